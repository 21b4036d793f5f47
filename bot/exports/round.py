"""What the files of a round have in them. All of it is what the group may see: the files know nothing else.

How many women are in the group, or have answered, is in none of them: less what is shown, that would be how many are held back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.comparison import Compared, Point
from bot.dates import Day, day_in_words
from bot.dialogue import result
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.comparison_words import SIGNS, few, many, reason, words
from bot.dialogue.facts import GroupAdvicePage, Result
from bot.dialogue.here import Here
from bot.dialogue.message import plain
from bot.dialogue.result import RIGHT_TO_LEFT
from bot.dialogue.summary import answer_in_words
from bot.disclosure import Counted
from bot.group_advice import Backed
from bot.spread import divided
from content.model import Asked, Step
from content.scoring import Fit


@dataclass(frozen=True)
class Report:
    """All that is known of a round."""

    here: Here
    opened: Day
    result: Result
    advice: GroupAdvicePage | None = None
    comparison: ComparisonPage | None = None  # with the round before, where there is one


@dataclass(frozen=True)
class Block:
    """One prompt."""

    asked: Asked
    n: int  # 0: nothing may be shown
    counts: tuple[tuple[str, int], ...]  # per option
    words: tuple[str, ...]
    apart: str = ""  # between which answers the group is divided
    note: str = ""  # why there is nothing
    together: str = ""  # joint mode: what the group answered
    others: tuple[str, ...] = ()  # joint mode: who saw it in another way


@dataclass(frozen=True)
class Gone:
    """How one question went since the round before."""

    number: int
    title: str
    sign: str
    said: str  # better, the same, or why that can't be said
    before: str  # from so many answers
    now: str


def blocks(report: Report) -> tuple[Block, ...]:
    """Every prompt in the plan's order."""
    if report.result.facts.joint:
        return tuple(_together(report, asked) for asked in report.result.plan.asked)
    return tuple(_block(report.here, counted) for counted in report.result.counted)


def _block(here: Here, counted: Counted) -> Block:
    if not counted.n:  # not how many there are: who counts along would see how many are held back
        return Block(counted.asked, 0, (), (), note=here.t("Te weinig antwoorden. Zo blijft niemand herkenbaar."))
    counts = tuple((option.label, count) for option, count in zip(counted.asked.prompt.options, counted.counts, strict=True))
    return Block(counted.asked, counted.n, counts, counted.words, result.apart(here, counted) if divided(counted) else "")


def _together(report: Report, asked: Asked) -> Block:
    answer = report.result.together.get(asked.key)
    said = answer_in_words(report.here, asked.prompt, answer) if answer and answer.done else report.here.t("geen antwoord")
    return Block(asked, 0, (), (), together=said, others=report.result.minority.get(asked.key, ()))


def something(report: Report) -> bool:
    """Whether there is anything in it."""
    if report.result.facts.joint:
        return any(answer.done for answer in report.result.together.values())
    return any(counted.n for counted in report.result.counted)


def share(count: int, n: int) -> int:
    """In percents."""
    return round(100 * count / n) if n else 0


def right_to_left(here: Here) -> bool:
    """Whether her language is written from right to left."""
    return here.state.language in RIGHT_TO_LEFT


def day(here: Here, one: Day) -> str:
    """'di 24 nov 2026'."""
    return f"{day_in_words(here, one)} {one.year}"


def about(report: Report) -> tuple[tuple[str, str], ...]:
    """What it is about: names of things, and what they are."""
    here, facts = report.here, report.result.facts
    until = here.t("{opened} tot en met {closes}").format(opened=day(here, report.opened), closes=day(here, facts.closes))
    state = here.t("De ronde is nog open.") if facts.open else here.t("De ronde is gesloten.")
    whose = here.t("Jullie antwoordden samen, op één telefoon.")
    if not facts.joint:
        people = max((counted.n for counted in report.result.counted), default=0)
        whose = here.n("Hierin zit het antwoord van {n} vrouw.", "Hierin zitten de antwoorden van {n} vrouwen.", people).format(n=people)
    return (
        (here.t("Groep"), facts.group_name),
        (here.t("Plan"), report.result.plan.title),
        (here.t("Ronde"), f"{until}. {state}"),
        (here.t("Antwoorden"), whose),
    )


def explained(report: Report) -> tuple[str, ...]:
    """How to read it, in short sentences."""
    here, facts = report.here, report.result.facts
    if facts.joint:
        return (here.t("Er staan geen namen in."), here.t("De groep gaf één antwoord op elke vraag. Een ander geluid staat erbij."))
    return (
        here.t("Er staan geen namen in."),
        here.t("Je ziet een vraag pas als {k} vrouwen of meer hem beantwoordden. Zo blijft niemand herkenbaar.").format(k=facts.threshold),
        here.t("Late antwoorden kunnen ontbreken. Dan zijn het er te weinig tegelijk."),
        here.t("Woorden van vrouwen staan door elkaar. Lees ze eerst, voor je dit deelt."),
    )


def steps(report: Report) -> tuple[str, ...]:
    """What fits the group, and why."""
    if report.advice is None:
        return ()
    found: Sequence[Backed[Step] | Fit[Step]] = report.advice.advice.steps
    return tuple(plain(result.reasoned(report.here, report.advice.plan, one)) for one in found)


def tips(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What fits besides: heads, and what stands under each."""
    if report.advice is None:
        return ()
    here, found = report.here, report.advice.advice
    every = (
        (here.t("Wel doen:"), tuple(one.item.title for one in found.dos)),
        (here.t("Let op:"), tuple(one.item.title for one in found.donts)),
        (here.t("Uit ervaring:"), tuple(one.item.text for one in found.experiences)),
    )
    return tuple((head, under) for head, under in every if under)


def gone(report: Report) -> tuple[Gone, ...]:
    """Every question beside the round before."""
    fact = report.comparison
    if fact is None:
        return ()
    pairs = zip(fact.plan.questions, fact.compared, strict=True)
    return tuple(_gone(report, place, question.title, one) for place, (question, one) in enumerate(pairs, 1))


def _gone(report: Report, place: int, title: str, one: Compared) -> Gone:
    here, fact = report.here, report.comparison
    said = reason(here, one.reason) if one.reason else f"{words(here)[one.verdict]}."
    before = here.t("niet gevraagd") if one.before is None else few(here, one.before)
    now = few(here, one.now)
    if fact and fact.before.joint:
        before = here.t("samen")
    if fact and fact.facts.joint:
        now = here.t("samen")
    return Gone(place, title, SIGNS[one.verdict], said, before, now)


def every_round(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each question's title, and how it stood in each round: how many answers, and what became of it."""
    fact = report.comparison
    if fact is None:
        return ()
    return tuple((one.title, tuple(_stood(report.here, point) for point in fact.course[one.id])) for one in fact.plan.questions)


def _stood(here: Here, point: Point) -> str:
    many_or_none = here.t("samen") if point.n == 1 else many(here, point.n)  # one stands for a group that answered on one phone
    return f"{many_or_none} ({words(here)[point.verdict].casefold()})" if point.verdict else many_or_none

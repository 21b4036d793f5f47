"""How a comparison of rounds is said, and what is drawn of it."""

from collections.abc import Sequence

from bot.comparison import Point, Verdict
from bot.dates import Day, month_in_words
from bot.dialogue.attached import Course, Mark, Picture
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.here import Here
from bot.dialogue.result import RIGHT_TO_LEFT
from content.limits import cut

SIGNS: dict[Verdict, str] = {"better": "↗", "same": "→", "worse": "↘", "mixed": "↕", "": "·"}
MARKS = 2  # of a question that is drawn, at least


def words(here: Here) -> dict[Verdict, str]:
    """What each verdict is called."""
    return {
        "better": here.t("Beter"),
        "same": here.t("Hetzelfde"),
        "worse": here.t("Moeilijker"),
        "mixed": here.t("Beter en moeilijker"),
        "": here.t("Niet te vergelijken"),
    }


def few(here: Here, n: int) -> str:
    """How many; none are shown when there are too few."""
    return str(n) if n else here.t("te weinig")


def many(here: Here, n: int) -> str:
    """So many answers."""
    return here.n("{n} antwoord", "{n} antwoorden", n).format(n=n) if n else few(here, n)


def reason(here: Here, name: str) -> str:
    """Why something is not compared."""
    return {
        "changed": here.t("Deze vraag is veranderd. Daarom kun je hem niet vergelijken."),
        "few": here.t("Er waren te weinig antwoorden. Daarom kun je dit niet vergelijken."),
        "people": here.t("Er deden nu vooral andere vrouwen mee. Daarom kun je de antwoorden niet goed vergelijken."),
        "words": here.t("Hier antwoord je met eigen woorden. Die kun je lezen, maar niet tellen."),
        "fact": here.t("Hier is geen antwoord beter of minder goed. Daarom vergelijk ik het niet."),
        "together": here.t("De ene keer antwoordden jullie samen op één telefoon, de andere keer apart. Dat kun je niet vergelijken."),
    }[name]


def drawn(points: Sequence[Point]) -> bool:
    """Whether there is anything to draw of a question: two points at least."""
    return sum(point.height is not None for point in points) >= MARKS


def picture(here: Here, fact: ComparisonPage) -> Picture | None:
    """How each question went over all rounds."""
    titles = {question.id: question.title for question in fact.plan.questions}
    shown = [id for id, points in fact.course.items() if drawn(points)]
    if not shown:
        return None
    about = "; ".join(f"{titles[id]}: {_briefly(here, fact, id)}" for id in shown)
    legend = here.t("Hoger is beter. Onder elk punt staat hoeveel antwoorden er waren.")
    gap = here.t("Geen punt: te weinig antwoorden, of een andere vraag. Geen lijn: andere vrouwen.")
    return Picture(
        "course",
        about=cut(about, 900),
        title=fact.facts.group_name,
        text=f"{legend} {gap}",
        courses=tuple(_course(here, fact, titles[id], id) for id in shown),
        ends=(here.t("gaat goed"), here.t("is moeilijk")),
        right_to_left=here.state.language in RIGHT_TO_LEFT,
    )


def _course(here: Here, fact: ComparisonPage, title: str, question: str) -> Course:
    return Course(title, tuple(_mark(here, day, point) for day, point in zip(fact.days, fact.course[question], strict=True)))


def _mark(here: Here, day: Day, point: Point) -> Mark:
    height = None if point.height is None else round(100 * point.height)
    return Mark(month_in_words(here, day), _number(here, point.n), height, point.joined)


def _number(here: Here, n: int) -> str:
    """Of how many answers; one stands for a group that answered on one phone."""
    return {0: "–", 1: here.t("samen")}.get(n, str(n))


def _briefly(here: Here, fact: ComparisonPage, question: str) -> str:
    points = zip(fact.days, fact.course[question], strict=True)
    said = [
        (month_in_words(here, day), _number(here, point.n), point.verdict and words(here)[point.verdict].casefold())
        for day, point in points
    ]
    return ", ".join(" ".join(filter(None, parts)) for parts in said)


def over_time(here: Here, fact: ComparisonPage, question: str) -> str:
    """Every round in words: when, how many, and how it went beside the one before."""
    said = []
    for day, point in zip(fact.days, fact.course[question], strict=True):
        verdict = f" ({words(here)[point.verdict].casefold()})" if point.verdict else ""
        stands = {0: words(here)[""].casefold(), 1: here.t("samen")}.get(point.n) or many(here, point.n)
        said.append(f"{month_in_words(here, day)} {day.year}: {stands}{verdict}")
    return ", ".join(said)

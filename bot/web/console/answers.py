"""What a group answered in a round: bars, what divides it, tables, its own words, and what fits."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue import result
from bot.dialogue.asks import ChooseStep, CloseRound, ShowAdvice, ShowResult
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.comparison_words import SIGNS, many, reason, words
from bot.dialogue.console_asks import ShowRounds
from bot.dialogue.console_facts import PastRound, Rounds
from bot.dialogue.facts import GroupAdvicePage, Result, RoundPage, StepsPage
from bot.dialogue.summary import answer_in_words
from bot.disclosure import Counted
from bot.spread import how_divided
from bot.web.console.charts import Bar, bar_of
from bot.web.console.desk import Desk, Visit
from bot.web.console.live import stamp


@dataclass(frozen=True)
class Prompted:
    """One prompt on the page."""

    bar: Bar
    number: int  # of the question, from 1
    title: str  # of the question
    said: str  # the same in a sentence
    answers: tuple[str, ...]  # in their own words


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/answers"
    return [
        desk.get(group, newest),
        desk.get(f"{group}/{{round:int}}", show),
        desk.get(f"{group}/{{round:int}}/advice", advice),
        desk.post(f"{group}/{{round:int}}/advice", choose),
        desk.get(f"{group}/{{round:int}}/close", ask_close),
        desk.post(f"{group}/{{round:int}}/close", close),
        desk.get(f"{group}/{{round:int}}/{{question:int}}", question),
    ]


async def newest(visit: Visit) -> Response:
    """The round that is open, else the last one."""
    found = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    if not found:
        return visit.page("answers_none", tab="answers")
    first = next((one for one in found if one.facts.open), found[0])
    return RedirectResponse(f"/console/{visit.group}/answers/{first.facts.id}", 303)


async def told(visit: Visit) -> Result:
    """The answers of the round that the page is about. Raises HTTPException: it is not one of this group."""
    fact = await visit.ask(ShowResult(visit.number("round")), Result)
    if fact.facts.group != visit.group:
        raise HTTPException(404)
    return fact


async def show(visit: Visit) -> Response:
    """All questions."""
    part = await _part(visit)
    rounds = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    this = next((one for one in rounds if one.facts.id == visit.number("round")), None)
    known = {"part": part, "stamp": stamp(part), "others": rounds, "this": this, "by_plan": _by_plan(visit)}
    return visit.page("answers", 200, tab="answers", notice=_notice(visit), **known)


def _notice(visit: Visit) -> str:
    return {"closed": visit.t("De ronde is gesloten."), "opened": visit.t("De ronde is open.")}.get(visit.done, "")


def _by_plan(visit: Visit) -> bool:
    return visit.request.query_params.get("order") == "plan"


async def _part(visit: Visit) -> str:
    fact = await told(visit)
    if fact.facts.joint:
        return visit.part("answers_together", fact=fact, pairs=_together(visit, fact))
    prompts = [prompted(visit, fact, counted, answered) for counted, answered in zip(fact.counted, fact.answered, strict=True)]
    if not _by_plan(visit):
        apart = {counted.asked.key.replace(".", "-"): how_divided(counted) for counted in fact.counted}
        prompts.sort(key=lambda one: -apart[one.bar.key] if one.bar.divided else 0)
    late = any(0 < counted.n < answered for counted, answered in zip(fact.counted, fact.answered, strict=True))
    return visit.part("answers_part", fact=fact, prompts=prompts, late=late, by_plan=_by_plan(visit))


def prompted(visit: Visit, fact: Result, counted: Counted, answered: int) -> Prompted:
    """One prompt, as far as it may be shown."""
    bar, asked = bar_of(counted), counted.asked
    return Prompted(bar, asked.number, asked.question.title, _said(visit, fact, counted, bar, answered), counted.words)


def _said(visit: Visit, fact: Result, counted: Counted, bar: Bar, answered: int) -> str:
    if not counted.n:
        return result.too_few(visit.chat, fact.facts, answered)
    if bar.divided:
        return result.apart(visit.chat, counted)
    if not bar.segments:
        return visit.t("Dit zijn jullie eigen woorden, door elkaar gezet.") if counted.words else ""
    most = max(bar.segments, key=lambda one: one.count)
    text = visit.words.n("{n} van {all} vrouwen kiest '{answer}'.", "{n} van {all} vrouwen kiezen '{answer}'.", most.count)
    return text.format(n=most.count, all=counted.n, answer=most.label)


def _together(visit: Visit, fact: Result) -> list[tuple[str, str, tuple[str, ...]]]:
    """Joint mode: each prompt, what the group answered, and who saw it in another way."""
    found = []
    for asked in fact.plan.asked:
        answer = fact.together.get(asked.key)
        said = answer_in_words(visit.chat, asked.prompt, answer) if answer and answer.done else visit.t("geen antwoord")
        found.append((asked.prompt.text, said, fact.minority.get(asked.key, ())))
    return found


async def question(visit: Visit) -> Response:
    """One question: large bars, tables, words, and the round before."""
    fact, place = await told(visit), visit.number("question")
    if not 0 < place <= len(fact.plan.questions) or fact.facts.joint:
        raise HTTPException(404)
    found = fact.plan.questions[place - 1]
    both = zip(fact.counted, fact.answered, strict=True)
    prompts = [prompted(visit, fact, counted, answered) for counted, answered in both if counted.asked.question.id == found.id]
    before = await _before(visit, fact, place - 1) if fact.earlier else None
    return visit.page("question", tab="answers", fact=fact, question=found, place=place, prompts=prompts, before=before)


@dataclass(frozen=True)
class Before:
    """The same question in the round before."""

    closed: object  # its last day
    verdict: str
    pairs: tuple[tuple[str, Bar | None, Bar], ...]  # text, then and now


async def _before(visit: Visit, fact: Result, place: int) -> Before | None:
    page = await visit.told(ShowComparison(fact.facts.id))
    if not isinstance(page, ComparisonPage):
        return None
    one = page.compared[place]
    here = visit.chat
    verdict = reason(here, one.reason) if one.reason else f"{SIGNS[one.verdict]} {words(here)[one.verdict]}."
    counts = visit.t("Toen {before}, nu {now}.").format(before=many(here, one.before or 0), now=many(here, one.now))
    pairs = tuple((pair.now.asked.prompt.text, bar_of(pair.before) if pair.before else None, bar_of(pair.now)) for pair in one.pairs)
    return Before(page.before.closes, f"{verdict} {counts}", pairs)


async def advice(visit: Visit) -> Response:
    """What fits the group, and the steps to choose."""
    await told(visit)
    fact = await visit.ask(ShowAdvice(visit.number("round")), GroupAdvicePage)
    newest = visit.desk.house.catalogue.plan(fact.facts.plan, visit.language)
    today = {step.id for step in newest.steps} if newest else set()
    steps = [(one.item, result.reasoned(visit.chat, fact.plan, one), one.item.id in today) for one in fact.advice.steps]
    return visit.page("advice", tab="answers", fact=fact, steps=steps)


async def choose(visit: Visit) -> Response:
    """The group takes a step."""
    fact = await told(visit)
    await visit.ask(ChooseStep(visit.group, fact.facts.plan, visit.typed("step", 40)), StepsPage)
    return visit.go("/steps", done="chosen")


async def ask_close(visit: Visit) -> Response:
    """Closing can't be taken back."""
    return visit.page("round_close", tab="answers", fact=await told(visit))


async def close(visit: Visit) -> Response:
    """The round ends now."""
    fact = await told(visit)
    await visit.ask(CloseRound(fact.facts.id), RoundPage)
    return visit.go(f"/answers/{fact.facts.id}", done="closed")


def shown_last(rounds: tuple[PastRound, ...]) -> PastRound | None:
    """The last round with something to see; the open one first."""
    seen = [one for one in rounds if one.shown]
    return next((one for one in seen if one.facts.open), seen[0] if seen else None)


LIVE: dict[str, Callable[[Visit], Awaitable[str]]] = {"/console/{group:int}/answers/{round:int}": _part}

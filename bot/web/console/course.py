"""How a group goes from evaluation to evaluation: per question one bar for each, under each other, and a sentence."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.comparison import Compared, alike
from bot.dates import Day
from bot.dialogue.asks import ShowResult
from bot.dialogue.comparing import done_between
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.comparison_words import SIGNS, few, many, reason, words
from bot.dialogue.console_asks import ShowRounds
from bot.dialogue.console_facts import PastRound, Rounds
from bot.dialogue.facts import Result
from bot.disclosure import Counted
from bot.web.console.charts import Bar, bar_of
from bot.web.console.desk import Desk, Visit
from content.model import Asked

MOST = 8  # evaluations under each other


@dataclass(frozen=True)
class Over:
    """One prompt over all rounds; None: it was not asked then, or not in this way."""

    text: str
    bars: tuple[tuple[Day, Bar | None], ...]  # the newest first


@dataclass(frozen=True)
class Gone:
    """One question."""

    number: int
    title: str
    sign: str
    said: str
    worse: bool
    prompts: tuple[Over, ...]


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    return [desk.get("/console/{group:int}/course", newest), desk.get("/console/{group:int}/course/{round:int}", show)]


async def newest(visit: Visit) -> Response:
    """The last round that can be compared."""
    rounds = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    last = next((one for one in rounds if one.earlier), None)
    if last is None:
        return visit.page("course_none", tab="more")
    return RedirectResponse(f"/console/{visit.group}/course/{last.facts.id}", 303)


async def show(visit: Visit) -> Response:
    """All questions."""
    fact = await visit.told(ShowComparison(visit.number("round")))
    if not isinstance(fact, ComparisonPage) or fact.facts.group != visit.group:
        raise HTTPException(404)
    rounds = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    seen = await _seen(visit, fact, rounds)
    gone = [_gone(visit, fact, one, place, seen) for place, one in enumerate(fact.compared)]
    why = [reason(visit.chat, name) for name in ("people", "together") if name in {one.reason for one in fact.compared}]
    others = [one for one in rounds if one.earlier]
    return visit.page("course", tab="more", fact=fact, questions=gone, why=why, done=done_between(visit.chat, fact), others=others)


async def _seen(visit: Visit, fact: ComparisonPage, rounds: tuple[PastRound, ...]) -> list[tuple[Day, tuple[Counted, ...]]]:
    """This round and those before it, as far as each may be shown, the newest first."""
    same = [one.facts for one in rounds if one.facts.plan == fact.facts.plan and one.facts.id <= fact.facts.id and not one.facts.joint]
    return [(facts.closes, (await visit.ask(ShowResult(facts.id), Result)).counted) for facts in same[:MOST]]


def _gone(visit: Visit, fact: ComparisonPage, one: Compared, place: int, seen: list[tuple[Day, tuple[Counted, ...]]]) -> Gone:
    here, question = visit.chat, fact.plan.questions[place]
    said = reason(here, one.reason) if one.reason else f"{words(here)[one.verdict]}."
    if not (fact.facts.joint and fact.before.joint):
        before = visit.t("toen niet gevraagd") if one.before is None else visit.t("toen {before}").format(before=few(here, one.before))
        said += " " + visit.t("({before}, nu {now})").format(before=before, now=many(here, one.now))
    prompts = tuple(_over(asked, seen) for asked in fact.plan.asked if asked.question.id == question.id and asked.prompt.options)
    return Gone(place + 1, question.title, SIGNS[one.verdict], said, one.verdict in ("worse", "mixed"), prompts)


def _over(asked: Asked, seen: list[tuple[Day, tuple[Counted, ...]]]) -> Over:
    bars = []
    for day, counted in seen:
        found = next((one for one in counted if one.asked.key == asked.key and alike(one.asked.prompt, asked.prompt)), None)
        bars.append((day, bar_of(found) if found else None))
    return Over(asked.prompt.text, tuple(bars))

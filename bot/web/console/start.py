"""The first page of a group: what to do now, how far the round is, and what was chosen."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import Route

from bot.dates import local_day
from bot.dialogue.asks import ShowResult, ShowSteps
from bot.dialogue.broadcast_asks import ShowBroadcast, ShowBroadcasts
from bot.dialogue.broadcast_facts import Broadcasts, Progress
from bot.dialogue.facts import Result, StepLine, StepsPage
from bot.dialogue.reminder_asks import ShowReminders
from bot.dialogue.reminder_facts import Reminders
from bot.spread import most_divided
from bot.web.console.desk import Desk, Visit
from bot.web.console.live import stamp

MOST = 3  # things to do at once
LATELY = 3  # broadcasts that are looked at
SOON = 3  # days


@dataclass(frozen=True)
class Todo:
    """One thing to do."""

    sign: str
    text: str
    path: str  # within the group


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    return [desk.get("/console/{group:int}", show)]


async def show(visit: Visit) -> Response:
    """The page."""
    part = await _part(visit)
    return visit.page("start", tab="start", part=part, stamp=stamp(part))


async def _part(visit: Visit) -> str:
    steps = (await visit.ask(ShowSteps(visit.group), StepsPage)).steps
    todos = [*await _failed(visit), *await _divided(visit), *await _soon(visit), *_closing(visit), *_stuck(visit, steps), *_empty(visit)]
    rounds = [line.facts for line in visit.here.rounds if line.facts.open]
    return visit.part("start_part", todos=todos[:MOST], rounds=rounds, steps=[one for one in steps if one.status != "done"])


def _stuck(visit: Visit, steps: Sequence[StepLine]) -> list[Todo]:
    """A chosen step that does not go on."""
    stuck = any(one.status == "stuck" for one in steps)
    return [Todo("🧩", visit.t("Een stap loopt vast. Kijk wat kan helpen."), "/steps")] if stuck else []


def _empty(visit: Visit) -> list[Todo]:
    """The next step of a group that has only begun."""
    found = []
    if visit.here.members < visit.here.threshold:
        found.append(Todo("👋", visit.t("Nodig de vrouwen van je groep uit."), "/members/invite"))
    if not any(line.facts.open for line in visit.here.rounds):
        found.append(Todo("🙋", visit.t("Start een ronde met vragen."), "/plans"))
    return found


async def _failed(visit: Visit) -> list[Todo]:
    """What of the last broadcasts did not come."""
    lines = (await visit.ask(ShowBroadcasts(visit.group), Broadcasts)).lines
    found = []
    for line in [line for line in lines if line.status in ("done", "stopped")][:LATELY]:
        went = await visit.told(ShowBroadcast(line.sent.id))
        count = sum(went.failed.values()) if isinstance(went, Progress) else 0
        if count:
            text = visit.words.n("{count} bericht is niet aangekomen.", "{count} berichten zijn niet aangekomen.", count)
            found.append(Todo("⚠️", text.format(count=count), f"/send/{line.sent.id}"))
    return found


async def _divided(visit: Visit) -> list[Todo]:
    """Where the group differs most, in each open round."""
    found = []
    for line in visit.here.rounds:
        if not line.facts.open or line.facts.joint:
            continue
        fact = await visit.ask(ShowResult(line.facts.id), Result)
        widest = most_divided(fact.counted)
        if widest:
            text = visit.t("Jullie denken verschillend over: {question}").format(question=widest.asked.question.title)
            found.append(Todo("⚡", text, f"/answers/{line.facts.id}/{widest.asked.number}"))
    return found


async def _soon(visit: Visit) -> list[Todo]:
    """Reminders of the next days."""
    today = local_day(visit.now)
    found = []
    for one in (await visit.ask(ShowReminders(visit.group), Reminders)).coming:
        if one.next is None or not 0 <= (one.next - today).days <= SOON:
            continue
        when = {0: visit.t("vandaag"), 1: visit.t("morgen")}.get((one.next - today).days) or visit.day(one.next)
        text = visit.t("De vragen komen {day} om {time} weer terug.").format(day=when, time=one.time)
        found.append(Todo("🔔", text, f"/reminders/{one.plan}"))
    return found


def _closing(visit: Visit) -> list[Todo]:
    """Rounds that are about to end while some have not answered."""
    today = local_day(visit.now)
    found = []
    for facts in (line.facts for line in visit.here.rounds):
        if facts.open and not facts.joint and (facts.closes - today).days <= SOON and facts.answered < facts.members:
            text = visit.t("De ronde sluit op {day}. Nog niet iedereen heeft geantwoord.").format(day=visit.day(facts.closes))
            found.append(Todo("⏳", text, "/send"))
    return found


LIVE: dict[str, Callable[[Visit], Awaitable[str]]] = {"/console/{group:int}": _part}

"""What a coordinator sends to her group: choosing it, and what was sent before."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue import sent
from bot.dialogue.broadcast_asks import Compose, Kind, ShowBroadcast, ShowBroadcasts, ShowSending
from bot.dialogue.broadcast_facts import Broadcasts, Preview, Sending, Status
from bot.dialogue.progress import moment
from bot.dialogue.sending import unfit
from bot.web.console import draft, progress
from bot.web.console.bubbling import labels
from bot.web.console.desk import Desk, Visit

MOST = 20_000  # signs of her own words that are looked at: what is too long stays in the field


@dataclass(frozen=True)
class Choice:
    """Something that can be sent."""

    kind: Kind
    sign: str
    label: str
    about: str


@dataclass(frozen=True)
class Typed:
    """What she chose and typed in the form."""

    plan: int = 0
    part: str = ""
    round: int = 0
    text: str = ""


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/send"
    return [desk.get(group, show), desk.post(group, compose), *draft.routes(desk), *progress.routes(desk)]


async def show(visit: Visit) -> Response:
    """What there is to send; with one of these chosen, its form."""
    sending = await visit.ask(ShowSending(visit.group), Sending)
    known = visit.request.query_params
    choice = next((one for one in _choices(visit, sending) if one.kind == known.get("kind")), None)
    if choice is None:
        return await _all(visit, sending)
    plan = known.get("plan", "")
    typed = Typed(plan=int(plan) if plan in _ready(visit) else 0, text=await _text_of(visit, known.get("from", "")))
    return _form(visit, sending, choice, typed)


async def _all(visit: Visit, sending: Sending) -> Response:
    before = await visit.ask(ShowBroadcasts(visit.group), Broadcasts)
    lines = [
        (line.sent.id, sent.about(visit.chat, line.sent), moment(visit.chat, line.due), state(visit)[line.status]) for line in before.lines
    ]
    notice = {"dropped": visit.t("Goed. Ik stuur het niet.")}.get(visit.done, "")
    return visit.page("send", tab="send", choices=_choices(visit, sending), lines=lines, notice=notice)


def state(visit: Visit) -> dict[Status, str]:
    """How a broadcast is, in a word."""
    return {
        "draft": visit.t("niet verstuurd"),
        "waiting": visit.t("wacht op zijn tijd"),
        "sending": visit.t("wordt verstuurd"),
        "done": visit.t("verstuurd"),
        "cancelled": visit.t("gestopt"),
        "stopped": visit.t("vastgelopen"),
    }


def _choices(visit: Visit, sending: Sending) -> list[Choice]:
    found = [
        Choice("questions", "🙋", visit.t("De vragen"), visit.t("De leden kunnen antwoorden, ieder op haar eigen telefoon.")),
        Choice("plan", "📗", visit.t("Het hele plan"), visit.t("Om te lezen, stap voor stap.")),
        Choice("part", "📄", visit.t("Een stuk van het plan"), visit.t("Bijvoorbeeld de stappen of de tips.")),
        Choice("words", "✏️", visit.t("Eigen woorden"), visit.t("Een kort bericht van jou.")),
    ]
    if sending.shown:
        found.insert(3, Choice("result", "📊", visit.t("Het resultaat"), visit.t("Wat de groep antwoordde, zonder namen.")))
    return found if visit.desk.house.catalogue.ready() else [one for one in found if one.kind in ("result", "words")]


def _ready(visit: Visit) -> dict[str, str]:
    """The plans that can be sent, by their numbers."""
    return {str(plan.number): plan.title for plan in visit.desk.house.catalogue.ready(visit.language)}


async def _text_of(visit: Visit, id: str) -> str:
    """The words of a draft of this group, to be changed."""
    if not (id.isascii() and id.isdigit() and len(id) < 10):
        return ""
    fact = await visit.told(ShowBroadcast(int(id)))
    return fact.sent.text if isinstance(fact, Preview) and fact.sent.group == visit.group else ""


def _form(visit: Visit, sending: Sending, choice: Choice, typed: Typed, wrong: str = "") -> Response:
    plans, rounds = _ready(visit), [(str(one.round), _titled(visit, one.plan), visit.day(one.day)) for one in sending.shown]
    notice = {"opened": visit.t("De ronde is open. Stuur nu de vragen naar de leden.")}.get(visit.done, "")
    parts = labels(sent.part_buttons(visit.chat, ""))
    known = {"choice": choice, "typed": typed, "plans": plans, "parts": parts, "rounds": rounds, "longest": sent.LONGEST}
    return visit.page("send_form", 422 if wrong else 200, tab="send", notice=notice, wrong=wrong, **known)


def _titled(visit: Visit, number: int) -> str:
    plan = visit.desk.house.catalogue.plan(number, visit.language)
    return plan.title if plan else str(number)


async def compose(visit: Visit) -> Response:
    """Make it, and look at it first."""
    sending = await visit.ask(ShowSending(visit.group), Sending)
    choice = next((one for one in _choices(visit, sending) if one.kind == visit.typed("kind")), None)
    if choice is None:
        raise HTTPException(404)
    typed = Typed(visit.chosen("plan"), visit.typed("part", 20), visit.chosen("round"), visit.typed("text", MOST))
    ask = Compose(visit.group, choice.kind)
    match choice.kind:
        case "words":
            ask, wrong = Compose(visit.group, "words", text=sent.cleaned(typed.text)), unfit(visit.chat, sent.cleaned(typed.text))
        case "result":
            known = typed.round in {one.round for one in sending.shown}
            ask, wrong = Compose(visit.group, "result", round=typed.round), "" if known else visit.t("Kies eerst een ronde.")
        case kind:
            part = typed.part if kind == "part" else ""
            ask, wrong = Compose(visit.group, kind, typed.plan, part), _unchosen(visit, kind, typed)
    if wrong:
        return _form(visit, sending, choice, typed, wrong)
    made = await visit.ask(ask, Preview)
    return visit.go(f"/send/{made.sent.id}")


def _unchosen(visit: Visit, kind: Kind, typed: Typed) -> str:
    if str(typed.plan) not in _ready(visit):
        return visit.t("Kies eerst een plan.")
    if kind == "part" and typed.part not in sent.PARTS:
        return visit.t("Kies eerst een stuk van het plan.")
    return ""


LIVE: dict[str, Callable[[Visit], Awaitable[str]]] = progress.LIVE

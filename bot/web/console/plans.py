"""The plans: which there are, how each message of them looks on a phone, and a new round about one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.bubbles import shown
from bot.dates import local_day
from bot.dialogue import rounds, sent
from bot.dialogue.asks import OpenRound
from bot.dialogue.broadcast_facts import Sent
from bot.dialogue.facts import AlreadyOpen, RoundPage
from bot.dialogue.here import Here
from bot.dialogue.preview import CHANNELS
from bot.dialogue.sheet import RoundFacts
from bot.dialogue.state import State
from bot.web.console.bubbling import PLACES, Phone, late, phone, together
from bot.web.console.desk import Desk, Visit
from bot.web.console.plan_messages import parts
from content.model import Plan

DAYS = 7  # of a week


@dataclass(frozen=True)
class Way:
    """One way to answer together, and what members are told of it."""

    name: str
    label: str
    promise: str


@dataclass(frozen=True)
class Shown:
    """One part of the plan on the page."""

    name: str
    title: str
    phones: tuple[Phone, ...]


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/plans"
    return [
        desk.get(group, show),
        desk.get(f"{group}/{{plan:int}}", one),
        desk.get(f"{group}/{{plan:int}}/round", ask_round),
        desk.post(f"{group}/{{plan:int}}/round", open_round),
    ]


async def show(visit: Visit) -> Response:
    """All plans, those that can be used first."""
    found = visit.desk.house.catalogue.plans(visit.language)
    ready, coming = [one for one in found if one.status == "ready"], [one for one in found if one.status != "ready"]
    return visit.page("plans", tab="more", ready=ready, coming=coming)


def _plan(visit: Visit) -> Plan:
    """The one that the address names. Raises HTTPException: there is none."""
    found = visit.desk.house.catalogue.plan(visit.number("plan"), visit.language)
    if found is None:
        raise HTTPException(404)
    return found


def _ready(visit: Visit) -> Plan:
    found = _plan(visit)
    if found.status != "ready":
        raise HTTPException(404)
    return found


async def one(visit: Visit) -> Response:
    """Every message of it, as one of the channels shows it."""
    plan, channel = _plan(visit), visit.request.query_params.get("as", PLACES[0])
    if plan.status != "ready":
        return visit.page("plan_coming", tab="more", plan=plan)
    channel = channel if channel in PLACES else PLACES[0]
    places = [(name, CHANNELS[name]) for name in PLACES]
    return visit.page("plan", tab="more", plan=plan, channel=channel, places=places, parts=_shown(visit, plan, channel))


def _shown(visit: Visit, plan: Plan, channel: str) -> list[Shown]:
    here = Here(visit.desk.house.catalogue, State(language=visit.language, consent=True), {})
    title = CHANNELS[channel]
    found = [
        Shown(one.name, one.title, tuple(Phone(channel, title, shown(message, channel)) for message in one.messages))
        for one in parts(here, plan)
    ]
    return [*found, Shown("round", visit.t("Bericht bij een ronde"), tuple(_of_round(visit, plan, channel)))]


def _of_round(visit: Visit, plan: Plan, channel: str) -> list[Phone]:
    """What members get when the questions are sent."""
    group, closes = visit.here.group, local_day(visit.now + timedelta(days=rounds.DAYS))
    made = Sent(0, group.id, group.name, "questions", plan=plan.number, closes=closes)
    found = [phone(channel, sent.message(visit.chat, made))]
    if channel == "telegram":
        found.append(together(visit, made))
    closed = late(visit, made, visit.language) if channel == "whatsapp" else None
    return [*found, *([closed] if closed else [])]


async def ask_round(visit: Visit) -> Response:
    """How the round will be."""
    return _form(visit, _ready(visit))


def _form(visit: Visit, plan: Plan, wrong: str = "") -> Response:
    already = next((line.facts for line in visit.here.rounds if line.facts.open and line.facts.plan == plan.number), None)
    weeks = [(count, visit.words.n("{count} week", "{count} weken", count).format(count=count)) for count in rounds.WEEKS]
    typed = {"weeks": visit.chosen("weeks") or rounds.DAYS // DAYS, "how": visit.typed("how", 10) or "apart"}
    known = {"plan": plan, "already": already, "weeks": weeks, "ways": _ways(visit, plan), "typed": typed}
    return visit.page("plan_round", 422 if wrong else 200, tab="more", wrong=wrong, **known)


def _ways(visit: Visit, plan: Plan) -> list[Way]:
    labels = {
        "apart": visit.t("Ieder apart, zonder namen"),
        "named": visit.t("Ieder apart, met namen"),
        "joint": visit.t("Samen op één telefoon"),
    }
    return [Way(name, label, rounds.promise(visit.chat, _facts(visit, plan, name))) for name, label in labels.items()]


def _facts(visit: Visit, plan: Plan, how: str) -> RoundFacts:
    """The round as it would be."""
    here, closes = visit.here, local_day(visit.now + timedelta(days=rounds.DAYS))
    return RoundFacts(
        id=0,
        group=here.group.id,
        group_name=here.group.name,
        plan=plan.number,
        version="",
        anonymous=how != "named",
        joint=how == "joint",
        open=True,
        closes=closes,
        members=here.members,
        answered=0,
        threshold=here.threshold,
    )


async def open_round(visit: Visit) -> Response:
    """Open it; then the questions can be sent, but where all answer on one phone. One that is open stays."""
    plan, weeks, how = _ready(visit), visit.chosen("weeks"), visit.typed("how", 10)
    if weeks not in rounds.WEEKS or how not in ("apart", "named", "joint"):
        return _form(visit, plan, visit.t("Kies hoe lang de ronde duurt, en hoe jullie antwoorden."))
    ask = OpenRound(visit.group, plan.number, weeks * DAYS, anonymous=how != "named", joint=how == "joint")
    fact = await visit.told(ask)
    if isinstance(fact, AlreadyOpen) and not _just_this(fact.facts, ask, visit.now):
        return visit.page("plan_round", 409, tab="more", plan=plan, already=fact.facts)
    if not isinstance(fact, RoundPage | AlreadyOpen):
        raise HTTPException(404)
    if how == "joint":
        return visit.go(f"/answers/{fact.facts.id}", done="opened")
    return visit.go(f"/send?kind=questions&plan={plan.number}&done=opened")


def _just_this(there: RoundFacts, asked: OpenRound, now: datetime) -> bool:
    """Whether it is the round that she asks for: the button was pressed twice, and the second answer is what she sees."""
    closes = local_day(now + timedelta(days=asked.days))
    return (there.anonymous, there.joint, there.closes) == (asked.anonymous, asked.joint, closes)

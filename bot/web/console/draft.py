"""What is about to be sent: how it looks on every phone, whom it reaches, and when it goes."""

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue import preview, sending, sent
from bot.dialogue.broadcast_asks import DropDraft, SendLater, SendNow, ShowBroadcast, ShowTimes
from bot.dialogue.broadcast_facts import Preview, Progress, Sending, Times
from bot.dialogue.facts import Fact
from bot.web.console import progress
from bot.web.console.bubbling import only_dutch, phones
from bot.web.console.desk import Desk, Visit


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    one = "/console/{group:int}/send/{broadcast:int}"
    return [
        desk.get(one, show),
        desk.post(one, now),
        desk.get(f"{one}/later", ask_when),
        desk.post(f"{one}/later", later),
        desk.post(f"{one}/drop", drop),
    ]


async def found(visit: Visit) -> Preview | Progress | None:
    """The broadcast of this group that the address names. None: there is none, or not any more."""
    try:
        fact = await visit.told(ShowBroadcast(visit.number("broadcast")))
    except HTTPException:
        return None
    return fact if isinstance(fact, Preview | Progress) and fact.sent.group == visit.group else None


def gone(visit: Visit) -> Response:
    """Another coordinator may just have thrown it away."""
    return visit.page("send_gone", 404, tab="send")


async def show(visit: Visit) -> Response:
    """A draft, or how it goes."""
    fact = await found(visit)
    if fact is None:
        return gone(visit)
    return _check(visit, fact) if isinstance(fact, Preview) else await progress.show(visit, fact)


def _check(visit: Visit, fact: Preview) -> Response:
    members = visit.words.n("Stuur naar {count} lid", "Stuur naar {count} leden", fact.people).format(count=fact.people)
    button = members if fact.people else visit.t("Stuur naar de groepschat") if fact.chats else ""
    button = "" if fact.gone else button
    about, reach = sent.about(visit.chat, fact.sent), preview.reach(visit.chat, fact)
    seen = {"phones": phones(visit, fact), "only_dutch": only_dutch(visit, fact)}
    return visit.page("send_check", 200, tab="send", fact=fact, about=about, reach=reach, button=button, **seen)


async def now(visit: Visit) -> Response:
    """It goes, after a moment to think again. What is under way already is shown, whoever sent it."""
    if await found(visit) is None:
        return gone(visit)
    return _on(visit, await visit.told(SendNow(visit.number("broadcast"))))


def _on(visit: Visit, went: Fact) -> Response:
    """It goes; or it is a draft still, as its plan is not there any more."""
    assert isinstance(went, Progress | Preview)
    return visit.go(f"/send/{went.sent.id}", done=went.news if isinstance(went, Progress) else "")


async def ask_when(visit: Visit) -> Response:
    """When it should go."""
    if await found(visit) is None:
        return gone(visit)
    fact = await visit.told(ShowTimes(visit.number("broadcast")))
    return _times(visit, fact) if isinstance(fact, Times) else visit.go(f"/send/{visit.number('broadcast')}")


def _times(visit: Visit, fact: Times) -> Response:
    wrong = sending.wrong_time(visit.chat, fact)
    offered = [(when.stamp, sending.label(visit.chat, name, when)) for name, when in fact.offered]
    typed = {"day": visit.typed("day", 10), "time": visit.typed("time", 5)}
    known = {"id": fact.broadcast, "offered": offered, "typed": typed, "wrong": wrong}
    return visit.page("send_later", 422 if wrong else 200, tab="send", **known)


async def later(visit: Visit) -> Response:
    """It goes then."""
    if await found(visit) is None:
        return gone(visit)
    fact = await visit.told(SendLater(visit.number("broadcast"), _when(visit)))
    if isinstance(fact, Times):
        return _times(visit, fact)
    return _on(visit, fact)


def _when(visit: Visit) -> str:
    """A time that was offered, or the day and the time that she chose, as Times names a moment."""
    return visit.typed("when", 12) or (visit.typed("day", 10) + visit.typed("time", 5)).replace("-", "").replace(":", "")


async def drop(visit: Visit) -> Response:
    """It is not sent; what is under way already is shown."""
    if await found(visit) is None:
        return gone(visit)
    fact = await visit.told(DropDraft(visit.number("broadcast")))
    return visit.go("/send", done="dropped") if isinstance(fact, Sending) else visit.go(f"/send/{visit.number('broadcast')}")

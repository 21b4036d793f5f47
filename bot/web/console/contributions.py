"""What members give to all groups, for moderators: one at a time, as in the chat."""

from typing import get_args

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue import moderating as words
from bot.dialogue.contributing import unfit
from bot.dialogue.contribution_asks import Accept, Propose, Refuse, ShowQueue, ShowWanted
from bot.dialogue.contribution_facts import Decided, Queue, Status, Wanted
from bot.dialogue.entry import NAMES
from bot.dialogue.moderating import MOST, REASONS
from bot.dialogue.sent import cleaned
from bot.dialogue.topics import groups_want
from bot.web.console.desk import Desk, Visit
from bot.web.sounds import played
from storage import moderating, voices

PATH = "/console/contributions"


def routes(desk: Desk) -> list[Route]:
    """What is mounted. Their asks are a moderator's: for whoever is none, no such page is there."""
    return [
        desk.get(PATH, show),
        desk.get(f"{PATH}/wanted", wanted),
        desk.post(f"{PATH}/{{id:int}}/accept", accept),
        desk.post(f"{PATH}/{{id:int}}/propose", propose),
        desk.post(f"{PATH}/{{id:int}}/refuse", refuse),
        desk.get(f"{PATH}/{{id:int}}/sound", sound),
    ]


async def show(visit: Visit) -> Response:
    """One of those that wait."""
    given = visit.request.query_params.get("number", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    return await _page(visit, number)


async def _page(visit: Visit, number: int, *, wrong: str = "", typed: str = "") -> Response:
    fact = await visit.ask(ShowQueue(number), Queue)
    known = {
        "fact": fact,
        "speaks": NAMES.get(fact.language, fact.language) if len(visit.desk.house.catalogue.languages) > 1 else "",
        "most": MOST.get(fact.kind, 0),
        "reasons": [
            ("there", visit.t("Het staat er al")),
            ("known", visit.t("Te herkenbaar")),
            ("elsewhere", visit.t("Het past hier niet")),
            ("unkind", visit.t("Niet vriendelijk genoeg")),
        ],
        "typed": typed,
    }
    return visit.page("contributions", 422 if wrong else 200, notice=_notice(visit), wrong=wrong, **known)


def _notice(visit: Visit) -> str:
    """What became of the one before, in the words of the chat."""
    status, _, rest = visit.done.partition("-")
    if status not in (*get_args(Status), "gone"):
        return ""
    fact = Decided("" if status == "gone" else status, mine=rest.startswith("1"), before=rest.endswith("1"))
    return words.decided(visit.chat, fact).opening


def _decided(fact: Decided) -> Response:
    """On to the next one."""
    done = f"{fact.status or 'gone'}-{fact.mine:d}{fact.before:d}"
    return RedirectResponse(f"{PATH}?done={done}", 303)


async def accept(visit: Visit) -> Response:
    """All may read it."""
    return _decided(await visit.ask(Accept(visit.number("id")), Decided))


async def propose(visit: Visit) -> Response:
    """She who gave it is asked whether it may be said like this."""
    kind, said = visit.typed("kind", 12), cleaned(visit.typed("words"))
    if kind not in MOST:
        raise HTTPException(404)
    wrong = unfit(visit.chat, said, MOST[kind])
    if wrong:
        return await _again(visit, wrong.opening, visit.typed("words"))
    return _decided(await visit.ask(Propose(visit.number("id"), said), Decided))


async def refuse(visit: Visit) -> Response:
    """It will not be read; she hears why."""
    reason = next((one for one in REASONS if one == visit.typed("reason", 12)), None)
    if reason is None:
        wrong = visit.t("Kies waarom niet. Dan kan ik het haar vriendelijk zeggen.")
        return await _again(visit, wrong)
    return _decided(await visit.ask(Refuse(visit.number("id"), reason), Decided))


async def _again(visit: Visit, wrong: str, typed: str = "") -> Response:
    """The same contribution once more, wherever it stands in the queue by now: never another one with these words under it."""
    await visit.ask(ShowQueue(1), Queue)  # her right to any of this
    async with visit.desk.database.read() as connection:
        waiting = await moderating.queue(connection, visit.session.person_id)
    if visit.number("id") not in waiting:
        return _decided(Decided("", mine=False, before=True))
    return await _page(visit, waiting.index(visit.number("id")) + 1, wrong=wrong, typed=typed)


async def wanted(visit: Visit) -> Response:
    """How many groups want which plan, and which topic."""
    fact = await visit.ask(ShowWanted(), Wanted)
    topics = [(" ".join(one.words.split()), groups_want(visit.chat, one)) for one in fact.topics]
    return visit.page("wanted", plans=fact.plans, topics=topics)


async def sound(visit: Visit) -> Response:
    """What was said aloud: only for a moderator who may decide about it, and only while it waits."""
    await visit.ask(ShowQueue(1), Queue)  # her right to any of this
    async with visit.desk.database.read() as connection:
        found = await moderating.piece(connection, visit.number("id"), visit.session.person_id)
        heard = await voices.recording(connection, found.voice) if found and found.voice else None
    if heard is None:
        raise HTTPException(404)
    return played(heard.body, heard.kind, visit.request.headers.get("range", ""), {"Cache-Control": "private, no-store"})

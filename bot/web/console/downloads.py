"""Files to take along. Each says what is in it; only the list of members has names, and needs a login of today."""

import unicodedata
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dates import local_day
from bot.dialogue.asks import ShowAdvice, ShowInvite, ShowResult
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.console_asks import ShowPeople, ShowRounds
from bot.dialogue.console_facts import PastRound, People, Rounds
from bot.dialogue.facts import GroupAdvicePage, InvitePage, Result
from bot.exports.handout import handout
from bot.exports.poster import poster
from bot.exports.report import report
from bot.exports.round import Report, something
from bot.exports.table import members, table
from bot.exports.workbook import workbook
from bot.web.console.desk import Desk, Visit
from bot.web.console.press import Press

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
MAKERS: dict[str, Callable[[Report], bytes]] = {"xlsx": workbook, "csv": table, "pdf": report}
SLUG = 50  # letters of a name in the name of a file


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group, press = "/console/{group:int}/downloads", Press(desk.clock)
    return [
        desk.get(group, show),
        *(desk.get(f"{group}/{{round:int}}.{kind}", _of_a_round(press, kind)) for kind in KINDS),
        desk.get(f"{group}/plan/{{plan:int}}.pdf", partial(give_plan, press)),
        desk.get(f"{group}/poster.pdf", partial(give_poster, press)),
        desk.get(f"{group}/members.csv", partial(give_members, press)),
    ]


async def show(visit: Visit) -> Response:
    """What there is. The answers are of the round she chose, or of the last one with something to see."""
    rounds = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    chosen = visit.request.query_params.get("round", "")
    this = next((one for one in rounds if str(one.facts.id) == chosen), None) or _last(rounds)
    plans = visit.desk.house.catalogue.ready(visit.language)
    return visit.page("downloads", tab="more", this=this, others=[one for one in rounds if one is not this], plans=plans)


def _last(rounds: tuple[PastRound, ...]) -> PastRound | None:
    return next((one for one in rounds if one.shown), rounds[0] if rounds else None)


def _of_a_round(press: Press, kind: str) -> Callable[[Visit], Awaitable[Response]]:
    async def give(visit: Visit) -> Response:
        found = await told(visit, visit.number("round"))
        if not something(found):
            return visit.page("downloads_none", 409, tab="more", round=found.result.facts)
        facts = found.result.facts
        name = f"{slug(facts.group_name)}-{found.result.plan.id}-{found.opened}"
        return await _hand(press, visit, kind, name, partial(MAKERS[kind], found))

    return give


async def told(visit: Visit, round: int) -> Report:
    """All that may be shown of a round. Raises HTTPException: it is not one of this group."""
    rounds = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    line = next((one for one in rounds if one.facts.id == round), None)
    if line is None:
        raise HTTPException(404)
    result = await visit.ask(ShowResult(round), Result)
    advice = await visit.ask(ShowAdvice(round), GroupAdvicePage)
    beside = await visit.told(ShowComparison(round))
    return Report(visit.chat, line.opened, result, advice, beside if isinstance(beside, ComparisonPage) else None)


async def give_plan(press: Press, visit: Visit) -> Response:
    """A plan to hand out."""
    plan = visit.desk.house.catalogue.plan(visit.number("plan"), visit.language)
    if plan is None or plan.status != "ready":
        raise HTTPException(404)
    return await _hand(press, visit, "pdf", plan.id, partial(handout, visit.chat, plan))


async def give_poster(press: Press, visit: Visit) -> Response:
    """The invitation for the wall."""
    invite = await visit.ask(ShowInvite(visit.group), InvitePage)
    if not invite.code:
        return visit.page("downloads_closed", 409, tab="more")
    name = f"{slug(invite.group.name)}-{visit.t('poster')}"
    return await _hand(press, visit, "pdf", name, partial(poster, visit.chat, invite))


async def give_members(press: Press, visit: Visit) -> Response:
    """The only file with names."""
    if not visit.fresh:
        return visit.page("downloads_login", 403, tab="more")
    people = await visit.ask(ShowPeople(visit.group), People)
    name = f"{slug(visit.here.group.name)}-{visit.t('leden')}-{local_day(visit.now)}"
    return await _hand(press, visit, "csv", name, partial(members, visit.chat, people))


async def _hand(press: Press, visit: Visit, kind: str, name: str, make: Callable[[], bytes]) -> Response:
    wait = press.wait(visit.session.id)
    if wait:
        return visit.desk.busy(visit.request, wait)
    made = await press.made(kind, make)
    if made is None:
        late = visit.page("downloads_late", 503, tab="more")
        late.headers["Retry-After"] = "30"
        return late
    return Response(
        made, media_type=KINDS[kind], headers={"Content-Disposition": saved_as(name, kind), "Cache-Control": "private, no-store"}
    )


def saved_as(name: str, kind: str) -> str:
    """The header that gives the file its name, in any script and for any browser."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip("-") or "stappenbot"
    return f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{quote(f'{name}.{kind}', safe='')}"


def slug(name: str) -> str:
    """A name as it may stand in the name of a file: letters and numbers of any script, and hyphens."""
    signs = (sign if sign.isalnum() or unicodedata.category(sign) == "Mn" else " " for sign in unicodedata.normalize("NFKC", name))
    return "-".join("".join(signs).lower().split())[:SLUG].strip("-") or "groep"

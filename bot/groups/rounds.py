"""Rounds: opening and closing them, how they stand, and who answered where that may be known."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.dates import end_of_day, local_day
from bot.dialogue import asks
from bot.dialogue.catalogue import Catalogue, Words
from bot.dialogue.facts import AlreadyOpen, Answerers, Fact, NotYours, RoundLine, RoundPage
from bot.disclosure import FEWEST, least
from bot.groups import access, closing, errands, membership
from bot.groups.house import Table
from bot.groups.sheets import by_prompt, facts_of, plan_as_pinned
from storage import answers, groups, rounds, views
from storage.db import Connection
from storage.groups import COORDINATOR, Group, Member, Membership
from storage.rounds import Round

SHORTEST, LONGEST = 7, 28  # days that a round may take


async def lines(table: Table, group_id: int) -> tuple[RoundLine, ...]:
    """The group's open rounds, then of each plan the one that was closed last, the newest first."""
    found = await rounds.of_group(table.connection, group_id)
    _, me = await membership.here(table, group_id)
    current = [row for row in found if row.is_open(table.now)]
    past = {row.plan: row for row in found if not row.is_open(table.now)}  # a later one takes the place of one before
    shown = [*current, *sorted(past.values(), key=lambda row: -row.id)]
    return tuple([RoundLine(facts_of(row, table.now), await _mine(table, row, me)) for row in shown])


async def looked_at(table: Table, round_id: int) -> tuple[Round, Membership]:
    """A round that she looks at, with all that may be shown of it by now. Nobody closes it meanwhile. Raises NotHers."""
    await closing.look(table.connection, table.house.catalogue, round_id, table.now)
    row = await rounds.held(table.connection, round_id)
    if row is None:
        raise access.NotHers
    return row, await access.membership(table.connection, table.who.person_id, row.group_id)


async def _show(table: Table, ask: asks.ShowRound) -> Fact:
    return await _page(table, ask.round)


async def _page(table: Table, round_id: int, *, fresh: bool = False) -> Fact:
    row, me = await looked_at(table, round_id)
    mine, shown = await _mine(table, row, me), await anything(table, row)
    return RoundPage(facts_of(row, table.now), me.role == COORDINATOR, mine, shown, fresh, await earlier(table, row))


async def earlier(table: Table, row: Round) -> bool:
    """Whether it is closed, and there is one before it to compare it with."""
    return not row.is_open(table.now) and bool(await rounds.closed_of(table.connection, row.group_id, row.plan, 1, row.id))


async def anything(table: Table, row: Round) -> bool:
    """Whether there is anything to see of the answers."""
    if row.joint:
        return not row.is_open(table.now) or row.answered > 0
    return await views.most_shown(table.connection, row.id) >= least(row.threshold)


async def _mine(table: Table, row: Round, me: Membership) -> str:
    """How far she is with the questions; of a closed round without names nobody knows."""
    if (row.anonymous and not row.is_open(table.now)) or (row.joint and me.role != COORDINATOR):
        return ""
    connection = table.connection
    id = await (rounds.joint_submission(connection, row.id) if row.joint else rounds.submission_of(connection, row.id, me.person_id))
    given = by_prompt(await rounds.answers_in(connection, id)) if id else {}
    if not given:
        return ""
    plan = await plan_as_pinned(connection, table.house.catalogue, row)
    return "done" if all(asked.key in given and given[asked.key].done for asked in plan.asked) else "begun"


async def _open(table: Table, ask: asks.OpenRound) -> Fact:
    id = await opened(table, ask)
    if id is not None:
        return await _page(table, id, fresh=True)
    already = await rounds.unclosed(table.connection, ask.group, ask.plan)
    return AlreadyOpen(facts_of(already, table.now)) if already else NotYours()


async def opened(table: Table, ask: asks.OpenRound) -> int | None:
    """The id of a new round. None: one that is open stays; one whose time is up is closed first. Raises NotHers."""
    await membership.alone(table, ask.group, COORDINATOR)
    if not SHORTEST <= ask.days <= LONGEST:
        raise access.NotHers  # the conversation offers no such thing
    return await begin(table.connection, table.house.catalogue, ask, table.now)


async def begin(connection: Connection, catalogue: Catalogue, ask: asks.OpenRound, now: datetime) -> int | None:
    """As `opened`, whoever wants it. Lock the group first. Raises NotHers: there is no such plan or group."""
    plan = next((one for one in catalogue.ready() if one.number == ask.plan), None)
    group = await groups.find(connection, ask.group)
    if plan is None or group is None:
        raise access.NotHers
    before = await rounds.unclosed(connection, ask.group, ask.plan)
    if before is not None and not before.is_open(now):
        await closing.close(connection, catalogue, before.id, now)
    version = catalogue.version(plan.number)
    await answers.keep_version(connection, plan.number, version, plan.model_dump(mode="json"), now)
    id = await rounds.start(connection, **_values(ask, group, version, now))
    row = await rounds.found(connection, id) if id is not None else None
    if row is not None:
        await errands.plan_round(connection, row, now)
    return id


def _values(ask: asks.OpenRound, group: Group, version: str, now: datetime) -> dict[str, Any]:
    return {
        "group_id": ask.group,
        "plan": ask.plan,
        "version": version,
        "anonymous": ask.anonymous,
        "joint": ask.joint,
        "threshold": max(FEWEST, group.threshold),
        "opened_on": now.date(),
        "closes_at": end_of_day(local_day(now) + timedelta(days=ask.days)),
    }


async def _close(table: Table, ask: asks.CloseRound) -> Fact:
    group_id = await rounds.group_of(table.connection, ask.round)
    assert group_id is not None  # her right to it was looked up by it
    await membership.alone(table, group_id, COORDINATOR)
    await closing.close(table.connection, table.house.catalogue, ask.round, table.now)
    return await _page(table, ask.round, fresh=True)


async def _answerers(table: Table, ask: asks.ShowAnswerers) -> Fact:
    row = await rounds.found(table.connection, ask.round)
    if row is None or row.anonymous or row.joint:
        return NotYours()
    who = await rounds.answerers(table.connection, row.id)
    members = await groups.members(table.connection, row.group_id)
    words = table.house.catalogue.words(table.who.language)
    names = called(words, members)
    said = [names[one.person_id] for one in members if one.person_id in who]
    silent = [names[one.person_id] for one in members if one.person_id not in who]
    return Answerers(facts_of(row, table.now), tuple(said), tuple(silent))


def called(words: Words, members: Collection[Member]) -> dict[UUID, str]:
    """Of each her name, or 'lid 4'; both where another has that name too."""
    twice = Counter(one.name for one in members)
    return {one.person_id: _called(words, one, twice=twice[one.name] > 1) for one in members}


def _called(words: Words, member: Member, *, twice: bool) -> str:
    number = words.t("Lid {number}").format(number=member.number).casefold()
    if not member.name:
        return number
    return f"{member.name} ({number})" if twice else member.name


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowRound: _show,
    asks.OpenRound: _open,
    asks.CloseRound: _close,
    asks.ShowAnswerers: _answerers,
}

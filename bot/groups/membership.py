"""Being in a group: its page, who is in it, and going out of it."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue import asks
from bot.dialogue.facts import Fact, GroupLine, GroupPage, Left, MemberLine, MembersPage, OnlyCoordinator
from bot.dialogue.sheet import round_of
from bot.dialogue.state import State
from bot.groups import access
from bot.groups.house import Table
from bot.groups.names import GROUP, cleaned
from storage import codes, groups, people
from storage import rounds as storage_rounds
from storage.groups import COORDINATOR, MEMBER, Group, Membership

LEAST, MOST = 3, 10  # the thresholds that can be set: nothing is ever shown of fewer people than the first


async def here(table: Table, group_id: int, role: str = MEMBER) -> tuple[Group, Membership]:
    """The group and her place in it, if she has at least that role. Raises NotHers."""
    group = await groups.find(table.connection, group_id)
    if group is None:
        raise access.NotHers
    return group, await access.membership(table.connection, table.who.person_id, group_id, role)


def line(group: Group, role: str) -> GroupLine:
    """The group in a list of hers."""
    return GroupLine(group.id, group.name, role == COORDINATOR)


async def page(table: Table, group_id: int, *, fresh: bool = False) -> GroupPage:
    """The group as she may see it. Raises NotHers."""
    from bot.groups import rounds, steps  # which need this module

    group, me = await here(table, group_id)
    return GroupPage(
        group=line(group, me.role),
        members=await groups.size(table.connection, group_id),
        threshold=group.threshold,
        me=(await people.profile(table.connection, table.who.person_id)).name,
        rounds=await rounds.lines(table, group_id),
        steps=await steps.open_count(table, group_id),
        fresh=fresh,
    )


async def let_go(table: Table, member: Membership) -> None:
    """Take somebody out of the group. Without anybody in it, nobody comes in any more."""
    await groups.remove(table.connection, member.group_id, member.person_id)
    await _put_away(table, member)
    if await groups.size(table.connection, member.group_id) == 0:
        await codes.end_invite(table.connection, member.group_id)


async def _put_away(table: Table, member: Membership) -> None:
    """Her conversation forgets at which question of the group she stopped: it would tell which half of a sheet is hers."""
    kept = await people.state_of(table.connection, member.person_id)
    state = State.from_json(kept)
    if kept and await storage_rounds.group_of(table.connection, round_of(state.sheet)) == member.group_id:
        left = State(language=state.language, consent=state.consent, stopped=state.stopped)
        await people.remember(table.connection, member.person_id, left.to_json(), table.now)


async def alone(table: Table, group_id: int, role: str = MEMBER) -> tuple[Group, Membership]:
    """As `here`, and nobody else changes who is in the group until the end. While we waited for that, she may have lost her right."""
    await groups.lock(table.connection, group_id)
    return await here(table, group_id, role)


async def last(table: Table, me: Membership) -> bool:
    """Whether the group would have nobody to lead it without her."""
    return me.role == COORDINATOR and await groups.coordinators(table.connection, me.group_id) == 1


async def _show(table: Table, ask: asks.ShowGroup) -> Fact:
    return await page(table, ask.group)


async def _leave(table: Table, ask: asks.Leave) -> Fact:
    group, me = await alone(table, ask.group)
    if await last(table, me) and await groups.size(table.connection, ask.group) > 1:
        return OnlyCoordinator(line(group, me.role))
    await let_go(table, me)
    return Left(group.name)


async def _step_down(table: Table, ask: asks.StepDown) -> Fact:
    group, me = await alone(table, ask.group, COORDINATOR)
    if await last(table, me):
        return OnlyCoordinator(line(group, me.role))
    await groups.set_role(table.connection, ask.group, me.number, MEMBER)
    return await page(table, ask.group)


async def _remove(table: Table, ask: asks.Remove) -> Fact:
    """Who is out already stays out: the button may be pressed twice."""
    seen = await groups.numbered(table.connection, ask.group, ask.number)
    if seen is not None and seen.person_id == table.who.person_id:
        raise access.NotHers
    if seen is not None:  # she may be writing an answer just now: it must be there before her words go
        await people.lock_person(table.connection, seen.person_id)
    await alone(table, ask.group, COORDINATOR)
    member = await groups.numbered(table.connection, ask.group, ask.number)
    if member is not None and seen is not None and member.person_id == seen.person_id:
        await let_go(table, member)
    return await _members(table, ask)


async def _appoint(table: Table, ask: asks.Appoint) -> Fact:
    await alone(table, ask.group, COORDINATOR)
    await groups.set_role(table.connection, ask.group, ask.number, COORDINATOR)
    return await _members(table, ask)


async def _members(table: Table, ask: asks.ShowMembers | asks.Appoint | asks.Remove) -> Fact:
    group, me = await here(table, ask.group)
    found = await groups.members(table.connection, ask.group)
    lines = (MemberLine(one.number, one.name, one.role == COORDINATOR, one.person_id == me.person_id) for one in found)
    return MembersPage(line(group, me.role), tuple(lines))


async def _set_threshold(table: Table, ask: asks.SetThreshold) -> Fact:
    await alone(table, ask.group, COORDINATOR)
    await groups.set_threshold(table.connection, ask.group, min(max(ask.threshold, LEAST), MOST))
    return await page(table, ask.group)


async def _rename(table: Table, ask: asks.Rename) -> Fact:
    name = cleaned(ask.name, GROUP)
    if name:
        await groups.rename(table.connection, ask.group, name)
    return await page(table, ask.group)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowGroup: _show,
    asks.Leave: _leave,
    asks.StepDown: _step_down,
    asks.Remove: _remove,
    asks.Appoint: _appoint,
    asks.ShowMembers: _members,
    asks.SetThreshold: _set_threshold,
    asks.Rename: _rename,
}

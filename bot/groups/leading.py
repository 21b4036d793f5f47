"""How people come into a group: its one code, with what leads there."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot import codes as signs
from bot.dialogue import asks
from bot.dialogue.facts import Fact, InvitePage
from bot.groups import membership
from bot.groups.house import Table
from storage import codes, groups


async def new_invite(table: Table, group_id: int) -> None:
    """A code for the group; the one before opens nothing from now on. Two at once would leave two: lock the group first."""
    await codes.end_invite(table.connection, group_id)
    await codes.make(table.connection, lambda: signs.new(table.house.dice, signs.SHORT), codes.INVITE, table.now, group_id=group_id)


async def _show(table: Table, ask: asks.ShowInvite | asks.NewCode | asks.EndCode) -> Fact:
    group, me = await membership.here(table, ask.group)
    code = await codes.invite(table.connection, ask.group)
    return InvitePage(membership.line(group, me.role), code, table.house.links(code) if code else ())


async def _new(table: Table, ask: asks.NewCode) -> Fact:
    await membership.alone(table, ask.group, groups.COORDINATOR)
    await new_invite(table, ask.group)
    return await _show(table, ask)


async def _end(table: Table, ask: asks.EndCode) -> Fact:
    await membership.alone(table, ask.group, groups.COORDINATOR)
    await codes.end_invite(table.connection, ask.group)
    return await _show(table, ask)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {asks.ShowInvite: _show, asks.NewCode: _new, asks.EndCode: _end}

"""How long a group keeps what was answered, and the end of a whole group."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue import console_asks as asks
from bot.dialogue.console_facts import GroupGone, Keeping, OtherName
from bot.dialogue.facts import Fact
from bot.groups import access, closing, membership
from bot.groups.closing import PAUSE, TRIES
from bot.groups.house import Table
from bot.groups.names import GROUP, cleaned
from storage import keeping, rounds
from storage.groups import COORDINATOR

MONTHS = (3, 6, 12, 24)  # that a group may choose, where they are fewer than the operator's


class Busy(Exception):
    """Somebody does something in the group just now, so nothing was deleted. Roll back, and try again."""


def offered(most: int) -> tuple[int, ...]:
    """What a group may choose in place of the operator's months."""
    return tuple(months for months in MONTHS if months < most)


async def _show(table: Table, ask: asks.ShowKeeping | asks.SetKeeping) -> Fact:
    most = table.house.keep_months
    return Keeping(ask.group, min(await keeping.months_of(table.connection, ask.group) or most, most), most)


async def _set(table: Table, ask: asks.SetKeeping) -> Fact:
    if ask.months and ask.months not in offered(table.house.keep_months):
        raise access.NotHers  # the page offers no such thing
    await membership.alone(table, ask.group, COORDINATOR)
    await keeping.set_months(table.connection, ask.group, ask.months)
    return await _show(table, ask)


async def _delete(table: Table, ask: asks.DeleteGroup) -> Fact:
    """Open rounds are closed first: where they have no names, that cuts all that would tell who gave what. Raises Busy."""
    group, _ = await membership.alone(table, ask.group, COORDINATOR)
    if cleaned(ask.name, GROUP).casefold() != group.name.casefold():
        return OtherName(ask.group)
    await keeping.hold(table.connection, ask.group)
    for row in await rounds.of_group(table.connection, ask.group):
        if row.closed_on is None and not await closing.close(table.connection, table.house.catalogue, row.id, table.now):
            raise Busy
    await _empty(table, ask.group)
    await keeping.remove(table.connection, ask.group)
    return GroupGone(group.name)


async def _empty(table: Table, group_id: int) -> None:
    """Nobody is in any of its rounds. Who is there may wait for the group that we hold, so we never wait for her. Raises Busy."""
    for turn in range(TRIES):
        if turn:
            await asyncio.sleep(PAUSE)
        if await keeping.emptied(table.connection, group_id):
            return
    raise Busy


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowKeeping: _show,
    asks.SetKeeping: _set,
    asks.DeleteGroup: _delete,
}

"""What only the coordinators' pages show of a group: all its rounds."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue import console_asks as asks
from bot.dialogue.console_facts import PastRound, Rounds
from bot.dialogue.facts import Fact
from bot.groups.house import Table
from bot.groups.rounds import anything, earlier, looked_at
from bot.groups.sheets import facts_of
from storage import rounds

MOST = 40  # rounds in a list: more than ten years of evaluations each quarter


async def _rounds(table: Table, ask: asks.ShowRounds) -> Fact:
    lines = []
    for one in await rounds.every(table.connection, ask.group, MOST):
        row = one if one.closed_on else (await looked_at(table, one.id))[0]
        lines.append(PastRound(facts_of(row, table.now), row.opened_on, await anything(table, row), await earlier(table, row)))
    return Rounds(ask.group, tuple(lines))


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {asks.ShowRounds: _rounds}

"""Not made yet."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue import console_asks as asks
from bot.dialogue.facts import Fact, NotYours
from bot.groups.house import Table


async def _nothing(_table: Table, _ask: Any) -> Fact:
    return NotYours()


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowKeeping: _nothing,
    asks.SetKeeping: _nothing,
    asks.DeleteGroup: _nothing,
}

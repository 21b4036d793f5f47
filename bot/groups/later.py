"""She is asked again at a time that she chose."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.dates import local_day
from bot.dialogue.facts import Fact, NotYours
from bot.dialogue.later import DAYS
from bot.dialogue.later_asks import AskLater, LaterPage
from bot.dialogue.sheet import Known, round_of
from bot.groups.errands import quiet_of
from bot.groups.house import Table
from bot.groups.sheets import load
from bot.quiet import Quiet
from storage import nudges, rhythm, rounds
from storage.nudges import Later
from storage.rounds import Round


async def _later(table: Table, ask: AskLater) -> Fact:
    """Of a round only while it is open and hers."""
    row, quiet = None, Quiet()
    if round_of(ask.sheet):
        sheets = await load(table.connection, table.house.catalogue, table.who.person_id, [ask.sheet], table.now)
        row = await rounds.held(table.connection, round_of(ask.sheet))
        known = sheets.known.get(ask.sheet, Known())
        if row is None or known.round is None or row.joint:
            return NotYours()
        found = await rhythm.of_group(table.connection, row.group_id)
        quiet = quiet_of(found) if found else quiet
    channel = table.house.capabilities.get(table.who.channel)
    closed = row is None and channel is not None and channel.window is not None  # by then nothing could be sent there
    offered = {} if closed else dict(_offered(quiet, row, table.now))
    closes = local_day(row.closes_at) if row else None
    if ask.days not in offered:
        return LaterPage(ask.sheet, tuple(offered), closes=closes)
    due_at = offered[ask.days]
    await nudges.ask_later(table.connection, Later(table.who.person_id, ask.sheet, row.id if row else None, due_at))
    return LaterPage(ask.sheet, tuple(offered), local_day(due_at), closes)


def _offered(quiet: Quiet, row: Round | None, now: datetime) -> Iterator[tuple[int, datetime]]:
    """In so many days, at this hour or when it is not quiet any more: while she can still answer."""
    for days in DAYS:
        moment = quiet.until(now + timedelta(days=days))
        if row is None or (row.is_open(now) and moment < row.closes_at):
            yield days, moment


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {AskLater: _later}

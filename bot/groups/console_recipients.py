"""How a broadcast went with each of those who get it: its delivery, and nothing else about her."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.dialogue import console_asks as asks
from bot.dialogue.broadcast_reasons import name_of
from bot.dialogue.console_facts import Fate, RecipientLine, Recipients
from bot.dialogue.facts import Fact
from bot.groups import access
from bot.groups.broadcast_recipients import Stays, Ways, decided
from bot.groups.house import Table
from storage import broadcasts, receipts, roster
from storage.broadcasts import Broadcast
from storage.receipts import Receipt
from storage.recipients import Member

MOST = 300  # lines: a page with more can't be read
FATES: dict[str, Fate] = {
    "queued": "waits",
    "leased": "waits",
    "sending": "waits",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "cancelled": "cancelled",
    "unknown": "unsure",
}
# What tells of one woman when she wrote last: so whether she answered of late. Of all together it may be told.
UNTOLD = ("no_template", "template")


async def _recipients(table: Table, ask: asks.ShowRecipients) -> Fact:
    row = await broadcasts.found(table.connection, ask.broadcast)
    if row is None:
        raise access.NotHers  # it has gone since her right to it was looked up
    missed = (await _left_out(table, row))[:MOST]
    found, count = await receipts.of_broadcast(table.connection, row.group_id, row.id, MOST - len(missed))
    twice = Counter(name for name in [*(one.member.name for one in missed), *(one.name for one in found)] if name)
    lines = [_stayed(table, one, twice) for one in missed] + [_line(table, one, twice) for one in found]
    return Recipients(row.id, tuple(lines), max(0, count - len(found)))


async def _left_out(table: Table, row: Broadcast) -> Sequence[Stays]:
    """Those for whom nothing was made, as far as she is out of reach still, and for a reason that the list of members tells as well."""
    numbers = set(row.body.get(broadcasts.LEFT, ()))
    if not numbers:
        return []
    listed = [one for one in await roster.members(table.connection, row.group_id) if one.number in numbers]
    phones = await roster.phones(table.connection, row.group_id, table.now)
    members = [Member(one.person_id, one.number, one.name, one.language, one.stopped) for one in listed]
    ways = Ways(table.house.capabilities, (), "", table.now)
    return [one for one in decided(members, phones, ways) if isinstance(one, Stays)]


def _stayed(table: Table, one: Stays, twice: Counter[str]) -> RecipientLine:
    return RecipientLine(_called(table, one.member.number, one.member.name, twice), "", "failed", one.reason)


def _line(table: Table, one: Receipt, twice: Counter[str]) -> RecipientLine:
    name = _called(table, one.number, one.name, twice)
    if not one.reason and one.status != "failed":
        return RecipientLine(name, one.channel, FATES[one.status])
    why = name_of(one.reason)
    if why == "left":
        return RecipientLine(name, one.channel, "cancelled", why)
    return RecipientLine(name, one.channel, "failed", "other" if why in UNTOLD else why)


def _called(table: Table, number: int, name: str, twice: Counter[str]) -> str:
    """Her name, or 'lid 4'; both where another has that name too."""
    words = table.house.catalogue.words(table.who.language)
    numbered = words.t("Lid {number}").format(number=number).casefold()
    if not name:
        return numbered
    return f"{name} ({numbered})" if twice[name] > 1 else name


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {asks.ShowRecipients: _recipients}

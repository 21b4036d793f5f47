"""Logging in to the coordinators' pages, and the devices where she is logged in."""

import string
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.dates import local_day
from bot.dialogue import console_asks as asks
from bot.dialogue.console_facts import Device, Devices, LoginLink, NoConsole
from bot.dialogue.facts import Fact
from bot.groups.house import Table
from storage import groups, people, sessions

MINUTES = 10  # in which a link must be used
LENGTH = 32  # signs of its key
SIGNS = string.ascii_letters + string.digits


async def _make(table: Table, _ask: asks.MakeLogin) -> Fact:
    who = table.who.person_id
    leads = any(role == groups.COORDINATOR for _, role in await groups.of_person(table.connection, who))
    if not leads and not await people.moderates(table.connection, who):
        return NoConsole()
    return await offer(table, MINUTES)


async def offer(table: Table, minutes: int) -> LoginLink:
    """A fresh link for her, who may have one; the one before does not work any more."""
    key = "".join(table.house.dice.choice(SIGNS) for _ in range(LENGTH))
    ends_at = table.now + timedelta(minutes=minutes)
    await sessions.offer(table.connection, key, table.who.person_id, table.who.address_id, ends_at)
    return LoginLink(f"{table.house.public_url}/console/login?key={key}", minutes)


async def _show(table: Table, _ask: asks.ShowDevices | asks.EndDevice) -> Fact:
    found = await sessions.of_person(table.connection, table.who.person_id, table.now)
    return Devices(tuple(Device(one.id, one.device, local_day(one.made_at), local_day(one.seen_at)) for one in found))


async def _end(table: Table, ask: asks.EndDevice) -> Fact:
    await sessions.end(table.connection, table.who.person_id, ask.id or None)
    return await _show(table, ask)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.MakeLogin: _make,
    asks.ShowDevices: _show,
    asks.EndDevice: _end,
}

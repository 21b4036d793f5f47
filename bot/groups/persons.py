"""One person on two channels, and several persons on one phone."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot import codes as signs
from bot.dialogue import asks
from bot.dialogue.facts import Fact, LinkCode, Linked, NoCode, NotYours, PhoneFull, PhoneOf, Switched
from bot.groups import entering
from bot.groups.house import Table
from bot.groups.names import PERSON, cleaned
from storage import codes, merging, people, sharing
from storage.sharing import Sharer

MINUTES = 10  # in which a link code must be used
MOST = 6  # persons on one phone


async def _make_code(table: Table, _ask: asks.MakeLinkCode) -> Fact:
    who, ends_at = table.who.person_id, table.now + timedelta(minutes=MINUTES)
    await codes.end_links(table.connection, who)
    code = await codes.make(
        table.connection, lambda: signs.new(table.house.dice, signs.LONG), codes.LINK, table.now, person_id=who, ends_at=ends_at
    )
    return LinkCode(code, MINUTES)


async def _link(table: Table, ask: asks.LinkUp) -> Fact:
    """Of whom asks, only she herself becomes the code's maker: others on her phone stay who they are."""
    found = await entering.opened(table, ask.code, codes.LINK)
    if isinstance(found, NoCode):
        return found
    maker, me = found.person_id, table.who.person_id
    assert maker is not None
    if maker == me or await sharing.together(table.connection, maker, me):
        return NoCode()  # it would change nothing, or make two persons on one phone one
    await people.lock_person(table.connection, maker)  # while we waited for that, another phone may have used the code
    used = await codes.take(table.connection, found.code, codes.LINK, table.now)
    if used is None or used.person_id != maker:
        return await entering.wrong(table)
    channel = await entering.made_on(table, found)
    await merging.merge(table.connection, gone=me, stays=maker)
    return Linked(channel)


async def _sharers(table: Table, _ask: asks.Sharers) -> Fact:
    me = await people.profile(table.connection, table.who.person_id)
    return PhoneOf(me.name, tuple([(known_as(other), other.name) for other in await _others(table)]))


async def _others(table: Table) -> list[Sharer]:
    everybody = await sharing.of_address(table.connection, table.who.address_id)
    return [one for one in everybody if one.person_id != table.who.person_id]


def known_as(sharer: Sharer) -> str:
    """A short name for buttons that tells her from the few others on this phone, for ever."""
    return sharer.person_id.hex[:12]


async def _switch(table: Table, ask: asks.SwitchTo) -> Fact:
    """An old button leads to the same woman, whoever has the phone now."""
    everybody = await sharing.of_address(table.connection, table.who.address_id)
    other = next((one for one in everybody if known_as(one) == ask.sharer), None)
    if other is None:
        return NotYours()
    if other.person_id != table.who.person_id and not await people.lock_person(
        table.connection, other.person_id
    ):  # she became one with somebody else just now
        return NotYours()
    await sharing.hand_over(table.connection, table.who.address_id, other.person_id)
    return Switched(other.name)


async def _new_here(table: Table, ask: asks.NewHere) -> Fact:
    if len(await _others(table)) + 1 >= MOST:
        return PhoneFull(MOST)
    name = cleaned(ask.name, PERSON)
    newcomer = await people.make(table.connection, name, table.now)
    for person_id in (table.who.person_id, newcomer):
        await sharing.add(table.connection, table.who.address_id, person_id)
    await sharing.hand_over(table.connection, table.who.address_id, newcomer)
    return Switched(name)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.MakeLinkCode: _make_code,
    asks.LinkUp: _link,
    asks.Sharers: _sharers,
    asks.SwitchTo: _switch,
    asks.NewHere: _new_here,
}

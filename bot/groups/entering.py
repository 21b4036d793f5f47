"""The ways in: codes, and making a group; and what she is called there."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot import codes as signs
from bot.dialogue import asks
from bot.dialogue.contribution_facts import Moderates
from bot.dialogue.facts import Fact, Groups, Invitation, LinkOffer, MayNotMake, Named, NoCode, NotYours, Permitted
from bot.groups import leading, membership
from bot.groups.house import Table
from bot.groups.names import GROUP, PERSON, cleaned
from storage import audit, codes, groups, moderating, people, sharing
from storage.codes import INVITE, LINK, MODERATE, PERMIT, Code
from storage.db import Connection

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WRONG_HERE, WRONG_EVERYWHERE = 5, 500  # codes in an hour, of one address and of all: after that none is looked at
PERMITTED = timedelta(days=7)  # in which a permit must be used
A_DAY, IN_ALL = 10, 30  # groups: so many a person may make, and be in when she makes one


async def opened(table: Table, typed: str, *kinds: str) -> Code | NoCode:
    """What a code opens, if it is of one of these kinds. A wrong one is noted: nobody may try them all."""
    here, everywhere = await codes.guesses(table.connection, table.who.address_id, table.now - HOUR)
    if here >= WRONG_HERE or everywhere >= WRONG_EVERYWHERE:
        return NoCode(wait=True)
    found = await codes.find(table.connection, signs.normal(typed), kinds, table.now)
    return found or await wrong(table)


async def wrong(table: Table) -> NoCode:
    """Note that a code opened nothing."""
    await codes.note_guess(table.connection, table.who.address_id, table.now)
    return NoCode()


async def make_permit(connection: Connection, dice: Random, now: datetime) -> str:
    """A code by which one person may make groups."""
    return await codes.make(connection, lambda: signs.new(dice, signs.SHORT), PERMIT, now, ends_at=now + PERMITTED)


async def _try(table: Table, ask: asks.TryCode) -> Fact:
    found = await opened(table, ask.code, INVITE, LINK, PERMIT, MODERATE)
    if isinstance(found, NoCode):
        return found
    if found.kind == INVITE:
        return await _invitation(table, found)
    if found.kind == LINK:
        return await _offer(table, found)
    if await codes.take(table.connection, found.code, found.kind, table.now) is None:  # somebody was a moment earlier
        return await wrong(table)
    if found.kind == MODERATE:
        await moderating.appoint(table.connection, table.who.person_id)
        return Moderates()
    await people.permit(table.connection, table.who.person_id)
    return Permitted()


async def _invitation(table: Table, found: Code) -> Fact:
    assert found.group_id is not None
    group = await groups.find(table.connection, found.group_id)
    if group is None:  # it went just now, and its code with it
        return await wrong(table)
    me = await groups.membership(table.connection, group.id, table.who.person_id)
    return Invitation(found.code, membership.line(group, me.role if me else ""), group.threshold, me is not None)


async def _offer(table: Table, found: Code) -> Fact:
    assert found.person_id is not None
    if await sharing.together(table.connection, found.person_id, table.who.person_id):
        return NoCode()  # two persons on one phone would become one
    return LinkOffer(found.code, await made_on(table, found), found.person_id == table.who.person_id)


async def made_on(table: Table, link: Code) -> str:
    """The channel where a link code was made: another than this one, if its maker has another."""
    assert link.person_id is not None
    channels = await people.channels(table.connection, link.person_id)
    return next((name for name in channels if name != table.who.channel), table.who.channel)


async def _join(table: Table, ask: asks.Join) -> Fact:
    found = await opened(table, ask.code, INVITE)
    if isinstance(found, NoCode):
        return found
    assert found.group_id is not None
    await groups.lock(table.connection, found.group_id)  # while we waited for that, the code may have ended
    found = await opened(table, ask.code, INVITE)
    if isinstance(found, NoCode):
        return found
    assert found.group_id is not None
    await groups.add(table.connection, found.group_id, table.who.person_id, groups.MEMBER, table.now.date())
    return await membership.page(table, found.group_id, fresh=True)


async def _make(table: Table, ask: asks.MakeGroup) -> Fact:
    """A name that shows nothing makes no group; nor does anybody make groups without end."""
    who, name = table.who.person_id, cleaned(ask.name, GROUP)
    if not await _may_make(table):
        return MayNotMake(code=table.house.creation == "code")
    if not name:
        return NotYours()
    made = await audit.times(table.connection, who, audit.MADE, table.now - DAY)
    if made >= A_DAY or len(await groups.of_person(table.connection, who)) >= IN_ALL:
        return MayNotMake(code=False)
    id = await groups.make(table.connection, name, membership.LEAST, table.now.date())
    await groups.add(table.connection, id, who, groups.COORDINATOR, table.now.date())
    await leading.new_invite(table, id)
    await audit.note(table.connection, id, who, audit.MADE, None, table.now)
    return await membership.page(table, id, fresh=True)


async def _may_make(table: Table) -> bool:
    return table.house.creation == "open" or (await people.profile(table.connection, table.who.person_id)).may_make_groups


async def _call(table: Table, ask: asks.CallMe) -> Fact:
    name = cleaned(ask.name, PERSON)
    await people.call(table.connection, table.who.person_id, name)
    return Named(name)


async def _groups(table: Table, _ask: asks.MyGroups) -> Fact:
    found = await groups.of_person(table.connection, table.who.person_id)
    by_name = sorted(found, key=lambda one: (one[0].name.casefold(), one[0].id))
    return Groups(tuple(membership.line(group, role) for group, role in by_name), await _may_make(table))


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.TryCode: _try,
    asks.Join: _join,
    asks.MakeGroup: _make,
    asks.CallMe: _call,
    asks.MyGroups: _groups,
}

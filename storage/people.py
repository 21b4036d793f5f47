"""Persons, their addresses and their conversations."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, bindparam, insert, select, update

from storage.chats import WITHOUT
from storage.db import Connection
from storage.group_tables import sharing
from storage.tables import address, conversation, person
from storage.upsert import insert_into

NOBODY = UUID(int=0)  # no person's id


@dataclass(frozen=True)
class Found:
    """Who an address belongs to, and what her conversation remembers."""

    person_id: UUID
    address_id: int
    state: dict[str, Any]
    changed_at: datetime  # when that was last kept
    unreachable: bool
    also: str = ""  # another name of the address


@dataclass(frozen=True)
class Profile:
    """What a person is called, and whether she may make groups where not everybody may."""

    name: str  # empty: she gave none
    may_make_groups: bool


async def lock(connection: Connection, channel: str, external_id: str) -> Found | None:
    """Whom this address belongs to, locked until the transaction ends. None: never seen."""
    row = (await connection.execute(_whose(), {"on": channel, "who": external_id})).one_or_none()
    return None if row is None else Found(row.person_id, row.id, row.state, row.changed_at, bool(row.unreachable), row.also_id or "")


@cache  # building a statement takes longer than running it, and every turn asks this
def _whose() -> Executable:
    unreachable = address.c.unreachable_since.is_not(None).label("unreachable")
    return (
        select(conversation.c.person_id, address.c.id, conversation.c.state, conversation.c.changed_at, unreachable, address.c.also_id)
        .join_from(address, conversation, address.c.person_id == conversation.c.person_id)
        .where(address.c.channel == bindparam("on"), address.c.lookup == bindparam("who", type_=address.c.lookup.type))
        .with_for_update(of=[conversation, address], key_share=True)  # the address too: she may hand the phone over just now
    )


async def hold(connection: Connection, address_id: int) -> None:
    """Whoever has this address does nothing there until the transaction ends. Before messages and lanes, as a turn does it."""
    await connection.execute(_hold(), {"which": address_id})


@cache
def _hold() -> Executable:
    both = select(address.c.id).join_from(address, conversation, address.c.person_id == conversation.c.person_id)
    return both.where(address.c.id == bindparam("which")).with_for_update(of=[conversation, address], key_share=True)


async def meet(connection: Connection, channel: str, external_id: str, now: datetime) -> bool:
    """Make a person with this address and an empty conversation. False: another transaction was first."""
    id = uuid4()
    await connection.execute(insert(person).values(id=id, created_at=now))
    values = {"person_id": id, "channel": channel, "lookup": external_id, "external_id": external_id}
    new = insert_into(connection.dialect.name, address).values(**values).on_conflict_do_nothing()
    made = await connection.execute(new.returning(address.c.id))
    if made.scalar_one_or_none() is None:
        await connection.execute(person.delete().where(person.c.id == id))
        return False
    await connection.execute(insert(conversation).values(person_id=id, state={}, changed_at=now))
    return True


async def state_of(connection: Connection, person_id: UUID) -> dict[str, Any]:
    """What somebody's conversation remembers. Empty: nothing."""
    kept: dict[str, Any] | None = await connection.scalar(select(conversation.c.state).where(conversation.c.person_id == person_id))
    return kept or {}


async def remember(connection: Connection, person_id: UUID, state: dict[str, Any], now: datetime) -> None:
    """Keep what the conversation remembers now."""
    shown = {"language": state.get("language", ""), "stopped": state.get("stopped", False)}  # what other queries ask for
    await connection.execute(_remember(), {"who": person_id, "state": state, "changed_at": now, **shown})


@cache
def _remember() -> Executable:
    hers = update(conversation).where(conversation.c.person_id == bindparam("who"))
    return hers.values({name: bindparam(name) for name in ("state", "changed_at", "language", "stopped")})


async def reachable(connection: Connection, address_id: int, since: datetime | None) -> None:
    """Note since when an address can't be reached; None: it can."""
    await connection.execute(update(address).where(address.c.id == address_id).values(unreachable_since=since))


async def heard(connection: Connection, address_id: int, at: datetime) -> None:
    """She wrote from there at that time."""
    later = address.c.heard_at.is_(None) | (address.c.heard_at < at)
    await connection.execute(update(address).where(address.c.id == address_id, later).values(heard_at=at))


async def not_heard(connection: Connection, address_id: int, at: datetime, window: timedelta) -> None:
    """The platform says that at that time her last words were older than this window. What she wrote after it counts."""
    wrong = (address.c.heard_at <= at) & (address.c.heard_at > at - window)
    await connection.execute(update(address).where(address.c.id == address_id, wrong).values(heard_at=at - window))


async def stop(connection: Connection, person_id: UUID, now: datetime) -> None:
    """She told the platform, rather than us, that she wants no more messages."""
    if await lock_person(connection, person_id):
        await remember(connection, person_id, {**await state_of(connection, person_id), "stopped": True}, now)


async def find(connection: Connection, channel: str, external_id: str) -> int | None:
    """The id of an address, if it was ever seen."""
    query = select(address.c.id).where(address.c.channel == channel, address.c.lookup == external_id)
    found: int | None = await connection.scalar(query)
    return found


async def lock_person(connection: Connection, person_id: UUID) -> bool:
    """Until the transaction ends she does nothing herself. False: there is no such person, or not any more."""
    hers = select(conversation.c.person_id).where(conversation.c.person_id == person_id).with_for_update()
    return (await connection.execute(hers)).first() is not None


async def make(connection: Connection, name: str, now: datetime) -> UUID:
    """A person without an address, and an empty conversation."""
    id = uuid4()
    await connection.execute(insert(person).values(id=id, created_at=now, name=name or None))
    await connection.execute(insert(conversation).values(person_id=id, state={}, changed_at=now))
    return id


async def profile(connection: Connection, person_id: UUID) -> Profile:
    """What is known of a person herself."""
    row = (await connection.execute(_profile(), {"who": person_id})).one()
    return Profile(row.name or "", row.may_make_groups)


@cache  # every page of a group asks this
def _profile() -> Executable:
    return select(person.c.name, person.c.may_make_groups).where(person.c.id == bindparam("who"))


async def call(connection: Connection, person_id: UUID, name: str) -> None:
    """What she is called from now on; empty: nothing."""
    await connection.execute(update(person).where(person.c.id == person_id).values(name=name or None))


async def permit(connection: Connection, person_id: UUID) -> None:
    """She may make groups from now on."""
    await connection.execute(update(person).where(person.c.id == person_id).values(may_make_groups=True))


async def moderates(connection: Connection, person_id: UUID) -> bool:
    """Whether she guards what all groups read."""
    return bool(await connection.scalar(select(person.c.moderator).where(person.c.id == person_id)))


async def channels(connection: Connection, person_id: UUID) -> list[str]:
    """Where she can be found, the oldest address first; also on a phone that another has just now."""
    shared = select(sharing.c.address_id).where(sharing.c.person_id == person_id)
    hers = select(address.c.channel).where((address.c.person_id == person_id) | address.c.id.in_(shared), WITHOUT)
    return [row.channel for row in (await connection.execute(hers.order_by(address.c.id))).all()]


@dataclass(frozen=True)
class Reached:
    """An address of a person."""

    address_id: int
    channel: str


async def other_addresses(connection: Connection, person_id: UUID, address_id: int) -> list[Reached]:
    """A person's addresses but this one, of those where she can be reached."""
    theirs = select(address.c.id, address.c.channel).where(address.c.person_id == person_id, address.c.id != address_id, WITHOUT)
    rows = await connection.execute(theirs.where(address.c.unreachable_since.is_(None)).order_by(address.c.id))
    return [Reached(row.id, row.channel) for row in rows.all()]

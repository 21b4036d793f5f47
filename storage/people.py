"""Persons, their addresses and their conversations."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, bindparam, exists, insert, select, update

from storage.db import Connection
from storage.tables import address, conversation, person
from storage.upsert import insert_into


@dataclass(frozen=True)
class Found:
    """Who an address belongs to, and what her conversation remembers."""

    person_id: UUID
    address_id: int
    state: dict[str, Any]
    unreachable: bool


async def lock(connection: Connection, channel: str, external_id: str) -> Found | None:
    """Whom this address belongs to, locked until the transaction ends. None: never seen."""
    row = (await connection.execute(_whose(), {"on": channel, "who": external_id})).one_or_none()
    return None if row is None else Found(row.person_id, row.id, row.state, bool(row.unreachable))


@cache  # building a statement takes longer than running it, and every turn asks this
def _whose() -> Executable:
    unreachable = address.c.unreachable_since.is_not(None).label("unreachable")
    return (
        select(conversation.c.person_id, address.c.id, conversation.c.state, unreachable)
        .join_from(address, conversation, address.c.person_id == conversation.c.person_id)
        .where(address.c.channel == bindparam("on"), address.c.lookup == bindparam("who", type_=address.c.lookup.type))
        .with_for_update(of=conversation)
    )


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


async def remember(connection: Connection, person_id: UUID, state: dict[str, Any], now: datetime) -> None:
    """Keep what the conversation remembers now."""
    await connection.execute(_remember(), {"who": person_id, "state": state, "changed_at": now})


@cache
def _remember() -> Executable:
    hers = update(conversation).where(conversation.c.person_id == bindparam("who"))
    return hers.values(state=bindparam("state"), changed_at=bindparam("changed_at"))


async def reachable(connection: Connection, address_id: int, since: datetime | None) -> None:
    """Note since when an address can't be reached; None: it can."""
    await connection.execute(update(address).where(address.c.id == address_id).values(unreachable_since=since))


async def moved(connection: Connection, address_id: int, external_id: str) -> bool:
    """The platform gave this address another id. False: that is an address we know already, and nothing was changed."""
    other = address.alias("other")
    known = exists().where(other.c.channel == address.c.channel, other.c.lookup == external_id)
    changed = update(address).where(address.c.id == address_id, ~known)
    return (await connection.execute(changed.values(lookup=external_id, external_id=external_id))).rowcount == 1


async def find(connection: Connection, channel: str, external_id: str) -> int | None:
    """The id of an address, if it was ever seen."""
    query = select(address.c.id).where(address.c.channel == channel, address.c.lookup == external_id)
    found: int | None = await connection.scalar(query)
    return found

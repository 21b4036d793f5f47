"""Persons, their addresses and their conversations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

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
    query = (
        select(
            conversation.c.person_id,
            address.c.id,
            conversation.c.state,
            address.c.unreachable_since.is_not(None).label("unreachable"),
        )
        .join_from(address, conversation, address.c.person_id == conversation.c.person_id)
        .where(address.c.channel == channel, address.c.lookup == external_id)
        .with_for_update(of=conversation)
    )
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else Found(row[0], row[1], row[2], bool(row[3]))


async def meet(connection: Connection, channel: str, external_id: str, now: datetime) -> bool:
    """Make a person with this address and an empty conversation. False: another transaction was first."""
    id = uuid4()
    await connection.execute(insert(person).values(id=id, created_at=now))
    values = {"person_id": id, "channel": channel, "lookup": external_id, "external_id": external_id}
    made = await connection.execute(insert_into(connection, address).values(**values).on_conflict_do_nothing().returning(address.c.id))
    if made.scalar_one_or_none() is None:
        await connection.execute(person.delete().where(person.c.id == id))
        return False
    await connection.execute(insert(conversation).values(person_id=id, state={}, changed_at=now))
    return True


async def remember(connection: Connection, person_id: UUID, state: dict[str, Any], now: datetime) -> None:
    """Keep what the conversation remembers now."""
    changed = update(conversation).where(conversation.c.person_id == person_id)
    await connection.execute(changed.values(state=state, changed_at=now))


async def reachable(connection: Connection, address_id: int, since: datetime | None) -> None:
    """Note since when an address can't be reached; None: it can."""
    await connection.execute(update(address).where(address.c.id == address_id).values(unreachable_since=since))


async def moved(connection: Connection, address_id: int, external_id: str) -> None:
    """The platform gave this address another id."""
    changed = update(address).where(address.c.id == address_id)
    await connection.execute(changed.values(lookup=external_id, external_id=external_id))


async def find(connection: Connection, channel: str, external_id: str) -> int | None:
    """The id of an address, if it was ever seen."""
    query = select(address.c.id).where(address.c.channel == channel, address.c.lookup == external_id)
    return (await connection.execute(query)).scalar_one_or_none()


async def count(connection: Connection) -> int:
    """How many persons there are."""
    return (await connection.execute(select(func.count()).select_from(person))).scalar_one()

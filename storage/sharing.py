"""More than one person on one phone."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from storage.db import Connection
from storage.group_tables import sharing
from storage.tables import address, person
from storage.upsert import insert_into


@dataclass(frozen=True)
class Sharer:
    """Somebody who uses a phone."""

    person_id: UUID
    name: str  # empty: she gave none


async def of_address(connection: Connection, address_id: int) -> list[Sharer]:
    """Who shares an address, in an order that stays. Empty: it is not shared."""
    query = (
        select(person.c.id, person.c.name)
        .join(sharing, sharing.c.person_id == person.c.id)
        .where(sharing.c.address_id == address_id)
        .order_by(person.c.created_at, person.c.id)
    )
    return [Sharer(row.id, row.name or "") for row in (await connection.execute(query)).all()]


async def add(connection: Connection, address_id: int, person_id: UUID) -> None:
    """She uses this address too; once is enough."""
    new = insert_into(connection.dialect.name, sharing).values(address_id=address_id, person_id=person_id)
    await connection.execute(new.on_conflict_do_nothing())


async def hand_over(connection: Connection, address_id: int, person_id: UUID) -> None:
    """The address is hers from now on, until it is another's again."""
    await connection.execute(update(address).where(address.c.id == address_id).values(person_id=person_id))


async def together(connection: Connection, one: UUID, other: UUID) -> bool:
    """Whether two persons use one phone."""
    hers = select(sharing.c.address_id).where(sharing.c.person_id == one)
    query = select(sharing.c.address_id).where(sharing.c.person_id == other, sharing.c.address_id.in_(hers)).limit(1)
    return (await connection.execute(query)).first() is not None

"""Group chats on Telegram that a coordinator added the bot to. Something is sent there; nobody is ever asked or known there.

Such an address names the coordinator who added the bot, but it is no place to reach her: see `WITHOUT`.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update

from storage.db import Connection
from storage.group_tables import group
from storage.sending_tables import group_chat
from storage.tables import address
from storage.upsert import insert_into

CHANNEL: Final = "telegram-group"
WITHOUT: ColumnElement[bool] = address.c.channel != CHANNEL  # of the addresses of a person those where she is herself


@dataclass(frozen=True)
class Chat:
    """A chat of a group, where something can be sent."""

    address_id: int
    person_id: UUID  # who added the bot


@dataclass(frozen=True)
class Added:
    """A chat that the bot was added to."""

    address_id: int
    person_id: UUID
    group_id: int | None  # None: she has not said yet which group it belongs to


async def find(connection: Connection, external_id: str) -> Added | None:
    """The chat that Telegram calls so, if a coordinator added the bot to it."""
    return await _one(connection, (address.c.channel == CHANNEL) & (address.c.lookup == external_id))


async def known(connection: Connection, address_id: int) -> Added | None:
    """The chat with this address."""
    return await _one(connection, (address.c.channel == CHANNEL) & (address.c.id == address_id))


async def _one(connection: Connection, which: ColumnElement[bool]) -> Added | None:
    query = select(address.c.id, address.c.person_id, group_chat.c.group_id)
    query = query.outerjoin(group_chat, group_chat.c.address_id == address.c.id).where(which)
    row = (await connection.execute(query)).one_or_none()
    return Added(row.id, row.person_id, row.group_id) if row else None


async def claim(connection: Connection, person_id: UUID, external_id: str) -> int | None:
    """She added the bot to this chat. Returns its address; None: it belongs to a group already.

    What she added before and never said the group of is forgotten.
    """
    linked = exists().where(group_chat.c.address_id == address.c.id)
    undecided = address.delete().where(address.c.person_id == person_id, address.c.channel == CHANNEL, ~linked)
    await connection.execute(undecided.where(address.c.lookup != external_id))
    values = {"person_id": person_id, "channel": CHANNEL, "lookup": external_id, "external_id": external_id}
    new = insert_into(connection.dialect.name, address).values(**values)
    await connection.execute(new.on_conflict_do_nothing())
    this = (address.c.channel == CHANNEL) & (address.c.lookup == external_id) & ~linked
    hers = update(address).where(this).values(person_id=person_id, unreachable_since=None)
    found: int | None = (await connection.execute(hers.returning(address.c.id))).scalar_one_or_none()
    return found


async def link(connection: Connection, group_id: int, person_id: UUID, external_id: str) -> int | None:
    """This chat belongs to this group from now on; she added the bot. Returns its address; None: it belongs to a group already."""
    address_id = await claim(connection, person_id, external_id)
    if address_id is not None:
        await assign(connection, group_id, address_id)
    return address_id


async def assign(connection: Connection, group_id: int, address_id: int) -> None:
    """A chat that was claimed belongs to this group from now on, unless it belongs to one already."""
    new = insert_into(connection.dialect.name, group_chat).values(address_id=address_id, group_id=group_id)
    await connection.execute(new.on_conflict_do_nothing())


async def back(connection: Connection, address_id: int) -> None:
    """The bot is in that chat again."""
    await connection.execute(update(address).where(address.c.id == address_id).values(unreachable_since=None))


async def unlink(connection: Connection, address_id: int) -> bool:
    """Nothing is sent to that chat any more. False: it was gone already."""
    gone = address.delete().where(address.c.id == address_id, address.c.channel == CHANNEL)
    return (await connection.execute(gone)).rowcount == 1


async def of_group(connection: Connection, group_id: int) -> list[Chat]:
    """The group's chats, as far as they can be reached."""
    query = select(address.c.id, address.c.person_id).join(group_chat, group_chat.c.address_id == address.c.id)
    reached = query.where(group_chat.c.group_id == group_id, address.c.unreachable_since.is_(None)).order_by(address.c.id)
    return [Chat(row.id, row.person_id) for row in (await connection.execute(reached)).all()]


async def listed(connection: Connection, group_id: int) -> list[int]:
    """The addresses of all chats of the group, the first one first."""
    query = select(group_chat.c.address_id).where(group_chat.c.group_id == group_id).order_by(group_chat.c.address_id)
    return list((await connection.execute(query)).scalars())


async def added_by(connection: Connection, person_id: UUID) -> list[tuple[str, str]]:
    """The chats that she added the bot to: the name of their group, empty where she did not say it, and what Telegram calls them."""
    query = (
        select(group.c.name, address.c.external_id)
        .join_from(address, group_chat, group_chat.c.address_id == address.c.id, isouter=True)
        .join(group, group.c.id == group_chat.c.group_id, isouter=True)
        .where(address.c.person_id == person_id, address.c.channel == CHANNEL)
        .order_by(address.c.id)
    )
    return [(row.name or "", row.external_id) for row in (await connection.execute(query)).all()]


async def take_along(connection: Connection, group_id: int, person_id: UUID) -> None:
    """She leaves the group: the chats that she linked are not the group's any more."""
    hers = select(address.c.id).join(group_chat, group_chat.c.address_id == address.c.id)
    hers = hers.where(group_chat.c.group_id == group_id, address.c.person_id == person_id)
    await connection.execute(address.delete().where(address.c.id.in_(hers.scalar_subquery())))

"""How long groups keep what was answered, and the end of a whole group."""

from sqlalchemy import Select, select, update

from storage import chats, kept, letters, rounds
from storage.db import Connection
from storage.group_tables import group, membership, round_
from storage.sending_tables import broadcast, group_chat
from storage.tables import address, message


async def months_of(connection: Connection, group_id: int) -> int:
    """So many months after its end the group keeps a round; 0: as long as the operator does."""
    found: int | None = await connection.scalar(select(group.c.keep_months).where(group.c.id == group_id))
    return found or 0


async def set_months(connection: Connection, group_id: int, months: int) -> None:
    """From now on it is this; 0: as long as the operator does. Lock the group first."""
    await connection.execute(update(group).where(group.c.id == group_id).values(keep_months=months or None))


async def chosen(connection: Connection) -> list[int]:
    """The numbers of months that groups chose, each once."""
    query = select(group.c.keep_months).where(group.c.keep_months.is_not(None)).distinct().order_by(group.c.keep_months)
    return list((await connection.execute(query)).scalars())


async def hold(connection: Connection, group_id: int) -> None:
    """Until this transaction has ended nothing is made of its broadcasts, and nobody comes or goes. Lock the group first."""
    here = address.c.id.in_(select(group_chat.c.address_id).where(group_chat.c.group_id == group_id))
    await connection.execute(select(address.c.id).where(here).order_by(address.c.id).with_for_update())
    await connection.execute(_broadcasts(group_id).order_by(broadcast.c.id).with_for_update())
    theirs = select(membership.c.number).where(membership.c.group_id == group_id).order_by(membership.c.number)
    await connection.execute(theirs.with_for_update())


async def emptied(connection: Connection, group_id: int) -> bool:
    """Let nobody into the rounds of a group until this transaction has ended. False: somebody is in one of them now."""
    ids = (await connection.execute(select(round_.c.id).where(round_.c.group_id == group_id).order_by(round_.c.id))).scalars().all()
    return all([await rounds.emptied(connection, id) for id in ids])


async def remove(connection: Connection, group_id: int) -> None:
    """Delete a group with its people's places, its rounds and all else that is its own. It must be held, its rounds closed and emptied.

    What was sent stays with those who got it, as long as their messages are kept. What was not, never goes.
    """
    await letters.withhold(connection, message.c.broadcast_id.in_(_broadcasts(group_id)))
    for address_id in await chats.listed(connection, group_id):
        await chats.unlink(connection, address_id)
    await kept.remove_group(connection, group_id)
    # Last: who is just writing a letter has a row of the group, for which we waited above.
    await letters.withhold(connection, message.c.group_id == group_id)


def _broadcasts(group_id: int) -> Select[tuple[int]]:
    return select(broadcast.c.id).where(broadcast.c.group_id == group_id)

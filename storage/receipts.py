"""How it went with each who got a broadcast."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from storage import letters, recipients
from storage.db import Connection
from storage.group_tables import membership
from storage.sending_tables import broadcast
from storage.tables import address, message, person


@dataclass(frozen=True)
class Receipt:
    """One message to one woman."""

    number: int  # hers in the group, now or when it was made
    name: str  # empty: she gave none, or is not in the group any more
    channel: str
    status: str  # of the outbox
    reason: str  # of what failed or was cancelled


async def of_broadcast(connection: Connection, group_id: int, broadcast_id: int, most: int) -> tuple[Sequence[Receipt], int]:
    """At most so many of them, those with whom it failed first, and how many there are. Chats of the whole group are nobody."""
    ours = _hers(group_id, broadcast_id)
    columns = (message.c.key, message.c.status, message.c.reason, address.c.channel, membership.c.number, person.c.name)
    here = and_(membership.c.person_id == message.c.person_id, membership.c.group_id == group_id)
    query = (
        select(*columns)
        .join_from(message, address, address.c.id == message.c.address_id)
        .outerjoin(membership, here)
        .outerjoin(person, person.c.id == membership.c.person_id)
        .where(ours)
        .order_by(_first(), message.c.id)
        .limit(most)
    )
    count = await connection.scalar(select(func.count()).select_from(message).where(ours))
    found = []
    for row in (await connection.execute(query)).all():
        number = row.number if row.number is not None else int(row.key.rpartition(":")[2])
        reason = row.reason if row.status in letters.NEVER else None
        found.append(Receipt(number, row.name or "", row.channel, row.status, reason or ""))
    return found, int(count or 0)


def _hers(group_id: int, broadcast_id: int) -> ColumnElement[bool]:
    """What she got on another phone of hers is no second one."""
    this = select(broadcast.c.id).where(broadcast.c.id == broadcast_id, broadcast.c.group_id == group_id)
    once = or_(message.c.reason.is_(None), message.c.status != "cancelled", message.c.reason != letters.TWICE)
    return and_(message.c.broadcast_id.in_(this), ~message.c.key.contains(recipients.CHAT), once)


def _first() -> ColumnElement[int]:
    """What failed comes first, then what nobody knows, what stayed here, what waits, and what is out."""
    stays = and_(message.c.status == "cancelled", or_(message.c.reason.is_(None), message.c.reason == recipients.LEFT))
    order = {"failed": 0, "unknown": 1, "queued": 3, "leased": 3, "sending": 3}
    return case(
        (stays, 2), (message.c.status == "cancelled", 0), *((message.c.status == name, place) for name, place in order.items()), else_=4
    )

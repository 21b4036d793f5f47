"""What a worker may send now: it takes a lease on messages that are due, within the rate of their lane."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Executable, String, and_, bindparam, or_, select, update

from storage import lanes
from storage.columns import Moment
from storage.db import Connection
from storage.lanes import Limits, Slots
from storage.outbox import CUT_SHORT, HELD, REPLY, Leased, earlier, unfinished
from storage.tables import address, message


async def claim(
    connection: Connection, lane_name: str, worker: str, now: datetime, lease: timedelta, most: int, limits: Limits
) -> tuple[list[Leased], float]:
    """Lease messages of a lane that are due, also those whose lease ran out, for the next slots of its rate; `most` at most.

    None overtakes another to its address. Also returns when the next slot is, in seconds since 1970; 0: nothing waits for one.
    """
    free = await lanes.slots(connection, lane_name, limits, now)
    if not free.count:
        return [], free.first
    await _give_up(connection, lane_name, now)
    # Whose turn is running has her address and wants the lane, which we have: she is left for the next time.
    ready = (
        select(message.c.id)
        .join(address, address.c.id == message.c.address_id)
        .where(message.c.lane == lane_name, unfinished(message.c.status), _is_due(now), lanes.free_address(limits, now))
        .where(~earlier(message.c.address_id, message.c.lane, message.c.priority, message.c.id))
        .order_by(message.c.priority, message.c.due_at, message.c.id)
        .limit(min(most, free.count))
        .with_for_update(skip_locked=True, key_share=True, of=[message, address])
    )
    taken = (
        update(message)
        .where(message.c.id.in_(ready.scalar_subquery()))
        .values(status="leased", lease_by=worker, lease_until=now + lease, attempts=message.c.attempts + 1)
        .returning(message.c.id)
    )
    ids = list((await connection.execute(taken)).scalars())
    if not ids:
        return [], 0.0
    leased = await _with_addresses(connection, ids, free)
    await lanes.spend(connection, lane_name, free, [one.address_id for one in leased], limits, now)
    return leased, free.first + len(ids) * free.apart


async def _give_up(connection: Connection, lane_name: str, now: datetime) -> None:
    """What may never come twice, and whose sender ended in the middle of the call, may be out: it is not sent again."""
    dead = (message.c.lane == lane_name, unfinished(message.c.status), message.c.status == "sending", message.c.lease_until < now)
    ids = select(message.c.id).where(*dead).with_for_update(skip_locked=True).scalar_subquery()
    lost = update(message).where(message.c.id.in_(ids))
    await connection.execute(lost.values(status="unknown", reason=CUT_SHORT, lease_by=None, lease_until=None))


async def _with_addresses(connection: Connection, ids: Sequence[int], free: Slots) -> list[Leased]:
    query = (
        select(message, address.c.channel, address.c.external_id.label("to"), address.c.heard_at)
        .join(address, address.c.id == message.c.address_id)
        .where(message.c.id.in_(ids))
        .order_by(message.c.priority, message.c.due_at, message.c.id)
    )
    return [
        Leased(
            row.id,
            row.key,
            row.channel,
            row.address_id,
            row.to,
            row.body,
            row.attempts,
            row.created_at,
            row.lease_until,
            row.doubts,
            broadcast_id=row.broadcast_id,
            heard_at=row.heard_at,
            slot=free.first + place * free.apart if row.priority > REPLY else 0.0,
            priority=row.priority,
        )
        for place, row in enumerate((await connection.execute(query)).all())
    ]


async def begin(connection: Connection, id: int, worker: str, until: datetime) -> bool:
    """Note that a message is being sent from now on, and never again. False: it is not this worker's any more, or not until then."""
    held = and_(message.c.lease_by == worker, message.c.status == "leased", message.c.lease_until >= until)
    return (await connection.execute(update(message).where(message.c.id == id, held).values(status="sending"))).rowcount == 1


async def release(connection: Connection, worker: str, now: datetime) -> int:
    """Give back everything this worker holds, for others to send at once. Returns how many. What it was sending just now may be out."""
    ours = (message.c.lease_by == worker, unfinished(message.c.status))
    begun = update(message).where(*ours, message.c.status == "sending")
    await connection.execute(begun.values(status="unknown", reason=CUT_SHORT, lease_by=None, lease_until=None))
    held = update(message).where(*ours, message.c.status == "leased")
    values = {"status": "queued", "due_at": now, "lease_by": None, "lease_until": None, "attempts": message.c.attempts - 1}
    return (await connection.execute(held.values(**values))).rowcount


async def is_due(connection: Connection, lane_name: str, now: datetime) -> bool:
    """Whether something of this lane could be sent now."""
    return (await connection.execute(_any_due(), {"on_lane": lane_name, "at": now})).first() is not None


@cache
def _any_due() -> Executable:
    on, at = bindparam("on_lane", type_=String), bindparam("at", type_=Moment)
    due = select(message.c.id).where(message.c.lane == on, unfinished(message.c.status), _is_due(at))
    return due.where(~lanes.paused(on, at)).limit(1)


def _is_due(now: "ColumnElement[datetime] | datetime") -> ColumnElement[bool]:
    queued = and_(message.c.status == "queued", message.c.due_at <= now)
    return or_(queued, and_(message.c.status.in_(HELD), message.c.lease_until < now))

"""The outbox: messages wait here until they are out, and how that went is kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Executable,
    String,
    and_,
    bindparam,
    case,
    exists,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from storage import lanes
from storage.db import Connection
from storage.lanes import Limits
from storage.sending_tables import broadcast
from storage.tables import message
from storage.upsert import insert_into

HELD = ("leased", "sending")  # by a worker
UNFINISHED = ("queued", *HELD)
REPLY, REMINDER, BROADCAST = 0, 5, 9  # priorities: what is lower goes first, and never waits for what is higher
CUT_SHORT = "the program ended while it was being sent"
SAID_STOP = "she said STOP"
NO_CHANNEL = "its channel is not set up any more"
EVERYTHING = -1  # in place of a round's id: it shows all that is kept of her, so what she gave in any round


@dataclass(frozen=True)
class Draft:
    """A message about to be put in the outbox."""

    key: str
    person_id: UUID  # whom it is for
    address_id: int  # where it goes
    lane: str
    body: dict[str, Any]
    priority: int = REPLY
    round_id: int | None = None  # it may show answers of this round
    broadcast_id: int | None = None  # it is one of these
    group_id: int | None = None  # it tells of this group by itself


@dataclass(frozen=True)
class Leased:
    """A message that one worker may send now."""

    id: int
    key: str
    channel: str
    address_id: int
    external_id: str  # of the address
    body: dict[str, Any]
    attempts: int  # this one included
    created_at: datetime
    until: datetime  # the end of the lease: after that it may be another's
    doubts: int = 0  # so many attempts before this one may have come through
    broadcast_id: int | None = None
    heard_at: datetime | None = None  # when she last wrote from there, where that is noted
    slot: float = 0.0  # seconds since 1970: not before that; 0: at once
    priority: int = REPLY

    @property
    def once(self) -> bool:
        """Whether it may never come twice: nobody waits for it, so it is better lost than doubled."""
        return self.broadcast_id is not None or self.priority == REMINDER


def unfinished(status: "ColumnElement[str]") -> ColumnElement[bool]:
    """Whether a message still has to go out. Written out, as the indexes have it: SQLite would not see that a parameter means the same."""
    return status.in_([literal_column(f"'{name}'") for name in UNFINISHED])


def earlier(
    address_id: "ColumnElement[int]",
    on_lane: "ColumnElement[str]",
    priority: "ColumnElement[int]",
    before: "ColumnElement[int] | None" = None,
) -> ColumnElement[bool]:
    """Whether something that is as urgent must go to that address first. What is less urgent may be overtaken."""
    other = message.alias("earlier")
    clauses = [other.c.address_id == address_id, other.c.lane == on_lane, unfinished(other.c.status), other.c.priority <= priority]
    if before is not None:
        clauses.append(other.c.id < before)
    return exists().where(*clauses)


async def post(connection: Connection, drafts: Sequence[Draft], worker: str, now: datetime, lease: timedelta, limits: Limits) -> list[int]:
    """Put replies to one address in the outbox, leased to this worker: it sends them at once, in this order.

    When something must go first, or the rate is used up, they are queued instead and no ids are returned. Do this last in a
    transaction: from here to its end no other process can send anything that way.
    """
    first, *others = drafts
    may = await lanes.debit(connection, first.lane, limits, first.address_id, len(drafts), now)
    asked = {"to_address": first.address_id, "to_lane": first.lane, "may": may}
    lent = {"lease_by": worker, "lease_until": now + lease}
    posted = (await connection.execute(_post(), {**_values(first, now), **lent, **asked})).one()
    how = {"status": "leased", "attempts": 1, **lent} if posted.status == "leased" else {"status": "queued"}
    ids = [posted.id, *[await _add(connection, draft, now, how) for draft in others]]
    if posted.status == "leased":
        return ids
    if may:  # it waits for an earlier one, and is paid for when it goes
        await lanes.refund(connection, first.lane, limits, first.address_id, len(drafts))
    return []


@cache  # building a statement takes longer than running it, and every turn does this
def _post() -> Executable:
    to, on = bindparam("to_address", type_=BigInteger), bindparam("to_lane", type_=String)
    free = and_(bindparam("may", type_=Boolean), ~earlier(to, on, literal(REPLY)))
    values = {"status": case((free, "leased"), else_="queued"), "attempts": case((free, 1), else_=0)}
    return insert(message).values(values).returning(message.c.id, message.c.status)


async def show(connection: Connection, drafts: Sequence[Draft], now: datetime) -> list[int]:
    """Put messages in the outbox that are sent by being there: the web chat reads them."""
    return [await _add(connection, draft, now, {"status": "sent", "attempts": 1}) for draft in drafts]


async def queue(connection: Connection, draft: Draft, now: datetime, *, sent: bool) -> None:
    """Put a message in the outbox that nobody waits for, once; `sent`: being there is enough, as in the web chat."""
    how = {"status": "sent", "attempts": 1} if sent else {"status": "queued"}
    new = insert_into(connection.dialect.name, message).values({**_values(draft, now), **how})
    await connection.execute(new.on_conflict_do_nothing())


async def _add(connection: Connection, draft: Draft, now: datetime, how: dict[str, Any]) -> int:
    return int((await connection.execute(_new(), {**_values(draft, now), **how})).scalar_one())


@cache
def _new() -> Executable:
    return insert(message).returning(message.c.id)


def _values(draft: Draft, now: datetime) -> dict[str, Any]:
    return {**asdict(draft), "due_at": now, "created_at": now}


async def finish(
    connection: Connection, id: int, worker: str, status: str, *, external_id: str | None = None, reason: str | None = None
) -> bool:
    """Record how sending ended. False: the lease had gone to another worker, whose word counts."""
    values = {"status": status, "external_id": external_id, "reason": reason, "lease_by": None, "lease_until": None}
    done = await connection.execute(_finish(), {"which": id, "whose": worker, **values})
    return done.rowcount == 1


@cache  # every message ends here
def _finish() -> Executable:
    mine = update(message).where(message.c.id == bindparam("which"), message.c.lease_by == bindparam("whose"), message.c.status.in_(HELD))
    return mine.values({name: bindparam(name) for name in ("status", "external_id", "reason", "lease_by", "lease_until")})


async def retry(
    connection: Connection, id: int, worker: str, due_at: datetime, reason: str, *, counts: bool, doubtful: bool = False
) -> None:
    """Back into the queue until `due_at`; `counts`: the attempt is held against the message; `doubtful`: it may have come through."""
    mine = update(message).where(message.c.id == id, message.c.lease_by == worker, message.c.status.in_(HELD))
    counted = {"attempts": message.c.attempts - (0 if counts else 1), "doubts": message.c.doubts + (1 if doubtful else 0)}
    over = exists().where(broadcast.c.id == message.c.broadcast_id, broadcast.c.status.in_(("cancelled", "stopped")))
    status = case((over, "cancelled"), else_="queued")  # what was being sent when it was cancelled, and did not go, never will
    await connection.execute(mine.values(status=status, due_at=due_at, reason=reason, lease_by=None, lease_until=None, **counted))


async def carry(connection: Connection, id: int, body: dict[str, Any]) -> None:
    """What the next attempt at a message has to know."""
    await connection.execute(update(message).where(message.c.id == id).values(body=body))


async def whose(connection: Connection, id: int) -> UUID | None:
    """The person that a message is for. None: there is no such message any more."""
    found: UUID | None = await connection.scalar(select(message.c.person_id).where(message.c.id == id))
    return found


async def forget(connection: Connection, person_id: UUID) -> None:
    """Delete all messages for a person, because they may show her answers; who is sending one finds its lease lost."""
    await connection.execute(message.delete().where(message.c.person_id == person_id))


async def quiet(connection: Connection, person_id: UUID) -> None:
    """What still waits for a person never goes; what is on its way can't be stopped. Of broadcasts it is kept that she got none."""
    waiting = (message.c.person_id == person_id, message.c.status == "queued")
    theirs = update(message).where(*waiting, message.c.broadcast_id.is_not(None))
    await connection.execute(theirs.values(status="cancelled", reason=SAID_STOP))
    await connection.execute(message.delete().where(*waiting, message.c.broadcast_id.is_(None)))


async def abandon(connection: Connection, before: datetime, most: int) -> int:
    """Up to `most` messages that nobody tried to send since that moment fail: others would wait behind them. Returns how many."""
    old = (unfinished(message.c.status), message.c.due_at < before, or_(message.c.lease_until.is_(None), message.c.lease_until < before))
    some = select(message.c.id).where(*old).limit(most).with_for_update(skip_locked=True).scalar_subquery()
    failed = update(message).where(message.c.id.in_(some))
    return (await connection.execute(failed.values(status="failed", reason=NO_CHANNEL, lease_by=None, lease_until=None))).rowcount


async def cancel_broadcast(connection: Connection, broadcast_id: int) -> int:
    """What has not begun to go out never will. Returns how many that were."""
    waiting = update(message).where(message.c.broadcast_id == broadcast_id, message.c.status.in_(("queued", "leased")))
    return (await connection.execute(waiting.values(status="cancelled", reason=None, lease_by=None, lease_until=None))).rowcount


async def retry_broadcast(connection: Connection, broadcast_id: int, now: datetime) -> int:
    """What failed goes back into the queue: never what may be out. Returns how many that were."""
    failed = update(message).where(message.c.broadcast_id == broadcast_id, message.c.status == "failed")
    again = {"status": "queued", "due_at": now, "created_at": now, "attempts": 0, "doubts": 0, "reason": None, "external_id": None}
    return (await connection.execute(failed.values(again))).rowcount


async def stop_broadcasts(connection: Connection, lane_name: str, reason: str, now: datetime) -> list[int]:
    """The platform wants no more of this: whatever broadcast has something to send there is stopped. Returns their ids."""
    here = select(message.c.broadcast_id).where(message.c.lane == lane_name, unfinished(message.c.status))
    going = update(broadcast).where(broadcast.c.id.in_(here), broadcast.c.status == "sending")
    ids = list((await connection.execute(going.values(status="stopped", reason=reason, ended_at=now).returning(broadcast.c.id))).scalars())
    for id in ids:
        await cancel_broadcast(connection, id)
    return ids

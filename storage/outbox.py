"""The outbox: messages wait here until they are out, and how that went is kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Executable, String, and_, bindparam, case, exists, func, insert, or_, select, update

from storage.columns import Moment
from storage.db import Connection
from storage.tables import address, lane, message
from storage.upsert import insert_into

UNFINISHED = ("queued", "leased")
REPLY = 0  # the priority that goes before all others
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


@dataclass(frozen=True)
class Shown:
    """A message as the web chat shows it."""

    id: int
    body: dict[str, Any]


def _earlier(address_id: "ColumnElement[int] | int", before: "ColumnElement[int] | None" = None) -> ColumnElement[bool]:
    other = message.alias("earlier")
    clauses = [other.c.address_id == address_id, other.c.status.in_(UNFINISHED)]
    if before is not None:
        clauses.append(other.c.id < before)
    return exists().where(*clauses)


def _paused(name: "ColumnElement[str] | str", now: "ColumnElement[datetime] | datetime") -> ColumnElement[bool]:
    return exists().where(lane.c.name == name, lane.c.paused_until > now)


async def post(connection: Connection, drafts: Sequence[Draft], worker: str, now: datetime, lease: timedelta) -> list[int]:
    """Put replies to one address in the outbox, leased to this worker: it sends them at once, in this order.

    When something must go first, or the lane pauses, they are queued instead and no ids are returned.
    """
    first, *others = drafts
    asked = {"to_address": first.address_id, "on_lane": first.lane, "at": now}
    posted = (await connection.execute(_post(), {**_values(first, now), "lease_by": worker, "lease_until": now + lease, **asked})).one()
    leased = {"status": "leased", "lease_by": worker, "lease_until": now + lease, "attempts": 1}
    how = leased if posted.status == "leased" else {"status": "queued"}
    ids = [posted.id, *[await _add(connection, draft, now, how) for draft in others]]
    return ids if posted.status == "leased" else []


@cache  # building a statement takes longer than running it, and every turn does this
def _post() -> Executable:
    to, on, at = bindparam("to_address", type_=BigInteger), bindparam("on_lane", type_=String), bindparam("at", type_=Moment)
    free = ~or_(_earlier(to), _paused(on, at))
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


async def claim(connection: Connection, lane_name: str, worker: str, now: datetime, lease: timedelta, most: int) -> list[Leased]:
    """Lease up to `most` messages of a lane that are due, also those whose lease ran out; none overtakes another to its address."""
    ready = (
        select(message.c.id)
        .where(message.c.lane == lane_name, message.c.status.in_(UNFINISHED), _is_due(now))
        .where(~_earlier(message.c.address_id, message.c.id), ~_paused(lane_name, now))
        .order_by(message.c.priority, message.c.due_at, message.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(message)
        .where(message.c.id.in_(ready.scalar_subquery()))
        .values(status="leased", lease_by=worker, lease_until=now + lease, attempts=message.c.attempts + 1)
        .returning(message.c.id)
    )
    ids = list((await connection.execute(taken)).scalars())
    return await _with_addresses(connection, ids) if ids else []


async def _with_addresses(connection: Connection, ids: Sequence[int]) -> list[Leased]:
    query = (
        select(message, address.c.channel, address.c.external_id.label("to"))
        .join(address, address.c.id == message.c.address_id)
        .where(message.c.id.in_(ids))
        .order_by(message.c.id)
    )
    return [
        Leased(row.id, row.key, row.channel, row.address_id, row.to, row.body, row.attempts, row.created_at, row.lease_until, row.doubts)
        for row in (await connection.execute(query)).all()
    ]


async def finish(
    connection: Connection, id: int, worker: str, status: str, *, external_id: str | None = None, reason: str | None = None
) -> bool:
    """Record how sending ended. False: the lease had gone to another worker, whose word counts."""
    values = {"status": status, "external_id": external_id, "reason": reason, "lease_by": None, "lease_until": None}
    done = await connection.execute(_finish(), {"which": id, "whose": worker, **values})
    return done.rowcount == 1


@cache  # every message ends here
def _finish() -> Executable:
    mine = update(message).where(message.c.id == bindparam("which"), message.c.lease_by == bindparam("whose"), message.c.status == "leased")
    return mine.values({name: bindparam(name) for name in ("status", "external_id", "reason", "lease_by", "lease_until")})


async def retry(
    connection: Connection, id: int, worker: str, due_at: datetime, reason: str, *, counts: bool, doubtful: bool = False
) -> None:
    """Back into the queue until `due_at`; `counts`: the attempt is held against the message; `doubtful`: it may have come through."""
    mine = update(message).where(message.c.id == id, message.c.lease_by == worker, message.c.status == "leased")
    counted = {"attempts": message.c.attempts - (0 if counts else 1), "doubts": message.c.doubts + (1 if doubtful else 0)}
    await connection.execute(mine.values(status="queued", due_at=due_at, reason=reason, lease_by=None, lease_until=None, **counted))


async def release(connection: Connection, worker: str, now: datetime) -> int:
    """Give back everything this worker holds, for others to send at once. Returns how many."""
    held = update(message).where(message.c.lease_by == worker, message.c.status == "leased")
    values = {"status": "queued", "due_at": now, "lease_by": None, "lease_until": None, "attempts": message.c.attempts - 1}
    return (await connection.execute(held.values(**values))).rowcount


async def throttle(connection: Connection, lane_name: str, address_id: int, now: datetime, until: datetime) -> None:
    """The platform asked to wait for one address; when it asks for a second one at the same time, the whole lane waits."""
    new = insert_into(connection.dialect.name, lane).values(name=lane_name, throttled_address=address_id, throttled_until=until)
    another = and_(lane.c.throttled_until > now, lane.c.throttled_address != address_id)
    changed = {
        "paused_until": case((another, func.coalesce(_later(lane.c.paused_until, until), until)), else_=lane.c.paused_until),
        "throttled_address": address_id,
        "throttled_until": until,
    }
    await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=changed))


def _later(kept: ColumnElement[datetime | None], until: datetime) -> ColumnElement[datetime | None]:
    return case((kept > until, kept), else_=until)


async def pause(connection: Connection, lane_name: str, until: datetime) -> None:
    """Nothing of this lane goes out until then."""
    new = insert_into(connection.dialect.name, lane).values(name=lane_name, paused_until=until)
    await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"paused_until": _later(lane.c.paused_until, until)}))


async def page(connection: Connection, address_id: int, after: int, most: int) -> list[Shown]:
    """What is for the person that an address belongs to, with an id above `after`: the newest `most` of it, oldest first."""
    found = await connection.execute(_page(), {"to_address": address_id, "after": after, "most": most})
    return [Shown(row.id, row.body) for row in reversed(found.all())]


@cache  # building a statement takes longer than running it, and every turn in the web chat asks this
def _page() -> Executable:
    return (
        select(message.c.id, message.c.body)
        .join_from(message, address, _still_hers())
        .where(message.c.address_id == bindparam("to_address"), message.c.id > bindparam("after"))
        .order_by(message.c.id.desc())
        .limit(bindparam("most", type_=BigInteger))
    )


async def one(connection: Connection, address_id: int, id: int) -> Shown | None:
    """One message that is for the person that an address belongs to. None: it is not hers, or there is none."""
    found = (await connection.execute(_one(), {"to_address": address_id, "which": id})).first()
    return Shown(found.id, found.body) if found else None


@cache
def _one() -> Executable:
    which = bindparam("which", type_=BigInteger)
    mine = select(message.c.id, message.c.body).join_from(message, address, _still_hers())
    return mine.where(message.c.address_id == bindparam("to_address"), message.c.id == which)


def _still_hers() -> ColumnElement[bool]:
    """An address may become another person's, who must not see what was said there before."""
    return and_(address.c.id == message.c.address_id, address.c.person_id == message.c.person_id)


async def newest(connection: Connection, address_ids: Sequence[int]) -> dict[int, int]:
    """The highest id on the page of each address that has one."""
    found = await connection.execute(_newest(), {"watched": list(address_ids)})
    return {row.address_id: row.newest for row in found.all()}


@cache
def _newest() -> Executable:
    return (
        select(message.c.address_id, func.max(message.c.id).label("newest"))
        .join_from(message, address, _still_hers())
        .where(message.c.address_id.in_(bindparam("watched", expanding=True)))
        .group_by(message.c.address_id)
    )


async def is_due(connection: Connection, lane_name: str, now: datetime) -> bool:
    """Whether something of this lane could be sent now."""
    return (await connection.execute(_any_due(), {"on_lane": lane_name, "at": now})).first() is not None


@cache
def _any_due() -> Executable:
    on, at = bindparam("on_lane", type_=String), bindparam("at", type_=Moment)
    due = select(message.c.id).where(message.c.lane == on, message.c.status.in_(UNFINISHED), _is_due(at))
    return due.where(~_paused(on, at)).limit(1)


def _is_due(now: "ColumnElement[datetime] | datetime") -> ColumnElement[bool]:
    queued = and_(message.c.status == "queued", message.c.due_at <= now)
    return or_(queued, and_(message.c.status == "leased", message.c.lease_until < now))


async def forget(connection: Connection, person_id: UUID) -> None:
    """Delete all messages for a person, because they may show her answers; who is sending one finds its lease lost."""
    await connection.execute(message.delete().where(message.c.person_id == person_id))


async def quiet(connection: Connection, person_id: UUID) -> None:
    """Delete what still waits for a person. What is on its way can't be stopped any more."""
    await connection.execute(message.delete().where(message.c.person_id == person_id, message.c.status == "queued"))

"""What shares one rate: how much of it is used up, and until when it pauses. All processes share it through here.

`spent_until` is the moment up to which what was sent has used up the rate (a leaky bucket, also known as GCRA). It may run ahead of
the clock by HORIZON. Workers take messages for less than that, and send each in its own slot; the rest is for a reply that comes
meanwhile, which goes at once and makes what follows wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Protocol

from sqlalchemy import BigInteger, ColumnElement, Executable, Float, String, Table, and_, bindparam, case, func, or_, select, update

from storage.chats import CHANNEL
from storage.columns import Moment
from storage.db import Connection
from storage.tables import address, lane
from storage.upsert import insert_into

HORIZON = 0.08  # seconds: within any second so much more than the rate may go, and no more
AHEAD = 0.04  # seconds of it that workers may take
ASTRAY, ASTRAY_ALONE = 60.0, 25 * 3600.0  # seconds ahead, of a lane and of an address: nothing spends so much, so a clock went wrong
SLOWEST = 16.0  # times as slow as it could be, at most
SLOW_FOR = timedelta(seconds=60)  # until it is tried at twice the speed again
BREATH = timedelta(seconds=2)  # nothing at all goes for so long when the platform asks to slow down


class Limits(Protocol):
    """How much may be sent."""

    @property
    def a_second(self) -> float: ...  # over all
    @property
    def each(self) -> float: ...  # seconds between two to one address, in the long run
    @property
    def burst(self) -> int: ...  # to one address before that
    @property
    def crowd(self) -> tuple[float, int]: ...  # both of these for a chat of many


@dataclass(frozen=True)
class Slots:
    """When the next messages may go."""

    first: float  # seconds since 1970
    apart: float  # seconds from one to the next
    count: int  # so many may be taken now; 0: none yet


async def open(connection: Connection, name: str) -> bool:
    """Make its row. False: it is there already."""
    new = insert_into(connection.dialect.name, lane).values(name=name)
    return (await connection.execute(new.on_conflict_do_nothing())).rowcount == 1


async def debit(connection: Connection, name: str, limits: Limits, address_id: int, count: int, now: datetime) -> bool:
    """Use up the rate for so many replies to one address, which go at once. False: there is none left just now, and nothing was used."""
    at = now.timestamp()
    hers = {"now_at": at, "to_address": address_id, "cost": limits.each * count, "room": _room(limits, now)}
    if (await connection.execute(_debit_address(), hers)).rowcount == 0:
        return False
    ours = {"at": now, "now_at": at, "horizon": at + HORIZON, "cost": count / limits.a_second, "on_lane": name}
    if (await connection.execute(_debit(), ours)).rowcount == 1:
        return True
    if await open(connection, name) and (await connection.execute(_debit(), ours)).rowcount == 1:
        return True
    await _give_back(connection, address, address.c.id == address_id, limits.each * count)
    return False


async def refund(connection: Connection, name: str, limits: Limits, address_id: int, count: int) -> None:
    """What was debited is not sent now after all."""
    await _give_back(connection, address, address.c.id == address_id, limits.each * count)
    await _give_back(connection, lane, lane.c.name == name, count / limits.a_second)


async def _give_back(connection: Connection, table: Table, which: ColumnElement[bool], cost: float) -> None:
    await connection.execute(update(table).where(which).values(spent_until=table.c.spent_until - cost))


@cache  # every turn does this
def _debit() -> Executable:
    now, spent = bindparam("now_at", type_=Float), lane.c.spent_until
    free = or_(spent.is_(None), spent <= bindparam("horizon"), spent > now + ASTRAY)
    awake = or_(lane.c.paused_until.is_(None), lane.c.paused_until <= bindparam("at", type_=Moment))
    until = _from_now_on(spent, ASTRAY) + bindparam("cost", type_=Float) * lane.c.slowness
    return update(lane).where(lane.c.name == bindparam("on_lane", type_=String), free, awake).values(spent_until=until)


@cache
def _debit_address() -> Executable:
    now, spent = bindparam("now_at", type_=Float), address.c.spent_until
    free = or_(spent.is_(None), spent <= bindparam("room", type_=Float), spent > now + ASTRAY_ALONE)
    until = _from_now_on(spent, ASTRAY_ALONE) + bindparam("cost", type_=Float)
    return update(address).where(address.c.id == bindparam("to_address", type_=BigInteger), free).values(spent_until=until)


def _from_now_on(spent: ColumnElement[float | None], astray: float) -> ColumnElement[float]:
    now = bindparam("now_at", type_=Float)
    return case((and_(spent > now, spent <= now + astray), spent), else_=now)


def _room(limits: Limits, now: datetime) -> float:
    """An address that has used up its rate until then may still get one more."""
    return now.timestamp() + limits.each * (limits.burst - 1)


def free_address(limits: Limits, now: datetime) -> ColumnElement[bool]:
    """Whether the address in a query may get one more message now."""
    each, burst = limits.crowd
    crowded = now.timestamp() + each * (burst - 1)
    room = case((address.c.channel == CHANNEL, crowded), else_=_room(limits, now))
    spent = address.c.spent_until
    return or_(spent.is_(None), spent <= room, spent > now.timestamp() + ASTRAY_ALONE)


async def slots(connection: Connection, name: str, limits: Limits, now: datetime) -> Slots:
    """When the next messages may go. Nobody else takes any until this transaction has ended."""
    row = (await connection.execute(_locked(), {"on_lane": name})).one_or_none()
    if row is None:
        await open(connection, name)
        row = (await connection.execute(_locked(), {"on_lane": name})).one()
    slowness = await _recovered(connection, name, row.slowness, row.slow_until, now)
    apart, at = slowness / limits.a_second, now.timestamp()
    paused = row.paused_until.timestamp() if row.paused_until else 0.0
    spent = row.spent_until if row.spent_until and row.spent_until <= at + ASTRAY else 0.0
    first = max(spent, at, paused)
    room = at + AHEAD - first
    return Slots(first, apart, int(room / apart + 1e-6) + 1 if room >= 0 and paused <= at else 0)


@cache
def _locked() -> Executable:
    columns = (lane.c.spent_until, lane.c.slowness, lane.c.slow_until, lane.c.paused_until)
    return select(*columns).where(lane.c.name == bindparam("on_lane")).with_for_update()


async def _recovered(connection: Connection, name: str, slowness: float, until: datetime | None, now: datetime) -> float:
    """Twice as fast again for each while that has passed since."""
    if slowness <= 1 or until is None or until > now:
        return slowness
    times = 1 + (now - until) // SLOW_FOR
    faster: float = max(slowness / 2**times, 1.0)
    await connection.execute(update(lane).where(lane.c.name == name).values(slowness=faster, slow_until=now + SLOW_FOR))
    return faster


async def spend(connection: Connection, name: str, taken: Slots, address_ids: list[int], limits: Limits, now: datetime) -> None:
    """These slots are taken, by a message to each of these addresses."""
    until = taken.first + taken.apart * len(address_ids)
    await connection.execute(update(lane).where(lane.c.name == name).values(spent_until=until))
    if limits.each:
        each = case((address.c.channel == CHANNEL, limits.crowd[0]), else_=limits.each)
        spent = _from_now_on(address.c.spent_until, ASTRAY_ALONE) + each
        theirs = update(address).where(address.c.id.in_(address_ids)).values(spent_until=spent)
        await connection.execute(theirs, {"now_at": now.timestamp()})


async def throttle(connection: Connection, name: str, limits: Limits, address_id: int, now: datetime, until: datetime) -> None:
    """The platform asked to wait for one address; when it asks for a second one at the same time, the whole lane waits."""
    spent = until.timestamp() + limits.each * (limits.burst - 1)
    await connection.execute(update(address).where(address.c.id == address_id).values(spent_until=spent))
    new = insert_into(connection.dialect.name, lane).values(name=name, throttled_address=address_id, throttled_until=until)
    another = and_(lane.c.throttled_until > now, lane.c.throttled_address != address_id)
    changed = {
        "paused_until": case((another, func.coalesce(_later(lane.c.paused_until, until), until)), else_=lane.c.paused_until),
        "throttled_address": address_id,
        "throttled_until": until,
    }
    await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=changed))


def _later(kept: ColumnElement[datetime | None], until: datetime) -> ColumnElement[datetime | None]:
    return case((kept > until, kept), else_=until)


async def pause(connection: Connection, name: str, until: datetime) -> None:
    """Nothing of this lane goes out until then."""
    new = insert_into(connection.dialect.name, lane).values(name=name, paused_until=until)
    await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"paused_until": _later(lane.c.paused_until, until)}))


async def slow_down(connection: Connection, name: str, now: datetime) -> None:
    """The platform asked to go slower: half as fast for a while, after a moment of silence. What it says of one burst counts once."""
    await open(connection, name)
    await connection.execute(_locked(), {"on_lane": name})
    fresh = or_(lane.c.paused_until.is_(None), lane.c.paused_until <= now)
    slower = case((lane.c.slowness * 2 > SLOWEST, SLOWEST), else_=lane.c.slowness * 2)
    later = {"slowness": slower, "slow_until": now + SLOW_FOR, "paused_until": now + BREATH}
    await connection.execute(update(lane).where(lane.c.name == name, fresh).values(later))


def paused(name: "ColumnElement[str] | str", now: "ColumnElement[datetime] | datetime") -> ColumnElement[bool]:
    """Whether nothing of a lane goes out at that moment."""
    return select(lane.c.name).where(lane.c.name == name, lane.c.paused_until > now).exists()

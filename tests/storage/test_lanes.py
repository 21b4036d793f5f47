"""What is sent stays within the rate of the platform, however many processes send."""

import asyncio
import itertools
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import lanes, leases, outbox, people
from storage.chats import CHANNEL
from storage.db import Database
from storage.tables import address, lane, message
from tests.cast import AMINA, BOYANA, CARLA, Person
from tests.clock import Clock
from tests.storage.people_here import LANE, draft, meet, statuses


@dataclass(frozen=True)
class Rate:
    """Like a channel's."""

    a_second: float = 10.0
    each: float = 0.0
    burst: int = 100
    crowd: tuple[float, int] = (4.0, 5)


TEN, ONE_EACH = Rate(), Rate(a_second=1000, each=1.0, burst=3)
LEASE = timedelta(seconds=30)


async def crowd(database: Database, clock: Clock, count: int) -> list[people.Found]:
    return [await meet(database, Person(f"{number}", "Laak", f"{8_000 + number}"), clock()) for number in range(count)]


async def wait(database: Database, clock: Clock, *drafts: outbox.Draft) -> None:
    """Nobody has them in hand."""
    async with database.write() as connection:
        for one in drafts:
            await outbox.queue(connection, one, clock(), sent=False)


async def claim(database: Database, clock: Clock, rate: Rate, most: int = 20) -> tuple[list[outbox.Leased], float]:
    async with database.write() as connection:
        return await leases.claim(connection, LANE, "one", clock(), LEASE, most, rate)


async def post(database: Database, clock: Clock, one: outbox.Draft, rate: Rate) -> bool:
    async with database.write() as connection:
        return bool(await outbox.post(connection, [one], "one", clock(), LEASE, rate))


async def done(database: Database, leased: list[outbox.Leased]) -> None:
    async with database.write() as connection:
        for one in leased:
            await outbox.finish(connection, one.id, "one", "sent")


async def test_in_no_second_more_is_taken_than_the_rate_and_what_is_taken_ahead(database: Database, clock: Clock) -> None:
    met = await crowd(database, clock, 60)
    await wait(database, clock, *(draft(one, str(place), outbox.BROADCAST) for place, one in enumerate(met)))
    slots: list[float] = []
    while len(slots) < 60:
        claimed, following = await claim(database, clock, TEN)
        slots += [one.slot for one in claimed]
        assert all(one.slot >= clock().timestamp() - 1e-3 for one in claimed)
        assert not claimed or following > claimed[-1].slot
        clock.passes(0.03)
    assert slots == sorted(slots)
    apart = [late - early for early, late in itertools.pairwise(slots)]
    assert min(apart) >= 0.0999
    assert slots[-1] - slots[0] == pytest.approx(5.9, abs=0.1)  # and the rate is used, not only kept


async def test_two_workers_share_one_rate(database: Database, clock: Clock) -> None:
    met = await crowd(database, clock, 20)
    await wait(database, clock, *(draft(one, str(place), outbox.BROADCAST) for place, one in enumerate(met)))
    both = await asyncio.gather(*(claim(database, clock, Rate(a_second=50)) for _ in range(2)))
    assert sum(len(claimed) for claimed, _ in both) == 3  # 0.04 s at 50 a second, and the one that goes now
    assert len({one.slot for claimed, _ in both for one in claimed}) == 3


async def test_a_reply_goes_at_once_while_a_broadcast_runs_and_the_broadcast_gives_way(database: Database, clock: Clock) -> None:
    met = await crowd(database, clock, 12)
    await wait(database, clock, *(draft(one, str(place), outbox.BROADCAST) for place, one in enumerate(met[1:])))
    await claim(database, clock, TEN)
    clock.passes(0.1)
    assert await post(database, clock, draft(met[0], "a reply"), TEN)
    assert (await claim(database, clock, TEN))[0] == []
    clock.passes(0.1)
    assert len((await claim(database, clock, TEN))[0]) == 1


async def test_a_reply_beyond_the_rate_is_queued_and_goes_before_every_broadcast(database: Database, clock: Clock) -> None:
    met = await crowd(database, clock, 6)
    await wait(database, clock, *(draft(one, str(place), outbox.BROADCAST) for place, one in enumerate(met[4:])))
    went = [await post(database, clock, draft(one, f"reply {place}"), TEN) for place, one in enumerate(met[:4])]
    assert went == [True, False, False, False]
    clock.passes(0.15)
    assert [one.key for one in (await claim(database, clock, TEN, most=1))[0]] == ["reply 1"]


async def test_a_reply_never_waits_for_a_broadcast_to_the_same_person(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await wait(database, clock, draft(amina, "a broadcast", outbox.BROADCAST))
    (held,), _ = await claim(database, clock, Rate(a_second=1000))
    assert held.key == "a broadcast"
    assert await post(database, clock, draft(amina, "a reply"), Rate(a_second=1000))
    await wait(database, clock, draft(amina, "another", outbox.BROADCAST))
    clock.passes(1)
    assert (await claim(database, clock, Rate(a_second=1000)))[0] == []  # but that one waits for both


async def test_one_person_gets_a_small_burst_and_then_one_at_a_time(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    for number in range(3):
        assert await post(database, clock, draft(amina, f"reply {number}"), ONE_EACH)
        await done(database, await held(database, clock))
    assert not await post(database, clock, draft(amina, "too much"), ONE_EACH)
    assert await post(database, clock, draft(boyana, "hers"), ONE_EACH)
    assert (await claim(database, clock, ONE_EACH))[0] == []
    clock.passes(1.0)
    assert [one.key for one in (await claim(database, clock, ONE_EACH))[0]] == ["too much"]


async def held(database: Database, clock: Clock) -> list[outbox.Leased]:
    """What is leased now, as whoever takes it over would see it."""
    async with database.read() as connection:
        query = select(message).where(message.c.status == "leased")
        rows = (await connection.execute(query)).all()
    return [outbox.Leased(row.id, row.key, "telegram", row.address_id, "", row.body, 1, row.created_at, row.lease_until) for row in rows]


async def test_a_chat_of_many_gets_at_most_twenty_in_a_minute(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    async with database.write() as connection:
        await connection.execute(update(address).values(channel=CHANNEL))
    went: list[float] = []
    for number in range(60):
        await wait(database, clock, draft(amina, str(number), outbox.BROADCAST))
    for _ in range(240):
        claimed, _following = await claim(database, clock, Rate(a_second=1000, each=1.0, burst=20))
        went += [one.slot for one in claimed]
        await done(database, claimed)
        clock.passes(0.5)
    assert max(sum(start <= one < start + 60 for one in went) for start in went) <= 20
    assert len(went) == 34  # and not much less: 5 at once, and one in four seconds


async def test_whoever_was_asked_to_wait_gets_no_reply_either(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    async with database.write() as connection:
        await lanes.throttle(connection, LANE, ONE_EACH, amina.address_id, clock(), clock() + timedelta(seconds=30))
    clock.passes(29)
    assert not await post(database, clock, draft(amina, "one"), ONE_EACH)
    clock.passes(1.1)
    assert [one.key for one in (await claim(database, clock, ONE_EACH))[0]] == ["one"]


async def test_when_the_platform_asks_to_slow_down_everything_goes_at_half_the_speed_and_recovers(database: Database, clock: Clock) -> None:
    met = await crowd(database, clock, 40)
    await wait(database, clock, *(draft(one, str(place), outbox.BROADCAST) for place, one in enumerate(met)))
    async with database.write() as connection:
        await lanes.slow_down(connection, LANE, clock())
        await lanes.slow_down(connection, LANE, clock())  # of the same burst: counts once
    assert (await claim(database, clock, TEN))[0] == []
    clock.passes(2.0)
    assert await apart(database, clock) == pytest.approx(0.2, abs=0.01)
    clock.passes(61)
    assert await apart(database, clock) == pytest.approx(0.1, abs=0.01)
    async with database.read() as connection:
        assert await connection.scalar(select(lane.c.slowness)) == 1


async def apart(database: Database, clock: Clock) -> float:
    """Seconds between two messages just now."""
    (first, *_), _ = await claim(database, clock, TEN, most=1)
    return (await claim(database, clock, TEN, most=1))[1] - first.slot


async def test_a_message_of_a_broadcast_that_was_begun_and_never_ended_is_unknown_and_not_sent_again(
    database: Database, clock: Clock
) -> None:
    amina, boyana, carla = [await meet(database, person, clock()) for person in (AMINA, BOYANA, CARLA)]
    await wait(database, clock, *(draft(one, one.state.get("x", str(one.address_id)), outbox.BROADCAST) for one in (amina, boyana, carla)))
    (first, second, third), _ = await claim(database, clock, Rate(a_second=1000))
    async with database.write() as connection:
        assert await leases.begin(connection, first.id, "one", clock() + timedelta(seconds=11))
        assert not await leases.begin(connection, second.id, "two", clock())  # it is not his
    clock.passes(30.1)
    again, _ = await claim(database, clock, Rate(a_second=1000))
    assert [one.id for one in again] == [second.id, third.id]
    assert await statuses(database) == ["unknown", "leased", "leased"]


async def test_a_worker_that_stood_still_until_its_lease_was_over_begins_nothing(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await wait(database, clock, draft(amina, "one", outbox.BROADCAST))
    (held,), _ = await claim(database, clock, Rate(a_second=1000))
    async with database.write() as connection:
        assert not await leases.begin(connection, held.id, "one", at_most(held.until))
    assert await statuses(database) == ["leased"]


def at_most(until: datetime) -> datetime:
    return until + timedelta(seconds=0.1)


async def test_what_was_being_sent_when_the_worker_had_to_end_is_unknown_and_the_rest_goes_back(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await wait(database, clock, draft(amina, "one", outbox.BROADCAST), draft(boyana, "two", outbox.BROADCAST))
    (first, _second), _ = await claim(database, clock, Rate(a_second=1000))
    async with database.write() as connection:
        await leases.begin(connection, first.id, "one", clock())
        assert await leases.release(connection, "one", clock()) == 1
    assert await statuses(database) == ["unknown", "queued"]


async def test_a_clock_that_went_wrong_for_a_while_stops_nobody(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    clock.passes(5 * 3600)
    assert await post(database, clock, draft(amina, "from the future"), ONE_EACH)
    await done(database, await held(database, clock))
    clock.passes(-5 * 3600)
    assert await post(database, clock, draft(amina, "now"), replace(ONE_EACH, burst=10**6))


async def test_what_is_queued_after_all_is_paid_for_once(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    for number in range(4):
        await post(database, clock, draft(amina, str(number)), Rate(each=6.0, burst=10))
    async with database.read() as connection:
        spent = (await connection.scalar(select(lane.c.spent_until)), await connection.scalar(select(address.c.spent_until)))
    assert spent == (pytest.approx(clock().timestamp() + 0.1), pytest.approx(clock().timestamp() + 6.0))


async def test_a_lane_that_pauses_costs_nobody_anything(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    async with database.write() as connection:
        await lanes.pause(connection, LANE, clock() + timedelta(seconds=60))
    assert not await post(database, clock, draft(amina, "one"), Rate(each=6.0, burst=10))
    async with database.read() as connection:
        assert await connection.scalar(select(address.c.spent_until)) == pytest.approx(clock().timestamp())


async def test_after_a_quiet_night_it_goes_at_full_speed_again(database: Database, clock: Clock) -> None:
    async with database.write() as connection:
        for _ in range(4):
            await lanes.slow_down(connection, LANE, clock())
            clock.passes(3)
    clock.passes(12 * 3600)
    async with database.write() as connection:
        assert (await lanes.slots(connection, LANE, TEN, clock())).apart == pytest.approx(0.1)

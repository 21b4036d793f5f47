"""Nothing overtakes, nothing is lost, and no two workers hold the same message."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.channels.base import UNLIMITED
from storage import lanes, leases, outbox, pages, people
from storage.db import Database
from tests.cast import AMINA, BOYANA, CARLA, Person
from tests.clock import Clock
from tests.storage.people_here import LANE, claim, draft, meet, post, rows, statuses


async def finish(database: Database, id: int, worker: str, status: str = "sent") -> bool:
    async with database.write() as connection:
        return await outbox.finish(connection, id, worker, status, external_id="7")


async def throttle(database: Database, who: people.Found, clock: Clock, seconds: float) -> None:
    async with database.write() as connection:
        await lanes.throttle(connection, LANE, UNLIMITED, who.address_id, clock(), clock() + timedelta(seconds=seconds))


async def test_a_reply_with_nothing_before_it_is_leased_to_its_own_worker(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    ids = await post(database, [draft(amina, "one"), draft(amina, "two")], clock())
    assert len(ids) == 2
    assert ids == sorted(ids)
    assert await statuses(database) == ["leased", "leased"]
    assert await claim(database, "other", clock()) == []


async def test_a_reply_waits_behind_an_earlier_one_to_the_same_person_only(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await post(database, [draft(amina, "one")], clock())
    assert await post(database, [draft(amina, "two")], clock()) == []
    assert len(await post(database, [draft(boyana, "three")], clock())) == 1


async def test_messages_to_one_person_are_claimed_one_after_the_other(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    (first,) = await post(database, [draft(amina, "one")], clock())
    await post(database, [draft(amina, "two"), draft(amina, "three")], clock())
    assert await claim(database, "other", clock()) == []
    assert await finish(database, first, "one")
    (second,) = await claim(database, "other", clock())
    assert (second.key, second.external_id, second.attempts) == ("two", AMINA.telegram, 1)
    assert await claim(database, "other", clock()) == []


async def test_a_later_message_does_not_overtake_one_that_is_put_off(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    (first,) = await post(database, [draft(amina, "one")], clock())
    await post(database, [draft(amina, "two")], clock())
    async with database.write() as connection:
        await outbox.retry(connection, first, "one", clock() + timedelta(seconds=60), "trouble", counts=True)
    assert await claim(database, "other", clock()) == []
    clock.passes(61)
    (again,) = await claim(database, "other", clock())
    assert (again.key, again.attempts) == ("one", 2)


async def test_replies_go_before_whatever_is_less_urgent(database: Database, clock: Clock) -> None:
    met = [await meet(database, person, clock()) for person in (AMINA, BOYANA, CARLA)]
    await throttle(database, met[0], clock, 5)
    await throttle(database, met[1], clock, 5)  # the lane pauses, so everything is queued
    for one, priority in zip(met, (9, 5, outbox.REPLY), strict=True):
        await post(database, [draft(one, f"priority {priority}", priority)], clock())
    clock.passes(6)
    claimed = [(await claim(database, "one", clock(), most=1))[0].key for _ in met]
    assert claimed == ["priority 0", "priority 5", "priority 9"]


async def test_a_lease_that_ran_out_is_taken_over_and_the_first_worker_has_nothing_to_say_any_more(
    database: Database, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    (id,) = await post(database, [draft(amina, "one")], clock())
    clock.passes(15)
    assert await claim(database, "other", clock()) == []
    clock.passes(0.1)
    (taken,) = await claim(database, "other", clock())
    assert (taken.id, taken.attempts, taken.until) == (id, 2, clock() + timedelta(seconds=30))
    assert not await finish(database, id, "one", "failed")
    async with database.write() as connection:
        await outbox.retry(connection, id, "one", clock(), "late", counts=True)
    assert await statuses(database) == ["leased"]
    assert await finish(database, id, "other")
    assert not await finish(database, id, "other", "failed")
    assert await statuses(database) == ["sent"]


async def test_a_retry_waits_and_counts_only_where_the_message_is_to_blame(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    (id,) = await post(database, [draft(amina, "one")], clock())
    async with database.write() as connection:
        await outbox.retry(connection, id, "one", clock() + timedelta(seconds=4), "busy", counts=False)
    assert (await rows(database))[0]["attempts"] == 0
    clock.passes(3.9)
    assert await claim(database, "one", clock()) == []
    clock.passes(0.1)
    assert (await claim(database, "one", clock()))[0].attempts == 1


async def test_released_messages_go_at_once_and_only_ones_own_are_released(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await post(database, [draft(amina, "one")], clock(), worker="one")
    await post(database, [draft(boyana, "two")], clock(), worker="two")
    async with database.write() as connection:
        assert await leases.release(connection, "one", clock()) == 1
    (claimed,) = await claim(database, "three", clock())
    assert (claimed.key, claimed.attempts) == ("one", 1)


async def test_one_throttled_person_waits_alone(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await throttle(database, amina, clock, 10)
    await throttle(database, amina, clock, 20)
    assert len(await post(database, [draft(boyana, "one")], clock())) == 1


async def test_a_second_throttled_person_pauses_the_lane_and_no_other(database: Database, clock: Clock) -> None:
    amina, boyana, carla = [await meet(database, person, clock()) for person in (AMINA, BOYANA, CARLA)]
    await throttle(database, amina, clock, 10)
    await throttle(database, boyana, clock, 20)
    assert await post(database, [draft(carla, "one")], clock()) == []
    async with database.read() as connection:
        assert not await leases.is_due(connection, LANE, clock())
    assert await claim(database, "one", clock()) == []
    dina = await meet(database, Person("Dina", "Laak", "4004"), clock())
    assert len(await post(database, [draft(dina, "elsewhere", lane="wa:1")], clock())) == 1
    clock.passes(20.1)
    async with database.read() as connection:
        assert await leases.is_due(connection, LANE, clock())
    assert [leased.key for leased in await claim(database, "one", clock())] == ["one"]


async def test_a_second_throttled_person_much_later_waits_alone_too(database: Database, clock: Clock) -> None:
    amina, boyana, carla = [await meet(database, person, clock()) for person in (AMINA, BOYANA, CARLA)]
    await throttle(database, amina, clock, 10)
    clock.passes(11)
    await throttle(database, boyana, clock, 10)
    assert len(await post(database, [draft(carla, "one")], clock())) == 1


async def test_a_shorter_pause_never_ends_a_longer_one(database: Database, clock: Clock) -> None:
    amina, boyana, carla = [await meet(database, person, clock()) for person in (AMINA, BOYANA, CARLA)]
    async with database.write() as connection:
        await lanes.pause(connection, LANE, clock() + timedelta(seconds=60))
    await throttle(database, amina, clock, 5)
    await throttle(database, boyana, clock, 5)
    async with database.write() as connection:
        await lanes.pause(connection, LANE, clock() + timedelta(seconds=5))
    clock.passes(30)
    assert await post(database, [draft(carla, "one")], clock()) == []


async def test_the_same_message_twice_is_refused(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "one")], clock())
    with pytest.raises(IntegrityError):
        await post(database, [draft(amina, "one")], clock())
    assert await statuses(database) == ["leased"]


async def test_two_workers_never_hold_the_same_message_and_never_take_more_than_they_asked_for(database: Database, clock: Clock) -> None:
    crowd = [Person(f"{number}", "Laak", f"{8_000 + number}") for number in range(60)]
    async with database.write() as connection:
        await lanes.pause(connection, LANE, clock() + timedelta(seconds=1))
    for person in crowd:
        met = await meet(database, person, clock())
        await post(database, [draft(met, f"{person.name} first"), draft(met, f"{person.name} second")], clock())
    clock.passes(2)
    batches = await asyncio.gather(*(claim(database, f"worker {number}", clock(), most=7) for number in range(10)))
    ids = [leased.id for batch in batches for leased in batch]
    assert len(ids) == len(set(ids))
    assert max(map(len, batches)) <= 7
    more = [await claim(database, "the last", clock(), most=7) for _ in range(10)]
    keys = [leased.key for batch in [*batches, *more] for leased in batch]
    assert sorted(keys) == sorted(f"{person.name} first" for person in crowd)


async def test_a_page_shows_what_came_after_and_the_newest_are_known(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    async with database.write() as connection:
        ids = await outbox.show(connection, [draft(amina, name, lane="web") for name in ("a", "b", "c")], clock())
        await outbox.show(connection, [draft(boyana, "other", lane="web")], clock())
    async with database.read() as connection:
        assert [shown.id for shown in await pages.page(connection, amina.address_id, 0, 2)] == ids[1:]
        assert [shown.body["message"]["text"] for shown in await pages.page(connection, amina.address_id, ids[1], 9)] == ["c"]
        assert await pages.newest(connection, [amina.address_id]) == {amina.address_id: ids[2]}
    assert await claim(database, "one", clock(), lane="web") == []

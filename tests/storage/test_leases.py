"""Leases are taken without waiting for anybody, and by the indexes that there are for it."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot.channels.base import UNLIMITED
from storage import lanes, leases, outbox, people
from storage.db import Database
from storage.outbox import NO_CHANNEL
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.storage.people_here import LANE, claim, draft, meet, post, queue, rows, statuses

LEASE = timedelta(seconds=30)


async def test_whose_turn_is_running_is_left_for_the_next_time_and_nobody_waits_in_a_circle(database: Database, clock: Clock) -> None:
    """A turn has her address and then wants the lane; a worker has the lane and then wants addresses."""
    if database.is_sqlite:
        return  # one writer: there is no circle
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await queue(database, clock(), draft(amina, "for Amina", outbox.BROADCAST), draft(boyana, "for Boyana", outbox.BROADCAST))
    async with database.write() as turn:
        await people.lock(turn, "telegram", AMINA.telegram)
        async with asyncio.timeout(5):
            taken = await claim(database, "a worker", clock())
        assert [one.key for one in taken] == ["for Boyana"]
        assert await outbox.post(turn, [draft(amina, "her reply")], "web", clock(), LEASE, UNLIMITED)
    assert [one.key for one in await claim(database, "a worker", clock())] == ["for Amina"]


async def test_what_lies_in_a_lane_that_is_no_more_holds_up_nobody_and_fails_in_the_end(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "by another bot", lane="tg:999"))
    assert len(await post(database, [draft(amina, "by this one")], clock())) == 1
    clock.passes(26 * 3600)
    async with database.write() as connection:
        assert await outbox.abandon(connection, clock() - timedelta(hours=25), 10) == 2
    assert [(row["status"], row["reason"]) for row in await rows(database)] == [("failed", NO_CHANNEL)] * 2


async def test_what_is_put_off_until_tomorrow_is_not_given_up(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    (id,) = await post(database, [draft(amina, "one")], clock())
    async with database.write() as connection:
        await outbox.retry(connection, id, "one", clock() + timedelta(hours=24), "not today", counts=False)
    clock.passes(26 * 3600)
    async with database.write() as connection:
        assert await outbox.abandon(connection, clock() - timedelta(hours=25), 10) == 0
    assert await statuses(database) == ["queued"]


async def test_no_look_at_the_queue_reads_what_was_sent_long_ago(sqlite_url: str, clock: Clock) -> None:
    """SQLite uses a partial index only where the query says the same words as the index."""
    database, said = Database(sqlite_url, bytes(32)), list[tuple[str, Any]]()

    def listen(_connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "message" in statement:
            said.append((statement, parameters))

    amina = await meet(database, AMINA, clock())
    event.listen(Engine, "before_cursor_execute", listen)
    try:
        async with database.write() as connection:
            await outbox.post(connection, [draft(amina, "one")], "one", clock(), LEASE, UNLIMITED)
            await leases.is_due(connection, LANE, clock())
            await leases.claim(connection, LANE, "one", clock(), LEASE, 20, UNLIMITED)
            await leases.release(connection, "one", clock())
            await outbox.abandon(connection, clock(), 10)
            await outbox.stop_broadcasts(connection, LANE, "halted", clock())
            await lanes.slots(connection, LANE, UNLIMITED, clock())
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    plans = [(statement, await plan(database, statement, parameters)) for statement, parameters in said]
    assert len(plans) >= 7
    assert [
        statement for statement, steps in plans if any(step.startswith("SCAN message") for step in steps if "USING INDEX ix_" not in step)
    ] == []
    await database.close()


def reads_all(step: str) -> bool:
    return step.startswith("SCAN message") and "INDEX ix_message_" not in step


async def plan(database: Database, statement: str, parameters: Any) -> list[str]:
    async with database.read() as connection:
        raw = await connection.run_sync(lambda sync: sync.connection.driver_connection)
    assert raw is not None
    return [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()]

"""The chores go on, whatever goes wrong in one of them."""

import asyncio
import logging
import sqlite3
from datetime import timedelta
from uuid import uuid4

import pytest

from bot import chores as module
from bot.chores import EVERY, MONTH, Chores
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.dialogue.state import State
from storage import people, sqlite
from storage.db import Database
from tests.clock import Clock
from tests.groups.filled import put_round
from tests.groups.world import World
from tests.house import house

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """All plans and words, read once."""
    return read_catalogue()


@pytest.fixture
def world(database: Database, clock: Clock, catalogue: Catalogue) -> World:
    """Nobody is there yet."""
    return World(database, clock, house(catalogue))


def chores_of(world: World) -> Chores:
    return Chores(world.database, world.house.catalogue, 24, world.clock)


async def pin(world: World, table: str, id: str) -> None:
    """Whoever deletes that row gets an error."""
    kind = "uuid" if table == "person" and not world.database.is_sqlite else "bigint" if table == "message" else "char(32)"
    async with world.database.write() as connection:
        await connection.exec_driver_sql(f"CREATE TABLE pin_{table} (id {kind} REFERENCES {table} (id))")
        await connection.exec_driver_sql(f"INSERT INTO pin_{table} VALUES ('{id}')")


async def came_in(world: World, id: str) -> None:
    await world.put("inbox", channel="web", id=id, received_at=world.clock() - 9 * DAY, status="done")


async def put_message(world: World, key: str) -> None:
    """An old one, to somebody who agreed."""
    amina, now = await world.meet("amina"), world.clock()
    async with world.database.write() as connection:
        await people.remember(connection, amina.person_id, State(consent=True).to_json(), now)
    values = {"lane": "x", "priority": 0, "status": "sent", "due_at": now, "body": {}, "created_at": now - 40 * DAY}
    await world.put("message", key=key, person_id=amina.person_id, address_id=amina.address_id, **values)


async def test_an_error_in_one_chore_or_with_one_person_does_not_stop_the_others(world: World, caplog: pytest.LogCaptureFixture) -> None:
    who = [await world.meet(f"vreemd {number}") for number in range(4)]
    for key in ("geheim", "nieuw"):
        await put_message(world, key)
    pinned = sorted(one.person_id for one in who)[1]
    await pin(world, "person", pinned.hex if world.database.is_sqlite else str(pinned))
    await pin(world, "message", "1")
    await came_in(world, "1")
    world.clock.now += 2 * DAY
    chores = chores_of(world)
    with caplog.at_level(logging.INFO):
        await chores.once()
    amina = (await world.meet("amina")).person_id
    assert {row["id"] for row in await world.rows("person")} == {pinned, amina}
    assert await world.rows("inbox") == []
    failed = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert {getattr(record, "chore", getattr(record, "person", "")) for record in failed} == {"messages", str(pinned)}
    await came_in(world, "2")
    await chores.once()
    assert len(await world.rows("inbox")) == 1  # what is broken is not tried again each minute
    world.clock.now += EVERY
    await chores.once()
    assert await world.rows("inbox") == []


async def test_it_is_swept_at_the_start_and_every_six_hours(world: World) -> None:
    chores = chores_of(world)
    for passes, left in ((timedelta(0), 0), (EVERY - timedelta(seconds=1), 1), (timedelta(seconds=1), 0)):
        world.clock.now += passes
        await came_in(world, str(uuid4()))
        await chores.once()
        assert len(await world.rows("inbox")) == left


async def test_a_round_whose_time_is_up_is_closed_within_a_minute(world: World) -> None:
    boyana = await world.meet("boyana")
    await put_round(world, await world.group(boyana, "Laak"))
    chores = chores_of(world)
    await chores.once()
    await world.change("round", version=world.house.catalogue.version(3), closes_at=world.clock() + timedelta(seconds=60))
    for closed in (False, True):
        await chores.once()
        assert [row["closed_on"] is not None for row in await world.rows("round")] == [closed]
        world.clock.passes(60)


async def test_what_was_never_sent_goes_after_a_day_and_what_was_after_thirty(world: World) -> None:
    boyana = await world.meet("boyana")
    group, now = await world.group(boyana, "Laak"), world.clock()
    for status, ended in (("draft", None), ("done", now), ("waiting", None)):
        values = {"lookup": status, "digest": "", "body": {}, "left_out": {}, "made_at": now, "due_at": now + 40 * DAY, "ended_at": ended}
        await world.put("broadcast", group_id=group, person_id=boyana.person_id, status=status, **values)
    chores = chores_of(world)
    for passes, left in ((DAY, 3), (timedelta(seconds=1), 2), (29 * DAY, 1), (99 * DAY, 1)):
        world.clock.now += passes
        await chores.sweep()
        assert len(await world.rows("broadcast")) == left


async def test_a_database_that_is_away_is_waited_for(
    sqlite_url: str, clock: Clock, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "MINUTE", 0.01)
    monkeypatch.setattr(sqlite, "PATIENCE", 0.01)
    world = World(Database(sqlite_url), clock, house(catalogue))
    await came_in(world, "1")
    other = sqlite3.connect(str(world.database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    running = asyncio.create_task(chores_of(world).run())
    await asyncio.sleep(0.5)
    assert len(await world.rows("inbox")) == 1
    assert {record.getMessage() for record in caplog.records} == {"chore waits"}
    other.execute("COMMIT")
    other.close()
    for _ in range(300):
        if not await world.rows("inbox"):
            break
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await world.rows("inbox") == []
    await world.database.close()


async def test_a_server_that_is_not_there_is_told_in_one_line(clock: Clock, catalogue: Catalogue, caplog: pytest.LogCaptureFixture) -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/x", bytes(32))
    chores = Chores(database, catalogue, 24, clock)
    for _ in range(2):
        await chores.once()
    assert {record.getMessage() for record in caplog.records} == {"chore waits"}
    assert all(record.exc_info is None for record in caplog.records)
    await database.close()


async def test_the_limit_of_the_operator_counts(world: World) -> None:
    boyana = await world.meet("boyana")
    await world.group(boyana, "Laak")
    world.clock.now += MONTH * 3 + timedelta(seconds=1)
    for months, left in ((4, 1), (3, 0)):
        assert await Chores(world.database, world.house.catalogue, months, world.clock).sweep()
        assert len(await world.rows("group")) == left

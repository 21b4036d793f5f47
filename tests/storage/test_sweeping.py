"""Sweeping beside others: no two get in each other's way, and nobody is swept while she writes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.chores import MONTH, MOST, Chores
from bot.dialogue.asks import Appoint
from bot.dialogue.catalogue import Catalogue, read_catalogue
from storage import groups, people, sweeping, tables
from storage.db import Database
from tests.clock import Clock
from tests.conftest import KEY
from tests.groups.filled import put_round, put_sheet
from tests.groups.world import World
from tests.house import house
from tests.person import Person, put_together

KEEP = MONTH * 24
AGREED = {"version": 2, "consent": True}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """All plans and words, read once."""
    return read_catalogue()


@pytest.fixture
def world(database: Database, clock: Clock, catalogue: Catalogue) -> World:
    """Nobody is there yet."""
    return World(database, clock, house(catalogue))


@pytest.fixture
async def other(database_url: str, world: World) -> AsyncIterator[World]:
    """The same database, as another process has it."""
    database = Database(database_url, KEY)
    yield World(database, world.clock, world.house)
    await database.close()


def chores(world: World) -> Chores:
    return Chores(world.database, world.house.catalogue, 24, world.clock)


async def backlog(world: World) -> None:
    """Something of everything that is to go, in groups that overlap, and somebody who stays."""
    women = [await world.meet(f"vrouw {number}") for number in range(12)]
    for number, one in enumerate(women[:4]):
        group = await world.group(one, f"groep {number}")
        for place in range(1, 6):
            await world.join(women[(number + place * (1 if number % 2 else 3)) % 12], one, group)
        for closed in (True, False):
            await put_sheet(world, one.person_id, await put_round(world, group, closed=closed), p="x")
        await put_sheet(world, one.person_id, p="x")
        for key in range(30):
            values = {"lane": "x", "priority": 0, "status": "sent", "due_at": world.clock(), "body": {}, "created_at": world.clock()}
            await world.put("message", key=f"{number} {key}", person_id=one.person_id, address_id=one.address_id, **values)
            await world.put("inbox", channel="web", id=f"{number} {key}", received_at=world.clock(), status="done")
    for number in range(20):
        await world.meet(f"vreemd {number}")
    world.clock.now += KEEP + timedelta(days=1)
    stays = await world.meet("blijft")
    async with world.database.write() as connection:
        await people.remember(connection, stays.person_id, AGREED, world.clock())


async def test_two_processes_sweep_at_once(world: World, other: World) -> None:
    await backlog(world)
    swept = await asyncio.gather(chores(world).sweep(), chores(other).sweep(), chores(other).sweep())
    assert all(swept)
    await chores(world).sweep()  # what one left to another that was just about to
    left = {name: rows for name, rows in (await world.everything()).items() if rows}
    assert set(left) == {"person", "address", "conversation"}
    assert [len(rows) for rows in left.values()] == [1, 1, 1]


async def test_it_goes_in_parts(world: World) -> None:
    """Each in a transaction of its own, and others write between them."""
    for number in range(7):
        await world.put("inbox", channel="web", id=str(number), received_at=world.clock(), status="done")
    before = world.clock() + timedelta(seconds=1)
    gone = []
    for _ in range(4):
        async with world.database.write() as connection:
            gone.append(await sweeping.old_inbox(connection, before, 3))
    assert gone == [3, 3, 1, 0]


async def test_a_huge_backlog_goes_in_small_transactions(world: World) -> None:
    async with world.database.write() as connection:
        for number in range(MOST * 3 + 1):
            row = {"channel": "web", "id": str(number), "received_at": world.clock(), "status": "done"}
            await connection.execute(tables.inbox.insert().values(row))
    world.clock.now += timedelta(days=9)
    steps: list[int] = []  # rows deleted; 0 is the end of a transaction

    def deleted(_connection: Connection, cursor: Any, statement: str, *_rest: object) -> None:
        steps.extend([cursor.rowcount] if statement.startswith("DELETE FROM inbox") else [])

    def committed(_connection: Connection) -> None:
        steps.append(0)

    event.listen(Engine, "after_cursor_execute", deleted)
    event.listen(Engine, "commit", committed)
    try:
        await chores(world).sweep()
    finally:
        event.remove(Engine, "after_cursor_execute", deleted)
        event.remove(Engine, "commit", committed)
    assert steps[:8] == [MOST, 0, MOST, 0, MOST, 0, 1, 0]
    assert MOST <= 500


async def test_what_another_process_deletes_just_now_is_not_waited_for(postgres_url: str, clock: Clock) -> None:
    one, other = Database(postgres_url, KEY), Database(postgres_url, KEY)
    async with one.write() as connection:
        for number in range(5):
            row = {"channel": "web", "id": str(number), "received_at": clock(), "status": "done"}
            await connection.execute(tables.inbox.insert().values(row))
    async with one.write() as first, other.write() as second:
        before = clock() + timedelta(seconds=1)
        assert await sweeping.old_inbox(first, before, 3) == 3
        assert await asyncio.wait_for(sweeping.old_inbox(second, before, 9), 5) == 2
    await one.close()
    await other.close()


async def test_who_writes_while_she_is_about_to_be_swept_stays(world: World, other: World) -> None:
    """She holds her conversation: the sweep waits, looks again, and leaves her alone."""
    amina = await world.meet("amina")
    async with world.database.write() as connection:
        await people.remember(connection, amina.person_id, AGREED, world.clock())
    world.clock.now += KEEP + timedelta(seconds=1)
    async with world.database.read() as connection:
        assert [one.person_id for one in await sweeping.idle(connection, world.clock() - KEEP, None, 9)] == [amina.person_id]
    async with world.database.write() as connection:
        await people.lock(connection, "telegram", "amina")
        swept = asyncio.create_task(remove(other, amina.person_id))
        await asyncio.sleep(0.3)
        assert not swept.done()
        await people.remember(connection, amina.person_id, AGREED | {"place": "menu"}, world.clock())
    assert await swept is False
    assert {row["id"] for row in await world.rows("person")} == {amina.person_id}


async def test_who_leads_is_looked_at_when_nobody_else_changes_that(postgres_url: str, clock: Clock, catalogue: Catalogue) -> None:
    """Two coordinators who go at the same moment, in two processes, must not each count on the other."""
    worlds = [World(Database(postgres_url, KEY), clock, house(catalogue)) for _ in range(2)]
    boyana = await worlds[0].meet("boyana")
    group = await worlds[0].group(boyana, "Laak")
    await worlds[0].join(await worlds[0].meet("amina"), boyana, group)
    await worlds[0].do(boyana, Appoint(group, 2))
    clock.now += KEEP + timedelta(seconds=1)
    async with worlds[0].database.write() as connection:
        await groups.lock(connection, group)
        swept = asyncio.create_task(remove(worlds[1], boyana.person_id))
        await asyncio.sleep(0.3)
        assert not swept.done()
    assert await swept
    for world in worlds:
        await world.database.close()


async def remove(world: World, person_id: UUID) -> bool:
    async with world.database.write() as connection:
        return await sweeping.remove(connection, person_id, world.clock() - KEEP)


async def test_who_writes_just_after_she_was_swept_is_met_anew(world: World, other: World) -> None:
    for number in range(8):
        parts, terminal = put_together(world.database, world.clock, world.house.catalogue)
        amina = Person(parts, terminal, world.clock, f"amina {number}")
        await amina.say("/start")
        await amina.say("ja")
        world.clock.now += KEEP + timedelta(seconds=1)
        said, _ = await asyncio.gather(amina.say("menu"), chores(other).sweep())
        assert "Wat wil je doen?" in said or "Mag ik jouw antwoorden bewaren?" in said
        assert len(await world.rows("person")) == 1
        world.clock.now += KEEP + timedelta(seconds=1)
        await chores(world).sweep()


async def test_old_answers_of_her_own_wait_for_her_to_finish_her_turn(world: World, other: World) -> None:
    """Else she would write an answer into what is just being deleted."""
    amina = await world.meet("amina")
    sheet = await put_sheet(world, amina.person_id, p="x")
    world.clock.now += KEEP + timedelta(days=1)
    values = {"submission_id": sheet, "prompt": "q", "options": ["ja"], "number": None, "words": "nieuw", "done": True}
    async with world.database.write() as connection:
        await people.lock(connection, "telegram", "amina")
        swept = asyncio.create_task(remove_sheets(other, amina.person_id))
        await asyncio.sleep(0.3)
        assert not swept.done()
        await connection.execute(tables.answer.insert().values(**values))
    assert await swept == 1
    assert await world.rows("answer") == []
    with pytest.raises(IntegrityError):
        await world.put("answer", **values)


async def remove_sheets(world: World, person_id: UUID) -> int:
    async with world.database.write() as connection:
        return await sweeping.remove_old_sheets(connection, person_id, world.clock() - KEEP)

"""SQLite in one process and beside others: nobody waits in vain, nothing is half written."""

import asyncio
import sqlite3
from uuid import uuid4

import pytest
from sqlalchemy import insert

from storage import sqlite, tables
from storage.db import Database
from tests.clock import Clock
from tests.storage.counting import count


@pytest.fixture
async def database(sqlite_url: str) -> Database:
    """SQLite only, whatever the other tests use."""
    return Database(sqlite_url)


async def note(database: Database, clock: Clock, name: str) -> None:
    async with database.write() as connection:
        values = {"channel": "web", "id": name, "received_at": clock(), "status": "done"}
        await connection.execute(insert(tables.inbox), values)
        await asyncio.sleep(0)  # another one tries to come between


async def test_many_writers_take_turns(database: Database, clock: Clock) -> None:
    await asyncio.gather(*(note(database, clock, str(number)) for number in range(50)))
    assert await count(database, "inbox") == 50
    await database.close()


async def test_while_another_process_writes_we_wait_without_holding_up_the_rest(database: Database, clock: Clock) -> None:
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(note(database, clock, "one"))
    for _ in range(20):
        await asyncio.sleep(0.005)  # this loop goes on ...
    assert await count(database, "inbox") == 0  # ... and so do readers
    assert not waiting.done()
    other.execute("COMMIT")
    await asyncio.wait_for(waiting, 5)
    assert await count(database, "inbox") == 1
    other.close()
    await database.close()


async def test_who_waits_too_long_is_told_so_and_nothing_is_written(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Exception, match="database is locked"):
        await note(database, clock, "one")
    other.execute("COMMIT")
    other.close()
    await note(database, clock, "two")  # and the next one gets its turn
    assert await count(database, "inbox") == 1
    await database.close()


async def test_whoever_is_cancelled_leaves_the_database_usable(database: Database, clock: Clock) -> None:
    for number in range(20):
        task = asyncio.create_task(note(database, clock, f"cancelled {number}"))
        for _ in range(number % 4):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    before = await count(database, "inbox")
    await note(database, clock, "last")
    assert await count(database, "inbox") == before + 1
    await database.close()


async def fail_halfway(database: Database, clock: Clock) -> None:
    async with database.write() as connection:
        await connection.execute(insert(tables.person), {"id": uuid4(), "created_at": clock()})
        raise ZeroDivisionError


async def test_an_error_undoes_everything_before_it(database: Database, clock: Clock) -> None:
    with pytest.raises(ZeroDivisionError):
        await fail_halfway(database, clock)
    assert await count(database, "person") == 0
    await database.close()

"""Another key: all is sealed with the new one, or nothing has changed."""

import asyncio
import base64
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, Table, select, type_coerce

from storage import codes, people, rekey, tables
from storage.db import Database, Unusable
from storage.rekey import HASHED, PAGE, hashed, sealed
from storage.sealed import Blinded, SealedBytes, SealedJson, SealedText, Vault, WrongKey
from tests.clock import Clock
from tests.conftest import KEY
from tests.storage.planted import CODE, NUMBER, PLANTED, plant

ROOT = Path(__file__).parents[2]
NEW = bytes(reversed(range(32)))
# kill -9 after so many rows
KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
seen = 0
@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global seen
    seen += statement.startswith("UPDATE")
    if seen > int(os.environ["ROWS"]):
        os.kill(os.getpid(), signal.SIGKILL)
from bot.__main__ import main
sys.exit(main(["rekey"]))
"""


def command(url: str, old: bytes | None, new: bytes | None, *, rows: int | None = None) -> subprocess.CompletedProcess[str]:
    """`stappenbot rekey` in a process of its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("STAPPENBOT_")}
    env |= {"PYTHONPATH": str(ROOT), "STAPPENBOT_DATABASE_URL": url, "ROWS": str(rows)}
    for name, key in (("SECRET_KEY", old), ("NEW_SECRET_KEY", new)):
        env |= {f"STAPPENBOT_{name}": base64.b64encode(key).decode()} if key else {}
    program = ["-m", "bot", "rekey"] if rows is None else ["-c", KILLED]
    return subprocess.run([sys.executable, *program], env=env, cwd=Path(__file__).parent, capture_output=True, text=True, timeout=60)


async def everything_opens(url: str, key: bytes | None) -> None:
    """With this key all is there, and is found."""
    database = Database(url, key)
    await database.check_key()
    async with database.write() as connection:
        for (name, column), planted in PLANTED.items():
            kept = tables.metadata.tables[name].c[column]
            assert planted in repr((await connection.execute(select(kept))).scalars().all()), (name, column)
        assert await people.lock(connection, "telegram", NUMBER)
        assert await codes.find(connection, CODE, [codes.INVITE], datetime.now(UTC))
    await database.close()


async def nothing_opens(url: str, key: bytes | None) -> None:
    """With this key not a single value can be read or found, and the program does not start."""
    database = Database(url, key)
    with pytest.raises(Unusable):
        await database.check_key()
    async with database.read() as connection:
        for table in tables.metadata.sorted_tables:
            for column in sealed(table):
                for raw in (await connection.execute(select(type_coerce(column, LargeBinary)).where(column.is_not(None)))).scalars():
                    with pytest.raises(WrongKey):
                        Vault(key).open(raw)
        assert await people.find(connection, "telegram", NUMBER) is None
        assert await codes.find(connection, CODE, [codes.INVITE], datetime.now(UTC)) is None
    await database.close()


async def planted(url: str, clock: Clock, key: bytes | None) -> None:
    database = Database(url, key)
    await database.check_key()
    await plant(database, clock())
    await database.close()


async def kept(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All bytes as they stand there."""
    database = Database(url)
    async with database.read() as connection:
        names = {table.name: [_raw(column) for column in table.columns] for table in tables.metadata.sorted_tables}
        found = {name: [tuple(row) for row in (await connection.execute(select(*columns))).all()] for name, columns in names.items()}
    await database.close()
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _raw(column: "Column[object]") -> "Column[object]":
    unreadable = isinstance(column.type, SealedText | SealedJson | SealedBytes | Blinded)
    return type_coerce(column, LargeBinary) if unreadable else column  # type: ignore[return-value]


async def test_with_the_new_key_all_is_there_and_with_the_old_one_nothing(database_url: str, clock: Clock) -> None:
    await planted(database_url, clock, KEY)
    done = await asyncio.to_thread(command, database_url, KEY, NEW)
    assert (done.returncode, done.stderr) == (0, "")
    rows = sum(len(rows) for name, rows in (await kept(database_url)).items() if name in {table for table, _ in [*PLANTED, *HASHED]})
    assert done.stdout.startswith(f"{rows} rows are sealed with the new key. Set STAPPENBOT_SECRET_KEY to it")
    await everything_opens(database_url, NEW)
    await nothing_opens(database_url, KEY)


async def test_what_was_kept_without_a_key_can_get_one_and_its_bytes_are_gone(sqlite_url: str, clock: Clock) -> None:
    await planted(sqlite_url, clock, None)
    let_go_of(sqlite_url, "gewist toen er nog niets overschreven werd")
    done = await asyncio.to_thread(command, sqlite_url, None, NEW)
    assert done.returncode == 0
    await everything_opens(sqlite_url, NEW)
    assert [words for words in PLANTED.values() if words in in_files(sqlite_url)] == []
    assert in_files(sqlite_url).count("gewist toen") == 0


def let_go_of(url: str, words: str) -> None:
    """Words that an older version deleted, which left them in free pages."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("CREATE TABLE old (words)")
        connection.executemany("INSERT INTO old VALUES (?)", [[words * 50]] * 50)
        connection.execute("DROP TABLE old")
        connection.commit()
    assert in_files(url).count(words) > 0


def in_files(url: str) -> str:
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*")).decode(errors="replace")


async def test_a_wrong_present_key_changes_nothing_and_says_so_in_a_sentence(database_url: str, clock: Clock) -> None:
    await planted(database_url, clock, KEY)
    before = await kept(database_url)
    done = await asyncio.to_thread(command, database_url, bytes(32), NEW)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "STAPPENBOT_SECRET_KEY: what is kept there was made with another SECRET_KEY" in done.stderr
    assert await kept(database_url) == before


async def test_a_value_that_another_key_sealed_stops_it_and_nothing_has_changed(database_url: str, clock: Clock) -> None:
    await planted(database_url, clock, KEY)
    stranger = Database(database_url, NEW)
    async with stranger.write() as connection:
        await connection.execute(tables.remark.update().values(words="van elders"))
    await stranger.close()
    before = await kept(database_url)
    done = await asyncio.to_thread(command, database_url, KEY, NEW)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "STAPPENBOT_SECRET_KEY: This was sealed with another key." in done.stderr
    assert await kept(database_url) == before


@pytest.mark.parametrize(("new", "sentence"), [(None, "is missing. Make a key with `stappenbot key`"), (b"kort", "is not 32 bytes")])
def test_without_a_new_key_it_says_what_to_do(sqlite_url: str, new: bytes | None, sentence: str) -> None:
    done = command(sqlite_url, KEY, new)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"STAPPENBOT_NEW_SECRET_KEY {sentence}" in done.stderr


@pytest.mark.parametrize("rows", [0, 4, 11])
async def test_kill_9_in_the_middle_leaves_everything_as_it_was(database_url: str, clock: Clock, rows: int) -> None:
    await planted(database_url, clock, KEY)
    before = await kept(database_url)
    done = await asyncio.to_thread(command, database_url, KEY, NEW, rows=rows)
    assert done.returncode == -signal.SIGKILL
    assert await kept(database_url) == before
    await everything_opens(database_url, KEY)
    assert (await asyncio.to_thread(command, database_url, KEY, NEW)).returncode == 0
    await everything_opens(database_url, NEW)


async def test_any_number_of_rows_goes_page_by_page(database_url: str, clock: Clock) -> None:
    database, count = Database(database_url, KEY), PAGE * 2 + 1
    person = await plant(database, clock())
    async with database.write() as connection:
        for number in range(count):
            row = {"lookup": f"code {number}", "code": f"code {number}", "kind": "link", "person_id": person, "made_at": clock()}
            await connection.execute(tables.metadata.tables["code"].insert().values(row))
            await people.meet(connection, "web", f"sessie {number}", clock())
            aside = {"channel": "web", "id": str(number), "received_at": clock(), "status": "aside", "body": f"raar {number}"}
            await connection.execute(tables.inbox.insert().values(aside))
    await rekey.rekey(database, Vault(KEY), Vault(NEW))
    await database.close()
    opened = Database(database_url, NEW)
    async with opened.read() as connection:
        for number in range(count):
            assert await people.find(connection, "web", f"sessie {number}"), number
            assert await codes.find(connection, f"code {number}", ["link"], clock()), number
        bodies = set((await connection.execute(select(tables.inbox.c.body))).scalars())
        assert bodies == {f"raar {number}" for number in range(count)} | {PLANTED["inbox", "body"]}
    await opened.close()


async def test_a_program_that_was_not_stopped_waits_and_nothing_of_it_is_passed_over(postgres_url: str, clock: Clock) -> None:
    await planted(postgres_url, clock, KEY)
    running = Database(postgres_url, KEY)
    async with running.write() as connection:
        await people.meet(connection, "web", "op het nippertje", clock())
        changing = asyncio.create_task(asyncio.to_thread(command, postgres_url, KEY, NEW))
        await asyncio.sleep(2)
        assert not changing.done()
    assert (await changing).returncode == 0
    await running.close()
    opened = Database(postgres_url, NEW)
    async with opened.read() as connection:
        assert await people.find(connection, "web", "op het nippertje")
    await opened.close()


def test_every_kind_of_sealed_column_is_known_to_it_and_every_hash_has_a_source() -> None:
    """A new one would stay behind with the old key, and be lost with it."""
    kinds = {type(column.type) for table in tables.metadata.sorted_tables for column in table.columns}
    assert {kind for kind in kinds if kind.__module__ == Vault.__module__} == {SealedText, SealedJson, SealedBytes, Blinded}
    blinded = {(table.name, column.name) for table in tables.metadata.sorted_tables for column in hashed(table)}
    assert blinded == set(HASHED)
    for (name, _), source in HASHED.items():
        assert source is None or source in {column.name for column in sealed(tables.metadata.tables[name])}


async def test_a_hash_without_a_known_source_stops_it_before_anything_is_changed(
    sqlite_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await planted(sqlite_url, clock, KEY)
    before = await kept(sqlite_url)
    more = MetaData()
    Table("nieuw", more, Column("id", Blinded, primary_key=True))
    monkeypatch.setattr(rekey, "metadata", more)
    database = Database(sqlite_url, KEY)
    with pytest.raises(rekey.Unhashed, match=r"nieuw\.id"):
        await rekey.rekey(database, Vault(KEY), Vault(NEW))
    await database.close()
    assert await kept(sqlite_url) == before

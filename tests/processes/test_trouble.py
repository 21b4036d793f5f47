"""Replies while processes are killed, the database is away, or the disk is full: nothing is lost."""

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, make_url, select

from storage.db import Database
from storage.tables import inbox, message
from storage.trouble import FULL
from tests.cast import Person
from tests.conftest import KEY
from tests.processes.house import FIRST, HEADERS, fill, killed, processes, until
from tests.telegram_stub import TelegramStub
from tests.updates import says
from tests.web.running import free_port

AWAY = 20.0  # seconds without a database
USERS, TURNS = 8, 12


@dataclass
class Platform:
    """Brings what people do, each person's in order, and again until it hears 200, as Telegram does."""

    url: str
    seen: Counter[int] = field(default_factory=Counter)  # statuses that it heard
    brought: int = 0

    async def bring(self, users: int, turns: int, pause: float) -> None:
        """All of them type, each so many times."""
        await asyncio.gather(*(self._person(number, turns, pause) for number in range(users)))

    async def _person(self, number: int, turns: int, pause: float) -> None:
        person = Person("", "Laak", str(FIRST + number))
        async with httpx.AsyncClient(timeout=10) as client:
            for turn in range(turns):
                await self._until_taken(client, says(person, f"woord {turn}", datetime.now(UTC)))
                self.brought += 1
                await asyncio.sleep(pause)

    async def _until_taken(self, client: httpx.AsyncClient, update: dict[str, object]) -> None:
        while True:
            try:
                status = (await client.post(f"{self.url}/webhooks/telegram", json=update, headers=HEADERS)).status_code
            except httpx.TransportError:
                status = 0
            self.seen[status] += 1
            if status == 200:
                return
            await asyncio.sleep(0.1)


async def all_answered(database: Database, count: int) -> bool:
    """Whether each thing that was brought has its one reply, and all of them are out."""
    async with database.read() as connection:
        query = select(message.c.status, func.count().label("many")).where(message.c.key.startswith("reply:")).group_by(message.c.status)
        rows = {row.status: row.many for row in (await connection.execute(query)).all()}
    return rows == {"sent": count}


async def test_through_kills_of_a_server_every_word_is_answered_and_at_most_what_was_in_flight_twice(
    shared: Database, postgres_url: str, telegram: TelegramStub
) -> None:
    await fill(shared, USERS)
    async with processes(postgres_url, telegram.url, QUICK_RATE="500") as house:
        await house.worker()
        server, url = await house.server()
        port = int(url.rpartition(":")[2])
        platform = Platform(url)
        bringing = asyncio.create_task(platform.bring(USERS, TURNS, 0.15))
        for kill in range(3):
            await until(partial(_brought, platform, (kill + 1) * 20), 30)
            await killed(server)
            server, _ = await house.server(port)
        await bringing
        await until(lambda: all_answered(shared, USERS * TURNS), 30)
    replies = len(telegram.called("sendMessage")) + len(telegram.called("editMessageText"))
    assert USERS * TURNS <= replies <= USERS * TURNS + 3 * USERS  # each of them had one in flight at most when it was killed
    assert await inboxes(shared) == USERS * TURNS


async def _brought(platform: Platform, many: int) -> bool:
    return platform.brought >= many


async def inboxes(database: Database) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(inbox)))


class Line:
    """Between the program and its database: it can be cut."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._up = True
        self._writers: set[asyncio.StreamWriter] = set()

    async def open(self) -> int:
        """Listen; returns the port."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Whatever is connected is cut off, and nobody gets through."""
        self._up = False
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self._up = True

    async def close(self) -> None:
        self.cut()
        self._server.close()
        await asyncio.sleep(0.1)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._up:
            writer.transport.abort()
            return
        there, to = await asyncio.open_connection("127.0.0.1", self._to)
        self._writers |= {writer, to}
        try:
            await asyncio.gather(_pump(reader, to), _pump(there, writer))
        finally:
            self._writers -= {writer, to}
            writer.transport.abort()
            to.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[tuple[Line, str]]:
    """A line, and the address of the database at its near end."""
    parts = make_url(url)
    assert parts.port
    line = Line(parts.port)
    port = await line.open()
    try:
        yield line, parts.set(port=port).render_as_string(hide_password=False)
    finally:
        await line.close()


async def test_while_the_database_is_away_the_platform_hears_5xx_and_brings_it_again_until_all_is_kept(
    shared: Database, postgres_url: str, telegram: TelegramStub
) -> None:
    await fill(shared, USERS)
    async with line_to(postgres_url) as (line, near), processes(near, telegram.url, QUICK_RATE="500") as house:
        _, url = await house.server()
        platform = Platform(url)
        bringing = asyncio.create_task(platform.bring(USERS, TURNS, 0.1))
        await until(lambda: _brought(platform, 20), 30)
        line.cut()
        since, before = time.monotonic(), platform.brought
        await asyncio.sleep(AWAY)
        assert time.monotonic() - since >= AWAY
        assert platform.brought - before <= USERS  # what was kept just before it went, and not yet told
        line.mend()
        await bringing
        await until(lambda: all_answered(shared, USERS * TURNS), 30)
    assert set(platform.seen) == {200, 503}
    assert platform.seen[200] == USERS * TURNS == await inboxes(shared)


async def test_on_a_full_disk_the_platform_hears_5xx_the_log_says_why_and_nothing_is_half_written(
    sqlite_url: str, telegram: TelegramStub, capfd: pytest.CaptureFixture[str]
) -> None:
    file, port = Path(str(make_url(sqlite_url).database)), free_port()
    database = Database(sqlite_url, KEY)
    await fill(database, USERS)
    platform = Platform(f"http://127.0.0.1:{port}")
    async with processes(sqlite_url, telegram.url, QUICK_PAGES=str(file.stat().st_size // 4096 + 12)) as house:
        await house.server(port)
        bringing = asyncio.create_task(platform.bring(USERS, TURNS, 0.02))
        await until(lambda: _refused(platform), 30)
        assert (await _get(f"{platform.url}/chat")) == 200  # what only reads goes on
    assert FULL in capfd.readouterr().err
    with closing(sqlite3.connect(file)) as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        came, answered = (look.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("inbox", "message"))
    assert came == answered > 0  # each with its reply, or not there at all
    async with processes(sqlite_url, telegram.url) as house:  # there is room again
        await house.server(port)
        await bringing
        await until(lambda: all_answered(database, USERS * TURNS), 30)
    assert await inboxes(database) == USERS * TURNS
    await database.close()


async def _refused(platform: Platform) -> bool:
    return platform.seen[503] >= USERS


async def _get(url: str) -> int:
    async with httpx.AsyncClient() as client:
        return (await client.get(url)).status_code

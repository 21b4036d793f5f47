"""The live part of the chat, over a real connection to the real program."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator

import anyio
import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message

from bot.dialogue import message
from bot.web import stream
from bot.web.session import Session
from bot.web.stream import Streams
from storage import outbox, people
from storage.db import Database
from tests.clock import Clock
from tests.web.conftest import browser
from tests.web.running import Running, running

TOKEN = "b" * 43


@pytest.fixture
def program(database_url: str) -> Iterator[Running]:
    """The program, on each kind of database."""
    with running(database_url) as started:
        yield started


@pytest.fixture
async def amina(program: Running, database: Database, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Amina's browser; she is known."""
    async with database.write() as connection:
        await people.meet(connection, "web", Session(TOKEN).address, clock())
    async with httpx.AsyncClient(base_url=program.url, cookies={"sid": TOKEN}, timeout=10) as client:
        yield client


async def _say(database: Database, clock: Clock, *texts: str) -> None:
    """Another process has something to say to Amina."""
    async with database.write() as connection:
        found = await people.lock(connection, "web", Session(TOKEN).address)
        assert found
        bodies = [{"message": message.Message(text).to_json()} for text in texts]
        drafts = [
            outbox.Draft(f"hand:{text}", found.person_id, found.address_id, "web", body) for text, body in zip(texts, bodies, strict=True)
        ]
        await outbox.show(connection, drafts, clock())


class Ear:
    """Reads a stream event by event."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()
        self.last = ""

    async def texts(self) -> list[str]:
        """The bubbles of the next event."""
        data: list[str] = []
        async with asyncio.timeout(5):
            async for line in self._lines:
                self.last = line[4:] if line.startswith("id: ") else self.last
                data += [line[6:]] if line.startswith("data: ") else []
                if not line and data:
                    break
        return re.findall(r'<p class="bubble" dir="auto">(.*?)</p>', "\n".join(data), re.DOTALL)


async def test_what_another_process_says_appears_soon(amina: httpx.AsyncClient, database: Database, clock: Clock) -> None:
    async with amina.stream("GET", "/chat/stream") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["x-accel-buffering"] == "no"
        assert "content-encoding" not in response.headers
        assert response.headers["x-content-type-options"] == "nosniff"
        ear = Ear(response)
        await asyncio.sleep(0.8)  # the stream is quiet
        since = time.monotonic()
        await _say(database, clock, "Dag Amina")
        assert await ear.texts() == ["Dag Amina"]
        assert time.monotonic() - since < 3  # and half a second where nothing else runs


async def test_a_tap_wakes_her_other_pages_at_once(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "POLL", 60)
    async with app.router.lifespan_context(app), browser(app) as amina:
        await amina.begin()
        heard: asyncio.Queue[bytes] = asyncio.Queue()

        async def receive() -> Message:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            await heard.put(message.get("body", b""))

        cookie = f"sid={amina.client.cookies['sid']}".encode()
        scope = {"type": "http", "method": "GET", "path": "/chat/stream", "query_string": b"after=1", "headers": [(b"cookie", cookie)]}
        task = asyncio.create_task(app(scope, receive, send))
        assert await heard.get() == b""  # the headers
        await asyncio.sleep(0.3)  # all is quiet
        await amina.press("Ja, dat is goed")
        async with asyncio.timeout(5):
            assert b"Wat wil je doen?" in await heard.get()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_broken_stream_goes_on_where_it_was(amina: httpx.AsyncClient, database: Database, clock: Clock) -> None:
    async with amina.stream("GET", "/chat/stream") as response:
        ear = Ear(response)
        await _say(database, clock, "een", "twee")
        assert await ear.texts() == ["een", "twee"]
    await _say(database, clock, "drie")
    async with amina.stream("GET", "/chat/stream", headers={"Last-Event-ID": ear.last}) as response:
        ear = Ear(response)
        assert await ear.texts() == ["drie"]
        await _say(database, clock, "vier")
        assert await ear.texts() == ["vier"]
    async with amina.stream("GET", "/chat/stream", params={"after": ear.last}) as response:
        await _say(database, clock, "vijf")
        assert await Ear(response).texts() == ["vijf"]


async def test_one_session_has_five_streams_at_most(amina: httpx.AsyncClient) -> None:
    opened = [amina.stream("GET", "/chat/stream") for _ in range(5)]
    for one in opened:
        assert (await one.__aenter__()).status_code == 200
    await asyncio.sleep(0.2)
    assert (await amina.get("/chat/stream")).status_code == 429
    for one in opened:
        await one.__aexit__(None, None, None)
    await asyncio.sleep(0.2)
    async with amina.stream("GET", "/chat/stream") as again:
        assert again.status_code == 200


async def test_it_stops_at_once_and_without_a_word_of_error_with_an_open_stream(
    program: Running, amina: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    async with amina.stream("GET", "/chat/stream") as response:
        assert response.status_code == 200
        await asyncio.sleep(0.3)
        assert await asyncio.to_thread(program.stop) < 6  # and half a second where nothing else runs
        assert [line async for line in response.aiter_lines() if line.startswith("data")] == []  # ends as it should
    assert "ERROR" not in capfd.readouterr().err


async def test_a_stream_to_a_database_that_is_away_ends(database: Database) -> None:
    streams = Streams(database)
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP TABLE message")
    assert [fresh async for fresh in streams.follow(1, 0, anyio.Event())] == []
    assert not streams.full(1)


async def test_the_one_look_goes_on_after_the_database_was_away(database: Database, clock: Clock) -> None:
    async with database.write() as connection:
        await people.meet(connection, "web", Session(TOKEN).address, clock())
        address_id = await people.find(connection, "web", Session(TOKEN).address)
        await connection.exec_driver_sql("ALTER TABLE message RENAME TO gone")
    assert address_id
    streams = Streams(database)
    with streams._bell(address_id) as bell:
        look = asyncio.create_task(streams.run())
        await asyncio.sleep(0.2)
        async with database.write() as connection:
            await connection.exec_driver_sql("ALTER TABLE gone RENAME TO message")
        await _say(database, clock, "terug")
        async with asyncio.timeout(3):
            await bell.wait()
    look.cancel()
    with pytest.raises(asyncio.CancelledError):
        await look

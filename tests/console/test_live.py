"""The live parts, over a real connection to the real site: what changes comes by itself, to each who looks."""

# ruff: noqa: SIM117 - nested, they say who listens to what

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Message

from bot.dialogue.asks import StepDown
from bot.web.console import live
from tests.console.house import logged_in, site_of
from tests.groups.playing import Play, gather
from tests.groups.world import World


@pytest.fixture
async def play(world: World, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Three women; what they do is seen at once."""
    monkeypatch.setattr(live, "PAUSE", 0.02)
    return await gather(world, 3)


class Listener:
    """A browser that listens: the events of one stream."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, path: str, last: str = "") -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = [(b"cookie", cookie.encode()), (b"last-event-id", last.encode())] if last else [(b"cookie", cookie.encode())]
        where, _, query = path.partition("?")
        self._scope = {"type": "http", "method": "GET", "path": where, "raw_path": where.encode(), "query_string": query.encode()}
        self._scope |= {
            "headers": headers,
            "http_version": "1.1",
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 1),
        }
        self._app = app
        self._gone = asyncio.Event()
        self._came: asyncio.Queue[str] = asyncio.Queue()
        self.status = 0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Listener":
        self._task = asyncio.create_task(self._app(self._scope, self._receive, self._send))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        assert self._task
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _receive(self) -> Message:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif b"data:" in message.get("body", b""):
            self._came.put_nowait(message["body"].decode())

    async def next(self) -> str:
        """The next event."""
        async with asyncio.timeout(20):
            return await self._came.get()

    async def ended(self) -> None:
        """The stream is over."""
        assert self._task
        async with asyncio.timeout(20):
            await self._task

    @property
    def quiet(self) -> bool:
        """Nothing has come."""
        return self._came.empty()


@asynccontextmanager
async def running(play: Play) -> AsyncIterator[FastAPI]:
    """The site with what runs beside it."""
    app = site_of(play.world)
    async with app.router.lifespan_context(app):
        yield app


async def test_answers_come_by_themselves_to_two_coordinators(play: Play) -> None:
    round = await play.open()
    await play.appoint("Amina")
    path = f"/console/{play.group}/answers/{round}/live"
    boyana, amina = play.women["Boyana"], play.women["Amina"]
    async with running(play) as app, logged_in(app, play.world, boyana) as one, logged_in(app, play.world, amina) as two:
        async with Listener(app, one, path) as first, Listener(app, two, path) as second:
            assert "0 van 3 hebben geantwoord" in await first.next()
            assert "0 van 3 hebben geantwoord" in await second.next()
            for name in ("Amina", "Boyana", "Carla"):
                await play.answer(name, round, 0)
            [seen] = re.findall(r'data-seen="(\w+)"', (await one.get(path.removesuffix("/live"))).text)
            for listener in (first, second):
                assert "3 van 3 vrouwen kiezen" in await until(listener, seen)


async def until(listener: Listener, seen: str) -> str:
    """The event with that stamp."""
    while f"id: {seen}" not in (event := await listener.next()):
        continue
    return event


async def test_who_has_the_newest_already_hears_nothing_until_it_changes(play: Play) -> None:
    round = await play.open()
    path = f"/console/{play.group}/live"
    async with running(play) as app, logged_in(app, play.world, play.women["Boyana"]) as boyana:
        async with Listener(app, boyana, path) as first:
            seen = (await first.next()).split("id: ")[1].split()[0]
        async with Listener(app, boyana, path, last=seen) as again, Listener(app, boyana, f"{path}?seen={seen}") as fresh:
            await asyncio.sleep(0.2)
            assert again.quiet
            assert fresh.quiet
            await play.answer("Amina", round, 0, most=1)
            assert "1 van 3 heeft geantwoord" in await again.next()
            assert "1 van 3 heeft geantwoord" in await fresh.next()


async def test_the_page_carries_the_stamp_of_what_it_shows(play: Play) -> None:
    await play.open()
    async with running(play) as app, logged_in(app, play.world, play.women["Boyana"]) as boyana:
        page = (await boyana.get(f"/console/{play.group}")).text
        [seen] = re.findall(r'data-seen="(\w+)"', page)
        async with Listener(app, boyana, f"/console/{play.group}/live?seen={seen}") as listener:
            await asyncio.sleep(0.2)
            assert listener.quiet


async def test_who_is_no_coordinator_any_more_hears_nothing_more(play: Play) -> None:
    round = await play.open()
    await play.appoint("Amina")
    async with running(play) as app, logged_in(app, play.world, play.women["Boyana"]) as boyana:
        async with Listener(app, boyana, f"/console/{play.group}/live") as listener:
            await listener.next()
            await play.told("Boyana", StepDown(play.group))
            await play.answer("Carla", round, 0, most=1)
            await listener.ended()
            assert listener.quiet


async def test_one_login_has_no_more_than_a_few_streams(play: Play) -> None:
    path = f"/console/{play.group}/live"
    async with running(play) as app, logged_in(app, play.world, play.women["Boyana"]) as boyana:
        async with Listener(app, boyana, path) as one, Listener(app, boyana, path) as two, Listener(app, boyana, path) as three:
            for listener in (one, two, three):
                await listener.next()
            assert (await boyana.get(path)).status_code == 429


async def test_nothing_is_kept_of_streams_that_are_over(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[live.Live] = []
    monkeypatch.setattr(live.Live, "__init__", _noting(made, live.Live.__init__))
    async with running(play) as app, logged_in(app, play.world, play.women["Boyana"]) as boyana:
        async with Listener(app, boyana, f"/console/{play.group}/live") as listener:
            await listener.next()
            assert made[0]._watched
        assert not made[0]._watched
        assert not made[0]._open


def _noting(made: list[live.Live], begin):  # type: ignore[no-untyped-def]
    def init(self: live.Live, *arguments: object) -> None:
        made.append(self)
        begin(self, *arguments)

    return init

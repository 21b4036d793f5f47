"""Boyana at her console, in a real browser: the demo group, and a group of her own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.demo import STAGE, demo_code, demo_login
from bot.dialogue.catalogue import read_catalogue
from bot.groups.house import House, Table, Who
from storage.db import Database
from storage.people import NOBODY
from tests.conftest import KEY
from tests.house import house
from tests.journeys.screen import Screen, opened
from tests.web.running import Running, running


def now() -> datetime:
    """Journeys run on the real clock."""
    return datetime.now(UTC)


def filled(empty: Path, folder: Path) -> Path:
    """A database with the demo group."""
    path = Path(shutil.copy(empty, folder / "demo.db"))

    async def fill() -> None:
        database = Database(f"sqlite:///{path}", KEY)
        await demo_code(database, read_catalogue(), now)
        await database.close()

    asyncio.run(fill())
    return path


@contextmanager
def program_with(demo: Path, folder: Path) -> Iterator[Running]:
    """The program on a copy of it."""
    for name in ("demo.db", "demo.db-wal", "demo.db-shm"):
        if (demo.parent / name).exists():
            shutil.copy(demo.parent / name, folder / name)
    with running(f"sqlite:///{folder / 'demo.db'}", command="demo") as program:
        yield program


async def link_into(program: Running) -> str:
    """A link that logs in whoever leads the demo group."""
    database = Database(program.database_url, KEY)
    made = house()
    at = House(made.catalogue, made.links, made.creation, made.dice, public_url=program.url)
    async with database.write() as connection:
        link = await demo_login(Table(connection, at, Who(NOBODY, 0, STAGE, ""), now()))
    await database.close()
    return link


@asynccontextmanager
async def console_of(browser: Browser, program: Running, size: str = "phone", *, script: bool = True) -> AsyncIterator[Screen]:
    """The demo group's first page."""
    async with opened(browser, program.url, size, script=script) as screen:  # type: ignore[arg-type]  # a name in SIZES
        await screen.page.goto(await link_into(program))
        await screen.page.get_by_role("button", name="Log hier in").click()
        await expect(screen.page.get_by_role("heading", name="Nu te doen")).to_be_visible()
        yield screen


async def log_in(screen: Screen) -> None:
    """She asks for a link in the chat, and follows it."""
    await screen.say("inloggen")
    await screen.reads("Dit is jouw link")
    link = screen.newest.locator('a[href*="/console/login"]')
    await screen.page.goto(str(await link.get_attribute("href")))
    await screen.page.get_by_role("button", name="Log hier in").click()
    await expect(screen.page.get_by_role("heading", name="Nu te doen")).to_be_visible()

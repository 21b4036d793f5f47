"""The real program, and a real browser."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as BrowserError

from tests.browser import NONE, installed
from tests.journeys.coordinating import filled, program_with
from tests.journeys.screen import Screen, opened
from tests.web.running import Running, running

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo group, to be copied."""
    return filled(sqlite_template, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo_program(demo: Path, tmp_path: Path) -> Iterator[Running]:
    """The program with the demo group."""
    with program_with(demo, tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def program(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The program on a fresh database. Each journey is somebody else's, with a group of her own, so a module shares one."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("program") / "test.db")
    with running(f"sqlite:///{path}") as started:
        yield started


@pytest.fixture
def door(sqlite_url: str) -> Iterator[Running]:
    """The program as on a server: the web chat asks for a code."""
    with running(sqlite_url, web_chat="code") as started:
        yield started


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium, else the one that Playwright installed; one for all journeys, each of which opens a fresh profile."""
    async with async_playwright() as playwright:
        path = installed()
        try:
            started = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        except BrowserError as error:
            if path or "Executable doesn't exist" not in str(error):
                raise
            if os.environ.get("CI") == "true":
                pytest.fail(NONE)
            pytest.skip(NONE)  # and told loudly at the end
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def amina(browser: Browser, program: Running) -> AsyncIterator[Screen]:
    """Amina's phone."""
    async with opened(browser, program.url) as screen:
        yield screen


@pytest_asyncio.fixture(loop_scope="session", params=["phone", "desktop"])
async def screen(request: pytest.FixtureRequest, browser: Browser, program: Running) -> AsyncIterator[Screen]:
    """A phone, and after that a desktop."""
    async with opened(browser, program.url, request.param) as screen:
        yield screen

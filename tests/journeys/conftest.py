"""The real program, and a real browser."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as BrowserError

from tests.journeys.screen import Screen, opened
from tests.web.running import Running, running

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "THE JOURNEYS DID NOT RUN: there is no browser. Get one with `apt-get install chromium` or `playwright install chromium`."


@pytest.fixture
def program(sqlite_url: str) -> Iterator[Running]:
    """The program on a fresh database."""
    with running(sqlite_url) as started:
        yield started


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Debian's chromium, else the one that Playwright installed."""
    async with async_playwright() as playwright:
        path = CHROMIUM if CHROMIUM.exists() else None
        try:
            started = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        except BrowserError as error:
            if path or "Executable doesn't exist" not in str(error):
                raise
            if os.environ.get("CI") == "true":
                pytest.fail(NO_BROWSER)
            pytest.skip(NO_BROWSER)
        yield started
        await started.close()


@pytest.fixture
async def amina(browser: Browser, program: Running) -> AsyncIterator[Screen]:
    """Amina's phone."""
    async with opened(browser, program.url) as screen:
        yield screen


@pytest.fixture(params=["phone", "desktop"])
async def screen(request: pytest.FixtureRequest, browser: Browser, program: Running) -> AsyncIterator[Screen]:
    """A phone, and after that a desktop."""
    async with opened(browser, program.url, request.param) as screen:
        yield screen


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip that nobody sees is a test that nobody runs."""
    if any(NO_BROWSER in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NO_BROWSER, red=True, bold=True)

"""What all tests share: databases, a clock, and a local Telegram."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings
from sqlalchemy import make_url

from bot.channels.base import UNLIMITED
from bot.channels.telegram import TelegramChannel
from bot.channels.whatsapp import WhatsAppChannel
from storage.db import Database
from storage.migrate import migrate
from tests import postgres
from tests.browser import NONE
from tests.clock import Clock
from tests.telegram_stub import TOKEN, TelegramStub
from tests.whatsapp_stub import WhatsAppStub

KEY = bytes(range(32))


class Spare(NamedTuple):
    """Empty databases, and what tells that their tables are as they should be."""

    shape: str
    urls: list[str]


# The same examples in each run, so that a run tells of the change and not of luck.
# HYPOTHESIS_PROFILE=search looks further, each time elsewhere.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is moved: `clock.passes(5)`."""
    return Clock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One server for all tests of this process."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> Iterator[str]:
    """The name of a database with all tables and nothing in them."""
    url = postgres_server.create()
    _make_tables(url)
    yield str(make_url(url).database)
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nothing in them."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh SQLite database with all tables."""
    path = shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_spare(postgres_server: postgres.Server, postgres_template: str) -> Iterator[Spare]:
    """Databases that a test is done with: they are emptied for the next one, as making one takes long."""
    shape = postgres_server.shape(make_url(postgres_server.url).set(database=postgres_template).render_as_string(hide_password=False))
    spare = Spare(shape, [])
    yield spare
    for url in spare.urls:
        postgres_server.drop(url)


@pytest.fixture
def postgres_url(postgres_server: postgres.Server, postgres_template: str, postgres_spare: Spare) -> Iterator[str]:
    """The address of a Postgres database with all tables and nothing in them."""
    url = postgres_spare.urls.pop() if postgres_spare.urls else postgres_server.create(postgres_template)
    yield url
    if postgres_server.shape(url) == postgres_spare.shape:
        postgres_server.empty(url)
        postgres_spare.urls.append(url)
    else:
        postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database with all tables: the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh database with all tables, sealed with KEY: the test runs once on each kind."""
    opened = Database(database_url, KEY)
    yield opened
    await opened.close()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStub]:
    """A local server that answers like Telegram."""
    async with TelegramStub() as stub:
        yield stub


@pytest.fixture
async def channel(telegram: TelegramStub) -> AsyncIterator[TelegramChannel]:
    """Our channel to the local Telegram."""
    opened = TelegramChannel(TOKEN, telegram.url)
    opened.rate = UNLIMITED  # the clock of a test stands still
    yield opened
    await opened.close()


@pytest.fixture
async def meta() -> AsyncIterator[WhatsAppStub]:
    """A local server that answers like Meta."""
    async with WhatsAppStub() as stub:
        yield stub


@pytest.fixture
async def whatsapp(meta: WhatsAppStub) -> AsyncIterator[WhatsAppChannel]:
    """Our channel to the local Meta."""
    opened = WhatsAppChannel(meta.settings())
    yield opened
    await opened.close()


def _make_tables(url: str) -> None:
    async def make() -> None:
        database = Database(url, KEY)
        try:
            await migrate(database)
        finally:
            await database.close()

    asyncio.run(make())


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` rewrites the transcripts with what the bot says now."""
    parser.addoption("--update", action="store_true", help="rewrite the transcripts with what the bot says now")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A skip that nobody sees is a test that nobody runs."""
    if any(NONE in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NONE, red=True, bold=True)

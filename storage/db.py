"""The way to the database: one engine on Postgres, a writer and a reader on SQLite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, insert, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import tables
from storage.sealed import Vault, lend

CHECK = "stappenbot"


class Unusable(Exception):
    """The database can't be used as it is set. Its text says what to do."""


def driver_url(text: str) -> URL:
    """The address of a database with the driver we use. Raises Unusable."""
    try:
        url = make_url(text)
    except Exception as error:
        raise Unusable("it is no address of a database. Write sqlite:///file.db or postgresql://user:password@host/name.") from error
    drivers = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    family = url.get_backend_name()
    if family not in drivers:
        raise Unusable(f"{family} is not supported. Use sqlite:///file.db or postgresql://user:password@host/name.")
    return url.set(drivername=drivers[family])


class Database:
    """Transactions on the database at `url`; words are sealed with `key`."""

    def __init__(self, url: str, key: bytes | None = None) -> None:
        self.url = driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            # One writer at a time is all SQLite has: waiting in our own queue is fair, its busy loop is not.
            self._writer = _sqlite(self.url, "BEGIN IMMEDIATE", 1)
            self._reader = _sqlite(self.url, "BEGIN", 5)
        else:
            self._writer = self._reader = create_async_engine(
                self.url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True
            )
        vault = Vault(key)
        for engine in (self._writer, self._reader):
            lend(engine.dialect, vault)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is kept, or nothing."""
        async with self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A look at what is kept, without keeping writers waiting."""
        async with self._reader.connect() as connection:
            yield connection

    async def check_key(self) -> None:
        """Raises Unusable when what is kept was sealed with another key, or with none."""
        table = tables.installation
        async with self.write() as connection:
            if await connection.scalar(select(table.c.id).where(table.c.check == CHECK)):
                return
            if await connection.scalar(select(table.c.id)):
                raise Unusable("what is kept there was made with another SECRET_KEY, or without one. Set the key it was made with.")
            await connection.execute(insert(table).values(id=1, check=CHECK))

    async def close(self) -> None:
        """Let go of all connections."""
        await self._writer.dispose()
        await self._reader.dispose()


def _sqlite(url: URL, begin: str, size: int) -> AsyncEngine:
    memory = url.database in (None, "", ":memory:")
    if memory:
        raise Unusable("a database in memory would forget everything. Name a file: sqlite:///stappenbot.db.")
    Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(url, pool_size=size, max_overflow=0, hide_parameters=True)  # errors are logged, words are not

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # what was accepted survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine

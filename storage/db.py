"""The way to the database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection as Sync
from sqlalchemy import CursorResult, Dialect, Executable, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from storage import tables
from storage.sealed import Vault, lend
from storage.sqlite import Sqlite
from storage.upsert import insert_into

CHECK = "stappenbot"
CONNECTIONS = 10  # of one process to Postgres

T = TypeVar("T")
P = ParamSpec("P")


class Unusable(Exception):
    """The database can't be used as it is set. Its text says what to do."""


class Connection(Protocol):
    """One transaction. SQLAlchemy's AsyncConnection is it for Postgres, `storage.sqlite.Direct` for SQLite."""

    @property
    def dialect(self) -> Dialect: ...
    async def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]: ...
    async def scalar(self, statement: Executable) -> Any: ...
    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]: ...
    async def run_sync(self, fn: Callable[Concatenate[Sync, P], T], *arg: P.args, **kw: P.kwargs) -> T: ...


Transaction = Callable[[], AbstractAsyncContextManager[Connection]]


class Postgres:
    """A server, for any number of processes."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._engine = create_async_engine(
            url, pool_size=CONNECTIONS, max_overflow=0, hide_parameters=True
        )  # errors are logged, words are not
        self._places = asyncio.Semaphore(CONNECTIONS)  # the pool lets newcomers push in; here whoever waits longest is next
        lend(self._engine.dialect, vault)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        async with self._places, self._engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """A look at what is kept."""
        async with self._places, self._engine.connect() as connection:
            yield connection

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()


def driver_url(text: str) -> URL:
    """The address of a database with the driver we use. Raises Unusable."""
    try:
        url = make_url(text)
    except Exception as error:
        raise Unusable("it is no address of a database. Write sqlite:///file.db or postgresql://user:password@host/name.") from error
    drivers = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+pysqlite"}
    family = url.get_backend_name()
    if family not in drivers:
        raise Unusable(f"{family} is not supported. Use sqlite:///file.db or postgresql://user:password@host/name.")
    if family == "sqlite" and url.database in (None, "", ":memory:"):
        raise Unusable("a database in memory would forget everything. Name a file: sqlite:///stappenbot.db.")
    mode = url.query.get("sslmode")
    if mode:  # as providers write it; asyncpg has another name for it
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return url.set(drivername=drivers[family])


class Database:
    """Transactions on the database at `url`; words are sealed with `key`. Raises Unusable."""

    def __init__(self, url: str, key: bytes | None = None) -> None:
        self.url = driver_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._kept: Sqlite | Postgres = Sqlite(self.url, Vault(key)) if self.is_sqlite else Postgres(self.url, Vault(key))
        self.write: Transaction = self._kept.write  # all of it is kept, or nothing
        self.read: Transaction = self._kept.read  # keeps no writer waiting

    async def check_key(self) -> None:
        """Raises Unusable when what is kept was sealed with another key, or with none."""
        table = tables.installation
        async with self.write() as connection:  # other processes may be starting too: whoever is first says which key it is
            new = insert_into(connection.dialect.name, table).values(id=1, check=CHECK)
            await connection.execute(new.on_conflict_do_nothing())
            if await connection.scalar(select(table.c.id).where(table.c.check == CHECK)) is None:
                raise Unusable("what is kept there was made with another SECRET_KEY, or without one. Set the key it was made with.")

    async def close(self) -> None:
        """Let go of all connections."""
        await self._kept.close()

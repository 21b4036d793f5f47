"""SQLite without a thread per statement: statements take microseconds, only a commit waits for the disk."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Engine, Executable, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError

from storage.sealed import Vault, lend

PATIENCE = 10.0  # seconds that we wait while another process writes
PAUSE = 0.005  # seconds between looks whether it is done

T = TypeVar("T")
P = ParamSpec("P")


class Direct:
    """A connection with the awaitable face of SQLAlchemy's asynchronous one; what it does is done at once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        """SQLite's."""
        return self._connection.dialect

    async def execute(self, statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run a statement."""
        return self._connection.execute(statement, parameters)

    async def scalar(self, statement: Executable) -> Any:
        """The first value of the first row, or None."""
        return self._connection.scalar(statement)

    async def exec_driver_sql(self, statement: str) -> CursorResult[Any]:
        """Run SQL as it is."""
        return self._connection.exec_driver_sql(statement)

    async def run_sync(self, fn: Callable[Concatenate[Connection, P], T], *arg: P.args, **kw: P.kwargs) -> T:
        """Call a function that knows only SQLAlchemy's plain connections."""
        return fn(self._connection, *arg, **kw)


class Sqlite:
    """One file. SQLite has one writer at a time, so here they queue for it: that is fair, and its own busy loop is not."""

    def __init__(self, url: URL, vault: Vault) -> None:
        Path(str(url.database)).absolute().parent.mkdir(parents=True, exist_ok=True)
        self._writer = _engine(url, "BEGIN IMMEDIATE", vault)
        self._reader = _engine(url, "BEGIN", vault)
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Direct]:
        """One transaction: all of it is kept, or nothing."""
        async with self._turn:
            with self._writer.connect() as connection:
                await _begin(connection)
                try:
                    yield Direct(connection)
                except BaseException:
                    connection.rollback()
                    raise
                await _to_the_end(connection.commit)  # it waits for the disk, so it may not hold up everything else

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Direct]:
        """A look at what is kept, which never waits for a writer."""
        with self._reader.connect() as connection:
            yield Direct(connection)

    async def close(self) -> None:
        """Let go of all connections."""
        self._writer.dispose()
        self._reader.dispose()


async def _begin(connection: Connection) -> None:
    """Begin; while another process writes, wait without holding up this one."""
    clock = asyncio.get_running_loop().time
    until = clock() + PATIENCE
    while True:
        try:
            connection.begin()
        except OperationalError as error:
            connection.rollback()
            busy = isinstance(error.orig, sqlite3.OperationalError) and error.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
            if not busy or clock() > until:
                raise
            await asyncio.sleep(PAUSE)
        else:
            return


async def _to_the_end(function: Callable[[], None]) -> None:
    """Run it in a thread; when we are cancelled meanwhile, wait for it all the same, because it uses our connection."""
    running = asyncio.get_running_loop().run_in_executor(None, function)
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _engine(url: URL, begin: str, vault: Vault) -> Engine:
    engine = create_engine(url, max_overflow=-1, hide_parameters=True)  # errors are logged, words are not
    lend(engine.dialect, vault)

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")  # what was accepted survives a power cut
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only let go of
        cursor.execute("PRAGMA busy_timeout=0")  # from here on we wait ourselves
        cursor.close()

    @event.listens_for(engine, "begin")
    def _says_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine

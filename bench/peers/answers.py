"""Where the peers keep an answer: one row, one commit, over SQLAlchemy Core, as durable as our own bot.

SQLite has WAL and synchronous=FULL, as ours has. The pool is the one SQLAlchemy makes by itself: five connections, and ten more at need.
On SQLite that means that writers wait for each other in its own busy loop; BENCH_POOL=1 gives one connection, where they wait in line.
"""

import os
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, Table, event, insert, make_url
from sqlalchemy.ext.asyncio import create_async_engine

metadata = MetaData()
answer = Table(
    "answer",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("person", BigInteger, nullable=False, index=True),
    Column("question", Integer, nullable=False),
    Column("option", Integer, nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


class Answers:
    """The table of answers."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        on_sqlite = url.get_backend_name() == "sqlite"
        given = os.environ.get("BENCH_POOL")
        size = {"pool_size": int(given), "max_overflow": 0} if given else {}
        self._engine = create_async_engine(url.set(drivername="sqlite+aiosqlite" if on_sqlite else "postgresql+asyncpg"), **size)
        if on_sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare)

    async def open(self) -> None:
        """Make the table."""
        async with self._engine.begin() as connection:
            await connection.run_sync(metadata.create_all)

    async def keep(self, person: int, question: int, option: int) -> None:
        """Commit one answer."""
        values = {"person": person, "question": question, "option": option, "given_at": datetime.now(UTC)}
        async with self._engine.begin() as connection:
            await connection.execute(insert(answer).values(**values))

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()

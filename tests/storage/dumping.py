"""A copy of a Postgres database, as somebody makes one who may."""

import subprocess
from pathlib import Path

from sqlalchemy import text

from storage.db import Database
from storage.tables import metadata
from tests.postgres import _binaries


async def dumped(database: Database) -> bytes:
    """What pg_dump writes; where there is none that fits the server, all rows as the server gives them."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    program = pg_dump()
    if program:
        done = subprocess.run([program, "--inserts", url], capture_output=True, timeout=60)
        if done.returncode == 0:
            return done.stdout
        assert b"server version" in done.stderr, done.stderr  # of another version than ours: TEST_POSTGRES_URL names it
    return await _all_rows(database)


def pg_dump() -> Path | None:
    """The program, if it came along."""
    try:
        program = _binaries() / "pg_dump"
    except RuntimeError:
        return None
    return program if program.exists() else None


async def _all_rows(database: Database) -> bytes:
    async with database.read() as connection:
        tables = [await connection.execute(text(f'SELECT t::text FROM "{table.name}" t')) for table in metadata.sorted_tables]
        return "\n".join(row for table in tables for row in table.scalars()).encode()

"""Brings the tables to the shape that this version of the program needs."""

from pathlib import Path

from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.db import Database

FOLDER = Path(__file__).parents[1] / "alembic"
LOCK = 7_317_001  # any number, the same in every process


async def migrate(database: Database, target: str = "head") -> None:
    """Up to `target`, or down to it when it is 'base' or an earlier revision; two processes take turns."""
    async with database.write() as connection:
        if not database.is_sqlite:
            await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        await connection.run_sync(_run, target)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def _run(connection: Connection, target: str) -> None:
    config = _config()
    config.attributes["connection"] = connection
    known = [script.revision for script in ScriptDirectory.from_config(config).iterate_revisions(_current(connection) or "base", "base")]
    if target == "base" or target in known:
        downgrade(config, target)
    else:
        upgrade(config, target)


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def is_current(database: Database) -> bool:
    """Whether the tables have the newest shape. Raises what the database raises when it can't be reached."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    async with database.read() as connection:
        return await connection.run_sync(_current) == head

"""The migrations make the tables that the program knows, on both databases."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage.db import Database
from storage.migrate import is_current, migrate
from storage.tables import metadata


def _differences(connection: Connection) -> list[Any]:
    # SQLite knows no identity columns, so their defaults can be compared on Postgres only.
    opts = {"compare_type": True, "compare_server_default": connection.dialect.name != "sqlite"}
    return list(compare_metadata(MigrationContext.configure(connection, opts=opts), metadata))


def _names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


async def test_migrations_and_tables_agree(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.run_sync(_differences) == []


async def test_a_difference_would_be_noticed(database: Database) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql("DROP INDEX ix_message_waiting")
        await connection.exec_driver_sql("ALTER TABLE wish ADD COLUMN because INTEGER")
    async with database.read() as connection:
        assert len(await connection.run_sync(_differences)) == 2


async def test_migrations_go_down_and_up_again(database: Database) -> None:
    assert await is_current(database)
    await migrate(database, "base")
    assert not await is_current(database)
    async with database.read() as connection:
        assert await connection.run_sync(_names) == {"alembic_version"}
    await migrate(database)
    await migrate(database)  # nothing to do is fine
    assert await is_current(database)
    async with database.read() as connection:
        assert await connection.run_sync(_differences) == []
        assert await connection.run_sync(_names) == {"alembic_version", *metadata.tables}

"""INSERT ... ON CONFLICT, which SQLAlchemy spells per database."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.db import Connection


def insert_into(connection: Connection, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)

"""INSERT ... ON CONFLICT, which SQLAlchemy spells per database."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_into(dialect: str, table: Table) -> "postgresql.Insert | sqlite.Insert":
    """An insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`. `dialect` is its name."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)

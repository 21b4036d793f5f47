"""How much is kept."""

from sqlalchemy import func, select

from storage import tables
from storage.db import Database


async def count(database: Database, table: str) -> int:
    """The rows of a table."""
    async with database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(tables.metadata.tables[table])) or 0)

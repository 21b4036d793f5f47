"""What came in, each thing once."""

from datetime import datetime
from functools import cache

from sqlalchemy import Executable

from storage.db import Connection
from storage.tables import inbox
from storage.upsert import insert_into


async def receive(
    connection: Connection, channel: str, id: str, now: datetime, *, aside: str | None = None, reason: str | None = None
) -> bool:
    """Note that this came in; `aside` is the text of what could not be understood. False: it was here before."""
    status = "done" if aside is None else "aside"
    values = {"channel": channel, "id": id, "received_at": now, "status": status, "body": aside, "reason": reason}
    noted = await connection.execute(_receive(connection.dialect.name), values)
    return noted.scalar_one_or_none() is not None


@cache  # building a statement takes longer than running it, and every turn begins here
def _receive(dialect: str) -> Executable:
    return insert_into(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.id)

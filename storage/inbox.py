"""What came in, each thing once."""

from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Executable, update

from storage.db import Connection
from storage.tables import inbox
from storage.upsert import insert_into


async def receive(
    connection: Connection,
    channel: str,
    id: str,
    now: datetime,
    *,
    aside: str | None = None,
    reason: str | None = None,
    person_id: UUID | None = None,
) -> bool:
    """Note that this came in; `aside` is the text of what could not be understood, `person_id` whose it is. False: it was here before."""
    status = "done" if aside is None else "aside"
    values = {"channel": channel, "id": id, "received_at": now, "status": status, "body": aside, "reason": reason, "person_id": person_id}
    noted = await connection.execute(_receive(connection.dialect.name), values)
    return noted.scalar_one_or_none() is not None


@cache  # building a statement takes longer than running it, and every turn begins here
def _receive(dialect: str) -> Executable:
    return insert_into(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.id)


async def forget(connection: Connection, person_id: UUID) -> None:
    """Blank what was put aside of a person. Its ids stay: what a platform brings again must not be taken as new."""
    hers = update(inbox).where(inbox.c.person_id == person_id)
    await connection.execute(hers.values(status="done", body=None, reason=None, person_id=None))

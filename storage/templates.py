"""The templates at WhatsApp, as they were when Meta last told."""

from datetime import datetime

from sqlalchemy import select

from storage.db import Connection
from storage.sending_tables import template
from storage.upsert import insert_into

APPROVED = "APPROVED"


async def note(connection: Connection, name: str, language: str, status: str, now: datetime) -> None:
    """Meta says this of a template from now on."""
    said = {"status": status, "checked_at": now}
    new = insert_into(connection.dialect.name, template).values(name=name, language=language, **said)
    await connection.execute(new.on_conflict_do_update(index_elements=["name", "language"], set_=said))


async def approved(connection: Connection) -> frozenset[tuple[str, str]]:
    """Name and language of the templates that may be sent."""
    rows = await connection.execute(select(template.c.name, template.c.language).where(template.c.status == APPROVED))
    return frozenset((row.name, row.language) for row in rows.all())

"""Puts people and messages into a database for tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.channels.base import UNLIMITED
from bot.delivery import Delivery
from storage import leases, outbox, people
from storage.db import Database
from storage.tables import address, message
from tests.cast import Person

LANE = "tg:123456"


async def meet(database: Database, person: Person, now: datetime) -> people.Found:
    """Let her write for the first time."""
    async with database.write() as connection:
        await people.meet(connection, "telegram", person.telegram, now)
        found = await people.lock(connection, "telegram", person.telegram)
    assert found is not None
    return found


def draft(to: people.Found, name: str, priority: int = outbox.REPLY, lane: str = LANE) -> outbox.Draft:
    """A message that says its own name."""
    return outbox.Draft(name, to.person_id, to.address_id, lane, {"message": {"text": name}}, priority)


async def post(
    database: Database, drafts: Sequence[outbox.Draft], now: datetime, worker: str = "one", lease: timedelta = timedelta(seconds=15)
) -> list[int]:
    """As a reply: leased to the worker if it may go at once."""
    async with database.write() as connection:
        return await outbox.post(connection, drafts, worker, now, lease, UNLIMITED)


async def claim(
    database: Database, worker: str, now: datetime, most: int = 20, lane: str = LANE, lease: timedelta = timedelta(seconds=30)
) -> list[outbox.Leased]:
    """As a worker does."""
    async with database.write() as connection:
        return (await leases.claim(connection, lane, worker, now, lease, most, UNLIMITED))[0]


async def rows(database: Database) -> list[dict[str, Any]]:
    """All messages, oldest first."""
    async with database.read() as connection:
        return [dict(row._mapping) for row in await connection.execute(select(message).order_by(message.c.id))]


async def statuses(database: Database) -> list[str]:
    """The status of each message, oldest first."""
    return [row["status"] for row in await rows(database)]


async def queue(database: Database, now: datetime, *drafts: outbox.Draft) -> None:
    """Put messages in the outbox that nobody holds."""
    for one in drafts:
        await post(database, [one], now, worker="gone")
    async with database.write() as connection:
        await leases.release(connection, "gone", now)


async def unreachable_since(database: Database, who: people.Found) -> datetime | None:
    """Since when her address can't be reached."""
    async with database.read() as connection:
        since: datetime | None = await connection.scalar(select(address.c.unreachable_since).where(address.c.id == who.address_id))
    return since


async def work_until_idle(delivery: Delivery) -> None:
    """Send all that is due."""
    while await delivery.work():
        pass

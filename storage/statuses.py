"""How a message went, as the platform tells it later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from storage import people
from storage.db import Connection
from storage.outbox import HELD
from storage.tables import message

# What comes later in this list is never taken back by what comes earlier. What failed has failed, and who read it has got it.
STEPS = ("sent", "delivered", "read")
FELL = "!"  # before the id of an attempt that did not come through
OPEN = ("queued", *HELD, "unknown")  # we do not know that it came through


@dataclass(frozen=True)
class Sent:
    """A message that a status is about."""

    id: int
    person_id: UUID
    address_id: int
    lane: str
    priority: int
    status: str
    attempts: int
    body: dict[str, Any]
    broadcast_id: int | None
    external_id: str | None  # of the last attempt; after FELL: that one is known to have failed


async def by_key(connection: Connection, key: str) -> Sent | None:
    """The message with this key, which nobody else changes until the transaction ends. None: there is none, or not any more."""
    address_id = await connection.scalar(select(message.c.address_id).where(message.c.key == key))
    if address_id is None:
        return None
    await people.hold(connection, address_id)  # first, as everywhere: or two would wait for each other
    columns = [message.c[name] for name in Sent.__dataclass_fields__]
    row = (await connection.execute(select(*columns).where(message.c.key == key).with_for_update())).one_or_none()
    return Sent(**row._mapping) if row else None


def of_another_attempt(sent: Sent, external_id: str) -> bool:
    """Whether a failure is told of an attempt that is over: each is told again and again, and only our key is on it besides that id."""
    if not external_id or not sent.external_id:
        return False
    if sent.external_id.startswith(FELL):
        return sent.external_id == FELL + external_id
    return sent.external_id != external_id


def is_news(before: str, status: str) -> bool:
    """Whether a status tells more than the one before it: they come repeated, and in any order."""
    if before in OPEN:
        return True
    if before not in STEPS:
        return False  # failed for good, or cancelled and settled
    return before == "sent" if status == "failed" else STEPS.index(status) > STEPS.index(before)


async def note(connection: Connection, id: int, status: str, reason: str | None = None) -> None:
    """This is how it went. Whoever holds a lease on it finds it lost."""
    values = {"status": status, "reason": reason, "lease_by": None, "lease_until": None}
    await connection.execute(update(message).where(message.c.id == id).values(values))


async def again(connection: Connection, sent: Sent, external_id: str, due_at: datetime, reason: str) -> None:
    """That attempt did not come through, and it is sent once more at that time."""
    values = {"status": "queued", "due_at": due_at, "reason": reason, "lease_by": None, "lease_until": None}
    fell = FELL + (external_id or (sent.external_id or "").removeprefix(FELL))
    await connection.execute(update(message).where(message.c.id == sent.id).values(**values, external_id=fell))

"""What is kept of the messages of a broadcast, when she who made it is forgotten or turns out to be another."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, update

from storage.db import Connection
from storage.outbox import unfinished
from storage.recipients import AT_ONCE, CHAT
from storage.tables import message

TWICE = "she has it on another phone of hers"
PAGE = "web"  # the lane of what is read here, where buttons lead on
MANY = 200  # messages of pages at a time
WAITING = ("queued", "leased")
NEVER = ("failed", "cancelled")


async def unsay(connection: Connection, broadcast_id: int, instead: str) -> None:
    """Away with what the messages of a broadcast say. What was about to go out never does; cancel what had not begun before.

    On a page of the web chat the buttons stay: they lead to what the group may see, and without any she could not go on.
    """
    ours = message.c.broadcast_id == broadcast_id
    begun = {"status": "unknown", "lease_by": None, "lease_until": None}  # it may be out, and must not be tried again
    await connection.execute(update(message).where(ours, message.c.status == "sending").values(**begun))
    await _blank(connection, ours, instead)


async def withhold(connection: Connection, which: ColumnElement[bool]) -> None:
    """What of these is not out never goes: what waits is deleted, and what goes out just now is not tried again."""
    begun = {"status": "unknown", "lease_by": None, "lease_until": None}
    going = update(message).where(which, unfinished(message.c.status), message.c.status == "sending")
    await connection.execute(going.values(**begun))
    await connection.execute(message.delete().where(which, unfinished(message.c.status)))


async def unsay_news(connection: Connection, keys: Sequence[str], instead: str) -> None:
    """The same of what coordinators were told of it; what they were about to be told is deleted."""
    for start in range(0, len(keys), AT_ONCE):
        told = message.c.key.in_(keys[start : start + AT_ONCE])
        await connection.execute(message.delete().where(told, message.c.status.in_(WAITING)))
        await _blank(connection, told, instead)


async def _blank(connection: Connection, which: ColumnElement[bool], instead: str) -> None:
    elsewhere = update(message).where(which, message.c.lane != PAGE)
    await connection.execute(elsewhere.values(body={"message": {"text": instead}}))
    page = select(message.c.id, message.c.body).where(which, message.c.lane == PAGE).order_by(message.c.id).limit(MANY)
    rows = (await connection.execute(page)).all()
    while rows:
        for row in rows:
            body = {"message": {**row.body["message"], "text": instead}}
            await connection.execute(update(message).where(message.c.id == row.id).values(body=body))
        rows = (await connection.execute(page.where(message.c.id > rows[-1].id))).all()


async def once(connection: Connection, gone: UUID, stays: UUID) -> None:
    """Two who turn out to be one get what was sent to both only once, wherever that is not too late."""
    for hers, others in ((gone, stays), (stays, gone)):
        other = message.alias("other")
        has = exists().where(
            other.c.broadcast_id == message.c.broadcast_id,
            other.c.person_id == others,
            other.c.status.not_in(NEVER),
            ~other.c.key.contains(CHAT),
        )
        waiting = update(message).where(message.c.person_id == hers, message.c.status.in_(WAITING), ~message.c.key.contains(CHAT), has)
        await connection.execute(waiting.values(status="cancelled", reason=TWICE, lease_by=None, lease_until=None))

"""Who is logged in to the coordinators' pages, and the links by which they log in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, insert, select, update

from storage.console_tables import login, session
from storage.db import Connection
from storage.tables import address, conversation

DAYS = 30  # from her last visit
NOTED = timedelta(hours=1)  # a visit is noted that often: not each tap is a write


@dataclass(frozen=True)
class Session:
    """Somebody on one device."""

    id: int
    person_id: UUID
    address_id: int
    channel: str  # of that address
    device: str
    made_at: datetime  # when she logged in
    seen_at: datetime
    language: str  # as in her conversation; empty: she chose none


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def offer(connection: Connection, key: str, person_id: UUID, address_id: int, ends_at: datetime) -> None:
    """From now on this key logs her in, once; one that she got before does not any more."""
    await connection.execute(delete(login).where(login.c.person_id == person_id))
    await connection.execute(insert(login).values(lookup=_hash(key), person_id=person_id, address_id=address_id, ends_at=ends_at))


async def offered(connection: Connection, key: str, now: datetime) -> bool:
    """Whether this key would log somebody in. It is not used up by looking."""
    query = select(login.c.person_id).where(login.c.lookup == _hash(key), login.c.ends_at > now)
    return (await connection.execute(query)).first() is not None


async def log_in(connection: Connection, key: str, cookie: str, device: str, now: datetime) -> int | None:
    """Use up the key: whoever holds this cookie is logged in. Returns the session's id. None: the key is not, or no more, of use."""
    used = delete(login).where(login.c.lookup == _hash(key), login.c.ends_at > now).returning(login.c.person_id, login.c.address_id)
    row = (await connection.execute(used)).one_or_none()
    if row is None:
        return None
    hers = {"person_id": row.person_id, "address_id": row.address_id}
    new = insert(session).values(lookup=_hash(cookie), **hers, device=device, made_at=now, seen_at=now).returning(session.c.id)
    return int((await connection.execute(new)).scalar_one())


async def find(connection: Connection, cookie: str, now: datetime) -> Session | None:
    """Who holds this cookie. None: nobody, or it was not used for too long."""
    live = (session.c.lookup == _hash(cookie)) & (session.c.seen_at > now - timedelta(days=DAYS))
    row = (await connection.execute(_sessions().where(live))).one_or_none()
    return None if row is None else Session(**row._mapping)


def _sessions() -> Select[Any]:
    columns = (session.c.id, session.c.person_id, session.c.address_id, session.c.device, session.c.made_at, session.c.seen_at)
    joined = select(*columns, address.c.channel, conversation.c.language).join(address, address.c.id == session.c.address_id)
    return joined.join(conversation, conversation.c.person_id == session.c.person_id)


async def address_of(connection: Connection, person_id: UUID) -> int | None:
    """Her first address, where she would ask for a link. None: she has none."""
    query = select(address.c.id).where(address.c.person_id == person_id).order_by(address.c.id).limit(1)
    found: int | None = await connection.scalar(query)
    return found


async def seen(connection: Connection, id: int, now: datetime) -> None:
    """She was here just now."""
    await connection.execute(update(session).where(session.c.id == id).values(seen_at=now))


async def of_person(connection: Connection, person_id: UUID, now: datetime) -> list[Session]:
    """The devices where she is logged in, the one that was used last first."""
    live = (session.c.person_id == person_id) & (session.c.seen_at > now - timedelta(days=DAYS))
    rows = (await connection.execute(_sessions().where(live).order_by(session.c.seen_at.desc(), session.c.id.desc()))).all()
    return [Session(**row._mapping) for row in rows]


async def end(connection: Connection, person_id: UUID, id: int | None = None) -> None:
    """She is logged out on that device; without one on all of them, and a link that she got does not log in any more."""
    hers = delete(session).where(session.c.person_id == person_id)
    if id is None:
        await connection.execute(delete(login).where(login.c.person_id == person_id))
    await connection.execute(hers if id is None else hers.where(session.c.id == id))


async def forget_ended(connection: Connection, now: datetime) -> None:
    """Delete the links whose time is over, and the sessions that nobody used for too long."""
    await connection.execute(delete(login).where(login.c.ends_at <= now))
    await connection.execute(delete(session).where(session.c.seen_at <= now - timedelta(days=DAYS)))

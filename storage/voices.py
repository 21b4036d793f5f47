"""What was said aloud, with a question or to all groups: noted at once, fetched, and kept until what it belongs to goes."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import exists, func, insert, or_, select, update

from storage.coming_back_tables import contribution
from storage.db import Connection
from storage.sending_tables import voice

Status = Literal["wanted", "kept", "lost"]
WANTED, KEPT, LOST = "wanted", "kept", "lost"


_SOUND = re.compile(r"audio/[a-z0-9.+-]{1,50}")


@dataclass(frozen=True)
class Wanted:
    """A recording that one process may fetch now."""

    id: UUID
    channel: str
    media_id: str  # what the platform calls it
    kind: str  # its media type, if the platform told; empty: it did not
    tries: int  # this one included


@dataclass(frozen=True)
class Noted:
    """A recording in a list."""

    id: UUID
    prompt: str
    minority: bool
    status: Status


@dataclass(frozen=True)
class Recording:
    """What can be played."""

    body: bytes
    kind: str  # its media type


async def note(
    connection: Connection, submission_id: UUID, prompt: str, channel: str, media_id: str, kind: str, now: datetime, *, minority: bool
) -> None:
    """Note that she said something aloud with a prompt: it has to be fetched."""
    values = {"prompt": prompt, "minority": minority, "channel": channel, "media_id": media_id, "kind": _sound(kind)}
    new = {"id": uuid4(), "submission_id": submission_id, "status": WANTED, "due_at": now}
    await connection.execute(insert(voice).values(**values, **new))


async def note_given(connection: Connection, contribution_id: int, channel: str, media_id: str, kind: str, now: datetime) -> None:
    """The same of what she gives to all groups: it belongs to no sheet."""
    values = {"prompt": "", "minority": False, "channel": channel, "media_id": media_id, "kind": _sound(kind)}
    new = {"id": uuid4(), "contribution_id": contribution_id, "status": WANTED, "due_at": now}
    await connection.execute(insert(voice).values(**values, **new))


def _sound(kind: str) -> str | None:
    """A platform's name for a media type, without what stands behind it; None: it is no sound."""
    found = _SOUND.match(kind.lower())
    return found[0] if found else None


async def is_due(connection: Connection, now: datetime) -> bool:
    """Whether anything has to be fetched now."""
    return bool(await connection.scalar(select(exists().where(voice.c.due_at <= now))))


async def claim(connection: Connection, now: datetime, lease: timedelta, most: int) -> list[Wanted]:
    """Up to `most` recordings that have to be fetched now; until the lease is over nobody else gets them."""
    due = select(voice.c.id).where(voice.c.due_at <= now).order_by(voice.c.due_at).limit(most).with_for_update(skip_locked=True)
    taken = update(voice).where(voice.c.id.in_(due.scalar_subquery()), voice.c.due_at <= now)
    columns = (voice.c.id, voice.c.channel, voice.c.media_id, voice.c.kind, voice.c.tries)
    rows = await connection.execute(taken.values(due_at=now + lease, tries=voice.c.tries + 1).returning(*columns))
    return [Wanted(row.id, row.channel, row.media_id or "", row.kind or "", row.tries) for row in rows.all()]


async def keep(connection: Connection, wanted: Wanted, recording: Recording) -> bool:
    """Here it is. False: another process was faster, or it went with its answers meanwhile."""
    return await _settle(connection, wanted, body=recording.body, kind=_sound(recording.kind), media_id=None, status=KEPT, due_at=None)


async def retry(connection: Connection, wanted: Wanted, due_at: datetime) -> bool:
    """It could not be fetched now. False: as with `keep`."""
    return await _settle(connection, wanted, due_at=due_at)


async def lose(connection: Connection, wanted: Wanted) -> bool:
    """It can't be fetched any more; she must be able to see that. False: as with `keep`."""
    return await _settle(connection, wanted, media_id=None, status=LOST, due_at=None)


async def _settle(connection: Connection, wanted: Wanted, **values: object) -> bool:
    """Only whoever claimed it last may say how it went."""
    still = update(voice).where(voice.c.id == wanted.id, voice.c.status == WANTED, voice.c.tries == wanted.tries)
    return (await connection.execute(still.values(**values))).rowcount == 1


async def of(connection: Connection, submission_id: UUID) -> list[Noted]:
    """All recordings of a submission, in an order that tells nothing and stays."""
    columns = (voice.c.id, voice.c.prompt, voice.c.minority, voice.c.status)
    rows = await connection.execute(select(*columns).where(voice.c.submission_id == submission_id).order_by(voice.c.prompt, voice.c.id))
    return [Noted(**row._mapping) for row in rows.all()]


async def any_in(connection: Connection, submission_id: UUID) -> bool:
    """Whether something was said aloud."""
    return bool(await connection.scalar(select(exists().where(voice.c.submission_id == submission_id))))


async def count(connection: Connection, submission_id: UUID) -> int:
    """How many recordings a submission has."""
    query = select(func.count()).select_from(voice).where(voice.c.submission_id == submission_id)
    return int(await connection.scalar(query))


async def recording(connection: Connection, id: UUID) -> Recording | None:
    """The sound itself. None: it is not here, or not any more; what was given to all groups is heard only until it was decided about."""
    undecided = contribution.c.status.in_(("draft", "waiting"))
    query = select(voice.c.body, voice.c.kind).outerjoin(contribution, contribution.c.id == voice.c.contribution_id)
    row = (
        await connection.execute(
            query.where(voice.c.id == id, voice.c.body.is_not(None), or_(voice.c.contribution_id.is_(None), undecided))
        )
    ).one_or_none()
    return Recording(row.body, row.kind or "application/octet-stream") if row else None

"""Who guards what all groups read, and what she decides. Of two who decide at once one wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from storage import contributions
from storage.coming_back_tables import contribution
from storage.contributions import ACCEPTED, DRAFT, OWN, PROPOSED, REFUSED, WAITING, Contribution
from storage.db import Connection
from storage.sending_tables import voice
from storage.tables import message, person

PATIENCE = timedelta(days=14)  # for so long it is tried to tell her
SOUND = "voice"  # the part of a message that leads to a recording


@dataclass(frozen=True)
class News:
    """Something that is to be told of a contribution."""

    id: int
    person_id: UUID | None  # whose it is
    kind: str
    status: str


async def appoint(connection: Connection, person_id: UUID) -> None:
    """She is a moderator from now on."""
    await connection.execute(update(person).where(person.c.id == person_id).values(moderator=True))


async def all_of_them(connection: Connection) -> list[UUID]:
    """Who they are, in an order that stays."""
    query = select(person.c.id).where(person.c.moderator).order_by(person.c.created_at, person.c.id)
    return list((await connection.execute(query)).scalars())


async def dismiss(connection: Connection, person_id: UUID) -> bool:
    """She is none any more, and hears no recording again, on an old page either. False: she was none."""
    was = update(person).where(person.c.id == person_id, person.c.moderator).values(moderator=False)
    if (await connection.execute(was)).rowcount == 0:
        return False
    given = select(voice.c.id).where(voice.c.contribution_id.is_not(None))
    sounds = {str(id) for id in (await connection.execute(given)).scalars()}
    rows = (await connection.execute(select(message.c.id, message.c.body).where(message.c.person_id == person_id))).all()
    for row in rows:
        said = row.body.get("message", {})
        if said.get(SOUND, {}).get("id") in sounds:
            kept = {name: value for name, value in said.items() if name != SOUND}
            await connection.execute(update(message).where(message.c.id == row.id).values(body={**row.body, "message": kept}))
    return True


async def queue(connection: Connection, moderator_id: UUID) -> list[int]:
    """Of what waits and she may decide about, the ids, the oldest first."""
    query = select(contribution.c.id).where(contribution.c.status == WAITING, _hers_to_judge(moderator_id)).order_by(contribution.c.id)
    return list((await connection.execute(query)).scalars())


def _hers_to_judge(moderator_id: UUID) -> ColumnElement[bool]:
    """Her own only where there is nobody else to look at it."""
    others = exists().where(person.c.moderator, person.c.id != moderator_id)
    return or_(contribution.c.person_id.is_(None), contribution.c.person_id != moderator_id, ~others)


async def piece(connection: Connection, id: int, moderator_id: UUID) -> Contribution | None:
    """One that waits. None: it is not there, or waits no more, or is not hers to judge."""
    query = contributions.read().where(contribution.c.id == id, contribution.c.status == WAITING, _hers_to_judge(moderator_id))
    row = (await connection.execute(query)).one_or_none()
    return contributions.made_of(row) if row else None


async def standing(connection: Connection, id: int) -> str:
    """How one that was sent stands. Empty: it is not there any more."""
    return str(await connection.scalar(select(contribution.c.status).where(contribution.c.id == id, contribution.c.status != DRAFT)) or "")


async def decided_by(connection: Connection, id: int, moderator_id: UUID) -> bool:
    """Whether she was the last who decided about it."""
    return bool(await connection.scalar(select(exists().where(contribution.c.id == id, contribution.c.moderator_id == moderator_id))))


async def accept(connection: Connection, id: int, moderator_id: UUID, now: datetime) -> bool:
    """All may read it, as she wrote it. A recording never. False: it waits no more, or is not hers to judge."""
    values = {"status": ACCEPTED, "edited": None, "reason": None}
    return await _decide(connection, id, moderator_id, now, contribution.c.words.is_not(None), **values)


async def propose(connection: Connection, id: int, moderator_id: UUID, words: str, language: str, now: datetime) -> bool:
    """She is asked whether it may be said like this. False: as with `accept`, or she said that she wants her own words."""
    free = or_(contribution.c.reason.is_(None), contribution.c.reason != OWN, contribution.c.words.is_(None))
    return await _decide(connection, id, moderator_id, now, free, status=PROPOSED, edited=words, edited_in=language, reason=None)


async def refuse(connection: Connection, id: int, moderator_id: UUID, reason: str, now: datetime) -> bool:
    """It will not be read. False: as with `accept`."""
    refused = await _decide(connection, id, moderator_id, now, contribution.c.id == id, status=REFUSED, reason=reason)
    if refused:
        await contributions.silence(connection, id)
    return refused


async def _decide(connection: Connection, id: int, moderator_id: UUID, now: datetime, which: ColumnElement[bool], **values: Any) -> bool:
    waits = update(contribution).where(contribution.c.id == id, contribution.c.status == WAITING, which, _hers_to_judge(moderator_id))
    decided = {"decided_at": now, "moderator_id": moderator_id, "tell_at": now}
    return (await connection.execute(waits.values(**decided, **values))).rowcount == 1


async def decisions(connection: Connection, person_id: UUID) -> int:
    """Of how many contributions she was the last who decided."""
    query = select(func.count()).select_from(contribution).where(contribution.c.moderator_id == person_id)
    return int(await connection.scalar(query))


async def untold(connection: Connection, now: datetime, most: int) -> Sequence[int]:
    """Of which contributions something is to be told by now."""
    due = select(contribution.c.id).where(contribution.c.tell_at <= now).order_by(contribution.c.tell_at, contribution.c.id)
    return (await connection.execute(due.limit(most))).scalars().all()


async def taken(connection: Connection, id: int, now: datetime) -> News | None:
    """What is to be told of it; from here on it counts as told. None: nothing, or another process does it."""
    due = update(contribution).where(contribution.c.id == id, contribution.c.tell_at <= now).values(tell_at=None)
    told = due.returning(contribution.c.id, contribution.c.person_id, contribution.c.kind, contribution.c.status)
    row = (await connection.execute(told)).one_or_none()
    return News(**row._mapping) if row else None


async def tell_later(connection: Connection, id: int, at: datetime) -> None:
    """It is to be told then: to moderators that it waits, if it still does; to her what was decided, while that is not long ago."""
    fresh = or_(contribution.c.status == WAITING, contribution.c.decided_at > at - PATIENCE)
    await connection.execute(update(contribution).where(contribution.c.id == id, fresh).values(tell_at=at))


async def all_told(connection: Connection, now: datetime) -> None:
    """Moderators know of all that waits by now."""
    waits = (contribution.c.status == WAITING, contribution.c.tell_at <= now)
    await connection.execute(update(contribution).where(*waits).values(tell_at=None))


async def was_told(connection: Connection, key: str) -> bool:
    """Whether there is a message of that key."""
    return bool(await connection.scalar(select(exists().where(message.c.key == key))))

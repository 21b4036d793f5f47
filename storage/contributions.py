"""What members give to all groups, from the first draft until all may read it or she takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, insert, select, update

from storage.coming_back_tables import contribution, topic_wish
from storage.db import Connection
from storage.sending_tables import voice

EXPERIENCE, TOPIC = "experience", "topic"  # kinds
DRAFT, WAITING, PROPOSED, ACCEPTED, REFUSED = "draft", "waiting", "proposed", "accepted", "refused"
OWN = "own"  # the reason of one that waits again: she wants her own words


@dataclass(frozen=True)
class New:
    """What she is about to give."""

    kind: str
    plan: int | None
    language: str
    words: str | None  # None: she says it aloud


@dataclass(frozen=True)
class Contribution:
    """One contribution, without whose it is."""

    id: int
    kind: str
    plan: int  # 0: of no plan
    language: str
    words: str  # empty: she said it aloud
    edited: str  # empty: nobody would say it otherwise
    status: str
    reason: str
    voice: UUID | None
    voice_status: str  # empty: there is no recording

    @property
    def own(self) -> bool:
        """Whether she wants it in her own words or not at all."""
        return self.status == WAITING and self.reason == OWN


@dataclass(frozen=True)
class Accepted:
    """What all may read."""

    id: int
    language: str
    words: str


def read() -> Select[Any]:
    """Everything a `Contribution` is made of."""
    columns = (contribution.c.id, contribution.c.kind, contribution.c.plan, contribution.c.language, contribution.c.words)
    more = (contribution.c.edited, contribution.c.status, contribution.c.reason)
    aloud = (voice.c.id.label("voice"), voice.c.status.label("voice_status"))
    return select(*columns, *more, *aloud).outerjoin(voice, voice.c.contribution_id == contribution.c.id)


def made_of(row: Row[Any]) -> Contribution:
    """What such a row tells."""
    words = (row.words or "", row.edited or "")
    told = (row.status, row.reason or "", row.voice, row.voice_status or "")
    return Contribution(row.id, row.kind, row.plan or 0, row.language, *words, *told)


async def write(connection: Connection, person_id: UUID, new: New, now: datetime) -> int:
    """Keep it as a draft, in the place of her draft of the same kind and plan: of each she has one. She must be locked. Returns its id."""
    same = (contribution.c.kind == new.kind, contribution.c.plan == new.plan, contribution.c.status == DRAFT)
    await connection.execute(delete(contribution).where(contribution.c.person_id == person_id, *same))
    values = {"kind": new.kind, "plan": new.plan, "language": new.language, "words": new.words, "status": DRAFT}
    made = insert(contribution).values(person_id=person_id, made_at=now, **values).returning(contribution.c.id)
    id = int((await connection.execute(made)).scalar_one())
    if new.kind == TOPIC:  # she wants it herself
        await connection.execute(insert(topic_wish).values(contribution_id=id, person_id=person_id))
    return id


async def rewrite(connection: Connection, id: int, person_id: UUID, words: str) -> bool:
    """Her draft says this now. False: it is no draft of hers."""
    return await _hers_becomes(connection, id, person_id, DRAFT, words=words)


async def of(connection: Connection, person_id: UUID) -> list[Contribution]:
    """All of hers, the newest first."""
    rows = await connection.execute(read().where(contribution.c.person_id == person_id).order_by(contribution.c.id.desc()))
    return [made_of(row) for row in rows.all()]


async def hers(connection: Connection, id: int, person_id: UUID) -> Contribution | None:
    """One of hers. None: it is not there, or not hers."""
    query = read().where(contribution.c.id == id, contribution.c.person_id == person_id)
    row = (await connection.execute(query)).one_or_none()
    return made_of(row) if row else None


async def undecided(connection: Connection, person_id: UUID) -> int:
    """How many of hers wait for a moderator. What waits for her own yes or no is not counted."""
    query = select(func.count()).select_from(contribution)
    return int(await connection.scalar(query.where(contribution.c.person_id == person_id, contribution.c.status == WAITING)))


async def send(connection: Connection, id: int, person_id: UUID, now: datetime) -> bool:
    """Her draft goes to the moderators. False: it is no draft of hers."""
    return await _hers_becomes(connection, id, person_id, DRAFT, status=WAITING, tell_at=now)


async def agree(connection: Connection, id: int, person_id: UUID, words: str, now: datetime) -> bool:
    """She agrees to these other words: they are what all may read, and her own go. False: she is not asked that now."""
    language = func.coalesce(contribution.c.edited_in, contribution.c.language)
    values = {"status": ACCEPTED, "words": words, "language": language, "edited": None, "decided_at": now, "tell_at": None}
    agreed = await _hers_becomes(connection, id, person_id, PROPOSED, **values)
    if agreed:
        await silence(connection, id)
    return agreed


async def decline(connection: Connection, id: int, person_id: UUID, now: datetime) -> bool:
    """She does not want the other words: it waits again, and the moderators see that. False: she is not asked that now."""
    values = {"status": WAITING, "edited": None, "reason": OWN, "tell_at": now}
    return await _hers_becomes(connection, id, person_id, PROPOSED, **values)


async def _hers_becomes(connection: Connection, id: int, person_id: UUID, before: str, **values: Any) -> bool:
    mine = update(contribution).where(contribution.c.id == id, contribution.c.person_id == person_id, contribution.c.status == before)
    return (await connection.execute(mine.values(**values))).rowcount == 1


async def take_back(connection: Connection, id: int, person_id: UUID) -> bool:
    """It is gone, with its recording and whoever wanted it, whatever was decided. False: it is not there, or not hers."""
    gone = delete(contribution).where(contribution.c.id == id, contribution.c.person_id == person_id)
    return (await connection.execute(gone)).rowcount == 1


async def silence(connection: Connection, id: int) -> None:
    """Its recording goes: a voice tells whose it is, and nobody needs it any more."""
    await connection.execute(delete(voice).where(voice.c.contribution_id == id))


async def accepted(connection: Connection, plan: int, languages: Sequence[str], most: int) -> list[Accepted]:
    """Experiences with that plan that all may read, in these languages: the newest first, and no more than `most`."""
    mine = (contribution.c.status == ACCEPTED, contribution.c.kind == EXPERIENCE, contribution.c.plan == plan)
    query = select(contribution.c.id, contribution.c.language, contribution.c.words).where(*mine, contribution.c.language.in_(languages))
    rows = await connection.execute(query.order_by(contribution.c.decided_at.desc(), contribution.c.id.desc()).limit(most))
    return [Accepted(**row._mapping) for row in rows.all()]


async def forget(connection: Connection, person_id: UUID) -> None:
    """Delete what she gave and all may not read, and which topics of others she wants. What all read stays, and she can take it back."""
    theirs = (contribution.c.person_id == person_id, contribution.c.status != ACCEPTED)
    await connection.execute(delete(contribution).where(*theirs))
    await connection.execute(delete(topic_wish).where(topic_wish.c.person_id == person_id))


async def forget_all(connection: Connection, person_id: UUID) -> None:
    """Delete all that she gave, also what all may read."""
    await connection.execute(delete(contribution).where(contribution.c.person_id == person_id))


async def leave(connection: Connection, person_id: UUID) -> None:
    """What all may read stays, as nobody's; all else goes. Before she does: whoever tells her of it holds it and then looks for her."""
    await forget(connection, person_id)
    for column in (contribution.c.person_id, contribution.c.moderator_id):
        await connection.execute(update(contribution).where(column == person_id).values({column: None}))

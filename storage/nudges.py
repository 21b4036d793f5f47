"""Messages that ask somebody to go on with a round, and who wanted to be asked later: while it is open they tell who is not done."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, select

from storage import letters
from storage.coming_back_tables import later
from storage.db import Connection
from storage.group_tables import membership, round_
from storage.outbox import REMINDER
from storage.tables import answer, conversation, message, submission, submission_person
from storage.upsert import insert_into

START, NUDGES, LATER = "start", "nudge", "later"  # so begin their keys
CLOSING = "closing"  # in the key of a nudge: it is for those too who began


def key(kind: str, round_id: int, which: int | str, whose: int | str) -> str:
    """The key of one message about a round, or about none (0): the same for the same, so that nobody gets it twice."""
    return f"{kind}:{round_id}:{which}:{whose}"


async def counts(connection: Connection, round_id: int) -> Mapping[UUID, int]:
    """How often each of them was reminded of this round."""
    ours = select(message.c.person_id).where(message.c.round_id == round_id, message.c.key.startswith(f"{NUDGES}:{round_id}:"))
    return Counter((await connection.execute(ours)).scalars())


async def needless(connection: Connection, message_id: int, about: str, prompts: int, now: datetime) -> bool:
    """Whether a message comes too late: the round is over, or she has answered, left or said STOP meanwhile.

    `about`: its key; `prompts`: so many there are, for whoever began and is not done.
    """
    kind, _, rest = about.partition(":")
    round_id, which = int(rest.split(":")[0]), rest.split(":")[1]
    if kind not in (START, NUDGES, LATER) or not round_id:
        return False
    wants = (
        select(message.c.id)
        .join_from(message, round_, round_.c.id == round_id)
        .join_from(message, membership, and_(membership.c.group_id == round_.c.group_id, membership.c.person_id == message.c.person_id))
        .join_from(message, conversation, conversation.c.person_id == message.c.person_id)
        .where(message.c.id == message_id, round_.c.closed_on.is_(None), round_.c.closes_at > now, conversation.c.stopped.is_(False))
    )
    if kind == NUDGES and which != CLOSING:
        wants = wants.where(_answered(round_id) == 0)
    elif kind != START:
        wants = wants.where(_answered(round_id, done=True) < prompts)
    return (await connection.execute(wants)).first() is None


def _answered(round_id: int, *, done: bool = False) -> ScalarSelect[int]:
    """How many prompts she answered; `done`: without those that she has begun only."""
    hers = (submission_person.c.person_id == message.c.person_id, submission.c.round_id == round_id)
    query = (
        select(func.count())
        .join_from(answer, submission, submission.c.id == answer.c.submission_id)
        .join(submission_person, submission_person.c.submission_id == submission.c.id)
        .where(*hers, *([answer.c.done] if done else []))
    )
    return query.correlate(message).scalar_subquery()


async def forget(connection: Connection, round_id: int) -> None:
    """A round has closed: nothing tells any more who had not answered."""
    await connection.execute(later.delete().where(later.c.round_id == round_id))
    await connection.execute(message.delete().where(message.c.round_id == round_id, message.c.priority == REMINDER))


async def leave(connection: Connection, group_id: int, person_id: UUID) -> None:
    """She is out of the group: she is asked about its rounds no more, and what waits for her of what it is told never goes."""
    theirs = select(round_.c.id).where(round_.c.group_id == group_id)
    await connection.execute(later.delete().where(later.c.person_id == person_id, later.c.round_id.in_(theirs)))
    hers = (message.c.person_id == person_id, message.c.round_id.in_(theirs), message.c.priority == REMINDER)
    await connection.execute(message.delete().where(*hers))
    await letters.withhold(connection, and_(message.c.person_id == person_id, message.c.group_id == group_id))


@dataclass(frozen=True)
class Later:
    """She wants to be asked again."""

    person_id: UUID
    sheet: str
    round_id: int | None  # None: on her own
    due_at: datetime


async def ask_later(connection: Connection, wanted: Later) -> None:
    """At that time, in the place of another that she chose before for the same."""
    values: dict[str, Any] = {
        "person_id": wanted.person_id,
        "sheet": wanted.sheet,
        "round_id": wanted.round_id,
        "due_at": wanted.due_at,
    }
    new = insert_into(connection.dialect.name, later).values(**values)
    await connection.execute(new.on_conflict_do_update(index_elements=["person_id", "sheet"], set_={"due_at": wanted.due_at}))


async def due_later(connection: Connection, now: datetime, most: int) -> list[tuple[UUID, str]]:
    """Who wanted to be asked by now, and about which sheet."""
    query = select(later.c.person_id, later.c.sheet).where(later.c.due_at <= now).order_by(later.c.due_at).limit(most)
    return [(row.person_id, row.sheet) for row in (await connection.execute(query)).all()]


async def taken_later(connection: Connection, person_id: UUID, sheet: str, now: datetime) -> Later | None:
    """That one, for us alone until the transaction ends. None: it is not due any more, or another is at it."""
    columns = (later.c.person_id, later.c.sheet, later.c.round_id, later.c.due_at)
    query = select(*columns).where(later.c.person_id == person_id, later.c.sheet == sheet, later.c.due_at <= now)
    row = (await connection.execute(query.with_for_update(skip_locked=True))).one_or_none()
    return Later(**row._mapping) if row else None


async def waits(connection: Connection, person_id: UUID) -> list[Later]:
    """What she wanted to be asked again."""
    columns = (later.c.person_id, later.c.sheet, later.c.round_id, later.c.due_at)
    query = select(*columns).where(later.c.person_id == person_id).order_by(later.c.due_at)
    return [Later(**row._mapping) for row in (await connection.execute(query)).all()]


async def round_of(connection: Connection, person_id: UUID, sheet: str) -> int | None:
    """The round that she wants to be asked about. None: she is on her own, or wants nothing any more."""
    found: int | None = await connection.scalar(select(later.c.round_id).where(later.c.person_id == person_id, later.c.sheet == sheet))
    return found


async def who_waits(connection: Connection, round_id: int) -> Collection[UUID]:
    """Who wants to be asked about this round at a time of her own."""
    return set((await connection.execute(select(later.c.person_id).where(later.c.round_id == round_id))).scalars())


async def done_with(connection: Connection, person_id: UUID, sheet: str | None = None) -> None:
    """Nothing is to be asked of her about that sheet any more; None: about any."""
    hers = later.delete().where(later.c.person_id == person_id)
    await connection.execute(hers if sheet is None else hers.where(later.c.sheet == sheet))

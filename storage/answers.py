"""Submissions, the answers and remarks in them, and wishes for plans."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from storage.db import Connection
from storage.tables import answer, plan_version, remark, submission, submission_person, wish
from storage.upsert import insert_into


@dataclass(frozen=True)
class Kept:
    """One answer as it is kept."""

    plan: int
    prompt: str
    options: tuple[str, ...]
    number: int | None
    words: str | None
    done: bool


async def of(connection: Connection, person_id: UUID, plans: Collection[int]) -> list[Kept]:
    """A person's answers to the questions of these plans, in no order."""
    columns = (submission.c.plan, answer.c.prompt, answer.c.options, answer.c.number, answer.c.words, answer.c.done)
    query = (
        select(*columns)
        .join(submission, submission.c.id == answer.c.submission_id)
        .join(submission_person, submission_person.c.submission_id == submission.c.id)
        .where(submission_person.c.person_id == person_id, submission.c.plan.in_(plans))
    )
    rows = (await connection.execute(query)).all()
    return [Kept(row.plan, row.prompt, tuple(row.options), row.number, row.words, row.done) for row in rows]


async def submission_of(connection: Connection, person_id: UUID, plan: int, version: str, now: datetime) -> UUID:
    """A person's submission for a plan, opened if there is none. She is locked, so there is never a second."""
    query = (
        select(submission.c.id)
        .join(submission_person, submission_person.c.submission_id == submission.c.id)
        .where(submission_person.c.person_id == person_id, submission.c.plan == plan)
    )
    found: UUID | None = (await connection.execute(query)).scalar_one_or_none()
    if found is not None:
        return found
    id = uuid4()
    await connection.execute(insert(submission).values(id=id, plan=plan, version=version, opened_on=now.date()))
    await connection.execute(insert(submission_person).values(submission_id=id, person_id=person_id))
    return id


async def keep(connection: Connection, submission_id: UUID, kept: Kept) -> None:
    """Keep an answer, in the place of an earlier one to the same prompt."""
    changed = {"options": list(kept.options), "number": kept.number, "words": kept.words, "done": kept.done}
    new = insert_into(connection, answer).values(submission_id=submission_id, prompt=kept.prompt, **changed)
    await connection.execute(new.on_conflict_do_update(index_elements=["submission_id", "prompt"], set_=changed))


async def keep_remark(connection: Connection, submission_id: UUID, prompt: str, words: str) -> None:
    """Keep words that a person wrote with a prompt."""
    await connection.execute(insert(remark).values(id=uuid4(), submission_id=submission_id, prompt=prompt, words=words))


async def remarks_of(connection: Connection, person_id: UUID, plan: int) -> Sequence[tuple[str, str]]:
    """A person's remarks: prompt key and words."""
    query = (
        select(remark.c.prompt, remark.c.words)
        .join(submission, submission.c.id == remark.c.submission_id)
        .join(submission_person, submission_person.c.submission_id == submission.c.id)
        .where(submission_person.c.person_id == person_id, submission.c.plan == plan)
    )
    return [(row.prompt, row.words) for row in (await connection.execute(query)).all()]


async def keep_wish(connection: Connection, person_id: UUID, plan: int) -> None:
    """Note that a person would like a plan; once is enough."""
    await connection.execute(insert_into(connection, wish).values(person_id=person_id, plan=plan).on_conflict_do_nothing())


async def forget(connection: Connection, person_id: UUID) -> None:
    """Delete a person's submissions with all that is in them, and her wishes."""
    hers = select(submission_person.c.submission_id).where(submission_person.c.person_id == person_id)
    await connection.execute(submission.delete().where(submission.c.id.in_(hers)))
    await connection.execute(wish.delete().where(wish.c.person_id == person_id))


async def keep_version(connection: Connection, plan: int, version: str, text: dict[str, Any], now: datetime) -> None:
    """Keep a plan's text as it is now, so that old answers stay readable."""
    new = insert_into(connection, plan_version).values(plan=plan, version=version, text=text, since=now)
    await connection.execute(new.on_conflict_do_nothing())

"""Submissions, the answers and remarks in them, and wishes for plans."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Executable, bindparam, exists, insert, select

from storage import contributions
from storage.coming_back_tables import later
from storage.db import Connection
from storage.sending_tables import voice
from storage.tables import answer, plan_version, remark, submission, submission_person, wish
from storage.upsert import insert_into


@dataclass(frozen=True)
class Kept:
    """One answer as it is kept."""

    prompt: str
    options: tuple[str, ...]
    number: int | None
    words: str | None
    done: bool


@dataclass(frozen=True)
class Submission:
    """What one person gave for one plan."""

    id: UUID
    plan: int
    answers: tuple[Kept, ...]
    voices: bool = False  # whether something was said aloud


async def of(connection: Connection, person_id: UUID, plans: Collection[int]) -> list[Submission]:
    """A person's own submissions for these plans, outside any group, with her answers in no order."""
    rows = (await connection.execute(_hers(), {"who": person_id, "plans": list(plans)})).all()
    found: dict[UUID, Submission] = {}
    for row in rows:
        before = found.get(row.id, Submission(row.id, row.plan, (), bool(row.voices)))
        kept = () if row.prompt is None else (Kept(row.prompt, tuple(row.options), row.number, row.words, row.done),)
        found[row.id] = replace(before, answers=before.answers + kept)
    return list(found.values())


@cache  # building a statement takes longer than running it, and every turn asks this
def _hers() -> Executable:
    columns = (submission.c.id, submission.c.plan, answer.c.prompt, answer.c.options, answer.c.number, answer.c.words, answer.c.done)
    voices = exists().where(voice.c.submission_id == submission.c.id).label("voices")
    return (
        select(*columns, voices)
        .join_from(submission_person, submission, submission.c.id == submission_person.c.submission_id)
        .outerjoin(answer, answer.c.submission_id == submission.c.id)
        .where(submission_person.c.person_id == bindparam("who"), submission.c.plan.in_(bindparam("plans", expanding=True)))
        .where(submission.c.round_id.is_(None))
    )


async def begin(
    connection: Connection, person_id: UUID | None, plan: int, version: str, now: datetime, round_id: int | None = None
) -> UUID:
    """Open a submission, on her own or in a round; without a person it is the group's together. Who calls holds a lock, so there is one."""
    id = uuid4()
    await connection.execute(insert(submission).values(id=id, plan=plan, version=version, opened_on=now.date(), round_id=round_id))
    if person_id is not None:
        await connection.execute(insert(submission_person).values(submission_id=id, person_id=person_id))
    return id


async def keep(connection: Connection, submission_id: UUID, kept: Kept) -> None:
    """Keep an answer, in the place of an earlier one to the same prompt."""
    values = {"options": list(kept.options), "number": kept.number, "words": kept.words, "done": kept.done}
    await connection.execute(_keep(connection.dialect.name), {"submission_id": submission_id, "prompt": kept.prompt, **values})


@cache
def _keep(dialect: str) -> Executable:
    new = insert_into(dialect, answer)
    changed = {name: new.excluded[name] for name in ("options", "number", "words", "done")}
    return new.on_conflict_do_update(index_elements=["submission_id", "prompt"], set_=changed)


async def keep_remark(connection: Connection, submission_id: UUID, prompt: str, words: str, *, minority: bool = False) -> None:
    """Keep words that a person wrote with a prompt; `minority`: another view than what the group answers together."""
    values = {"id": uuid4(), "submission_id": submission_id, "prompt": prompt, "words": words, "minority": minority}
    await connection.execute(insert(remark).values(values))


async def keep_wish(connection: Connection, person_id: UUID, plan: int) -> None:
    """Note that a person would like a plan; once is enough."""
    await connection.execute(insert_into(connection.dialect.name, wish).values(person_id=person_id, plan=plan).on_conflict_do_nothing())


async def forget(connection: Connection, person_id: UUID) -> None:
    """Delete her own submissions with all that is in them, her wishes, and what she wanted to be asked. Of rounds: see `storage.rounds`."""
    hers = select(submission_person.c.submission_id).where(submission_person.c.person_id == person_id)
    await connection.execute(submission.delete().where(submission.c.id.in_(hers), submission.c.round_id.is_(None)))
    await connection.execute(wish.delete().where(wish.c.person_id == person_id))
    await contributions.forget(connection, person_id)
    await connection.execute(later.delete().where(later.c.person_id == person_id))


async def keep_version(connection: Connection, plan: int, version: str, text: dict[str, Any], now: datetime) -> None:
    """Keep a plan's text as it is now, so that old answers stay readable."""
    new = insert_into(connection.dialect.name, plan_version).values(plan=plan, version=version, text=text, since=now)
    await connection.execute(new.on_conflict_do_nothing())


async def version_text(connection: Connection, plan: int, version: str) -> dict[str, Any] | None:
    """A plan's text as it was in that version."""
    found: dict[str, Any] | None = await connection.scalar(
        select(plan_version.c.text).where(plan_version.c.plan == plan, plan_version.c.version == version)
    )
    return found

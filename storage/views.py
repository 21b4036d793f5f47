"""What a group was given in its rounds, and what of it the group may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, insert, select

from storage.answers import Kept
from storage.db import Connection
from storage.group_tables import round_, shown, took_part
from storage.tables import answer, remark, submission, submission_person


@dataclass(frozen=True)
class Handed:
    """One submission of a round."""

    id: UUID
    person_id: UUID | None  # None: nobody knows whose it is
    answers: tuple[Kept, ...]  # as they are now
    shown: tuple[Kept, ...]  # as the group may see them


async def handed_in(connection: Connection, round_id: int) -> list[Handed]:
    """All that was given in a round."""
    query = (
        select(submission.c.id, submission_person.c.person_id)
        .outerjoin(submission_person, submission_person.c.submission_id == submission.c.id)
        .where(submission.c.round_id == round_id)
    )
    whose = (await connection.execute(query)).all()
    answers, seen = await _by_submission(connection, answer, round_id), await _by_submission(connection, shown, round_id)
    return [Handed(row.id, row.person_id, answers.get(row.id, ()), seen.get(row.id, ())) for row in whose]


async def _by_submission(connection: Connection, table: Table, round_id: int) -> dict[UUID, tuple[Kept, ...]]:
    found: dict[UUID, tuple[Kept, ...]] = {}
    for row in (await connection.execute(_of_round(table, round_id))).all():
        kept = Kept(row.prompt, tuple(row.options), row.number, row.words, getattr(row, "done", True))
        found[row.submission_id] = (*found.get(row.submission_id, ()), kept)
    return found


def _of_round(table: Table, round_id: int) -> Select[Any]:
    return select(table).join(submission, submission.c.id == table.c.submission_id).where(submission.c.round_id == round_id)


async def shown_in(connection: Connection, round_id: int) -> list[tuple[Kept, ...]]:
    """What the group may see, submission by submission, in no order."""
    return list((await _by_submission(connection, shown, round_id)).values())


async def most_shown(connection: Connection, round_id: int) -> int:
    """How many answers are shown of the prompt of which the most are."""
    counts = (
        select(func.count().label("n"))
        .join_from(shown, submission, submission.c.id == shown.c.submission_id)
        .where(submission.c.round_id == round_id)
        .group_by(shown.c.prompt)
        .subquery()
    )
    return int(await connection.scalar(select(func.max(counts.c.n))) or 0)


async def show(connection: Connection, released: Iterable[tuple[UUID, Kept]]) -> None:
    """From now on the group may see these answers."""
    rows = [
        {"submission_id": id, "prompt": kept.prompt, "options": list(kept.options), "number": kept.number, "words": kept.words}
        for id, kept in released
    ]
    await put(connection, shown, rows)


async def put(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Add these rows, in that order."""
    for start in range(0, len(rows), 500):  # a statement can't have more than 32,766 values
        await connection.execute(insert(table).values(rows[start : start + 500]))


async def answered(connection: Connection, round_id: int) -> dict[UUID, tuple[Kept, ...]]:
    """What was answered, by submission."""
    return await _by_submission(connection, answer, round_id)


async def minority(connection: Connection, round_id: int) -> dict[str, tuple[str, ...]]:
    """Other views than what a group answered together, by prompt key."""
    found: dict[str, tuple[str, ...]] = {}
    query = _of_round(remark, round_id).where(remark.c.minority).order_by(remark.c.id)  # the ids are random: no order of time
    for row in (await connection.execute(query)).all():
        found[row.prompt] = (*found.get(row.prompt, ()), row.words)
    return found


async def part(connection: Connection, round_id: int) -> dict[UUID, int]:
    """Whose answers a round showed, and from which release on."""
    query = select(took_part.c.person_id, took_part.c.wave).where(took_part.c.round_id == round_id)
    return {row.person_id: row.wave for row in (await connection.execute(query)).all()}


async def take_part(connection: Connection, round_id: int, persons: Collection[UUID], wave: int) -> None:
    """Their answers are shown for the first time."""
    await put(connection, took_part, [{"round_id": round_id, "person_id": one, "wave": wave} for one in sorted(persons)])


async def earlier(connection: Connection, round_id: int, group_id: int, plan: int) -> set[frozenset[UUID]]:
    """The persons behind each view that other rounds of this group and plan ever gave."""
    query = (
        select(took_part.c.round_id, took_part.c.person_id, took_part.c.wave)
        .join(round_, round_.c.id == took_part.c.round_id)
        .where(round_.c.group_id == group_id, round_.c.plan == plan, round_.c.id != round_id)
    )
    rows = (await connection.execute(query)).all()
    releases = {(row.round_id, row.wave) for row in rows}
    return {frozenset(row.person_id for row in rows if row.round_id == of and row.wave <= wave) for of, wave in releases}

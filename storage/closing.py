"""Makes the tables forget who gave what in a round that is closed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CompoundSelect, Table, func, or_, select, union, update

from storage.db import Connection
from storage.group_tables import membership, round_, shown
from storage.outbox import REMINDER, UNFINISHED
from storage.tables import answer, conversation, message, remark, submission, submission_person
from storage.views import put

# What was sent to all stays as it is: where it were gone, somebody would have answered.
OWN = message.c.broadcast_id.is_(None) & ((message.c.priority != REMINDER) | message.c.round_id.is_not(None))


@dataclass(frozen=True)
class Told:
    """A message that may tell what she answered."""

    id: int
    language: str  # hers
    body: dict[str, Any]
    tagged: bool  # it was about the round's questions when it was written
    needed: bool  # it has still to go out, or is the last one on her page of the web chat


async def hushed(connection: Connection, round_id: int) -> dict[UUID, dict[str, Any]] | None:
    """What the conversations of all who could answer remember, locked. None: some of them do something just now."""
    mine = select(conversation.c.person_id, conversation.c.state).where(conversation.c.person_id.in_(everybody(round_id)))
    found = {row.person_id: row.state for row in (await connection.execute(mine.with_for_update(key_share=True, skip_locked=True))).all()}
    all_of_them = set((await connection.execute(everybody(round_id))).scalars())
    return found if set(found) == all_of_them else None


def everybody(round_id: int) -> CompoundSelect[tuple[UUID]]:
    """Who gave something in a round, and who is in its group: where only the first were made to forget, the others would stand out."""
    tied = select(submission_person.c.person_id).join(submission, submission.c.id == submission_person.c.submission_id)
    members = select(membership.c.person_id).join(round_, round_.c.group_id == membership.c.group_id)
    return union(tied.where(submission.c.round_id == round_id), members.where(round_.c.id == round_id))


async def remember(connection: Connection, states: Mapping[UUID, dict[str, Any]]) -> None:
    """What these conversations remember instead. When they were last used stays as it is."""
    for person_id, state in states.items():
        await connection.execute(update(conversation).where(conversation.c.person_id == person_id).values(state=state))


async def told(connection: Connection, round_id: int, opened_on: date) -> list[Told]:
    """All messages about the questions of this round, and all others to those who could answer, without what all of them got."""
    newest = message.alias("newest")
    last = select(func.max(newest.c.id)).where(newest.c.address_id == message.c.address_id).scalar_subquery()
    tagged = func.coalesce(message.c.round_id == round_id, False)
    query = (
        select(
            *(message.c.id, message.c.body, conversation.c.language, tagged.label("tagged")),
            or_(message.c.status.in_(UNFINISHED), message.c.id == last).label("needed"),
        )
        .join(conversation, conversation.c.person_id == message.c.person_id)
        .where(or_(message.c.round_id == round_id, message.c.person_id.in_(everybody(round_id))), OWN)
        .where(message.c.created_at >= datetime.combine(opened_on, time.min, UTC))
        .order_by(message.c.id)  # as everybody locks them who locks more than one
        .with_for_update(of=message)
    )
    rows = (await connection.execute(query)).all()
    return [Told(row.id, row.language, row.body, bool(row.tagged), bool(row.needed)) for row in rows]


async def unsay(connection: Connection, gone: Collection[int], instead: Mapping[int, dict[str, Any]]) -> None:
    """Delete messages; of others change what they say. Who is sending one of the first finds its lease lost."""
    if gone:
        await connection.execute(message.delete().where(message.c.id.in_(gone)))
    for id, body in instead.items():
        await connection.execute(update(message).where(message.c.id == id).values(body=body, round_id=None))


async def cut_loose(connection: Connection, round_id: int, opened_on: date, aloud: str) -> None:
    """Cut the ties between persons and what they gave, and write all of it anew, under new ids and in the order of these.

    So neither an id that somebody noted, nor a date, nor the place of a row in its table, nor the transaction that wrote it, tells
    anything about who gave it. Recordings go, for a voice tells whose it is; and so does `aloud`, which stands where words were
    spoken: who is known not to write would be known by it.
    """
    kept = [dict(row._mapping) for row in (await connection.execute(select(submission).where(submission.c.round_id == round_id))).all()]
    new = {row["id"]: uuid4() for row in kept}
    children = {table: await _rows(connection, table, round_id) for table in (answer, shown, remark)}
    await connection.execute(submission.delete().where(submission.c.round_id == round_id))  # and all that hangs on it
    renewed = [{**row, "id": new[row["id"]], "opened_on": opened_on} for row in kept]
    await put(connection, submission, sorted(renewed, key=lambda row: row["id"]))
    for table, rows in children.items():
        moved = [{**row, "submission_id": new[row["submission_id"]]} for row in rows]
        moved = [{**row, "words": None} if table is answer and row["words"] == aloud else row for row in moved]
        fresh = [{**row, "id": uuid4()} for row in moved] if table is remark else moved
        await put(connection, table, sorted(fresh, key=lambda row: (row.get("id", row["submission_id"]), row["prompt"])))


async def _rows(connection: Connection, table: Table, round_id: int) -> list[dict[str, Any]]:
    query = select(table).join(submission, submission.c.id == table.c.submission_id).where(submission.c.round_id == round_id)
    return [dict(row._mapping) for row in (await connection.execute(query)).all()]

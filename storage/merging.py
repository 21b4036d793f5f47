"""Two persons who turn out to be one."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, ColumnElement, Select, Table, exists, or_, select, update

from storage import groups, leaving, letters, rounds
from storage.coming_back_tables import contribution, later, topic_wish
from storage.console_tables import login, session
from storage.db import Connection
from storage.group_tables import audit, chosen_step, code, membership, sharing, shown, took_part
from storage.sending_tables import broadcast, voice
from storage.tables import address, answer, inbox, message, person, remark, submission, submission_person, wish

# What is a person's, and simply becomes the other's. What stands in her memberships and submissions is looked at first.
MOVED = (
    address.c.person_id,
    message.c.person_id,
    inbox.c.person_id,
    code.c.person_id,
    chosen_step.c.person_id,
    audit.c.person_id,
    broadcast.c.person_id,
    contribution.c.person_id,
    login.c.person_id,
    session.c.person_id,
)
# Of each of these a person has one row at most.
ONCE: tuple[Column[Any], ...] = (wish.c.plan, sharing.c.address_id, later.c.sheet, topic_wish.c.contribution_id)


async def merge(connection: Connection, gone: UUID, stays: UUID) -> None:
    """All that was the one's becomes the other's, and the one is no more. Both must be locked."""
    await _hold(connection, gone)
    await letters.once(connection, gone, stays)
    await _memberships(connection, gone, stays)
    await _submissions(connection, gone, stays)
    await _took_part(connection, gone, stays)
    for column in ONCE:
        await _move_missing(connection, column, gone, stays)
    for hers in MOVED:
        await connection.execute(update(hers.table).where(hers == gone).values(person_id=stays))
    await _herself(connection, gone, stays)
    await connection.execute(person.delete().where(person.c.id == gone))


async def _hold(connection: Connection, gone: UUID) -> None:
    """First her groups, then what is sent in them, and only then who is in them: in the order of those who make a part of a broadcast."""
    ids = sorted({group.id for group, _ in await groups.of_person(connection, gone)})
    for id in ids:
        await groups.lock(connection, id)
    theirs = select(broadcast.c.id).where(or_(broadcast.c.group_id.in_(ids), broadcast.c.person_id == gone))
    await connection.execute(theirs.order_by(broadcast.c.id).with_for_update())


async def _herself(connection: Connection, gone: UUID, stays: UUID) -> None:
    may = ("may_make_groups", "moderator")
    query = select(person.c.id, person.c.name, *(person.c[name] for name in may)).where(person.c.id.in_([gone, stays]))
    rows = {row.id: row._mapping for row in (await connection.execute(query)).all()}
    both = {name: rows[stays][name] or rows[gone][name] for name in ("name", *may)}
    await connection.execute(update(person).where(person.c.id == stays).values(**both))
    await connection.execute(update(contribution).where(contribution.c.moderator_id == gone).values(moderator_id=stays))


async def _move_missing(connection: Connection, column: "Column[Any]", gone: UUID, stays: UUID) -> None:
    """What both have stays with the other one; hers goes when she does."""
    table = _table(column)
    has = select(column).where(table.c.person_id == stays)
    await connection.execute(update(table).where(table.c.person_id == gone, column.not_in(has)).values(person_id=stays))


async def _took_part(connection: Connection, gone: UUID, stays: UUID) -> None:
    """Where a round showed answers of both, the earlier time is hers, and a stand-in takes the later: a view may not shrink by her."""
    query = select(took_part.c.round_id, took_part.c.person_id, took_part.c.wave).where(took_part.c.person_id.in_([gone, stays]))
    waves: dict[int, dict[UUID, int]] = {}
    for row in (await connection.execute(query)).all():
        waves.setdefault(row.round_id, {})[row.person_id] = row.wave
    for round_id, found in waves.items():
        here = update(took_part).where(took_part.c.round_id == round_id)
        if len(found) == 2:
            await connection.execute(here.where(took_part.c.person_id == gone).values(person_id=uuid4(), wave=max(found.values())))
            await connection.execute(here.where(took_part.c.person_id == stays).values(wave=min(found.values())))
        else:
            await connection.execute(here.where(took_part.c.person_id == gone).values(person_id=stays))


def _table(column: "Column[Any]") -> Table:
    assert isinstance(column.table, Table)
    return column.table


async def _memberships(connection: Connection, gone: UUID, stays: UUID) -> None:
    """Where both are in a group, the higher role and the lower number count."""
    for id in sorted({group.id for group, _ in await groups.of_person(connection, gone)}):
        hers, others = await groups.membership(connection, id, gone), await groups.membership(connection, id, stays)
        if hers and others:
            await connection.execute(membership.delete().where(*_place(hers)))
            role = groups.COORDINATOR if groups.COORDINATOR in (hers.role, others.role) else groups.MEMBER
            values = {"role": role, "number": min(hers.number, others.number), "joined_on": min(hers.joined_on, others.joined_on)}
            await connection.execute(update(membership).where(*_place(others)).values(**values))
        elif hers:
            await connection.execute(update(membership).where(*_place(hers)).values(person_id=stays))


def _place(of: groups.Membership) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return membership.c.group_id == of.group_id, membership.c.person_id == of.person_id


async def _submissions(connection: Connection, gone: UUID, stays: UUID) -> None:
    """All are hers now. Where both filled in the same, it becomes one; in a closed round the other's are as if she had left."""
    mine = {(row.plan, row.round_id): row.id for row in (await connection.execute(_of(stays))).all()}
    for row in (await connection.execute(_of(gone))).all():
        into = mine.get((row.plan, row.round_id))
        if into is None:
            hers = update(submission_person).where(submission_person.c.submission_id == row.id)
            await connection.execute(hers.values(person_id=stays))
        elif await _can_change(connection, row.round_id):
            await _pour(connection, row.id, into)
        else:
            await leaving.silence(connection, select(submission.c.id).where(submission.c.id == row.id))


def _of(person_id: UUID) -> Select[tuple[UUID, int, int | None]]:
    return (
        select(submission.c.id, submission.c.plan, submission.c.round_id)
        .join(submission_person, submission_person.c.submission_id == submission.c.id)
        .where(submission_person.c.person_id == person_id)
        .order_by(submission.c.round_id)  # rounds are held in the same order everywhere
    )


async def _can_change(connection: Connection, round_id: int | None) -> bool:
    held = None if round_id is None else await rounds.held(connection, round_id)
    return held is None or held.closed_on is None


async def _pour(connection: Connection, source: UUID, into: UUID) -> None:
    """One submission into another, whose answers win. What the group sees stays as it is: a difference would tell what was hers."""
    for table in (shown, answer):
        there = select(table.c.prompt).where(table.c.submission_id == into)
        missing = update(table).where(table.c.submission_id == source, table.c.prompt.not_in(there))
        await connection.execute(missing.values(submission_id=into))
    for said in (remark, voice):
        await connection.execute(update(said).where(said.c.submission_id == source).values(submission_id=into))
    await connection.execute(answer.delete().where(answer.c.submission_id == source))
    await connection.execute(submission_person.delete().where(submission_person.c.submission_id == source))
    still_seen = exists().where(shown.c.submission_id == source)
    await connection.execute(submission.delete().where(submission.c.id == source, ~still_seen))

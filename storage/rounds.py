"""Rounds, and whose sheets belong to them.

Who locks what, always in this order, so that nobody waits in a circle on Postgres:

1. A turn locks its person, and then holds the round of the sheet that she fills in (`held`): nobody closes that meanwhile.
2. Whoever changes who is in a group, begins its joint sheet, or opens or closes its rounds, locks the group (`groups.lock`).
3. A look shows answers for the first time only if it gets the group without waiting (`free`); else another does that just now.
4. Closing needs a round in which no turn is (`emptied`). It only tries, and never waits for that: those turns may wait for the group.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Select, and_, bindparam, exists, func, or_, select, update

from storage.answers import Kept
from storage.db import Connection
from storage.group_tables import group, membership, round_
from storage.tables import answer, submission, submission_person
from storage.upsert import insert_into


@dataclass(frozen=True)
class Round:
    """A round as it is kept, with how many are in its group and how many answered."""

    id: int
    group_id: int
    group_name: str
    plan: int
    version: str
    anonymous: bool
    joint: bool
    threshold: int
    opened_on: date
    closes_at: datetime
    closed_on: date | None
    members: int
    answered: int  # submissions with at least one answer

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken: not after its closing time, also when nobody has closed it yet."""
        return self.closed_on is None and now < self.closes_at


async def group_of(connection: Connection, round_id: int) -> int | None:
    """The group that a round belongs to. None: there is no such round."""
    found: int | None = await connection.scalar(select(round_.c.group_id).where(round_.c.id == round_id))
    return found


async def found(connection: Connection, round_id: int) -> Round | None:
    """That round. None: there is none."""
    row = (await connection.execute(_found(), {"which": round_id})).one_or_none()
    return Round(**row._mapping) if row else None


@cache
def _found() -> Executable:
    return _rounds().where(round_.c.id == bindparam("which"))


async def held(connection: Connection, round_id: int) -> Round | None:
    """That round, which nobody closes before this transaction has ended."""
    row = (await connection.execute(_held(), {"which": round_id})).one_or_none()
    return Round(**row._mapping) if row else None


@cache  # every turn in a round asks this
def _held() -> Executable:
    return _rounds().where(round_.c.id == bindparam("which")).with_for_update(read=True, key_share=True, of=round_)


async def free(connection: Connection, round_id: int) -> bool:
    """Lock the group of an open round, if nobody has it just now. False: somebody has, or the round is closed."""
    both = select(group.c.id).join(round_, round_.c.group_id == group.c.id).where(round_.c.id == round_id, round_.c.closed_on.is_(None))
    return (await connection.execute(both.with_for_update(key_share=True, skip_locked=True, of=group))).first() is not None


async def emptied(connection: Connection, round_id: int) -> bool:
    """Let nobody into the round until this transaction has ended. False: somebody else is in it now."""
    row = select(round_.c.id).where(round_.c.id == round_id).with_for_update(skip_locked=True)
    return (await connection.execute(row)).first() is not None


def _rounds() -> Select[Any]:
    """All columns of `Round`."""
    now_in = select(func.count()).where(membership.c.group_id == round_.c.group_id).scalar_subquery()
    said = exists().where(answer.c.submission_id == submission.c.id)
    answered = select(func.count()).where(submission.c.round_id == round_.c.id, said).scalar_subquery()
    columns = [
        round_.c[name]
        for name in ("id", "group_id", "plan", "version", "anonymous", "joint", "threshold", "opened_on", "closes_at", "closed_on")
    ]
    return select(
        *columns,
        group.c.name.label("group_name"),
        func.coalesce(round_.c.members, now_in).label("members"),
        answered.label("answered"),
    ).join_from(round_, group, group.c.id == round_.c.group_id)


async def of_group(connection: Connection, group_id: int) -> list[Round]:
    """The group's rounds that nobody has closed yet, and of each plan the one that was closed last; the oldest first."""
    newest = round_.alias("newest")
    last = select(func.max(newest.c.id)).where(newest.c.group_id == group_id, newest.c.closed_on.is_not(None)).group_by(newest.c.plan)
    query = _rounds().where(round_.c.group_id == group_id, or_(round_.c.closed_on.is_(None), round_.c.id.in_(last)))
    return [Round(**row._mapping) for row in (await connection.execute(query.order_by(round_.c.id))).all()]


async def every(connection: Connection, group_id: int, most: int) -> list[Round]:
    """The newest rounds of a group, so many at most, the newest first."""
    query = _rounds().where(round_.c.group_id == group_id).order_by(round_.c.id.desc()).limit(most)
    return [Round(**row._mapping) for row in (await connection.execute(query)).all()]


async def closed_of(connection: Connection, group_id: int, plan: int, most: int, before: int | None = None) -> list[Round]:
    """The newest closed rounds of a plan that a group had, so many at most, or of those before that one; the oldest first."""
    query = _rounds().where(round_.c.group_id == group_id, round_.c.plan == plan, round_.c.closed_on.is_not(None))
    theirs = query if before is None else query.where(round_.c.id < before)
    newest = (await connection.execute(theirs.order_by(round_.c.id.desc()).limit(most))).all()
    return [Round(**row._mapping) for row in reversed(newest)]


async def unclosed(connection: Connection, group_id: int, plan: int) -> Round | None:
    """The round of that plan that nobody has closed yet, if there is one."""
    query = _rounds().where(round_.c.group_id == group_id, round_.c.plan == plan, round_.c.closed_on.is_(None))
    row = (await connection.execute(query)).one_or_none()
    return Round(**row._mapping) if row else None


async def due(connection: Connection, now: datetime) -> list[int]:
    """The rounds that have to be closed."""
    query = select(round_.c.id).where(and_(round_.c.closed_on.is_(None), round_.c.closes_at <= now)).order_by(round_.c.id)
    return list((await connection.execute(query)).scalars())


async def start(connection: Connection, **values: Any) -> int | None:
    """A new round with these columns. None: the group has an open one of that plan."""
    new = insert_into(connection.dialect.name, round_).values(**values).on_conflict_do_nothing()
    id: int | None = (await connection.execute(new.returning(round_.c.id))).scalar_one_or_none()
    return id


async def end(connection: Connection, round_id: int, now: datetime) -> None:
    """It takes no answers from now on."""
    later = update(round_).where(round_.c.id == round_id, round_.c.closed_on.is_(None), round_.c.closes_at > now)
    await connection.execute(later.values(closes_at=now))


async def close(connection: Connection, round_id: int, members: int, today: date) -> None:
    """It is closed, with so many in its group."""
    await connection.execute(update(round_).where(round_.c.id == round_id).values(closed_on=today, members=members))


async def answerers(connection: Connection, round_id: int) -> set[UUID]:
    """Whose answers are in it, as far as that is known."""
    said = exists().where(answer.c.submission_id == submission.c.id)
    whose = select(submission_person.c.person_id).join(submission, submission.c.id == submission_person.c.submission_id)
    return set((await connection.execute(whose.where(submission.c.round_id == round_id, said))).scalars())


async def submission_of(connection: Connection, round_id: int, person_id: UUID) -> UUID | None:
    """A person's submission in a round, while that is known."""
    found: UUID | None = (await connection.execute(_hers(), {"which": round_id, "who": person_id})).scalar_one_or_none()
    return found


@cache
def _hers() -> Executable:
    return (
        select(submission.c.id)
        .join_from(submission_person, submission, submission.c.id == submission_person.c.submission_id)
        .where(submission.c.round_id == bindparam("which"), submission_person.c.person_id == bindparam("who"))
    )


async def joint_submission(connection: Connection, round_id: int) -> UUID | None:
    """The one submission of a round that is filled in together."""
    found: UUID | None = await connection.scalar(select(submission.c.id).where(submission.c.round_id == round_id))
    return found


async def answers_in(connection: Connection, submission_id: UUID) -> tuple[Kept, ...]:
    """What was answered, in no order."""
    rows = (await connection.execute(_answers_in(), {"which": submission_id})).all()
    return tuple(Kept(row.prompt, tuple(row.options), row.number, row.words, row.done) for row in rows)


@cache
def _answers_in() -> Executable:
    columns = (answer.c.prompt, answer.c.options, answer.c.number, answer.c.words, answer.c.done)
    return select(*columns).where(answer.c.submission_id == bindparam("which"))

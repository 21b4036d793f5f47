"""The steps that groups chose."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select, update

from storage.db import Connection
from storage.group_tables import chosen_step, membership
from storage.tables import person
from storage.upsert import insert_into


@dataclass(frozen=True)
class Step:
    """A step that a group chose, and who takes care of it."""

    plan: int
    step: str
    status: str
    person_id: UUID | None  # None: nobody yet
    number: int | None  # hers in the group
    name: str  # empty: she gave none


async def of_group(connection: Connection, group_id: int) -> list[Step]:
    """What the group chose to do."""
    query = (
        select(chosen_step.c.plan, chosen_step.c.step, chosen_step.c.status, chosen_step.c.person_id, membership.c.number, person.c.name)
        .outerjoin(person, person.c.id == chosen_step.c.person_id)
        .outerjoin(membership, (membership.c.group_id == chosen_step.c.group_id) & (membership.c.person_id == chosen_step.c.person_id))
        .where(chosen_step.c.group_id == group_id)
        .order_by(chosen_step.c.plan, chosen_step.c.step)
    )
    rows = (await connection.execute(query)).all()
    return [Step(row.plan, row.step, row.status, row.person_id, row.number, row.name or "") for row in rows]


async def open_count(connection: Connection, group_id: int) -> int:
    """How many the group chose that are not done."""
    query = select(func.count()).select_from(chosen_step).where(chosen_step.c.group_id == group_id, chosen_step.c.status != "done")
    return int(await connection.scalar(query))


async def choose(connection: Connection, group_id: int, plan: int, step: str, today: date) -> bool:
    """The group takes it. False: it had done so already, and nothing changes."""
    values = {"group_id": group_id, "plan": plan, "step": step, "status": "todo", "changed_on": today}
    new = insert_into(connection.dialect.name, chosen_step).values(**values).on_conflict_do_nothing()
    return (await connection.execute(new)).rowcount == 1


async def drop(connection: Connection, group_id: int, plan: int, step: str) -> bool:
    """The group does not take it after all. False: it did not anyway."""
    return (await connection.execute(chosen_step.delete().where(*_which(group_id, plan, step)))).rowcount == 1


async def set_status(connection: Connection, group_id: int, plan: int, step: str, status: str, today: date) -> bool:
    """How it is going. False: the group did not choose it."""
    day = literal(today, chosen_step.c.done_on.type)
    done_on = func.coalesce(chosen_step.c.done_on, day) if status == "done" else None  # said twice, it was done the first time
    return await _change(connection, *_which(group_id, plan, step), status=status, changed_on=today, done_on=done_on)


async def done_between(connection: Connection, group_id: int, plan: int, first: date, last: date) -> list[str]:
    """The steps of a plan that the group did from one day until before another, as far as they are done still; in their order."""
    query = select(chosen_step.c.step).where(chosen_step.c.group_id == group_id, chosen_step.c.plan == plan)
    theirs = query.where(chosen_step.c.done_on >= first, chosen_step.c.done_on < last).order_by(chosen_step.c.done_on, chosen_step.c.step)
    return list((await connection.execute(theirs)).scalars())


async def take_care(connection: Connection, group_id: int, plan: int, step: str, person_id: UUID, today: date) -> bool:
    """She takes care of it. False: somebody does already, or the group did not choose it."""
    return await _change(
        connection, *_which(group_id, plan, step), chosen_step.c.person_id.is_(None), person_id=person_id, changed_on=today
    )


async def let_go(connection: Connection, group_id: int, plan: int, step: str, person_id: UUID, today: date) -> bool:
    """She does not take care of it any more. False: she did not anyway."""
    hers = chosen_step.c.person_id == person_id
    return await _change(connection, *_which(group_id, plan, step), hers, person_id=None, changed_on=today)


async def _change(connection: Connection, *where: ColumnElement[bool], **values: Any) -> bool:
    return (await connection.execute(update(chosen_step).where(*where).values(**values))).rowcount == 1


def _which(group_id: int, plan: int, step: str) -> tuple[ColumnElement[bool], ...]:
    return chosen_step.c.group_id == group_id, chosen_step.c.plan == plan, chosen_step.c.step == step

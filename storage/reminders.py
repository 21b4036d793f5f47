"""Reminders: when a group comes back to a plan."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from storage.coming_back_tables import reminder
from storage.db import Connection
from storage.upsert import insert_into


@dataclass(frozen=True)
class Reminder:
    """A reminder as it is kept."""

    id: int
    group_id: int
    plan: int
    rule: str
    starts_on: date
    minute: int
    next_local: str | None
    next_at: datetime | None  # None: never any more
    paused_until: date | None


def _reminders() -> Select[Any]:
    return select(*[reminder.c[name] for name in Reminder.__dataclass_fields__])


async def of_group(connection: Connection, group_id: int) -> list[Reminder]:
    """The reminders of a group, by plan."""
    rows = await connection.execute(_reminders().where(reminder.c.group_id == group_id).order_by(reminder.c.plan))
    return [Reminder(**row._mapping) for row in rows.all()]


async def of_plan(connection: Connection, group_id: int, plan: int) -> Reminder | None:
    """A group's reminder of that plan. None: it has none."""
    query = _reminders().where(reminder.c.group_id == group_id, reminder.c.plan == plan)
    row = (await connection.execute(query)).one_or_none()
    return Reminder(**row._mapping) if row else None


async def group_of(connection: Connection, id: int) -> int | None:
    """The group that a reminder belongs to. None: there is no such reminder."""
    found: int | None = await connection.scalar(select(reminder.c.group_id).where(reminder.c.id == id))
    return found


async def due(connection: Connection, now: datetime, most: int) -> list[int]:
    """Those that have to be done, so many at most, what waits longest first."""
    query = select(reminder.c.id).where(reminder.c.next_at <= now).order_by(reminder.c.next_at, reminder.c.id)
    return list((await connection.execute(query.limit(most))).scalars())


async def locked(connection: Connection, id: int) -> Reminder | None:
    """That reminder, for us alone until the transaction ends. Lock its group first. None: it is gone."""
    row = (await connection.execute(_reminders().where(reminder.c.id == id).with_for_update())).one_or_none()
    return Reminder(**row._mapping) if row else None


async def put(connection: Connection, group_id: int, plan: int, **values: Any) -> None:
    """The group's reminder of that plan is this from now on: `rule`, `starts_on`, `minute`, `next_local` and `next_at`; without a pause."""
    anew = {"paused_until": None, **values}
    new = insert_into(connection.dialect.name, reminder).values(group_id=group_id, plan=plan, **anew)
    await connection.execute(new.on_conflict_do_update(index_elements=["group_id", "plan"], set_=anew))


async def pause(connection: Connection, id: int, until: date | None, next_local: str | None, next_at: datetime | None) -> None:
    """Nothing happens before that day; None: there is no pause any more. Then it is this that comes next."""
    values = {"paused_until": until, "next_local": next_local, "next_at": next_at}
    await connection.execute(update(reminder).where(reminder.c.id == id).values(values))


async def stop(connection: Connection, group_id: int, plan: int) -> None:
    """The group has no reminder of that plan any more."""
    await connection.execute(delete(reminder).where(reminder.c.group_id == group_id, reminder.c.plan == plan))


async def advance(connection: Connection, id: int, next_local: str | None, next_at: datetime | None) -> None:
    """It is this that comes next. None: nothing any more."""
    await connection.execute(update(reminder).where(reminder.c.id == id).values(next_local=next_local, next_at=next_at))

"""When it is asked how a chosen step goes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, update

from storage.db import Connection
from storage.group_tables import chosen_step

Which = tuple[int, int, str]  # group, plan, step


@dataclass(frozen=True)
class Followup:
    """A chosen step that somebody is to be asked about."""

    group_id: int
    plan: int
    step: str
    status: str
    person_id: UUID | None  # who takes care of it; None: nobody yet
    asked: int  # so many times already, without an answer

    @property
    def which(self) -> Which:
        """What finds it."""
        return self.group_id, self.plan, self.step


async def due(connection: Connection, now: datetime, most: int) -> list[Which]:
    """Of which steps it is time to ask."""
    columns = (chosen_step.c.group_id, chosen_step.c.plan, chosen_step.c.step)
    query = select(*columns).where(chosen_step.c.ask_at <= now).order_by(chosen_step.c.ask_at).limit(most)
    return [(row.group_id, row.plan, row.step) for row in (await connection.execute(query)).all()]


async def taken(connection: Connection, which: Which, now: datetime) -> Followup | None:
    """That one, for us alone until the transaction ends. None: it is not due any more, or another is at it."""
    columns = [chosen_step.c[name] for name in ("group_id", "plan", "step", "status", "person_id", "asked")]
    query = select(*columns).where(_is(which), chosen_step.c.ask_at <= now).with_for_update(skip_locked=True)
    row = (await connection.execute(query)).one_or_none()
    return Followup(**row._mapping) if row else None


async def plan(connection: Connection, which: Which, at: datetime | None, *, asked: int | None = None) -> None:
    """Then it is asked; None: not any more. `asked`: so many times by now; None: as it was."""
    values: dict[str, Any] = {"ask_at": at}
    if asked is not None:
        values["asked"] = asked
    await connection.execute(update(chosen_step).where(_is(which)).values(**values))


def _is(which: Which) -> ColumnElement[bool]:
    return and_(chosen_step.c.group_id == which[0], chosen_step.c.plan == which[1], chosen_step.c.step == which[2])

"""What has to be told about a round at a time: each errand is done once, a part of the group after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, select, update

from storage.coming_back_tables import errand
from storage.db import Connection
from storage.upsert import insert_into

Kind = Literal["start", "nudge", "closing", "half", "end"]
START: Kind = "start"  # the round is open
NUDGE: Kind = "nudge"  # she has not answered
CLOSING: Kind = "closing"  # she is not done, and the round closes soon
HALF: Kind = "half"  # how far it is, for those who lead
END: Kind = "end"  # it has closed, for those who lead


@dataclass(frozen=True)
class Errand:
    """One of them. Round, kind and number name it."""

    round_id: int
    kind: Kind
    number: int
    due_at: datetime
    cursor: int  # members up to this number have theirs

    @property
    def name(self) -> tuple[int, Kind, int]:
        """What finds it."""
        return self.round_id, self.kind, self.number


Name = tuple[int, Kind, int]


async def plan(connection: Connection, round_id: int, wanted: Iterable[tuple[Kind, int, datetime]]) -> None:
    """These are to be done for a round, at these times. What was planned before stays as it is."""
    rows = [{"round_id": round_id, "kind": kind, "number": number, "due_at": due_at} for kind, number, due_at in wanted]
    if rows:
        await connection.execute(insert_into(connection.dialect.name, errand).values(rows).on_conflict_do_nothing())


async def due(connection: Connection, now: datetime, most: int) -> list[Name]:
    """Those that are due, the oldest first."""
    query = select(errand.c.round_id, errand.c.kind, errand.c.number).where(errand.c.due_at <= now)
    rows = await connection.execute(query.order_by(errand.c.due_at, errand.c.round_id).limit(most))
    return [(row.round_id, row.kind, row.number) for row in rows.all()]


async def taken(connection: Connection, name: Name, now: datetime) -> Errand | None:
    """That errand, for us alone until the transaction ends. None: it is not due any more, or another is at it."""
    query = select(errand).where(_is(name), errand.c.due_at <= now).with_for_update(skip_locked=True)
    row = (await connection.execute(query)).one_or_none()
    return _errand(row) if row else None


async def to_do(connection: Connection, round_id: int) -> list[Errand]:
    """What is still to be done for a round, in order of time."""
    query = select(errand).where(errand.c.round_id == round_id, errand.c.due_at.is_not(None))
    return [_errand(row) for row in (await connection.execute(query.order_by(errand.c.due_at, errand.c.number))).all()]


def _errand(row: Any) -> Errand:
    return Errand(row.round_id, row.kind, row.number, row.due_at, row.cursor)


def _is(name: Name) -> ColumnElement[bool]:
    return and_(errand.c.round_id == name[0], errand.c.kind == name[1], errand.c.number == name[2])


async def advance(connection: Connection, name: Name, cursor: int) -> None:
    """Members up to this number have theirs."""
    await connection.execute(update(errand).where(_is(name)).values(cursor=cursor))


async def move(connection: Connection, name: Name, due_at: datetime | None) -> None:
    """It is due at another time; None: it is done, or not wanted any more."""
    await connection.execute(update(errand).where(_is(name)).values(due_at=due_at))


async def close(connection: Connection, round_id: int, now: datetime) -> None:
    """The round has closed: nobody is asked for anything any more, and its end is told now."""
    open_ = (errand.c.round_id == round_id, errand.c.due_at.is_not(None))
    await connection.execute(update(errand).where(*open_, errand.c.kind != END).values(due_at=None))
    await connection.execute(update(errand).where(*open_, errand.c.kind == END, errand.c.due_at > now).values(due_at=now))

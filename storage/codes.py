"""Codes that open something, and the wrong ones that were tried. A code that ended is no code, whyever it ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, bindparam, case, func, insert, or_, select

from storage.columns import Moment
from storage.db import Connection
from storage.group_tables import code as code_of
from storage.group_tables import guess
from storage.upsert import insert_into

INVITE, LINK, PERMIT, MODERATE = "invite", "link", "permit", "moderate"


@dataclass(frozen=True)
class Code:
    """A code that opens something now."""

    code: str
    kind: str
    group_id: int | None
    person_id: UUID | None


async def make(
    connection: Connection,
    draw: Callable[[], str],
    kind: str,
    now: datetime,
    *,
    group_id: int | None = None,
    person_id: UUID | None = None,
    ends_at: datetime | None = None,
) -> str:
    """Draw until it is one that nobody has, keep it, and return it."""
    made: str | None = None
    while made is None:
        drawn = draw()
        values = {"lookup": drawn, "code": drawn, "kind": kind, "group_id": group_id, "person_id": person_id}
        new = insert_into(connection.dialect.name, code_of).values(**values, made_at=now, ends_at=ends_at)
        kept = await connection.execute(new.on_conflict_do_nothing().returning(code_of.c.code))
        made = kept.scalar_one_or_none()
    return made


async def find(connection: Connection, code: str, kinds: Sequence[str], now: datetime) -> Code | None:
    """What this code opens, if it is of one of these kinds. None: nothing, or not any more."""
    row = (await connection.execute(_find(), {"typed": code, "kinds": list(kinds), "at": now})).one_or_none()
    return None if row is None else Code(**row._mapping)


@cache
def _find() -> Executable:
    return select(*_columns()).where(_opens(), code_of.c.kind.in_(bindparam("kinds", expanding=True)))


async def take(connection: Connection, code: str, kind: str, now: datetime) -> Code | None:
    """Use up a code that works once: whoever comes second at the same moment gets None."""
    used = code_of.delete().where(_opens(), code_of.c.kind == kind).returning(*_columns())
    row = (await connection.execute(used, {"typed": code, "at": now})).one_or_none()
    return None if row is None else Code(**row._mapping)


def _columns() -> tuple[ColumnElement[Any], ...]:
    return code_of.c.code, code_of.c.kind, code_of.c.group_id, code_of.c.person_id


def _opens() -> ColumnElement[bool]:
    ends, at = code_of.c.ends_at, bindparam("at", type_=Moment)
    typed = bindparam("typed", type_=code_of.c.lookup.type)
    return (code_of.c.lookup == typed) & or_(ends.is_(None), ends > at)


async def invite(connection: Connection, group_id: int) -> str:
    """The code by which people come into a group. Empty: there is none."""
    query = select(code_of.c.code).where(code_of.c.group_id == group_id, code_of.c.kind == INVITE)
    return str(await connection.scalar(query) or "")


async def end_invite(connection: Connection, group_id: int) -> None:
    """Nobody comes into the group by a code that was made before."""
    await connection.execute(code_of.delete().where(code_of.c.group_id == group_id, code_of.c.kind == INVITE))


async def end_links(connection: Connection, person_id: UUID) -> None:
    """No phone becomes hers by a code that was made before."""
    await connection.execute(code_of.delete().where(code_of.c.person_id == person_id, code_of.c.kind == LINK))


async def forget_ended(connection: Connection, now: datetime) -> None:
    """Delete the codes whose time is over."""
    await connection.execute(code_of.delete().where(code_of.c.ends_at <= now))


async def note_guess(connection: Connection, address_id: int, now: datetime) -> None:
    """A code that was not right was typed here."""
    await connection.execute(insert(guess).values(address_id=address_id, at=now))


async def guesses(connection: Connection, address_id: int, since: datetime) -> tuple[int, int]:
    """How many wrong codes were typed after that moment: at this address, and everywhere."""
    row = (await connection.execute(_guesses(), {"here": address_id, "since": since})).one()
    return row.here, row.everywhere


@cache
def _guesses() -> Executable:
    here = func.count(case((guess.c.address_id == bindparam("here"), 1))).label("here")
    return select(here, func.count().label("everywhere")).where(guess.c.at > bindparam("since", type_=Moment))


async def forget_guesses(connection: Connection, before: datetime) -> None:
    """Delete what was noted of wrong codes before that moment."""
    await connection.execute(guess.delete().where(guess.c.at < before))

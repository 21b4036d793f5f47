"""Groups, and who is in them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import Executable, Select, bindparam, func, insert, select, update

from storage import chats, leaving, nudges, recipients
from storage.db import Connection
from storage.group_tables import chosen_step, group, round_
from storage.group_tables import membership as member_of
from storage.tables import person

MEMBER, COORDINATOR = "member", "coordinator"


@dataclass(frozen=True)
class Group:
    """A group, without its people."""

    id: int
    name: str
    threshold: int


@dataclass(frozen=True)
class Membership:
    """One person's place in one group."""

    group_id: int
    person_id: UUID
    number: int  # hers alone in this group, for ever
    role: str
    joined_on: date


@dataclass(frozen=True)
class Member:
    """Somebody in a group, for whoever may see who is in it."""

    person_id: UUID
    number: int
    role: str
    name: str  # empty: she gave none


async def find(connection: Connection, group_id: int) -> Group | None:
    """The group with this id."""
    row = (await connection.execute(_find(), {"which": group_id})).one_or_none()
    return None if row is None else Group(row.id, row.name, row.threshold)


@cache  # building a statement takes longer than running it, and every page of a group asks this
def _find() -> Executable:
    return select(group.c.id, group.c.name, group.c.threshold).where(group.c.id == bindparam("which"))


async def first(connection: Connection) -> int | None:
    """The oldest group. None: there is none."""
    found: int | None = await connection.scalar(select(func.min(group.c.id)))
    return found


async def lock(connection: Connection, group_id: int) -> None:
    """Until the transaction ends nobody else changes who is in it and who leads it. Lock persons before groups, never after."""
    await connection.execute(select(group.c.id).where(group.c.id == group_id).with_for_update(key_share=True))


async def membership(connection: Connection, group_id: int, person_id: UUID) -> Membership | None:
    """Her place in that group. None: she is not in it, or there is no such group."""
    row = (await connection.execute(_membership(), {"which": group_id, "who": person_id})).one_or_none()
    return None if row is None else Membership(**row._mapping)


@cache  # everything that is asked of a group begins with this
def _membership() -> Executable:
    return _places().where(member_of.c.group_id == bindparam("which"), member_of.c.person_id == bindparam("who"))


def _places() -> Select[tuple[int, UUID, int, str, date]]:
    columns = (member_of.c.group_id, member_of.c.person_id, member_of.c.number, member_of.c.role, member_of.c.joined_on)
    return select(*columns)


async def numbered(connection: Connection, group_id: int, number: int) -> Membership | None:
    """The place in that group with this number. None: nobody has it, or not any more."""
    row = (await connection.execute(_places().where(member_of.c.group_id == group_id, member_of.c.number == number))).one_or_none()
    return None if row is None else Membership(**row._mapping)


async def make(connection: Connection, name: str, threshold: int, today: date) -> int:
    """A new group with nobody in it. Returns its id."""
    new = insert(group).values(name=name, threshold=threshold, numbers=0, made_on=today).returning(group.c.id)
    return int((await connection.execute(new)).scalar_one())


async def add(connection: Connection, group_id: int, person_id: UUID, role: str, today: date) -> Membership:
    """Into the group, under the next number; whoever is in it already stays as she is."""
    already = await membership(connection, group_id, person_id)
    if already is not None:
        return already
    next_one = update(group).where(group.c.id == group_id).values(numbers=group.c.numbers + 1).returning(group.c.numbers)
    number = int((await connection.execute(next_one)).scalar_one())
    await connection.execute(insert(member_of).values(group_id=group_id, person_id=person_id, number=number, role=role, joined_on=today))
    return Membership(group_id, person_id, number, role, today)


async def of_person(connection: Connection, person_id: UUID) -> list[tuple[Group, str]]:
    """The groups she is in, with her role, in the order in which they were made."""
    query = (
        select(group.c.id, group.c.name, group.c.threshold, member_of.c.role)
        .join(member_of, member_of.c.group_id == group.c.id)
        .where(member_of.c.person_id == person_id)
        .order_by(group.c.id)
    )
    return [(Group(row.id, row.name, row.threshold), row.role) for row in (await connection.execute(query)).all()]


async def members(connection: Connection, group_id: int) -> list[Member]:
    """Who is in the group, by number."""
    query = (
        select(member_of.c.person_id, member_of.c.number, member_of.c.role, person.c.name)
        .join(person, person.c.id == member_of.c.person_id)
        .where(member_of.c.group_id == group_id)
        .order_by(member_of.c.number)
    )
    return [Member(row.person_id, row.number, row.role, row.name or "") for row in (await connection.execute(query)).all()]


async def size(connection: Connection, group_id: int) -> int:
    """How many are in the group."""
    return int(await connection.scalar(select(func.count()).select_from(member_of).where(member_of.c.group_id == group_id)))


async def coordinators(connection: Connection, group_id: int) -> int:
    """How many lead the group. Lock it before you do what depends on this."""
    query = select(func.count()).select_from(member_of).where(member_of.c.group_id == group_id, member_of.c.role == COORDINATOR)
    return int(await connection.scalar(query))


async def set_role(connection: Connection, group_id: int, number: int, role: str) -> None:
    """What the one with this number is in the group from now on."""
    await connection.execute(update(member_of).where(member_of.c.group_id == group_id, member_of.c.number == number).values(role=role))


async def rename(connection: Connection, group_id: int, name: str) -> None:
    """Give the group another name."""
    await connection.execute(update(group).where(group.c.id == group_id).values(name=name))


async def set_threshold(connection: Connection, group_id: int, threshold: int) -> None:
    """So many must have answered from now on. Open rounds get stricter by it, never laxer; closed ones stay as they were."""
    await connection.execute(update(group).where(group.c.id == group_id).values(threshold=threshold))
    laxer = update(round_).where(round_.c.group_id == group_id, round_.c.closed_on.is_(None), round_.c.threshold < threshold)
    await connection.execute(laxer.values(threshold=threshold))


async def remove(connection: Connection, group_id: int, person_id: UUID) -> None:
    """Out of the group. What it sees of her answers stays, without her; the rest of them she takes along from its open rounds."""
    hers = leaving.of_group(person_id, group_id)
    await leaving.take_back(connection, leaving.still_open(hers))
    await leaving.untie(connection, hers)
    await chats.take_along(connection, group_id, person_id)
    in_her_care = update(chosen_step).where(chosen_step.c.group_id == group_id, chosen_step.c.person_id == person_id)
    await connection.execute(in_her_care.values(person_id=None))
    await connection.execute(member_of.delete().where(member_of.c.group_id == group_id, member_of.c.person_id == person_id))
    await recipients.leave(connection, group_id, person_id)
    await nudges.leave(connection, group_id, person_id)

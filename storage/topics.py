"""The challenges that no plan is about, and how many groups want them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, select

from storage.coming_back_tables import contribution, topic_group, topic_wish
from storage.contributions import ACCEPTED, TOPIC
from storage.db import Connection
from storage.group_tables import membership
from storage.tables import wish
from storage.upsert import insert_into

OPEN = and_(contribution.c.kind == TOPIC, contribution.c.status == ACCEPTED)


@dataclass(frozen=True)
class Topic:
    """A challenge that all may read."""

    id: int
    words: str
    groups: int  # so many want it
    mine: bool  # she wants it


async def shown(connection: Connection, person_id: UUID, most: int) -> list[Topic]:
    """Those that most groups want first."""
    rows = (await connection.execute(_counted(person_id).limit(most))).all()
    return [Topic(row.id, row.words, row.groups, bool(row.mine)) for row in rows]


async def one(connection: Connection, id: int, person_id: UUID) -> Topic | None:
    """One of them. None: it is not there, or not any more."""
    row = (await connection.execute(_counted(person_id).where(contribution.c.id == id))).one_or_none()
    return Topic(row.id, row.words, row.groups, bool(row.mine)) if row else None


def _counted(person_id: UUID) -> Select[Any]:
    """Groups are counted, not women: who is in no group counts for none, and who is in two for both."""
    groups = select(func.count()).where(topic_group.c.contribution_id == contribution.c.id).scalar_subquery().label("groups")
    mine = exists().where(topic_wish.c.contribution_id == contribution.c.id, topic_wish.c.person_id == person_id).label("mine")
    return select(contribution.c.id, contribution.c.words, groups, mine).where(OPEN).order_by(groups.desc(), contribution.c.id.desc())


async def want(connection: Connection, id: int, person_id: UUID) -> None:
    """She wants it too; from now on her groups count, whoever is in them later."""
    new = insert_into(connection.dialect.name, topic_wish).values(contribution_id=id, person_id=person_id)
    await connection.execute(new.on_conflict_do_nothing())
    hers = (await connection.execute(select(membership.c.group_id).where(membership.c.person_id == person_id))).scalars().all()
    if hers:
        theirs = insert_into(connection.dialect.name, topic_group).values([{"contribution_id": id, "group_id": one} for one in hers])
        await connection.execute(theirs.on_conflict_do_nothing())


async def unwant(connection: Connection, id: int, person_id: UUID) -> None:
    """She does not, after all. Her groups still count: a number that fell would tell that it was she."""
    hers: tuple[ColumnElement[bool], ...] = (topic_wish.c.contribution_id == id, topic_wish.c.person_id == person_id)
    await connection.execute(delete(topic_wish).where(*hers))


async def wanted_by(connection: Connection, person_id: UUID) -> list[str]:
    """The words of the topics of all that she wants."""
    query = select(contribution.c.words).join(topic_wish, topic_wish.c.contribution_id == contribution.c.id)
    rows = await connection.execute(query.where(topic_wish.c.person_id == person_id, OPEN).order_by(contribution.c.id))
    return list(rows.scalars())


async def plans_wanted(connection: Connection) -> dict[int, int]:
    """Of each plan that somebody would like, by how many groups."""
    groups = func.count(membership.c.group_id.distinct()).label("groups")
    query = select(wish.c.plan, groups).outerjoin(membership, membership.c.person_id == wish.c.person_id).group_by(wish.c.plan)
    return {row.plan: row.groups for row in (await connection.execute(query)).all()}

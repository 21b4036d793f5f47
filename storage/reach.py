"""How a whole group can be reached, counted by the database: most have one phone, and many of those are alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, and_, false, func, or_, select, union

from storage import chats, recipients
from storage.db import Connection
from storage.group_tables import membership, sharing
from storage.recipients import Member, Phone
from storage.tables import address, conversation

ANYBODY = UUID(int=0)  # as nobody is called


@dataclass(frozen=True)
class Alike:
    """So many members who can be reached in the same way."""

    member: Member  # as any of them
    phones: tuple[Phone, ...]  # one, or none
    count: int


async def alike(connection: Connection, group_id: int, but: UUID, since: Mapping[str, datetime], now: datetime) -> list[Alike]:
    """Those with one phone at most, that is theirs alone. `since`: who wrote later than that on such a channel counts as writing now."""
    kinds = (
        *(conversation.c.language, conversation.c.stopped, address.c.channel),
        address.c.unreachable_since.is_not(None).label("unreachable"),
        _fresh(since).label("fresh"),
    )
    each = (
        select(*kinds)
        .join_from(membership, conversation, conversation.c.person_id == membership.c.person_id)
        .outerjoin(address, and_(address.c.person_id == membership.c.person_id, chats.WITHOUT))
        .where(membership.c.group_id == group_id, membership.c.person_id != but, membership.c.person_id.not_in(_several(group_id)))
        .subquery()
    )
    query = select(*each.c, func.count().label("n")).group_by(*each.c)
    return [_alike(row, now) for row in (await connection.execute(query)).all()]


def _alike(row: Any, now: datetime) -> Alike:
    member = Member(ANYBODY, 0, "", row.language, row.stopped)
    if row.channel is None:
        return Alike(member, (), row.n)
    phone = Phone(0, ANYBODY, ANYBODY, row.channel, bool(row.unreachable), now if row.fresh else None, None)
    return Alike(member, (phone,), row.n)


def _several(group_id: int) -> CompoundSelect[tuple[UUID]]:
    """Who has more addresses than one, or shares one. Asked once for all: to look for each of them takes longer."""
    here = and_(membership.c.group_id == group_id, membership.c.person_id == address.c.person_id)
    more = select(address.c.person_id).join(membership, here).group_by(address.c.person_id).having(func.count() > 1)
    theirs = and_(membership.c.group_id == group_id, membership.c.person_id == sharing.c.person_id)
    return union(more, select(sharing.c.person_id).join(membership, theirs))


def _fresh(since: Mapping[str, datetime]) -> ColumnElement[bool]:
    return or_(false(), *(and_(address.c.channel == name, address.c.heard_at > after) for name, after in since.items()))


async def others(connection: Connection, group_id: int, but: UUID) -> tuple[list[Member], dict[UUID, list[Phone]]]:
    """All the others but that one, and their phones."""
    theirs = select(membership.c.person_id).where(
        membership.c.group_id == group_id, membership.c.person_id != but, membership.c.person_id.in_(_several(group_id))
    )
    return await recipients.some(connection, group_id, theirs)

"""Who gets a broadcast, and where she can be found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select, union, update

from storage import chats
from storage.db import Connection
from storage.group_tables import membership, sharing
from storage.outbox import REPLY, SAID_STOP, UNFINISHED
from storage.sending_tables import broadcast
from storage.tables import address, conversation, message, person

COORDINATOR = "coordinator"  # as `storage.groups` calls her, which needs this module
LEFT = "she is not in the group any more"
CHAT = ":chat:"  # in the key of what goes to a chat of the whole group
AT_ONCE = 1000  # numbers in one question: Postgres takes 32,767 values


@dataclass(frozen=True)
class Whom:
    """Which members it is for, by their numbers."""

    named: tuple[int, ...] = ()  # these, from the lowest on
    rest: int | None = 0  # and everybody behind this one, who comes after all of them; None: nobody else

    def behind(self, after: int) -> "Iterator[ColumnElement[bool]]":
        """Those behind a number, from the lowest on, as many as can be asked for at once."""
        named = [number for number in self.named if number > after]
        for start in range(0, len(named), AT_ONCE):
            yield membership.c.number.in_(named[start : start + AT_ONCE])
        if self.rest is not None:
            yield membership.c.number > max(after, self.rest)


@dataclass(frozen=True)
class Member:
    """Somebody who is to get it."""

    person_id: UUID
    number: int
    name: str  # empty: she gave none
    language: str  # empty: she chose none
    stopped: bool


@dataclass(frozen=True)
class Phone:
    """An address where somebody can be found."""

    address_id: int
    whose: UUID  # who is looked for there
    holder: UUID  # who has it just now
    channel: str
    unreachable: bool
    heard_at: datetime | None
    last: int | None  # the newest reply to her there


def _members(group_id: int) -> Select[Any]:
    columns = (membership.c.person_id, membership.c.number, person.c.name, conversation.c.language, conversation.c.stopped)
    return (
        select(*columns)
        .join_from(membership, person, person.c.id == membership.c.person_id)
        .join(conversation, conversation.c.person_id == membership.c.person_id)
        .where(membership.c.group_id == group_id)
        .order_by(membership.c.number)
    )


async def some(connection: Connection, group_id: int, theirs: Select[tuple[UUID]]) -> tuple[list[Member], dict[UUID, list[Phone]]]:
    """These of the group, by number, and their addresses."""
    members = await _read(connection, _members(group_id).where(membership.c.person_id.in_(theirs)))
    return members, await _phones(connection, theirs) if members else {}


async def part(connection: Connection, group_id: int, whom: Whom, after: int, most: int) -> list[Member]:
    """The next of them behind that number, at most so many. None of these leaves the group before the transaction has ended."""
    query = _members(group_id).limit(most).with_for_update(read=True, key_share=True, of=membership)
    for which in whom.behind(after):
        found = await _read(connection, query.where(which))
        if found:
            return found
    return []


async def count(connection: Connection, group_id: int, whom: Whom, after: int, but: UUID | None) -> int:
    """How many of them are in the group behind that number, without this one."""
    query = select(func.count()).select_from(membership).where(membership.c.group_id == group_id)
    if but is not None:
        query = query.where(membership.c.person_id != but)
    return sum([int(await connection.scalar(query.where(which))) for which in whom.behind(after)])


async def coordinators(connection: Connection, group_id: int) -> list[Member]:
    """Those who lead the group, by number."""
    return await _read(connection, _members(group_id).where(membership.c.role == COORDINATOR))


async def herself(connection: Connection, person_id: UUID) -> Member | None:
    """Somebody on her own, in no group. None: there is no such person any more."""
    columns = (person.c.name, conversation.c.language, conversation.c.stopped)
    query = select(*columns).join(conversation, conversation.c.person_id == person.c.id).where(person.c.id == person_id)
    row = (await connection.execute(query)).one_or_none()
    return Member(person_id, 0, row.name or "", row.language, row.stopped) if row else None


@dataclass(frozen=True)
class Before:
    """A message that was sent before another."""

    unfinished: bool
    external_id: str  # empty: it is not out


async def message_of(connection: Connection, key: str, address_id: int) -> Before | None:
    """How that message to there is. None: there is none, or not any more."""
    query = select(message.c.status, message.c.external_id).where(message.c.key == key, message.c.address_id == address_id)
    row = (await connection.execute(query)).one_or_none()
    return Before(row.status in UNFINISHED, row.external_id or "") if row else None


async def _read(connection: Connection, query: Select[Any]) -> list[Member]:
    rows = (await connection.execute(query)).all()
    return [Member(row.person_id, row.number, row.name or "", row.language, row.stopped) for row in rows]


async def phones(connection: Connection, members: Sequence[Member]) -> dict[UUID, list[Phone]]:
    """The addresses of these few, also those that another has just now."""
    return await _phones(connection, [one.person_id for one in members])


async def phones_of_coordinators(connection: Connection, group_id: int) -> dict[UUID, list[Phone]]:
    """The same of those who lead the group."""
    return await _phones(connection, _in(group_id).where(membership.c.role == COORDINATOR))


def _in(group_id: int) -> Select[tuple[UUID]]:
    return select(membership.c.person_id).where(membership.c.group_id == group_id)


def addresses(theirs: Select[tuple[UUID]] | Sequence[UUID]) -> Subquery:
    """Their own addresses, and those that they share."""
    own = select(address.c.person_id.label("whose"), address.c.id.label("id")).where(address.c.person_id.in_(theirs))
    shared = select(sharing.c.person_id.label("whose"), sharing.c.address_id.label("id")).where(sharing.c.person_id.in_(theirs))
    return union(own, shared).subquery()


async def _phones(connection: Connection, theirs: Select[tuple[UUID]] | Sequence[UUID]) -> dict[UUID, list[Phone]]:
    both = addresses(theirs)
    to_her = (message.c.address_id == both.c.id, message.c.person_id == both.c.whose, message.c.priority == REPLY)
    last = select(message.c.id).where(*to_her).order_by(message.c.id.desc()).limit(1).scalar_subquery()
    columns = (address.c.person_id, address.c.channel, address.c.unreachable_since, address.c.heard_at)
    query = select(both.c.whose, both.c.id, *columns, last.label("last")).join_from(both, address, address.c.id == both.c.id)
    found: dict[UUID, list[Phone]] = {}
    for row in (await connection.execute(query.where(chats.WITHOUT).order_by(both.c.id))).all():
        phone = Phone(row.id, row.whose, row.person_id, row.channel, row.unreachable_since is not None, row.heard_at, row.last)
        found.setdefault(row.whose, []).append(phone)
    return found


async def spare(connection: Connection, group_id: int, broadcast_id: int) -> None:
    """Of what goes into the queue again nothing is for somebody who left the group, or said STOP, since it was made."""
    said_stop = select(conversation.c.person_id).where(conversation.c.stopped)
    for others, reason in ((message.c.person_id.not_in(_in(group_id)), LEFT), (message.c.person_id.in_(said_stop), SAID_STOP)):
        hers = and_(message.c.broadcast_id == broadcast_id, message.c.status == "queued", ~message.c.key.contains(CHAT))
        await connection.execute(update(message).where(hers, others).values(status="cancelled", reason=reason))


async def leave(connection: Connection, group_id: int, person_id: UUID) -> None:
    """What was sent to the group and has not begun to go to her stays here. Take her out of the group first: then no more is made."""
    theirs = select(broadcast.c.id).where(broadcast.c.group_id == group_id)
    waiting = update(message).where(message.c.person_id == person_id, message.c.broadcast_id.in_(theirs))
    values = {"status": "cancelled", "reason": LEFT, "lease_by": None, "lease_until": None}
    await connection.execute(waiting.where(message.c.status.in_(("queued", "leased"))).values(**values))

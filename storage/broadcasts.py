"""Broadcasts: what a coordinator sends to all members, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Executable, Select, bindparam, case, func, insert, or_, select, update

from storage import letters, outbox, recipients
from storage.db import Connection
from storage.group_tables import group
from storage.recipients import Whom
from storage.sending_tables import broadcast
from storage.tables import message
from storage.upsert import insert_into

ACTIVE = ("waiting", "sending")
ENDED_BY_OTHERS = ("cancelled", "stopped")
TOLD = "end"  # its sender knows how it ended
# In a body: the numbers of those who were left out; of those who are looked at once more; and behind which one all others follow.
LEFT, AGAIN, REST = "left", "again", "rest"
GONE = "…"  # in place of words that were taken back


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as it is kept."""

    id: int
    group_id: int
    group_name: str
    zone: str  # whose clock the group goes by
    person_id: UUID | None  # None: nobody knows any more who sent it
    address_id: int | None
    digest: str
    body: dict[str, Any]
    status: str
    due_at: datetime
    cursor: int
    left_out: dict[str, int]
    reason: str | None
    told: int
    told_at: datetime | None
    told_state: str | None

    @property
    def whom(self) -> Whom:
        """Which members it is for, this time."""
        return Whom(tuple(self.body.get(AGAIN, ())), self.body.get(REST, 0))


def _broadcasts() -> Select[Any]:
    columns = [broadcast.c[name] for name in Broadcast.__dataclass_fields__ if name not in ("group_name", "zone")]
    of_group = (group.c.name.label("group_name"), group.c.zone)
    return select(*columns, *of_group).join_from(broadcast, group, group.c.id == broadcast.c.group_id)


async def found(connection: Connection, id: int) -> Broadcast | None:
    """That broadcast. None: there is none, or not any more."""
    row = (await connection.execute(_broadcasts().where(broadcast.c.id == id))).one_or_none()
    return Broadcast(**row._mapping) if row else None


async def locked(connection: Connection, id: int) -> Broadcast | None:
    """That broadcast, for us alone until the transaction ends. None: another is at it, or it is gone."""
    query = _broadcasts().where(broadcast.c.id == id).with_for_update(skip_locked=True, of=broadcast)
    row = (await connection.execute(query)).one_or_none()
    return Broadcast(**row._mapping) if row else None


async def held(connection: Connection, id: int) -> Broadcast | None:
    """The same, however long another is at it."""
    row = (await connection.execute(_broadcasts().where(broadcast.c.id == id).with_for_update(of=broadcast))).one_or_none()
    return Broadcast(**row._mapping) if row else None


async def group_of(connection: Connection, id: int) -> int | None:
    """The group that a broadcast belongs to. None: there is no such broadcast."""
    found: int | None = await connection.scalar(select(broadcast.c.group_id).where(broadcast.c.id == id))
    return found


async def of_group(connection: Connection, group_id: int, most: int) -> list[Broadcast]:
    """All that have still to go out, and so many of those that ended: of both the newest first. No drafts."""
    query = _broadcasts().where(broadcast.c.group_id == group_id).order_by(broadcast.c.id.desc())
    active = (await connection.execute(query.where(broadcast.c.status.in_(ACTIVE)))).all()
    ended = (await connection.execute(query.where(broadcast.c.status.not_in(("draft", *ACTIVE))).limit(most))).all()
    return [Broadcast(**row._mapping) for row in (*active, *ended)]


async def under_way_in(connection: Connection, group_id: int) -> int:
    """How many of a group have still to go out, or a part of them."""
    query = select(func.count()).select_from(broadcast).where(broadcast.c.group_id == group_id, broadcast.c.status.in_(ACTIVE))
    return int(await connection.scalar(query))


async def draft(connection: Connection, group_id: int, person_id: UUID, digest: str, body: Mapping[str, Any], now: datetime) -> int:
    """The id of her draft with this content: of the one that there is, or of a new one."""
    same = select(broadcast.c.id).where(broadcast.c.group_id == group_id, broadcast.c.lookup == digest)
    already: int | None = await connection.scalar(same.where(broadcast.c.person_id == person_id, broadcast.c.status == "draft").limit(1))
    if already is not None:
        await connection.execute(update(broadcast).where(broadcast.c.id == already).values(made_at=now))
        return already
    values = {"body": body, "status": "draft", "made_at": now, "due_at": now, "left_out": {}}
    new = insert(broadcast).values(group_id=group_id, person_id=person_id, **values, **_same(digest))
    return int((await connection.execute(new.returning(broadcast.c.id))).scalar_one())


def _same(digest: str) -> dict[str, str]:
    """What tells that it is the same thing: found by a keyed hash, as somebody who guesses the words must not find them."""
    return {"lookup": digest, "digest": digest}


async def under_way(connection: Connection, group_id: int, digest: str) -> int | None:
    """The broadcast with this content that waits for its time or is being sent. Lock the group before you do what depends on this."""
    query = select(broadcast.c.id).where(broadcast.c.group_id == group_id, broadcast.c.lookup == digest, broadcast.c.status.in_(ACTIVE))
    found: int | None = await connection.scalar(query)
    return found


async def send(connection: Connection, id: int, person_id: UUID, address_id: int, due_at: datetime) -> bool:
    """It goes at that time, and she hears there how it goes. False: it is no draft any more."""
    values = {"status": "waiting", "person_id": person_id, "address_id": address_id, "due_at": due_at}
    drafted = update(broadcast).where(broadcast.c.id == id, broadcast.c.status == "draft")
    return (await connection.execute(drafted.values(**values))).rowcount == 1


async def drop(connection: Connection, id: int) -> bool:
    """Delete a draft. False: it is none any more."""
    gone = await connection.execute(broadcast.delete().where(broadcast.c.id == id, broadcast.c.status == "draft"))
    return gone.rowcount == 1


async def begin(connection: Connection, id: int, body: Mapping[str, Any]) -> None:
    """From now on it is sent, to everybody from the first number on."""
    await connection.execute(update(broadcast).where(broadcast.c.id == id).values(status="sending", body=body))


async def advance(connection: Connection, id: int, cursor: int, left_out: Mapping[str, int], body: Mapping[str, Any]) -> None:
    """Members up to that number have their message, or are counted here."""
    values = {"cursor": cursor, "left_out": dict(left_out), "body": body}
    await connection.execute(update(broadcast).where(broadcast.c.id == id).values(values))


async def again(connection: Connection, id: int, address_id: int, body: Mapping[str, Any]) -> None:
    """Those whom `body` names are looked at once more, from the first on. Who wanted that hears there how it goes."""
    values = {"status": "sending", "body": body, "address_id": address_id, "cursor": 0, "left_out": {}}
    fresh = {"reason": None, "ended_at": None, "told_state": None}
    await connection.execute(update(broadcast).where(broadcast.c.id == id).values(**values, **fresh))


async def add(connection: Connection, draft: outbox.Draft, status: str, now: datetime) -> None:
    """Put one of its messages in the outbox, once: 'queued', or 'sent' where being there is enough."""
    hers = {"person_id": draft.person_id, "address_id": draft.address_id, "lane": draft.lane, "priority": draft.priority}
    values = {"key": draft.key, "body": draft.body, "broadcast_id": draft.broadcast_id, "status": status, "due_at": now, "created_at": now}
    await connection.execute(_add(connection.dialect.name), {**hers, **values})


@cache  # building a statement takes longer than running it, and this runs once for each member
def _add(dialect: str) -> Executable:
    names = ("key", "person_id", "address_id", "lane", "priority", "body", "broadcast_id", "status", "due_at", "created_at")
    return insert_into(dialect, message).values({name: bindparam(name) for name in names}).on_conflict_do_nothing()


async def resume(connection: Connection, id: int, now: datetime) -> int:
    """What was cancelled because the platform refused to go on may go after all. Returns how many that were."""
    return await _revive(connection, id, message.c.reason.is_(None), now)


async def welcome_back(connection: Connection, id: int, now: datetime) -> int:
    """What was cancelled because she said STOP may go: spare those who still mean it. Returns how many that were."""
    return await _revive(connection, id, message.c.reason == outbox.SAID_STOP, now)


async def _revive(connection: Connection, id: int, why: "ColumnElement[bool]", now: datetime) -> int:
    waiting = update(message).where(message.c.broadcast_id == id, message.c.status == "cancelled", why)
    again = {"status": "queued", "due_at": now, "created_at": now, "attempts": 0, "doubts": 0, "reason": None, "external_id": None}
    return (await connection.execute(waiting.values(**again))).rowcount


async def end(connection: Connection, id: int, status: str, now: datetime, reason: str | None = None) -> None:
    """Nothing more of it is sent."""
    await connection.execute(update(broadcast).where(broadcast.c.id == id).values(status=status, ended_at=now, reason=reason))


def told_key(id: int, time: int, number: int | None = None) -> str:
    """The key of what is told of it for the so manieth time, from 0; with a number: to that coordinator besides."""
    return f"told:{id}:{time}" if number is None else f"told:{id}:{time}:{number}"


async def tell(connection: Connection, id: int, told: int, state: str, now: datetime) -> None:
    """Its sender was told that, as so many times before."""
    await connection.execute(update(broadcast).where(broadcast.c.id == id).values(told=told, told_state=state, told_at=now))


async def active(connection: Connection, now: datetime) -> list[int]:
    """Those that something has to be done with."""
    query = select(broadcast.c.id).where(broadcast.c.status.in_(ACTIVE), broadcast.c.due_at <= now)
    return list((await connection.execute(query.order_by(broadcast.c.due_at, broadcast.c.id))).scalars())


async def untold(connection: Connection) -> list[int]:
    """Those that others ended, and nobody was told so."""
    silent = or_(broadcast.c.told_state.is_(None), broadcast.c.told_state != TOLD)
    query = select(broadcast.c.id).where(broadcast.c.status.in_(ENDED_BY_OTHERS), silent)
    return list((await connection.execute(query.order_by(broadcast.c.id))).scalars())


async def to_come(connection: Connection, row: Broadcast) -> int:
    """How many members have a number behind the cursor, and are to get it."""
    return await recipients.count(connection, row.group_id, row.whom, row.cursor, row.person_id)


async def unfinished(connection: Connection, id: int) -> bool:
    """Whether some of its messages have still to go out."""
    query = select(message.c.id).where(message.c.broadcast_id == id, message.c.status.in_(outbox.UNFINISHED)).limit(1)
    return (await connection.execute(query)).first() is not None


@dataclass(frozen=True)
class Went:
    """So many of its messages went the same way."""

    status: str
    reason: str  # of what failed or was cancelled, as far as anybody said why
    to_chat: bool  # to chats of the whole group, rather than to one woman each
    count: int


async def tally(connection: Connection, id: int) -> list[Went]:
    """How its messages went. What she got on another phone of hers is not counted a second time."""
    to_chat, reason = message.c.key.contains(recipients.CHAT), case((message.c.status.in_(letters.NEVER), message.c.reason), else_=None)
    query = select(message.c.status, reason.label("reason"), to_chat.label("to_chat"), func.count().label("n"))
    once = message.c.reason.is_(None) | (message.c.status != "cancelled") | (message.c.reason != letters.TWICE)
    rows = await connection.execute(query.where(message.c.broadcast_id == id, once).group_by(message.c.status, reason, to_chat))
    return [Went(row.status, row.reason or "", bool(row.to_chat), row.n) for row in rows.all()]


async def forget(connection: Connection, person_id: UUID) -> None:
    """Nothing more is sent of what she made, and her name and words are taken out of what is kept of it."""
    await connection.execute(broadcast.delete().where(broadcast.c.person_id == person_id, broadcast.c.status == "draft"))
    columns = (broadcast.c.id, broadcast.c.group_id, broadcast.c.body, broadcast.c.status, broadcast.c.told)
    query = select(*columns).where(broadcast.c.person_id == person_id)
    for row in (await connection.execute(query.order_by(broadcast.c.id).with_for_update())).all():
        body = {**row.body, "text": GONE} if "text" in row.body else row.body
        values: dict[str, Any] = {"person_id": None, "body": body, **_same(uuid4().hex)}
        if row.status in ACTIVE:
            await outbox.cancel_broadcast(connection, row.id)
            values |= {"status": "cancelled", "reason": "forgotten"}
        await connection.execute(update(broadcast).where(broadcast.c.id == row.id).values(**values))
        await letters.unsay(connection, row.id, GONE)
        leads = [one.number for one in await recipients.coordinators(connection, row.group_id)]
        keys = [told_key(row.id, time, number) for time in range(row.told + 1) for number in (None, *leads)]
        await letters.unsay_news(connection, keys, GONE)


async def made_by(connection: Connection, person_id: UUID) -> list[Broadcast]:
    """What she made and did not throw away, the first thing first."""
    query = _broadcasts().where(broadcast.c.person_id == person_id).order_by(broadcast.c.id)
    return [Broadcast(**row._mapping) for row in (await connection.execute(query)).all()]

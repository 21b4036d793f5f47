"""Deletes what has been kept long enough: each function a part of it at a time, so that nobody waits long for its transaction."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, exists, func, select, tuple_

from storage import groups, kept, people
from storage.broadcasts import ACTIVE
from storage.coming_back_tables import contribution, topic_wish
from storage.contributions import DRAFT, REFUSED
from storage.db import Connection, Database
from storage.group_tables import audit, group, membership, round_
from storage.outbox import UNFINISHED
from storage.sending_tables import broadcast
from storage.tables import conversation, inbox, message, submission, submission_person, wish


@dataclass(frozen=True)
class Idle:
    """Somebody who was not heard of for a while."""

    person_id: UUID
    state: dict[str, Any]


async def old_inbox(connection: Connection, before: datetime, most: int) -> int:
    """Delete up to `most` notes of what came in before that moment. Returns how many."""
    return await _part(connection, inbox, inbox.c.received_at < before, most)


async def old_messages(connection: Connection, before: datetime, most: int) -> int:
    """Delete up to `most` finished messages from before that moment. Each person's newest at each address stays.

    Without it a page of the web chat would have nothing to answer, and nobody would know when she last got a reply.
    """
    newer, young = message.alias("newer"), message.alias("young")
    same = (newer.c.address_id == message.c.address_id, newer.c.person_id == message.c.person_id)
    first_young = select(young.c.id).where(young.c.created_at >= before).order_by(young.c.id).limit(1).scalar_subquery()
    old = (
        (message.c.created_at < before)
        & message.c.status.not_in(UNFINISHED)
        & exists().where(*same, newer.c.id > message.c.id)
        & (message.c.id < func.coalesce(first_young, message.c.id + 1))  # nobody needs to look at the many that are young
    )
    return await _part(connection, message, old, most)


async def old_notes(connection: Connection, before: datetime, most: int) -> int:
    """Delete up to `most` notes of what coordinators did before that moment. Returns how many."""
    return await _part(connection, audit, audit.c.at < before, most)


async def old_drafts(connection: Connection, before: datetime, most: int) -> int:
    """Delete up to `most` broadcasts that were made before that moment and never sent. Returns how many."""
    return await _part(connection, broadcast, (broadcast.c.status == "draft") & (broadcast.c.made_at < before), most)


async def old_broadcasts(connection: Connection, before: datetime, most: int) -> int:
    """Delete up to `most` broadcasts that ended before that moment. Returns how many."""
    ended = broadcast.c.status.not_in(("draft", *ACTIVE))
    return await _part(connection, broadcast, ended & (func.coalesce(broadcast.c.ended_at, broadcast.c.due_at) < before), most)


async def old_contributions(connection: Connection, before: datetime, most: int) -> int:
    """Delete up to `most` contributions that were refused, or begun and never sent, before that moment. Returns how many."""
    unread = contribution.c.status.in_((DRAFT, REFUSED))
    return await _part(connection, contribution, unread & (func.coalesce(contribution.c.decided_at, contribution.c.made_at) < before), most)


async def _part(connection: Connection, table: Table, which: ColumnElement[bool], most: int) -> int:
    """Whatever another process deletes just now is left to it."""
    keys = tuple_(*table.primary_key.columns)
    some = select(*table.primary_key.columns).where(which).order_by(*table.primary_key.columns).limit(most)
    return (await connection.execute(table.delete().where(keys.in_(some.with_for_update(skip_locked=True))))).rowcount


async def old_rounds(connection: Connection, before: datetime, most: int, months: int | None = None) -> int:
    """Delete up to `most` rounds that closed before that day, with what was given in them. Returns how many.

    `months`: only of groups that chose to keep them for so long.
    """
    some = select(round_.c.id).where(round_.c.closed_on < before.date()).order_by(round_.c.id).limit(most)
    if months is not None:
        some = some.where(round_.c.group_id.in_(select(group.c.id).where(group.c.keep_months == months)))
    ids = list((await connection.execute(some.with_for_update(skip_locked=True))).scalars())
    await connection.execute(submission.delete().where(submission.c.round_id.in_(ids)))
    await connection.execute(round_.delete().where(round_.c.id.in_(ids)))
    return len(ids)


async def with_old_sheets(connection: Connection, before: datetime, after: UUID | None, most: int) -> list[UUID]:
    """Up to `most` persons with answers of their own that were begun before that day, from the one behind `after` on."""
    hers = submission_person.c.person_id
    query = select(hers).join(submission, submission.c.id == submission_person.c.submission_id).where(_old_sheet(before)).distinct()
    return list((await connection.execute(_from(query, hers, after).order_by(hers).limit(most))).scalars())


async def remove_old_sheets(connection: Connection, person_id: UUID, before: datetime) -> int:
    """Delete what she answered on her own, where she began it before that day. Returns how many submissions."""
    await people.lock_person(connection, person_id)  # she may be writing an answer there just now
    hers = select(submission_person.c.submission_id).where(submission_person.c.person_id == person_id)
    return (await connection.execute(submission.delete().where(submission.c.id.in_(hers), _old_sheet(before)))).rowcount


def _old_sheet(before: datetime) -> ColumnElement[bool]:
    return (submission.c.opened_on < before.date()) & submission.c.round_id.is_(None)


def _from(query: Select[Any], column: ColumnElement[UUID], after: UUID | None) -> Select[Any]:
    return query if after is None else query.where(column > after)


async def idle(connection: Connection, before: datetime, after: UUID | None, most: int) -> list[Idle]:
    """Up to `most` persons who were last heard of before that moment, from the one behind `after` on."""
    return await _idle(connection, _not_heard_of(before), after, most)


async def strangers(connection: Connection, before: datetime, after: UUID | None, most: int) -> list[Idle]:
    """The same, of those who did not say STOP and of whom nothing is kept: no group, answer, wish or contribution."""
    return await _idle(connection, _nothing_kept(_not_heard_of(before)), after, most)


async def _idle(connection: Connection, query: Select[Any], after: UUID | None, most: int) -> list[Idle]:
    ordered = _from(query, conversation.c.person_id, after).order_by(conversation.c.person_id).limit(most)
    return [Idle(row.person_id, row.state) for row in (await connection.execute(ordered)).all()]


def _not_heard_of(before: datetime) -> Select[Any]:
    """A turn that left her where she was changed nothing in her conversation, but it was answered."""
    answered = exists().where(
        message.c.person_id == conversation.c.person_id, message.c.created_at >= before, message.c.key.startswith("reply:")
    )
    return select(conversation.c.person_id, conversation.c.state).where(conversation.c.changed_at < before, ~answered)


def _nothing_kept(query: Select[Any]) -> Select[Any]:
    for table in (membership, submission_person, wish, contribution, topic_wish):
        query = query.where(~exists().where(table.c.person_id == conversation.c.person_id))
    return query.where(~conversation.c.stopped)


async def remove(connection: Connection, person_id: UUID, before: datetime, *, stranger: bool = False) -> bool:
    """Delete her with all that is hers, unless she was heard of meanwhile. Groups that she leads alone pass to their oldest member."""
    await people.lock_person(connection, person_id)
    still = _nothing_kept(_not_heard_of(before)) if stranger else _not_heard_of(before)
    if (await connection.execute(still.where(conversation.c.person_id == person_id))).first() is None:
        return False
    for found, role in await groups.of_person(connection, person_id):
        await groups.lock(connection, found.id)
        if role == groups.COORDINATOR:
            await _pass_on(connection, found.id, person_id)
    await kept.wipe(connection, person_id)
    return True


async def _pass_on(connection: Connection, group_id: int, person_id: UUID) -> None:
    others = [one for one in await groups.members(connection, group_id) if one.person_id != person_id]
    if others and not any(one.role == groups.COORDINATOR for one in others):
        await groups.set_role(connection, group_id, others[0].number, groups.COORDINATOR)


async def empty_groups(connection: Connection, most: int) -> int:
    """Delete up to `most` groups that nobody is in any more, with their rounds. Returns how many."""
    empty = select(group.c.id).where(~exists().where(membership.c.group_id == group.c.id)).order_by(group.c.id).limit(most)
    ids = list((await connection.execute(empty.with_for_update(skip_locked=True))).scalars())
    still = [id for id in ids if await groups.size(connection, id) == 0]
    for id in still:
        await kept.remove_group(connection, id)
    return len(still)


async def settle(database: Database) -> None:
    """SQLite: bring what was written into the file itself, so that what was deleted stands nowhere. While somebody reads: next time."""
    if database.is_sqlite:
        await asyncio.to_thread(_checkpoint, str(database.url.database))


def _checkpoint(file: str) -> None:
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

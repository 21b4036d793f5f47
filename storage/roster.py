"""Who is in a group, with how each can be reached and how far she is: a few queries for all, however many they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case, func, select

from storage import chats, recipients
from storage.db import Connection
from storage.group_tables import membership
from storage.recipients import Phone
from storage.tables import address, answer, conversation, person, submission, submission_person


@dataclass(frozen=True)
class Listed:
    """Somebody in the list."""

    person_id: UUID
    number: int
    role: str
    name: str  # empty: she gave none
    joined_on: date
    language: str  # empty: she chose none
    stopped: bool


@dataclass(frozen=True)
class Filled:
    """How much somebody filled in of a round."""

    given: int  # prompts with an answer, also one that is only begun
    done: int


async def members(connection: Connection, group_id: int) -> list[Listed]:
    """Who is in the group, by number."""
    columns = (membership.c.person_id, membership.c.number, membership.c.role, membership.c.joined_on)
    query = (
        select(*columns, person.c.name, conversation.c.language, conversation.c.stopped)
        .join_from(membership, person, person.c.id == membership.c.person_id)
        .join(conversation, conversation.c.person_id == membership.c.person_id)
        .where(membership.c.group_id == group_id)
        .order_by(membership.c.number)
    )
    return [Listed(**{**row._mapping, "name": row.name or ""}) for row in (await connection.execute(query)).all()]


async def phones(connection: Connection, group_id: int, now: datetime) -> dict[UUID, list[Phone]]:
    """Their addresses, also those that another has just now, the oldest first.

    When she was last heard of there, and which of them she used last, is not asked: it would tell who did something of late.
    """
    both = recipients.addresses(select(membership.c.person_id).where(membership.c.group_id == group_id))
    columns = (address.c.person_id, address.c.channel, address.c.unreachable_since)
    query = select(both.c.whose, both.c.id, *columns).join_from(both, address, address.c.id == both.c.id).where(chats.WITHOUT)
    found: dict[UUID, list[Phone]] = {}
    for row in (await connection.execute(query.order_by(both.c.id))).all():
        phone = Phone(row.id, row.whose, row.person_id, row.channel, row.unreachable_since is not None, now, None)
        found.setdefault(row.whose, []).append(phone)
    return found


async def filled_in(connection: Connection, round_ids: Collection[int]) -> dict[tuple[int, UUID], Filled]:
    """How much each filled in of these rounds. Ask only for rounds with names."""
    done = func.sum(case((answer.c.done, 1), else_=0))
    query = (
        select(submission.c.round_id, submission_person.c.person_id, func.count().label("given"), done.label("finished"))
        .join_from(submission, submission_person, submission_person.c.submission_id == submission.c.id)
        .join(answer, answer.c.submission_id == submission.c.id)
        .where(submission.c.round_id.in_(round_ids))
        .group_by(submission.c.round_id, submission_person.c.person_id)
    )
    rows = (await connection.execute(query)).all() if round_ids else []
    return {(row.round_id, row.person_id): Filled(row.given, int(row.finished)) for row in rows}

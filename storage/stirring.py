"""Whether anything has changed in a group: a few counts that are cheap to ask for again and again."""

from sqlalchemy import case, func, select

from storage.broadcasts import ACTIVE
from storage.db import Connection
from storage.group_tables import membership, round_, shown
from storage.sending_tables import broadcast
from storage.tables import answer, message, submission

LATEST = 5  # broadcasts that are looked at: who watches, watches one of these; drafts change nothing, and those under way come first


async def state_of(connection: Connection, group_id: int) -> str:
    """Another text whenever somebody came or went, answered, or got something that was sent to the group."""
    people = await connection.scalar(select(func.count()).select_from(membership).where(membership.c.group_id == group_id))
    return f"{people}|{await _rounds(connection, group_id)}|{await _broadcasts(connection, group_id)}"


async def _rounds(connection: Connection, group_id: int) -> list[tuple[int, ...]]:
    """The open rounds, with what has been given and what is shown in them."""
    found = select(round_.c.id).where(round_.c.group_id == group_id, round_.c.closed_on.is_(None)).order_by(round_.c.id)
    counts: list[tuple[int, ...]] = []
    for id in (await connection.execute(found)).scalars().all():
        theirs = select(submission.c.id).where(submission.c.round_id == id)
        given = await connection.scalar(select(func.count()).select_from(answer).where(answer.c.submission_id.in_(theirs)))
        seen = await connection.scalar(select(func.count()).select_from(shown).where(shown.c.submission_id.in_(theirs)))
        counts.append((id, int(given), int(seen)))
    return counts


async def _broadcasts(connection: Connection, group_id: int) -> list[tuple[object, ...]]:
    """The latest ones, with how their messages went."""
    columns = (broadcast.c.id, broadcast.c.status, broadcast.c.cursor)
    sent = select(*columns).where(broadcast.c.group_id == group_id, broadcast.c.status != "draft")
    under_way = case((broadcast.c.status.in_(ACTIVE), 0), else_=1)
    rows = (await connection.execute(sent.order_by(under_way, broadcast.c.id.desc()).limit(LATEST))).all()
    theirs = message.c.broadcast_id.in_([row.id for row in rows])
    went = select(message.c.broadcast_id, message.c.status, func.count()).where(theirs).group_by(message.c.broadcast_id, message.c.status)
    counts = sorted(tuple(row) for row in (await connection.execute(went)).all()) if rows else []
    return [*(tuple(row) for row in rows), *counts]

"""What coordinators did: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select

from storage.db import Connection
from storage.group_tables import audit

# The names of the asks that change something of a group and that only its coordinators may do. Who made a group is noted as well.
MADE = "MakeGroup"
KEPT = frozenset(
    {
        "Appoint",
        "CancelBroadcast",
        "ChooseStep",
        "CloseRound",
        "Compose",
        "DeleteGroup",
        "DropDraft",
        "DropStep",
        "EndCode",
        "LinkChat",
        "NewCode",
        "OpenRound",
        "PauseReminder",
        "Remove",
        "Rename",
        "ResumeReminder",
        "RetryBroadcast",
        "SendLater",
        "SendNow",
        "SetKeeping",
        "SetNudges",
        "SetQuiet",
        "SetReminder",
        "SetThreshold",
        "SetZone",
        "StepDown",
        "StopReminder",
        "UnlinkChat",
    }
)


@dataclass(frozen=True)
class Note:
    """Something that was done."""

    at: datetime
    person_id: UUID
    act: str
    subject: str | None  # the id of what it was done to


async def note(connection: Connection, group_id: int, person_id: UUID, act: str, subject: str | None, now: datetime) -> None:
    """Keep that she did this in that group."""
    await connection.execute(insert(audit).values(at=now, group_id=group_id, person_id=person_id, act=act, subject=subject))


async def of_group(connection: Connection, group_id: int) -> list[Note]:
    """What was done in a group, the first thing first."""
    query = select(audit.c.at, audit.c.person_id, audit.c.act, audit.c.subject).where(audit.c.group_id == group_id).order_by(audit.c.id)
    return [Note(**row._mapping) for row in (await connection.execute(query)).all()]


async def times(connection: Connection, person_id: UUID, act: str, since: datetime) -> int:
    """How often she did this after that moment."""
    query = select(func.count()).select_from(audit).where(audit.c.at > since, audit.c.person_id == person_id, audit.c.act == act)
    return int(await connection.scalar(query))

"""When a group may be reminded: its clock, its quiet hours, and how often whoever has not answered hears of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from storage.db import Connection
from storage.group_tables import group


@dataclass(frozen=True)
class Rhythm:
    """What a group chose."""

    zone: str  # as the IANA database calls it
    quiet_from: int  # minutes of the local day
    quiet_until: int  # the same as `quiet_from`: there are no quiet hours
    nudge_days: tuple[int, ...]  # after so many days of a round; two at most


async def of_group(connection: Connection, group_id: int) -> Rhythm | None:
    """A group's rhythm. None: there is no such group."""
    columns = (group.c.zone, group.c.quiet_from, group.c.quiet_until, group.c.nudge_days)
    row = (await connection.execute(select(*columns).where(group.c.id == group_id))).one_or_none()
    return _rhythm(row) if row else None


def _rhythm(row: Any) -> Rhythm:
    return Rhythm(row.zone, row.quiet_from, row.quiet_until, tuple(int(day) for day in row.nudge_days.split(",") if day))


async def change(connection: Connection, group_id: int, rhythm: Rhythm) -> None:
    """From now on it is this. Lock the group first."""
    days = ",".join(map(str, rhythm.nudge_days))
    values = {"zone": rhythm.zone, "quiet_from": rhythm.quiet_from, "quiet_until": rhythm.quiet_until, "nudge_days": days}
    await connection.execute(update(group).where(group.c.id == group_id).values(**values))

"""When whoever takes care of a chosen step is asked how it goes."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.groups.errands import quiet_of
from bot.quiet import Quiet, at
from storage import followups, rhythm
from storage.db import Connection
from storage.followups import Followup, Which

FIRST, NEXT = 14, 28  # days after it was chosen or somebody began to take care of it, and after each time that she was asked
ASKS: Final = 3  # without an answer: after that nobody is asked about it any more
HOUR = 10 * 60  # minutes of the local day


async def begin(connection: Connection, which: Which, status: str, now: datetime) -> None:
    """It was chosen, or changed: she is asked again after a while. What is done is not asked about."""
    found = await rhythm.of_group(connection, which[0])
    if found is not None:
        days = NEXT if status == "busy" else FIRST
        await followups.plan(connection, which, None if status == "done" else _on(quiet_of(found), now, days), asked=0)


def after_asking(step: Followup, quiet: Quiet, now: datetime) -> datetime | None:
    """When she is asked again if she says nothing. None: never."""
    return None if step.asked + 1 >= ASKS else _on(quiet, now, NEXT)


def _on(quiet: Quiet, now: datetime, days: int) -> datetime:
    return quiet.until(at(now.astimezone(ZoneInfo(quiet.zone)).date() + timedelta(days=days), HOUR, quiet.zone))

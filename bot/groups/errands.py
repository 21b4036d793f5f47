"""What has to be told about a round while it is open, and when: planned as soon as it opens."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.quiet import Quiet, at
from storage import errands, rhythm
from storage.db import Connection
from storage.errands import CLOSING, END, HALF, NUDGE, Errand, Kind
from storage.rhythm import Rhythm
from storage.rounds import Round

BEFORE_CLOSING = 2  # days
APART = timedelta(days=2)  # between two nudges about one round, however late the first one was
AFTER = timedelta(minutes=1)  # the end of a round: then it has been closed


def quiet_of(found: Rhythm) -> Quiet:
    """The group's quiet hours."""
    return Quiet(found.quiet_from, found.quiet_until, found.zone)


async def plan_round(connection: Connection, row: Round, now: datetime) -> None:
    """A round has opened: note what is to be told about it."""
    found = await rhythm.of_group(connection, row.group_id)
    if found is not None:
        await errands.plan(connection, row.id, _wanted(row, found, now))


def _wanted(row: Round, found: Rhythm, now: datetime) -> Iterator[tuple[Kind, int, datetime]]:
    """At the hour at which it opened. Who answers together is not asked one by one."""
    quiet, zone = quiet_of(found), ZoneInfo(found.zone)
    opened, closes = now.astimezone(zone), row.closes_at.astimezone(zone)

    def on(day: int, from_: datetime = opened) -> datetime:
        moment = at(from_.date() + timedelta(days=day), opened.hour * 60 + opened.minute, found.zone)
        return quiet.until(moment)

    last = on(-BEFORE_CLOSING, closes)
    if not row.joint:
        days = [on(day) for day in found.nudge_days]
        yield from ((NUDGE, number, moment) for number, moment in enumerate(days, 1) if moment < last)
        yield HALF, 1, quiet.until(now + (row.closes_at - now) / 2)
    if last > now:
        yield CLOSING, 1, last
    yield END, 1, quiet.until(row.closes_at + AFTER)


async def make_room(connection: Connection, done: Errand, closes_at: datetime, now: datetime) -> None:
    """A nudge goes out now: the next ones must not follow at once because this one was late, nor come with the word before the end."""
    to_do = await errands.to_do(connection, done.round_id)
    last = min([closes_at, *(one.due_at for one in to_do if one.kind == CLOSING)])
    for place, one in enumerate([one for one in to_do if one.kind == NUDGE and one.number > done.number], 1):
        earliest = now + place * APART
        if one.due_at < earliest:
            await errands.move(connection, one.name, earliest if earliest < last else None)

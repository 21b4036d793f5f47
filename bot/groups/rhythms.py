"""The times of a group: its clock, its quiet hours, and when whoever has not answered is asked again."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from bot.dialogue import reminder_asks as asks
from bot.dialogue.facts import Fact
from bot.dialogue.reading import folded
from bot.dialogue.reminder_facts import NoZone, RhythmPage
from bot.dialogue.times import FARTHEST, LEAST_OPEN, MOST_NUDGES
from bot.groups import access, membership
from bot.groups.errands import quiet_of
from bot.groups.house import Table
from bot.quiet import DAY
from bot.schedule_words import time_in_words
from bot.schedules import LOCAL, as_moment
from storage import reminders, rhythm
from storage.groups import COORDINATOR
from storage.rhythm import Rhythm

LONGEST = 40  # signs of a name that fit in the table
# How she may call a place that goes by another name, or that there are more of.
KNOWN = {
    "brussel": "Europe/Brussels",
    "londen": "Europe/London",
    "parijs": "Europe/Paris",
    "nederland": "Europe/Amsterdam",
    "den haag": "Europe/Amsterdam",
    "bulgarije": "Europe/Sofia",
    "turkije": "Europe/Istanbul",
    "istanbul": "Europe/Istanbul",
    "marokko": "Africa/Casablanca",
    "rabat": "Africa/Casablanca",
    "suriname": "America/Paramaribo",
}


async def _rhythm(table: Table, group_id: int) -> Rhythm:
    found = await rhythm.of_group(table.connection, group_id)
    if found is None:
        raise access.NotHers
    return found


async def _page(table: Table, group_id: int, *, changed: bool = False) -> Fact:
    found = await _rhythm(table, group_id)
    hours = (time_in_words(found.quiet_from), time_in_words(found.quiet_until))
    quiet = hours if found.quiet_from != found.quiet_until else ("", "")
    return RhythmPage(group_id, found.zone, quiet, found.nudge_days, changed)


async def _show(table: Table, ask: asks.ShowRhythm) -> Fact:
    return await _page(table, ask.group)


async def _change(table: Table, group_id: int, **values: Any) -> Fact:
    """What comes next stays the same on the clock on the wall; only when that is changes."""
    await membership.alone(table, group_id, COORDINATOR)
    changed = replace(await _rhythm(table, group_id), **values)
    await rhythm.change(table.connection, group_id, changed)
    quiet = quiet_of(changed)
    for row in await reminders.of_group(table.connection, group_id):
        if row.next_local is not None:
            local = datetime.strptime(row.next_local, LOCAL)  # noqa: DTZ007 - it is local time
            await reminders.advance(table.connection, row.id, row.next_local, quiet.until(as_moment(local, quiet.zone)))
    return await _page(table, group_id, changed=True)


async def _set_quiet(table: Table, ask: asks.SetQuiet) -> Fact:
    """Raises NotHers for hours that the conversation refuses."""
    inside = 0 <= ask.begins < DAY and 0 <= ask.ends < DAY
    if not inside or (ask.begins - ask.ends) % DAY < LEAST_OPEN:
        raise access.NotHers
    return await _change(table, ask.group, quiet_from=ask.begins, quiet_until=ask.ends)


async def _set_nudges(table: Table, ask: asks.SetNudges) -> Fact:
    if len(ask.days) > MOST_NUDGES or list(ask.days) != sorted(set(ask.days)) or not all(1 <= day <= FARTHEST for day in ask.days):
        raise access.NotHers
    return await _change(table, ask.group, nudge_days=ask.days)


async def _set_zone(table: Table, ask: asks.SetZone) -> Fact:
    zone = zone_of(ask.zone)
    return await _change(table, ask.group, zone=zone) if zone else NoZone(ask.group)


def zone_of(text: str) -> str:
    """The clock that a name or a city means. Empty: none, or more than one."""
    said = folded(text).replace("_", " ")
    return KNOWN.get(said) or _cities().get(said, "")


@cache  # some hundreds of files
def _cities() -> dict[str, str]:
    """All clocks by their whole names and by their cities. A city that two continents have is none; two names in one are one clock."""
    names = [name for name in available_timezones() if len(name) <= LONGEST and name.partition("/")[0] not in ("posix", "right", "Etc")]
    called = [(folded(name.rpartition("/")[2]).replace("_", " "), name) for name in sorted(names) if "/" in name]
    continents = {(city, name.partition("/")[0]) for city, name in called}
    twice = {city for city, count in Counter(city for city, _ in continents).items() if count > 1}
    only = {city: name for city, name in reversed(called) if city not in twice}
    return only | {folded(name).replace("_", " "): name for name in names if "/" in name}


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowRhythm: _show,
    asks.SetQuiet: _set_quiet,
    asks.SetNudges: _set_nudges,
    asks.SetZone: _set_zone,
}

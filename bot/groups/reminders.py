"""Reminders of a group: setting, pausing and stopping them, and what happens when one is due."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.dialogue import reminder_asks as asks
from bot.dialogue.asks import OpenRound
from bot.dialogue.facts import Fact
from bot.dialogue.reminder_facts import Coming, NoPause, Planned, ReminderPage, Reminders
from bot.dialogue.rounds import DAYS
from bot.groups import access, days, membership, rounds
from bot.groups.errands import quiet_of
from bot.groups.house import House, Table
from bot.quiet import Quiet
from bot.schedule_words import time_in_words
from bot.schedules import Next, NoSchedule, Schedule, begins, following, from_code, from_rule, local_time, occurrences, to_rule
from storage import groups, reminders, rhythm
from storage import rounds as storage_rounds
from storage.db import Connection
from storage.groups import COORDINATOR
from storage.reminders import Reminder

SHOWN = 3  # days, before it is set
OLDEST, NEWEST = timedelta(days=-400), timedelta(days=800)  # where a first day may lie that a button carries
MONTHS = (1, 3)  # that a pause may take by pressing a button


@dataclass(frozen=True)
class Fired:
    """A reminder was done."""

    group_id: int
    plan: int
    round_id: int | None  # the round that it opened
    why: str = ""  # why it opened none: 'open', one of the plan still is; or 'plan', which is not ready any more


async def fire(connection: Connection, house: House, id: int, now: datetime) -> Fired | None:
    """Do a reminder that is due, once, however many occurrences were missed; the next is noted with it.

    None: it is not due, or not now, because it is quiet there or because the round before could not be closed just now.
    """
    group_id = await reminders.group_of(connection, id)
    if group_id is None:
        return None
    await groups.lock(connection, group_id)
    row, found = await reminders.locked(connection, id), await rhythm.of_group(connection, group_id)
    if row is None or found is None or row.next_at is None or row.next_at > now:
        return None
    quiet = quiet_of(found)
    morning = quiet.until(now)
    if morning > now:
        await reminders.advance(connection, id, row.next_local, morning)
        return None
    if await groups.size(connection, group_id) == 0:  # nobody comes into such a group any more
        await reminders.advance(connection, id, None, None)
        return None
    fired = await _opened(connection, house, row, now)
    if fired is not None:
        coming = _after(row, quiet, now)
        await reminders.advance(connection, id, coming.local if coming else None, coming.at if coming else None)
    return fired


async def _opened(connection: Connection, house: House, row: Reminder, now: datetime) -> Fired | None:
    """The evaluation, as the group's last round of that plan was."""
    if all(plan.number != row.plan for plan in house.catalogue.ready()):
        return Fired(row.group_id, row.plan, None, "plan")
    already = await storage_rounds.unclosed(connection, row.group_id, row.plan)
    if already is not None and already.is_open(now):
        return Fired(row.group_id, row.plan, None, "open")
    of_plan = [one for one in await storage_rounds.of_group(connection, row.group_id) if one.plan == row.plan]
    anonymous, joint = (of_plan[-1].anonymous, of_plan[-1].joint) if of_plan else (True, False)
    days = await _length(connection, row, now)
    id = await rounds.begin(connection, house.catalogue, OpenRound(row.group_id, row.plan, days, anonymous, joint), now)
    return None if id is None else Fired(row.group_id, row.plan, id)


async def _length(connection: Connection, row: Reminder, now: datetime) -> int:
    """How many days it is open: it must be closed before the next one is due."""
    found = await rhythm.of_group(connection, row.group_id)
    coming = _after(row, quiet_of(found), now) if found else None
    if found is None or coming is None:
        return DAYS
    left = (local_time(coming.at, found.zone).date() - local_time(now, found.zone).date()).days - 1
    return min(DAYS, max(1, left))


def _after(row: Reminder, quiet: Quiet, now: datetime) -> Next | None:
    """What comes after the occurrence that is done now."""
    done = row.next_local or ""
    try:
        return following(row.rule, row.starts_on, row.minute, quiet, now, done=done, paused_until=row.paused_until)
    except NoSchedule:  # the rule is none of ours, so nobody set it in the chat
        return None


async def _quiet(table: Table, group_id: int) -> Quiet:
    found = await rhythm.of_group(table.connection, group_id)
    if found is None:
        raise access.NotHers
    return quiet_of(found)


def _coming(row: Reminder, quiet: Quiet, now: datetime) -> Coming:
    schedule = from_rule(row.rule, row.minute)
    local = local_time(row.next_at, quiet.zone) if row.next_at else None
    time = time_in_words(local.hour * 60 + local.minute) if local else ""
    paused = row.paused_until if row.paused_until and row.paused_until > local_time(now, quiet.zone).date() else None
    return Coming(row.plan, schedule, local.date() if local else None, time, paused)


async def _list(table: Table, group_id: int, *, stopped: bool = False) -> Fact:
    group, _ = await membership.here(table, group_id)
    quiet = await _quiet(table, group_id)
    found = await reminders.of_group(table.connection, group_id)
    return Reminders(group.id, group.name, tuple(_coming(row, quiet, table.now) for row in found), stopped)


async def _show_list(table: Table, ask: asks.ShowReminders) -> Fact:
    return await _list(table, ask.group)


async def _show(table: Table, ask: asks.ShowReminder) -> Fact:
    return await _page(table, ask)


async def _page(table: Table, ask: asks.OfReminders, **news: Any) -> Fact:
    assert isinstance(ask, asks.ShowReminder | asks.SetReminder | asks.PauseReminder | asks.ResumeReminder)
    row = await reminders.of_plan(table.connection, ask.group, ask.plan)
    coming = _coming(row, await _quiet(table, ask.group), table.now) if row else None
    return ReminderPage(ask.group, ask.plan, coming, **(news if row else {}))


async def _show_schedule(table: Table, ask: asks.ShowSchedule) -> Fact:
    return await _planned(table, ask, early=ask.early)


async def _planned(table: Table, ask: asks.ShowSchedule | asks.SetReminder, *, early: bool = False) -> Planned:
    """How it would be. Raises NotHers for what the conversation does not offer."""
    if all(plan.number != ask.plan for plan in table.house.catalogue.ready()):
        raise access.NotHers
    schedule, quiet = _schedule(ask.code), await _quiet(table, ask.group)
    start = begins(schedule, table.now, quiet.zone, early=early)
    if start is None:
        return Planned(ask.group, ask.plan, schedule, (), "", early, other=False, wrong="never")
    other = begins(schedule, table.now, quiet.zone, early=not early) != start
    local = local_time(table.now, quiet.zone)
    shown = tuple(one.date() for one in occurrences(to_rule(schedule), start, schedule.minute, local, SHOWN))
    hours = (time_in_words(quiet.begins), time_in_words(quiet.ends))
    wrong = "quiet" if quiet.covers(schedule.minute) else ""
    return Planned(ask.group, ask.plan, schedule, shown, f"{start:%Y%m%d}", early, other, wrong, hours)  # type: ignore[arg-type]


def _schedule(code: str) -> Schedule:
    try:
        return from_code(code)
    except NoSchedule as error:
        raise access.NotHers from error  # the conversation offers no such thing


async def _set(table: Table, ask: asks.SetReminder) -> Fact:
    """A first day that lies too far back or ahead is that of a button from long ago: she sees how it would be now."""
    await membership.alone(table, ask.group, COORDINATOR)
    planned, quiet = await _planned(table, ask), await _quiet(table, ask.group)
    today, start = local_time(table.now, quiet.zone).date(), days.stamped(ask.start)
    if planned.wrong or start is None or not OLDEST <= start - today <= NEWEST:
        return planned
    rule, minute = to_rule(planned.schedule), planned.schedule.minute
    first = following(rule, start, minute, quiet, table.now)
    assert first is not None  # a rule without an end, on a day that there is
    row = await reminders.of_plan(table.connection, ask.group, ask.plan)
    if row is not None and (row.rule, row.minute, row.starts_on) == (rule, minute, start):  # pressed twice: a pause stays
        return await _page(table, ask)
    values = {"rule": rule, "starts_on": start, "minute": minute, "next_local": first.local, "next_at": first.at}
    await reminders.put(table.connection, ask.group, ask.plan, **values)
    return await _page(table, ask, news="set")


async def _pause(table: Table, ask: asks.PauseReminder) -> Fact:
    await membership.alone(table, ask.group, COORDINATOR)
    row, quiet = await reminders.of_plan(table.connection, ask.group, ask.plan), await _quiet(table, ask.group)
    if row is None:
        return await _page(table, ask)
    try:
        until = _until(ask, local_time(table.now, quiet.zone).date())
    except days.NoDay as error:
        return NoPause(ask.group, ask.plan, error.why)
    await _resume_on(table, row, quiet, until)
    return await _page(table, ask, news="paused")


def _until(ask: asks.PauseReminder, today: date) -> date:
    """The day that a pause ends on. Raises NoDay."""
    if ask.months:
        if ask.months not in MONTHS:
            raise access.NotHers
        return today + relativedelta(months=ask.months)
    return days.understood(ask.until, today)


async def _resume(table: Table, ask: asks.ResumeReminder) -> Fact:
    await membership.alone(table, ask.group, COORDINATOR)
    row, quiet = await reminders.of_plan(table.connection, ask.group, ask.plan), await _quiet(table, ask.group)
    if row is None or row.paused_until is None:
        return await _page(table, ask)
    await _resume_on(table, row, quiet, None)
    return await _page(table, ask, news="resumed")


async def _resume_on(table: Table, row: Reminder, quiet: Quiet, until: date | None) -> None:
    """What comes next from that day on; without one, from now on."""
    coming = following(row.rule, row.starts_on, row.minute, quiet, table.now, paused_until=until)
    await reminders.pause(table.connection, row.id, until, coming.local if coming else None, coming.at if coming else None)


async def _stop(table: Table, ask: asks.StopReminder) -> Fact:
    await membership.alone(table, ask.group, COORDINATOR)
    await reminders.stop(table.connection, ask.group, ask.plan)
    return await _list(table, ask.group, stopped=True)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowReminders: _show_list,
    asks.ShowReminder: _show,
    asks.ShowSchedule: _show_schedule,
    asks.SetReminder: _set,
    asks.PauseReminder: _pause,
    asks.ResumeReminder: _resume,
    asks.StopReminder: _stop,
}

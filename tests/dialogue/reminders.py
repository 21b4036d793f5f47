"""What the tables may tell about reminders and the times of a group, each as long as it may be."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from bot.dialogue import reminder_facts as told
from bot.dialogue.reminder_facts import ReminderFact
from bot.schedules import from_code
from tests.dialogue.facts import DAY

CODES = ("m24.-1.7.2359", "w52.3.0000", "d12.31.1030", "q-1.4.1100", "y9.30.1000")
HOURS = ("20:00", "9:00")


def of_each_kind(group: int, name: str) -> Iterator[ReminderFact]:
    """All of them, of that group."""
    for number, schedule in enumerate(map(from_code, CODES)):
        for paused, next_day in ((None, DAY), (DAY, DAY), (None, None)):
            coming = told.Coming(3, schedule, next_day, "23:59", paused)
            yield from (told.ReminderPage(group, 3, coming, news) for news in ("", "set", "paused", "resumed"))
            yield told.Reminders(group, name, tuple(replace(coming, plan=plan) for plan in range(1, number + 4)), stopped=True)
        for early, other in ((True, True), (False, True), (False, False)):
            yield told.Planned(group, 3, schedule, (DAY,) * 3, "20270105", early, other)
        yield told.Planned(group, 3, schedule, (DAY,) * 3, "20270105", early=True, other=True, wrong="quiet", quiet=HOURS)
        yield told.Planned(group, 3, schedule, (), "", early=False, other=False, wrong="never")
    yield from (told.ReminderPage(group, 3, None), told.ReminderPage(group, 1, None), told.Reminders(group, name, ()))
    yield from (told.NoPause(group, 3, wrong) for wrong in get_args(told.NoPause.__annotations__["wrong"]))
    for quiet, nudges in ((HOURS, (4, 10)), (("", ""), ()), (("0:00", "8:30"), (1,))):
        yield from (told.RhythmPage(group, "America/Argentina/Buenos_Aires", quiet, nudges, changed) for changed in (True, False))
    yield told.NoZone(group)

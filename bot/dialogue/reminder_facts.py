"""What the tables tell about reminders and the times of a group: the answers to `reminder_asks`."""

from dataclasses import dataclass
from typing import Literal

from bot.dates import Day
from bot.schedules import Schedule


@dataclass(frozen=True)
class Coming:
    """When a plan comes back."""

    plan: int
    schedule: Schedule
    next: Day | None  # None: never any more
    time: str = ""  # of that day: '10:00'
    paused_until: Day | None = None


@dataclass(frozen=True)
class Reminders:
    """When which plan comes back."""

    group: int
    group_name: str
    coming: tuple[Coming, ...]
    stopped: bool = False  # one was just stopped


@dataclass(frozen=True)
class ReminderPage:
    """When this plan comes back."""

    group: int
    plan: int
    coming: Coming | None  # None: it does not, unless somebody opens a round
    news: Literal["", "set", "paused", "resumed"] = ""  # what was done just now


@dataclass(frozen=True)
class Planned:
    """How it would be. Nothing is set yet."""

    group: int
    plan: int
    schedule: Schedule
    days: tuple[Day, ...]  # the next three
    start: str  # its first day, as a button names it: 20270105
    early: bool  # from the first day that there is
    other: bool  # it could begin at another time
    wrong: Literal["", "quiet", "never"] = ""  # why it can't be set
    quiet: tuple[str, str] = ("", "")  # from when until when


@dataclass(frozen=True)
class NoPause:
    """The day that she typed is none that a pause can end on."""

    group: int
    plan: int
    wrong: Literal["unclear", "past", "far"]


@dataclass(frozen=True)
class RhythmPage:
    """The clock and the quiet hours of a group, and when it is asked again."""

    group: int
    zone: str
    quiet: tuple[str, str]  # '20:00', '9:00'; empty: never
    nudges: tuple[int, ...]
    changed: bool = False


@dataclass(frozen=True)
class NoZone:
    """There is no such clock."""

    group: int


ReminderFact = Reminders | ReminderPage | Planned | NoPause | RhythmPage | NoZone

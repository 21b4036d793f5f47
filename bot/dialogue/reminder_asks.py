"""What a coordinator asks of the tables about reminders and the times of her group. The answers are in `reminder_facts`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowReminders:
    """When which plan comes back. -> Reminders"""

    group: int


@dataclass(frozen=True)
class ShowReminder:
    """When this plan comes back. -> ReminderPage"""

    group: int
    plan: int


@dataclass(frozen=True)
class ShowSchedule:
    """How it would be, before it is set. -> Planned"""

    group: int
    plan: int
    code: str  # of the schedule
    early: bool = False  # from the first day that there is


@dataclass(frozen=True)
class SetReminder:
    """Set it, or set it otherwise. -> ReminderPage, or Planned where that can't be"""

    group: int
    plan: int
    code: str
    start: str  # its first day, as Planned named it


@dataclass(frozen=True)
class PauseReminder:
    """Nothing before a day. -> ReminderPage, or NoPause"""

    group: int
    plan: int
    until: str = ""  # as she typed it
    months: int = 0  # or so many from now


@dataclass(frozen=True)
class ResumeReminder:
    """No pause any more. -> ReminderPage"""

    group: int
    plan: int


@dataclass(frozen=True)
class StopReminder:
    """This plan does not come back by itself any more. -> Reminders"""

    group: int
    plan: int


@dataclass(frozen=True)
class ShowRhythm:
    """The clock and the quiet hours of the group, and when it is asked again. -> RhythmPage"""

    group: int


@dataclass(frozen=True)
class SetQuiet:
    """Other quiet hours, in minutes of the local day. -> RhythmPage"""

    group: int
    begins: int
    ends: int


@dataclass(frozen=True)
class SetNudges:
    """After so many days of a round whoever has not answered is asked again. -> RhythmPage"""

    group: int
    days: tuple[int, ...]


@dataclass(frozen=True)
class SetZone:
    """Another clock. -> RhythmPage, or NoZone"""

    group: int
    zone: str  # as she typed it, or as a button names it


OfReminders = (
    ShowReminders
    | ShowReminder
    | ShowSchedule
    | SetReminder
    | PauseReminder
    | ResumeReminder
    | StopReminder
    | ShowRhythm
    | SetQuiet
    | SetNudges
    | SetZone
)

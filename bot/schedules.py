"""When something comes back: kept as a rule of RFC 5545, carried by buttons as a code, and reckoned on the clock of a place.

Local times are naive here: they say what stands on a clock there. Only `following` makes moments of them.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

Kind = Literal["week", "weekday", "day", "quarter", "year"]
LAST = -1
LONGEST = 31  # days of a month
NTH = (1, 2, 3, 4, LAST)  # a fifth Tuesday is not in every month
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of each month
LOCAL = "%Y-%m-%dT%H:%M"

# What each kind says besides its time, in the order of a code.
PARTS: dict[Kind, dict[str, Collection[int]]] = {
    "week": {"every": range(1, 53), "weekday": range(1, 8)},
    "weekday": {"every": range(1, 25), "nth": NTH, "weekday": range(1, 8)},
    "day": {"every": range(1, 25), "day": range(1, LONGEST + 1)},
    "quarter": {"nth": NTH, "weekday": range(1, 8)},
    "year": {"month": range(1, 13), "day": range(1, LONGEST + 1)},
}
LETTERS: dict[str, Kind] = {"w": "week", "m": "weekday", "d": "day", "q": "quarter", "y": "year"}
_CODE = re.compile(r"(?a:([wmdqy])(-?\d{1,2}(?:\.-?\d{1,2}){1,2})\.(\d\d)(\d\d))")
_UNTIL = re.compile(r"(?a:(.*);UNTIL=\d{8}T\d{6})")


class NoSchedule(Exception):
    """It is no rule, code or schedule of ours."""


@dataclass(frozen=True)
class Schedule:
    """When something comes back. Raises NoSchedule for what its kind does not have."""

    kind: Kind
    minute: int  # of the local day: 600 is 10:00
    every: int = 1  # so many weeks; of 'weekday' and 'day' months
    nth: int = 0  # the first to fourth or LAST weekday of the month or the quarter
    weekday: int = 0  # 1 is Monday
    day: int = 0  # of the month; where that is shorter, its last day
    month: int = 0

    def __post_init__(self) -> None:
        parts = PARTS[self.kind]
        unused = {"every": 1, "nth": 0, "weekday": 0, "day": 0, "month": 0}
        fits = all(getattr(self, name) in parts.get(name, (value,)) for name, value in unused.items())
        if not (fits and 0 <= self.minute < 24 * 60):
            raise NoSchedule(f"There is no such schedule: {self!r}.")

    @property
    def comes(self) -> bool:
        """Whether there is any such day at all: 30 February never is."""
        return self.kind != "year" or self.day <= MOST_DAYS[self.month - 1]


@dataclass(frozen=True)
class Next:
    """When something is to be done next."""

    local: str  # the occurrence, as it stands on a clock there: 2027-01-05T10:00
    at: datetime  # when that is to be done: later, where it falls in quiet hours


class Hours(Protocol):
    """A place with its quiet hours."""

    @property
    def zone(self) -> str:
        """Whose clock it goes by."""
        ...

    def until(self, moment: datetime) -> datetime:
        """The moment itself, or when the quiet ends."""
        ...


def to_code(schedule: Schedule) -> str:
    """As a button carries it: w6.2.1000 is every six weeks on Tuesday at ten."""
    letter = next(letter for letter, kind in LETTERS.items() if kind == schedule.kind)
    parts = ".".join(str(getattr(schedule, name)) for name in PARTS[schedule.kind])
    return f"{letter}{parts}.{schedule.minute // 60:02}{schedule.minute % 60:02}"


def from_code(code: str) -> Schedule:
    """The schedule of a code. Raises NoSchedule unless `to_code` writes it just so."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise NoSchedule("This is no code of a schedule.")
    kind, numbers = LETTERS[found[1]], [int(part) for part in found[2].split(".")]
    if len(numbers) != len(PARTS[kind]):
        raise NoSchedule("This code has too much or too little.")
    schedule = Schedule(kind, int(found[3]) * 60 + int(found[4]), **dict(zip(PARTS[kind], numbers, strict=True)))
    if to_code(schedule) != code:
        raise NoSchedule("This code is written in another way.")
    return schedule


def to_rule(schedule: Schedule) -> str:
    """The schedule as an RRULE without a start; its time of the day goes with the start."""
    weekday = WEEKDAYS[schedule.weekday - 1]
    match schedule.kind:
        case "week":
            return f"FREQ=WEEKLY;INTERVAL={schedule.every};BYDAY={weekday}"
        case "weekday":
            return f"FREQ=MONTHLY;INTERVAL={schedule.every};BYDAY={schedule.nth}{weekday}"
        case "day":
            return f"FREQ=MONTHLY;INTERVAL={schedule.every};{_days(schedule.day)}"
        case "quarter":
            months = "3,6,9,12" if schedule.nth == LAST else "1,4,7,10"
            return f"FREQ=MONTHLY;BYMONTH={months};BYDAY={schedule.nth}{weekday}"
    days = _days(schedule.day) if (schedule.month, schedule.day) == (2, 29) else f"BYMONTHDAY={schedule.day}"
    return f"FREQ=YEARLY;BYMONTH={schedule.month};{days}"


def _days(day: int) -> str:
    """That day of the month, or the last that there is."""
    if day <= 28:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(28, day + 1)))};BYSETPOS=-1"


def from_rule(rule: str, minute: int) -> Schedule:
    """The schedule of a rule, which may have an end. Raises NoSchedule unless `to_rule` writes the rest just so."""
    ends = _UNTIL.fullmatch(rule)
    rest = ends[1] if ends else rule
    said = dict(pair.partition("=")[::2] for pair in rest.split(";"))
    try:
        schedule = _of(said, minute)
    except (KeyError, ValueError) as error:
        raise NoSchedule("This is no rule of a schedule.") from error
    if to_rule(schedule) != rest:
        raise NoSchedule("This rule is written in another way.")
    return schedule


def _of(said: dict[str, str], minute: int) -> Schedule:
    """Roughly: what is missing raises KeyError, what is no number ValueError."""
    days = said.get("BYMONTHDAY", "0").split(",")
    weekday = WEEKDAYS.index(said["BYDAY"][-2:]) + 1 if "BYDAY" in said else 0
    if said["FREQ"] == "WEEKLY":
        return Schedule("week", minute, every=int(said["INTERVAL"]), weekday=weekday)
    if said["FREQ"] == "YEARLY":
        return Schedule("year", minute, month=int(said["BYMONTH"]), day=int(days[-1]))
    if "BYMONTH" in said:
        return Schedule("quarter", minute, nth=int(said["BYDAY"][:-2]), weekday=weekday)
    if weekday:
        return Schedule("weekday", minute, every=int(said["INTERVAL"]), nth=int(said["BYDAY"][:-2]), weekday=weekday)
    return Schedule("day", minute, every=int(said["INTERVAL"]), day=int(days[-1]))


def occurrences(rule: str, starts_on: date, minute: int, after: datetime, most: int) -> tuple[datetime, ...]:
    """The next local times after that one, so many at most. Raises NoSchedule for a rule that is none of ours.

    A library that looks for a day that never is looks until the year 9999. None of our rules makes it: each other one comes
    within two years, or has ended.
    """
    if not from_rule(rule, minute).comes:
        return ()
    found = rrulestr(rule, dtstart=datetime.combine(starts_on, time(minute // 60, minute % 60)))
    return tuple(islice(found.xafter(after), most))


def following(
    rule: str, starts_on: date, minute: int, hours: Hours, now: datetime, *, done: str = "", paused_until: date | None = None
) -> Next | None:
    """What comes after this moment, and after the occurrence that was done last. None: it never comes any more. Raises NoSchedule.

    What is done is told by the clock on the wall: when that steps back, or an hour comes twice, nothing is done twice.
    """
    after = local_time(now, hours.zone)
    if done:
        after = max(after, datetime.strptime(done, LOCAL))  # noqa: DTZ007 - it is what stands on a clock there
    if paused_until:
        after = max(after, datetime.combine(paused_until, time()) - datetime.resolution)
    for local in occurrences(rule, starts_on, minute, after, 2):
        at = as_moment(local, hours.zone)
        if at > now:  # else it was in the first of two hours of which this is the second
            return Next(local.strftime(LOCAL), hours.until(at))
    return None


def local_time(now: datetime, zone: str) -> datetime:
    """What stands on a clock there."""
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def as_moment(local: datetime, zone: str) -> datetime:
    """When a clock there says so. A time that it skips is as much later; of one that comes twice it is the first."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def begins(schedule: Schedule, now: datetime, zone: str, *, early: bool) -> date | None:
    """The day to start on: the next that there is, or by itself about one period from now. None: it never comes.

    The rule counts its weeks or months from that day. What goes by the calendar comes when the calendar says.
    """
    local = local_time(now, zone)
    if schedule.kind in ("quarter", "year"):
        found = occurrences(to_rule(schedule), local.date(), schedule.minute, local, 1)
        return found[0].date() if found else None
    days = schedule.every * (7 if schedule.kind == "week" else 30)
    soonest = 0 if early else days * 3 // 4
    each = Schedule(schedule.kind, schedule.minute, 1, schedule.nth, schedule.weekday, schedule.day)
    later = (one.date() for one in occurrences(to_rule(each), local.date(), each.minute, local, 2 + days // 7))
    return next(day for day in later if (day - local.date()).days >= soonest)

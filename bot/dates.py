"""Days as people say them."""

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

Day = date
HOME = "Europe/Amsterdam"  # where the groups live

_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


class Words(Protocol):
    """Somebody's language."""

    def t(self, dutch: str, /) -> str:
        """`dutch` in that language."""
        ...


def day_in_words(words: Words, day: Day) -> str:
    """'di 24 nov'."""
    return f"{words.t(_DAYS[day.weekday()])} {day.day} {words.t(_MONTHS[day.month - 1])}"


def month_in_words(words: Words, day: Day) -> str:
    """'nov'."""
    return words.t(_MONTHS[day.month - 1])


def local_day(moment: datetime) -> Day:
    """The day that a moment falls on, where the groups live."""
    return moment.astimezone(ZoneInfo(HOME)).date()


def end_of_day(day: Day) -> datetime:
    """The last second of a day there."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(HOME)).astimezone(UTC)

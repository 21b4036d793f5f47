"""A day in the future as somebody types it, or as a button carries it."""

import re
from datetime import date, datetime, timedelta
from typing import Literal

from bot.dialogue.reading import folded
from bot.schedule_words import MONTHS

FAR = timedelta(days=731)
_DATE = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<number>\d{1,2})(?:[-/. ](?P<year>\d{4}))?")
_SPELLED = re.compile(r"(?P<day>\d{1,2})e? (?P<month>[a-z]{3,9})\.?(?: (?P<year>\d{4}))?")


class NoDay(Exception):
    """It is no day that something can wait for."""

    def __init__(self, why: Literal["unclear", "past", "far"]) -> None:
        super().__init__(why)
        self.why = why


def stamped(stamp: str) -> date | None:
    """The day of a stamp such as 20270105. None: it is none."""
    if not (len(stamp) == 8 and stamp.isascii() and stamp.isdigit()):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def understood(text: str, today: date) -> date:
    """The day after today that '1 maart' or '1-3-2027' means. Raises NoDay."""
    said = folded(text).replace("t/m", "tot en met")
    with_it = re.match(r"tot en met ", said) is not None  # the pause takes that day too
    said = re.sub(r"^tot (?:en met )?", "", said)
    found = _DATE.fullmatch(said) or _SPELLED.fullmatch(said)
    if found is None:
        raise NoDay("unclear")
    names = found.groupdict()
    month = int(names["number"]) if names.get("number") else _month(names["month"])
    years = [int(names["year"])] if names["year"] else range(today.year, today.year + 5)  # 29 February is in one of them
    days = [day for year in years if (day := _day(year, month, int(names["day"]))) is not None]
    if not days:
        raise NoDay("unclear")
    day = next((day for day in days if day > today), days[-1])
    if day <= today:
        raise NoDay("past")
    if day > today + FAR:
        raise NoDay("far")
    return day + timedelta(days=1) if with_it else day


def _month(word: str) -> int:
    found = [number for number, name in enumerate(MONTHS, 1) if name.startswith("maart" if word == "mrt" else word)]
    if len(found) != 1:
        raise NoDay("unclear")
    return found[0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

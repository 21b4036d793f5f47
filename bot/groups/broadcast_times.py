"""When something is sent later: the times that are offered, and those that a coordinator types."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dialogue.broadcast_facts import When
from bot.dialogue.reading import folded

STAMP = "%Y%m%d%H%M"
FAR = timedelta(days=366)
NAMED = {"vandaag": 0, "morgen": 1, "overmorgen": 2}
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = ("jan", "feb", "maart mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_TIME = r"(?:om )?(?P<hour>\d{1,2})(?:[:.u](?P<minute>\d{2})|\s?u(?:ur)?)"
_HOUR = r"(?:om )?(?P<only>\d{1,2})"  # only behind a day: alone it could be anything
_DATE = r"(?P<date>\d{1,2})[-/](?P<number>\d{1,2})(?:[-/](?P<year>\d{4}))?"
_SPELLED = r"(?P<of>\d{1,2}) (?P<month>[a-z]{3,9})"
_WORD = r"(?P<word>[a-z]{2,10})"
_DAY = rf"(?:(?:(?P<weekday>[a-z]{{2,9}}),? )?(?:{_DATE}|{_SPELLED})|{_WORD}),? "
_TYPED = re.compile(rf"(?:{_DAY})?{_TIME}")
_TYPED_SHORT = re.compile(rf"{_DAY}{_HOUR}")


class NoTime(Exception):
    """It is no time that something can be sent at. `why`: unclear, past or far."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def when(moment: datetime, zone: str) -> When:
    """A moment as people there say it."""
    local = moment.astimezone(ZoneInfo(zone))
    return When(local.date(), f"{local.hour}:{local.minute:02}", local.strftime(STAMP))


def offered(now: datetime, zone: str) -> tuple[tuple[str, When], ...]:
    """What can be chosen with a button."""
    local = now.astimezone(ZoneInfo(zone))
    today, morning, evening = local.date(), time(9), time(18)
    tomorrow = today + timedelta(days=1)
    times = [
        ("today", _at(today, evening, zone)),
        ("tomorrow", _at(tomorrow, morning, zone)),
        ("tomorrow", _at(tomorrow, evening, zone)),
        ("week", _at(today + timedelta(days=7), local.time().replace(second=0, microsecond=0, fold=0), zone)),
    ]
    return tuple((name, when(moment, zone)) for name, moment in times if moment > now)


def understood(text: str, now: datetime, zone: str) -> datetime:
    """The moment that a stamp or typed words mean where the group lives. Raises NoTime."""
    moment = _stamped(text, zone) if len(text) == 12 and text.isascii() and text.isdigit() else _typed(text, now, zone)
    if moment <= now:
        raise NoTime("past")
    if moment > now + FAR:
        raise NoTime("far")
    return moment


def _stamped(text: str, zone: str) -> datetime:
    try:
        local = datetime.strptime(text, STAMP)  # noqa: DTZ007 - it is local time, and gets its zone below
        return _at(local.date(), local.time(), zone)
    except (ValueError, OverflowError) as error:  # month 13, or the first day of all
        raise NoTime("unclear") from error


def _at(day: date, hour: time, zone: str) -> datetime:
    """That time on that day where the group lives. An hour that the clock skips is an hour later; one that comes twice is the first."""
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def _typed(text: str, now: datetime, zone: str) -> datetime:
    said = _TYPED.fullmatch(folded(text)) or _TYPED_SHORT.fullmatch(folded(text))
    if said is None:
        raise NoTime("unclear")
    found = said.groupdict()
    try:
        hour = time(int(found.get("only") or found["hour"]), int(found.get("minute") or 0))
        return _on(found, hour, now, zone)
    except (ValueError, OverflowError) as error:  # 25:00, or 31-2
        raise NoTime("unclear") from error


def _on(said: dict[str, str | None], hour: time, now: datetime, zone: str) -> datetime:
    today, word = now.astimezone(ZoneInfo(zone)).date(), said["word"]
    day, month = said["date"] or said["of"], said["number"] or said["month"]
    if day and month:
        moment = _dated(int(day), int(month) if month.isdigit() else _month(month), said["year"], hour, now, zone)
        if said["weekday"] and moment.astimezone(ZoneInfo(zone)).weekday() != _weekday(said["weekday"]):
            raise NoTime("unclear")  # one of the two is a mistake, and she knows which
        return moment
    if word in NAMED:
        return _at(today + timedelta(days=NAMED[word]), hour, zone)
    days = [(today + timedelta(days=ahead)) for ahead in range(8)]
    if word:
        days = [one for one in days if one.weekday() == _weekday(word)]
    return next(moment for one in days if (moment := _at(one, hour, zone)) > now or one == days[-1])


def _dated(day: int, month: int, year: str | None, hour: time, now: datetime, zone: str) -> datetime:
    """Without a year: the next day of that date."""
    this_year = now.astimezone(ZoneInfo(zone)).year
    if year:
        return _at(date(int(year), month, day), hour, zone)
    moments = [_at(date(this_year + ahead, month, day), hour, zone) for ahead in (0, 1) if _exists(this_year + ahead, month, day)]
    if not moments:
        raise NoTime("unclear")
    return next((moment for moment in moments if moment > now), moments[-1])


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month(word: str) -> int:
    found = [number for number, names in enumerate(MONTHS, 1) if any(word.startswith(name) for name in names.split())]
    if not found:
        raise NoTime("unclear")
    return found[0]


def _weekday(word: str) -> int:
    found = [number for number, name in enumerate(DAYS) if name.startswith(word)]
    if len(found) != 1:
        raise NoTime("unclear")
    return found[0]

"""Days and times as they stand on the coordinators' pages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates import HOME, day_in_words, local_day
from bot.dialogue.catalogue import Words


def day(words: Words, given: date | datetime) -> str:
    """'di 24 nov'."""
    return day_in_words(words, local_day(given) if isinstance(given, datetime) else given)


def moment(words: Words, given: datetime) -> str:
    """'di 24 nov, 19:00', on the clock of the groups."""
    return f"{day(words, given)}, {given.astimezone(ZoneInfo(HOME)):%H:%M}"

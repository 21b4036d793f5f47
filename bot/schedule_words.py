"""Schedules as people say them: the sentence of a schedule, and the schedule of what somebody types in Dutch."""

import re
import unicodedata

from bot.dates import Words
from bot.schedules import LAST, LONGEST, NoSchedule, Schedule

HOUR = 10 * 60  # where she says no time
TUESDAY = 2  # where she says no day
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")
PLACES = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", LAST: "laatste"}

_NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_SPOKEN = {word: str(number) for number, word in enumerate(_NUMBERS, 1)} | {
    "halfjaar": "6 maanden",
    "halfjaarlijks": "6 maanden",
    "wekelijks": "1 week",
    "maandelijks": "1 maand",
    "jaarlijks": "1 jaar",
}
_FILLING = frozenset(("elk", "elke", "ieder", "iedere", "om", "de", "het", "op", "van", "in", "per", "keer", "1", "graag", "s", "ochtends"))
_LONG = {"mrt": "maart", "sept": "september", "weken": "week", "maanden": "maand", "jaren": "jaar", "kwartalen": "kwartaal"}


def _names(names: tuple[str, ...], size: int) -> str:
    """The names, and their beginnings of that size."""
    return "|".join((*names, *(name[:size] for name in names)))


_DAY = _names(DAYS, 2)
_MONTH = f"{_names(MONTHS, 3)}|mrt|sept"
_NTH = r"eerste|tweede|derde|vierde|laatste|[1-4](?:e|ste|de)"
_TIMES = (
    re.compile(r"\b(?:om )?half (?P<half>\d{1,2})\b"),
    re.compile(r"\b(?:om )?kwart over (?P<over>\d{1,2})\b"),
    re.compile(r"\b(?:om )?kwart voor (?P<before>\d{1,2})\b"),
    re.compile(r"\b(?:om )?(?P<hour>\d{1,2})[:.u](?P<minute>\d{2})\b(?: ?uur\b)?"),
    re.compile(r"\b(?:om )?(?P<hour>\d{1,2}) ?u(?:ur)?\b"),
    re.compile(r"\bom (?P<hour>\d{1,2})$"),
)
_ONLY_HOUR = re.compile(r"^(?P<hour>\d{1,2})$")
_WEEKDAY = re.compile(rf"\b(?:(?P<nth>{_NTH}) )?(?P<weekday>{_DAY})\b")
_DATE = re.compile(rf"\b(?P<day>\d{{1,2}})(?:e|ste|de)? (?:van )?(?P<month>{_MONTH})\b")
_DAY_OF_MONTH = re.compile(r"\b(?P<last>laatste) dag\b|\b(?P<first>eerste) dag\b|\b(?P<day>\d{1,2})(?:e|ste|de)\b(?: dag\b)?")
_OFTEN = re.compile(r"\b(?:(?P<every>\d{1,3}) )?(?P<unit>week|weken|maand|maanden|jaar|jaren|kwartaal|kwartalen)\b")
_OF = re.compile(r"\b(?:van|in) (?:de|het|elke?|iedere?) (?P<of>maand|kwartaal)\b")


def time_in_words(minute: int) -> str:
    """'10:00'."""
    return f"{minute // 60}:{minute % 60:02}"


def in_words(words: Words, schedule: Schedule) -> str:
    """'elke 6 weken op dinsdag om 10:00'."""
    t, hour = words.t, time_in_words(schedule.minute)
    weekday = t(DAYS[schedule.weekday - 1])
    match schedule.kind:
        case "week":
            each = t("elke week") if schedule.every == 1 else t("elke {count} weken").format(count=schedule.every)
            return t("{each} op {day} om {hour}").format(each=each, day=weekday, hour=hour)
        case "quarter":
            return t("op de {nth} {day} van het kwartaal om {hour}").format(nth=t(PLACES[schedule.nth]), day=weekday, hour=hour)
        case "year":
            return t("elk jaar op {day} {month} om {hour}").format(day=schedule.day, month=t(MONTHS[schedule.month - 1]), hour=hour)
    each = t("elke maand") if schedule.every == 1 else t("elke {count} maanden").format(count=schedule.every)
    if schedule.kind == "weekday":
        return t("{each} op de {nth} {day} om {hour}").format(each=each, nth=t(PLACES[schedule.nth]), day=weekday, hour=hour)
    if schedule.day == LONGEST:
        return t("{each} op de laatste dag van de maand om {hour}").format(each=each, hour=hour)
    return t("{each} op de {day}e om {hour}").format(each=each, day=schedule.day, hour=hour)


def understood(text: str) -> Schedule:
    """The schedule that Dutch words mean. Raises NoSchedule where they mean none, or something more."""
    rest, said = _spoken(text), dict[str, str]()
    for patterns in (_TIMES, (_DATE,), (_WEEKDAY,), (_DAY_OF_MONTH,), (_OF,), (_OFTEN,)):
        rest, found = _taken(rest, *patterns)
        if found.keys() & said.keys() - {"hour"}:
            raise NoSchedule("It says two things at once.")
        said |= found
    _nothing_but_filling(rest)
    minute = _minute(said) if said.keys() & {"hour", "half", "over", "before"} else HOUR
    return _on_a_date(said, minute) if "month" in said else _repeated(said, minute)


def _on_a_date(said: dict[str, str], minute: int) -> Schedule:
    """On one day of each year."""
    yearly = _LONG.get(said.get("unit", ""), said.get("unit", "jaar")) == "jaar" and said.get("every", "1") == "1"
    if not yearly or said.keys() & {"weekday", "last", "first", "of"}:
        raise NoSchedule("A date comes once a year.")
    return Schedule("year", minute, month=_place(said["month"], MONTHS), day=int(said["day"]))


def _repeated(said: dict[str, str], minute: int) -> Schedule:
    """Every so many weeks, months, quarters or years."""
    day, nth = _day(said), _nth(said["nth"]) if "nth" in said else 0
    weekday = _place(said["weekday"], DAYS) if "weekday" in said else 0
    unit = said.get("unit") or said.get("of") or ("week" if weekday and not nth else "")
    unit, every = _LONG.get(unit, unit), int(said.get("every", "1"))
    if (day and weekday) or (said.get("of") == "kwartaal" and unit != "kwartaal"):
        raise NoSchedule("That does not go together.")
    if unit == "week" and not (nth or day):
        return Schedule("week", minute, every=every, weekday=weekday or TUESDAY)
    if unit == "kwartaal" and every == 1 and not day:
        return Schedule("quarter", minute, nth=nth or 1, weekday=weekday or TUESDAY)
    months = {"maand": 1, "kwartaal": 3, "jaar": 12}.get(unit)
    if (unit == "kwartaal" and day) or (unit == "jaar" and weekday):  # in which month that would be, it does not say
        raise NoSchedule("It does not say in which month.")
    if months is None:
        raise NoSchedule("It does not say how often.")
    if day:
        return Schedule("day", minute, every=every * months, day=day)
    return Schedule("weekday", minute, every=every * months, nth=nth or 1, weekday=weekday or TUESDAY)


def weekday_in(text: str) -> int:
    """The day that this is, and nothing else. Raises NoSchedule."""
    rest, found = _taken(_spoken(text), _WEEKDAY)
    _nothing_but_filling(rest)
    if "weekday" not in found or "nth" in found:
        raise NoSchedule("This is no day of the week.")
    return _place(found["weekday"], DAYS)


def minute_in(text: str) -> int:
    """The time of the day that this is, and nothing else: '14:00', 'half elf', '9'. Raises NoSchedule."""
    rest, found = _taken(_spoken(text), *_TIMES, _ONLY_HOUR)
    _nothing_but_filling(rest)
    if not found:
        raise NoSchedule("This is no time.")
    return _minute(found)


def both_in(text: str) -> tuple[int, int]:
    """The day of the week and the time that these are, and nothing else: 'vrijdag om 11 uur'. Raises NoSchedule."""
    rest, time = _taken(_spoken(text), *_TIMES)
    if not time:
        raise NoSchedule("There is no time in it.")
    return weekday_in(rest), _minute(time)


def hours_in(text: str) -> tuple[int, int]:
    """Two times: '20:00-9:00', or 'van 8 uur tot half elf'. Raises NoSchedule."""
    parts = re.split(r"\s*[-–—]\s*|\s+tot\s+", text.strip())
    if len(parts) != 2:
        raise NoSchedule("These are no two times.")
    begins = re.sub(r"(?i)^van\s+", "", parts[0])
    return minute_in(begins), minute_in(parts[1])


def _spoken(text: str) -> str:
    """Without case, accents and punctuation; digits of any script, and numbers that are written out, as 0-9."""
    signs = unicodedata.normalize("NFKD", text[:200].casefold())
    plain = "".join(_sign(sign) for sign in signs if unicodedata.category(sign) not in ("Mn", "Cf"))
    words = re.sub(r"[^\w:.]+|\.(?!\d)", " ", plain)
    words = re.sub(r"\b(?:1 |een )?half jaar\b", "6 maanden", words).replace("anderhalf jaar", "18 maanden")
    words = re.sub(r"\bom (?:de|het) (week|maand|jaar)\b", r"2 \1", words)  # every other one
    return " ".join(_SPOKEN.get(word, word) for word in words.split())


def _sign(sign: str) -> str:
    number = unicodedata.decimal(sign, None)
    return sign if number is None else str(number)


def _taken(text: str, *patterns: re.Pattern[str]) -> tuple[str, dict[str, str]]:
    """The text without what the first of the patterns that is in it stands for, and that."""
    for pattern in patterns:
        found = pattern.search(text)
        if found:
            return f"{text[: found.start()]} {text[found.end() :]}", {name: value for name, value in found.groupdict().items() if value}
    return text, {}


def _nothing_but_filling(rest: str) -> None:
    if not _FILLING.issuperset(rest.split()):
        raise NoSchedule("There are words in it that mean something else.")


def _minute(said: dict[str, str]) -> int:
    """Half elf is half past ten."""
    name, off = next((name, off) for name, off in (("half", -30), ("over", 15), ("before", -15), ("hour", 0)) if name in said)
    hour, minute = int(said[name]), int(said.get("minute", "0"))
    if hour > 23 or minute > 59 or hour * 60 + minute + off < 0:
        raise NoSchedule("There is no such time.")
    return hour * 60 + minute + off


def _day(said: dict[str, str]) -> int:
    """The day of the month; 0: it says none."""
    if "last" in said or "first" in said:
        return LONGEST if "last" in said else 1
    if said.get("day") == "0":
        raise NoSchedule("No month has such a day.")
    return int(said.get("day", "0"))


def _nth(word: str) -> int:
    return int(word[0]) if word[0].isdigit() else next(number for number, name in PLACES.items() if name == word)


def _place(word: str, names: tuple[str, ...]) -> int:
    """The place, from 1, of the name that begins so. 'mei' is no beginning of another month, nor 'ma' of another day."""
    whole = _LONG.get(word, word)
    return next(place for place, name in enumerate(names, 1) if name.startswith(whole))

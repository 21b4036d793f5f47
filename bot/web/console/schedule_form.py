"""A schedule as a form of a few choices, and back."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.dialogue.catalogue import Words
from bot.schedule_words import DAYS, HOUR, PLACES, TUESDAY, minute_in, time_in_words
from bot.schedules import NTH, NoSchedule, Schedule

WEEKS, MONTHS = (1, 2, 3, 4, 6, 8, 12), (1, 2, 3, 4, 6, 12)  # that can be chosen; others she may type
QUARTER = "q1"
USUAL = Schedule("weekday", HOUR, every=3, nth=1, weekday=TUESDAY)
HOURS = range(9, 20)  # when it is not quiet in a group that changed nothing; others she may type
MOST = 52  # weeks


@dataclass(frozen=True)
class Choice:
    """One of the choices of a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Form:
    """The fields with what is chosen in them."""

    often: tuple[Choice, ...]
    nth: tuple[Choice, ...]
    weekday: tuple[Choice, ...]
    time: tuple[Choice, ...]
    text: str  # what she typed instead


def form(words: Words, given: Mapping[str, str], now: Schedule | None) -> Form:
    """As she filled it in, else as it is set now, else what is usual."""
    filled = (fields(now) if now else {}) or fields(USUAL)
    filled |= {name: given[name] for name in filled.keys() & given.keys()}
    times = sorted({60 * hour for hour in HOURS} | _other(filled["time"]))
    return Form(
        often=_choices(_often(words, filled["often"]), filled["often"]),
        nth=_choices([(str(place), words.t(PLACES[place])) for place in NTH], filled["nth"]),
        weekday=_choices([(str(place), words.t(name)) for place, name in enumerate(DAYS, 1)], filled["weekday"]),
        time=_choices([(time_in_words(minute), time_in_words(minute)) for minute in times], filled["time"]),
        text=given.get("text", "")[:60],
    )


def _often(words: Words, chosen: str) -> list[tuple[str, str]]:
    """What is usual, and what it is now."""
    weeks, months = set(WEEKS), set(MONTHS)
    with suppress(NoSchedule):
        every = _number(chosen[1:])
        if 0 < every <= MOST:
            {"w": weeks, "m": months}.get(chosen[:1], set()).add(every)
    each_week = [(f"w{count}", words.n("elke week", "elke {count} weken", count).format(count=count)) for count in sorted(weeks)]
    each_month = [(f"m{count}", words.n("elke maand", "elke {count} maanden", count).format(count=count)) for count in sorted(months)]
    return [*each_week, *each_month, (QUARTER, words.t("elk kwartaal"))]


def _choices(pairs: list[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == chosen) for value, label in pairs)


def _other(time: str) -> set[int]:
    """A time that is no whole hour of the day."""
    try:
        return {minute_in(time)}
    except NoSchedule:
        return set()


def fields(schedule: Schedule) -> dict[str, str]:
    """What is chosen in the form. Empty: it is one that only words can say."""
    if not schedule.weekday:
        return {}
    often = QUARTER if schedule.kind == "quarter" else f"{'w' if schedule.kind == 'week' else 'm'}{schedule.every}"
    return {"often": often, "nth": str(schedule.nth or 1), "weekday": str(schedule.weekday), "time": time_in_words(schedule.minute)}


def read(given: Mapping[str, str]) -> Schedule:
    """What she chose. Raises NoSchedule."""
    filled = fields(USUAL) | dict(given)
    kind, every, minute = filled["often"][:1], _number(filled["often"][1:]), minute_in(filled["time"][:10])
    nth, weekday = _number(filled["nth"]), _number(filled["weekday"])
    match kind:
        case "w":
            return Schedule("week", minute, every=every, weekday=weekday)
        case "m":
            return Schedule("weekday", minute, every=every, nth=nth, weekday=weekday)
        case "q":
            return Schedule("quarter", minute, nth=nth, weekday=weekday)
    raise NoSchedule("It does not say how often.")


def _number(text: str) -> int:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4):
        raise NoSchedule("This is no number.")
    return sign * int(digits)

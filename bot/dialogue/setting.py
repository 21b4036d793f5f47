"""Setting a reminder: how often, on which day and at what hour. Nothing is kept before she says so: the buttons carry it."""

from contextlib import suppress
from dataclasses import replace

from bot.dates import day_in_words
from bot.dialogue.events import Turn
from bot.dialogue.here import Again, Here, Listeners, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match
from bot.dialogue.reminder_asks import SetReminder, ShowSchedule
from bot.dialogue.reminder_facts import Planned
from bot.schedule_words import DAYS, both_in, in_words, minute_in, time_in_words, understood, weekday_in
from bot.schedules import NoSchedule, Schedule, from_code, to_code
from content.limits import cut

HOURS = (9, 10, 12, 14, 16, 18, 19)
EARLY = "e"  # from the first day that there is
STAMP = 8  # digits of a day in an address


def often(here: Here, group: str, plan: str, how: str = "") -> Turn:
    """How often."""
    if how not in ("", "type"):
        raise Stale
    place = f"often:{whole(group)}:{whole(plan)}"
    return here.show(f"{place}:{how}" if how else place, _often(here, whole(group), whole(plan), how))


def _often(here: Here, id: int, plan: int, how: str = "") -> Message:
    found = here.ready(str(plan))
    head = f"{bold(here.t('Herinnering'))}\n{cut(found.title, 120)}"
    example = here.t("Typ het zoals je het zegt. Bijvoorbeeld: elke 6 weken op dinsdag om 10 uur.")
    if how:
        return Message(f"{head}\n\n{example}", ways=_ways(here, f"often:{id}:{plan}", id), typing="words")
    named = (
        (here.t("Elke 3 maanden"), "", "m3.1.2.1000"),
        (here.t("Elk half jaar"), "", "m6.1.2.1000"),
        (here.t("Elke 6 weken"), "", "w6.2.1000"),
        (here.t("Eerste dinsdag van het kwartaal"), here.t("1e dinsdag kwartaal"), "q1.2.1000"),
    )
    options = [Button(label, f"when:{id}:{plan}:{code}", short) for label, short, code in named]
    options.append(Button(here.t("Zelf typen"), f"often:{id}:{plan}:type"))
    text = here.t("Hoe vaak zal ik het vragen? De dag en de tijd kun je daarna veranderen.")
    return Message(f"{head}\n\n{text}", options=tuple(options), ways=_ways(here, f"reminders:{id}", id), typing="words")


def _ways(here: Here, back: str, group: int) -> tuple[Button, ...]:
    return Button(here.t("Terug"), back), Button(here.t("Naar de groep"), f"group:{group}"), here.way("menu")


def when(here: Here, group: str, plan: str, code: str, early: str = "") -> Turn:
    """How it would be."""
    return _ask(here, whole(group), whole(plan), _schedule(code), early)


def _ask(here: Here, id: int, plan: int, schedule: Schedule, early: str = "") -> Turn:
    here.ready(str(plan))
    code = to_code(schedule)
    return here.ask(_place("when", id, plan, code, early), ShowSchedule(id, plan, code, early == EARLY))


def _schedule(code: str) -> Schedule:
    try:
        return from_code(code)
    except NoSchedule as error:
        raise Stale from error


def _place(name: str, id: int, plan: int, code: str, early: str) -> str:
    if early not in ("", EARLY):
        raise Stale
    return f"{name}:{id}:{plan}:{code}{':' if early else ''}{early}"


def planned(here: Here, fact: Planned) -> Turn:
    """The sentence, the next days, and a button that sets it."""
    id, plan, code, early = fact.group, fact.plan, to_code(fact.schedule), EARLY if fact.early else ""
    sentence = in_words(here, fact.schedule)
    head = f"{bold(here.t('Herinnering'))}\n{cut(here.plan(str(plan)).title, 120)}"
    said = bold(f"{sentence[0].upper()}{sentence[1:]}.")
    other = [Button(here.t("Andere tijd"), _place("hour", id, plan, code, early))]
    if fact.schedule.weekday:
        other.insert(0, Button(here.t("Andere dag"), _place("weekday", id, plan, code, early)))
    other.append(Button(here.t("Iets anders"), f"often:{id}:{plan}"))
    if fact.wrong == "never":
        text, options = here.t("Die dag komt nooit. Kies iets anders."), other[-1:]
    elif fact.wrong == "quiet":
        hours = here.t("Van {begins} tot {ends} is het stil in de groep. Dan stuur ik niets. Kies een andere tijd.")
        text = hours.format(begins=fact.quiet[0], ends=fact.quiet[1])
        options = [*other, Button(here.t("Tijden van de groep"), f"times:{id}")]
    else:
        days = "\n".join(f"• {day_in_words(here, day)} {day.year}" for day in fact.days)
        text = f"{here.t('De eerste drie keren:')}\n{days}\n\n{here.t('Is het zo goed?')}"
        options = [Button(here.t("Zo instellen"), f"setreminder:{id}:{plan}:{code}:{fact.start}"), *other]
        if fact.other:
            label = here.t("Later beginnen") if fact.early else here.t("Eerder beginnen")
            options.insert(-1, Button(label, _place("when", id, plan, code, "" if fact.early else EARLY)))
    message = Message(f"{head}\n\n{said}\n\n{text}", options=tuple(options), ways=_ways(here, f"remind:{id}:{plan}", id))
    return here.tell(message, _place("when", id, plan, code, early))


def weekday(here: Here, group: str, plan: str, code: str, early: str = "") -> Turn:
    """Another day of the week."""
    id, number, schedule = whole(group), whole(plan), _schedule(code)
    if not schedule.weekday:
        raise Stale
    return here.show(_place("weekday", id, number, code, early), _weekdays(here, id, number, schedule, early))


def _weekdays(here: Here, id: int, plan: int, schedule: Schedule, early: str) -> Message:
    days = [(here.t(name), to_code(replace(schedule, weekday=place))) for place, name in enumerate(DAYS, 1)]
    options = tuple(Button(name.capitalize(), _place("when", id, plan, code, early)) for name, code in days)
    ways = _ways(here, _place("when", id, plan, to_code(schedule), early), id)
    return Message(here.t("Op welke dag?"), options=options, ways=ways, typing="words")


def hour(here: Here, group: str, plan: str, code: str, early: str = "") -> Turn:
    """Another time of the day."""
    id, number, schedule = whole(group), whole(plan), _schedule(code)
    return here.show(_place("hour", id, number, code, early), _hours(here, id, number, schedule, early))


def _hours(here: Here, id: int, plan: int, schedule: Schedule, early: str) -> Message:
    times = [(time_in_words(60 * hour), to_code(replace(schedule, minute=60 * hour))) for hour in HOURS]
    options = tuple(Button(time, _place("when", id, plan, code, early)) for time, code in times)
    ways = _ways(here, _place("when", id, plan, to_code(schedule), early), id)
    return Message(here.t("Hoe laat? Kies een tijd. Of typ een tijd, zoals: 10:30."), options=options, ways=ways, typing="words")


def set_it(here: Here, group: str, plan: str, code: str, start: str) -> Turn:
    """Set it."""
    if not (len(start) == STAMP and start.isascii() and start.isdigit()):
        raise Stale
    id, number = whole(group), whole(plan)
    here.ready(plan)
    return here.ask(f"remind:{id}:{number}", SetReminder(id, number, to_code(_schedule(code)), start))


def hear_often(here: Here, group: str, plan: str, how: str = "", *, text: str) -> Turn | Again | None:
    """How often, in her own words. None: it was one of the buttons."""
    message = _often(here, whole(group), whole(plan), how)
    if match(text, message.options, message.ways):
        return None
    return _heard(here, whole(group), whole(plan), text)


def hear_weekday(here: Here, group: str, plan: str, code: str, early: str = "", *, text: str) -> Turn | Again | None:
    """A day, or all of it in her own words. None: it was one of the buttons."""
    message = _weekdays(here, whole(group), whole(plan), _schedule(code), early)
    if match(text, message.options, message.ways):
        return None
    return _heard(here, whole(group), whole(plan), text, _schedule(code), early)


def hear_hour(here: Here, group: str, plan: str, code: str, early: str = "", *, text: str) -> Turn | Again | None:
    """A time, or all of it in her own words. A number means an hour, not a place in the list. None: it was one of the ways."""
    message = _hours(here, whole(group), whole(plan), _schedule(code), early)
    if match(text, (), message.ways):
        return None
    return _heard(here, whole(group), whole(plan), text, _schedule(code), early)


def hear_when(here: Here, group: str, plan: str, code: str, early: str = "", *, text: str) -> Turn | None:
    """Another day or time, or all of it in other words. None: it is none of these."""
    turn = _heard(here, whole(group), whole(plan), text, _schedule(code), early)
    return None if isinstance(turn, Again) else turn


def _heard(here: Here, id: int, plan: int, text: str, now: Schedule | None = None, early: str = "") -> Turn | Again:
    """What is changed in the schedule of now keeps where it begins; another one begins by itself."""
    if now:
        with suppress(NoSchedule):
            return _ask(here, id, plan, replace(now, minute=minute_in(text)), early)
    if now and now.weekday:
        with suppress(NoSchedule):
            return _ask(here, id, plan, replace(now, weekday=weekday_in(text)), early)
        with suppress(NoSchedule):
            day, minute = both_in(text)
            return _ask(here, id, plan, replace(now, weekday=day, minute=minute), early)
    with suppress(NoSchedule):
        return _ask(here, id, plan, understood(text))
    return Again(here.t("Dat begrijp ik niet. Typ het bijvoorbeeld zo: elke 6 weken op dinsdag om 10 uur."))


PLACES: Places = {
    "often": (often, 2, 3),
    "when": (when, 3, 4),
    "weekday": (weekday, 3, 4),
    "hour": (hour, 3, 4),
    "setreminder": (set_it, 4, 4),
}
LISTENERS: Listeners = {"often": hear_often, "when": hear_when, "weekday": hear_weekday, "hour": hear_hour}

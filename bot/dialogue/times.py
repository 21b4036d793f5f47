"""The times of a group: its quiet hours, when it is asked again, and its clock."""

from bot.dialogue.events import Turn
from bot.dialogue.here import Again, Here, Listeners, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import folded, match, numbers_in
from bot.dialogue.reminder_asks import SetNudges, SetQuiet, SetZone, ShowRhythm
from bot.dialogue.reminder_facts import NoZone, RhythmPage
from bot.quiet import DAY
from bot.schedule_words import hours_in, time_in_words
from bot.schedules import NoSchedule
from content.limits import cut

LEAST_OPEN = 4 * 60  # minutes of the day in which something may be sent
MOST_NUDGES, FARTHEST = 2, 18  # how often whoever has not answered is asked again, and after how many days at most
QUIET = ((20, 9), (21, 8), (19, 10), (18, 9))
NUDGES = ((), (4,), (4, 10))
ZONES = ("Europe/Amsterdam", "Europe/Sofia", "Europe/Istanbul", "Africa/Casablanca")
LONGEST = 60  # characters of a place that she types


def show(here: Here, group: str) -> Turn:
    """How it is now."""
    return here.ask(f"times:{whole(group)}", ShowRhythm(whole(group)))


def page(here: Here, fact: RhythmPage) -> Turn:
    """How it is now, and what can be changed."""
    id, (begins, ends) = fact.group, fact.quiet
    quiet = here.t("• Er zijn geen stille uren.")
    if begins:
        quiet = here.t("• Van {begins} tot {ends} is het stil. Dan stuur ik niets uit mezelf.").format(begins=begins, ends=ends)
    place = here.t("• De klok is die van {place}.").format(place=_city(fact.zone))
    thoughts = [
        here.t("Goed. Ik heb het veranderd.") if fact.changed else "",
        bold(here.t("Tijden van de groep")),
        "\n".join((quiet, f"• {_asked(here, fact.nudges)}", place)),
    ]
    options = (
        Button(here.t("Stille uren"), f"quiet:{id}"),
        Button(here.t("Nog eens vragen"), f"nudges:{id}"),
        Button(here.t("Andere klok"), f"zone:{id}"),
    )
    ways = (Button(here.t("Terug"), f"reminders:{id}"), Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    return here.tell(Message("\n\n".join(filter(None, thoughts)), options=options, ways=ways), f"times:{id}")


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _asked(here: Here, days: tuple[int, ...]) -> str:
    if not days:
        return here.t("Wie niet antwoordt, vraag ik het niet nog eens.")
    after = here.t(" en ").join(map(str, days))
    return here.n(
        "Wie niet antwoordt, vraag ik het weer na {days} dag.", "Wie niet antwoordt, vraag ik het weer na {days} dagen.", days[-1]
    ).format(days=after)


def _ways(here: Here, id: int) -> tuple[Button, ...]:
    return Button(here.t("Terug"), f"times:{id}"), Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu")


def quiet(here: Here, group: str, hours: str = "") -> Turn:
    """Other quiet hours."""
    id = whole(group)
    if not hours:
        return here.show(f"quiet:{id}", _quiet(here, id))
    begins, _, ends = hours.partition("-")
    if not _open_enough(whole(begins), whole(ends)):
        raise Stale
    return here.ask(f"times:{id}", SetQuiet(id, whole(begins), whole(ends)))


def _open_enough(begins: int, ends: int) -> bool:
    return begins < DAY and ends < DAY and (begins - ends) % DAY >= LEAST_OPEN


def _quiet(here: Here, id: int) -> Message:
    text = here.t("Wanneer is het stil? Dan stuur ik niets uit mezelf. Kies. Of typ het, zoals: 20:00-9:00.")
    options = tuple(
        Button(f"{time_in_words(60 * begins)}-{time_in_words(60 * ends)}", f"quiet:{id}:{60 * begins}-{60 * ends}")
        for begins, ends in QUIET
    )
    return Message(text, options=options, ways=_ways(here, id), typing="words")


def hear_quiet(here: Here, group: str, *_more: str, text: str) -> Turn | Again | None:
    """The hours that she types. None: it was one of the buttons."""
    id = whole(group)
    message = _quiet(here, id)
    if match(text, message.options, message.ways):
        return None
    try:
        begins, ends = hours_in(text)
    except NoSchedule:
        return Again(here.t("Die tijden begrijp ik niet."))
    if not _open_enough(begins, ends):
        return Again(here.t("Er moeten elke dag 4 uur of meer over zijn waarin ik wel iets mag sturen."))
    return here.ask(f"times:{id}", SetQuiet(id, begins, ends))


def nudges(here: Here, group: str, days: str = "") -> Turn:
    """When whoever has not answered is asked again."""
    id = whole(group)
    if not days:
        return here.show(f"nudges:{id}", _nudges(here, id))
    chosen = () if days == "0" else tuple(whole(day) for day in days.split("-"))
    if not _possible(chosen):
        raise Stale
    return here.ask(f"times:{id}", SetNudges(id, chosen))


def _possible(days: tuple[int, ...]) -> bool:
    return len(days) <= MOST_NUDGES and list(days) == sorted(set(days)) and all(1 <= day <= FARTHEST for day in days)


def _nudges(here: Here, id: int) -> Message:
    text = here.t("Wie niet antwoordt, kan ik het nog eens vragen. Na hoeveel dagen? Kies. Of typ het, zoals: 3 en 8.")
    labels = (here.t("Niet nog eens vragen"), here.t("Na 4 dagen"), here.t("Na 4 en 10 dagen"))
    addresses = ["-".join(map(str, days)) or "0" for days in NUDGES]
    options = tuple(Button(label, f"nudges:{id}:{days}") for label, days in zip(labels, addresses, strict=True))
    return Message(text, options=options, ways=_ways(here, id), typing="words")


def hear_nudges(here: Here, group: str, *_more: str, text: str) -> Turn | Again | None:
    """The days that she types: a number means days, not a place in the list. None: it was one of the buttons."""
    id, days = whole(group), tuple(numbers_in(text))
    message = _nudges(here, id)
    if match(text, (), (*message.options, *message.ways)):
        return None
    if folded(text) in ("geen", "niet", "nooit", "0"):
        return here.ask(f"times:{id}", SetNudges(id, ()))
    if not days or not _possible(days):
        return Again(here.t("Typ een of twee getallen van 1 tot en met 27, het kleinste eerst."))
    return here.ask(f"times:{id}", SetNudges(id, days))


def zone(here: Here, group: str, place: str = "") -> Turn:
    """Another clock."""
    id = whole(group)
    if not place:
        return here.show(f"zone:{id}", _zones(here, id))
    if whole(place) >= len(ZONES):
        raise Stale
    return here.ask(f"times:{id}", SetZone(id, ZONES[whole(place)]))


def _zones(here: Here, id: int) -> Message:
    text = here.t("Welke klok gebruikt de groep? Kies. Of typ een grote stad, zoals: Brussel of Paramaribo.")
    options = tuple(Button(_city(name), f"zone:{id}:{place}") for place, name in enumerate(ZONES))
    return Message(text, options=options, ways=_ways(here, id), typing="words")


def hear_zone(here: Here, group: str, *_more: str, text: str) -> Turn | None:
    """The city that she types. None: it was one of the buttons."""
    id = whole(group)
    message = _zones(here, id)
    if match(text, message.options, message.ways):
        return None
    return here.ask(f"times:{id}", SetZone(id, cut(text, LONGEST)))


def no_zone(here: Here, fact: NoZone) -> Turn:
    """She may choose another."""
    wrong = here.t("Die stad ken ik niet. Typ een grote stad in de buurt.")
    return here.show(f"zone:{fact.group}", _zones(here, fact.group).opening(wrong))


PLACES: Places = {
    "times": (show, 1, 1),
    "quiet": (quiet, 1, 2),
    "nudges": (nudges, 1, 2),
    "zone": (zone, 1, 2),
}
LISTENERS: Listeners = {"quiet": hear_quiet, "nudges": hear_nudges, "zone": hear_zone}

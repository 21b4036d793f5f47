"""The times of a group: its quiet hours, when it is asked again, and its clock."""

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue.reminder_asks import SetNudges, SetQuiet, SetZone, ShowRhythm
from bot.dialogue.reminder_facts import NoZone, RhythmPage
from bot.dialogue.times import FARTHEST, LEAST_OPEN, LONGEST, ZONES
from bot.quiet import DAY
from bot.schedule_words import minute_in, time_in_words
from bot.schedules import NoSchedule
from bot.web.console.desk import Desk, Visit

STEP = 30  # minutes between the times that can be chosen


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    path = "/console/{group:int}/reminders/times"
    return [
        desk.get(path, show),
        desk.post(f"{path}/quiet", set_quiet),
        desk.post(f"{path}/nudges", set_nudges),
        desk.post(f"{path}/zone", set_zone),
    ]


async def show(visit: Visit) -> Response:
    """How it is now, with a form for each."""
    return await _page(visit, notice=visit.t("Goed. Het is veranderd.") if visit.done == "changed" else "")


async def _page(visit: Visit, *, notice: str = "", wrong: str = "", at: str = "") -> Response:
    """What she just filled in stands there, else what it is now."""
    fact = await visit.ask(ShowRhythm(visit.group), RhythmPage)
    begins, ends = (visit.typed(name, 5) or now for name, now in zip(("begins", "ends"), fact.quiet, strict=True))
    nudges = [visit.typed(name, 2) or now for name, now in zip(("first", "second"), _two(fact.nudges), strict=True)]
    known = {
        "at": at,  # the form that was filled in wrongly
        "zone": visit.typed("zone", LONGEST) or fact.zone,
        "times": [(time_in_words(minute), time_in_words(minute)) for minute in sorted({*range(0, DAY, STEP), *_minutes(begins, ends)})],
        "begins": begins,
        "ends": ends,
        "nudges": nudges,
        "days": [(str(day), visit.words.n("na {count} dag", "na {count} dagen", day).format(count=day)) for day in range(1, FARTHEST + 1)],
        "zones": [(zone, _city(zone)) for zone in dict.fromkeys((*ZONES, fact.zone))],
        "city": visit.typed("city", LONGEST),
    }
    return visit.page("times", 422 if wrong else 200, tab="more", notice=notice, wrong=wrong, **known)


def _two(nudges: tuple[int, ...]) -> tuple[str, str]:
    first, second = [*map(str, nudges), "0", "0"][:2]
    return first, second


def _minutes(*times: str) -> set[int]:
    """Those that are times."""
    found = set()
    for time in times:
        try:
            found.add(minute_in(time))
        except NoSchedule:
            continue
    return found


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


async def set_quiet(visit: Visit) -> Response:
    """Other quiet hours."""
    try:
        begins, ends = minute_in(visit.typed("begins", 5)), minute_in(visit.typed("ends", 5))
    except NoSchedule as error:
        raise HTTPException(404) from error  # the form offers no such thing
    if (begins - ends) % DAY < LEAST_OPEN:
        return await _page(visit, wrong=visit.t("Er moeten elke dag 4 uur of meer over zijn waarin ik wel iets mag sturen."), at="quiet")
    await visit.ask(SetQuiet(visit.group, begins, ends), RhythmPage)
    return visit.go("/reminders/times", done="changed")


async def set_nudges(visit: Visit) -> Response:
    """When whoever has not answered is asked again; the second time needs a first."""
    first, second = visit.chosen("first"), visit.chosen("second")
    if second and not 0 < first < second:
        return await _page(visit, wrong=visit.t("De tweede keer moet later zijn dan de eerste keer."), at="nudges")
    await visit.ask(SetNudges(visit.group, tuple(day for day in (first, second) if day)), RhythmPage)
    return visit.go("/reminders/times", done="changed")


async def set_zone(visit: Visit) -> Response:
    """Another clock: of the city that she typed, else of the one she chose."""
    fact = await visit.told(SetZone(visit.group, visit.typed("city", LONGEST) or visit.typed("zone", LONGEST)))
    if isinstance(fact, NoZone):
        return await _page(visit, wrong=visit.t("Die stad ken ik niet. Typ een grote stad in de buurt."), at="zone")
    return visit.go("/reminders/times", done="changed")

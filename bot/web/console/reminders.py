"""When a plan comes back to the group: set, looked at before it is set, paused and stopped."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue.reminder_asks import PauseReminder, ResumeReminder, SetReminder, ShowReminder, ShowReminders, ShowSchedule, StopReminder
from bot.dialogue.reminder_facts import NoPause, Planned, ReminderPage, Reminders
from bot.dialogue.reminders import MONTHS
from bot.schedule_words import in_words, understood
from bot.schedules import NoSchedule, Schedule, from_code, to_code
from bot.web.console import schedule_form
from bot.web.console.desk import Desk, Visit
from bot.web.console.sure import Question, asked

LONGEST = 60  # signs of what she types
MOST = 32767  # no plan has a larger number


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/reminders"
    plan = f"{group}/{{plan:int}}"
    return [
        desk.get(group, show),
        desk.get(plan, one),
        desk.post(plan, set_it),
        desk.get(f"{plan}/check", check),
        desk.post(f"{plan}/pause", pause),
        desk.post(f"{plan}/resume", resume),
        desk.get(f"{plan}/stop", ask_stop),
        desk.post(f"{plan}/stop", stop),
    ]


async def show(visit: Visit) -> Response:
    """All plans that can be used, and those that come back."""
    fact = await visit.ask(ShowReminders(visit.group), Reminders)
    coming = {one.plan: one for one in fact.coming}
    ready = [plan.number for plan in visit.desk.house.catalogue.ready(visit.language)]
    plans = [*ready, *sorted(coming.keys() - set(ready))]
    lines = [(plan, _as_sentence(visit, coming[plan].schedule) if plan in coming else "", coming.get(plan)) for plan in plans]
    notice = visit.t("De herinnering is gestopt.") if visit.done == "stopped" else ""
    return visit.page("reminders", tab="more", lines=lines, notice=notice)


def _as_sentence(visit: Visit, schedule: Schedule) -> str:
    """'Elke 3 maanden op de eerste dinsdag om 10:00.'"""
    said = in_words(visit.words, schedule)
    return f"{said[:1].upper()}{said[1:]}."


async def _found(visit: Visit) -> ReminderPage:
    """The reminder of the plan that the address names. Raises HTTPException: there is no such plan, and no reminder of it either."""
    plan = visit.number("plan")
    if plan > MOST:
        raise HTTPException(404)
    fact = await visit.ask(ShowReminder(visit.group, plan), ReminderPage)
    if fact.coming is None and all(one.number != plan for one in visit.desk.house.catalogue.ready()):
        raise HTTPException(404)
    return fact


async def one(visit: Visit) -> Response:
    """When one plan comes back, and a form to change that."""
    return await _one(visit, visit.request.query_params, notice=_notice(visit))


def _notice(visit: Visit) -> str:
    return {
        "set": visit.t("Goed. De vragen komen vanzelf terug."),
        "paused": visit.t("Goed. Er is nu een pauze."),
        "resumed": visit.t("Goed. De pauze is voorbij."),
    }.get(visit.done, "")


async def _one(visit: Visit, given: Mapping[str, str], *, notice: str = "", wrong: str = "", until: str = "") -> Response:
    fact = await _found(visit)
    coming = fact.coming
    known = {
        "plan": fact.plan,
        "coming": coming,
        "said": _as_sentence(visit, coming.schedule) if coming else "",
        "ready": any(plan.number == fact.plan for plan in visit.desk.house.catalogue.ready()),
        "form": schedule_form.form(visit.words, given, coming.schedule if coming else None),
        "months": [(count, visit.words.n("{count} maand", "{count} maanden", count).format(count=count)) for count in MONTHS],
        "until": until,
    }
    return visit.page("reminder", 422 if wrong else 200, tab="more", notice=notice, wrong=wrong, **known)


async def check(visit: Visit) -> Response:
    """How it would be: nothing is set yet, so this may be opened again and again."""
    given = visit.request.query_params
    try:
        schedule = _asked_for(given)
    except NoSchedule:
        wrong = visit.t("Dat begrijp ik niet. Typ het bijvoorbeeld zo: elke 6 weken op dinsdag om 10 uur.")
        return await _one(visit, given, wrong=wrong)
    fact = await visit.ask(ShowSchedule(visit.group, visit.number("plan"), to_code(schedule), bool(given.get("early"))), Planned)
    return await _planned(visit, fact, given.get("text", ""))


def _asked_for(given: QueryParams) -> Schedule:
    """What she typed goes before what stands in the fields above it. Raises NoSchedule."""
    if "code" in given:
        return from_code(given["code"])
    typed = given.get("text", "")[:LONGEST].strip()
    return understood(typed) if typed else schedule_form.read(given)


async def _planned(visit: Visit, fact: Planned, text: str = "") -> Response:
    """The sentence and the next days, or why it can't be."""
    filled = {**schedule_form.fields(fact.schedule), "text": text}
    if fact.wrong == "never":
        return await _one(visit, filled, wrong=visit.t("Die dag komt nooit. Kies iets anders."))
    if fact.wrong == "quiet":
        hours = visit.t("Van {begins} tot {ends} is het stil in de groep. Dan stuur ik niets. Kies een andere tijd.")
        return await _one(visit, filled, wrong=hours.format(begins=fact.quiet[0], ends=fact.quiet[1]))
    code, back = to_code(fact.schedule), urlencode({name: value for name, value in filled.items() if value})
    coming = (await _found(visit)).coming
    paused = coming is not None and coming.paused_until is not None
    return visit.page("reminder_check", tab="more", fact=fact, paused=paused, said=_as_sentence(visit, fact.schedule), code=code, back=back)


async def set_it(visit: Visit) -> Response:
    """It is set as she saw it."""
    await _found(visit)
    ask = SetReminder(visit.group, visit.number("plan"), visit.typed("code", 20), visit.typed("start", 8))
    fact = await visit.told(ask)
    if isinstance(fact, Planned):  # the page is from long ago, or the quiet hours have changed since
        return await _planned(visit, fact)
    return visit.go(f"/reminders/{ask.plan}", done="set")


async def pause(visit: Visit) -> Response:
    """Nothing before a day that she chooses, or for so many months."""
    await _found(visit)
    plan, until, months = visit.number("plan"), visit.typed("until", LONGEST), visit.chosen("months")
    if months and months not in MONTHS:
        raise HTTPException(404)
    fact = await visit.told(PauseReminder(visit.group, plan, "" if months else _as_typed(until), months))
    if isinstance(fact, NoPause):
        wrong = {
            "unclear": visit.t("Die dag begrijp ik niet. Kies een dag, of typ hem zoals: 1 maart."),
            "past": visit.t("Die dag is al voorbij. Kies een latere dag."),
            "far": visit.t("Dat is te ver weg. Kies een dag binnen twee jaar."),
        }[fact.wrong]
        return await _one(visit, visit.request.query_params, wrong=wrong, until=until)
    paused = isinstance(fact, ReminderPage) and fact.coming is not None
    return visit.go(f"/reminders/{plan}", done="paused" if paused else "")


def _as_typed(until: str) -> str:
    """A browser's own field for days says 2027-03-01, which people would type as 1-3-2027."""
    try:
        day = date.fromisoformat(until)
    except ValueError:
        return until
    return f"{day.day}-{day.month}-{day.year}"


async def resume(visit: Visit) -> Response:
    """No pause any more."""
    await _found(visit)
    await visit.ask(ResumeReminder(visit.group, visit.number("plan")), ReminderPage)
    return visit.go(f"/reminders/{visit.number('plan')}", done="resumed")


async def ask_stop(visit: Visit) -> Response:
    """No reminder any more, after a question."""
    fact = await _found(visit)
    if fact.coming is None:
        raise HTTPException(404)
    path = f"/reminders/{fact.plan}"
    texts = (_as_sentence(visit, fact.coming.schedule), visit.t("Je kunt later een nieuwe maken. Een ronde die nu open is, blijft open."))
    title, yes = visit.t("Wil je deze herinnering stoppen?"), visit.t("Ja, stop de herinnering")
    return asked(visit, "more", Question(title, texts, yes, f"{path}/stop", path))


async def stop(visit: Visit) -> Response:
    """It does not come back by itself."""
    await _found(visit)
    await visit.ask(StopReminder(visit.group, visit.number("plan")), Reminders)
    return visit.go("/reminders", done="stopped")

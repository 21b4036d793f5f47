"""Reminders as a coordinator meets them: which plan comes back when, and a pause or an end to it."""

from bot.dates import Day, day_in_words
from bot.dialogue.events import Turn
from bot.dialogue.here import PAGE, Here, Listeners, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match
from bot.dialogue.reminder_asks import PauseReminder, ResumeReminder, ShowReminder, ShowReminders, StopReminder
from bot.dialogue.reminder_facts import Coming, NoPause, ReminderPage, Reminders
from bot.dialogue.setting import often
from bot.dialogue.summary import fitting
from bot.schedule_words import in_words
from content.limits import cut

LONGEST = 60  # characters of a day that she types
MONTHS = (1, 3)  # that a pause may take


def show_all(here: Here, group: str) -> Turn:
    """Which plan comes back when."""
    return here.ask(f"reminders:{whole(group)}", ShowReminders(whole(group)))


def show(here: Here, group: str, plan: str) -> Turn:
    """One plan."""
    return here.ask(f"remind:{whole(group)}:{whole(plan)}", ShowReminder(whole(group), whole(plan)))


def listed(here: Here, fact: Reminders) -> Turn:
    """All plans that can be used, and those that come back."""
    id = fact.group
    head = f"{bold(here.t('Herinneringen'))}\n{here.t('Groep {name}').format(name=fact.group_name)}"
    gone = here.t("Goed. Deze herinnering is gestopt.") if fact.stopped else ""
    why = here.t("Ik kan de groep zelf weer naar een plan vragen. Dan opent er een nieuwe ronde.")
    lines = [f"{bold(cut(_title(here, one.plan), 60))}\n{_said(here, one)}" for one in fact.coming]
    set_already = {one.plan for one in fact.coming}
    plans = [plan.number for plan in here.catalogue.ready(here.state.language)]
    plans = [*plans, *sorted(set_already - set(plans))][: PAGE - 1]
    options = [Button(_title(here, plan), f"remind:{id}:{plan}") for plan in plans]
    options.append(Button(here.t("Tijden van de groep"), f"times:{id}"))
    choose = here.t("Voor welk plan wil je een herinnering?") if not lines else here.t("Kies een plan.")
    ways = (Button(here.t("Terug"), f"manage:{id}"), Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    text = fitting([part for part in (gone, head, why, choose, *lines) if part])
    return here.tell(Message(text, options=tuple(options), ways=ways), f"reminders:{id}")


def _title(here: Here, plan: int) -> str:
    found = here.catalogue.plan(plan, here.state.language)
    return found.title if found else here.t("Plan {number}").format(number=plan)


def _said(here: Here, coming: Coming) -> str:
    """'Elke 3 maanden op de eerste dinsdag om 10:00. De volgende keer: di 5 jan 2027.'"""
    sentence = in_words(here, coming.schedule)
    said = [f"{sentence[0].upper()}{sentence[1:]}."]
    if coming.paused_until:
        said.append(here.t("Er is een pauze tot {day}.").format(day=_day(here, coming.paused_until)))
    if coming.next is None:
        said.append(here.t("Er komt geen volgende keer meer."))
    else:
        when = here.t("De volgende keer: {day} om {time}.")
        said.append(when.format(day=_day(here, coming.next), time=coming.time))
    return "\n".join(said)


def _day(here: Here, day: Day) -> str:
    return f"{day_in_words(here, day)} {day.year}"


def page(here: Here, fact: ReminderPage) -> Turn:
    """When the plan comes back; without that, how often it might."""
    id, plan, coming = fact.group, fact.plan, fact.coming
    if coming is None and all(one.number != plan for one in here.catalogue.ready()):
        return show_all(here, str(id))
    if coming is None:
        return often(here, str(id), str(plan))
    news = {
        "set": here.t("Goed. Ik vraag het zelf weer."),
        "paused": here.t("Goed. Er is nu een pauze."),
        "resumed": here.t("Goed. De pauze is voorbij."),
    }.get(fact.news, "")
    thoughts = [news, f"{bold(here.t('Herinnering'))}\n{cut(_title(here, plan), 120)}", _said(here, coming)]
    pause = Button(here.t("Pauze"), f"pausereminder:{id}:{plan}")
    if coming.paused_until:
        pause = Button(here.t("Pauze stoppen"), f"resumereminder:{id}:{plan}")
    options = (
        Button(here.t("Veranderen"), f"often:{id}:{plan}"),
        pause,
        Button(here.t("Herinnering stoppen"), f"stopreminder:{id}:{plan}"),
    )
    text = "\n\n".join(thought for thought in thoughts if thought)
    return here.tell(Message(text, options=options, ways=_ways(here, f"reminders:{id}", id)), f"remind:{id}:{plan}")


def _ways(here: Here, back: str, group: int) -> tuple[Button, ...]:
    return Button(here.t("Terug"), back), Button(here.t("Naar de groep"), f"group:{group}"), here.way("menu")


def pause(here: Here, group: str, plan: str, months: str = "") -> Turn:
    """Nothing before a day that she chooses or types."""
    id, number = whole(group), whole(plan)
    if not months:
        return here.show(f"pausereminder:{id}:{number}", _until(here, id, number))
    if whole(months) not in MONTHS:
        raise Stale
    return here.ask(f"remind:{id}:{number}", PauseReminder(id, number, months=whole(months)))


def _until(here: Here, id: int, plan: int) -> Message:
    text = here.t("Hoe lang wil je pauze? Kies. Of typ tot welke dag, zoals: 1 maart.")
    options = tuple(
        Button(here.n("{count} maand", "{count} maanden", count).format(count=count), f"pausereminder:{id}:{plan}:{count}")
        for count in MONTHS
    )
    return Message(text, options=options, ways=_ways(here, f"remind:{id}:{plan}", id), typing="words")


def hear_until(here: Here, group: str, plan: str, *_more: str, text: str) -> Turn | None:
    """The day that she types. None: it was one of the buttons."""
    id, number = whole(group), whole(plan)
    message = _until(here, id, number)
    if match(text, message.options, message.ways):
        return None
    return here.ask(f"remind:{id}:{number}", PauseReminder(id, number, cut(text, LONGEST)))


def no_pause(here: Here, fact: NoPause) -> Turn:
    """The day is none, and she may choose another."""
    wrong = {
        "unclear": here.t("Die dag begrijp ik niet."),
        "past": here.t("Die dag is al voorbij."),
        "far": here.t("Dat is te ver weg. Kies een dag binnen twee jaar."),
    }[fact.wrong]
    return here.show(f"pausereminder:{fact.group}:{fact.plan}", _until(here, fact.group, fact.plan).opening(wrong))


def resume(here: Here, group: str, plan: str) -> Turn:
    """No pause any more."""
    return here.ask(f"remind:{whole(group)}:{whole(plan)}", ResumeReminder(whole(group), whole(plan)))


def stop(here: Here, group: str, plan: str, answer: str = "") -> Turn:
    """No reminder any more, after a question."""
    id, number = whole(group), whole(plan)
    if answer == "yes":
        return here.ask(f"reminders:{id}", StopReminder(id, number))
    text = here.t("Wil je deze herinnering stoppen? Je kunt later een nieuwe maken. Een ronde die nu open is, blijft open.")
    yes = Button(here.t("Ja, stop de herinnering"), f"stopreminder:{id}:{number}:yes")
    ways = (Button(here.t("Nee, terug"), f"remind:{id}:{number}"), here.way("menu"))
    return here.show(f"stopreminder:{id}:{number}", Message(text, options=(yes,), ways=ways))


PLACES: Places = {
    "reminders": (show_all, 1, 1),
    "remind": (show, 2, 2),
    "pausereminder": (pause, 2, 3),
    "resumereminder": (resume, 2, 2),
    "stopreminder": (stop, 2, 3),
}
LISTENERS: Listeners = {"pausereminder": hear_until}

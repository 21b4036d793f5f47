"""What a coordinator can send to her group: choosing it, and when it goes."""

from bot.dates import day_in_words
from bot.dialogue import sent
from bot.dialogue.broadcast_asks import (
    CancelBroadcast,
    Compose,
    DropDraft,
    Kind,
    RetryBroadcast,
    SendLater,
    SendNow,
    ShowBroadcast,
    ShowBroadcasts,
    ShowSending,
    ShowTimes,
)
from bot.dialogue.broadcast_facts import Sending, Times, When
from bot.dialogue.events import Turn
from bot.dialogue.here import PAGE, Here, Listeners, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match
from content.limits import cut

LONGEST_TIME = 60  # characters of a time that she types
STAMP = 12  # digits of a moment in an address: 202612151800


def send(here: Here, group: str, kind: str = "", about: str = "", part: str = "") -> Turn:
    """What there is to send; with all of it chosen, how it will look."""
    id = whole(group)
    match kind:
        case "":
            return here.ask(f"send:{id}", ShowSending(id))
        case "words":
            return _write(here, id, here.t("Typ je bericht aan de groep. Het mag 1000 tekens lang zijn."))
        case "result" if not about:
            return here.ask(f"send:{id}:result", ShowSending(id))
        case "result":
            return here.ask(f"send:{id}", Compose(id, "result", round=whole(about)))
        case "plan" | "part" | "questions":
            return _of_a_plan(here, id, kind, about, part)
    raise Stale


def _of_a_plan(here: Here, id: int, kind: Kind, about: str, part: str) -> Turn:
    ready = here.catalogue.ready(here.state.language)
    ways = (Button(here.t("Terug"), f"send:{id}"), here.way("menu"))
    if not about and len(ready) > 1:
        options = tuple(Button(one.title, f"send:{id}:{kind}:{one.number}") for one in ready[:PAGE])
        return here.show(f"send:{id}:{kind}", Message(here.t("Over welk plan?"), options=options, ways=ways))
    found = here.ready(about or str(ready[0].number))
    if kind == "part" and not part:
        options = sent.part_buttons(here, f"send:{id}:part:{found.number}")
        place = f"send:{id}:part:{found.number}"
        return here.show(place, Message(here.t("Welk stuk van het plan wil je sturen?"), options=options, ways=ways))
    if part and (kind != "part" or part not in sent.PARTS):
        raise Stale
    return here.ask(f"send:{id}", Compose(id, kind, found.number, part))


def _write(here: Here, id: int, text: str) -> Turn:
    return here.show(f"send:{id}:words", Message(text, ways=_from_writing(here, id), typing="words"))


def _from_writing(here: Here, id: int) -> tuple[Button, ...]:
    return Button(here.t("Terug"), f"send:{id}"), Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu")


def hear_words(here: Here, group: str, kind: str = "", *_more: str, text: str) -> Turn | None:
    """Her own words; None: she is not asked for them, or it was one of the buttons."""
    id = whole(group)
    if kind != "words" or match(text, (), _from_writing(here, id)):
        return None
    words = sent.cleaned(text)
    wrong = unfit(here, words)
    return _write(here, id, wrong) if wrong else here.ask(f"send:{id}", Compose(id, "words", text=words))


def unfit(here: Here, words: str) -> str:
    """Why her own words can't be sent like this; empty: they can."""
    if not words:
        return here.t("Ik zie geen tekst. Typ je bericht nog eens.")
    more = len(words) - sent.LONGEST
    if more <= 0:
        return ""
    long = here.n("Je bericht is {count} teken te lang.", "Je bericht is {count} tekens te lang.", more).format(count=more)
    return f"{long} {here.t('Maak het korter en stuur het nog eens.')}"


def choose(here: Here, fact: Sending) -> Turn:
    """What there is to send; or of which round the result."""
    id = fact.group
    if here.state.place == f"send:{id}:result" and fact.shown:
        return _results(here, fact)
    options = [
        Button(here.t("Het hele plan"), f"send:{id}:plan"),
        Button(here.t("Een stuk van het plan"), f"send:{id}:part"),
        Button(here.t("De vragen"), f"send:{id}:questions"),
        Button(here.t("Eigen woorden"), f"send:{id}:words"),
        Button(here.t("Wat ik stuurde"), f"broadcasts:{id}"),
    ]
    if fact.shown:
        options.insert(3, Button(here.t("Het resultaat"), f"send:{id}:result"))
    head = bold(here.t("Sturen aan {name}").format(name=fact.group_name))
    gone = here.t("Goed. Ik stuur het niet.") + "\n\n" if fact.dropped else ""
    text = f"{gone}{head}\n\n{here.t('Wat wil je sturen? Je ziet eerst hoe het eruitziet.')}"
    ways = (Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    return here.tell(Message(text, options=tuple(options), ways=ways), f"send:{id}")


def _results(here: Here, fact: Sending) -> Turn:
    """Of two rounds of one plan the later one is named first. Each but that one has its last day, and where that is the same, a number."""
    buttons: list[Button] = []
    for shown in fact.shown[:PAGE]:
        plan = here.catalogue.plan(shown.plan, here.state.language)
        title = cut(plan.title, 60) if plan else str(shown.plan)
        dated = here.t("{title} (tot {day})").format(title=title, day=day_in_words(here, shown.day))
        labels = [title, dated, *(f"{dated} {number}" for number in range(2, PAGE + 1))]
        taken = {button.label for button in buttons}
        label = next(label for label in labels if label not in taken)
        buttons.append(Button(label, f"send:{fact.group}:result:{shown.round}"))
    ways = (Button(here.t("Terug"), f"send:{fact.group}"), here.way("menu"))
    text = here.t("Van welke vragen wil je het resultaat sturen?")
    return here.tell(Message(text, options=tuple(buttons), ways=ways), f"send:{fact.group}:result")


def show(here: Here, broadcast: str, page: str = "") -> Turn:
    """How it will look, or how it goes."""
    rest = f":{whole(page)}" if page else ""
    return here.ask(f"broadcast:{whole(broadcast)}{rest}", ShowBroadcast(whole(broadcast)))


def show_all(here: Here, group: str, page: str = "") -> Turn:
    """What is about to go, and what was sent before."""
    rest = f":{whole(page)}" if page else ""
    return here.ask(f"broadcasts:{whole(group)}{rest}", ShowBroadcasts(whole(group)))


def now(here: Here, broadcast: str) -> Turn:
    """Send it."""
    return here.ask(f"broadcast:{whole(broadcast)}", SendNow(whole(broadcast)))


def later(here: Here, broadcast: str, stamp: str = "") -> Turn:
    """Send it at another time."""
    id = whole(broadcast)
    if not stamp:
        return here.ask(f"sendlater:{id}", ShowTimes(id))
    if not (len(stamp) == STAMP and stamp.isascii() and stamp.isdigit()):
        raise Stale
    return here.ask(f"broadcast:{id}", SendLater(id, stamp))


def hear_time(here: Here, broadcast: str, *_more: str, text: str) -> Turn:
    """A time that she types."""
    return here.ask(f"sendlater:{whole(broadcast)}", SendLater(whole(broadcast), cut(text, LONGEST_TIME)))


def times(here: Here, fact: Times) -> Turn:
    """When it could go."""
    id = fact.broadcast
    wrong = wrong_time(here, fact)
    ask = here.t("Wanneer zal ik het sturen? Kies een tijd. Of typ een dag en een tijd, zoals: vrijdag 10:00 of 3-12 9:30.")
    options = tuple(Button(label(here, name, when), f"sendlater:{id}:{when.stamp}") for name, when in fact.offered)
    ways = (Button(here.t("Terug"), f"broadcast:{id}"), here.way("menu"))
    return here.tell(Message(f"{wrong} {ask}".strip(), options=options, ways=ways), f"sendlater:{id}")


def wrong_time(here: Here, fact: Times) -> str:
    """What was the matter with the time that she gave; empty: nothing."""
    return {
        "unclear": here.t("Die tijd begrijp ik niet."),
        "past": here.t("Die tijd is al voorbij."),
        "far": here.t("Dat is te ver weg. Kies een tijd binnen een jaar."),
    }.get(fact.wrong, "")


def label(here: Here, name: str, when: When) -> str:
    """A time that is offered, as a button says it."""
    match name:
        case "today":
            return here.t("Vandaag {time}").format(time=when.time)
        case "tomorrow":
            return here.t("Morgen {time}").format(time=when.time)
    return here.t("Over een week ({day})").format(day=day_in_words(here, when.day))


def drop(here: Here, broadcast: str) -> Turn:
    """It is not sent."""
    return here.ask(f"broadcast:{whole(broadcast)}", DropDraft(whole(broadcast)))


def cancel(here: Here, broadcast: str) -> Turn:
    """No more of it is sent."""
    return here.ask(f"broadcast:{whole(broadcast)}", CancelBroadcast(whole(broadcast)))


def retry(here: Here, broadcast: str) -> Turn:
    """Once more for those who did not get it."""
    return here.ask(f"broadcast:{whole(broadcast)}", RetryBroadcast(whole(broadcast)))


PLACES: Places = {
    "send": (send, 1, 4),
    "broadcast": (show, 1, 2),
    "broadcasts": (show_all, 1, 2),
    "sendnow": (now, 1, 1),
    "sendlater": (later, 1, 2),
    "dropsend": (drop, 1, 1),
    "cancelsend": (cancel, 1, 1),
    "retrysend": (retry, 1, 1),
}
LISTENERS: Listeners = {"send": hear_words, "sendlater": hear_time}

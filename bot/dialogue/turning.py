"""One turn of the conversation: what happened, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import codes
from bot.dialogue import chats, entry, menu, persons, questions, spoken, voice
from bot.dialogue.catalogue import DUTCH, Catalogue
from bot.dialogue.events import Added, Effect, Event, Late, Opened, Pressed, Removed, Said, Sent, Turn
from bot.dialogue.facts import Fact
from bot.dialogue.here import Again, Here, Over, Stale, with_opening
from bot.dialogue.message import Button, Message
from bot.dialogue.places import AGREED, LISTENERS, OF_A_PLAN, OF_A_PROMPT, before_her, go_to, own_ways, settled
from bot.dialogue.reading import clean, folded, match, says_hello, says_start, says_stop
from bot.dialogue.rounds import closed
from bot.dialogue.sheet import Known, plan_of, round_of
from bot.dialogue.state import State
from bot.dialogue.telling import in_words

PHONE = ("phone", "switch", "newhere")  # places where the phone goes from one to another
BEFORE_CONSENT = {"language", "consent", "keeping", "stop", "start", "help", "code", "try", "linkup", *PHONE}
COMMANDS = {
    "menu": "menu",
    "terug": "back",
    "hulp": "help",
    "help": "help",
    "plannen": "plans",
    "stappenplannen": "plans",
    "vragen": "go",
    "instellingen": "settings",
    "groep": "groups",
    "groepen": "groups",
    "mijn groep": "groups",
    "nieuwe groep": "newgroup",
    "code": "code",
    "inloggen": "login",
    "mijngegevens": "mydata",
    "mijn gegevens": "mydata",
    "vergeet mij": "forgetme",
    "vergeetmij": "forgetme",
    "andere persoon op deze telefoon": "phone",
    "andere persoon": "phone",
}
EVERY_PLAN = frozenset(map(str, range(1, 100)))  # by typing a title she can get to any


ALWAYS = ("menu", "mydata", "forgetme")  # where she writes in her own words, these are still no answer


def focus(state: State, event: Event) -> frozenset[str]:
    """The names of the sheets that the turn may need to know."""
    inner = _inner(event)
    if isinstance(inner, Said) and state.place.startswith("plans"):
        return EVERY_PLAN | ({state.sheet} - {""})
    typed = [address for _, address in state.ways] if isinstance(inner, Said) else []
    addresses = [state.place, *([inner.address] if isinstance(inner, Pressed) else typed)]
    return frozenset({state.sheet, *map(_sheet_in, addresses)} - {""})


def _inner(event: Event) -> Opened | Pressed | Said | Sent | Added | Removed:
    return event.event if isinstance(event, Late) else event


def _sheet_in(address: str) -> str:
    parts = address.removeprefix(AGREED).removeprefix("needed:").split(":")
    name = parts[1] if len(parts) > 1 else ""
    return name if parts[0] in OF_A_PLAN and plan_of(name) else ""


def round_touched(before: State, after: State) -> int:
    """The round whose answers may show in what is said between these two; 0: none."""
    return next((round for state in (after, before) if (round := round_of(_sheet_in(state.place)))), 0)


def notice_of_link(catalogue: Catalogue, language: str, channel: str) -> Message:
    """What her other addresses hear when a new one has come."""
    return persons.notice(Here(catalogue, State(language=language or DUTCH), {}), channel)


def stops(event: Event) -> bool:
    """Whether this means STOP, before any other meaning and however late it came."""
    inner = _inner(event)
    return (isinstance(inner, Said) and says_stop(inner.text)) or inner == Pressed("stop")


def turn(catalogue: Catalogue, state: State, known: Mapping[str, Known], event: Event, language: str = "", *, billed: bool = False) -> Turn:
    """The state after `event` and what to do. `known` are her sheets, of those that `focus` names; `billed`: each message costs."""
    here = Here(catalogue, state if isinstance(event, Late) else replace(state, late=False), known, billed)
    inner = _inner(event)
    if isinstance(inner, Added | Removed):
        return chats.noticed(here, inner)
    if isinstance(inner, Said):
        inner = Said(clean(inner.text))
    if stops(inner):
        return replace(entry.stop(here), heard=spoken.heard(here, inner))
    if state.stopped:
        return replace(_stopped(here, inner), heard=spoken.heard(here, inner))
    if state.consent is None and not _is_first_step(inner):
        taken: Turn | Again = _first(here, inner, language)
    else:
        taken = _late(here, inner) if isinstance(event, Late) else _take(here, inner)
    return replace(settled(here, taken), heard=spoken.heard(here, inner))


def regret(catalogue: Catalogue, language: str = "", *, kept: bool) -> Message:
    """What to say when the conversation failed. `kept`: what she sent was put aside."""
    here = Here(catalogue, State(language=language or DUTCH), {})
    text = here.t("Sorry, er ging iets mis bij mij. Dat ligt niet aan jou.")
    if kept:
        text += " " + here.t("Ik heb je bericht apart bewaard.")
    return Message(text, ways=(here.way("menu"), here.way("help")))


def goodbye(catalogue: Catalogue, language: str = "") -> Message:
    """What to say to STOP when the conversation itself failed."""
    return entry.farewell(Here(catalogue, State(language=language or DUTCH), {}))


def told(catalogue: Catalogue, state: State, known: Mapping[str, Known], fact: Fact, opening: str = "") -> Turn:
    """The rest of a turn: what the tables answered to its ask, in words. It may ask something more."""
    turn = in_words(Here(catalogue, state, known), fact)
    opening = "\n\n".join(part for part in (opening, turn.opening) if part)
    if turn.ask or not opening:
        return replace(turn, opening=opening)
    return replace(turn, effects=with_opening(turn.effects, opening))


def _stopped(here: Here, event: Event) -> Turn:
    """Silence, unless she begins again, or wants to see or delete what is kept of her."""
    back = isinstance(event, Opened) or event == Pressed("start")
    if isinstance(event, Said):
        back = says_start(event.text) or match(event.text, (), (here.way("start"),)) is not None
    if back:
        return entry.start(here, _code_in(event))
    hers = _wanted(here, event)
    if hers.partition(":")[0] in ("mydata", "forgetme", *PHONE):  # and STOP is hers alone: others on this phone may go on
        return settled(here, go_to(here, hers))
    if isinstance(event, Said) and here.state.place in PHONE and (taken := _answered(here, event.text)):
        return settled(here, taken)
    if here.billed and here.state.puzzled and here.state.place == "stopped":  # she was told already how to begin again
        return Turn(here.state, ())
    turn = entry.silent(here)
    return replace(turn, state=replace(turn.state, puzzled=here.billed))


def _wanted(here: Here, event: Event) -> str:
    """The address that she presses or means. Empty: none."""
    if not isinstance(event, Said):
        return event.address if isinstance(event, Pressed) else ""
    message = before_her(here)
    button = _own(here, event.text) or match(event.text, message.options, message.ways)
    return button.address if button else COMMANDS.get(folded(event.text).lstrip("/"), "")


def _is_first_step(event: Event) -> bool:
    return isinstance(event, Pressed) and event.address.partition(":")[0] in BEFORE_CONSENT


def _first(here: Here, event: Event, language: str) -> Turn | Again:
    """Nothing but language, consent, a code and help is possible yet; nothing she says is kept."""
    place, code = here.state.place, _code_in(event)
    if code:
        return entry.arrive(here.at(code=code), language)
    if not isinstance(event, Said):
        asked = place == "consent" and isinstance(event, Sent)
        return (_album(here) or entry.unclear(here)) if asked else entry.arrive(here, language)
    if COMMANDS.get(folded(event.text).lstrip("/")) == "help":
        return menu.help(here)
    agreed = entry.hear_consent(here, event.text) if place == "consent" else _answered(here, event.text) if place == "newhere" else None
    if agreed:
        return agreed
    message = before_her(here)
    button = _own(here, event.text) or match(event.text, message.options, message.ways)
    if button and _is_first_step(Pressed(button.address)):
        return go_to(here, here.leads(button))
    return entry.unclear(here) if place == "consent" else entry.arrive(here, language)


def _code_in(event: Event) -> str:
    """The first thing in a text or link that looks like a code; empty: there is none."""
    text = {Opened: "code", Said: "text"}.get(type(event))
    found = codes.in_text(getattr(event, text)) if text else ()
    return found[0] if found else ""


def _take(here: Here, event: Event) -> Turn | Again:
    match event:
        case Opened():
            code = _code_in(event)
            return go_to(here, f"try:{code}") if code else menu.menu(here, here.t("Welkom terug."))
        case Pressed(address=address):
            return go_to(here, address)
        case Said(text=text):
            return _listen(here, text)
        case Sent(kind=kind):
            return voice.hear(here, event) or _album(here) or _puzzled(here, _kind_words(here, kind))
    return _puzzled(here, "")


def _listen(here: Here, text: str) -> Turn | Again:
    if not text:
        return _puzzled(here, here.t("Ik kreeg een leeg bericht."))
    own = _own(here, text)
    if own:
        return go_to(here, here.leads(own))
    message = before_her(here)
    command, code = _command(text, message), _code_in(Said(text)) if message.typing != "words" else ""
    answered = None if command or code else _answered(here, text)
    if answered:
        return answered
    button = match(text, message.options, message.ways)
    if button:
        return go_to(here, here.leads(button))
    if code:
        return go_to(here, f"try:{code}")
    if says_hello(text):
        return menu.menu(here, here.t("Hallo!"))
    if command or says_start(text):
        return go_to(here, command or "menu")
    return _puzzled(here, here.t("Dat begrijp ik niet."))


def _own(here: Here, text: str) -> Button | None:
    """The button that `text` means, of those that the place itself would not show."""
    ways = own_ways(here)
    return match(text, ways[: here.state.choices], ways[here.state.choices :])


def _command(text: str, message: Message) -> str:
    """The place that a word like 'menu' or '/help' leads to; where she writes in her own words only 'menu' and those with a slash."""
    said = folded(text)
    slash = said.startswith("/")
    place = COMMANDS.get(said.lstrip("/"), "")
    return place if slash or place in ALWAYS or message.typing != "words" else ""


def _answered(here: Here, text: str) -> Turn | Again | None:
    """What typed words do where they are waited for; None: they are not, or they are no answer."""
    name, *rest = here.state.place.split(":")
    if name not in LISTENERS or (name in OF_A_PROMPT and not here.state.consent):
        return None
    try:
        return LISTENERS[name](here, *rest, text=text)
    except Over as over:
        return closed(here, over.round)
    except Stale:
        remark = questions.remark_for(here, text)
        if not remark:
            return None
        return Again(here.t("Het plan is veranderd. Ik heb je woorden bewaard. Je kunt hier verder:"), (remark,))


def _album(here: Here) -> Turn | None:
    """Silence for the second of ten photos, where each message costs. Words are always answered."""
    return Turn(here.state, ()) if here.billed and here.state.puzzled else None


def _puzzled(here: Here, why: str) -> Turn | Again:
    """A kind word and the message before her again; the second time in a row only a way on."""
    if not here.state.puzzled:
        turn = settled(here, Again(why))
        return replace(turn, state=replace(turn.state, puzzled=True))
    place = here.state.place or "menu"
    text = f"{why} {here.t('Druk op een knop. Dan help ik je verder.')}".strip()
    ways = [Button(here.t("Toon het nog eens"), place), here.way("menu"), here.way("help")]
    other = [way for way in ways[1:] if way.address != place]
    return here.stay(Message(text, ways=(ways[0], *other)))


def _kind_words(here: Here, kind: str) -> str:
    words = {
        "sticker": here.t("Leuk, een sticker! Ik lees alleen tekst. Bij een vraag mag je het ook inspreken."),
        "photo": here.t("Dank je voor de foto. Ik heb hem niet bewaard. Ik lees alleen tekst. Bij een vraag mag je het ook inspreken."),
        "video": here.t("Dank je voor de video. Ik heb hem niet bewaard. Ik lees alleen tekst. Bij een vraag mag je het ook inspreken."),
        "voice": here.t("Hier kan ik niet naar je stem luisteren. Kun je het typen?"),
        "location": here.t("Ik hoef niet te weten waar je bent. Ik heb de plek niet bewaard."),
        "edited": here.t("Je hebt een bericht veranderd. Dat kan ik niet zien. Stuur het opnieuw."),
    }
    return words.get(kind, here.t("Dit kan ik niet lezen. Ik lees alleen tekst. Bij een vraag mag je het ook inspreken."))


def _late(here: Here, event: Event) -> Turn:
    """Something that lay waiting for hours: kept where it can be, and then the place where she is."""
    command = isinstance(event, Said) and _command(event.text, before_her(here))
    if isinstance(event, Said | Sent) and not command and (given := voice.given_late(here, event)):
        return settled(here, given)
    remark = questions.remark_for(here, event.text) if isinstance(event, Said) else None
    keep = voice.too_late(here, event) if isinstance(event, Sent) else remark
    kept = (keep,) if keep else ()
    if here.billed and here.state.late:
        return Turn(here.state, kept)
    turn = settled(here, Again(f"{here.t('Je bericht kwam pas laat bij mij. Dat ligt niet aan jou.')} {_of_late(here, event, kept)}", kept))
    return replace(turn, state=replace(turn.state, late=True))


def _of_late(here: Here, event: Event, kept: Sequence[Effect]) -> str:
    if isinstance(event, Pressed):
        return here.t("Het telt nog niet. Wil je nog een keer kiezen?")
    return here.t("Ik heb het bij de vraag bewaard. Hier was je gebleven:") if kept else here.t("Hier was je gebleven:")

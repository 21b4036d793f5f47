"""One turn of the conversation: what happened, and what follows from it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.advice import Answer
from bot.dialogue import entry, menu, questions, spoken
from bot.dialogue.catalogue import DUTCH, Catalogue
from bot.dialogue.events import Event, Late, Opened, Pressed, Said, Sent, Turn
from bot.dialogue.here import Again, Here, Stale
from bot.dialogue.message import Button, Message
from bot.dialogue.places import OF_A_PLAN, before_her, go_to, own_ways, settled
from bot.dialogue.reading import clean, folded, match, says_hello, says_start, says_stop
from bot.dialogue.state import State

BEFORE_CONSENT = {"language", "consent", "stop", "start", "help"}
COMMANDS = {
    "menu": "menu",
    "terug": "back",
    "hulp": "help",
    "help": "help",
    "plannen": "plans",
    "stappenplannen": "plans",
    "vragen": "go",
    "instellingen": "settings",
}
EVERY_PLAN = frozenset(range(1, 100))  # by typing a title she can get to any


def focus(state: State, event: Event) -> frozenset[int]:
    """The numbers of the plans whose answers the turn may need to know."""
    inner = _inner(event)
    if isinstance(inner, Said) and state.place.startswith("plans"):
        return EVERY_PLAN
    addresses = [state.place, inner.address] if isinstance(inner, Pressed) else [state.place]
    return frozenset({state.plan, *map(_plan_in, addresses)} - {0})


def _inner(event: Event) -> Opened | Pressed | Said | Sent:
    return event.event if isinstance(event, Late) else event


def _plan_in(address: str) -> int:
    parts = address.removeprefix("consent:yes:").split(":")
    number = parts[1] if len(parts) > 1 else ""
    named = parts[0] in OF_A_PLAN and number.isascii() and number.isdigit() and len(number) < 3
    return int(number) if named else 0


def stops(event: Event) -> bool:
    """Whether this means STOP, before any other meaning and however late it came."""
    inner = _inner(event)
    return (isinstance(inner, Said) and says_stop(inner.text)) or inner == Pressed("stop")


def turn(catalogue: Catalogue, state: State, answers: Mapping[int, Mapping[str, Answer]], event: Event, language: str = "") -> Turn:
    """The state after `event` and what to do. `answers` are hers, by plan and prompt, to the plans that `focus` names."""
    here = Here(catalogue, state, answers)
    inner = _inner(event)
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


def _stopped(here: Here, event: Event) -> Turn:
    back = isinstance(event, Opened) or event == Pressed("start")
    if isinstance(event, Said):
        back = says_start(event.text) or match(event.text, (), (here.way("start"),)) is not None
    return entry.start(here) if back else entry.silent(here)


def _is_first_step(event: Event) -> bool:
    return isinstance(event, Pressed) and event.address.partition(":")[0] in BEFORE_CONSENT


def _first(here: Here, event: Event, language: str) -> Turn | Again:
    """Nothing but language, consent and help is possible yet; nothing she says is kept."""
    place = here.state.place
    if not isinstance(event, Said) or place not in ("consent", "language", "help"):
        return entry.unclear(here) if place == "consent" and isinstance(event, Sent) else entry.arrive(here, language)
    if COMMANDS.get(folded(event.text).lstrip("/")) == "help":
        return menu.help(here)
    agreed = entry.hear_consent(here, event.text) if place == "consent" else None
    if agreed:
        return agreed
    message = before_her(here)
    button = match(event.text, message.options, message.ways)
    if button and _is_first_step(Pressed(button.address)):
        return go_to(here, button.address)
    return entry.unclear(here) if place == "consent" else entry.arrive(here, language)


def _take(here: Here, event: Event) -> Turn | Again:
    match event:
        case Opened():
            return menu.menu(here, here.t("Welkom terug."))
        case Pressed(address=address):
            return go_to(here, address)
        case Said(text=text):
            return _listen(here, text)
        case Sent(kind=kind):
            return _puzzled(here, _kind_words(here, kind))
    return _puzzled(here, "")


def _listen(here: Here, text: str) -> Turn | Again:
    if not text:
        return _puzzled(here, here.t("Ik kreeg een leeg bericht."))
    own = match(text, (), own_ways(here))
    if own:
        return go_to(here, own.address)
    message = before_her(here)
    command = _command(text, message)
    answered = None if command else _answered(here, text)
    if answered:
        return answered
    button = match(text, message.options, message.ways)
    if button:
        return go_to(here, button.address)
    if says_hello(text):
        return menu.menu(here, here.t("Hallo!"))
    if command or says_start(text):
        return go_to(here, command or "menu")
    return _puzzled(here, here.t("Dat begrijp ik niet."))


def _command(text: str, message: Message) -> str:
    """The place that a word like 'menu' or '/help' leads to; where she writes in her own words only 'menu' and those with a slash."""
    said = folded(text)
    slash = said.startswith("/")
    place = COMMANDS.get(said.lstrip("/"), "")
    return place if slash or said == "menu" or message.typing != "words" else ""


def _answered(here: Here, text: str) -> Turn | Again | None:
    """What typed words do to the prompt that was asked; None: nothing was asked, or they are no answer."""
    name, *rest = here.state.place.split(":")
    if name != "q" or not here.state.consent:
        return None
    try:
        return questions.hear(here, *rest, text=text)
    except Stale:
        remark = questions.remark_for(here, text)
        return Again(here.t("Het plan is veranderd. Ik heb je woorden bewaard. Je kunt hier verder:"), (remark,) if remark else ())


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
        "sticker": here.t("Leuk, een sticker! Ik kan alleen tekst lezen."),
        "photo": here.t("Dank je voor de foto. Ik kan alleen tekst lezen. Ik heb de foto niet bewaard."),
        "video": here.t("Dank je voor de video. Ik kan alleen tekst lezen. Ik heb de video niet bewaard."),
        "voice": here.t("Ik kan nog niet naar je stem luisteren. Kun je het typen?"),
        "location": here.t("Ik hoef niet te weten waar je bent. Ik heb de plek niet bewaard."),
        "edited": here.t("Je hebt een bericht veranderd. Dat kan ik niet zien. Stuur het opnieuw."),
    }
    return words.get(kind, here.t("Dit kan ik niet lezen. Ik kan alleen tekst lezen."))


def _late(here: Here, event: Event) -> Turn | Again:
    """Something that lay waiting for hours: kept where it can be, and then the place where she is."""
    remark = questions.remark_for(here, event.text) if isinstance(event, Said) else None
    if remark:
        return Again(here.t("Je bericht kwam heel laat aan. Ik heb het bij de vraag bewaard. Hier was je gebleven:"), (remark,))
    return Again(here.t("Je bericht kwam heel laat aan. Hier was je gebleven:"))

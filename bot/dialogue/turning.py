"""One turn of the conversation: what happened, and what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.advice import Answer
from bot.dialogue import entry, menu, plan, questions, spoken, summary
from bot.dialogue.catalogue import DUTCH, Catalogue
from bot.dialogue.events import Effect, Event, Keep, Late, Opened, Pressed, Remark, Said, Say, Sent, Turn
from bot.dialogue.here import LABELS, Again, Here, Stale
from bot.dialogue.message import Button, Message
from bot.dialogue.reading import clean, folded, match, says_hello, says_start, says_stop
from bot.dialogue.state import State
from content.limits import ADDRESS

Place = Callable[..., Turn | Again]

# Every button begins with one of these names; so many words of the place's own follow, at least and at most.
PLACES: dict[str, tuple[Place, int, int]] = {
    "language": (entry.language, 0, 1),
    "consent": (entry.consent, 0, 1),
    "needed": (entry.needed, 0, 0),
    "keeping": (entry.consent, 0, 0),
    "forget": (entry.forget, 0, 1),
    "stop": (entry.stop, 0, 0),
    "stopped": (entry.silent, 0, 0),
    "start": (entry.start, 0, 0),
    "menu": (menu.menu, 0, 0),
    "plans": (menu.plans, 0, 1),
    "settings": (menu.settings, 0, 0),
    "about": (menu.about, 0, 0),
    "help": (menu.help, 0, 0),
    "plan": (plan.plan, 1, 1),
    "part": (plan.part, 2, 3),
    "step": (plan.step, 2, 2),
    "wish": (plan.wish, 1, 1),
    "go": (questions.go, 0, 1),
    "pause": (questions.pause, 0, 0),
    "q": (questions.show, 3, 3),
    "a": (questions.choose, 4, 4),
    "t": (questions.tick, 5, 5),
    "d": (questions.done, 3, 3),
    "s": (questions.skip, 3, 3),
    "k": (questions.leave, 3, 3),
    "overview": (summary.overview, 1, 2),
    "advice": (summary.advice, 1, 1),
}
OF_A_PLAN = {"plan", "part", "step", "go", "q", "a", "t", "d", "s", "k", "overview", "advice"}
BEFORE_CONSENT = {"language", "consent", "stop", "start"}
COMMANDS = {"menu": "menu", "hulp": "help", "help": "help", "plannen": "plans", "vragen": "go", "instellingen": "settings"}


def focus(state: State, event: Event) -> frozenset[int]:
    """The numbers of the plans whose answers the turn may need to know."""
    inner = event.event if isinstance(event, Late) else event
    addresses = [state.place, inner.address] if isinstance(inner, Pressed) else [state.place]
    return frozenset({state.plan, *map(_plan_in, addresses)} - {0})


def _plan_in(address: str) -> int:
    name, _, rest = address.partition(":")
    number = rest.partition(":")[0]
    named = name in OF_A_PLAN and number.isascii() and number.isdigit() and len(number) < 3
    return int(number) if named else 0


def turn(catalogue: Catalogue, state: State, answers: Mapping[int, Mapping[str, Answer]], event: Event, language: str = "") -> Turn:
    """The state after `event` and what to do. `answers` are hers, by plan and prompt, to the plans that `focus` names."""
    here = Here(catalogue, state, answers)
    inner = event.event if isinstance(event, Late) else event
    if isinstance(inner, Said):
        inner = Said(clean(inner.text))
    if isinstance(inner, Said) and says_stop(inner.text):
        return replace(entry.stop(here), heard=inner.text)
    if state.stopped:
        return _stopped(here, inner)
    if state.consent is None and not _is_first_step(inner):
        taken = _first(here, inner, language)
    else:
        taken = _late(here, inner) if isinstance(event, Late) else _take(here, inner)
    return replace(_settled(here, taken), heard=spoken.heard(here, inner))


def regret(catalogue: Catalogue) -> Message:
    """What to say when the conversation failed. It knows nothing but words."""
    here = Here(catalogue, State(language=DUTCH), {})
    text = here.t("Sorry, er ging iets mis bij mij. Dat ligt niet aan jou. Ik heb je bericht apart bewaard.")
    return Message(text, ways=(here.way("menu"), here.way("help")))


def _stopped(here: Here, event: Event) -> Turn:
    back = isinstance(event, Opened) or (isinstance(event, Pressed) and event.address == "start")
    if back or (isinstance(event, Said) and says_start(event.text)):
        return replace(entry.start(here), heard=event.text if isinstance(event, Said) else here.t(LABELS["start"]))
    return entry.silent(here)


def _is_first_step(event: Event) -> bool:
    return isinstance(event, Pressed) and event.address.partition(":")[0] in BEFORE_CONSENT


def _first(here: Here, event: Event, language: str) -> Turn | Again:
    """Nothing but language and consent is possible yet; nothing she says is kept."""
    if here.state.place == "consent" and isinstance(event, Said):
        taken = entry.hear_consent(here, folded(event.text))
        if taken:
            return taken
    if here.state.place in ("consent", "language") and isinstance(event, Said):
        message = _before_her(here)
        button = match(event.text, message.options, message.ways)
        if button:
            return open(here, button.address)
    return entry.arrive(here, language)


def _take(here: Here, event: Event) -> Turn | Again:
    match event:
        case Opened():
            return menu.menu(here, here.t("Welkom terug."))
        case Pressed(address=address):
            return open(here, address)
        case Said(text=text):
            return _listen(here, text)
        case Sent(kind=kind):
            return _puzzled(here, _kind_words(here, kind))
    return _puzzled(here, "")


def open(here: Here, address: str) -> Turn | Again:
    """Go where an address leads, or say that it leads nowhere any more."""
    if address == "back":
        return _back(here)
    name, *rest = address.split(":")
    if name not in PLACES or len(address.encode()) > ADDRESS:
        return Again(_why_stale(here, ""))
    place, least, most = PLACES[name]
    if not least <= len(rest) <= most:
        return Again(_why_stale(here, name))
    try:
        return place(here, *rest)
    except Stale:
        return Again(_why_stale(here, name))


def _back(here: Here) -> Turn | Again:
    """One step back from the message that she has before her."""
    name, *rest = here.state.place.split(":")
    if name == "q":
        return open(here, _before_her(here).ways[1].address)
    if name in OF_A_PLAN and rest:
        above = {"step": f"part:{rest[0]}:steps", "plan": "plans"}
        return open(here, above.get(name, f"plan:{rest[0]}"))
    return menu.menu(here)


def _why_stale(here: Here, name: str) -> str:
    if name in spoken.OF_A_PROMPT:
        return here.t("Deze knop hoort bij een oudere versie van het plan. Je kunt hier verder:")
    return here.t("Deze knop werkt niet meer. Je kunt hier verder:")


def _settled(here: Here, taken: Turn | Again) -> Turn:
    """A turn as it is; for Again, the place where she is with the opening above it."""
    if isinstance(taken, Turn):
        return taken
    kept = [effect for effect in taken.effects if not isinstance(effect, Say)]
    there = _after(here, kept)
    turn = open(there, here.state.place or "menu")
    if isinstance(turn, Again):
        turn = menu.menu(there)
    says = [_opened(effect, taken.opening) for effect in turn.effects]
    puzzled = here.state.puzzled or any(isinstance(effect, Remark) for effect in kept)
    return Turn(replace(turn.state, puzzled=puzzled), (*kept, *says))


def _opened(effect: Effect, opening: str) -> Effect:
    return Say(effect.message.opening(opening)) if isinstance(effect, Say) and opening else effect


def _after(here: Here, effects: Sequence[Effect]) -> Here:
    """`here` as it is once these effects have been carried out."""
    for effect in effects:
        if isinstance(effect, Keep):
            here = here.answered(effect.plan, effect.prompt, effect.answer)
    return here


def _listen(here: Here, text: str) -> Turn | Again:
    if not text:
        return _puzzled(here, here.t("Ik kreeg een leeg bericht."))
    message = _before_her(here)
    command = _command(text, message)
    answered = None if command else _answered(here, text)
    if answered:
        return answered
    button = match(text, message.options, message.ways)
    if button and not command:
        return open(here, button.address)
    if says_hello(text):
        return menu.menu(here, here.t("Hallo!"))
    if command or says_start(text):
        return open(here, command or "menu")
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
        return Again(_why_stale(here, name))


def _before_her(here: Here) -> Message:
    """The message that she has before her: what she types may mean one of its buttons."""
    turn = open(here, here.state.place)
    says = [effect.message for effect in turn.effects if isinstance(effect, Say)] if isinstance(turn, Turn) else []
    return says[-1] if says else Message("")


def _puzzled(here: Here, why: str) -> Turn | Again:
    """A kind word and the message before her again; the second time in a row only a way on."""
    if not here.state.puzzled:
        turn = _settled(here, Again(why))
        return replace(turn, state=replace(turn.state, puzzled=True))
    place = here.state.place or "menu"
    text = f"{why} {here.t('Kies een knop, dan help ik je verder.')}".strip()
    ways = [Button(here.t("Toon het nog eens"), place), here.way("menu"), here.way("help")]
    other = [way for way in ways[1:] if way.address != place]
    shown = here.show(place, Message(text, ways=(ways[0], *other)))
    return replace(shown, state=replace(shown.state, puzzled=True))


def _kind_words(here: Here, kind: str) -> str:
    words = {
        "sticker": here.t("Leuk, een sticker! Ik kan alleen tekst lezen."),
        "photo": here.t("Dank je voor de foto. Ik kan alleen tekst lezen. Ik heb de foto niet bewaard."),
        "video": here.t("Dank je voor de video. Ik kan alleen tekst lezen. Ik heb de video niet bewaard."),
        "voice": here.t("Ik kan nog niet naar je stem luisteren. Kun je het typen?"),
        "location": here.t("Ik hoef niet te weten waar je bent. Ik heb de plek niet bewaard."),
    }
    return words.get(kind, here.t("Dit kan ik niet lezen. Ik kan alleen tekst lezen."))


def _late(here: Here, event: Event) -> Turn | Again:
    """Something that lay waiting for hours: kept where it can be, and then the place where she is."""
    name, *rest = here.state.place.split(":")
    remark = None
    if isinstance(event, Said) and event.text and name == "q":
        with suppress(Stale):
            remark = questions.remark_for(here, *rest, text=event.text)
    if remark:
        return Again(here.t("Je bericht kwam heel laat aan. Ik heb het bij de vraag bewaard. Hier was je gebleven:"), (remark,))
    return Again(here.t("Je bericht kwam heel laat aan. Hier was je gebleven:"))

"""The way in and the way out: language, consent, stop and start."""

from dataclasses import replace

from bot.dialogue import menu
from bot.dialogue.asks import TryCode
from bot.dialogue.catalogue import DUTCH
from bot.dialogue.events import Forget, Quiet, Turn
from bot.dialogue.here import Here, Stale
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import core

NAMES = {"nl": "Nederlands", "en": "English", "ar": "العربية", "bg": "Български", "tr": "Türkçe"}
NEEDING = ("go", "wish", "name", "newgroup", "linkcode", "later", "share", "topic", "topicpage")  # places that keep something of her


def arrive(here: Here, language: str) -> Turn:
    """The first hello: a language where there is a choice, then consent. `language` is the phone's."""
    known = here.catalogue.languages
    if len(known) == 1 or here.state.language:
        return welcome(here.at(language=here.state.language or DUTCH))
    first = language[:2] if language[:2] in known else DUTCH
    order = (first, *(other for other in known if other != first))
    return here.at(language="").show("language", _languages(here.at(language=first), order))


def language(here: Here, chosen: str = "") -> Turn:
    """Ask for a language, or take the one she chose."""
    known = here.catalogue.languages
    if not chosen:
        message = _languages(here, known)
        return here.show("language", replace(message, ways=(here.way("menu"),)) if here.state.consent is not None else message)
    if chosen not in known:
        raise Stale
    there = here.at(language=chosen)
    if here.state.consent is None:
        return welcome(there)
    return menu.menu(there, there.t("Goed. We gaan verder in het Nederlands."))


def welcome(here: Here) -> Turn:
    """With a code in hand: what it opens. Else whether her answers may be kept."""
    code = here.state.code
    return here.ask(f"try:{code}", TryCode(code)) if code else consent(here, greet=True)


def _languages(here: Here, order: tuple[str, ...]) -> Message:
    text = here.t("In welke taal wil je lezen?")
    return Message(text, options=tuple(Button(NAMES.get(code, code), f"language:{code}") for code in order))


def consent(here: Here, answer: str = "", *, greet: bool = False) -> Turn:
    """Ask whether her answers may be kept, or take her yes or no."""
    match answer:
        case "":
            return here.show("consent", _consent(here, greet=greet))
        case "yes":
            return menu.menu(here.at(consent=True, code=""), here.t("Dank je wel. Ik bewaar je antwoorden."))
        case "no":
            said = here.t("Goed. Ik bewaar geen antwoorden van jou. Je kunt alle plannen lezen.")
            return menu.menu(here.at(consent=False, sheet="", code=""), said) if not here.state.consent else forget(here, "ask")
    raise Stale


def _consent(here: Here, *, greet: bool) -> Message:
    lines = [
        here.t("Mag ik jouw antwoorden bewaren?"),
        here.t("• Wat: je antwoorden, en waar je bent gebleven."),
        here.t("• Wie leest ze: alleen jij."),
        here.t("• Stoppen: typ STOP. Dat kan altijd."),
    ]
    text = "\n".join([bold(lines[0]), *lines[1:]])
    if greet:
        text = here.t("Welkom bij Stappenbot. Hier vind je stappenplannen voor jouw groep.") + "\n\n" + text
    known = here.state.consent is not None
    return Message(text, options=_yes_or_no(here), ways=(here.way("menu"),) if known else ())


def _yes_or_no(here: Here) -> tuple[Button, Button]:
    straight = "" if here.state.code else "consent:yes:plans"
    return Button(here.t("Ja, dat is goed"), "consent:yes", once=straight), Button(here.t("Nee, alleen lezen"), "consent:no")


def needed(here: Here, *wanted: str) -> Turn:
    """She wants something that can't be done without keeping it; when she says yes she gets there."""
    if wanted and wanted[0] not in NEEDING:
        raise Stale
    text = here.t("Daarvoor moet ik je antwoorden bewaren. Nu bewaar ik ze niet. Wil je dat veranderen?")
    yes = Button(here.t("Ja, bewaar ze"), ":".join(["consent:yes", *wanted]))
    place = ":".join(["needed", *wanted])
    return here.show(place, Message(text, options=(yes,), ways=(here.way("plans"), here.way("menu"))))


def forget(here: Here, answer: str = "ask") -> Turn:
    """Ask before her answers are deleted, or delete them."""
    if answer == "ask":
        text = here.t("Wil je al je antwoorden wissen? Ze komen niet meer terug. Wat je groep al ziet, blijft staan, zonder naam.")
        text += "\n\n" + here.t("Wat alle groepen van jou kunnen lezen, blijft ook staan. Dat neem je terug bij Mijn bijdragen.")
        yes = Button(here.t("Ja, wis alles"), "forget:yes")
        return here.show("forget", Message(text, options=(yes,), ways=(Button(here.t("Nee, bewaar ze"), "menu"),)))
    if answer != "yes":
        raise Stale
    said = here.t("Je antwoorden zijn gewist. Vanaf nu bewaar ik geen antwoorden meer.")
    turn = menu.menu(here.at(consent=False, sheet=""), said)
    return replace(turn, effects=(Forget(), *turn.effects))


def stop(here: Here) -> Turn:
    """No more messages, from now."""
    turn = here.show("stopped", farewell(here), Quiet())
    return replace(turn, state=replace(turn.state, stopped=True))


def farewell(here: Here) -> Message:
    """The last message."""
    text = here.t("Goed. Ik stuur je geen berichten meer. Wil je later weer beginnen? Typ START.")
    return Message(text, ways=(here.way("start"),), keep=True)


def silent(here: Here) -> Turn:
    """She stopped, and now does something else than starting again."""
    text = here.t("Het is hier stil, omdat je STOP hebt getypt. Wil je weer beginnen? Typ START of druk op de knop.")
    return here.show("stopped", Message(text, ways=(here.way("start"), here.way("phone"))))


def start(here: Here, code: str = "") -> Turn:
    """She is back, perhaps by a link with a code."""
    there = here.at(stopped=False)
    if here.state.consent is None:
        return arrive(there.at(code=code or here.state.code), here.state.language)
    if code:
        return there.ask(f"try:{code}", TryCode(code))
    return menu.menu(there, there.t("Welkom terug."))


YES = {"ja", "j", "ok", "oke", "okay", "goed", "prima", "graag", "yes", "نعم", "да", "evet"}
NO = {"nee", "neen", "no", "liever", "niet", "لا", "не", "hayir"}


def hear_consent(here: Here, text: str) -> Turn | None:
    """'ja hoor' and 'nee, bedankt' in her own words: the first word decides. None: it is neither."""
    first = core(text).partition(" ")[0]
    thumb = text.strip()[:1] == "👍"
    if thumb or first in {core(word) for word in YES}:
        return consent(here, "yes")
    return consent(here, "no") if first in {core(word) for word in NO} else None


def unclear(here: Here) -> Turn:
    """She said something else than yes or no. The first time she is asked again, after that only the buttons are shown."""
    why = here.t("Ik begrijp je nog niet.")
    if here.state.puzzled:
        message = Message(f"{why} {here.t('Druk op een knop: ja of nee.')}", options=_yes_or_no(here))
    else:
        message = _consent(here, greet=False).opening(why)
    turn = here.show("consent", message)
    return replace(turn, state=replace(turn.state, puzzled=True))

"""One person on two channels, and several persons on one phone."""

from dataclasses import replace

from bot.dialogue import entry, menu
from bot.dialogue.asks import LinkUp, MakeLinkCode, NewHere, Sharers, SwitchTo
from bot.dialogue.events import Turn
from bot.dialogue.facts import LinkCode, Linked, LinkOffer, PhoneFull, PhoneOf, Switched
from bot.dialogue.here import Here, Listeners, Places
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match

CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp", "web": "de website", "terminal": "de terminal"}
LONGEST = 40  # characters of a name


def link(here: Here) -> Turn:
    """She wants to use another channel as well."""
    text = here.t("Wil je Stappenbot ook ergens anders gebruiken? Bijvoorbeeld hier en op Telegram. Ik geef je een code. Die typ je daar.")
    make = Button(here.t("Maak een code"), "linkcode")
    return here.show("link", Message(text, options=(make, here.way("code")), ways=(here.way("settings"), here.way("menu"))))


def make_code(here: Here) -> Turn:
    """A code to type there."""
    if not here.state.consent:  # what she keeps on the other channel would come under a no
        return entry.needed(here, "linkcode")
    return here.ask("link", MakeLinkCode())


def link_code(here: Here, fact: LinkCode) -> Turn:
    """The code, and what to do with it."""
    thoughts = [
        here.t("Je code is {code}").format(code=bold(fact.code)),
        here.t("Typ deze code op het andere kanaal. De code werkt {minutes} minuten, en maar één keer.").format(minutes=fact.minutes),
        here.t("Geef hem aan niemand. Wie de code heeft, kan jouw antwoorden lezen."),
    ]
    return here.tell(Message("\n\n".join(thoughts), ways=(here.way("menu"),)), "link")


def offered(here: Here, fact: LinkOffer) -> Turn:
    """She typed a code of another channel: she must know what it does before it does it."""
    if fact.own:
        text = here.t("Deze code is van jou. Typ hem op het andere kanaal.")
        return here.tell(Message(text, ways=(here.way("menu"),)), "menu")
    where = here.t(CHANNELS.get(fact.channel, fact.channel))
    thoughts = [
        here.t("Deze code is gemaakt op {channel}.").format(channel=bold(where)),
        here.t("Dit gesprek en dat gesprek worden dan één. Wie daar leest, ziet ook jouw antwoorden."),
        here.t("Heb jij die code zelf gemaakt?"),
    ]
    yes = Button(here.t("Ja, dat was ik"), f"linkup:{fact.code}")
    no = Button(here.t("Nee, niet samenvoegen"), "menu" if here.state.consent is not None else "keeping")
    return here.tell(Message("\n\n".join(thoughts), options=(yes, no)), f"try:{fact.code}")


def link_up(here: Here, code: str) -> Turn:
    """She says that it is hers."""
    return here.ask(f"try:{code[:12]}", LinkUp(code[:12]))


def linked(here: Here, fact: Linked) -> Turn:
    """Both are one now; this is the conversation of the one who made the code."""
    where = here.t(CHANNELS.get(fact.channel, fact.channel))
    said = here.t("Gelukt. Dit gesprek en dat op {channel} zijn nu één.").format(channel=where)
    return menu.menu(here.at(code=""), said)


def notice(here: Here, channel: str) -> Message:
    """For her other addresses: if it was not she, she must know."""
    where = here.t(CHANNELS.get(channel, channel))
    text = here.t("Je gebruikt Stappenbot nu ook op {channel}. Was jij dat niet? Kies dan 'Vergeet mij', of vraag hulp.")
    return Message(text.format(channel=bold(where)), ways=(here.way("forgetme"), here.way("help"), here.way("menu")))


def phone(here: Here) -> Turn:
    """Who uses this phone?"""
    return here.ask("phone", Sharers())


def sharers(here: Here, fact: PhoneOf) -> Turn:
    """Those who use it, and room for one more."""
    ways = (here.way("settings"), here.way("menu"))
    if not fact.me and not fact.others:
        text = here.t(
            "Gebruiken jullie deze telefoon samen? Typ eerst je eigen naam of bijnaam. Dan kun je straks terug naar jouw gesprek."
        )
        mine = Button(here.t("Mijn naam typen"), "name:phone")
        if not here.state.consent:
            mine = Button(here.t("Iemand anders"), "newhere")
        return here.tell(Message(text, options=(mine,), ways=ways), "phone")
    others = tuple(Button(name or here.t("Zonder naam"), f"switch:{sharer}") for sharer, name in fact.others)
    new = Button(here.t("Iemand die hier nieuw is"), "newhere")
    text = (
        here.t("Nu praat ik met {name}. Wie heeft de telefoon?").format(name=bold(fact.me)) if fact.me else here.t("Wie heeft de telefoon?")
    )
    hint = here.t("Let op: wie de telefoon heeft, kan ook jouw naam kiezen. En oude berichten blijven op deze telefoon staan.")
    return here.tell(Message(f"{text}\n\n{hint}", options=(*others, new), ways=ways), "phone")


def switch(here: Here, sharer: str) -> Turn:
    """Another one has the phone."""
    return here.ask("phone", SwitchTo(sharer))


def new_here(here: Here) -> Turn:
    """Somebody new; she may type her name."""
    text = here.t("Hoe heet je? Typ je voornaam of een bijnaam.")
    return here.show("newhere", Message(text, ways=(Button(here.t("Terug"), "phone"), here.way("menu")), typing="words"))


def hear_name(here: Here, *, text: str) -> Turn | None:
    """The name of whoever is new; None: it was one of the buttons."""
    if match(text, (), (Button(here.t("Terug"), "phone"), here.way("menu"))):
        return None
    return here.ask("phone", NewHere(" ".join(text.split())[:LONGEST]))


def switched(here: Here, fact: Switched) -> Turn:
    """The conversation is hers who has the phone now."""
    said = here.t("Hallo {name}.").format(name=fact.name) if fact.name else here.t("Hallo.")
    if here.state.stopped:
        turn = entry.silent(here)
    elif here.state.consent is None:
        turn = entry.arrive(here, here.state.language)
    else:
        return menu.menu(here, said)
    return replace(turn, opening=said)


def full(here: Here, fact: PhoneFull) -> Turn:
    """No more fit."""
    text = here.t("Op één telefoon kunnen {most} mensen. Er kan niemand meer bij.").format(most=fact.most)
    return here.tell(Message(text, ways=(here.way("phone"), here.way("menu"))), "phone")


PLACES: Places = {
    "link": (link, 0, 0),
    "linkcode": (make_code, 0, 0),
    "linkup": (link_up, 1, 1),
    "phone": (phone, 0, 0),
    "switch": (switch, 1, 1),
    "newhere": (new_here, 0, 0),
}
LISTENERS: Listeners = {"newhere": hear_name}

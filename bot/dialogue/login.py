"""The way to the coordinators' pages: a link that logs in once."""

from bot.dialogue.console_asks import MakeLogin
from bot.dialogue.console_facts import LoginLink, NoConsole
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Places
from bot.dialogue.message import Message, bold


def ask(here: Here) -> Turn:
    """A fresh link."""
    return here.ask("login", MakeLogin())


def link(here: Here, fact: LoginLink) -> Turn:
    """The link, and what it is for."""
    thoughts = [
        bold(here.t("Inloggen")),
        here.t("Dit is jouw link naar de webpagina van je groep:"),
        fact.link,
        here.t("De link werkt één keer, en {minutes} minuten lang. Geef hem aan niemand anders.").format(minutes=fact.minutes),
    ]
    return here.tell(Message("\n\n".join(thoughts), ways=(here.way("groups"), here.way("menu"))), "groups:all")


def nothing(here: Here, _fact: NoConsole) -> Turn:
    """Only coordinators have such pages."""
    text = here.t("Inloggen is voor coördinatoren van een groep. Dat ben je nu niet.")
    return here.tell(Message(text, ways=(here.way("groups"), here.way("menu"))), "groups:all")


PLACES: Places = {"login": (ask, 0, 0)}

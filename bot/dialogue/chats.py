"""Chats of a whole group on Telegram: they belong to a group, and nobody is ever asked anything there."""

from bot.dialogue.chat_asks import ChatAdded, ChatGone, LinkChat, ShowChats, UnlinkChat, WhichGroup
from bot.dialogue.chat_facts import ChatLinked, Chats, ChatTaken, ChatToChoose, NothingToSay
from bot.dialogue.events import Added, Removed, Turn
from bot.dialogue.here import PAGE, Here, Places, Stale, page_of, whole
from bot.dialogue.message import Button, Message, bold


def noticed(here: Here, event: Added | Removed) -> Turn:
    """The bot came into a chat, or went out of one. She stays where she is."""
    if isinstance(event, Removed):
        return Turn(here.state, (), ask=ChatGone(event.chat))
    if here.state.stopped:
        return Turn(here.state, ())
    return Turn(here.state, (), ask=ChatAdded(event.chat, event.title))


def which(here: Here, chat: str, page: str = "") -> Turn:
    """Another page of the groups that it may belong to."""
    return here.ask(f"whichgroup:{whole(chat)}:{whole(page)}" if page else f"whichgroup:{whole(chat)}", WhichGroup(whole(chat)))


def link(here: Here, group: str, chat: str) -> Turn:
    """It belongs to this one."""
    return here.ask(f"chats:{whole(group)}", LinkChat(whole(group), whole(chat)))


def show(here: Here, group: str) -> Turn:
    """The chats of a group."""
    return here.ask(f"chats:{whole(group)}", ShowChats(whole(group)))


def unlink(here: Here, group: str, chat: str, answer: str = "") -> Turn:
    """Away with one of them, after a question."""
    place = f"nochat:{whole(group)}:{whole(chat)}"
    if answer == "yes":
        return here.ask(f"chats:{whole(group)}", UnlinkChat(whole(group), whole(chat)))
    if answer:
        raise Stale
    text = here.t("Zal ik niets meer naar deze groepschat sturen? De chat zelf blijft, en je groep ook.")
    yes = Button(here.t("Ja, niets meer sturen"), f"{place}:yes")
    return here.show(place, Message(text, options=(yes,), ways=(Button(here.t("Nee, terug"), f"chats:{whole(group)}"), here.way("menu"))))


def linked(here: Here, fact: ChatLinked) -> Turn:
    """It is in use from now on; she may have meant something else."""
    said = here.t("De groepschat {title} hoort nu bij {group}.").format(title=bold(fact.title), group=bold(fact.name))
    if not fact.title:
        said = here.t("De groepschat hoort nu bij {group}.").format(group=bold(fact.name))
    text = f"{said} {here.t('Wat je naar de groep stuurt, kan ook daarheen. Ik stel daar nooit vragen.')}"
    undo = Button(here.t("Toch niet"), f"nochat:{fact.group}:{fact.chat}")
    return here.tell(Message(text, ways=(undo, Button(here.t("Naar de groep"), f"group:{fact.group}"), here.way("menu")), keep=True))


def choose(here: Here, fact: ChatToChoose) -> Turn:
    """She says which group it belongs to."""
    said = here.t("Je hebt mij in de groepschat {title} gezet.").format(title=bold(fact.title)) if fact.title else ""
    asked = here.t("Bij welke groep hoort de chat? Ik stel daar nooit vragen.")
    name, _, rest = here.state.place.partition(":")
    page = rest.partition(":")[2] if name == "whichgroup" else ""
    buttons = tuple(Button(name, f"linkchat:{group}:{fact.chat}") for group, name in fact.groups)
    try:
        shown = page_of(buttons, page, f"whichgroup:{fact.chat}", here.t("Meer groepen"))
    except Stale:  # there are fewer than when the button was made
        shown = page_of(buttons, "", f"whichgroup:{fact.chat}", here.t("Meer groepen"))
    return here.tell(Message(f"{said} {asked}".strip(), options=shown, ways=(here.way("groups"), here.way("menu")), keep=True))


def taken(here: Here, fact: ChatTaken) -> Turn:
    """She hears why nothing happens, and how it could."""
    said = here.t("Deze groepschat hoort al bij een andere groep.")
    if fact.title:
        said = here.t("De groepschat {title} hoort al bij een andere groep.").format(title=bold(fact.title))
    why = here.t("Klopt dat niet? Haal mij uit de chat, en zet mij er weer in.")
    return here.tell(Message(f"{said} {why}", ways=(here.way("groups"), here.way("menu")), keep=True))


def listed(here: Here, fact: Chats) -> Turn:
    """All chats of a group, each with a way to take it away."""
    id = fact.group
    thoughts = [bold(here.t("Groepschat van {name}").format(name=fact.name))]
    if fact.gone:
        thoughts.append(here.t("Ik stuur niets meer naar die chat. Je kunt mij daar nu weghalen."))
    if fact.chats:
        many = here.n("Er hoort {n} groepschat bij deze groep.", "Er horen {n} groepschats bij deze groep.", len(fact.chats))
        thoughts.append(many.format(n=len(fact.chats)))
    else:
        thoughts.append(here.t("Heeft je groep een groepschat op Telegram? Zet mij daar als lid in. Dan kun je daar ook iets heen sturen."))
    thoughts.append(here.t("Ik stel in een groepschat nooit vragen. Ik bewaar ook niet wat daar gezegd wordt."))
    label = here.t("Stop met groepschat {number}")
    options = tuple(Button(label.format(number=place), f"nochat:{id}:{chat}") for place, chat in enumerate(fact.chats[:PAGE], 1))
    ways = (Button(here.t("Groep beheren"), f"manage:{id}"), Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    return here.tell(Message("\n\n".join(thoughts), options=options, ways=ways), f"chats:{id}")


def nothing(here: Here, _fact: NothingToSay) -> Turn:
    """She stays where she is, and hears nothing."""
    return Turn(here.state, ())


PLACES: Places = {
    "chats": (show, 1, 1),
    "linkchat": (link, 2, 2),
    "nochat": (unlink, 2, 3),
    "whichgroup": (which, 1, 2),
}

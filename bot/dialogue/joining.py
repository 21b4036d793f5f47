"""Into a group: a code, what it opens, yes or no, and a name."""

from bot.dialogue import entry, menu
from bot.dialogue.asks import CallMe, Join, ShowGroup, TryCode
from bot.dialogue.events import Turn
from bot.dialogue.facts import Invitation, Named, NoCode, Permitted
from bot.dialogue.here import Here, Listeners, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match

LONGEST = 12  # characters of a code in an address


def look(here: Here, code: str) -> Turn:
    """What does this code open?"""
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST):
        raise Stale
    return here.ask(f"try:{code}", TryCode(code))


def join(here: Here, code: str) -> Turn:
    """She said yes to a group."""
    if not here.state.consent:
        return look(here, code)
    return here.at(code="").ask("groups", Join(code))


def ask_code(here: Here) -> Turn:
    """She has a code and may type it."""
    text = here.t("Typ de code die je hebt gekregen. Bijvoorbeeld: {code}").format(code="K4PM7RD")
    return here.show("code", Message(text, ways=(here.way("menu"),) if here.state.consent is not None else (_without(here),)))


def ask_name(here: Here, then: str = "") -> Turn:
    """What she wants to be called."""
    if not here.state.consent:
        return entry.needed(here, "name")
    text = here.t("Hoe mogen we je noemen? Een voornaam of bijnaam is genoeg. De coördinator van je groep ziet deze naam.")
    if then not in ("", "phone"):
        whole(then)
    return here.show(f"name:{then}" if then else "name", Message(text, ways=_after_name(here, then), typing="words"))


def _after_name(here: Here, then: str) -> tuple[Button, ...]:
    onward = Button(here.t("Zonder naam verder"), f"group:{then}", here.t("Zonder naam")) if then.isdecimal() else here.way("settings")
    return onward, here.way("menu")


def hear_name(here: Here, then: str = "", *, text: str) -> Turn | None:
    """The name she typed; None: it was one of the buttons."""
    if match(text, (), _after_name(here, then)):
        return None
    return here.ask(f"name:{then}" if then else "name", CallMe(text))


def invitation(here: Here, fact: Invitation) -> Turn:
    """Which group it is, and what is seen of her there."""
    group, threshold = fact.group, fact.threshold
    if fact.member:
        text = here.t("Je bent al lid van de groep {name}.").format(name=bold(group.name))
        return here.at(code="").tell(Message(text, ways=(Button(here.t("Naar de groep"), f"group:{group.id}"), here.way("menu"))))
    lines = [
        here.t("Je bent uitgenodigd voor de groep {name}.").format(name=bold(group.name)),
        here.t("In de groep beantwoord je vragen. Dit moet je weten:"),
        "\n".join(
            [
                here.t("• De groep ziet alle antwoorden samen, zonder namen. Pas vanaf {count} mensen.").format(count=threshold),
                here.t("• De coördinator ziet dat je lid bent, en de naam die je zelf kiest. Zij ziet niet wat jij antwoordt."),
                here.t("• Ik bewaar je antwoorden, en waar je bent gebleven."),
                here.t("• Typ STOP en ik stuur niets meer. Je mag altijd weg uit de groep."),
            ]
        ),
        here.t("Doe je mee?"),
    ]
    yes = f"join:{fact.code}" if here.state.consent else f"consent:yes:join:{fact.code}"
    no = Button(here.t("Nee, niet in de groep"), "menu" if here.state.consent is not None else "keeping")
    return here.tell(Message("\n\n".join(lines), options=(Button(here.t("Ja, ik doe mee"), yes), no)))


def refused(here: Here, fact: NoCode) -> Turn:
    """A code that opens nothing. Why, nobody is told: who guesses would learn from it."""
    text = here.t("Deze code werkt niet. Kijk of je hem goed hebt getypt. Of vraag een nieuwe code aan de coördinator.")
    if fact.wait:
        text = here.t("Dit zijn te veel codes die niet werken. Wacht een uur. Vraag intussen een nieuwe code aan de coördinator.")
    ways = (here.way("code"), here.way("menu")) if here.state.consent is not None else (here.way("code"), _without(here))
    return here.at(code="").tell(Message(text, ways=ways), "code")


def _without(here: Here) -> Button:
    return Button(here.t("Verder zonder code"), "keeping", here.t("Zonder code"))


def permitted(here: Here, _fact: Permitted) -> Turn:
    """She may make groups now."""
    there = here.at(code="")
    if here.state.consent is None:
        return there.tell(Message(here.t("Je mag nu een groep maken."), ways=(Button(here.t("Verder"), "keeping"),)), "code")
    return there.tell(Message(here.t("Je mag nu een groep maken."), ways=(here.way("newgroup"), here.way("menu"))), "groups")


def named(here: Here, fact: Named) -> Turn:
    """What she is called now; on to where she came from."""
    said = here.t("Dank je, {name}.").format(name=fact.name) if fact.name else here.t("Goed, zonder naam.")
    then = here.state.place.partition(":")[2]
    if then.isdecimal():
        return here.ask(f"group:{then}", ShowGroup(int(then)), opening=said)
    if then == "phone":
        return here.tell(Message(said, ways=(here.way("phone"), here.way("menu"))), "settings")
    return menu.menu(here, said)


PLACES: Places = {
    "try": (look, 1, 1),
    "join": (join, 1, 1),
    "code": (ask_code, 0, 0),
    "name": (ask_name, 0, 1),
    "callme": (ask_name, 0, 0),
}
LISTENERS: Listeners = {"name": hear_name, "callme": hear_name}

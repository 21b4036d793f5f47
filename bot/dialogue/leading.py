"""What a coordinator does with her group: make it, invite, look after its members, set it up."""

from collections import Counter

from bot.dialogue import entry
from bot.dialogue.asks import (
    Appoint,
    EndCode,
    MakeGroup,
    NewCode,
    Remove,
    Rename,
    SetThreshold,
    ShowInvite,
    ShowMembers,
    StepDown,
)
from bot.dialogue.attached import Picture
from bot.dialogue.events import Turn
from bot.dialogue.facts import InvitePage, MayNotMake, MemberLine, MembersPage
from bot.dialogue.here import Here, Listeners, Places, Stale, page_of, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match, only_number

LONGEST = 60  # characters of a group's name
THRESHOLDS = (3, 4, 5, 6, 8, 10)


def new_group(here: Here) -> Turn:
    """She may type the name of a new group."""
    if not here.state.consent:
        return entry.needed(here, "newgroup")
    text = here.t("Hoe heet je groep? Typ de naam.")
    return here.show("newgroup", Message(text, ways=(here.way("groups"), here.way("menu")), typing="words"))


def hear_name(here: Here, group: str = "", *, text: str) -> Turn | None:
    """The name she typed, of a new group or for this one; None: it was one of the buttons."""
    if match(text, (), (here.way("groups"), here.way("menu"), Button(here.t("Naar de groep"), ""))):
        return None
    name = " ".join(text.split())
    if len(name) > LONGEST:
        shorter = here.t("Deze naam is te lang. Typ een kortere naam.")
        ways = (here.way("groups"), here.way("menu"))
        return here.show(here.state.place, Message(shorter, ways=ways, typing="words"))
    if group:
        return here.ask(f"group:{whole(group)}", Rename(whole(group), name))
    return here.ask("groups", MakeGroup(name))


def may_not(here: Here, fact: MayNotMake) -> Turn:
    """Who may make groups is decided by whoever runs the bot."""
    text = here.t("Je kunt hier zelf geen groep maken. Vraag het aan de mensen van Stappenbot.")
    if fact.code:
        text = here.t("Om een groep te maken heb je een code nodig. Vraag die aan de mensen van Stappenbot.")
    return here.tell(Message(text, ways=(here.way("code"), here.way("groups"), here.way("menu"))), "groups:all")


def invite(here: Here, group: str) -> Turn:
    """How people come in."""
    return here.ask(f"invite:{whole(group)}", ShowInvite(whole(group)))


def new_code(here: Here, group: str, answer: str = "") -> Turn:
    """Another code, after a question."""
    if answer == "yes":
        return here.ask(f"invite:{whole(group)}", NewCode(whole(group)))
    text = here.t("Wil je een nieuwe code? De oude code en de oude links werken dan niet meer.")
    return _sure(here, f"newcode:{whole(group)}", text, here.t("Ja, een nieuwe code"), f"invite:{whole(group)}")


def end_code(here: Here, group: str, answer: str = "") -> Turn:
    """No code any more, after a question."""
    if answer == "yes":
        return here.ask(f"invite:{whole(group)}", EndCode(whole(group)))
    text = here.t("Wil je de code stoppen? Er kan dan niemand meer bij. Je kunt later een nieuwe code maken.")
    return _sure(here, f"endcode:{whole(group)}", text, here.t("Ja, stop de code"), f"invite:{whole(group)}")


def _sure(here: Here, place: str, text: str, yes: str, no: str) -> Turn:
    """A question before something that can't be taken back."""
    ways = (Button(here.t("Nee, terug"), no), here.way("menu"))
    return here.show(place, Message(text, options=(Button(yes, f"{place}:yes"),), ways=ways))


def invitation(here: Here, fact: InvitePage) -> Turn:
    """The code, the links, and a picture to show or print."""
    group = fact.group
    ways = (Button(here.t("Naar de groep"), f"group:{group.id}"), here.way("menu"))
    head = here.t("Uitnodigen voor {name}").format(name=group.name)
    if not fact.code:
        text = f"{bold(head)}\n\n{here.t('Er is nu geen code. Niemand kan erbij komen.')}"
        new = Button(here.t("Nieuwe code"), f"newcode:{group.id}:yes")
        return here.tell(Message(text, options=(new,), ways=ways), f"invite:{group.id}")
    links = [f"{name}: {link}" for name, link in fact.links]
    thoughts = [
        bold(head),
        here.t("De code is {code}").format(code=bold(fact.code)),
        here.t("Stuur een link door. Of laat het plaatje zien."),
        "\n".join(links),
        here.t("Iedereen met deze code kan lid worden. Geef hem alleen aan vrouwen van je groep."),
    ]
    options = (Button(here.t("Nieuwe code"), f"newcode:{group.id}"), Button(here.t("Stop de code"), f"endcode:{group.id}"))
    return here.tell(Message("\n\n".join(thoughts), options=options, ways=ways, picture=_picture(here, fact)), f"invite:{group.id}")


def _picture(here: Here, fact: InvitePage) -> Picture | None:
    """The link that opens for everybody is the web's; it comes last."""
    if not fact.links:
        return None
    link = fact.links[-1][1]
    return Picture("qr", about=here.t("Een plaatje dat een telefoon kan lezen. Het opent: {link}").format(link=link), text=link)


def manage(here: Here, group: str) -> Turn:
    """What she can set up."""
    id = whole(group)
    options = (
        Button(here.t("Leden"), f"members:{id}"),
        Button(here.t("Herinneringen"), f"reminders:{id}"),
        Button(here.t("Een andere naam"), f"rename:{id}"),
        Button(here.t("Vanaf hoeveel mensen"), f"few:{id}"),
        Button(here.t("Groepschat op Telegram"), f"chats:{id}"),
        Button(here.t("Geen coördinator meer"), f"stepdown:{id}"),
        Button(here.t("Uit de groep gaan"), f"leave:{id}"),
    )
    ways = (Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    thoughts = [here.t("Wat wil je doen met je groep?"), here.t("Op de webpagina zie je meer. Typ 'inloggen' voor een link.")]
    return here.show(f"manage:{id}", Message("\n\n".join(thoughts), options=options, ways=ways))


def rename(here: Here, group: str) -> Turn:
    """She may type another name."""
    text = here.t("Typ de nieuwe naam van de groep.")
    ways = (Button(here.t("Naar de groep"), f"group:{whole(group)}"), here.way("menu"))
    return here.show(f"rename:{whole(group)}", Message(text, ways=ways, typing="words"))


def few(here: Here, group: str, threshold: str = "") -> Turn:
    """From how many people on answers are shown."""
    id = whole(group)
    if threshold:
        if whole(threshold) not in THRESHOLDS:
            raise Stale
        return here.ask(f"group:{id}", SetThreshold(id, whole(threshold)))
    text = here.t("Vanaf hoeveel mensen ziet de groep de antwoorden? Met meer is het veiliger. Een open ronde wordt alleen strenger.")
    options = tuple(Button(here.t("{count} mensen").format(count=count), f"few:{id}:{count}") for count in THRESHOLDS)
    ways = (Button(here.t("Terug"), f"manage:{id}"), here.way("menu"))
    return here.show(f"few:{id}", Message(text, options=options, ways=ways, typing="number"))


def hear_few(here: Here, group: str, *, text: str) -> Turn | None:
    """A number that she types means people, not a place in the list. None: it is none that can be chosen."""
    number = only_number(text)
    return few(here, group, str(number)) if number in THRESHOLDS else None


def step_down(here: Here, group: str, answer: str = "") -> Turn:
    """Coordinator no more, after a question."""
    id = whole(group)
    if answer == "yes":
        return here.ask(f"group:{id}", StepDown(id))
    text = here.t("Wil je geen coördinator meer zijn? Je blijft wel lid van de groep.")
    return _sure(here, f"stepdown:{id}", text, here.t("Ja, ik stop als coördinator"), f"manage:{id}")


def members(here: Here, group: str, page: str = "") -> Turn:
    """Who is in the group."""
    id = whole(group)
    return here.ask(f"members:{id}:{whole(page)}" if page else f"members:{id}", ShowMembers(id))


def member(here: Here, group: str, number: str) -> Turn:
    """One of them."""
    return here.ask(f"member:{whole(group)}:{whole(number)}", ShowMembers(whole(group)))


def appoint(here: Here, group: str, number: str, answer: str = "") -> Turn:
    """A member becomes a coordinator too, after a question."""
    id, which = whole(group), whole(number)
    if answer == "yes":
        return here.ask(f"members:{id}", Appoint(id, which))
    text = here.t("Wil je dat zij ook coördinator wordt? Zij kan dan alles wat jij kunt.")
    return _sure(here, f"appoint:{id}:{which}", text, here.t("Ja, maak haar coördinator"), f"member:{id}:{which}")


def remove(here: Here, group: str, number: str, answer: str = "") -> Turn:
    """A member is taken out, after a question."""
    id, which = whole(group), whole(number)
    if answer == "yes":
        return here.ask(f"members:{id}", Remove(id, which))
    text = here.t("Wil je haar uit de groep halen? Wat de groep al ziet van haar antwoorden, blijft staan, zonder naam.")
    return _sure(here, f"remove:{id}:{which}", text, here.t("Ja, haal haar uit de groep"), f"member:{id}:{which}")


def listed(here: Here, fact: MembersPage) -> Turn:
    """All members, or the one whose page she opened."""
    name, _, rest = here.state.place.partition(":")
    number = rest.partition(":")[2]
    one = next((line for line in fact.members if name == "member" and str(line.number) == number), None)
    if one:
        return _one(here, fact, one)
    id = fact.group.id
    text = f"{bold(here.t('Leden van {name}').format(name=fact.group.name))}\n\n{here.t('Kies een lid.')}"
    names = Counter(line.name for line in fact.members)
    buttons = tuple(Button(_called(here, line, twice=names[line.name] > 1), f"member:{id}:{line.number}") for line in fact.members)
    page = number if name == "members" else ""
    try:
        shown = page_of(buttons, page, f"members:{id}", here.t("Meer leden"))
    except Stale:  # there are fewer than when the button was made
        shown = page_of(buttons, "", f"members:{id}", here.t("Meer leden"))
    ways = (Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    return here.tell(Message(text, options=shown, ways=ways), f"members:{id}:{page}" if page else f"members:{id}")


def _called(here: Here, line: MemberLine, *, twice: bool = False) -> str:
    """Her name with what tells her from others; `twice`: somebody else has that name too."""
    number = here.t("Lid {number}").format(number=line.number)
    name = line.name or number
    marks = [number.casefold()] if line.name and twice else []
    marks += [here.t("jij")] if line.me else []
    marks += [here.t("coördinator")] if line.coordinator else []
    return f"{name} ({', '.join(marks)})" if marks else name


def _one(here: Here, fact: MembersPage, line: MemberLine) -> Turn:
    id, number = fact.group.id, line.number
    options = []
    if not line.coordinator:
        options.append(Button(here.t("Maak haar coördinator"), f"appoint:{id}:{number}"))
    if not line.me:
        options.append(Button(here.t("Haal haar uit de groep"), f"remove:{id}:{number}"))
    ways = (Button(here.t("Leden"), f"members:{id}"), Button(here.t("Naar de groep"), f"group:{id}"), here.way("menu"))
    return here.tell(Message(bold(_called(here, line)), options=tuple(options), ways=ways), f"member:{id}:{number}")


PLACES: Places = {
    "newgroup": (new_group, 0, 0),
    "invite": (invite, 1, 1),
    "newcode": (new_code, 1, 2),
    "endcode": (end_code, 1, 2),
    "manage": (manage, 1, 1),
    "rename": (rename, 1, 1),
    "few": (few, 1, 2),
    "stepdown": (step_down, 1, 2),
    "members": (members, 1, 2),
    "member": (member, 2, 2),
    "appoint": (appoint, 2, 3),
    "remove": (remove, 2, 3),
}
LISTENERS: Listeners = {"newgroup": hear_name, "rename": hear_name, "few": hear_few}

"""Her groups, and one group as its members see it."""

from dataclasses import replace

from bot.dates import day_in_words
from bot.dialogue import joining
from bot.dialogue.asks import Leave, MyGroups, ShowGroup
from bot.dialogue.events import Turn
from bot.dialogue.facts import GroupLine, GroupPage, Groups, Left, NotYours, OnlyCoordinator, RoundLine
from bot.dialogue.here import Here, Places, Stale, page_of, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.summary import so_many
from content.limits import cut

ROUNDS = 3  # shown on the page of a group
# Where "back" leads from a place of a group; the group's id comes first in all of them.
ABOVE = dict.fromkeys(("invite", "newcode", "endcode", "members", "manage", "newround", "steps", "leave", "send"), "group") | {
    "member": "members",
    "rename": "manage",
    "few": "manage",
    "chats": "manage",
    "nochat": "manage",
    "stepdown": "manage",
    "cstep": "steps",
    "broadcasts": "send",
    "reminders": "manage",
    **dict.fromkeys(("remind", "often", "when", "weekday", "hour", "pausereminder", "stopreminder", "times"), "reminders"),
    **dict.fromkeys(("quiet", "nudges", "zone"), "times"),
}


def groups(here: Here, which: str = "") -> Turn:
    """Her groups; with only one of them, that one at once, unless she wants to see all."""
    if which not in ("", "all"):
        whole(which)
    return here.ask(f"groups:{which}" if which else "groups", MyGroups())


def show(here: Here, group: str) -> Turn:
    """One group."""
    return here.ask(f"group:{whole(group)}", ShowGroup(whole(group)))


def leave(here: Here, group: str, answer: str = "") -> Turn:
    """Out of the group, after a question."""
    if answer == "yes":
        return here.ask(f"leave:{whole(group)}", Leave(whole(group)))
    text = here.t("Wil je uit de groep gaan? Wat de groep al ziet van jou, blijft staan, zonder naam. De rest wordt gewist.")
    yes = Button(here.t("Ja, ik ga uit de groep"), f"leave:{whole(group)}:yes")
    no = Button(here.t("Nee, ik blijf"), f"group:{whole(group)}")
    return here.show(f"leave:{whole(group)}", Message(text, options=(yes,), ways=(no, here.way("menu"))))


def listed(here: Here, fact: Groups) -> Turn:
    """All her groups, and how to get into another."""
    if len(fact.groups) == 1 and here.state.place == "groups":
        return show(here, str(fact.groups[0].id))
    page = here.state.place.partition(":")[2]
    buttons = tuple(Button(group.name, f"group:{group.id}") for group in fact.groups)
    try:
        found = page_of(buttons, page if page.isdigit() else "", "groups", here.t("Meer groepen"))
    except Stale:  # there are fewer than when the button was made
        found = page_of(buttons, "", "groups", here.t("Meer groepen"))
    new = (here.way("newgroup"),) if fact.may_make else ()
    text = here.t("Kies een groep.") if found else here.t("Je zit nog niet in een groep. Heb je een code gekregen? Typ die dan hier.")
    return here.tell(Message(text, options=found, ways=(here.way("code"), *new, here.way("menu"))), f"groups:{page or 'all'}")


def page(here: Here, fact: GroupPage) -> Turn:
    """The group: its rounds, and what she can do."""
    group = fact.group
    place = f"group:{group.id}"
    welcome = here.t("Welkom in de groep {name}.").format(name=bold(group.name))
    if fact.fresh and not group.coordinator and not fact.me:
        return replace(joining.ask_name(here, str(group.id)), opening=welcome)
    members = here.n("{count} lid.", "{count} leden.", fact.members).format(count=fact.members)
    role = here.t("Jij bent coördinator.") if group.coordinator else ""
    lines = [bold(group.name), f"{members} {role}".strip(), *(_line(here, line) for line in fact.rounds[:ROUNDS])]
    if fact.fresh:
        lines.insert(0, here.t("De groep is gemaakt. Nodig nu de vrouwen van je groep uit.") if group.coordinator else welcome)
    if not fact.rounds:
        lines.append(here.t("Er is nog geen ronde met vragen."))
    options = [_round(here, line, alone=len(fact.rounds) == 1) for line in fact.rounds[:ROUNDS]]
    options += _of_the_coordinator(here, group) if group.coordinator else [Button(here.t("Uit de groep gaan"), f"leave:{group.id}")]
    if fact.steps or fact.rounds:
        options.insert(len(fact.rounds[:ROUNDS]), Button(here.t("Stappen van de groep"), f"steps:{group.id}"))
    others = Button(here.t("Alle groepen"), "groups:all")
    return here.tell(Message("\n\n".join(lines), options=tuple(options), ways=(others, here.way("menu"))), place)


def _line(here: Here, line: RoundLine) -> str:
    plan = here.catalogue.plan(line.facts.plan, here.state.language)
    title = bold(cut(plan.title, 80)) if plan else ""
    if not line.facts.open:
        return f"{title}\n{here.t('Deze ronde is gesloten.')}"
    until = here.t("Tot en met {day}.").format(day=day_in_words(here, line.facts.closes))
    return f"{title}\n{until} {so_many(here, line.facts)}"


def _round(here: Here, line: RoundLine, *, alone: bool) -> Button:
    if not line.facts.open:
        label = here.t("Wat kwam eruit?")
    else:
        label = {"": here.t("Naar de vragen"), "begun": here.t("Verder met de vragen"), "done": here.t("De ronde bekijken")}[line.mine]
    plan = here.catalogue.plan(line.facts.plan, here.state.language)
    return Button(f"{label}: {cut(plan.title, 40)}" if plan and not alone else label, f"round:{line.facts.id}", label)


def _of_the_coordinator(here: Here, group: GroupLine) -> list[Button]:
    return [
        Button(here.t("Nieuwe ronde"), f"newround:{group.id}"),
        Button(here.t("Stuur naar de groep"), f"send:{group.id}"),
        Button(here.t("Uitnodigen"), f"invite:{group.id}"),
        Button(here.t("Groep beheren"), f"manage:{group.id}"),
    ]


def left(here: Here, fact: Left) -> Turn:
    """She is out."""
    text = here.t("Je bent nu uit de groep {name}.").format(name=bold(fact.name))
    return here.at(sheet="", asked="").tell(Message(text, ways=(here.way("groups"), here.way("menu"))), "groups")


def only_coordinator(here: Here, fact: OnlyCoordinator) -> Turn:
    """A group is never left without a coordinator."""
    text = here.t("Jij bent de enige coördinator van {name}. Maak eerst iemand anders coördinator.").format(name=bold(fact.group.name))
    members = Button(here.t("Leden"), f"members:{fact.group.id}")
    return here.tell(Message(text, ways=(members, Button(here.t("Naar de groep"), f"group:{fact.group.id}"), here.way("menu"))))


def not_yours(here: Here, _fact: NotYours) -> Turn:
    """It is not there, or not for her."""
    text = here.t("Dit kan ik je niet laten zien. Misschien ben je niet meer in deze groep.")
    return here.tell(Message(text, ways=(here.way("groups"), here.way("menu"))), "groups")


PLACES: Places = {
    "groups": (groups, 0, 1),
    "group": (show, 1, 1),
    "leave": (leave, 1, 2),
}

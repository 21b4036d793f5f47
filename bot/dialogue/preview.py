"""What a coordinator is about to send: as members will see it, and whom it will reach."""

from bot.dialogue import broadcast_reasons, sent
from bot.dialogue.broadcast_facts import Preview
from bot.dialogue.entry import NAMES
from bot.dialogue.events import Turn
from bot.dialogue.here import Here
from bot.dialogue.message import Button, Message, bold
from content.limits import BODY, units

LINE = "———"
FEW = 3  # so many at least must be in it, and out of it
CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp", "web": "Website"}


def page(here: Here, fact: Preview) -> Turn:
    """All of it on one page where it fits; else first the message, and at the end whom it will reach."""
    found = _pages(here, fact)
    id = fact.sent.id
    name, _, rest = here.state.place.partition(":")
    asked = rest.partition(":")[2] if name == "broadcast" else ""
    number = int(asked) if asked and int(asked) < len(found) else 0
    last = number + 1 == len(found)
    options = _options(here, fact) if last else [Button(here.t("Lees verder"), f"broadcast:{id}:{number + 1}"), _drop(here, id)]
    ways = (Button(here.t("Naar de groep"), f"group:{fact.sent.group}"), here.way("menu"))
    place = f"broadcast:{id}:{number}" if number else f"broadcast:{id}"
    return here.tell(Message(found[number], options=tuple(options), ways=ways), place)


def _pages(here: Here, fact: Preview) -> list[str]:
    made = sent.message(here, fact.sent)
    labels = " · ".join(button.label for button in made.buttons())
    buttons = here.t("Knoppen: {labels}").format(labels=labels) if labels else ""
    quoted = "\n\n".join(part for part in (bold(here.t("Zo zien de leden het:")), LINE, made.text, buttons, LINE) if part)
    whom = "\n\n".join(reach(here, fact))
    if units(f"{quoted}\n\n{whom}") <= BODY:
        return [f"{quoted}\n\n{whom}"]
    return [*sent.pages(quoted), *sent.pages(whom, BODY - 20)]


def reach(here: Here, fact: Preview) -> list[str]:
    """Whom it will reach and where, who gets nothing and why, what it costs, and what it opens: one thought each."""
    if fact.gone:
        return [here.t("Dit plan is er niet meer. Daarom kun je dit niet sturen.")]
    thoughts = ["\n".join(_who(here, fact))]
    if any(fact.left_out.values()):
        thoughts.append("\n".join([here.t("Wie krijgt het niet:"), *broadcast_reasons.lines(here, fact.left_out)]))
    if fact.billed or fact.left_out.get("no_template"):
        thoughts.append(_fixed(here, fact))
    if fact.billed:
        cost = here.n("Dit kost ongeveer {count} WhatsApp-bericht.", "Dit kost ongeveer {count} WhatsApp-berichten.", fact.billed)
        thoughts.append(cost.format(count=fact.billed))
    if fact.opens:
        opens = here.t("Als je dit stuurt, gaat de ronde open: drie weken, zonder namen.")
        begins = here.t("De drie weken beginnen als het bericht weggaat.")
        thoughts.append(f"{opens} {begins}")
    elif fact.sent.kind == "questions":
        thoughts.append(here.t("De ronde is al open. Wie nog niet antwoordde, kan dat nu doen."))
    return thoughts


def _fixed(here: Here, fact: Preview) -> str:
    """Of few, a number would tell of one woman whether she wrote of late, and so whether she may have answered."""
    if not fact.fixed:
        return here.t("Wie langer dan 24 uur niet schreef op WhatsApp, krijgt het niet. Ons vaste bericht is nog niet goedgekeurd.")
    if min(fact.templates, fact.billed - fact.templates) < FEW:
        return here.t("Wie langer dan 24 uur niet schreef op WhatsApp, krijgt een vast bericht met een knop. Het is goedgekeurd.")
    return here.t(
        "{count} schreven langer dan 24 uur niet op WhatsApp. Zij krijgen een vast bericht met een knop. Het is goedgekeurd."
    ).format(count=fact.templates)


def _who(here: Here, fact: Preview) -> list[str]:
    if not fact.people and not any(fact.left_out.values()):
        lines = [here.t("Er is nog niemand anders in de groep.")]
    elif not fact.people:
        lines = [here.t("Niemand kan dit nu krijgen.")]
    else:
        lines = [bold(here.n("{count} vrouw krijgt dit.", "{count} vrouwen krijgen dit.", fact.people).format(count=fact.people))]
    if len(fact.channels) > 1:
        lines.append(", ".join(f"{CHANNELS.get(name, name)}: {count}" for name, count in fact.channels))
    if len(fact.languages) > 1:
        lines.append(", ".join(f"{NAMES.get(name, name)}: {count}" for name, count in fact.languages))
    if fact.borrowed:
        borrowed = here.n(
            "{count} krijgt het op een telefoon die nu een ander heeft.",
            "{count} krijgen het op een telefoon die nu een ander heeft.",
            fact.borrowed,
        )
        lines.append(borrowed.format(count=fact.borrowed))
    if fact.chats:
        chats = here.n("Het komt ook in {count} groepschat.", "Het komt ook in {count} groepschats.", fact.chats)
        lines.append(chats.format(count=fact.chats))
    return lines


def _options(here: Here, fact: Preview) -> list[Button]:
    """Without anybody to send it to, or a plan to send, there is nothing to send."""
    id, group = fact.sent.id, fact.sent.group
    options = []
    if (fact.people or fact.chats) and not fact.gone:
        options += [Button(here.t("Nu versturen"), f"sendnow:{id}"), Button(here.t("Later versturen"), f"sendlater:{id}")]
    if fact.opens:
        options.append(Button(here.t("Andere instellingen"), f"newround:{group}:{fact.sent.plan}"))
    if fact.sent.kind == "words":
        options.append(Button(here.t("Andere tekst"), f"send:{group}:words"))
    return [*options, _drop(here, id)]


def _drop(here: Here, id: int) -> Button:
    return Button(here.t("Niet versturen"), f"dropsend:{id}")

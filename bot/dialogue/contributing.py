"""She tells something to all groups: an experience with a plan, or a challenge that no plan is about."""

from bot.dialogue import entry
from bot.dialogue.contribution_asks import Speak, Write
from bot.dialogue.events import Sent, Turn
from bot.dialogue.here import Again, Here, Listeners, Places
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.reading import match
from bot.dialogue.sent import cleaned
from content.limits import units

EXPERIENCE, TOPIC = 500, 300  # units of what she writes, so that it fits on any page, whatever it is written in


def share(here: Here, number: str) -> Turn:
    """She may tell what she lived through. First she hears who will read it."""
    found = here.ready(number)
    if not here.state.consent:
        return entry.needed(here, "share", str(found.number))
    thoughts = [
        bold(here.t("Deel je ervaring")),
        here.t("Wat heb jij meegemaakt? Wat hielp jullie? Een andere groep kan ervan leren."),
        "\n".join(_promise(here)),
        here.t("Typ je ervaring. Er passen {count} tekens in. Je mag het ook inspreken.").format(count=EXPERIENCE),
    ]
    return here.show(f"share:{found.number}", Message("\n\n".join(thoughts), ways=_no(here, str(found.number)), typing="words"))


def _promise(here: Here) -> list[str]:
    return [
        here.t("• Een vrouw van de CoP leest het eerst."),
        here.t("• Vindt zij het goed? Dan kunnen alle groepen het lezen."),
        here.t("• Jouw naam en je groep staan er nooit bij. Schrijf ook geen namen van anderen op."),
        here.t("• Je mag het altijd terugnemen, bij Mijn bijdragen."),
    ]


def _no(here: Here, number: str) -> tuple[Button, ...]:
    return Button(here.t("Toch niet"), f"part:{number}:experiences"), here.way("menu")


def hear(here: Here, number: str, *, text: str) -> Turn | Again | None:
    """Her words; None: they were one of the buttons."""
    found = here.ready(number)
    if match(text, (), _no(here, number)) or not here.state.consent:
        return None
    said = cleaned(text)
    return unfit(here, said, EXPERIENCE) or here.ask(f"share:{number}", Write("experience", found.number, said))


def hear_aloud(here: Here, number: str, *, sent: Sent) -> Turn:
    """The same, said aloud."""
    return here.ask(f"share:{number}", Speak(here.ready(number).number, sent.media, sent.mime))


def unfit(here: Here, said: str, most: int) -> Again | None:
    """What to say of words that can't be taken. None: they can."""
    if not said:
        return Again(here.t("Ik zie geen woorden. Wil je het nog een keer typen?"))
    over = units(said) - most
    if over <= 0:
        return None
    long = here.n("Dat is {count} teken te lang.", "Dat is {count} tekens te lang.", over).format(count=over)
    return Again(f"{long} {here.t('Kun je het korter vertellen?')}")


def topic(here: Here) -> Turn:
    """She may tell what no plan is about."""
    if not here.state.consent:
        return entry.needed(here, "topic")
    thoughts = [
        bold(here.t("Ik mis een onderwerp")),
        here.t("Wat is moeilijk voor jullie groep, en staat nog in geen plan? De CoP kan er een plan over maken."),
        "\n".join(_promise(here)),
        here.t("Typ het onderwerp. Er passen {count} tekens in.").format(count=TOPIC),
    ]
    return here.show("topic", Message("\n\n".join(thoughts), ways=_no_topic(here), typing="words"))


def _no_topic(here: Here) -> tuple[Button, ...]:
    return Button(here.t("Toch niet"), "topics"), here.way("menu")


def hear_topic(here: Here, *, text: str) -> Turn | Again | None:
    """Her words; None: they were one of the buttons."""
    if match(text, (), _no_topic(here)) or not here.state.consent:
        return None
    said = cleaned(text)
    return unfit(here, said, TOPIC) or here.ask("topic", Write("topic", 0, said))


PLACES: Places = {"share": (share, 1, 1), "topic": (topic, 0, 0)}
LISTENERS: Listeners = {"share": hear, "topic": hear_topic}

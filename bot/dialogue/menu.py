"""The menu and what hangs directly under it: plans, settings, about, help."""

from dataclasses import replace

from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Stale, page_of
from bot.dialogue.message import Button, Message, bold
from content.limits import cut
from content.model import Plan

CONTACT = "b.abaaziz@hhs.nl"
PARTNERS = (
    "VrouwenBuurtLab Laak, ReVa Moeders, Stichting Jemeniyaat, Coöperatie Eva, Amal Coaching, "
    "Stichting Joury, Bulgaarse Club Laak, Moerwijk Moeders, Laak Ladies United"
)


def menu(here: Here, opening: str = "", also: Button | None = None) -> Turn:
    """The way to everything; `also`: and one more."""
    options = tuple(here.way(name) for name in ("plans", "groups", "settings", "about", "help"))
    if unfinished(here):
        options = (here.way("go"), *options)
    elif here.given(here.state.sheet):
        options = (here.way("advice", here.state.sheet), *options)
    text = here.t("Wat wil je doen?")
    message = Message(f"{opening}\n\n{text}" if opening else text, options=options, ways=(also,) if also else ())
    turn = here.show("menu", message)
    return replace(turn, state=replace(turn.state, ways=((also.label, also.address),))) if also else turn


def unfinished(here: Here) -> bool:
    """Whether she began with questions and some are open. Known only when her answers were asked for."""
    try:
        sheet = here.sheet(here.state.sheet)
    except Stale:
        return False
    return not sheet.complete and not (sheet.round and not sheet.round.open)


def plans(here: Here, page: str = "") -> Turn:
    """The catalogue."""
    text = here.t("Kies een stappenplan.")
    options = tuple(_entry(here, plan) for plan in here.catalogue.plans(here.state.language))
    shown = page_of(options, page, "plans", here.t("Meer plannen"))
    missing = Button(here.t("Ik mis een onderwerp"), "topics")
    return here.show(f"plans:{page}" if page else "plans", Message(text, options=shown, ways=(missing, here.way("menu"))))


def _entry(here: Here, plan: Plan) -> Button:
    label = plan.title if plan.status == "ready" else f"{plan.title} ({here.t('in de maak')})"
    return Button(label, f"plan:{plan.number}")


def settings(here: Here) -> Turn:
    """What she can set."""
    names = ["mygiven", "mydata", "phone", "link", "stop"]
    if here.state.consent:
        names.insert(0, "callme")
    if not here.state.consent:
        names = ["keeping", *names]
    if len(here.catalogue.languages) > 1:
        names.insert(0, "language")
    keeps = here.t("Ik bewaar je antwoorden.") if here.state.consent else here.t("Ik bewaar geen antwoorden van jou.")
    text = bold(here.t("Instellingen")) + "\n\n" + keeps
    return here.show("settings", Message(text, options=tuple(here.way(name) for name in names), ways=(here.way("menu"),)))


def about(here: Here) -> Turn:
    """Who made this, and with whose money."""
    thoughts = [
        bold(here.t("Over ons")),
        here.t("De stappenplannen zijn gemaakt door vrouwen uit de wijk. Zij leren van elkaar."),
        here.t("Zo'n groep heet een Community of Practice (CoP)."),
        here.t("Onze CoP heet Kracht(vrouwen) in de wijk. Zij begon op 1 januari 2024."),
        here.t("De CoP hoort bij De Haagse Hogeschool, Centre of Expertise GUTs. Het geld komt van de Haagse Educatieve Agenda."),
        here.t("Dit zijn de partners:") + "\n" + PARTNERS + ".",
        here.t("Heb je een vraag? Mail naar:") + " " + CONTACT,
    ]
    return here.show("about", Message("\n\n".join(thoughts), ways=(here.way("plans"), here.way("menu"))))


def help(here: Here) -> Turn:
    """How this works."""
    lines = [
        bold(here.t("Hulp")),
        here.t("• Druk op een knop. Of typ je antwoord."),
        here.t("• Je mag een vraag overslaan. Je mag ook later verdergaan."),
        here.t("• Typ MENU. Dan zie je wat je kunt doen."),
        here.t("• Typ STOP. Dan stuur ik niets meer. Met START begin je weer."),
        here.t("Heb je een vraag? Mail naar:") + " " + CONTACT,
    ]
    ways = (here.way("go"), here.way("menu")) if unfinished(here) else (here.way("plans"), here.way("menu"))
    return here.show("help", Message("\n".join(lines), ways=ways))


def coming(here: Here, plan: Plan) -> Turn:
    """A plan that is not there yet."""
    text = bold(plan.title) + "\n\n" + here.t("Dit plan is nog niet klaar. De CoP werkt eraan.")
    wish = Button(here.t("Dit plan wil ik graag"), f"wish:{plan.number}", here.t("Wil ik graag"))
    return here.show(f"plan:{plan.number}", Message(text, options=(wish,), ways=(here.way("plans"), here.way("menu"))))


def wished(here: Here, plan: Plan) -> Message:
    """Thanks for a wish."""
    text = here.t("Dank je. Ik heb opgeschreven dat jij dit plan graag wilt:") + "\n" + bold(cut(plan.title, 200))
    return Message(text, ways=(here.way("plans"), here.way("menu")))

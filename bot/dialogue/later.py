"""She wants to be asked again, some days later."""

from bot.dates import day_in_words
from bot.dialogue import entry
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Places, Stale, whole
from bot.dialogue.later_asks import AskLater, LaterPage
from bot.dialogue.message import Button, Message
from bot.dialogue.sheet import plan_of, round_of

DAYS = (1, 3, 7)


def ask(here: Here, sheet: str, days: str = "") -> Turn:
    """When, or at that time."""
    if not plan_of(sheet) or (days and whole(days) not in DAYS) or ("." in sheet and not round_of(sheet)):
        raise Stale
    if not here.state.consent:
        return entry.needed(here, "later", sheet)
    return here.ask(f"later:{sheet}", AskLater(sheet, whole(days) if days else 0))


def page(here: Here, fact: LaterPage) -> Turn:
    """What she may choose, or what she chose."""
    place = f"later:{fact.sheet}"
    round = round_of(fact.sheet)
    on = Button(here.t("Nu naar de vragen"), f"round:{round}" if round else f"go:{fact.sheet}")
    if fact.day:
        said = here.t("Goed. Ik vraag het je weer op {day}.").format(day=day_in_words(here, fact.day))
        return here.tell(Message(said, ways=(here.way("menu"),)), place)
    if not fact.offered:
        soon = here.t("De vragen sluiten al gauw: je kunt antwoorden tot en met {day}.")
        said = soon.format(day=day_in_words(here, fact.closes)) if fact.closes else here.t("Dit kan ik nu niet later vragen.")
        return here.tell(Message(said, options=(on,), ways=(here.way("menu"),)), place)
    labels = {1: here.t("Morgen"), 3: here.t("Over drie dagen"), 7: here.t("Volgende week")}
    options = tuple(Button(labels[days], f"later:{fact.sheet}:{days}") for days in fact.offered)
    return here.tell(Message(here.t("Wanneer zal ik je weer vragen?"), options=options, ways=(on, here.way("menu"))), place)


PLACES: Places = {"later": (ask, 1, 2)}

"""What she said aloud, to listen to: one recording after another, by herself."""

from bot.dialogue.attached import Voice
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.recordings import NoVoice, ShowVoice, VoicePage
from bot.dialogue.sheet import plan_of


def show(here: Here, sheet: str, number: str = "") -> Turn:
    """One recording of a sheet; without a number the first."""
    if not plan_of(sheet):
        raise Stale
    place = f"listen:{sheet}:{whole(number)}" if number else f"listen:{sheet}"
    return here.ask(place, ShowVoice(sheet, whole(number) if number else 1))


def page(here: Here, fact: VoicePage) -> Turn:
    """The recording with what was asked, or why it can't be heard."""
    counted = here.t("Opname {number} van {all}").format(number=fact.number, all=fact.of)
    why = {
        "wanted": here.t("Deze opname is nog onderweg. Kijk later nog eens."),
        "lost": here.t("Deze opname is niet goed aangekomen. Spreek het nog eens in, of typ het."),
    }.get(fact.status, "")
    thoughts = [
        f"🎤 {counted}",
        f"{bold(fact.title)}\n{fact.question}" if fact.title else here.t("Deze vraag staat niet meer in het plan."),
        here.t("Een ander geluid.") if fact.minority else "",
        why,
    ]
    onward = (Button(here.t("Volgende opname"), f"listen:{fact.sheet}:{fact.number + 1}"),) if fact.number < fact.of else ()
    ways = (*onward, here.way("overview", fact.sheet), here.way("menu"))
    text = "\n\n".join(thought for thought in thoughts if thought)
    voice = Voice(fact.id) if fact.status == "kept" else None
    return here.tell(Message(text, ways=ways, keep=True, voice=voice), f"listen:{fact.sheet}:{fact.number}")


def nothing(here: Here, fact: NoVoice) -> Turn:
    """They are gone, as after the end of a round without names."""
    text = here.t("Hier zijn geen opnamen van je stem.")
    return here.tell(Message(text, ways=(here.way("overview", fact.sheet), here.way("menu"))), f"overview:{fact.sheet}")


PLACES: Places = {"listen": (show, 1, 2)}

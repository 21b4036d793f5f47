"""What a person did, in words, for a channel that shows it back to her."""

from bot.dialogue import questions
from bot.dialogue.events import Event, Pressed, Said
from bot.dialogue.here import LABELS, Here, Over, Stale
from bot.dialogue.places import OF_A_PROMPT, before_her, own_ways


def heard(here: Here, event: Event) -> str:
    """The label that she pressed, or what she typed if it may be kept. Empty: that can't be told."""
    if isinstance(event, Said):
        return event.text if here.state.consent else ""
    if not isinstance(event, Pressed):
        return ""
    shown = [*own_ways(here), *before_her(here).buttons()]
    label = next((button.label.removeprefix("✓ ") for button in shown if button.address == event.address), "")
    return label or _of_an_old_one(here, event.address)


def _of_an_old_one(here: Here, address: str) -> str:
    """The label of a button that is not on the message before her."""
    name, *rest = address.split(":")
    if name in OF_A_PROMPT:
        return _answer(here, name, rest) if here.state.consent else ""
    return here.t(LABELS[name]) if name in LABELS else ""


def _answer(here: Here, name: str, rest: list[str]) -> str:
    try:
        return questions.label(here, name, rest)
    except (Stale, Over, TypeError, LookupError):  # a forged one
        return ""

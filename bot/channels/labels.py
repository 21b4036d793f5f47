"""Labels that fit on a channel's buttons; what they leave out stands numbered in the text."""

from bot.dialogue.message import Button, Message
from content.limits import cut, units


def fit(message: Message, most: int) -> tuple[str, list[tuple[str, str]]]:
    """The text, and a label of at most `most` units with an address for each option, then for each way.

    When one option is too long, all options are listed: half a list would make her guess what the other half is.
    """
    text, options = message.text, [(option.label, option.address) for option in message.options]
    if any(units(option.label) > most for option in message.options):
        listed = [f"{number}. {option.label}" for number, option in enumerate(message.options, 1)]
        text = f"{text}\n\n" + "\n".join(listed)
        options = [(_numbered(number, option, most), option.address) for number, option in enumerate(message.options, 1)]
    taken = {label for label, _ in options}
    ways: list[tuple[str, str]] = []
    for way in message.ways:
        label = _unlike(taken, way, most)
        taken.add(label)
        ways.append((label, way.address))
    return text, options + ways


def _numbered(number: int, option: Button, most: int) -> str:
    """Cut or not, the number keeps it unlike the others."""
    whole = f"{number}. {option.label}"
    return whole if units(whole) <= most else cut(f"{number}. {option.short or option.label}", most)


def _unlike(taken: set[str], way: Button, most: int) -> str:
    if units(way.label) <= most:
        return way.label
    label, number = cut(way.short or way.label, most), 2
    while label in taken:
        label = f"{cut(way.short or way.label, most - 4)} ({number})"
        number += 1
    return label

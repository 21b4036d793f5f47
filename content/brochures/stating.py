"""Experiences, steps and tips: each with a title and a text."""

from content.brochures.draft import Item
from content.brochures.items import ENDS, Entry, Reading
from content.brochures.lines import Note

ALONE = "the brochure has one sentence here, which stands as title and as text. Shorten the title, or the text."
LISTED = "the list under it was made one text. Look how it reads."


def item(entry: Entry, reading: Reading) -> Item:
    """That item, with all that hangs under it in its text."""
    titled = reading.titled(entry)
    text, notes = titled.text, [*titled.notes]
    for under in entry.under:
        found = reading.joined(under.lines)
        text = _after(text, found.text, listed=under.marker is not None)
        notes += found.notes
    if sum(under.marker is not None for under in entry.under) > 1:
        notes.append(Note(entry.where, LISTED))
    whole = reading.joined(entry.lines).text
    if not text:
        notes.append(Note(entry.where, ALONE))
    return Item(titled.title.rstrip(":") or whole, text or whole, tuple(notes))


def _after(text: str, following: str, *, listed: bool) -> str:
    """One after the other; items of a list are kept apart as in a sentence."""
    if not text:
        return following
    apart = listed and not text.endswith((*ENDS, ":", ";", ","))
    return f"{text}{';' if apart else ''} {following}"

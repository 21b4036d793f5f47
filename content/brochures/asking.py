"""Guiding questions: each with a title, and its sub-questions as prompts."""

from collections.abc import Iterator

from content.brochures.draft import Prompt, Question
from content.brochures.items import Entry, Reading, Titled, sentences, without_stop
from content.brochures.lines import Note

NO_QUESTION = "this is no question in the brochure. Write it as one."


def question(entry: Entry, reading: Reading) -> Question:
    """The question of that item. What hangs under it is asked; without that, all that it asks itself is."""
    titled = reading.titled(entry)
    if not titled.named and not entry.under:
        whole = reading.joined(entry.lines).text
        return Question(_title(titled) or whole, tuple(_asked(whole, entry.where)), titled.notes)
    lead, asked = _led(titled.text, entry.where)
    for under in entry.under:
        found = reading.joined(under.lines)
        first, *others = _asked(f"{lead} {found.text}".strip(), under.where)
        asked += [Prompt(first.text, (*found.notes, *first.notes)), *others]
        lead = ""
    return Question(titled.title.rstrip(":") or reading.joined(entry.lines).text, tuple(asked), titled.notes)


def _title(titled: Titled) -> str:
    """The first that is asked: a sentence before it only leads to it."""
    return next((one for one in [titled.title, *sentences(titled.text)] if one.endswith("?")), titled.title)


def _led(text: str, where: str) -> tuple[str, list[Prompt]]:
    """What only leads to the list below, and what is asked before it."""
    return (text, []) if not text or text.endswith(":") else ("", list(_asked(text, where)))


def _asked(text: str, where: str) -> Iterator[Prompt]:
    """Each question in the text, with what is said before it; what is said after the last goes with that."""
    pieces = sentences(text)
    last = max((index for index, piece in enumerate(pieces) if piece.endswith("?")), default=None)
    if last is None:
        yield Prompt(without_stop(text) or text, (Note(where, NO_QUESTION),))
        return
    waiting: list[str] = []
    for index, piece in enumerate(pieces):
        waiting.append(piece)
        if piece.endswith("?") and index < last:
            yield Prompt(" ".join(waiting))
            waiting = []
    yield Prompt(" ".join(waiting))

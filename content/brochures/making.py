"""From lines to a draft: each part by its own rule, and nothing lost."""

import re
from collections.abc import Sequence

from content.brochures.asking import question
from content.brochures.columns import lines_of
from content.brochures.draft import Challenge, Draft, Loose
from content.brochures.edges import without_edges
from content.brochures.items import ENDS, Entry, Reading, calm, entries, in_order, sentences
from content.brochures.joining import words_of
from content.brochures.letters import SOFT, folded
from content.brochures.lines import Line, Note, Page, TooMuch
from content.brochures.parts import DUTCH, PARTS, Name, Parts, is_heading, parted
from content.brochures.stating import item
from content.brochures.tidy import tidied
from content.brochures.tipping import tips

MANY = 100  # of anything in one part
NO_TITLE = frozenset({"inhoud", "inhoudsopgave", "stappenplan", "brochure", "folder"})
OF_SERIES = re.compile(r"\s*stappenplan\s*(?:nr\.?|nummer)?\s*(?P<number>\d{1,2})?\s*(?:[:.–—-]\s*|$|(?<=\d)\s+)", re.IGNORECASE)
ASKS = frozenset({"hoe", "wat", "wel", "wie", "waar", "waarom", "wanneer", "welke", "hoeveel", "kunnen", "zijn", "hebben"})


def drafted(pages: Sequence[Page], otherwise: str) -> Draft | None:
    """The draft of the brochure with those pages; none when no part is found in it. `otherwise` is the title when it has none.

    Raises Unreadable when there is more of it than a brochure can have.
    """
    bodies, left_out = without_edges(pages, is_heading)
    kept, guessed = tidied(lines_of(bodies), is_heading)
    parts = parted(kept)
    if not parts.lines:
        return None
    return _Making(parts, Reading(words_of(kept), max(len(line.text) for line in kept)), [*left_out, *guessed]).draft(otherwise)


class _Making:
    """One draft in the making: it gathers what is unsure and what is loose."""

    def __init__(self, parts: Parts, reading: Reading, notes: Sequence[Note]) -> None:
        self.parts = parts
        self.reading = reading
        self.notes = [*notes, *parts.notes]
        self.part_notes: list[tuple[Name, Note]] = []
        self.loose: list[Loose] = []

    def draft(self, otherwise: str) -> Draft:
        title, number = self._title(otherwise)
        challenge = self._challenge(title)
        experiences = tuple(item(entry, self.reading) for entry in self._listed("experiences", "experience"))
        asked = tuple(question(entry, self.reading) for entry in self._listed("questions", "question"))
        steps = tuple(item(entry, self.reading) for entry in self._listed("steps", "step"))
        found, loose = tips(self.parts.lines.get("tips", []), PARTS.index("tips") + 1, self.reading)
        _refuse_many(len(found), "tips")
        self.loose += loose
        self.loose += self._loose(self.parts.after, "it stood after the plan")
        filled: dict[Name, object] = {"challenge": challenge, "experiences": experiences, "questions": asked, "steps": steps, "tips": found}
        for part in PARTS:
            self._missing(part, filled[part])
        return Draft(
            title,
            number,
            challenge,
            experiences,
            asked,
            steps,
            tuple(found),
            tuple(self.notes),
            tuple(self.part_notes),
            tuple(self.loose),
        )

    def _missing(self, part: Name, found: object) -> None:
        if found:
            return
        heading = f"the part '{DUTCH[part]}'"
        lines = self.parts.lines.get(part)
        why = f"{heading} has a heading, but nothing under it." if lines is not None else f"{heading} was not found."
        if part == "challenge" and lines:
            return  # told with what stood there
        self.part_notes.append((part, Note("the brochure", f"{why} Look where it stands, and write it here.")))

    def _listed(self, part: Name, what: str) -> list[Entry]:
        """The items of that part in their order, each once."""
        before, found = entries(self.parts.lines.get(part, []), PARTS.index(part) + 1)
        for entry in before:
            self.loose.append(Loose(entry.where, f"it stood before the first {what}", self.reading.joined(entry.lines).text, part))
        if found and found[0].marker is None and len(found) > 1:
            self.part_notes.append(
                (part, Note(found[0].where, f"no numbers or bullets tell where each {what} begins. Look whether it is right."))
            )
        _refuse_many(len(found), f"{what}s")
        _refuse_many(max((len(entry.under) for entry in found), default=0), f"lines under one {what}")
        ordered, notes = in_order(_each_once(found, self.reading), what)
        self.part_notes += [(part, note) for note in notes]
        if part == "steps" and ordered and ordered[0].marker and ordered[0].marker.kind != "number":
            self.part_notes.append((part, Note(ordered[0].where, "the steps have no numbers. Look whether their order is right.")))
        return ordered

    def _challenge(self, title: str) -> Challenge | None:
        """All text of the part; its last question is what it asks."""
        lines = self.parts.lines.get("challenge", [])
        if not lines:
            return None
        before, listed = entries(lines, 1)
        found = [self.reading.joined(one.lines) for entry in (*before, *listed) for one in (entry, *entry.under)]
        notes = [note for one in found for note in one.notes]
        said = [sentence for one in found for sentence in sentences(one.text)]
        asks = [index for index, sentence in enumerate(said) if sentence.endswith("?")]
        if not asks and title.endswith("?"):
            notes.append(Note(lines[0].where, "the challenge asks nothing. The title stands as what it asks."))
            return Challenge(" ".join(said), title, tuple(notes))
        text = " ".join(sentence for index, sentence in enumerate(said) if index != asks[-1]) if asks else ""
        if not text:
            reason = "only a question was found, and no text before it" if asks else "no question was found in it"
            self.loose.append(Loose(lines[0].where, reason, " ".join(said), "challenge"))
            self.part_notes.append(("challenge", Note(lines[0].where, f"{reason}. Write both: 'text' and 'ask'.")))
            return None
        if len(asks) > 1:
            notes.append(Note(lines[0].where, "the challenge asks more than one thing. The last question stands as what it asks."))
        return Challenge(text, said[asks[-1]], tuple(notes))

    def _title(self, otherwise: str) -> tuple[str, int | None]:
        """The title and the number of the plan, from what stands before its first part."""
        lines, number = _without_series(self.parts.before)
        lines = [line for line in lines if folded(line.text) not in NO_TITLE]
        start, end = _title_at(lines)
        if start == end:
            self.notes.append(Note("the brochure", f"no title was found. '{otherwise}' is the name of the file: write a title."))
            return otherwise, number
        found = self.reading.joined(lines[start:end])
        title, calmed = calm(found.text, lines[start].where)
        self.notes += [*found.notes, *calmed]
        rest = [*lines[:start], *lines[end:]]
        self.loose += [one for one in self._loose(rest, "it stood before the first part") if folded(one.text) != folded(title)]
        return title, number

    def _loose(self, lines: Sequence[Line], why: str) -> list[Loose]:
        paragraphs: list[list[Line]] = []
        for line in lines:
            if line.gap or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(line)
        return [Loose(one[0].where, why, self.reading.joined(one).text) for one in paragraphs]


def _refuse_many(count: int, what: str) -> None:
    if count > MANY:
        raise TooMuch(f"has over {MANY} {what}")


def _each_once(found: Sequence[Entry], reading: Reading) -> list[Entry]:
    """Without what says word for word the same as an item before it."""
    kept: dict[str, Entry] = {}
    for entry in found:
        said = [reading.joined(one.lines).text for one in (entry, *entry.under)]
        kept.setdefault("\n".join(said).casefold(), entry)
    return list(kept.values())


def _without_series(lines: Sequence[Line]) -> tuple[list[Line], int | None]:
    """The lines without 'Stappenplan 3' before them, and that number."""
    number = None
    kept = []
    for line in lines:
        found = OF_SERIES.match(line.text)
        if found and found["number"]:
            number = int(found["number"]) or None
        rest = line.text[found.end() :] if found else line.text
        if rest:
            kept.append(Line(rest, line.where, line.page, line.left, line.gap))
    return kept, number


def _title_at(lines: Sequence[Line]) -> tuple[int, int]:
    """From where to where the title stands: the first question, else the first line, with the lines it goes on over."""
    asked = next((index for index, line in enumerate(lines) if line.text.endswith("?")), None)
    if asked is None:
        end = 1
        while end < len(lines) and not lines[end].gap and lines[end].text[:1].islower():
            end += 1
        return 0, min(end, len(lines))
    start = asked
    while start > 0 and _goes_on(lines[start - 1], lines[start]):
        start -= 1
    return start, asked + 1


def _goes_on(line: Line, following: Line) -> bool:
    """Whether a title runs from one line to the next; in large letters its lines stand as far apart as others with a blank between."""
    if line.text.endswith(ENDS):
        return False
    if line.text.endswith(("-", SOFT)) or following.text[0].islower():
        return True
    if following.gap or _asks(following.text):
        return False
    return _asks(line.text)


def _asks(text: str) -> bool:
    return folded(text).partition(" ")[0] in ASKS

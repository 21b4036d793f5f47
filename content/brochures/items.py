"""The items of a part: what is numbered or bulleted, with what hangs under it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from content.brochures.joining import Joined, joined
from content.brochures.lines import Line, Note
from content.brochures.markers import Marker, marked
from content.brochures.sides import side_of_sign

HEADING = 60  # characters of a title, as `stappenbot check` wants it
FULL = 0.85  # of the widest line: if the next word had fitted in that, the line was ended on purpose
DEEPER = 1.4  # characters
ENDS = (".", "?", "!", "…")
PAUSES = (*ENDS, ",", ";", ":", "-")
SHORTENED = re.compile(r"\b(?:bijv|enz|etc|nr|dr|ca|evt|incl|o\.a|d\.w\.z|m\.n|i\.p\.v|blz|vgl)\.$", re.IGNORECASE)
SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[\"'“‘„(]*[^\W_a-z])")
HIGH = 6  # characters in capitals that are no abbreviation


@dataclass
class Entry:
    """An item with its marker, its lines, and the items under it."""

    marker: Marker | None
    lines: list[Line]
    under: list["Entry"] = field(default_factory=list)

    @property
    def where(self) -> str:
        return self.lines[0].where


def entries(lines: Sequence[Line], chapter: int = 0) -> tuple[list[Entry], list[Entry]]:
    """What stands before the first item, and the items. `chapter` is the number of the part: 4.2 is item 2 of part 4."""
    flat = [*_flat(lines)]
    top = _top(flat, chapter)
    if top is None:
        return [], _paragraphs(flat)
    before: list[Entry] = []
    found: list[Entry] = []
    for entry in flat:
        if entry.marker and _is_top(entry, top, chapter):
            found.append(entry)
        elif found:
            found[-1].under.append(entry)
        else:
            before.append(entry)
    return before, found


def _flat(lines: Sequence[Line]) -> Iterator[Entry]:
    """Each marker and each blank begins something; a marker alone on its line belongs to the next."""
    current: Entry | None = None
    for line in lines:
        marker, rest = marked(line.text)
        bare = current is not None and current.marker is not None and current.lines == []
        if marker is None and current is not None and (bare or not line.gap):
            current.lines.append(line)
            continue
        if current and current.lines:
            yield current
        plain = Line(rest, line.where, line.page, line.left, line.gap)
        current = Entry(marker, [plain] if rest else [])
    if current and current.lines:
        yield current


def _top(flat: Sequence[Entry], chapter: int) -> Entry | None:
    """The first item whose kind is that of the others: numbers before letters before bullets, unless they stand deeper."""
    listed = [entry for entry in flat if entry.marker]
    if not listed:
        return None
    least = min(entry.lines[0].left for entry in listed)
    for kind in ("number", "letter", "bullet"):
        of_kind = [entry for entry in listed if entry.marker and entry.marker.kind == kind]
        outer = [entry for entry in of_kind if entry.lines[0].left <= least + DEEPER]
        if outer:
            plain = [entry for entry in outer if entry.marker and entry.marker.chapter in (0, chapter)]
            return min(plain or outer, key=lambda entry: entry.lines[0].left)
    return listed[0]


def _is_top(entry: Entry, top: Entry, chapter: int) -> bool:
    marker, first = entry.marker, top.marker
    if marker is None or first is None or marker.kind != first.kind:
        return False
    if marker.kind == "number":
        return marker.chapter == first.chapter or (marker.chapter in (0, chapter) and first.chapter in (0, chapter))
    if (side_of_sign(marker.sign) and side_of_sign(first.sign)) or {marker.sign, first.sign} == {"+", "-"}:
        return True
    deeper = entry.lines[0].left > top.lines[0].left + DEEPER
    return not deeper if marker.sign == first.sign else not deeper and marker.sign != "o" and marker.sign not in "◦–-"


def _paragraphs(flat: Sequence[Entry]) -> list[Entry]:
    """Without any marker each paragraph is an item, and so is what begins on a new line although it fitted on the one before."""
    widest = max((len(line.text) for entry in flat for line in entry.lines), default=0)
    found: list[Entry] = []
    for entry in flat:
        found.append(Entry(None, entry.lines[:1]))
        for before, line in pairwise(entry.lines):
            if before.text.endswith(ENDS) and line.text[:1].isupper() and _fitted(before.text, line.text, widest):
                found.append(Entry(None, []))
            found[-1].lines.append(line)
    return found


def _fitted(line: str, following: str, widest: int) -> bool:
    """Whether the first word of the next line had room on this one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) <= widest


def is_heading_line(lines: Sequence[Line], widest: int) -> bool:
    """Whether the first line stands apart as a title: the next word would have fitted on it, and it ends no sentence."""
    if len(lines) < 2:
        return False
    first, following = lines[0].text, lines[1].text
    if first.endswith(PAUSES) or len(first) > HEADING or following[:1].islower():
        return False
    return len(first) + 1 + len(following.split()[0]) < FULL * widest


def sentences(text: str) -> list[str]:
    """The sentences of a text; a shortened word ends none."""
    found: list[list[str]] = []
    for piece in SENTENCE.split(text):
        if found and SHORTENED.search(found[-1][-1][-9:]):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [whole for pieces in found if (whole := " ".join(pieces).strip())]


@dataclass(frozen=True)
class Reading:
    """What is known of the whole brochure while one item is read: its words, and how wide its lines are."""

    known: frozenset[str]
    widest: int

    def joined(self, lines: Sequence[Line]) -> Joined:
        """The lines as one text."""
        return joined(lines, self.known)

    def titled(self, entry: Entry) -> "Titled":
        """The item itself, without what hangs under it."""
        if is_heading_line(entry.lines, self.widest):
            title, text = self.joined(entry.lines[:1]), self.joined(entry.lines[1:])
            return Titled(*calm(title.text.rstrip(":"), entry.where), text.text, named=True).noting(*title.notes, *text.notes)
        whole = self.joined(entry.lines)
        name, rest = split_title(whole.text)
        if name:
            return Titled(*calm(name, entry.where), rest, named=True).noting(*whole.notes)
        first, *others = sentences(whole.text) or [whole.text]
        return Titled(*calm(without_stop(first), entry.where), " ".join(others), named=False).noting(*whole.notes)


@dataclass(frozen=True)
class Titled:
    """An item as a title and a text, which may be empty. `named`: the title is a name for it, and not only its first sentence."""

    title: str
    notes: tuple[Note, ...]
    text: str
    named: bool

    def noting(self, *more: Note) -> "Titled":
        """The same with more notes."""
        return Titled(self.title, (*self.notes, *more), self.text, named=self.named)


def split_title(whole: str) -> tuple[str, str]:
    """`Title: text` or `Title – text` as its two halves; none when it has no such name."""
    found = re.match(r"(?P<title>[^.?!:]{2,60}?)(?::\s+|\s+[–—]\s+)(?P<text>\S.*)", whole, re.DOTALL)
    return (found["title"].strip(), found["text"].strip()) if found else ("", whole)


def calm(title: str, where: str) -> tuple[str, tuple[Note, ...]]:
    """A title in capitals as a sentence: what was a name is to be looked at."""
    if not title.isupper() or len(title) < HIGH:
        return title, ()
    low = title[0] + title[1:].lower()
    return low, (Note(where, f"'{low}' stood in capitals. Give names in it their capital again."),)


def without_stop(text: str) -> str:
    """A title ends without a full stop."""
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text


def in_order(found: Sequence[Entry], what: str) -> tuple[list[Entry], list[Note]]:
    """Numbered items by their numbers; what is missing or double is told."""
    if not found or any(entry.marker is None or entry.marker.kind != "number" for entry in found):
        return list(found), []
    numbers = [entry.marker.number for entry in found if entry.marker]
    placed = sorted(zip(numbers, range(len(found)), strict=True))
    ordered = [found[index] for _, index in placed]
    notes = []
    if numbers != sorted(numbers):
        stood = ", ".join(str(number) for number in numbers)
        notes.append(Note(found[0].where, f"the {what}s stood in the order {stood}. They were put in order by their numbers."))
    before = 0
    for (number, _), entry in zip(placed, ordered, strict=True):
        if number == before:
            notes.append(Note(entry.where, f"{what} {number} stands here twice. Look whether both belong, and in which order."))
        if number > before + 1:
            missing = str(before + 1) if number == before + 2 else f"{before + 1} to {number - 1}"
            notes.append(Note(entry.where, f"before {what} {number} no {what} {missing} was found. Look it up in the brochure."))
        before = number
    return ordered, notes

"""Do's and don'ts out of one list or two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from content.brochures.draft import Loose, Tip
from content.brochures.items import Entry, Reading, entries
from content.brochures.lines import Line, Note
from content.brochures.markers import marked
from content.brochures.parts import heading
from content.brochures.sides import Side, likely_side, names_both, said_before, side_of, side_of_sign
from content.brochures.stating import item

TOLD: dict[Side, str] = {"do": "a do", "dont": "a don't"}
UNCLEAR = "no bullets tell where each tip from here on begins. Look whether it is right."
BOTH = frozenset({"+", "-", "–", "—"})


def tips(lines: Sequence[Line], chapter: int, reading: Reading) -> tuple[list[Tip], list[Loose]]:
    """The tips, and what stands between them without being one."""
    signed = _signed(lines)
    found: list[Tip] = []
    loose: list[Loose] = []
    for side, part in _runs(lines):
        before, listed = entries(part, chapter)
        loose += [Loose(entry.where, "it stood before the tips", reading.joined(entry.lines).text, "tips") for entry in before]
        made = [_tip(entry, side, reading, plus_and_minus=signed) for entry in listed]
        found += made if _are_clear(listed) else [replace(made[0], notes=(*made[0].notes, Note(listed[0].where, UNCLEAR))), *made[1:]]
    return found, loose


def _are_clear(listed: Sequence[Entry]) -> bool:
    """Whether it is plain where each tip begins."""
    return len(listed) < 2 or all(one.marker or said_before(one.lines[0].text)[0] for one in listed)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[Side | None, list[Line]]]:
    """The lines by the heading they stand under."""
    side: Side | None = None
    run: list[Line] = []
    for line in lines:
        named = _named(line.text)
        if named == "text":
            # "Wel: ..." begins a tip, whether or not a blank stands above it.
            run.append(replace(line, gap=line.gap or said_before(line.text)[0] is not None))
            continue
        if run:
            yield side, run
        side, run = named, []
    if run:
        yield side, run


def _named(text: str) -> Side | Literal["text"] | None:
    """The side that a heading names; none for a heading of both; "text" for what is no heading."""
    side = side_of(text) or side_of(text.partition(".")[2] if text[:1].isdecimal() else text)
    if side:
        return side
    begun = heading(text)
    if names_both(text):
        return None
    return None if begun and begun.part == "tips" and begun.sureness > 1 else "text"


def _signed(lines: Sequence[Line]) -> bool:
    """Whether plus and minus are used against each other."""
    signs = {marker.sign for line in lines if (marker := marked(line.text)[0])}
    return "+" in signs and bool(signs & (BOTH - {"+"}))


def _tip(entry: Entry, side: Side | None, reading: Reading, *, plus_and_minus: bool) -> Tip:
    said, lines = _said(entry)
    sign = entry.marker.sign if entry.marker else ""
    by_sign: Side | None = side_of_sign(sign)
    if plus_and_minus and sign in BOTH:
        by_sign = "do" if sign == "+" else "dont"
    made = item(Entry(entry.marker, lines, entry.under), reading)
    sure = said or by_sign or side
    notes = made.notes
    if sure is None:
        guess = likely_side(f"{made.title} {made.text}")
        notes = (*notes, Note(entry.where, f"nothing says whether this is a do or a don't; it was taken for {TOLD[guess]}."))
        return Tip(guess, made.title, made.text, notes)
    if side and sure != side:
        notes = (*notes, Note(entry.where, f"its sign says that this is {TOLD[sure]}, its heading the other. Look which is meant."))
    return Tip(sure, made.title, made.text, notes)


def _said(entry: Entry) -> tuple[Side | None, list[Line]]:
    """The side that the item begins with, by a word or by a tick after its bullet, and its lines without that."""
    first, *others = entry.lines
    marker, rest = marked(first.text)
    ticked = side_of_sign(marker.sign) if marker else None
    said, text = said_before(rest if ticked and rest else first.text)
    return said or ticked, [replace(first, text=text), *others]

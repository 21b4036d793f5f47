"""Where the five parts of a brochure begin."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from content.brochures.letters import folded
from content.brochures.lines import Line, Note
from content.brochures.sides import names_both, side_of

Name = Literal["challenge", "experiences", "questions", "steps", "tips"]
PARTS: tuple[Name, ...] = ("challenge", "experiences", "questions", "steps", "tips")
DUTCH: dict[Name, str] = {
    "challenge": "De uitdaging",
    "experiences": "Ervaringen",
    "questions": "Hulpvragen",
    "steps": "Stappen",
    "tips": "Do's en don'ts",
}
WORDS: dict[Name, frozenset[str]] = {
    "challenge": frozenset({"uitdaging", "uitdagingen", "vraagstuk", "probleem", "aanleiding", "challenge"}),
    "experiences": frozenset({"ervaring", "ervaringen", "lessen", "geleerd", "ervaringskennis", "praktijkervaringen"}),
    "questions": frozenset({"hulpvragen", "vragen", "reflectievragen", "gespreksvragen"}),
    "steps": frozenset({"stappen", "stappenplan", "actiestappen"}),
    "tips": frozenset({"do", "dos", "dont", "donts", "tips", "valkuilen"}),
}
FILLERS = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "and",
        "van",
        "uit",
        "onze",
        "jullie",
        "ons",
        "andere",
        "anderen",
        "groepen",
        "organisaties",
        "vrouwen",
        "wat",
        "is",
        "zijn",
        "om",
        "te",
        "zetten",
        "stellen",
        "voor",
        "over",
        "in",
        "bij",
        "die",
        "dat",
        "helpen",
        "wijk",
        "praktijk",
        "hebben",
        "we",
        "wij",
        "tot",
        "nu",
        "toe",
        "nemen",
        "deze",
        "volgende",
        "belangrijkste",
        "vervolg",
        "op",
        "weg",
        "naar",
    ]
)
ENDS = frozenset(
    {"contact", "colofon", "bronnen", "dankwoord", "partners", "over ons", "meer informatie", "meer weten", "deelnemende organisaties"}
)
NUMBERED = re.compile(
    r"(?:(?P<word>deel|hoofdstuk|onderdeel|part)\s*)?(?P<number>[1-5])?(?P<dot>\s*[.):–—-]+)?\s*(?P<rest>.*)", re.IGNORECASE
)
LEADERS = re.compile(r"(?:[\s.…·_]*[.…·_])?\s*\d{0,3}\s*$")
LONGEST = 60  # characters of a heading
MOST = 8  # words


@dataclass(frozen=True)
class Heading:
    """A line that may begin a part. `sureness`: 3 by its number and its words, 2 by its words, 1 by one of them."""

    part: Name
    sureness: int


@dataclass
class Parts:
    """The lines of each part; what stands before the first and after the last; what was unsure."""

    before: list[Line] = field(default_factory=list)
    lines: dict[Name, list[Line]] = field(default_factory=dict)
    after: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def is_heading(text: str) -> bool:
    """Whether the line can be nothing else than the heading of a part."""
    found = heading(text)
    return found is not None and found.sureness > 1


def heading(text: str) -> Heading | None:
    """The part that this line may begin."""
    found = NUMBERED.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if not found:
        return None
    number, rest = int(found["number"] or 0), LEADERS.sub("", found["rest"])
    by_number = PARTS[number - 1] if number else None
    words = folded(rest).split()
    named = _named(words) or ("tips" if by_number == "tips" and names_both(rest) else None)
    if found["word"] and by_number and len(words) <= MOST:
        return Heading(named or by_number, 3)
    if not words or len(words) > MOST or rest.endswith((".", ",", ";")):
        return None
    if named:
        return Heading(named, 3 if by_number == named else 2)
    if by_number and WORDS[by_number] & set(words):
        return Heading(by_number, 1)
    # "Wel" and "Niet" begin the tips only where nothing else does.
    return Heading("tips", 1) if not number and (side_of(rest) or names_both(rest)) else None


def _named(words: Sequence[str]) -> Name | None:
    """The part whose words these are, with nothing but small words between them."""
    telling = [word for word in words if word not in FILLERS]
    for part, own in WORDS.items():
        if telling and all(word in own for word in telling):
            return part
    # A heading set with spaces between its letters comes as one word: "deuitdaging".
    together = re.sub(r"^(de|het)|(en|and)(?=dont)", "", words[0]) if len(words) == 1 else ""
    return next((part for part, own in WORDS.items() if together in own or (part == "tips" and together == "dosdonts")), None)


def parted(lines: Sequence[Line]) -> Parts:
    """The lines by part, without a table of contents."""
    contents = _contents(lines)
    lines = [line for index, line in enumerate(lines) if index not in contents]
    found = Parts()
    begins = _begins(lines)
    current: Name | None = None
    ended = False
    for index, line in enumerate(lines):
        begun = begins.get(index)
        if begun:
            current, ended = begun.part, False
            found.lines.setdefault(current, [])
            found.notes += _unsure(line, begun)
            if current == "tips":
                found.lines[current].append(line)  # it may say which side follows
            continue
        ended = ended or (current is not None and folded(line.text) in ENDS)
        target = found.after if ended else found.lines[current] if current else found.before
        target.append(line)
    return found


def _unsure(line: Line, begun: Heading) -> Iterator[Note]:
    if begun.sureness == 1 and not side_of(line.text) and not names_both(line.text):
        yield Note(line.where, f"'{line.text}' was taken for the heading of {DUTCH[begun.part]}. Look whether it is.")


def _contents(lines: Sequence[Line]) -> set[int]:
    """The headings that stand right below each other and come again later: they only tell what comes."""
    found = {index: one.part for index, line in enumerate(lines) if (one := heading(line.text)) and one.sureness > 1}
    listed = {
        index for index in found if found.get(index + 1, found[index]) != found[index] or found.get(index - 1, found[index]) != found[index]
    }
    last = {part: index for index, part in found.items()}
    return {index for index in listed if last[found[index]] > max(listed)}


def _begins(lines: Sequence[Line]) -> dict[int, Heading]:
    """The headings, by the place of their lines: of each part those that are surest."""
    found = {index: one for index, line in enumerate(lines) if (one := heading(line.text))}
    surest = {part: max((one.sureness for one in found.values() if one.part == part), default=0) for part in PARTS}
    numbered = sum(sureness == 3 for sureness in surest.values()) >= 3
    kept = {index: one for index, one in found.items() if _counts(one, surest[one.part], numbered)}
    kept = {index: one for index, one in kept.items() if one.sureness > 1 or not _goes_on(lines, index, kept)}
    return _without_the_title(kept)


def _counts(one: Heading, surest: int, numbered: bool) -> bool:  # noqa: FBT001 - the brochure numbers its parts, or it does not
    if one.part == "tips" and one.sureness == 2:
        return not numbered or surest < 3
    return one.sureness == surest or (one.sureness == 2 and surest == 3 and not numbered)


def _goes_on(lines: Sequence[Line], index: int, kept: dict[int, Heading]) -> bool:
    """Whether a half-sure heading only goes on with a list: the number before it stands above."""
    part = kept[index].part
    if any(other < index and one.part == part for other, one in kept.items()):
        return True
    number = PARTS.index(part) + 1
    above = [NUMBERED.match(line.text.strip()) for line in lines[max(0, index - 6) : index]]
    heads = {other for other in kept if index - 6 <= other < index}
    start = max(0, index - 6)
    return any(one and one["number"] == str(number - 1) and one["dot"] and start + at not in heads for at, one in enumerate(above))


def _without_the_title(kept: dict[int, Heading]) -> dict[int, Heading]:
    """ "Stappenplan" above everything names the brochure, when the steps come later too."""
    first = min(kept, default=None)
    if first is None or kept[first].part != "steps" or sum(one.part == "steps" for one in kept.values()) < 2:
        return kept
    return {index: one for index, one in kept.items() if index != first}

"""Lines become running text: words cut at the end of a line are one again, unless the hyphen belongs there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.brochures.letters import SOFT
from content.brochures.lines import Line, Note

LONGEST = 60  # letters of a word
CUT = re.compile(r"(?P<before>[\w-]*\w)-$")
NEXT = re.compile(r"[^\W\d_][\w-]*")
WORD = re.compile(r"[^\W\d_][\w-]*")
# Words of one or a few letters that never stand before a cut: what follows is their second half.
ALWAYS = frozenset({"e", "i", "x", "d", "t"})
# First halves that often keep their hyphen; whether they do here, only the author knows.
OFTEN = frozenset(
    [
        "zuid",
        "noord",
        "oost",
        "west",
        "midden",
        "women",
        "men",
        "girls",
        "boys",
        "non",
        "anti",
        "ex",
        "semi",
        "oud",
        "niet",
        "multi",
        "pro",
        "co",
        "self",
        "all",
        "one",
        "face",
        "online",
        "do",
        "make",
        "wijk-en",
        "nederlands",
        "turks",
        "marokkaans",
        "haags",
        "sociaal",
        "vice",
        "nieuw",
        "privé",
        "follow",
        "drop",
        "check",
        "kick",
    ]
)
AND = frozenset({"en", "of", "tot", "noch"})  # "voor- en nadelen"


@dataclass(frozen=True)
class Joined:
    """Running text, and what was unsure in joining it."""

    text: str
    notes: tuple[Note, ...] = ()


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """All words that stand whole in the brochure: they tell how a cut word is written."""
    return frozenset(word.casefold() for line in lines for word in WORD.findall(_whole(line.text)))


def _whole(text: str) -> str:
    """The line without a word that goes on below."""
    return (text.rpartition(" ")[0] if text.endswith(("-", SOFT)) else text).replace(SOFT, "")


def joined(lines: Sequence[Line], known: frozenset[str]) -> Joined:
    """The lines as one text."""
    pieces: list[str] = []
    notes = []
    for line in lines:
        following = line.text.strip()
        if not following:
            continue
        note = _end(pieces, following, known) if pieces else ""
        notes += [Note(line.where, note)] if note else []
        pieces.append(following)
    return Joined("".join(pieces).replace(SOFT, ""), tuple(notes))


def _end(pieces: list[str], following: str, known: frozenset[str]) -> str:
    """Ends the last of the pieces as what follows wants it; what was unsure in that."""
    last = pieces[-1]
    if last.endswith(SOFT):
        return ""
    cut, after = CUT.search(last.rpartition(" ")[2][-LONGEST:]), NEXT.match(following)
    if not cut or (after and after[0].casefold() in AND):
        pieces[-1] = f"{last} "
        return ""
    if not after:
        return ""
    keep, note = _kept(cut["before"], after[0], known)
    pieces[-1] = last if keep else last[:-1]
    return note


def _kept(before: str, after: str, known: frozenset[str]) -> tuple[bool, str]:
    """Whether the hyphen between these belongs there, and a note when nobody can say."""
    first, second = before.casefold(), after.casefold()
    if first + second in known or f"{first}-{second}" in known:
        return first + second not in known, ""
    if first in ALWAYS or after[0].isupper() or before[-1].isdigit():
        return True, ""
    if first in OFTEN:
        return True, f"'{before}-{after}' stood on two lines. Look whether the hyphen belongs there."
    if "-" in first or (first in known and second in known and len(second) > 3):
        return False, f"'{before}{after}' stood on two lines. Look whether a hyphen belongs in it."
    return False, ""

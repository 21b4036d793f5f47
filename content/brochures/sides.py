"""Whether something is to be done or not: said by a heading, a tick or cross, or a word before it."""

import re
from typing import Literal

from content.brochures.letters import folded
from content.brochures.markers import NO, YES

Side = Literal["do", "dont"]
DO = frozenset({"do", "dos", "wel", "wel doen", "doen", "dit wel", "doe dit", "dit werkt", "de dos", "doe dit wel", "goed"})
DONT = frozenset(
    {
        "dont",
        "donts",
        "niet",
        "niet doen",
        "liever niet",
        "dit niet",
        "doe dit niet",
        "dit werkt niet",
        "de donts",
        "vermijd",
        "valkuilen",
        "fout",
    }
)
BOTH = frozenset({"wel en niet", "wel of niet", "wel niet", "wat wel en wat niet", "wat wel en niet", "wel en niet doen"})
BEFORE = re.compile(r"\s*(?P<side>do|don['’]?t|wel|niet|doen|niet doen)\s*[:–—]\s+(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
NEGATED = re.compile(r"\b(niet|geen|nooit|vermijd|voorkom|pas op)\b", re.IGNORECASE)


def side_of(heading: str) -> Side | None:
    """The side that a heading names, if it names one and nothing else."""
    words = folded("".join(sign for sign in heading if sign not in YES + NO))
    return "do" if words in DO else "dont" if words in DONT else None


def names_both(heading: str) -> bool:
    """Whether a heading stands above what is to be done and what not."""
    return folded(heading) in BOTH


def side_of_sign(sign: str) -> Side | None:
    """The side that a tick or a cross stands for."""
    return "do" if sign and sign in YES else "dont" if sign and sign in NO else None


def said_before(text: str) -> tuple[Side | None, str]:
    """The side that the text itself begins with, as in `Niet: alles alleen doen`, and the rest."""
    found = BEFORE.fullmatch(text)
    if not found:
        return None, text
    return side_of(found["side"]), found["rest"]


def likely_side(text: str) -> Side:
    """What is to be guessed when nothing says it."""
    return "dont" if NEGATED.search(text) else "do"

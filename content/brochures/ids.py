"""Ids out of the words of a text."""

from collections.abc import Set as AbstractSet

from content.brochures.letters import folded

LONGEST = 40
WORDS = 3
SMALL = frozenset(
    [
        "de",
        "het",
        "een",
        "en",
        "of",
        "van",
        "in",
        "op",
        "te",
        "ten",
        "ter",
        "om",
        "aan",
        "met",
        "voor",
        "bij",
        "uit",
        "over",
        "naar",
        "er",
        "is",
        "zijn",
        "was",
        "wordt",
        "worden",
        "hoe",
        "wat",
        "wie",
        "waar",
        "welke",
        "wanneer",
        "waarom",
        "jullie",
        "je",
        "jij",
        "u",
        "we",
        "wij",
        "ze",
        "zij",
        "hun",
        "ons",
        "onze",
        "dat",
        "die",
        "dit",
        "deze",
        "als",
        "dan",
        "ook",
        "niet",
        "geen",
        "wel",
        "kan",
        "kunnen",
        "moet",
        "moeten",
        "hebben",
        "heeft",
        "hebt",
        "doen",
        "doe",
        "zorg",
        "maak",
        "iedereen",
        "elkaar",
        "door",
        "tot",
        "nog",
        "maar",
    ]
)


def new_id(text: str, otherwise: str, taken: AbstractSet[str]) -> str:
    """An id that says what the text is about, and that is not taken."""
    words = folded(text).split()
    telling = [word for word in words if word not in SMALL] or words
    base = "-".join(telling[:WORDS])[: LONGEST - 7].strip("-") or otherwise
    return next(id for id in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if id not in taken)

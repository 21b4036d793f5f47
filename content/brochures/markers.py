"""What stands before an item of a list: a number, a letter, a bullet, a tick or a cross."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "letter", "bullet"]
YES = "✓✔☑✅👍🗸"
NO = "✗✘✕✖❌☒🚫👎🗴⛔"
BULLETS = "•◦▪▫■□●○∙·‣⁃►▶➤➢➔→✦❖»›◆◇★☆♦*–—+-"
NUMBER = re.compile(
    r"\s*(?:(?P<word>stap|vraag|tip|ervaring)\s+)?\(?(?:(?P<before>\d{1,2})\.)?(?P<number>\d{1,2})(?P<end>\s*[.):\]]+|\s*[–—-](?=\s))?(?P<rest>\s+.*|$)",
    re.IGNORECASE | re.DOTALL,
)
LETTER = re.compile(r"\s*\(?(?P<letter>[a-z])[.)](?P<rest>\s+.*|$)", re.DOTALL)
BULLET = re.compile(rf"\s*(?P<sign>[{re.escape(BULLETS + YES + NO)}])[\ufe0e\ufe0f]?(?P<rest>.*)", re.DOTALL)
SMALL_O = re.compile(r"\s*o(?P<rest>\s+[^\W\d_].*)", re.DOTALL)  # Word's second bullet, in text


@dataclass(frozen=True)
class Marker:
    """What stood before the text of an item. `chapter`: the 4 of 4.2."""

    kind: Kind
    sign: str = ""
    number: int = 0
    chapter: int = 0


def is_marker(text: str) -> bool:
    """Whether the text is a marker and nothing else."""
    marker, rest = marked(text)
    return marker is not None and not rest


def marked(text: str) -> tuple[Marker | None, str]:
    """The marker that the text begins with, if any, and what follows."""
    return _numbered(text) or _lettered(text) or _bulleted(text) or (None, text.strip())


def _numbered(text: str) -> tuple[Marker, str] | None:
    found = NUMBER.match(text)
    if not found or (found["word"] and not found["number"]):
        return None
    said = found["end"] or found["word"] or found["before"]
    # "3 vrouwen" is a sentence; "3" alone is a number.
    if not said and found["rest"].strip():
        return None
    chapter = int(found["before"] or 0)
    return Marker("number", number=int(found["number"]), chapter=chapter), found["rest"].strip()


def _lettered(text: str) -> tuple[Marker, str] | None:
    found = LETTER.match(text)
    return (Marker("letter", number=ord(found["letter"]) - ord("a") + 1), found["rest"].strip()) if found else None


def _bulleted(text: str) -> tuple[Marker, str] | None:
    found = BULLET.match(text)
    if found:
        # "-5 graden" and "*let op*" are words; a round bullet may touch its text.
        touches = found["sign"] in "-–—+*→" and found["rest"] and not found["rest"][0].isspace()
        return None if touches else (Marker("bullet", found["sign"]), found["rest"].strip())
    small = SMALL_O.match(text)
    return (Marker("bullet", "o"), small["rest"].strip()) if small else None

"""What a brochure is made of while it is read: rows as they stand on a page, and lines as they are to be read."""

from dataclasses import dataclass, replace

LARGEST = 20_000_000  # bytes of a file
PAGES = 300
LETTERS = 200_000  # characters of text; a brochure has some ten thousand


class Unreadable(Exception):
    """A file that no draft can be made of: a sentence with a remedy."""


class TooMuch(Unreadable):
    """More than a brochure can be."""

    def __init__(self, what: str) -> None:
        super().__init__(f"it {what}, so it is no brochure. Take the pages of the plan out of it, and import those.")


@dataclass(frozen=True)
class Segment:
    """A run of text on a row; where it begins and ends is told in characters from the left."""

    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Row:
    """All that stands at one height. `height` grows downward; `where` is what a person would call the place."""

    segments: tuple[Segment, ...]
    where: str
    height: float

    def between(self, left: float, right: float) -> "Row":
        """The part of the row whose segments begin there."""
        return replace(self, segments=tuple(one for one in self.segments if left <= one.start < right))


@dataclass(frozen=True)
class Page:
    """The rows of a page from top to bottom. Rows farther apart than `leading` have a blank between them."""

    rows: tuple[Row, ...]
    leading: float


@dataclass(frozen=True)
class Line:
    """One line in the order of reading. `gap`: a blank stands above it. `left` is how far it is indented in its column."""

    text: str
    where: str
    page: int = 1
    left: float = 0
    gap: bool = False


@dataclass(frozen=True)
class Note:
    """Something to look at, and where in the brochure it stands."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"

"""A PDF as rows of text with their places."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from content.brochures.letters import mended
from content.brochures.lines import LETTERS, PAGES, Page, Row, Segment, TooMuch, Unreadable

BROKEN = "it is broken. Open it in a PDF reader and print it to a new PDF, or take another copy of the brochure."
LOCKED = "it asks for a password. Open it, save it without one, and import that."
NARROW, WIDE = frozenset("iljtfrI.,:;'’!|()[] -"), frozenset("mwMW")
SAME_ROW = 0.3  # of the size of the letters
SAME_PLACE = 0.2  # the same: what is printed again so near was printed twice to make it bold


@dataclass(frozen=True)
class Piece:
    """Some text and where it begins; y grows downward."""

    text: str
    x: float
    y: float
    size: float
    order: int


def read_pdf(content: bytes) -> list[Page]:
    """The pages of a PDF. Raises Unreadable."""
    try:
        pieces = _pieces(content)
    except Unreadable:
        raise
    except (PyPdfError, RecursionError, MemoryError) as error:
        raise Unreadable(BROKEN) from error
    except Exception as error:
        raise Unreadable(BROKEN) from error
    return [_page(found, number) for number, found in enumerate(pieces, 1)]


def _pieces(content: bytes) -> list[list[Piece]]:
    reader = PdfReader(io.BytesIO(content))
    # Many PDFs are locked against changes only: those open with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(LOCKED)
    if len(reader.pages) > PAGES:
        raise TooMuch(f"has over {PAGES} pages")
    letters, found = 0, []
    for page in reader.pages:
        found.append(_of_page(page))
        letters += sum(len(piece.text) for piece in found[-1])
        if letters > LETTERS:
            raise TooMuch(f"has over {LETTERS // 1000},000 characters")
    return found


def _of_page(page: PageObject) -> list[Piece]:
    found: list[Piece] = []

    def keep(text: str, matrix: list[float], of_text: list[float], _font: Any, size: float) -> None:
        if not text.strip():
            return
        x = of_text[4] * matrix[0] + of_text[5] * matrix[2] + matrix[4]
        y = of_text[4] * matrix[1] + of_text[5] * matrix[3] + matrix[5]
        height = abs(size * (of_text[3] or 1) * (matrix[3] or 1)) or 1
        found.append(Piece(mended(text.replace("\n", " ")), x, -y, height, len(found)))

    page.extract_text(visitor_text=keep)
    return found


def _page(pieces: list[Piece], number: int) -> Page:
    if not pieces:
        return Page((), 1)
    unit = median(piece.size for piece in pieces) / 2  # the width of a letter, about
    rows = []
    for index, row in enumerate(_rows(_once(pieces)), 1):
        segments = tuple(_segment(piece, before, unit) for before, piece in zip([None, *row], row, strict=False))
        rows.append(Row(segments, f"page {number}, line {index}", row[0].y))
    return Page(tuple(rows), _leading(rows, unit))


def _once(pieces: list[Piece]) -> list[Piece]:
    """Without what stands in its own place twice."""
    kept: dict[tuple[str, int, int], Piece] = {}
    for piece in pieces:
        grid = piece.size * SAME_PLACE
        column, row = round(piece.x / grid), round(piece.y / grid)
        near = ((piece.text.strip(), column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
        if not any(place in kept for place in near):
            kept[piece.text.strip(), column, row] = piece
    return list(kept.values())


def _rows(pieces: list[Piece]) -> Iterator[list[Piece]]:
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.x)):
        if row and piece.y - row[0].y > SAME_ROW * max(row[0].size, piece.size):
            yield sorted(row, key=lambda one: one.x)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda one: one.x)


def _segment(piece: Piece, before: Piece | None, unit: float) -> Segment:
    """The widths of letters are not asked for: about right is enough to see columns.

    Where pieces follow each other in the file as on the page, pypdf tells with a space whether a word ends between them.
    """
    ems = sum(0.28 if sign in NARROW else 0.82 if sign in WIDE else 0.62 if sign.isupper() else 0.49 for sign in piece.text)
    follows = before is None or piece.order == before.order + 1
    return Segment(piece.text if follows else f" {piece.text}", piece.x / unit, (piece.x + ems * piece.size) / unit)


def _leading(rows: list[Row], unit: float) -> float:
    """From one row to the next in running text; columns beside each other may make rows that are closer."""
    steps = [after.height - before.height for before, after in pairwise(rows)]
    usual = [step for step in steps if unit * 1.6 < step < unit * 4]
    return median(usual) if usual else unit * 2.6

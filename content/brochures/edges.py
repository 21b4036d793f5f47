"""Pages without what stands at their edges: headers, footers and page numbers."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from content.brochures.letters import closed
from content.brochures.lines import Note, Page, Row
from content.brochures.text import is_page_number

EDGE = 2  # rows at the top and at the bottom of a page


def without_edges(pages: Sequence[Page], is_heading: Callable[[str], bool]) -> tuple[list[Page], list[Note]]:
    """The pages without their edges, and what was left out. `is_heading`: that of a part stays where it stands first."""
    edging = _Edging(_repeated(pages), len(pages), is_heading)
    kept = [replace(page, rows=tuple(edging.body(page, number))) for number, page in enumerate(pages, 1)]
    return kept, edging.notes


class _Edging:
    """Takes edges off, page by page; what stands on every page is told once."""

    def __init__(self, repeated: set[str], pages: int, is_heading: Callable[[str], bool]) -> None:
        self.repeated = repeated
        self.pages = pages
        self.is_heading = is_heading
        self.told: set[str] = set()
        self.notes: list[Note] = []

    def body(self, page: Page, number: int) -> Iterator[Row]:
        last = len(page.rows) - 1
        for index, row in enumerate(page.rows):
            text = said(row)
            outermost = index == last or (index == 0 and text == str(number))
            if min(index, last - index) >= EDGE or not self._is_edge(text, outermost=outermost) or self._stays(text, row):
                yield row

    def _is_edge(self, text: str, *, outermost: bool) -> bool:
        return _shape(text) in self.repeated or self._is_number(text, outermost=outermost)

    def _is_number(self, text: str, *, outermost: bool) -> bool:
        """A bare number counts only at the very edge of one of several pages: elsewhere it may be the number of a step."""
        bare = text.isdecimal() and len(text) < 4
        return is_page_number(text) or (bare and outermost and self.pages > 1)

    def _stays(self, text: str, row: Row) -> bool:
        shape = _shape(text)
        if shape in self.told:
            return False
        self.told.add(shape)
        if self.is_heading(text):
            return True
        if shape in self.repeated and any(sign.isalpha() for sign in text) and not is_page_number(text):
            self.notes.append(Note(row.where, f"'{text}' stands on more than one page and was left out."))
        return False


def said(row: Row) -> str:
    """The text of a row, its columns after each other."""
    return closed("".join(segment.text for segment in row.segments))


def _shape(text: str) -> str:
    """Headers differ from page to page by their number only."""
    return re.sub(r"\d+", "#", text)


def _repeated(pages: Sequence[Page]) -> set[str]:
    """What stands at the edge of half of the pages or more, and of two at least."""
    seen: dict[str, set[int]] = {}
    for number, page in enumerate(pages):
        for row in [*page.rows[:EDGE], *page.rows[-EDGE:]]:
            seen.setdefault(_shape(said(row)), set()).add(number)
    return {shape for shape, on in seen.items() if len(on) > 1 and len(on) * 2 >= len(pages)}

"""Columns that are mixed row by row are read one after the other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.brochures.lines import Line, Page, Row, Segment
from content.brochures.markers import is_marker

NEAR = 1.5  # characters: so much may two beginnings of a column differ
OVER = 4  # characters that a row may reach into the next column, as the widths of letters are only about right
GUTTER = 1.5  # characters; what follows closer goes on with the same text, in bold for instance
NARROWEST = 9  # characters of a column
DEEPEST = 4  # columns beside each other, and layouts below each other
AT_ONCE = 2  # rows with something in both columns that make it sure
ENDS = (".", "?", "!", ":", "…")
APART = 1.9  # lines
BLANK = 1.35  # lines
ALONE = 3  # rows that begin at the same place far from the left, when the heights of the columns differ


@dataclass(frozen=True)
class Block:
    """Rows of one column, and where that begins."""

    rows: Sequence[Row]
    margin: float


def lines_of(pages: Sequence[Page]) -> list[Line]:
    """All lines of the brochure in the order of reading."""
    found: list[Line] = []
    for number, page in enumerate(pages, 1):
        rows = [_with_markers(row) for row in page.rows]
        above: Row | None = None
        for block in _whole(rows, page.leading):
            for row in block.rows:
                gap = _is_gap(above, row, page.leading)
                found.append(Line(_text(row), row.where, number, row.segments[0].start - block.margin, gap))
                above = row
    return found


def _whole(rows: Sequence[Row], leading: float) -> Iterator[Block]:
    """The blocks of a page. What stands far above or below all else belongs to no column."""
    margin = _margin(rows)
    far = [index for index, (one, other) in enumerate(pairwise(rows), 1) if other.height - one.height > APART * leading]
    top = 1 if 1 in far else 0
    bottom = len(rows) - 1 if len(rows) - 1 in far and len(rows) > top + 1 else len(rows)
    for part in (rows[:top], rows[top:bottom], rows[bottom:]):
        yield from _blocks(part, margin, leading, DEEPEST if len(part) > 1 else 0)


def _is_gap(above: Row | None, row: Row, leading: float) -> bool:
    """Whether something new begins: below a blank, or at the top of a page or column when the sentence before it is done."""
    if above is None:
        return True
    if row.height <= above.height:
        return above.segments[-1].text.rstrip().endswith(ENDS)
    return row.height - above.height > BLANK * leading


def _margin(rows: Sequence[Row]) -> float:
    return min((row.segments[0].start for row in rows), default=0)


def _with_markers(row: Row) -> Row:
    """A number or bullet that stands apart belongs to the text after it; else each list would look like two columns."""
    joined = list(row.segments[:1])
    for segment in row.segments[1:]:
        last = joined[-1]
        if not is_marker(last.text):
            joined.append(segment)
            continue
        marker = last.text.strip()
        dot = "." if marker.isdecimal() else ""
        joined[-1] = Segment(f"{marker}{dot} {segment.text.lstrip()}", last.start, segment.end)
    return Row(tuple(joined), row.where, row.height)


def _blocks(rows: Sequence[Row], margin: float, leading: float, depth: int) -> Iterator[Block]:
    """The rows in blocks that are read one after the other, each of one column."""
    edge = _edge(rows) if depth else None
    if edge is None:
        yield Block(rows, margin)
        return
    waiting: list[Row] = []
    for region in _regions(rows, edge, leading):
        if sum(_reaches(row, edge) for row in region) < AT_ONCE:
            waiting += region
            continue
        yield from _blocks(waiting, margin, leading, depth - 1)
        waiting = []
        for part in _parted(region, edge):
            yield from _blocks(part, _margin(part), leading, depth - 1)
    yield from _blocks(waiting, margin, leading, depth - 1)


def _parted(region: Sequence[Row], edge: float) -> Iterator[Sequence[Row]]:
    for left, right in ((float("-inf"), edge - NEAR), (edge - NEAR, float("inf"))):
        rows = [row.between(left, right) for row in region]
        yield [row for row in rows if row.segments]


def _edge(rows: Sequence[Row]) -> float | None:
    """Where the second column begins, if there is one: the place at which most rows begin anew."""
    if not rows:
        return None
    margin = _margin(rows)
    beginnings: Counter[int] = Counter()
    pairs: Counter[int] = Counter()
    for row in rows:
        for before, segment in zip([None, *row.segments], row.segments, strict=False):
            goes_on = before is not None and segment.start - before.end < GUTTER
            if segment.start >= margin + NARROWEST and not goes_on:
                beginnings[round(segment.start)] += 1
                pairs[round(segment.start)] += before is not None
    likely = sorted(beginnings, key=lambda place: (-_around(beginnings, place), place))
    return next((place for place in likely[:9] if _is_edge(rows, place, beginnings, pairs)), None)


def _around(counts: Counter[int], place: int) -> int:
    return counts[place - 1] + counts[place] + counts[place + 1]


def _is_edge(rows: Sequence[Row], edge: int, beginnings: Counter[int], pairs: Counter[int]) -> bool:
    sure = _around(pairs, edge) >= AT_ONCE or _around(beginnings, edge) >= ALONE
    before = sum(row.segments[0].start < edge - NEAR and not _crosses(row, edge) for row in rows)
    return sure and before >= AT_ONCE and _close_together(rows, edge)


def _close_together(rows: Sequence[Row], edge: float) -> bool:
    """Two rows of the second column without a row across them: else it is only chance that they begin at the same place."""
    beside = [_reaches(row, edge) for row in rows if _reaches(row, edge) or _crosses(row, edge)]
    return any(one and other for one, other in pairwise(beside))


def _reaches(row: Row, edge: float) -> bool:
    """Whether the row has something in the second column, and nothing across."""
    return any(abs(segment.start - edge) <= NEAR for segment in row.segments) and not _crosses(row, edge)


def _crosses(row: Row, edge: float) -> bool:
    left = [segment for segment in row.segments if segment.start < edge - NEAR]
    beside = any(abs(segment.start - edge) <= NEAR for segment in row.segments)
    return bool(left) and not beside and left[-1].end > edge + OVER


def _regions(rows: Sequence[Row], edge: float, leading: float) -> Iterator[Sequence[Row]]:
    """Runs of rows that all cross the edge, or all do not.

    Rows of the first column below a blank, with nothing beside them and something across below them, go with what is across.
    """
    start = 0
    for end in range(1, len(rows) + 1):
        if end < len(rows) and _crosses(rows[end], edge) == _crosses(rows[start], edge):
            continue
        done = _end_of_columns(rows[start:end], edge, leading) if end < len(rows) else end - start
        yield rows[start : start + done]
        yield rows[start + done : end]
        start = end


def _end_of_columns(rows: Sequence[Row], edge: float, leading: float) -> int:
    """How many of these rows belong to columns: up to the first blank below the last row of the second."""
    last = max((index for index, row in enumerate(rows) if _reaches(row, edge)), default=len(rows) - 1)
    below = range(last + 1, len(rows))
    return next((index for index in below if rows[index].height - rows[index - 1].height > BLANK * leading), len(rows))


def _text(row: Row) -> str:
    return "".join(segment.text for segment in row.segments)

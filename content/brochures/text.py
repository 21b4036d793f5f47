"""A plain text in whatever encoding, as rows with their gaps."""

import codecs
import re

from content.brochures.letters import closed, mended
from content.brochures.lines import LETTERS, PAGES, Page, Row, Segment, TooMuch, Unreadable

GAP = re.compile(r" {3,}")  # this wide, and what follows may be another column
BREAK = re.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028\u2029]")
# A row with nothing but this ends a page, where form feeds are lost.
LONGEST = 30  # characters of a page number with its words
PAGE_NUMBER = re.compile(
    r"\s*[-–—|]?\s*(?:(?:pagina|pag\.?|blz\.?|bladzijde|page|p\.)\s*\d{1,3}(?:\s*(?:van|of|/)\s*\d{1,3})?"
    r"|-\s*\d{1,3}\s*-|\d{1,3}\s*/\s*\d{1,3})\s*[-–—|]?\s*",
    re.IGNORECASE,
)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_text(content: bytes) -> list[Page]:
    """The pages of a text. Raises Unreadable."""
    text = _decoded(content)
    if len(text) > LETTERS:
        raise TooMuch(f"has over {LETTERS // 1000},000 characters")
    pages: list[Page] = []
    number = 0
    for part in text.split("\f"):
        rows = []
        for line in BREAK.split(part):
            number += 1
            if segments := _segments(mended(line.expandtabs())):
                rows.append(Row(segments, f"line {number}", number))
            if is_page_number(line) and len(rows) > 1:
                pages.append(Page(tuple(rows), 1))
                rows = []
        number -= 1  # a form feed ends no line
        pages.append(Page(tuple(rows), 1))
    pages = [page for page in pages if page.rows]
    if len(pages) > PAGES:
        raise TooMuch(f"has over {PAGES} pages")
    return pages


def is_page_number(text: str) -> bool:
    """Whether a line says on which page it stands, and nothing else."""
    text = text.strip()
    return len(text) < LONGEST and PAGE_NUMBER.fullmatch(text) is not None


def _decoded(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _surely(content, encoding)
    start = content[:2000]
    nulls = start.count(0)
    if nulls * 5 > len(start):  # every second byte of plain letters; a stray one is only dirt
        half = start[::2].count(0) * 2 > nulls
        return _surely(content, "utf-16-be" if half else "utf-16-le")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _surely(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("its letters can't be made out. Open it in an editor and save it as UTF-8 text.") from error
    if sum(sign.isascii() and sign.isprintable() for sign in text) * 2 < len(text):
        raise Unreadable("it is not text. Take the brochure's PDF or Word file, or save it as UTF-8 text.")
    return text


def _segments(line: str) -> tuple[Segment, ...]:
    """The line cut at wide gaps; a line of letters set apart is left whole."""
    line = line.rstrip()
    if line and closed(line) != " ".join(line.split()):
        start = len(line) - len(line.lstrip())
        return (Segment(line.strip(), start, len(line)),)
    found: list[Segment] = []
    start = 0
    for gap in [*GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        text = line[start : gap.end() if gap else end]
        if text.strip():
            found.append(Segment(text.lstrip(), start + len(text) - len(text.lstrip()), end))
        start = gap.end() if gap else end
    return tuple(found)

"""A Word file as rows of text: its paragraphs, lists and tables, with the numbers and bullets that Word adds itself.

Read with the standard library: what counts here (automatic numbers, text boxes, deleted text) is what python-docx leaves to
its caller.
"""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from content.brochures.letters import mended
from content.brochures.lines import LETTERS, Page, Row, Segment, TooMuch, Unreadable
from content.brochures.markers import is_marker
from content.brochures.sides import side_of

BROKEN = "it is broken. Open it in Word or LibreOffice and save it anew, or take another copy of the brochure."
UNPACKED = 50_000_000  # bytes of all that is in it
RATIO = 200  # times that a part may grow when it is unpacked
DEEPEST = 100  # levels of the document
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "footnoteReference", "rPr", "pPr", "tblPr", "sectPr")}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # says a text box a second time
INDENT = 3  # characters that a level of a list is indented


PARTS = ("document", "numbering", "styles")
DAMAGE = (zipfile.BadZipFile, zlib.error, ParseError, ValueError, LookupError, NotImplementedError, OSError, EOFError, RuntimeError)


class _Trap(Exception):
    """The document declares things that grow when they are read."""


@dataclass
class _Numbering:
    """Which list a paragraph is in, and how far each list has counted."""

    formats: dict[tuple[str, int], str]
    styles: dict[str, tuple[str, int]]
    counted: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def marker(self, paragraph: Element) -> tuple[str, int]:
        """What Word puts before that paragraph, and how deep it stands."""
        list_id, level = self._place(paragraph)
        kind = self.formats.get((list_id, level), "")
        if kind in ("", "none"):
            return "", level
        if kind == "bullet":
            return "• " if level == 0 else "◦ ", level
        counted = self.counted[list_id]
        counted[level] = counted.get(level, 0) + 1
        for deeper in [one for one in counted if one > level]:
            del counted[deeper]
        if kind.endswith("Letter"):
            return f"{chr(ord('a') + (counted[level] - 1) % 26)}. ", level
        return f"{counted[level]}. ", level

    def _place(self, paragraph: Element) -> tuple[str, int]:
        own = _list_of(paragraph.find(f"{W}pPr"))
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return own or self.styles.get(_value(style), ("", 0))


def read_docx(content: bytes) -> list[Page]:
    """The text of a Word file, as one page. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            _refuse_bombs(opened)
            names = set(opened.namelist())
            parts = {
                name: _xml(opened.read(f"word/{name}.xml")) for name in ("document", "numbering", "styles") if f"word/{name}.xml" in names
            }
    except _Trap as error:
        raise Unreadable("it declares entities, which no Word file does. Open it in Word, save it anew, and import that.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        ParseError,
        ValueError,
        LookupError,
        NotImplementedError,
        OSError,
        EOFError,
        RuntimeError,
    ) as error:
        raise Unreadable(BROKEN) from error
    numbering = _Numbering(_formats(parts.get("numbering")), _styles(parts.get("styles")))
    rows = [
        Row((Segment(mended(text), left, left + len(text)),), f"paragraph {number}", height)
        for number, (text, left, height) in enumerate(_texts(parts["document"], numbering), 1)
    ]
    return [Page(tuple(rows), 1)]


def _refuse_bombs(opened: zipfile.ZipFile) -> None:
    """What the directory says is binding: zipfile reads no further than that."""
    sizes = [(one.file_size, one.compress_size) for one in opened.infolist()]
    if sum(size for size, _ in sizes) > UNPACKED or len(sizes) > 5000:
        raise TooMuch(f"unpacks to over {UNPACKED // 1_000_000} MB")
    if any(size > 1_000_000 and size > RATIO * max(1, packed) for size, packed in sizes):
        raise Unreadable("it unpacks to far more than it seems. Open it in Word, save it anew, and import that.")


def _xml(content: bytes) -> Element:
    """The root of a part. A document type is where entities are declared, so it ends the reading; and so does nesting without end."""
    depth = 0

    class Builder(TreeBuilder):
        def start(self, tag: str, attrs: dict[str, str], /) -> Element:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise ValueError("nested too deep")
            return super().start(tag, attrs)

        def end(self, tag: str, /) -> Element:
            nonlocal depth
            depth -= 1
            return super().end(tag)

        def doctype(self, _name: str, _public: str | None, _system: str | None, /) -> None:
            raise _Trap

    parser = XMLParser(target=Builder())  # noqa: S314 - it stops at the first document type
    parser.feed(content)
    root: Element = parser.close()
    return root


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _list_of(properties: Element | None) -> tuple[str, int] | None:
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return None
    level = _value(found.find(f"{W}ilvl"))
    return _value(found.find(f"{W}numId")), int(level) if level.isdecimal() else 0


def _formats(root: Element | None) -> dict[tuple[str, int], str]:
    """How each level of each list is numbered."""
    if root is None:
        return {}
    shapes = {
        (shape.get(f"{W}abstractNumId", ""), int(level.get(f"{W}ilvl", "0") or 0)): _value(level.find(f"{W}numFmt"))
        for shape in root.iter(f"{W}abstractNum")
        for level in shape.iter(f"{W}lvl")
        if level.get(f"{W}ilvl", "0").isdecimal()
    }
    lists = {one.get(f"{W}numId", ""): _value(one.find(f"{W}abstractNumId")) for one in root.iter(f"{W}num")}
    return {(id, level): kind for id, shape in lists.items() for (of, level), kind in shapes.items() if of == shape}


def _styles(root: Element | None) -> dict[str, tuple[str, int]]:
    if root is None:
        return {}
    found = {style.get(f"{W}styleId", ""): _list_of(style.find(f"{W}pPr")) for style in root.iter(f"{W}style")}
    return {id: place for id, place in found.items() if place}


Text = tuple[str, float, float]  # what it says, how far it is indented, and its height


def _texts(root: Element, numbering: _Numbering) -> Iterator[Text]:
    """Each line. Paragraphs stand two apart, so that there is a blank between them; lines within one follow at once."""
    height, letters = 0.0, 0
    for text, left in _bodies(root, numbering):
        height += 1
        for line in text.split("\n"):
            height += 1
            letters += len(line)
            if letters > LETTERS:
                raise TooMuch(f"has over {LETTERS // 1000},000 characters")
            if line.strip():
                yield line.strip(), left, height


def _bodies(element: Element, numbering: _Numbering) -> Iterator[tuple[str, float]]:
    """All paragraphs under that element, tables and text boxes where they stand."""
    for child in element:
        if child.tag in SKIPPED or child.tag == FALLBACK:
            continue
        if child.tag == f"{W}tbl":
            yield from _table(child, numbering)
        elif child.tag == f"{W}p":
            yield from _paragraph(child, numbering)
        else:
            yield from _bodies(child, numbering)


def _paragraph(paragraph: Element, numbering: _Numbering) -> Iterator[tuple[str, float]]:
    text = "".join(_words(paragraph))
    if text.strip():
        marker, level = numbering.marker(paragraph)
        if is_marker(marker) and is_marker(text.split()[0]):
            marker = ""  # typed as well
        yield marker + text.strip(), level * INDENT
    for box in _boxes(paragraph):
        yield from _bodies(box, numbering)


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes in a paragraph, each once."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag != FALLBACK:
            yield from _boxes(child)


def _words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in SKIPPED or child.tag in (FALLBACK, f"{W}txbxContent"):
            continue
        if child.tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}tab":
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        else:
            yield from _words(child)


def _table(table: Element, numbering: _Numbering) -> Iterator[tuple[str, float]]:
    """Row by row; but when the first row says what to do and what not, column by column."""
    rows = [[list(_bodies(cell, numbering)) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
    heads = [cell[0][0] if cell else "" for cell in rows[0]] if rows else []
    if len(heads) > 1 and all(side_of(head) for head in heads):
        for column in range(len(heads)):
            yield from (one for row in rows if column < len(row) for one in row[column])
        return
    for row in rows:
        yield from _row(row)


def _row(cells: list[list[tuple[str, float]]]) -> Iterator[tuple[str, float]]:
    """A first cell with only a number is the number of what stands beside it."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and len(filled[0]) == 1 and is_marker(filled[0][0][0]):
        first, (text, left), *rest = filled[0][0][0].strip(), *filled[1]
        dot = "." if first.isdecimal() else ""
        filled = [[(f"{first}{dot} {text}", left), *rest], *filled[2:]]
    for cell in filled:
        yield from cell

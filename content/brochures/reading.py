"""From a file to the pages in it, whatever the file turns out to be."""

import io
import zipfile
from pathlib import Path

from content.brochures.lines import LARGEST, LETTERS, Page, TooMuch, Unreadable
from content.brochures.text import read_text

KINDS = {".pdf": "PDF", ".docx": "Word", ".txt": "text"}
AS = {"PDF": ".pdf", "Word": ".docx", "text": ".txt"}
FEWEST = 20  # letters; a page of a scan has none, or a stray one


def read(file: Path) -> list[Page]:
    """The pages of that brochure. Raises Unreadable."""
    named = KINDS.get(file.suffix.lower())
    if named is None:
        raise Unreadable("its name does not end in .pdf, .docx or .txt. Save the brochure as one of those.")
    content = _content(file)
    found = _kind(content)
    if found != named:
        raise Unreadable(_lies(named, found))
    pages = _pages(content, found)
    letters = sum(len(segment.text) for page in pages for row in page.rows for segment in row.segments)
    if letters > LETTERS:
        raise TooMuch(f"has over {LETTERS // 1000},000 characters")
    return pages


def _content(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise Unreadable("there is no such file. Look at its name and its folder.")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"it can't be read ({error.strerror}). Look at its name and its rights.") from error
    if len(content) > LARGEST:
        raise TooMuch(f"is over {LARGEST // 1_000_000} MB")
    if not content.strip(b"\0 \t\r\n\f"):
        raise Unreadable("it is empty. Take another copy of the brochure.")
    return content


def _kind(content: bytes) -> str:
    """What the file is, whatever its name says."""
    if b"%PDF-" in content[:1024]:
        return "PDF"
    if content.startswith(b"PK\x03\x04"):
        return "Word" if _is_word(content) else "a zip file"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "an old Word file (.doc)"
    if content.startswith(b"{\\rtf"):
        return "rich text (.rtf)"
    if content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return "a picture"
    return "text"


def _is_word(content: bytes) -> bool:
    """A zip that can't be opened is taken for Word, so that it is told to be broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = opened.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeDecodeError):
        return True
    return "word/document.xml" in names


def _lies(named: str, found: str) -> str:
    if found in AS and not (found == "text" and named != "text"):
        return f"its name says {named}, but it is {found}. Name it {AS[found]}, or take the right file."
    if found == "text":
        return f"its name says {named}, but it is none. It may be broken: take another copy of the brochure, or save it anew."
    if found == "a picture":
        return "it is a picture, which has no text to read. Take the brochure's PDF, or type its text into a .txt file."
    return f"its name says {named}, but it is {found}. Open it, save it as .docx or PDF, and import that."


def _pages(content: bytes, kind: str) -> list[Page]:
    # Each library is loaded only for its own kind of file.
    if kind == "PDF":
        from content.brochures.pdf import read_pdf

        return read_pdf(content)
    if kind == "Word":
        from content.brochures.docx import read_docx

        return read_docx(content)
    return read_text(content)


def any_text(pages: list[Page]) -> bool:
    """Whether there is more than a stray letter to read."""
    letters = sum(sign.isalpha() for page in pages for row in page.rows for segment in row.segments for sign in segment.text)
    return letters >= FEWEST

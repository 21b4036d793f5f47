"""Whatever the file is, it is read, or a sentence says what to do."""

import codecs
import io
import zipfile
from pathlib import Path

import pytest

from content.brochures.lines import LARGEST, Unreadable
from content.brochures.making import drafted
from content.brochures.reading import read
from tests.brochures.cast import GARDEN, GARDEN_PLAN, plain
from tests.brochures.printing import garden_in_word, printed, saved

SAVE = "Open it, save it as .docx or PDF, and import that."
TAKE = "so it is no brochure. Take the pages of the plan out of it, and import those."
ACCENTS = GARDEN.replace("Begin klein", "Begin één")


def zipped(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", GARDEN.encode()), ("A.TXT", GARDEN.encode()), ("a.pdf", printed()), ("a.docx", saved(garden_in_word()))],
)
def test_each_kind_of_file_is_read(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    draft = drafted(read(tmp_path / name), "a")
    assert draft
    assert plain(draft) == GARDEN_PLAN


@pytest.mark.parametrize(
    "content",
    [
        ACCENTS.encode(),
        codecs.BOM_UTF8 + ACCENTS.encode(),
        ACCENTS.encode("utf-16"),
        codecs.BOM_UTF16_BE + ACCENTS.encode("utf-16-be"),
        ACCENTS.encode("utf-16-le"),
        ACCENTS.encode("utf-16-be"),
        ACCENTS.replace("Do's", "Do’s").encode("cp1252"),
    ],
)
def test_a_text_is_read_in_any_encoding(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    draft = drafted(read(file), "a")
    assert draft
    assert draft.tips[0].title == "Begin één"
    assert draft.title == "Hoe houden we samen een buurttuin?"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.odt", b"x", "its name does not end in .pdf, .docx or .txt. Save the brochure as one of those."),
        ("a.txt", b"", "it is empty. Take another copy of the brochure."),
        ("a.txt", b"\0\0 \n", "it is empty. Take another copy of the brochure."),
        ("a.pdf", saved(garden_in_word()), "its name says PDF, but it is Word. Name it .docx, or take the right file."),
        ("a.docx", printed(), "its name says Word, but it is PDF. Name it .pdf, or take the right file."),
        ("a.txt", printed(), "its name says text, but it is PDF. Name it .pdf, or take the right file."),
        ("a.pdf", b"hello", "its name says PDF, but it is none. It may be broken: take another copy of the brochure, or save it anew."),
        ("a.docx", zipped("a"), f"its name says Word, but it is a zip file. {SAVE}"),
        ("a.docx", b"\xd0\xcf\x11\xe0", f"its name says Word, but it is an old Word file (.doc). {SAVE}"),
        ("a.txt", b"{\\rtf1", f"its name says text, but it is rich text (.rtf). {SAVE}"),
        ("a.pdf", b"\x89PNG", "it is a picture, which has no text to read. Take the brochure's PDF, or type its text into a .txt file."),
        ("a.txt", b"a" * (LARGEST + 1), f"it is over 20 MB, {TAKE}"),
        ("a.txt", b"a" * 200_001, f"it has over 200,000 characters, {TAKE}"),
        ("a.txt", b"a\f" * 301, f"it has over 300 pages, {TAKE}"),
        ("a.txt", b"\x01\x02\x00\x03" * 99, "it is not text. Take the brochure's PDF or Word file, or save it as UTF-8 text."),
        ("a.txt", codecs.BOM_UTF16_LE + b"\x00\xd8a", "its letters can't be made out. Open it in an editor and save it as UTF-8 text."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_brochure_is_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Unreadable) as caught:
        read(file)
    assert str(caught.value) == message


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    for name in ("a.txt", "b.txt"):
        with pytest.raises(Unreadable, match=r"there is no such file. Look at its name and its folder."):
            read(tmp_path / name)

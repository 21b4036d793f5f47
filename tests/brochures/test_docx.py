"""A Word file is read with the numbers and bullets that Word adds itself, and can do no harm."""

import io
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from content.brochures.docx import read_docx
from content.brochures.draft import Draft
from content.brochures.lines import Unreadable
from content.brochures.making import drafted
from tests.brochures.cast import GARDEN, GARDEN_PLAN, plain, told
from tests.brochures.printing import garden_in_word, saved

import docx  # isort: skip

WHOLE = saved(garden_in_word())


def of(content: bytes) -> Draft:
    draft = drafted(read_docx(content), "brochure")
    assert draft
    return draft


def changed(old: bytes, new: bytes, part: str = "word/document.xml") -> bytes:
    """The garden's file with something else in one of its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new, 1) if name == part else content)
    return made.getvalue()


def test_a_word_file_with_lists_and_tables_says_the_same_as_its_text() -> None:
    assert plain(of(WHOLE)) == GARDEN_PLAN


def test_a_word_file_that_was_typed_line_by_line_says_the_same() -> None:
    typed = docx.Document()
    for paragraph in GARDEN.replace("\n  ", " ").replace("   - ", "- ").splitlines():
        typed.add_paragraph(paragraph)
    draft = of(saved(typed))
    assert [step.title for step in draft.steps] == ["Kijk wat er is", "Verdeel het werk", "Zoek hulp", "Vier de oogst"]
    assert [tip.side for tip in draft.tips] == ["do", "do", "dont", "dont"]


def test_notes_name_the_paragraph() -> None:
    draft = of(changed(b"<w:t>2</w:t>", b"<w:t>5</w:t>"))
    assert "paragraph 17: before step 3 no step 2 was found. Look it up in the brochure." in told(draft)


def test_what_was_deleted_or_hidden_is_not_read() -> None:
    space = nsdecls("w")
    made = garden_in_word()
    made.paragraphs[2]._p.append(parse_xml(f"<w:del {space}><w:r><w:delText> weg</w:delText><w:t> weg</w:t></w:r></w:del>"))
    made.paragraphs[2]._p.append(parse_xml(f"<w:r {space}><w:rPr><w:vanish/></w:rPr><w:t> verborgen</w:t></w:r>"))
    assert plain(of(saved(made))) == GARDEN_PLAN


def test_what_was_inserted_is_read_and_a_line_break_parts_lines() -> None:
    made = garden_in_word()
    space = nsdecls("w")
    made.paragraphs[2]._p.append(parse_xml(f"<w:ins {space}><w:r><w:br/><w:t>En elke</w:t><w:tab/><w:t>dag.</w:t></w:r></w:ins>"))
    challenge = of(saved(made)).challenge
    assert challenge
    assert challenge.text == "Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen. En elke dag."


def test_a_text_box_is_read_once_although_word_writes_it_twice() -> None:
    space = nsdecls("w") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:v"'
    box = "<w:txbxContent><w:p><w:r><w:t>Vraag ook de buren.</w:t></w:r></w:p></w:txbxContent>"
    made = garden_in_word()
    run = f'<w:r {space}><mc:AlternateContent><mc:Choice Requires="v"><v:a>{box}</v:a></mc:Choice><mc:Fallback><v:b>{box}</v:b></mc:Fallback></mc:AlternateContent></w:r>'  # fmt: skip  # noqa: E501
    made.paragraphs[2]._p.append(parse_xml(run))
    challenge = of(saved(made)).challenge
    assert challenge
    assert challenge.text.count("Vraag ook de buren.") == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (WHOLE[:5000], "it is broken. Open it in Word or LibreOffice"),
        (b"PK\x03\x04" + b"\0" * 500, "it is broken"),
        (changed(b"<w:body>", b"<w:bod>"), "it is broken"),
        (changed(b"<w:body>", b"<w:body>" + b"<w:p>" * 200), "it is broken"),
        (changed(b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'), "it declares entities, which no Word file does"),
        (changed(b"<w:styles", b'<!DOCTYPE a [<!ENTITY b "c">]><w:styles', "word/styles.xml"), "it declares entities"),
        (changed(b"<w:body>", b"<w:body><!--" + b" " * 9_000_000 + b"-->"), "it unpacks to far more than it seems"),
        (changed(b"<w:body>", b"<w:body><!--" + b" " * 60_000_000 + b"-->"), "unpacks to over 50 MB"),
        (changed(b"<w:t>Een tuin", b"<w:t>" + b"Tuin. " * 40_000 + b"Een tuin"), "has over 200,000 characters"),
    ],
)
def test_a_word_file_that_is_broken_or_a_trap_is_told(content: bytes, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read_docx(content)


def test_entities_are_refused_whatever_the_encoding() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("word/document.xml", text)
    with pytest.raises(Unreadable, match="it declares entities"):
        read_docx(made.getvalue())

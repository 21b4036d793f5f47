"""What people wrote is read in every file, and done in none."""

import pytest

from bot.advice import Answer
from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.console_facts import People, PersonLine
from bot.exports.inert import MOST, cell, line, readable
from bot.exports.report import report
from bot.exports.round import Report
from bot.exports.table import members, table
from bot.exports.workbook import workbook
from tests.exports.making import HOSTILE, OPENED, here_in, report_of, result_of, strange_plan
from tests.exports.reading import cells, kinds, lines, pages, parts

HERE = here_in(read_catalogue())


def written(*texts: str, name: str = "=Laak") -> Report:
    """A round in which women wrote these."""
    shown = [{"b.open": Answer(text=text), "a.meer": Answer(("o0", "o3"))} for text in texts]
    return report_of(HERE, result_of(strange_plan(), shown, 3, name), shown)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'=1+1"),
        ("+31612345678", "'+31612345678"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ('"=1', "'\"=1"),
        ("'=1", "''=1"),
        ("ja,=1+1", "ja,'=1+1"),
        ("ja; @SUM(1)", "ja; '@SUM(1)"),
        ("3-4", "'3-4"),
        ("1/2", "'1/2"),
        ("1E5", "'1E5"),
        ("0 tot 3", "0 tot 3"),
        ("goed, - maar niet altijd", "goed, - maar niet altijd"),
        ("een\ntwee", "een twee"),
        ("1 + 1 = 2", "1 + 1 = 2"),
        ("نعم", "نعم"),
        ("", ""),
    ],
)
def test_a_cell_of_a_table_is_never_reckoned_with(text: str, becomes: str) -> None:
    assert cell(text) == becomes


def test_signs_that_nobody_sees_or_no_file_may_hold_are_taken_out() -> None:
    assert readable("a\x00b\x1bc\ud800d\ufffee\u202ef\u2067g") == "a b c d e f g"
    assert readable("een\r\ntwee\rdrie\u2028vier") == "een\ntwee\ndrie vier"
    assert line(" een\n\n twee ") == "een twee"
    assert readable("👩‍👩‍👧 e\u0301 ك\u064b") == "👩‍👩‍👧 e\u0301 ك\u064b"
    assert len(readable("x" * 99_999)) == MOST


def test_a_spreadsheet_holds_every_strange_text_as_text_and_is_whole() -> None:
    file = workbook(written(*HOSTILE, *["x" * 40_000] * 3))
    assert kinds(file) <= {"s", "n"}
    words = [row[2] for row in cells(file)["Opmerkingen"][1:]]
    assert words == [readable(text) for text in (*HOSTILE, *["x" * 40_000] * 3)]
    for name, text in parts(file).items():
        assert "<f>" not in text, name
        assert "hyperlink" not in text, name
    assert not any("externalLink" in name or "vba" in name for name in parts(file))


def test_in_a_table_no_strange_text_begins_a_formula_a_line_or_a_cell() -> None:
    found = lines(table(written(*HOSTILE)))
    assert {len(row) for row in found} == {8}
    assert [row[4] for row in found if row[3] == "eigen woorden"][1:] == [cell(text) for text in HOSTILE]
    for row in found[1:]:
        assert all(one.lstrip(' "')[:1] not in tuple("=+-@") for one in row if one)
    elsewhere = [piece for text in table(written(*HOSTILE)).decode().splitlines() for piece in text.replace(";", ",").split(",")]
    assert not [piece for piece in elsewhere if piece.strip('" ')[:1] in tuple("=+-@") and piece.strip('" ')]


def test_printed_pages_show_strange_texts_as_they_were_typed() -> None:
    text = "".join("".join(pages(report(written(*HOSTILE)))).split())
    for one in (
        "#setpage(width:1pt)",
        "#{panic()}#panic()]}$*_`\\",
        "<script>alert(1)</script>&amp;]]>",
        "=cmd|'/Ccalc'!A0",
        "_x0041_",
    ):
        assert one in text, one
    assert "Привет,азсъмИванка" in text
    assert text.count("w") > 2900
    assert "sys.inputs.given" in text


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    here = here_in(read_catalogue(), "ar")
    shown = [{"b.open": Answer(text="كل شيء على ما يرام")}] * 3
    found = Report(here, OPENED, result_of(strange_plan(), shown, 3, "مجموعة نساء لاك"))
    file = workbook(found)
    assert 'rightToLeft="1"' in parts(file)["xl/worksheets/sheet1.xml"]
    assert "\ufffd" not in "".join(pages(report(found)))


def test_the_list_of_members_has_names_and_nothing_of_what_they_answered() -> None:
    amina = PersonLine(1, "=Amina", True, True, OPENED, "ar", ("telegram", "web"), "", "done")
    other = PersonLine(4, "", False, False, OPENED, "nl", ("whatsapp",), "stopped", "open")
    assert lines(members(HERE, People(1, (amina, other), True))) == [
        ["Nummer", "Naam", "Coördinator", "Sinds", "Kanaal", "Taal"],
        ["1", "'=Amina", "ja", "2026-11-02", "Telegram, Website", "ar"],
        ["4", "lid 4", "nee", "2026-11-02", "WhatsApp", "nl"],
    ]


def test_a_table_says_that_it_is_utf_8_so_that_excel_reads_it() -> None:
    assert table(written("a", "b", "c")).startswith(b"\xef\xbb\xbf")

"""stappenbot import: what it writes, says and refuses."""

from pathlib import Path

import pytest

from bot.__main__ import main
from content.loader import read_plan
from tests.brochures.cast import GARDEN, MONEY
from tests.brochures.printing import garden_in_word, pdf, printed, saved


def brochure(folder: Path, text: str = GARDEN, name: str = "tuin.txt") -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_brochure_becomes_a_draft_in_a_folder_named_after_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", brochure(tmp_path)]) == 0
    plan = read_plan(tmp_path / "houden-samen-buurttuin" / "plan.yaml")
    assert (plan.id, plan.number, plan.status, len(plan.steps)) == ("houden-samen-buurttuin", 6, "coming", 4)
    file = Path("houden-samen-buurttuin") / "plan.yaml"
    assert capsys.readouterr().out == (
        f"{file}: a draft with 2 experiences, 3 questions, 4 steps, 4 tips.\n"
        "\nNext:\n"
        f"  1. Read {file} beside the brochure. Each of these notes stands in it too, where it belongs.\n"
        f"  2. `stappenbot check {file}` says what is still to be added: 14 things now.\n"
        "  3. When it has no more to say, set `status: ready`. docs/authors.md tells how a plan is written.\n"
    )


def test_what_was_unsure_is_printed_with_its_place_and_stands_in_the_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", brochure(tmp_path, MONEY, "geld.txt"), "--to", "geld"]) == 0
    printed_lines = capsys.readouterr().out.splitlines()
    assert printed_lines[2:7] == [
        "To look at, each with its place in the brochure:",
        "  the brochure: no title was found. 'geld' is the name of the file: write a title.",
        "  line 13: before step 4 no step 3 was found. Look it up in the brochure.",
        "  line 17: not placed, as it stood after the plan. It is kept in the draft, below 'NOT PLACED'.",
        "",
    ]
    draft = Path("geld/plan.yaml").read_text(encoding="utf-8")
    assert "# LOOK line 13: before step 4 no step 3 was found." in draft
    assert "# NOT PLACED line 17: it stood after the plan.\n#   Contact Bel het buurthuis.\n" in draft


@pytest.mark.parametrize(("name", "content"), [("a.pdf", printed()), ("a.docx", saved(garden_in_word()))])
def test_pdf_and_word_come_to_the_same_plan(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["import", name, "--to", "een"]) == 0
    assert main(["import", brochure(tmp_path), "--to", "twee"]) == 0
    one, two = (read_plan(Path(folder) / "plan.yaml").model_dump(exclude={"id"}) for folder in ("een", "twee"))
    assert one == two


def test_a_plan_that_is_there_is_written_over_only_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tuin" / "plan.yaml"
    file.parent.mkdir()
    file.write_text("mine", encoding="utf-8")
    asked = ["import", brochure(tmp_path), "--to", "tuin"]
    assert main(asked) == 1
    said = f"stappenbot: {Path('tuin/plan.yaml')} is there already. Name another folder with --to, or write over it with --force.\n"
    assert capsys.readouterr().err == said
    assert file.read_text(encoding="utf-8") == "mine"
    assert main([*asked, "--force"]) == 0
    assert read_plan(file).id == "tuin"


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tuin").write_text("a file")
    assert main(["import", brochure(tmp_path), "--to", "tuin/plan"]) == 1
    assert "tuin/plan/plan.yaml can't be written" in capsys.readouterr().err
    assert main(["import", brochure(tmp_path), "--to", "tuin"]) == 1
    assert capsys.readouterr().err == "stappenbot: tuin is a file. Name another folder with --to.\n"


@pytest.mark.parametrize(
    ("title", "more", "number", "id"),
    [
        ("Hoe houden we samen een buurttuin?", ["--number", "12"], 12, "houden-samen-buurttuin"),
        ("Stappenplan 9\nHoe houden we samen een buurttuin?", [], 9, "houden-samen-buurttuin"),
        ("Stappenplan 9\nHoe houden we samen een buurttuin?", ["--number", "12"], 12, "houden-samen-buurttuin"),
        ("Stappenplan 5\nGeneraties nader tot elkaar?", [], 5, "generaties"),
        ("Hoe kunnen we verschillende generaties nader tot elkaar brengen?", [], 5, "generaties"),
        ("Stappenplan 3\nHoe houden we samen een buurttuin?", [], 3, "houden-samen-buurttuin"),
    ],
)
def test_the_number_is_what_is_given_or_that_of_the_brochure_or_of_the_plan_we_have(
    tmp_path: Path, title: str, more: list[str], number: int, id: str
) -> None:
    assert main(["import", brochure(tmp_path, GARDEN.replace("Hoe houden we samen een buurttuin?", title)), *more]) == 0
    plan = read_plan(tmp_path / id / "plan.yaml")
    assert (plan.number, plan.id) == (number, id)


@pytest.mark.parametrize("number", ["0", "100", "-1"])
def test_a_number_that_no_plan_can_have_is_told(tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", brochure(tmp_path), "--number", number]) == 1
    assert capsys.readouterr().err == "stappenbot: a plan has a number from 1 to 99. Choose another for --number.\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("scan.pdf", pdf("#rect(width: 4cm, height: 4cm)"), "no text is in it: it may be a scan"),
        ("weer.txt", b"Vandaag is het mooi weer. Morgen ook, zegt Amina.", "none of the five parts was found in it. Put headings such as"),
        ("kapot.pdf", b"%PDF-1.7", "it is broken."),
        ("kapot.docx", b"PK\x03\x04", "it is broken."),
        ("leeg.txt", b"", "it is empty."),
        ("foto.png", b"", "its name does not end in .pdf, .docx or .txt."),
    ],
)
def test_a_file_that_no_draft_can_be_made_of_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, name: str, content: bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["import", name]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"stappenbot: {name}: {message}")
    assert error.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_name_with_signs_of_its_own_does_no_harm(tmp_path: Path) -> None:
    assert main(["import", brochure(tmp_path, MONEY, "geld\nid: x\n#.txt"), "--to", "geld"]) == 0
    plan = read_plan(tmp_path / "geld" / "plan.yaml")
    assert (plan.id, plan.title) == ("geld", "geld id: x #")

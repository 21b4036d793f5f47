"""Files become plans, or problems that say where and what to do."""

from pathlib import Path

import pytest

from content.loader import LARGEST, Broken, Problem, read_plan
from tests.content.small import SMALL, line, replaced, write


def problems(folder: Path, text: str) -> list[str]:
    """What is broken in a plan with that text, with the file's name only."""
    file = write(folder, text)
    with pytest.raises(Broken) as caught:
        read_plan(file)
    assert all(problem.file == file for problem in caught.value.problems)
    return [f"{problem.file.name}:{problem.line}: {problem.message}" for problem in caught.value.problems]


def test_a_whole_plan_is_read(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path))
    assert (plan.id, plan.number, len(plan.asked)) == ("klein", 9, 2)
    assert plan.asked[0].prompt.options[1].signals == {"geen-regels": 2}


def test_yes_and_times_stay_the_words_they_are(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path, replaced("title: Maak regels", "title: Yes").replace("Schrijf ze op.", "12:00")))
    assert (plan.steps[0].title, plan.steps[0].text) == ("Yes", "12:00")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert read_plan(write(tmp_path, "\ufeff" + SMALL)).id == "klein"


def test_a_problem_reads_as_path_line_and_message() -> None:
    assert str(Problem(Path("a/plan.yaml"), 3, "Mend it.")) == "a/plan.yaml:3: Mend it."


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("label: Ja", "label: Ja\n            lable: Ja", "lable", "unknown key 'lable'. Remove it, or did you mean 'label'?"),
        ("label: Ja", "label: Ja\n            qqq: x", "qqq", "unknown key 'qqq'. Remove it."),
        ("    title: Maak regels\n", "", "- id: afspraken", "key 'title' is missing. Add it."),
        ("title: Maak regels", "title: [a]", "title: [a]", "'title' must be a text. Write it on one line, or after '>'."),
        ("title: Maak regels", "title:", "title:\n", "'title' is empty. Write something, or remove the line."),
        (
            "id: ervaring",
            "id: Mijn Id",
            "id: Mijn",
            "'id' 'Mijn Id' is not an id. Use small letters, digits and single hyphens: 'my-group-2'.",
        ),
        ("id: ervaring", "id: " + "a" * 41, "id: aaa", "'id' is too long. Use at most 40 characters."),
        ("status: ready", "status: done", "status", "'status' must be 'ready' or 'coming'. Choose one of them."),
        ("number: 9", "number: nine", "number", "'number' must be a whole number. Write digits only."),
        ("number: 9", "number: 0", "number", "'number' must be at least 1. Choose a higher number."),
        ("{geen-regels: 2}", "{geen-regels: 6}", "signals: {geen-regels", "'geen-regels' must be at most 5. Choose a lower number."),
        ("{geen-regels: 2}", "[a]", "signals: [a]", "'signals' must have keys of its own. Write 'key: value' lines under it."),
        ("{geen-regels: 2}", "{A: 2}", "signals: {A", "'A' 'A' is not an id. Use small letters, digits and single hyphens: 'my-group-2'."),
        ("signals: [geen-regels]\n  - id: praten", "signals: []\n  - id: praten", "signals: []", "'signals' needs at least 1. Add one."),
        (
            "signals: [geen-regels]\n  - id: praten",
            "signals: x\n  - id: praten",
            "signals: x",
            "'signals' must be a list. Begin each item with '- ', or write [one, two].",
        ),
        (
            "challenge:\n  text: Er is iets aan de hand.\n  ask: Wat doen jullie?\n",
            "challenge: x\n",
            "challenge",
            "'challenge' must have keys of its own. Write 'key: value' lines under it.",
        ),
        ("kind: choice", "kind: open", "- id: zijn-er", "an open prompt has no options. Remove them, or choose another kind."),
        (
            "kind: choice",
            "kind: number",
            "- id: zijn-er",
            "every band of a number prompt but the last needs 'up_to'. Add it; leave the last open.",
        ),
        ("kind: multi", "kind: scale", "- id: praten", "'unless' belongs to multi prompts only. Use 'signals'."),
    ],
)
def test_what_the_schema_refuses_is_a_sentence_with_its_line(tmp_path: Path, old: str, new: str, at: str, message: str) -> None:
    text = replaced(old, new)
    assert problems(tmp_path, text) == [f"plan.yaml:{line(at, text)}: {message}"]


def test_an_error_that_only_follows_from_another_is_left_out(tmp_path: Path) -> None:
    only = "{id: a, kind: choice, text: B, options: [{id: x, label: X, signals: {stil: 9}}, {id: y, label: Y}]}"
    text = replaced("steps:", f"  - {{id: sfeer, title: A, prompts: [{only}]}}\nsteps:")
    assert problems(tmp_path, text) == [f"plan.yaml:{line('stil: 9', text)}: 'stil' must be at most 5. Choose a lower number."]


def test_a_ready_plan_without_its_parts_says_which_are_missing(tmp_path: Path) -> None:
    assert problems(tmp_path, "id: a\nnumber: 1\nstatus: ready\ntitle: A\n") == [
        "plan.yaml:1: a ready plan needs challenge, signals, experiences, questions, steps, tips. Add them, or set status: coming."
    ]


def test_all_problems_of_a_file_come_at_once_in_its_order(tmp_path: Path) -> None:
    text = replaced("title: Maak regels", "titel: Maak regels").replace("number: 9", "number: x")
    assert [problem.split(":")[1] for problem in problems(tmp_path, text)] == ["2", "42", "43"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: the file is empty. Write the plan in it, or remove it."),
        ("# only a comment\n", "1: the file is empty. Write the plan in it, or remove it."),
        ("- a\n- b\n", "1: the file must be a mapping. Begin with lines such as 'id: my-plan'."),
        ("id: a\nid: b\n", "2: key 'id' stands here twice, first on line 1. Keep one."),
        ("id: a\n? [x, y]\n: b\n", "2: a key must be one word. Look at the brackets and the colons."),
        ("id: &x a\n", "1: anchors (&) and aliases (*) are not allowed. Write the text out, or put quotes around it."),
        ("id: a\ntitle: *x\n", "2: anchors (&) and aliases (*) are not allowed. Write the text out, or put quotes around it."),
        ("id: a\ntitle: \u0001\n", "2: this line has a character that no text has. Type the line anew."),
        ("id: " + "[" * 50_000, "1: this is nested more than 12 levels deep. Look at the indentation and the brackets."),
        ("a" * (LARGEST + 1), "1: the file is over 1 MB. A plan is a few pages of text; split it or shorten it."),
    ],
    ids=["empty", "comment", "list", "doubled", "key", "anchor", "alias", "control", "deep", "large"],
)
def test_a_file_that_is_no_plan_at_all_is_a_problem_and_no_traceback(tmp_path: Path, text: str, message: str) -> None:
    assert problems(tmp_path, text) == [f"plan.yaml:{message}"]


@pytest.mark.parametrize(
    ("text", "at"), [("id: a\n  b: c\n", 2), ("id: 'a\n", 2), ("a: b: c\n", 1), ("a: 1\n---\nb: 2\n", 2), ("a:\n\t- b\n", 2)]
)
def test_broken_yaml_is_named_with_its_line(tmp_path: Path, text: str, at: int) -> None:
    [problem] = problems(tmp_path, text)
    assert problem.startswith(f"plan.yaml:{at}: this is not YAML: ")
    assert problem.endswith(". Look at the indentation, the quotes and the colons here and just above.")


def test_aliases_that_would_grow_without_end_are_refused_at_once(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    assert "anchors (&) and aliases (*)" in problems(tmp_path, bomb)[0]


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"id: a\ntitle: caf\xe9\n")
    with pytest.raises(Broken) as caught:
        read_plan(file)
    assert caught.value.problems == [Problem(file, 2, "this line is not UTF-8 text. Save the file as UTF-8.")]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Broken) as caught:
        read_plan(tmp_path / "plan.yaml")
    assert caught.value.problems[0].message == "the file cannot be read (No such file or directory). Look at its name and its rights."

"""A plan that is coming may lack what a ready one needs, and the check says what."""

from pathlib import Path

import pytest

from content.loader import Broken, read_plan
from tests.content.small import SMALL, checked, line, replaced, write

COMING = replaced("status: ready", "status: coming")
DECLARES = "the draft declares no signals yet. Write under 'signals' what answers can tell about a group, each with its 'because'."
NEVER = "names no signals, so it is never advised. Name those that it answers."


def test_a_draft_that_lacks_nothing_has_no_problems(tmp_path: Path) -> None:
    assert checked(tmp_path, COMING) == []


def test_a_plan_with_only_its_title_is_no_draft(tmp_path: Path) -> None:
    assert checked(tmp_path, "id: a\nnumber: 1\nstatus: coming\ntitle: A\n") == []


def test_items_without_signals_are_read_when_the_plan_is_coming_and_named_by_the_check(tmp_path: Path) -> None:
    text = COMING.replace("text: Schrijf ze op.\n    signals: [geen-regels]\n", "text: Schrijf ze op.\n")
    assert read_plan(write(tmp_path / "a", text)).steps[0].signals == ()
    assert f"plan.yaml:{line('- id: afspraken', text)}: step 'afspraken' {NEVER}" in checked(tmp_path, text)


def test_a_ready_plan_with_items_without_signals_is_not_read(tmp_path: Path) -> None:
    text = SMALL.replace("text: Schrijf ze op.\n    signals: [geen-regels]\n", "text: Schrijf ze op.\n")
    assert text != SMALL
    with pytest.raises(Broken) as caught:
        read_plan(write(tmp_path, text))
    assert [problem.message for problem in caught.value.problems] == ["'signals' needs at least 1. Add one."]
    assert caught.value.problems[0].line == line("- id: afspraken", text)


def test_a_question_whose_options_give_no_signals_is_named(tmp_path: Path) -> None:
    start, end = COMING.index("signals:\n"), COMING.index("experiences:")
    bare = COMING[:start] + COMING[end:]
    bare = "\n".join(one for one in bare.splitlines() if "signals: " not in one and "unless: " not in one)
    found = checked(tmp_path, bare + "\n")
    lacks = "has options, but none gives a signal, so its answers bring no advice. Name signals in them."
    assert f"plan.yaml:{line('challenge', bare)}: {DECLARES}" in found
    assert f"plan.yaml:{line('- id: regels', bare)}: question 'regels' {lacks}" in found


def test_parts_that_a_draft_lacks_are_named(tmp_path: Path) -> None:
    text = "id: a\nnumber: 1\nstatus: coming\ntitle: A\nsteps:\n  - {id: b, title: B, text: C}\n"
    assert checked(tmp_path, text) == [
        "plan.yaml:1: the draft has no challenge yet. Add it.",
        "plan.yaml:1: the draft has no experiences yet. Add them.",
        "plan.yaml:1: the draft has no questions yet. Add them.",
        "plan.yaml:1: the draft has no tips yet. Add them.",
        f"plan.yaml:5: {DECLARES}",
        f"plan.yaml:6: step 'b' {NEVER}",
    ]


def test_a_question_with_only_open_prompts_is_named_in_a_draft_but_not_in_a_ready_plan(tmp_path: Path) -> None:
    more = "  - id: sfeer\n    title: Sfeer\n    talk: Vertel om de beurt.\n    prompts: [{id: a, kind: open, text: Is het fijn?}]\nsteps:"
    only = "has only an open prompt, so its answers bring no advice. Give a prompt a kind, options and signals."
    text = COMING.replace("steps:", more, 1)
    assert checked(tmp_path, text) == [f"plan.yaml:{line('- id: sfeer', text)}: question 'sfeer' {only}"]
    assert checked(tmp_path, text.replace("status: coming", "status: ready")) == []

"""An author is told which answers bring which advice."""

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.disclosure import FEWEST
from content.catalogue import PLANS, read_catalogue
from content.explain import RULE, WIDTH, explain, plan_file
from content.loader import read_plan
from content.model import Plan
from content.scoring import STEPS, best, strengths
from tests.content.small import replaced, write
from tests.content.test_docs import GUIDE, PLAN


def plan_three() -> Plan:
    plan = read_catalogue().plan(3)
    assert plan is not None
    return plan


def part(text: str, heading: str) -> str:
    """What stands under an item, up to the next empty line."""
    return next(piece for piece in text.split("\n\n") if piece.splitlines()[0].endswith(f"({heading})"))


def test_a_small_plan_is_explained_in_full(tmp_path: Path) -> None:
    text = explain(read_plan(write(tmp_path)))
    assert text.splitlines()[:6] == ["Plan 9: Een klein plan", "", *RULE, ""]
    assert re.findall(r"\n\n\n([A-Z'].*)", text) == ["STEPS", "DO'S", "DON'TS", "EXPERIENCES"]
    assert part(text, "praten").splitlines() == [
        "2. Praat samen (praten)",
        "   - stil: jullie weinig praten",
        "      [regels.praten] Hoe praten jullie?",
        "         +1  something else is chosen, and not: Samen",
        "   = In the advice, for example, of who answers only this:",
        "      [regels.praten] Hoe praten jullie?",
        "         Niets hiervan",
    ]


def test_a_signal_that_is_no_trouble_says_so(tmp_path: Path) -> None:
    text = replaced("because: jullie weinig praten", "because: jullie weinig praten\n    kind: good")
    lines = explain(read_plan(write(tmp_path, text))).splitlines()
    assert "   - stil (good): jullie weinig praten" in lines
    assert "   - geen-regels: jullie geen regels hebben" in lines


def test_the_rule_is_told_in_three_lines_with_the_numbers_that_hold() -> None:
    assert len(RULE) == 3
    assert f"best {STEPS} steps, 2 do's, 2 don'ts and 1 experience" in RULE[1]
    assert f"{FEWEST} or more" in RULE[2]


def test_plan_three_is_explained_whole_and_readable_in_a_hundred_columns() -> None:
    plan, text = plan_three(), explain(plan_three())
    assert max(map(len, text.splitlines())) <= WIDTH == 100
    words = " ".join(text.split())
    for _, items in plan.items:
        for item in items:
            assert f"{item.title} ({item.id})" in words
    for asked in plan.asked:
        for option in asked.prompt.options:
            for weight in option.signals.values():
                assert f"+{weight} {option.label}" in words
            for weight in option.unless.values():
                assert f"+{weight} something else is chosen, and not: {option.label}" in words
    assert "No answers were found" not in text


def test_the_example_is_enough_to_bring_it_into_the_advice_and_each_answer_is_needed() -> None:
    plan, text = plan_three(), " ".join(explain(plan_three()).split())
    for step in plan.steps:
        example = text.split(f"({step.id}) - ")[1].split("answers only this: ")[1]
        example = re.split(r" \d\. | DO'S ", example)[0]
        chosen = {}
        for key, said in re.findall(r"\[(.+?)\] (.+?)(?= \[|$)", example):
            asked = next(asked for asked in plan.asked if asked.key == key)
            labels = said.removeprefix(" ".join(asked.prompt.text.split())).strip().split(" + ")
            chosen[key] = [option.id for option in asked.prompt.options if option.label in labels]
        assert chosen
        assert step in [fit.item for fit in best(plan.steps, strengths(plan, chosen), STEPS)]
        for key in chosen:
            fewer = {other: ids for other, ids in chosen.items() if other != key}
            assert step not in [fit.item for fit in best(plan.steps, strengths(plan, fewer), STEPS)]


def test_what_no_answers_bring_is_named_and_so_is_a_signal_that_nobody_declared(tmp_path: Path) -> None:
    text = replaced("            unless: {stil: 1}\n", "").replace("text: Drink thee.\n    signals: [stil]", "text: A\n    signals: [weg]")
    lines = part(explain(read_plan(write(tmp_path, text))), "praten").splitlines()
    assert lines[1:] == ["   - weg: not declared", "   = No answers were found that bring it into the advice."]


def test_the_explanation_in_the_guide_is_what_the_command_prints(tmp_path: Path) -> None:
    assert f"```text\n{part(explain(read_plan(write(tmp_path, PLAN))), 'lijst')}\n```" in GUIDE


def test_a_plan_is_found_by_its_file_its_folder_its_id_and_its_number(tmp_path: Path) -> None:
    file = write(tmp_path / "klein")
    ours = PLANS / "voorkomen-wrijvingen" / "plan.yaml"
    assert plan_file(str(file)) == plan_file(str(file.parent)) == file
    assert plan_file("3") == plan_file("voorkomen-wrijvingen") == ours
    assert plan_file("klein", tmp_path) == plan_file("9", tmp_path) == file
    assert plan_file("geen", tmp_path) is None


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "3"]) == 0
    assert capsys.readouterr().out == explain(plan_three()) + "\n"


def test_a_name_of_no_plan_ends_with_1_and_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "wrijving"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(
        "stappenbot: there is no plan 'wrijving'. Name a plan.yaml or its folder, or one of ours by number or id: 1 "
    )
    assert "3 voorkomen-wrijvingen, 4 geven-nemen" in told.err


def test_a_plan_that_is_coming_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "1"]) == 1
    assert "plan 'locatie-vinden' is coming and advises nothing yet." in capsys.readouterr().err


def test_a_broken_plan_shows_its_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, replaced("title: Maak regels", "titel: Maak regels"))
    assert main(["check", "--explain", str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{file}:42: key 'title' is missing. Add it.",
        f"{file}:43: unknown key 'titel'. Remove it, or did you mean 'title'?",
    ]


def test_a_path_and_a_plan_to_explain_are_not_given_together(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "somewhere", "--explain", "3"])
    assert "not allowed with argument" in capsys.readouterr().err


def test_the_guide_names_the_command() -> None:
    assert "`stappenbot check --explain PLAN`" in GUIDE

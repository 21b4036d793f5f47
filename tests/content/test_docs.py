"""The authors' guide says what is true."""

import re
from pathlib import Path

from content.limits import BODY, BUTTON, LABEL, OPTIONS, SENTENCE
from content.longest import STORY
from content.model import Plan
from content.sizes import FRAME, NAME, OWN_WORDS, REASON, TALK, TITLE
from tests.content.small import checked, write

GUIDE = (Path(__file__).parents[2] / "docs" / "authors.md").read_text(encoding="utf-8")
PLAN, ENGLISH = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_the_plan_in_the_guide_has_no_problems(tmp_path: Path) -> None:
    assert checked(tmp_path, PLAN) == []


def test_the_translation_in_the_guide_lacks_texts_but_has_no_other_problem(tmp_path: Path) -> None:
    write(tmp_path, ENGLISH, "en.yaml")
    assert [problem for problem in checked(tmp_path, PLAN) if "is missing, so its Dutch is shown" not in problem] == []


def test_the_output_in_the_guide_is_what_the_check_says(tmp_path: Path) -> None:
    assert PLAN.count("label: Nee\n") == 2  # the first is that of the plan's question
    output = "\n".join(checked(tmp_path, PLAN.replace("label: Nee\n", "labl: Nee\n", 1)))
    assert f"```text\n{output}\n```" in GUIDE


def test_every_field_of_a_plan_is_explained() -> None:
    fields = {name for model in Plan.model_json_schema()["$defs"].values() for name in model["properties"]} | set(Plan.model_fields)
    assert {field for field in fields if f"`{field}`" not in GUIDE} == set()


def test_the_limits_in_the_guide_are_the_limits() -> None:
    told = [int(number) for number in re.findall(r"^\| [^|]+ \| (\d+)(?: words)? \| ", GUIDE, re.MULTILINE)]
    body, whole = BODY - OWN_WORDS, BODY - FRAME
    assert told == [LABEL, BUTTON, OPTIONS, body, body, whole, whole, NAME, TITLE, REASON, TALK, whole, SENTENCE]
    assert f"an experience cut at {STORY}" in GUIDE


def test_the_lines_of_the_guide_are_short() -> None:
    assert [line for line in GUIDE.splitlines() if len(line) > 100] == []

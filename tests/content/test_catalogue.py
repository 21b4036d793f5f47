"""All plans in all languages."""

from pathlib import Path

import pytest

from content.catalogue import PLANS, read_catalogue
from content.loader import Broken
from content.translation import hash_of
from tests.content.small import SMALL, replaced, write

COMING = "id: komt\nnumber: 2\nstatus: coming\ntitle: Komt nog\n"
ENGLISH = f"title: {{of: {hash_of('Een klein plan')}, text: A small plan}}\n"


def other(id: str, number: int) -> str:
    return SMALL.replace("id: klein", f"id: {id}").replace("number: 9", f"number: {number}")


def test_the_five_plans_of_the_cop_are_in_the_catalogue_in_order() -> None:
    plans = read_catalogue().plans()
    assert [(plan.number, plan.id, plan.status) for plan in plans] == [
        (1, "locatie-vinden", "coming"),
        (2, "stichting-worden", "coming"),
        (3, "voorkomen-wrijvingen", "ready"),
        (4, "geven-nemen", "coming"),
        (5, "generaties", "coming"),
    ]
    assert [plan.title for plan in plans] == [
        "Hoe vinden we een locatie?",
        "Wel of geen stichting worden?",
        "Hoe voorkomen we interne wrijvingen?",
        "Hoe vinden we een balans tussen geven en nemen binnen onze organisatie?",
        "Hoe kunnen we verschillende generaties nader tot elkaar brengen?",
    ]


def test_each_plan_points_editors_to_the_schema() -> None:
    for file in PLANS.glob("*/plan.yaml"):
        assert file.read_text(encoding="utf-8").splitlines()[0] == "# yaml-language-server: $schema=../../schema.json"


def test_plans_come_by_number_whatever_their_folders_are_called(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", COMING)
    catalogue = read_catalogue(tmp_path)
    assert [plan.number for plan in catalogue.plans()] == [2, 9]
    assert catalogue.plan(7) is None


def test_a_language_counts_when_every_ready_plan_is_translated(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", other("tweede", 3))
    write(tmp_path / "c", COMING)
    for place in ("a/en.yaml", "b/en.yaml", "a/ar.yaml"):
        write(tmp_path, ENGLISH, place)
    assert read_catalogue(tmp_path).languages == ("nl", "en")


def test_a_translated_plan_keeps_the_version_of_its_dutch(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "a", ENGLISH, "en.yaml")
    catalogue = read_catalogue(tmp_path)
    english, dutch = catalogue.plan(9, "en"), catalogue.plan(9)
    assert english is not None
    assert dutch is not None
    assert (english.title, english.steps[0].title) == ("A small plan", "Maak regels")
    assert catalogue.version(9) == dutch.version != english.version


def test_a_language_that_we_do_not_speak_gets_dutch() -> None:
    catalogue = read_catalogue()
    assert catalogue.plans("xx") == catalogue.plans("nl")


def test_the_version_of_no_plan_is_refused_with_a_remedy() -> None:
    with pytest.raises(KeyError, match=r"There is no plan 77\. Ask for one of the catalogue's plans\."):
        read_catalogue().version(77)


def test_the_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a", replaced("number: 9", "number: x"))
    write(tmp_path / "a", "title: {of: zz, text: A}\n", "en.yaml")
    write(tmp_path / "b", "")
    with pytest.raises(Broken) as caught:
        read_catalogue(tmp_path)
    assert [str(problem.file.relative_to(tmp_path)) for problem in caught.value.problems] == ["a/en.yaml", "a/plan.yaml", "b/plan.yaml"]
    assert caught.value.problems[0].message == "'of' is 'zz', which is not a hash. Copy the eight characters that the check gives."


def test_two_plans_with_one_number_and_id_are_named(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b")
    with pytest.raises(Broken) as caught:
        read_catalogue(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path}/b/plan.yaml:1: id 'klein' is also used by a/plan.yaml. Choose another id.\n"
        f"{tmp_path}/b/plan.yaml:2: number '9' is also used by a/plan.yaml. Choose another number."
    )


def test_a_folder_without_plans_says_so(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="there are no plans here"):
        read_catalogue(tmp_path)

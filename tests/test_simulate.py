"""A whole group can be played with a plan, and the play is the same for the same seed."""

from pathlib import Path

import pytest

from bot.simulate import Unplayable, simulate
from content.catalogue import PLANS

PLAN = "voorkomen-wrijvingen"


async def played(size: int, plan: str, seed: int) -> str:
    lines: list[str] = []
    await simulate(size, plan, seed, lines.append)
    return "\n".join(lines)


async def test_the_play_ends_with_the_groups_answers_and_its_advice_in_counts() -> None:
    said = await played(12, PLAN, 1)
    assert "12 members: " in said
    assert "Antwoorden van de groep" in said
    assert "Advies voor de groep" in said
    assert " van " in said.split("Advies voor de groep")[1]
    assert "zeggen dat" in said
    assert "Nu: nog te doen." in said


async def test_the_same_seed_gives_the_same_play_and_another_one_another() -> None:
    assert await played(6, PLAN, 5) == await played(6, PLAN, 5)
    assert await played(6, PLAN, 5) != await played(6, PLAN, 6)


async def test_a_group_of_two_sees_nothing_of_each_other() -> None:
    said = await played(2, "3", 1)
    assert "te weinig antwoorden" in said
    assert "■" not in said


async def test_a_draft_is_played_from_its_own_folder(tmp_path: Path) -> None:
    text = (PLANS / PLAN / "plan.yaml").read_text(encoding="utf-8").replace("number: 3", "number: 9").replace(f"id: {PLAN}", "id: proef")
    (tmp_path / "proef").mkdir()
    (tmp_path / "proef" / "plan.yaml").write_text(text, encoding="utf-8")
    said = await played(4, str(tmp_path / "proef"), 2)
    assert said.startswith("Hoe voorkomen we interne wrijvingen?")


@pytest.mark.parametrize(
    ("size", "plan", "why"),
    [
        (0, PLAN, r"a group of 0 can't be played\. Choose from 1 to 60\."),
        (61, PLAN, r"a group of 61 can't be played"),
        (5, "bestaat-niet", r"there is no plan 'bestaat-niet'\. Name a plan\.yaml"),
        (5, "1", r"plan 'locatie-vinden' is coming and has no questions yet"),
    ],
)
async def test_what_cannot_be_played_is_said_in_one_sentence(size: int, plan: str, why: str) -> None:
    with pytest.raises(Unplayable, match=why):
        await played(size, plan, 1)

"""A group over a year on a fast clock, with the real service on both databases; what is printed is compared word for word."""

from pathlib import Path
from random import Random

import pytest

from bot.dialogue.catalogue import read_catalogue
from bot.pictures import dimensions, png
from bot.rehearsal import Stage
from bot.simulate import BEGIN, CHANNELS, Play, Unplayable, theatre_of
from bot.year import play_year, rehearse
from storage.db import Database

FILE = Path(__file__).parents[1] / "transcripts" / "together" / "een-jaar.txt"
SIZE, ROUNDS, SEED = 9, 4, 1


async def played(database: Database) -> str:
    stages = {name: Stage(name) for name in CHANNELS}
    theatre = await theatre_of(database, read_catalogue(), stages, BEGIN, Random(SEED))
    plan = theatre.behind.house.catalogue.plan(3) if theatre.behind else None
    assert plan is not None
    lines: list[str] = []
    picture = await play_year(Play(theatre, stages, plan), SIZE, ROUNDS, lines.append)
    assert picture is not None
    assert dimensions(png(picture))[0] > 300
    return "\n".join(lines) + "\n"


async def test_four_evaluations_one_paused_one_after_an_outage_two_steps_done_and_one_stuck(
    database: Database, request: pytest.FixtureRequest
) -> None:
    said = await played(database)
    if request.config.getoption("--update"):
        FILE.write_text(said, encoding="utf-8")
    assert said == FILE.read_text(encoding="utf-8")


def test_the_year_holds_what_it_is_to_show() -> None:
    said = FILE.read_text(encoding="utf-8")
    for evaluation in range(1, ROUNDS + 1):
        assert f"evaluation {evaluation}: " in said
    words = ("Er is een pauze tot", "Dit kan helpen", "Of het daardoor komt", "vorige keer", "Lukt het niet?")
    for what in ("the computer was off for a week", ": stuck", *words):
        assert what in said, what
    assert said.count(": done") == 2
    assert "Beter" in said
    assert "Moeilijker" in said


def test_the_command_plays_the_same_and_draws_it(tmp_path: Path) -> None:
    lines: list[str] = []
    rehearse(SIZE, "3", SEED, ROUNDS, tmp_path / "jaar.png", lines.append)
    assert "\n".join(lines[:-1]) + "\n" == FILE.read_text(encoding="utf-8")
    assert dimensions((tmp_path / "jaar.png").read_bytes())[0] > 300


@pytest.mark.parametrize(
    ("size", "rounds", "why"), [(9, -1, "Choose from 0 to 12"), (9, 13, "Choose from 0 to 12"), (3, 4, "nobody who answers")]
)
def test_what_can_not_be_played_is_told(size: int, rounds: int, why: str) -> None:
    with pytest.raises(Unplayable, match=why):
        rehearse(size, "3", 1, rounds, None, print)

"""Whole conversations, as on the phone, come out word for word."""

from pathlib import Path

import pytest

from bot.transcript import Line, read, write
from tests.dialogue.phone import Phone

FOLDER = Path(__file__).parents[1] / "transcripts"
FILES = sorted(FOLDER.glob("*.yaml"))


def replayed(phone: Phone, lines: list[Line]) -> list[Line]:
    """What is said when she does the same again."""
    said: list[Line] = []
    for who, text in lines:
        if who == "you":
            said += [("you", text), ("bot", phone.say(text))]
    return said


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_conversation_comes_out_word_for_word(file: Path, phone: Phone, request: pytest.FixtureRequest) -> None:
    lines = read(file)
    said = replayed(phone, lines)
    if request.config.getoption("--update"):
        write(file, said)
        return
    assert said == lines


def test_there_are_transcripts() -> None:
    assert len(FILES) > 4

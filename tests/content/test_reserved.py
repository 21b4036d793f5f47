"""An answer that is called by a word of the bot's own could never be typed."""

from pathlib import Path

import pytest

from bot.dialogue import reading
from content import reserved
from content.reserved import BUTTONS, START, STOP, core
from tests.content.small import checked, line, replaced, write
from tests.content.test_translation import english

COUNTED = "but a number that is typed is the place of an option. Say it in words."
UNDERSTOOD = "which the bot understands as a word to itself. Use other words."


def test_the_words_here_are_those_that_the_bot_understands() -> None:
    assert set(STOP) == reading.STOP
    assert set(START) == reading.START


@pytest.mark.parametrize("text", ["Stop!", "/stop", "‘Klaar’", "BAŞLA", "Sla  over…", "\u200eتوقف", "١٤", "Één, twee?"])
def test_words_are_compared_here_as_the_bot_compares_them(text: str) -> None:
    assert core(text) == reading.core(text)


def test_the_buttons_that_stand_below_every_question_are_reserved() -> None:
    words = (Path(__file__).parents[2] / "bot" / "locale" / "stappenbot.pot").read_text(encoding="utf-8")
    assert [word for word in BUTTONS if f'msgid "{word}"' not in words] == []


@pytest.mark.parametrize(
    "label", ["Stop", "stoppen!", "Start", "Menu", "klaar", "Terug", "Sla over", "Laat zo", "Later verder", "Hulp", "توقف"]
)
def test_a_label_that_the_bot_understands_as_something_else(tmp_path: Path, label: str) -> None:
    text = replaced("label: Nee", f"label: '{label}'")
    assert checked(tmp_path, text) == [f"plan.yaml:29: option 2 of 'regels.zijn-er' is called '{label}', {UNDERSTOOD}"]


def test_a_short_label_that_the_bot_understands_as_something_else(tmp_path: Path) -> None:
    text = replaced("label: Nee", "label: We zijn er klaar mee\n            short: Klaar")
    assert checked(tmp_path, text) == [f"plan.yaml:30: option 2 of 'regels.zijn-er' is called 'Klaar', {UNDERSTOOD}"]


def test_a_label_in_another_language_that_the_bot_understands_as_something_else(tmp_path: Path) -> None:
    translation = english(tmp_path, {"questions.regels.zijn-er.ja.label": "Stop"})
    write(tmp_path, translation, "en.yaml")
    [problem] = checked(tmp_path, replaced("number: 9", "number: 8"))
    assert problem == f"en.yaml:{line('zijn-er.ja.label', translation)}: option 1 of 'regels.zijn-er' is called 'Stop', {UNDERSTOOD}"


@pytest.mark.parametrize("label", ["2", "٢", "(10)"])
def test_a_label_of_digits_would_be_taken_for_the_place_of_an_option(tmp_path: Path, label: str) -> None:
    assert checked(tmp_path, replaced("label: Nee", f"label: '{label}'")) == [
        f"plan.yaml:29: option 2 of 'regels.zijn-er' is called '{label}', {COUNTED}"
    ]


def test_a_number_may_be_the_label_of_a_band_of_numbers(tmp_path: Path) -> None:
    text = replaced("kind: choice", "kind: number").replace("label: Ja", "label: '0'\n            up_to: 0")
    assert checked(tmp_path, text.replace("label: Nee", "label: Meer")) == []


def test_nothing_else_that_is_reserved_is_left_unread() -> None:
    assert {core(word) for word in (*STOP, *START, *BUTTONS)} == reserved.RESERVED

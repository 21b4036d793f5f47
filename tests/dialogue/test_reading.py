"""What typed words may mean."""

import pytest

from bot.dialogue.message import Button
from bot.dialogue.reading import clean, folded, match, numbers_in, only_number, says_start, says_stop

OPTIONS = (Button("Ja, altijd", "a"), Button("Ja, soms", "b"), Button("Nee", "c"), Button("1 tot 5", "d"))


def test_marks_and_control_characters_are_taken_out_and_the_rest_stays() -> None:
    assert clean("\x02vet\x03 \x00én\ud800 \U000f0000😀\nnieuwe regel\u200d ") == "vet én 😀\nnieuwe regel\u200d"


def test_case_accents_and_punctuation_make_no_difference() -> None:
    assert folded("  Één  VROUW! ") == folded("een vrouw")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3 of 4", [3, 4]),
        ("٤٢ vrouwen", [42]),
        ("een paar", []),
        ("geen idee", []),
        ("niemand weet het", []),
        ("-5", []),
        ("9" * 5000, [1_000_001]),
    ],
)
def test_numbers_in_a_sentence_are_digits_only(text: str, numbers: list[int]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("éénentwintig", 21),
        ("Tweeëntwintig!", 22),
        ("negenennegentig", 99),
        ("geen", 0),
        ("een", 1),
        ("een paar", None),
        ("a3", None),
        ("-5", None),
        ("١٤", 14),
    ],
)
def test_a_whole_message_may_be_a_number_in_words(text: str, number: int | None) -> None:
    assert only_number(text) == number


@pytest.mark.parametrize(
    ("text", "address"),
    [("ja, altijd", "a"), ("NEE!", "c"), ("ne", "c"), ("2", "b"), ("1 tot 5", "d"), ("ja", None), ("n", None), ("9", None)],
)
def test_a_label_its_unique_start_or_its_number_means_a_button(text: str, address: str | None) -> None:
    button = match(text, OPTIONS)
    assert (button.address if button else None) == address


def test_stop_and_start_are_whole_messages_only() -> None:
    for said in ("Stop.", "STOP 🙏", "STOP👍", "stop\u200f", "\u200eSTOP", "“stop”", "/stop", "Stop met berichten", "توقف\u200f"):
        assert says_stop(said)
    assert not says_stop("ik wil niet stop zeggen")
    assert says_start("/start")
    assert not says_start("start maar met de regels")


@pytest.mark.parametrize("text", ["4. Nederlands spr…", "4) nederlands spreken", "4 Hoe goed we", "4. Hoe goed we Nederlands spreken"])
def test_an_option_may_be_typed_as_it_stands_in_a_list_with_its_number(text: str) -> None:
    options = (*OPTIONS[:3], Button("Hoe goed we Nederlands spreken", "e", "Nederlands spreken"))
    assert match(text, options) == options[3]


@pytest.mark.parametrize("text", ["3. Hoe goed we", "9. Nee", "0. Nee", "4 weken geleden"])
def test_a_number_with_other_words_means_no_option(text: str) -> None:
    assert match(text, OPTIONS) is None

"""A schedule has a sentence, and the sentence is understood; so is what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule_words import hours_in, in_words, minute_in, understood, weekday_in
from bot.schedules import NoSchedule, Schedule, from_code
from tests.schedules import schedules


class Dutch:
    """The texts as they are."""

    def t(self, dutch: str) -> str:
        return dutch


class Loud:
    """Another language."""

    def t(self, dutch: str) -> str:
        return dutch if dutch.startswith("{") else dutch.replace("elke", "ELKE").replace("dinsdag", "SALI")


@given(schedules())
def test_what_is_said_of_a_schedule_means_that_schedule(schedule: Schedule) -> None:
    sentence = in_words(Dutch(), schedule)
    assert understood(sentence) == understood(sentence.upper() + ".") == schedule
    assert in_words(Dutch(), understood(sentence)) == sentence


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("w6.2.1000", "elke 6 weken op dinsdag om 10:00"),
        ("w1.1.0905", "elke week op maandag om 9:05"),
        ("m3.1.2.1000", "elke 3 maanden op de eerste dinsdag om 10:00"),
        ("d3.31.1000", "elke 3 maanden op de laatste dag van de maand om 10:00"),
        ("d1.5.1000", "elke maand op de 5e om 10:00"),
        ("q1.2.1000", "op de eerste dinsdag van het kwartaal om 10:00"),
        ("y5.17.1000", "elk jaar op 17 mei om 10:00"),
    ],
)
def test_a_schedule_in_dutch(code: str, sentence: str) -> None:
    assert in_words(Dutch(), from_code(code)) == sentence


def test_a_schedule_in_another_language() -> None:
    assert in_words(Loud(), from_code("w6.2.1000")) == "ELKE 6 weken op SALI om 10:00"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("om de 6 weken dinsdag 10 uur", "w6.2.1000"),
        ("Elke zes weken, op dinsdag om 10.", "w6.2.1000"),
        ("elke drie maanden", "m3.1.2.1000"),
        ("eerste dinsdag van het kwartaal", "q1.2.1000"),
        ("elk kwartaal", "q1.2.1000"),
        ("iedere maand op de 31e om half elf", "d1.31.1030"),
        ("elk half jaar", "m6.1.2.1000"),
        ("elke 2 jaar", "m24.1.2.1000"),
        ("om de week op vrijdag", "w2.5.1000"),
        ("één keer per maand", "m1.1.2.1000"),
        ("elke ٦ weken om ١٤:٣٠", "w6.2.1430"),
        ("elke laatste vrijdag van de maand om kwart over negen", "m1.-1.5.0915"),
        ("jaarlijks op 1 mei", "y5.1.1000"),
        ("15 mrt", "y3.15.1000"),
        ("elke 2 weken op wo 14u", "w2.3.1400"),
        ("elk jaar op 30 februari", "y2.30.1000"),  # understood, and refused because it never comes
    ],
)
def test_what_people_type_is_understood(text: str, code: str) -> None:
    assert understood(text) == from_code(code)


@pytest.mark.parametrize(
    "text",
    ["", "hallo", "elke dag", "ooit", "twee keer per jaar", "elke 0 weken", "elke 99 weken", "elke week om 25:00", "elke maand op de 32e"],
)
def test_what_is_no_schedule_is_not_guessed(text: str) -> None:
    with pytest.raises(NoSchedule):
        understood(text)


@pytest.mark.parametrize(
    "text",
    ["elke week op maandag en dinsdag", "elke maand op de 5e dinsdag", "elke week op de 5e", "elke maand op 15 maart", "9:00 11:00"],
)
def test_what_says_two_things_at_once_is_not_guessed_either(text: str) -> None:
    with pytest.raises(NoSchedule):
        understood(text)


@given(st.text(max_size=300))
def test_anything_else_is_refused_and_nothing_breaks(text: str) -> None:
    for reading in (understood, weekday_in, minute_in, hours_in):
        try:
            reading(text)
        except NoSchedule:
            continue


def test_a_day_a_time_and_two_times() -> None:
    assert (weekday_in("Vrijdag"), weekday_in("op zo")) == (5, 7)
    assert [minute_in(text) for text in ("9", "14:00", "half elf", "kwart voor 3", "om 8 uur", "١٤:٣٠")] == [540, 840, 630, 165, 480, 870]
    assert [hours_in(text) for text in ("20:00-9:00", "van 21 uur tot 8 uur")] == [(1200, 540), (1260, 480)]


@pytest.mark.parametrize("typed", ["eerste maandag van het jaar", "de laatste dag van het kwartaal", "de eerste dag van het kwartaal"])
def test_what_does_not_say_in_which_month_is_asked_again(typed: str) -> None:
    with pytest.raises(NoSchedule):
        understood(typed)

"""What is drawn of several rounds: how each question went, with gaps where nothing is known."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from bot import pictures
from bot.dialogue.attached import Course, Mark, Picture
from bot.pictures import LEAST, PAGE, TALLEST, WIDTH, dimensions, drawn, png, size
from tests.test_pictures import BARS, CODE, HOSTILE, MAIN, colours

MARKS = (Mark("mrt", "6", 20), Mark("jun", "7", 40, joined=True), Mark("sep", "–", None, joined=True), Mark("dec", "5", 90, joined=True))
COURSE = Picture("course", "x", "Laak", "Hoger is beter.", courses=(Course("Is er spanning?", MARKS),), ends=("gaat goed", "is moeilijk"))


def marked(*heights: int | None, joined: bool = False) -> Picture:
    """A course with nothing to read, so that only its marks have their colour."""
    return Picture("course", "", courses=(Course("", tuple(Mark("", "", height, joined) for height in heights)),))


def dots(picture: Picture) -> list[tuple[int, int]]:
    """Where the marks are: of each the middle, from left to right, as parts of a thousand of the width."""
    found = [(x, y) for y, row in enumerate(colours(png(picture))) for x, colour in enumerate(row) if colour == MAIN]
    columns = sorted({x for x, _ in found})
    starts = [x for place, x in enumerate(columns) if place == 0 or x - columns[place - 1] > 5]
    groups = [[(x, y) for x, y in found if start <= x < after] for start, after in pairwise([*starts, WIDTH])]
    return [(sum(x for x, _ in one) * 1000 // len(one) // WIDTH, sum(y for _, y in one) * 1000 // len(one) // WIDTH) for one in groups]


def test_in_a_course_better_is_higher_and_later_is_further_on() -> None:
    (first, low), (second, middle), (third, high) = dots(marked(0, 50, 100))
    assert (second - first) == pytest.approx(third - second, abs=3)
    assert low - middle == pytest.approx(middle - high, abs=3)
    assert low - high == pytest.approx(64 * 1000 / PAGE, abs=3)  # what the box leaves them


def test_from_right_to_left_a_course_begins_at_the_right() -> None:
    (_, high), (_, low) = dots(replace(marked(0, 100), right_to_left=True))
    assert high < low  # the later one stands left


def test_a_course_has_a_gap_where_nothing_is_known_and_a_line_only_between_what_may_be_compared() -> None:
    assert len(dots(marked(50, 50, 50))) == 3
    assert len(dots(marked(50, None, 50))) == 2
    assert len(dots(marked(50, None, 50, joined=True))) == 2
    assert len(dots(marked(50, 50, 50, joined=True))) == 1  # all of them hang together
    assert len(dots(marked(None, None))) == 0


def test_another_course_makes_another_picture() -> None:
    changed = [
        replace(COURSE, title="Anders"),
        replace(COURSE, text="Anders"),
        replace(COURSE, ends=("anders", "is moeilijk")),
        replace(COURSE, ends=("gaat goed", "anders")),
        replace(COURSE, courses=(Course("Anders?", MARKS),)),
        replace(COURSE, courses=(Course("Is er spanning?", MARKS[:3]),)),
        replace(COURSE, courses=(Course("Is er spanning?", (replace(MARKS[0], note="9"), *MARKS[1:])),)),
        replace(COURSE, courses=(Course("Is er spanning?", (replace(MARKS[0], label="feb"), *MARKS[1:])),)),
    ]
    assert len({png(picture) for picture in [COURSE, *changed]}) == len(changed) + 1


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_course_are_only_ever_words(words: str) -> None:
    course = Course(words, (Mark(words, words, 0), Mark(words, words, 10**9, joined=True), Mark(words, words, -5)))
    for right_to_left in (False, True):
        drawing = png(Picture("course", words, words, words, courses=(course,), ends=(words, words), right_to_left=right_to_left))
        assert LEAST <= dimensions(drawing)[0] <= WIDTH


def test_of_a_very_long_course_the_newest_marks_are_drawn() -> None:
    assert len(dots(marked(*[50] * 40))) == pictures.MARKS
    assert png(replace(COURSE, courses=(Course("", ()),)))
    assert dimensions(png(replace(COURSE, courses=COURSE.courses * 40)))[1] <= TALLEST


def test_a_course_comes_back_from_the_row_that_it_is_kept_in() -> None:
    for picture in (COURSE, BARS, CODE):
        assert Picture.from_json(json.loads(json.dumps(picture.to_json()))) == picture


@pytest.mark.parametrize("picture", [COURSE, replace(COURSE, courses=COURSE.courses * 6), replace(COURSE, title="", text="")])
def test_a_page_keeps_about_as_much_room_as_a_course_will_take(picture: Picture) -> None:
    (wide, tall), (room_wide, room_tall) = dimensions(png(picture)), size(picture)
    assert room_tall / room_wide == pytest.approx(tall / wide, rel=0.1)


async def test_a_course_that_is_drawn_apart_is_the_same() -> None:
    assert await drawn(COURSE) == png(COURSE)

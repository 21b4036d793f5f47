"""When a group is divided, how far, and between which answers."""

from typing import Literal

import pytest

from bot.disclosure import Counted
from bot.spread import divided, extremes, how_divided, most_divided
from content.model import Asked, Option, Prompt, Question

Kind = Literal["choice", "multi", "scale", "number", "open"]


def counted(kind: Kind, *counts: int, n: int | None = None) -> Counted:
    """A prompt of that kind with so many people at each option, which are called 'a', 'b', ..."""
    bands = [place if kind == "number" and place + 1 < len(counts) else None for place in range(len(counts))]
    options = tuple(Option(id=chr(97 + place), label=chr(97 + place), up_to=band) for place, band in enumerate(bands))
    prompt = Prompt(id="p", kind=kind, text="?", options=options)
    asked = Asked(key="q.p", question=Question(id="q", title="x", prompts=(prompt,)), prompt=prompt, number=1, part=1)
    return Counted(asked, sum(counts) if n is None else n, counts, ())


def named(one: Counted) -> str:
    return ", ".join(f"{count} {option.id}" for option, count in extremes(one))


@pytest.mark.parametrize("kind", ["scale", "number"])
def test_a_group_at_both_ends_of_an_ordered_prompt_is_divided_and_one_that_agrees_is_not(kind: Kind) -> None:
    assert divided(counted(kind, 3, 0, 0, 0, 3))
    assert divided(counted(kind, 2, 2, 0, 0, 3))
    assert not divided(counted(kind, 0, 0, 7, 0, 0))
    assert not divided(counted(kind, 0, 3, 1, 3, 0))
    assert not divided(counted(kind, 6, 1, 0, 0, 0))


def test_a_quarter_at_either_end_is_enough_and_less_is_not() -> None:
    assert divided(counted("scale", 2, 0, 4, 0, 2))
    assert not divided(counted("scale", 2, 0, 5, 0, 2))
    assert not divided(counted("scale", 2, 0, 6, 0, 0))


def test_a_variance_of_six_tenths_of_its_maximum_is_enough_and_less_is_not() -> None:
    assert divided(counted("scale", 1, 3, 0, 0, 4))  # 0.688, with an eighth at one end
    assert not divided(counted("scale", 1, 3, 1, 1, 3))  # 0.543
    assert how_divided(counted("scale", 3, 0, 0, 0, 12)) == pytest.approx(0.64 / 0.6)
    assert divided(counted("scale", 3, 0, 0, 0, 12))
    assert not divided(counted("scale", 2, 0, 0, 0, 12))  # 0.490


def test_choices_are_divided_when_they_are_spread_evenly_and_none_has_more_than_half() -> None:
    assert divided(counted("choice", 3, 3))
    assert not divided(counted("choice", 4, 3))
    assert divided(counted("choice", 3, 2, 2))
    assert not divided(counted("choice", 3, 3, 0, 0))
    assert not divided(counted("choice", 4, 1, 1, 1))


def test_people_who_all_choose_something_else_are_divided_also_when_options_are_left() -> None:
    assert divided(counted("choice", 1, 1, 1, 1, 1, 0, 0))
    assert not divided(counted("choice", 2, 2, 1, 0, 0, 0, 0))


@pytest.mark.parametrize("kind", ["multi", "open"])
def test_several_choices_and_words_are_never_divided(kind: Kind) -> None:
    assert how_divided(counted(kind, *([3, 3] if kind == "multi" else []), n=6)) == 0


@pytest.mark.parametrize("kind", ["scale", "number", "choice", "multi"])
def test_where_nothing_may_be_shown_nothing_is_divided(kind: Kind) -> None:
    assert how_divided(counted(kind, 0, 0, 0)) == 0
    assert not divided(counted(kind, 0, 0, 0))


@pytest.mark.parametrize("kind", ["scale", "choice"])
def test_answers_whose_options_are_gone_divide_nobody(kind: Kind) -> None:
    assert how_divided(counted(kind, 0, 0, n=3)) == 0


def test_all_at_one_answer_is_not_divided() -> None:
    assert how_divided(counted("choice", 5, 0)) == how_divided(counted("scale", 5, 0)) == 0


def test_the_prompt_that_divides_most_comes_out_and_of_equals_the_first() -> None:
    calm, apart, wide = counted("scale", 0, 6, 0), counted("scale", 2, 2, 2), counted("scale", 3, 0, 3)
    assert most_divided([calm, apart, wide]) is wide
    assert most_divided([calm, counted("choice", 2, 2, 2), apart]) is apart  # disagreement before variety
    same = counted("scale", 3, 0, 3)
    assert most_divided([wide, same]) is wide
    assert most_divided([calm, counted("multi", 3, 3)]) is None
    assert most_divided([]) is None


def test_the_answers_to_name_are_the_fullest_of_either_half_most_people_first() -> None:
    assert named(counted("scale", 3, 0, 0, 0, 4)) == "4 e, 3 a"
    assert named(counted("scale", 1, 4, 0, 0, 4)) == "4 b, 4 e"
    assert named(counted("scale", 3, 0, 9, 1, 3)) == "3 a, 3 e"
    assert named(counted("scale", 2, 2, 0, 3, 3)) == "3 e, 2 a"  # of equals the outermost
    assert named(counted("number", 3, 3, 0, 0, 2)) == "3 a, 2 e"


def test_of_choices_the_two_that_most_chose_are_named() -> None:
    assert named(counted("choice", 1, 2, 3, 2)) == "3 c, 2 b"
    assert named(counted("choice", 3, 3)) == "3 a, 3 b"

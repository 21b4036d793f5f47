"""What a group may see: never fewer than k people, nothing by comparing, and no more hidden than that takes."""

import time
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from bot.advice import Answer
from bot.disclosure import Given, least, release, view
from content.model import Option, Plan, Prompt, Question

KEYS = ("q.keuze", "q.open")
OPTIONS = ("ja", "nee", "soms")


def small_plan() -> Plan:
    options = tuple(Option(id=id, label=id) for id in OPTIONS)
    bands = (Option(id="weinig", label="weinig", up_to=5), Option(id="veel", label="veel"))
    prompts = (
        Prompt(id="keuze", kind="choice", text="?", options=options),
        Prompt(id="open", kind="open", text="?"),
        Prompt(id="getal", kind="number", text="?", options=bands),
    )
    return Plan(id="x", number=1, status="coming", title="x", questions=(Question(id="q", title="x", prompts=prompts),))


PLAN = small_plan()


def kept(words: list[str]) -> None:
    """Leaves the words in order."""


def one(name: str, answer: Answer | None = None, shown: Answer | None = None, person: str | None = None) -> Given:
    """Somebody's answer to the first prompt; her name is her submission, and who she is."""
    now = {KEYS[0]: answer} if answer else {}
    return Given(name, name if person is None else person, now, {KEYS[0]: shown} if shown else {})


YES, NO = Answer(("ja",)), Answer(("nee",))


def fresh(names: str) -> list[Given]:
    return [one(name, YES) for name in names]


def old(names: str) -> list[Given]:
    return [one(name, YES, YES) for name in names]


def released(given: Sequence[Given], k: int = 3, *, closing: bool = False, members: int = 0, earlier: Iterable[str] = ()) -> str:
    """The names of those whose answers come out; without a number of members everybody has answered."""
    found = release(KEYS[:1], given, k, closing=closing, members=members, earlier={KEYS[0]: [frozenset(names) for names in earlier]})
    return "".join(sorted(submission for submission, _ in found))


def test_answers_come_out_once_there_are_k_of_them() -> None:
    assert released(fresh("ab"), members=9) == ""
    assert released(fresh("abc"), members=9) == "abc"
    assert released(fresh("abcd"), k=5, members=9) == ""


def test_the_next_ones_wait_until_they_are_k_as_well() -> None:
    assert released(old("abc") + fresh("de"), members=12) == ""
    assert released(old("abc") + fresh("def"), members=12) == "def"


def test_who_is_left_must_be_able_to_follow_so_the_last_few_are_waited_for() -> None:
    assert released(fresh("abc"), members=5) == ""
    assert released(fresh("abc"), members=6) == "abc"
    assert released(fresh("abcde"), members=5) == "abcde"
    assert released(fresh("abc"), members=4, closing=True) == "abc"


def test_members_who_left_after_answering_keep_nobody_waiting() -> None:
    assert released(fresh("abcd"), members=2) == "abcd"


def test_at_closing_a_remainder_of_fewer_than_k_stays_hidden() -> None:
    assert released(old("abc") + fresh("de"), closing=True, members=5) == ""
    assert released(fresh("ab"), closing=True, members=2) == ""


def test_what_is_shown_is_frozen_whether_it_is_changed_skipped_or_forgotten() -> None:
    changed = [one("a", NO, YES), one("b", NO, YES), one("c", Answer(), YES), one("d", None, YES)]
    for closing in (False, True):
        assert release(KEYS[:1], changed + fresh("efg"), 3, closing=closing, members=0) == {(name, KEYS[0]): YES for name in "efg"}


def test_answers_that_are_skipped_or_not_done_do_not_count() -> None:
    busy = [one("c", Answer(("ja",), done=False)), one("d", Answer()), one("e")]
    assert released(fresh("ab") + busy, closing=True) == ""
    assert released(fresh("abf") + busy, closing=True) == "abf"


def test_an_answer_comes_out_as_it_is_at_that_moment() -> None:
    given = [one("a", NO), *fresh("bc")]
    assert release(KEYS[:1], given, 3, closing=False, members=3)["a", KEYS[0]] == NO


def test_fewer_than_three_is_never_enough_whatever_a_group_was_given() -> None:
    assert least(1) == 3
    assert released(fresh("ab"), k=1, closing=True) == ""


def test_a_person_who_stands_there_twice_counts_once() -> None:
    twice = [one("a", YES, person="anna"), one("b", YES, person="anna"), one("c", YES)]
    assert released(twice, closing=True) == ""
    assert released([*twice, one("d", YES)], closing=True) == "acd"
    assert released([one("b", YES, YES, person="anna"), one("a", YES, person="anna"), *fresh("cd")], closing=True) == ""


def test_the_same_people_as_in_an_earlier_round_may_be_shown_again() -> None:
    assert released(fresh("abcd"), earlier=["abcd"]) == "abcd"


def test_one_person_more_or_less_than_an_earlier_round_waits_while_the_round_is_open() -> None:
    assert released(fresh("abcde"), earlier=["abcd"]) == ""
    assert released(fresh("abc"), earlier=["abcd"]) == ""
    assert released(old("abcd") + fresh("efg"), earlier=["abcdefgh"]) == ""
    assert released(fresh("abcdefg"), earlier=["abcd"]) == "abcdefg"


def test_after_an_earlier_round_everybody_is_waited_for_so_that_the_same_people_can_be_shown() -> None:
    assert released(fresh("abc"), members=7, earlier=["abcdefg"]) == ""
    assert released(fresh("abcdef"), members=7, earlier=["abcdefg"]) == ""
    assert released(fresh("abcdefg"), members=7, earlier=["abcdefg"]) == "abcdefg"
    assert released(fresh("abc"), members=7) == "abc"  # in the first round the first of them are shown at once


def test_at_closing_whoever_is_new_is_held_back_before_others_are() -> None:
    assert released(fresh("zabcdefgh"), closing=True, earlier=["abcdefgh"]) == "abcdefgh"
    assert released(fresh("abcdefgh"), closing=True, earlier=["abcdefghi"]) == "cdefgh"  # two more: three are gone now
    assert released(fresh("abcd"), closing=True, earlier=["abcde"]) == ""  # two more would leave two


def test_every_earlier_view_counts_not_only_the_last() -> None:
    assert released(fresh("abcdefg"), closing=True, earlier=["abc", "abcdefgh"]) == "bcefg"
    assert released(old("abcd") + fresh("efgh"), closing=True, earlier=["abcdefghi"]) == ""


def test_earlier_views_of_another_prompt_do_not_matter() -> None:
    earlier = {KEYS[1]: [frozenset("ab")]}
    assert len(release(KEYS, fresh("abc"), 3, closing=False, members=3, earlier=earlier)) == 3


def test_when_nobody_knows_who_they_are_earlier_rounds_are_not_compared() -> None:
    assert released([one(name, YES, person="") for name in "abc"], earlier=["abcd"]) == "abc"


def test_when_some_are_unknown_each_may_be_whoever_is_missing_or_somebody_new() -> None:
    unknown = [one("x", YES, person=""), one("y", YES, person="")]
    assert released(fresh("abcd") + unknown[:1], earlier=["abcd"]) == ""  # one more
    assert released(fresh("abcd") + unknown, earlier=["abcdef"]) == ""  # the two who are gone, or one of them and a new one
    assert released(fresh("abcd") + unknown, earlier=["efghij"]) == "abcdxy"


def test_what_a_group_sees_is_counted_by_option_band_and_words() -> None:
    shown = [
        {"q.keuze": YES, "q.open": Answer(text="thee"), "q.getal": Answer(number=5)},
        {"q.keuze": NO, "q.open": Answer(text="soep"), "q.getal": Answer(number=6)},
        {"q.keuze": YES, "q.open": Answer(text="taart"), "q.getal": Answer(("veel",))},
    ]
    choice, words, number = view(PLAN, shown, 3, list.reverse)
    assert (choice.n, choice.counts, choice.words) == (3, (2, 1, 0), ())
    assert (words.n, words.counts, words.words) == (3, (), ("taart", "soep", "thee"))
    assert (number.n, number.counts) == (3, (1, 2))
    assert choice.asked.key == "q.keuze"


@pytest.mark.parametrize(("k", "people"), [(3, 2), (5, 4), (1, 2)])
def test_below_k_a_group_sees_nothing_even_if_it_was_released(k: int, people: int) -> None:
    shown = [{"q.keuze": YES, "q.open": Answer(text="thee")}] * people + [{"q.keuze": Answer(), "q.open": Answer(text="", done=False)}]
    choice, words, _ = view(PLAN, shown, k, kept)
    assert (choice.n, choice.counts, words.n, words.words) == (0, (0, 0, 0), 0, ())


def test_only_what_was_asked_in_words_is_shown_in_words() -> None:
    shown = [{"q.keuze": Answer(("ja",), text="omdat Fatma dat zei")}] * 3
    assert view(PLAN, shown, 3, kept)[0].words == ()


def test_words_are_not_seen_below_k_when_others_answered_without_words() -> None:
    shown = [{"q.open": Answer(text="thee")}] * 2 + [{"q.open": Answer(number=1)}]
    assert view(PLAN, shown, 3, kept)[1].words == ()


NAMES = "abcdefg"


@settings(max_examples=300, deadline=None)
@examples(st.sets(st.sampled_from(NAMES), min_size=3), st.lists(st.frozensets(st.sampled_from(NAMES + "hi"), min_size=3), max_size=4))
def test_at_closing_no_more_is_held_back_than_must_be(names: set[str], earlier: list[frozenset[str]]) -> None:
    def fine(people: Sequence[str]) -> bool:
        return all(len(view ^ set(people)) not in (1, 2) for view in earlier)

    most = max((size for size in range(3, len(names) + 1) for some in combinations(names, size) if fine(some)), default=0)
    found = released(fresh("".join(sorted(names))), closing=True, earlier=["".join(view) for view in earlier])
    assert len(found) == most
    assert not found or fine(found)


def test_a_large_group_with_a_long_past_is_closed_at_once() -> None:
    people = [f"p{number}" for number in range(20)]
    earlier = {KEYS[0]: [frozenset(people) - {person} for person in people]}
    given = [one(person, YES) for person in people]
    start = time.perf_counter()
    shown = release(KEYS[:1], given, 3, closing=True, members=20, earlier=earlier)
    assert len(shown) == 16  # three of them would still be two away from the view without the third
    assert time.perf_counter() - start < 1

"""Whatever was answered: no woman alone makes a verdict, and nothing moves by what the rounds themselves do not show."""

from collections.abc import Sequence

from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from bot.advice import Answer
from bot.comparison import compare, course, same_people
from bot.disclosure import Given, release
from tests.test_comparison import ABOUT, FEEL, LABELS, LOW, TOPIC, Sheet, says, seen, verdict

SHEETS = st.lists(
    st.tuples(st.sampled_from(LABELS), st.sets(st.sampled_from([one.id for one in ABOUT.options]), min_size=1)).map(
        lambda both: says(both[0]) | says(*sorted(both[1]), key=TOPIC)
    ),
    min_size=3,
    max_size=9,
)
OPPOSITE = {"better": "worse", "worse": "better", "same": "same"}


@settings(max_examples=200, deadline=None)
@examples(SHEETS, SHEETS)
def test_seen_from_the_other_side_better_is_worse(before: list[Sheet], now: list[Sheet]) -> None:
    for there, back in zip(compare(seen(before), seen(now)), compare(seen(now), seen(before)), strict=True):
        assert back.verdict == OPPOSITE.get(there.verdict, "")


@settings(max_examples=200, deadline=None)
@examples(SHEETS, SHEETS, st.randoms())
def test_in_which_order_they_answered_is_all_the_same(before: list[Sheet], now: list[Sheet], random: st.DataObject) -> None:
    first = compare(seen(before), seen(now))
    for sheets in (before, now):
        random.shuffle(sheets)  # type: ignore[attr-defined]
    assert compare(seen(before), seen(now)) == first


@settings(max_examples=300, deadline=None)
@examples(SHEETS, SHEETS, st.integers(0, 8))
def test_more_trouble_never_reads_better(before: list[Sheet], now: list[Sheet], who: int) -> None:
    order = ("better", "same", "worse")
    harder = [*now]
    harder[who % len(now)] = {**now[who % len(now)], **LOW}
    assert order.index(verdict(before, harder)) >= order.index(verdict(before, now))


@settings(max_examples=300, deadline=None)
@examples(SHEETS, SHEETS, st.integers(0, 8), st.sampled_from(["change", "leave", "join"]))
def test_no_woman_alone_makes_it_better_or_worse(sheets: list[Sheet], others: list[Sheet], who: int, what: str) -> None:
    """All others answer as they did; one answers in another way, leaves or is new."""
    now = [*sheets]
    if what == "leave":
        now.pop(who % len(now))
    elif what == "join":
        now.append(others[0])
    else:
        now[who % len(now)] = others[0]
    assert {verdict(sheets, now, id) for id in ("gevoel", "waarover")} <= {"same", ""}
    assert {verdict(now, sheets, id) for id in ("gevoel", "waarover")} <= {"same", ""}


def released(names: Sequence[str], sheets: Sequence[Sheet], earlier: Sequence[str]) -> tuple[frozenset[str], list[Sheet]]:
    """What a round shows when it closes: who is behind it, and what they said."""
    given = [Given(name, name, sheet, {}) for name, sheet in zip(names, sheets, strict=False)]
    views = {key: [frozenset(earlier)] if earlier else [] for key in (FEEL, TOPIC)}
    out = release((FEEL, TOPIC), given, 3, closing=True, members=len(given), earlier=views)
    shown: dict[str, dict[str, Answer]] = {}
    for (name, key), answer in out.items():
        shown.setdefault(name, {})[key] = answer
    return frozenset(shown), [shown[name] for name in sorted(shown)]


@settings(max_examples=300, deadline=None)
@examples(SHEETS, SHEETS, SHEETS, st.sets(st.sampled_from("abcdefghi")), st.sampled_from("bcdefghi"))
def test_what_is_not_shown_moves_nothing_whoever_came_or_left(
    before: list[Sheet], now: list[Sheet], other: list[Sheet], gone: set[str], newcomer: str
) -> None:
    """Of those who are held back it makes no difference what they said: neither verdict, course, reason nor the one bit changes."""
    first, shown = released("abcdefghi", before, "")
    names = [name for name in "abcdefghi" if name not in gone] + [newcomer.upper()]
    people, later = released(names, now, "".join(sorted(first)))
    hidden = [name for name in names[: len(now)] if name not in people]
    swapped = [other[0] if name in hidden else sheet for name, sheet in zip(names, now, strict=False)]
    again, after = released(names, swapped, "".join(sorted(first)))
    assert (again, after) == (people, later)
    one = seen(later, same=same_people(first, people))
    if not one.same:  # so the bit never turns by one woman, or two
        assert len(first ^ people) >= 3
    assert compare(seen(shown), one) == compare(seen(shown), seen(after, same=same_people(first, again)))
    assert course([seen(shown), one]) == course([seen(shown), seen(after, same=one.same)])

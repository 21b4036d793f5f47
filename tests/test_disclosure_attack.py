"""Whoever sees every view there ever was, and knows who stands behind each, still can't tell what one woman said."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from bot.advice import Answer
from bot.disclosure import Given, release, view
from tests.test_disclosure import KEYS, OPTIONS, PLAN, YES, kept


@dataclass(frozen=True)
class Seen:
    """What an attacker knows of one view: whose answers were in it, and which."""

    round: int
    key: str
    k: int
    answers: frozenset[tuple[str, Answer]]

    @property
    def people(self) -> frozenset[str]:
        return frozenset(person for person, _ in self.answers)


@dataclass
class Group:
    """A group that goes through rounds; after whatever happens all that can be is released."""

    k: int
    knowing: bool  # whether it is known who gave which submission
    members: list[str]
    round: int = 0
    now: dict[str, dict[str, Answer]] = field(default_factory=dict)
    shown: dict[str, dict[str, Answer]] = field(default_factory=dict)
    views: dict[str, set[frozenset[str]]] = field(default_factory=lambda: {key: set() for key in KEYS})
    of_round: dict[str, set[frozenset[str]]] = field(default_factory=lambda: {key: set() for key in KEYS})
    seen: list[Seen] = field(default_factory=list)
    joined: int = 0

    def happen(self, what: str, who: int, answers: Sequence[Answer]) -> None:
        if what == "join":
            self.joined += 1
            self.members.append(f"new{self.joined}")
        if what == "raise":
            self.k = min(5, self.k + 1)
        if what in ("leave", "forget"):
            self.lose(who, forgotten=what == "forget")
        if what == "answer":
            self.answer(who, answers)
        self.show(closing=what == "close")
        if what == "close":
            self.next_round()

    def lose(self, who: int, *, forgotten: bool) -> None:
        if self.members:
            gone = self.members.pop(who % len(self.members))
            if forgotten and gone in self.now:
                self.now[gone] = {}

    def answer(self, who: int, answers: Sequence[Answer]) -> None:
        """The bits of `who` say which members give these answers."""
        for place, member in enumerate(self.members):
            if who >> place & 1:
                self.now.setdefault(member, {}).update(zip(KEYS, answers, strict=True))

    def show(self, *, closing: bool) -> None:
        for (member, key), answer in self.releasing(closing=closing).items():
            self.shown.setdefault(member, {})[key] = answer
        assert self.releasing(closing=closing) == {}, "a second time nothing more comes out"
        for place, key in enumerate(KEYS):
            answers = {member: shown[key] for member, shown in self.shown.items() if key in shown}
            counted = view(PLAN, list(self.shown.values()), self.k, kept)[place]
            if counted.n:
                assert self.k <= counted.n == len(answers)
                self.seen.append(Seen(self.round, key, self.k, frozenset(answers.items())))
                self.of_round[key].add(frozenset(answers))

    def releasing(self, *, closing: bool) -> dict[tuple[str, str], Answer]:
        given = [Given(one, one if self.knowing else "", now, self.shown.get(one, {})) for one, now in self.now.items()]
        return release(KEYS, given, self.k, closing=closing, members=len(self.members), earlier=self.views)

    def next_round(self) -> None:
        for key in KEYS:
            self.views[key] |= self.of_round[key]
        self.of_round = {key: set() for key in KEYS}
        self.now, self.shown, self.round = {}, {}, self.round + 1


def happened(group: Group, events: Iterable[tuple[str, int, Sequence[Answer]]]) -> Group:
    for what, who, answers in events:
        group.happen(what, who, answers)
    group.happen("close", 0, ())
    return group


MOST = 11
MANY = (1 << MOST) - 1
SOME = st.sets(st.integers(0, MOST - 1), min_size=1, max_size=4).map(lambda places: sum(1 << place for place in places))
ANSWERS = st.sampled_from([Answer((id,)) for id in OPTIONS] * 2 + [Answer()])
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 12 + ["close"] * 2 + ["join", "leave", "forget", "raise"]),
        st.one_of(SOME, SOME, st.just(MANY), SOME.map(lambda places: MANY ^ places)),
        st.tuples(ANSWERS, ANSWERS),
    ),
    min_size=3,
    max_size=18,
)


def groups(*, knowing: bool) -> st.SearchStrategy[Group]:
    return st.builds(
        lambda k, size: Group(k, knowing, [f"m{number}" for number in range(size)]),
        st.sampled_from([3, 3, 4, 5]),
        st.integers(3, MOST),
    )


def in_the_span(rows: Sequence[Sequence[int]], target: Sequence[int]) -> bool:
    """Whether the target is a sum of these rows, each times some fraction."""
    return rank([*rows, target]) == rank(rows)


def rank(rows: Sequence[Sequence[int]]) -> int:
    found, left = 0, [[Fraction(number) for number in row] for row in rows]
    while left:
        row = left.pop()
        column = next((place for place, number in enumerate(row) if number), None)
        if column is not None:
            found += 1
            left = [[a - b * other[column] / row[column] for a, b in zip(other, row, strict=True)] for other in left]
    return found


def attack_within_rounds(seen: Sequence[Seen]) -> None:
    for first, second in combinations(seen, 2):
        if (first.round, first.key) == (second.round, second.key):
            for apart in (first.answers - second.answers, second.answers - first.answers):
                assert not 0 < len(apart) < min(first.k, second.k)
    for of in {(one.round, one.key) for one in seen}:
        views = {one.people for one in seen if (one.round, one.key) == of}
        people = sorted(frozenset().union(*views))
        rows = [[int(person in people_of) for person in people] for people_of in views]
        for place in range(len(people)):
            assert not in_the_span(rows, [int(other == place) for other in range(len(people))])
        alike = Counter(zip(*rows, strict=True))
        assert min(alike.values()) >= 3, "fewer than three people were in just these views"


def attack_between_rounds(seen: Sequence[Seen]) -> None:
    for first, second in combinations(seen, 2):
        if first.key == second.key and first.round != second.round:
            assert not 0 < len(first.people ^ second.people) < min(first.k, second.k)


@settings(max_examples=700, deadline=None)
@examples(groups(knowing=True), EVENTS)
def test_no_view_and_no_two_views_of_any_rounds_single_anyone_out(group: Group, events: list[tuple[str, int, Sequence[Answer]]]) -> None:
    happened(group, events)
    attack_within_rounds(group.seen)
    attack_between_rounds(group.seen)


@settings(max_examples=300, deadline=None)
@examples(groups(knowing=False), EVENTS)
def test_in_an_anonymous_group_no_two_views_of_a_round_single_anyone_out(
    group: Group, events: list[tuple[str, int, Sequence[Answer]]]
) -> None:
    happened(group, events)
    attack_within_rounds(group.seen)


@settings(max_examples=50, deadline=None)
@examples(st.integers(3, 12), st.integers(3, 5), st.permutations(range(12)), st.booleans())
def test_when_everybody_answers_everything_is_shown_in_the_first_round_and_in_the_next(
    size: int, k: int, order: list[int], knowing: bool
) -> None:
    group = Group(k, knowing, [f"m{number}" for number in range(size)])
    for round in range(2):
        for place in order:
            group.happen("answer", 1 << place, (YES, Answer(text="thee")))
        last = {one.key: one for one in group.seen if one.round == round}
        assert {key: one.people for key, one in last.items()} == ({key: frozenset(group.members) for key in KEYS} if size >= k else {})
        group.happen("close", 0, ())

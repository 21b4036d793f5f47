"""Which answers bring a step, tip or experience into the advice, so that nothing is written that nobody gets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Generic, TypeVar

from content.model import Plan, Prompt
from content.scoring import Answering, given

TRIES = 10
MANY = 10  # options; all their combinations would be too many to look at

T = TypeVar("T", bound=Answering)
Answers = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Way:
    """One way to answer a prompt, and what it adds to the score of each item."""

    chosen: frozenset[str]
    gains: tuple[int, ...]


def sounds(plan: Plan, item: Answering) -> bool:
    """Whether any answer gives one of the item's signals. If none does, no search is needed."""
    options = (option for asked in plan.asked for option in asked.prompt.options)
    return any(signal in item.signals for option in options for signal in (*option.signals, *option.unless))


class Search(Generic[T]):
    """Answers that bring one of the items among the `most` best.

    The search is deterministic. It chooses which rivals may stay ahead, answers each prompt as favours the item over
    the others, mends answer by answer, and tries again with more weight on those that are still ahead.
    That it finds nothing is no proof, but a reason to look.
    """

    def __init__(self, plan: Plan, items: Sequence[T], most: int) -> None:
        self.most = most
        self.size = len(items)
        self.keys = [asked.key for asked in plan.asked]
        self.ways = [_ways(asked.prompt, items) for asked in plan.asked]

    def answers(self, item: int) -> Answers | None:
        """Answers for which the item of that index is in the advice, or None when none were found."""
        rivals = [rival for rival in range(self.size) if rival != item]
        if sum(self._always_ahead(item, rival) for rival in rivals) >= self.most:
            return None
        for spared in combinations(rivals, min(self.most - 1, len(rivals))):
            picks = self._beating(item, [rival for rival in rivals if rival not in spared])
            if picks:
                return {key: way.chosen for key, way in zip(self.keys, picks, strict=True) if way.chosen}
        return None

    def _always_ahead(self, item: int, rival: int) -> bool:
        """Whether no answers at all bring the item ahead of this rival: a proof that saves the search."""
        lead = sum(max(way.gains[item] - way.gains[rival] for way in ways) for ways in self.ways)
        return lead + (item < rival) <= 0

    def _beating(self, item: int, rivals: Sequence[int]) -> list[Way] | None:
        """Ways to answer for which the item is better than all these rivals."""
        weights = dict.fromkeys(rivals, 1)
        for _ in range(TRIES):
            picks = [max(ways, key=lambda way: _lead(way, item, weights)) for ways in self.ways]
            picks = self._mended(item, rivals, picks)
            scores = self._scores(picks)
            if _margin(item, rivals, scores) > 0:
                return picks
            for rival in rivals:
                weights[rival] += max(0, 1 - _margin(item, [rival], scores))
        return None

    def _mended(self, item: int, rivals: Sequence[int], picks: list[Way]) -> list[Way]:
        """Changes one answer at a time for as long as that helps."""
        best = _margin(item, rivals, self._scores(picks))
        before = best - 1
        while before < best <= 0:
            before = best
            for place, way in self._changes():
                changed = [*picks[:place], way, *picks[place + 1 :]]
                margin = _margin(item, rivals, self._scores(changed))
                if margin > best:
                    picks, best = changed, margin
        return picks

    def _changes(self) -> Iterator[tuple[int, Way]]:
        return ((place, way) for place, ways in enumerate(self.ways) for way in ways)

    def _scores(self, picks: Sequence[Way]) -> list[int]:
        return [sum(gains) for gains in zip(*(way.gains for way in picks), strict=True)] or [0] * self.size


def _ways(prompt: Prompt, items: Sequence[Answering]) -> list[Way]:
    """All ways to answer that differ in what they add; not answering is one of them."""
    found: dict[tuple[int, ...], Way] = {}
    for chosen in _choices(prompt):
        weights = given(prompt, chosen)
        gains = tuple(sum(weights.get(signal, 0) for signal in item.signals) for item in items)
        found.setdefault(gains, Way(chosen, gains))
    return list(found.values())


def _choices(prompt: Prompt) -> Iterator[frozenset[str]]:
    ids = [option.id for option in prompt.options]
    most = 1
    if prompt.kind == "multi":
        most = len(ids) if len(ids) <= MANY else 2
    alone = {option.id for option in prompt.options if option.alone}
    together = map(frozenset, chain.from_iterable(combinations(ids, size) for size in range(most + 1)))
    return (chosen for chosen in together if len(chosen) < 2 or not chosen & alone)


def _lead(way: Way, item: int, weights: Mapping[int, int]) -> int:
    """What the item gains more than its rivals, each as heavy as its weight; without rivals what it gains."""
    return way.gains[item] + sum(weight * (way.gains[item] - way.gains[rival]) for rival, weight in weights.items())


def _margin(item: int, rivals: Sequence[int], scores: Sequence[int]) -> int:
    """How far the item is ahead of the best rival, and of nothing at all; of equals the first in the plan is better."""
    return min([scores[item], *(scores[item] - scores[rival] + (item < rival) for rival in rivals)])

"""How far a group's answers to one prompt lie apart, and between which answers."""

from collections.abc import Iterable, Sequence
from math import log

from bot.disclosure import Counted
from content.model import Option

VARIANCE = 0.6  # of its maximum, which half the group at either end would give
ENDS = 0.25  # of the group at either end
ENTROPY = 0.9  # of its maximum, which as many people at each option would give

Named = tuple[Option, int]  # an option and how many chose it


def divided(counted: Counted) -> bool:
    """Whether the group differs so much that it is worth talking about."""
    return how_divided(counted) >= 1


def how_divided(counted: Counted) -> float:
    """How far the answers lie apart, as a part of what counts as divided: 1 and more is divided.

    Opposite ends of a scale go up to 2 and different choices hardly above 1, so disagreement ranks above variety.
    """
    if counted.n == 0:
        return 0
    if counted.asked.prompt.kind in ("scale", "number"):
        return max(_variance(counted.counts) / VARIANCE, min(counted.counts[0], counted.counts[-1]) / counted.n / ENDS)
    if counted.asked.prompt.kind == "choice" and 2 * max(counted.counts) <= counted.n:
        return _entropy(counted.counts) / ENTROPY
    return 0  # of several choices all may be right, and words can't be counted


def most_divided(counts: Iterable[Counted]) -> Counted | None:
    """The prompt on which the group differs most, if it does on any; of equals the first."""
    return max(filter(divided, counts), key=how_divided, default=None)


def extremes(counted: Counted) -> tuple[Named, Named]:
    """The two answers to name of a prompt on which the group is divided, the one that most chose first.

    Of an ordered prompt the fullest answer of either half, as it is kinder to name three women near the end than one at it.
    """
    options = list(zip(counted.asked.prompt.options, counted.counts, strict=True))
    first, second = sorted(options, key=_most)[:2]
    if counted.asked.prompt.kind in ("scale", "number"):
        half = len(options) // 2
        first, second = min(options[:half], key=_most), min(reversed(options[-half:]), key=_most)
    return (first, second) if first[1] >= second[1] else (second, first)


def _most(named: Named) -> int:
    return -named[1]


def _variance(counts: Sequence[int]) -> float:
    """The variance of the places of the answers, from 0 to 1."""
    total = sum(counts)
    places = sum(place * count for place, count in enumerate(counts))
    squares = sum(place * place * count for place, count in enumerate(counts))
    return 4 * (total * squares - places * places) / (total * (len(counts) - 1)) ** 2 if total else 0


def _entropy(counts: Sequence[int]) -> float:
    """How evenly the answers are spread, from 0 to 1: five people can't fill seven options, so they need not."""
    total = sum(counts)
    shares = [count / total for count in counts if count]
    most = log(min(total, len(counts))) if total > 1 else 0
    return -sum(share * log(share) for share in shares) / most if most else 0

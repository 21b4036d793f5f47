"""From answers to signals, and from signals to what fits best: the rule behind all advice."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from content.model import Plan, Prompt

STEPS = 3  # of these at most in an advice
TIPS = 2  # of each kind
EXPERIENCES = 1


class Answering(Protocol):
    """A step, tip or experience."""

    @property
    def id(self) -> str: ...
    @property
    def signals(self) -> tuple[str, ...]: ...


T = TypeVar("T", bound=Answering)


@dataclass(frozen=True)
class Fit(Generic[T]):
    """Something that fits, how well, and the signal that speaks most for it."""

    item: T
    score: int
    signal: str


def given(prompt: Prompt, chosen: Collection[str]) -> dict[str, int]:
    """The signals that choosing these option ids gives, with their weights. Nothing chosen gives nothing."""
    total: dict[str, int] = {}
    if not chosen:
        return total
    for option in prompt.options:
        weights = option.signals if option.id in chosen else option.unless
        for signal, weight in weights.items():
            total[signal] = total.get(signal, 0) + weight
    return total


def strengths(plan: Plan, chosen: Mapping[str, Collection[str]]) -> dict[str, int]:
    """How strongly each signal sounds, given the chosen option ids by prompt key."""
    total: dict[str, int] = {}
    for asked in plan.asked:
        for signal, weight in given(asked.prompt, chosen.get(asked.key, ())).items():
            total[signal] = total.get(signal, 0) + weight
    return total


def best(items: Iterable[T], sounding: Mapping[str, int], most: int) -> Sequence[Fit[T]]:
    """The `most` items whose signals sound strongest, best first; equals stay in the plan's order."""
    fits = [_fit(item, sounding) for item in items]
    return sorted((fit for fit in fits if fit.score > 0), key=lambda fit: -fit.score)[:most]


def _fit(item: T, sounding: Mapping[str, int]) -> Fit[T]:
    loudest = max(item.signals, key=lambda signal: sounding.get(signal, 0), default="")
    return Fit(item, sum(sounding.get(signal, 0) for signal in item.signals), loudest)

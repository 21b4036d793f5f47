"""From what is shown of a group's answers to what fits the group, each with how many people say why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.advice import Answer, chosen_in, fitting
from bot.disclosure import least, says
from content.model import Asked, Experience, Item, Plan, Step, Tip
from content.scoring import Fit, given

T = TypeVar("T", bound=Item)
Voices = Mapping[int, Mapping[str, int]]  # who answered a prompt, and the signals that each gives with it


@dataclass(frozen=True)
class Reason:
    """So many of so many say it."""

    signal: str
    count: int
    of: int


@dataclass(frozen=True)
class Backed(Generic[T]):
    """Something that fits, and who speaks for it."""

    item: T
    reason: Reason


@dataclass(frozen=True)
class GroupAdvice:
    """What fits the group, best first. Nothing in it: too little is shown yet, or no k people say the same."""

    steps: tuple[Backed[Step], ...]
    dos: tuple[Backed[Tip], ...]
    donts: tuple[Backed[Tip], ...]
    experiences: tuple[Backed[Experience], ...]


def advise_group(plan: Plan, shown: Sequence[Mapping[str, Answer]], k: int) -> GroupAdvice:
    """The advice for a group, from what was released of each submission.

    The weights of all people add up, as one person's do. A signal that fewer than k people give counts for nothing.
    """
    heard = [voices for asked in plan.asked if len(voices := _voices(asked, shown)) >= least(k)]
    reasons = [_reason(signal.id, heard) for signal in plan.signals]
    backed = {reason.signal: reason for reason in reasons if reason.count >= least(k)}
    fits = fitting(plan, {signal: _strength(signal, heard) for signal in backed})

    def with_reasons(found: Sequence[Fit[T]]) -> tuple[Backed[T], ...]:
        return tuple(Backed(fit.item, backed[fit.signal]) for fit in found)

    return GroupAdvice(with_reasons(fits.steps), with_reasons(fits.dos), with_reasons(fits.donts), with_reasons(fits.experiences))


def _voices(asked: Asked, shown: Sequence[Mapping[str, Answer]]) -> Voices:
    return {
        place: given(asked.prompt, chosen_in(asked.prompt, answers[asked.key]))
        for place, answers in enumerate(shown)
        if says(answers.get(asked.key))
    }


def _strength(signal: str, heard: Sequence[Voices]) -> int:
    return sum(gives.get(signal, 0) for voices in heard for gives in voices.values())


def _reason(signal: str, heard: Sequence[Voices]) -> Reason:
    """How many give a signal, of those who answered what gives it.

    Prompts are taken together only when the very same people stand behind them. If a, b and c answered one prompt and
    b, c and d another, a count over all four, less what is seen of the first three, could tell what d alone said.
    """
    together: dict[frozenset[int], set[int]] = {}
    for voices in heard:
        together.setdefault(frozenset(voices), set()).update(place for place, gives in voices.items() if signal in gives)
    counts = [Reason(signal, len(saying), len(people)) for people, saying in together.items()]
    return max(counts, key=lambda reason: (reason.count, -reason.of), default=Reason(signal, 0, 0))

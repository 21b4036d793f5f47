"""From one person's answers to what fits: steps, tips and experiences, each with its reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from content.model import Experience, Plan, Prompt, Step, Tip
from content.scoring import EXPERIENCES, STEPS, TIPS, Fit, best, strengths

SPOKEN = "🎤"  # in place of words that she said aloud: they are kept as a recording


@dataclass(frozen=True)
class Answer:
    """An answer to one prompt: option ids, a number, or words. Empty in all three: she skipped it."""

    options: tuple[str, ...] = ()
    number: int | None = None
    text: str = ""
    done: bool = True  # False while choices of a multi prompt are still being made

    @property
    def skipped(self) -> bool:
        return self.done and not self.options and self.number is None and not self.text

    @property
    def spoken(self) -> bool:
        return self.text == SPOKEN


@dataclass(frozen=True)
class Advice:
    """What fits, best first. Nothing in it: nothing is known yet."""

    steps: tuple[Fit[Step], ...]
    dos: tuple[Fit[Tip], ...]
    donts: tuple[Fit[Tip], ...]
    experiences: tuple[Fit[Experience], ...]


def advise(plan: Plan, answers: Mapping[str, Answer]) -> Advice:
    """The advice that these answers (by prompt key) bring; those to prompts that are gone count for nothing."""
    chosen = {asked.key: chosen_in(asked.prompt, answers[asked.key]) for asked in plan.asked if asked.key in answers}
    return fitting(plan, strengths(plan, chosen))


def fitting(plan: Plan, sounding: Mapping[str, int]) -> Advice:
    """The advice when signals sound that strongly, whoever gave them."""
    return Advice(
        steps=_told_apart(best(plan.steps, sounding, STEPS), sounding),
        dos=tuple(best([tip for tip in plan.tips if tip.kind == "do"], sounding, TIPS)),
        donts=tuple(best([tip for tip in plan.tips if tip.kind == "dont"], sounding, TIPS)),
        experiences=tuple(best(plan.experiences, sounding, EXPERIENCES)),
    )


def _told_apart(fits: Sequence[Fit[Step]], sounding: Mapping[str, int]) -> tuple[Fit[Step], ...]:
    """The same steps with as many different reasons as there can be, and of those the loudest ones."""
    heard = [[signal for signal in fit.item.signals if sounding.get(signal)] for fit in fits]

    def worth(signals: tuple[str, ...]) -> tuple[int, int]:
        return len(set(signals)), sum(sounding[signal] for signal in signals)

    reasons = max(product(*heard), key=worth)
    return tuple(replace(fit, signal=signal) for fit, signal in zip(fits, reasons, strict=True))


def chosen_in(prompt: Prompt, answer: Answer) -> frozenset[str]:
    """The option ids that an answer chooses; a number chooses the band it falls into."""
    if prompt.kind == "number" and answer.number is not None:
        return frozenset([prompt.band(answer.number).id])
    return frozenset(id for id in answer.options if prompt.option(id))

"""The advice is one message, so the longest that a plan can give must fit it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.limits import BODY, cut, units
from content.loader import Problem
from content.model import Experience, Plan, Step, Tip
from content.scoring import EXPERIENCES, STEPS, TIPS
from content.sizes import FRAME, Written
from content.translation import texts

STORY = 220  # units of an experience that the advice shows
NAMED = 3  # of the texts that make it long


@dataclass(frozen=True)
class Line:
    """One line of an advice, and the ids of the texts in it."""

    text: str
    ids: tuple[str, ...]


def advice_problems(written: Written) -> Iterator[Problem]:
    """An advice that would lose its end, with the texts that make it so long."""
    lines = longest_advice(written.plan)
    length = units("\n".join(line.text for line in lines))
    if length > BODY - FRAME:
        sizes = {id: units(text) for id, text in texts(written.plan).items()}
        ids = sorted({id for line in lines for id in line.ids}, key=lambda text: (-sizes[text], text))[:NAMED]
        message = f"the longest advice is {length} characters; one message has room for {BODY - FRAME}. Shorten {', '.join(ids)}."
        yield from written.problem(ids, message)


def longest_advice(plan: Plan) -> list[Line]:
    """The longest lines that can come together in an advice, without the bot's own words around them."""
    return [
        *_longest([_step(plan, step) for step in plan.steps], STEPS),
        *_longest([_tip(tip) for tip in plan.tips if tip.kind == "do"], TIPS),
        *_longest([_tip(tip) for tip in plan.tips if tip.kind == "dont"], TIPS),
        *_longest([_story(experience) for experience in plan.experiences], EXPERIENCES),
    ]


def _longest(lines: Sequence[Line], most: int) -> list[Line]:
    return sorted(lines, key=lambda line: -units(line.text))[:most]


def _step(plan: Plan, step: Step) -> Line:
    declared = [signal for signal in step.signals if signal in plan.because]
    reason = max(declared, key=lambda signal: units(plan.because[signal]), default="")
    text = f"1. {step.title}, omdat {plan.because.get(reason, '')}."
    return Line(text, (f"steps.{step.id}.title", *([f"signals.{reason}.because"] if reason else [])))


def _tip(tip: Tip) -> Line:
    return Line(f"• {tip.title}", (f"tips.{tip.id}.title",))


def _story(experience: Experience) -> Line:
    return Line(cut(experience.text, STORY), (f"experiences.{experience.id}.text",))

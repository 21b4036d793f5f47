"""The schema of a plan: one frozen model per noun."""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import InitErrorDetails

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Weights = dict[Id, Annotated[int, Field(ge=1, le=5)]]


class Part(BaseModel):
    """What every model here shares: it cannot be changed and knows no extra keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Signal(Part):
    """What an answer tells about the group."""

    id: Id
    because: Text = Field(description="Completes the sentence 'omdat ...': 'jullie nog geen afspraken hebben'.")
    kind: Literal["trouble", "good", "fact"] = Field(
        default="trouble", description="Whether it says that something is hard, that something goes well, or only how things are."
    )


class Option(Part):
    """One answer that can be tapped; in a number prompt the band of numbers up to `up_to`."""

    id: Id
    label: Text = Field(description="As it is shown. At most 24 characters, or give a short label too.")
    short: Text | None = Field(default=None, description="Stands on a button where the label does not fit: at most 20 characters.")
    up_to: int | None = Field(default=None, ge=0, description="Number prompts only: the highest number of this band. None: no end.")
    signals: Weights = Field(default_factory=dict, description="Given when this option is chosen; weight 1 to 5.")
    alone: bool = Field(default=False, description="Multi prompts only: choosing this one takes the ticks off all others.")
    unless: Weights = Field(default_factory=dict, description="Multi prompts only: given when others are chosen and this is not.")


class Prompt(Part):
    """One thing that is asked on its own."""

    id: Id
    kind: Literal["choice", "multi", "scale", "number", "open"]
    text: Text
    options: tuple[Option, ...] = ()

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> Self:
        if self.kind == "open" and self.options:
            raise ValueError("an open prompt has no options. Remove them, or choose another kind.")
        if self.kind != "open" and len(self.options) < 2:
            raise ValueError(f"a {self.kind} prompt needs at least two options. Add them, or make it open.")
        if self.kind != "multi" and any(option.unless for option in self.options):
            raise ValueError("'unless' belongs to multi prompts only. Use 'signals'.")
        if self.kind != "multi" and any(option.alone for option in self.options):
            raise ValueError("'alone' belongs to multi prompts only. Remove it.")
        self._bands_rise()
        return self

    def _bands_rise(self) -> None:
        bands = [option.up_to for option in self.options]
        if self.kind != "number":
            if any(band is not None for band in bands):
                raise ValueError("'up_to' belongs to number prompts only. Remove it.")
            return
        ends = [band for band in bands[:-1] if band is not None]
        if len(ends) != len(bands) - 1 or bands[-1] is not None:
            raise ValueError("every band of a number prompt but the last needs 'up_to'. Add it; leave the last open.")
        if ends != sorted(set(ends)):
            raise ValueError("the bands of a number prompt must rise. Put them in order.")

    def option(self, id: str) -> Option | None:
        """The option of that id, if there is one."""
        return next((option for option in self.options if option.id == id), None)

    def band(self, number: int) -> Option:
        """The option of a number prompt that `number` falls into."""
        return next(option for option in self.options if option.up_to is None or number <= option.up_to)


class Question(Part):
    """One guiding question (hulpvraag): one or more prompts about the same thing."""

    id: Id
    title: Text
    talk: Text | None = Field(default=None, description="What to ask the group when its answers lie far apart. A ready plan needs it.")
    prompts: tuple[Prompt, ...] = Field(min_length=1)


class Challenge(Part):
    """The trouble that the plan is about, and what it asks the group."""

    text: Text
    ask: Text


class Experience(Part):
    """What other groups learned."""

    id: Id
    title: Text
    text: Text
    signals: tuple[Id, ...] = Field(default=(), description="What it answers. A ready plan needs one or more.")


class Step(Part):
    """One thing to do."""

    id: Id
    title: Text
    text: Text
    signals: tuple[Id, ...] = Field(default=(), description="What it answers. A ready plan needs one or more.")


class Tip(Part):
    """Something to do, or not to do, whatever the step."""

    id: Id
    kind: Literal["do", "dont"]
    title: Text
    text: Text
    signals: tuple[Id, ...] = Field(default=(), description="What it answers. A ready plan needs one or more.")


Item = Experience | Step | Tip


class Asked(Part):
    """A prompt with its place in the plan. `key` names it in answers: 'regels.samen'."""

    key: str
    question: Question
    prompt: Prompt
    number: int = Field(description="of the question, from 1")
    part: int = Field(description="of the prompt in its question, from 1")


def _silent(part: str, index: int) -> InitErrorDetails:
    """That an item names no signal, at its own place."""
    context = {"field_type": "Tuple", "min_length": 1, "actual_length": 0}
    return InitErrorDetails(type="too_short", loc=(part, index, "signals"), input=(), ctx=context)


class Plan(Part):
    """One step plan; a plan that is coming has only its title."""

    id: Id
    number: int = Field(ge=1, le=99)
    status: Literal["ready", "coming"]
    title: Text
    challenge: Challenge | None = None
    signals: tuple[Signal, ...] = ()
    experiences: tuple[Experience, ...] = ()
    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()
    tips: tuple[Tip, ...] = ()

    @model_validator(mode="after")
    def _a_ready_plan_is_whole(self) -> Self:
        parts = ("challenge", "signals", "experiences", "questions", "steps", "tips")
        missing = [part for part in parts if not getattr(self, part)]
        if self.status == "ready" and missing:
            raise ValueError(f"a ready plan needs {', '.join(missing)}. Add them, or set status: coming.")
        silent = [(part, index) for part, items in self.items for index, item in enumerate(items) if not item.signals]
        if self.status == "ready" and silent:
            raise ValidationError.from_exception_data("Plan", [_silent(part, index) for part, index in silent])
        return self

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits that change with any word of the plan."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """All prompts in the order in which they are asked."""
        return tuple(self._asked())

    def _asked(self) -> Iterator[Asked]:
        for number, question in enumerate(self.questions, 1):
            for part, prompt in enumerate(question.prompts, 1):
                yield Asked(key=f"{question.id}.{prompt.id}", question=question, prompt=prompt, number=number, part=part)

    @property
    def items(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """All that can be advised, with the name of its part."""
        return ("experiences", self.experiences), ("steps", self.steps), ("tips", self.tips)

    @cached_property
    def because(self) -> dict[str, str]:
        """Each signal's reason by its id."""
        return {signal.id: signal.because for signal in self.signals}

"""Translations of a plan by text id, each with the hash of the Dutch that it translates."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import StringConstraints, TypeAdapter, ValidationError

from content.loader import Broken, Lines, Place, problems_of, read_yaml
from content.model import Challenge, Experience, Option, Part, Plan, Prompt, Question, Signal, Step, Text, Tip

PLAN = "plan.yaml"

T = TypeVar("T", Experience, Step, Tip)


class Translation(Part):
    """One text in another language."""

    of: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
    text: Text


TRANSLATIONS = TypeAdapter(dict[str, Translation])


@dataclass(frozen=True)
class Translated:
    """A translation file: what it says, and on which lines."""

    file: Path
    texts: Mapping[str, Translation]
    lines: Lines

    @property
    def language(self) -> str:
        """The language that the file is named after."""
        return self.file.stem

    @property
    def words(self) -> dict[str, str]:
        """Each text by its id."""
        return {id: translation.text for id, translation in self.texts.items()}


def translation_files(folder: Path) -> list[Path]:
    """The translation files beside a plan, by language."""
    return [file for file in sorted(folder.glob("*.yaml")) if file.name != PLAN and is_language(file.stem)]


def is_language(name: str) -> bool:
    """Whether that is the code of a language other than Dutch, such as 'ar'."""
    return name != "nl" and re.fullmatch(r"[a-z]{2,3}", name) is not None


def read_translation(file: Path) -> Translated:
    """The translation in that file. Raises Broken."""
    data, lines = read_yaml(file)
    try:
        return Translated(file, TRANSLATIONS.validate_python(data), lines)
    except ValidationError as error:
        raise Broken(problems_of(error, file, lines, Translation)) from None


def hash_of(text: str) -> str:
    """The hash by which a translation says which Dutch it translates."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def texts(plan: Plan) -> dict[str, str]:
    """Every text of the plan by its id, in the order of the plan."""
    return {id: text for id, _, text in _texts(plan)}


def places(plan: Plan) -> dict[str, Place]:
    """Where each text stands in the plan's file."""
    return {id: place for id, place, _ in _texts(plan)}


def _texts(plan: Plan) -> Iterator[tuple[str, Place, str]]:
    yield "title", ("title",), plan.title
    if plan.challenge:
        yield "challenge.text", ("challenge", "text"), plan.challenge.text
        yield "challenge.ask", ("challenge", "ask"), plan.challenge.ask
    for index, signal in enumerate(plan.signals):
        yield f"signals.{signal.id}.because", ("signals", index, "because"), signal.because
    for part, items in plan.items:
        for index, item in enumerate(items):
            yield f"{part}.{item.id}.title", (part, index, "title"), item.title
            yield f"{part}.{item.id}.text", (part, index, "text"), item.text
    for index, question in enumerate(plan.questions):
        yield f"questions.{question.id}.title", ("questions", index, "title"), question.title
        if question.talk:
            yield f"questions.{question.id}.talk", ("questions", index, "talk"), question.talk
    for asked in plan.asked:
        place = ("questions", asked.number - 1, "prompts", asked.part - 1)
        yield f"questions.{asked.key}.text", (*place, "text"), asked.prompt.text
        yield from _option_texts(f"questions.{asked.key}", place, asked.prompt)


def _option_texts(prefix: str, place: Place, prompt: Prompt) -> Iterator[tuple[str, Place, str]]:
    for index, option in enumerate(prompt.options):
        yield f"{prefix}.{option.id}.label", (*place, "options", index, "label"), option.label
        if option.short:
            yield f"{prefix}.{option.id}.short", (*place, "options", index, "short"), option.short


def translated(plan: Plan, words: Mapping[str, str]) -> Plan:
    """The plan in other words; a text that is missing stays Dutch."""
    # Built anew, as a copy would keep what the Dutch plan has cached: its prompts and its version.
    return Plan(
        id=plan.id,
        number=plan.number,
        status=plan.status,
        title=words.get("title", plan.title),
        challenge=_challenge(plan.challenge, words),
        signals=tuple(_signal(signal, words) for signal in plan.signals),
        experiences=tuple(_item(f"experiences.{item.id}", item, words) for item in plan.experiences),
        questions=tuple(_question(question, words) for question in plan.questions),
        steps=tuple(_item(f"steps.{item.id}", item, words) for item in plan.steps),
        tips=tuple(_item(f"tips.{item.id}", item, words) for item in plan.tips),
    )


def _challenge(challenge: Challenge | None, words: Mapping[str, str]) -> Challenge | None:
    if challenge is None:
        return None
    return Challenge(text=words.get("challenge.text", challenge.text), ask=words.get("challenge.ask", challenge.ask))


def _signal(signal: Signal, words: Mapping[str, str]) -> Signal:
    return Signal(id=signal.id, because=words.get(f"signals.{signal.id}.because", signal.because), kind=signal.kind)


def _item(place: str, item: T, words: Mapping[str, str]) -> T:
    return item.model_copy(
        update={
            "title": words.get(f"{place}.title", item.title),
            "text": words.get(f"{place}.text", item.text),
        }
    )


def _question(question: Question, words: Mapping[str, str]) -> Question:
    place = f"questions.{question.id}"
    return question.model_copy(
        update={
            "title": words.get(f"{place}.title", question.title),
            "talk": words.get(f"{place}.talk", question.talk),
            "prompts": tuple(_prompt(f"{place}.{prompt.id}", prompt, words) for prompt in question.prompts),
        }
    )


def _prompt(place: str, prompt: Prompt, words: Mapping[str, str]) -> Prompt:
    return prompt.model_copy(
        update={
            "text": words.get(f"{place}.text", prompt.text),
            "options": tuple(_option(f"{place}.{option.id}", option, words) for option in prompt.options),
        }
    )


def _option(place: str, option: Option, words: Mapping[str, str]) -> Option:
    """A Dutch short label never stands for a label in another language."""
    label = words.get(f"{place}.label")
    dutch = option.short if label is None else None
    return option.model_copy(update={"label": label or option.label, "short": words.get(f"{place}.short", dutch)})

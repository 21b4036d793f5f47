"""What is too long for a phone, a channel or a reader."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from content.limits import BODY, BUTTON, LABEL, SENTENCE, cut, units
from content.loader import Problem
from content.model import Asked, Item, Option, Plan
from content.translation import texts

OWN_WORDS = 250  # units of a message that the bot needs around one prompt, step or tip
FRAME = 150  # the same around a whole list
TITLE = 60  # a WhatsApp header
NAME = 120  # a plan's title in the menu
REASON = 100  # completes "omdat ..." in the advice
TALK = 300  # a conversation starter shares its message with the answers that lie apart


@dataclass(frozen=True)
class Written:
    """A plan in one language: its file, and the line of each text that stands in that file."""

    file: Path
    plan: Plan
    lines: Mapping[str, int]

    def problem(self, ids: Sequence[str], message: str) -> Iterator[Problem]:
        """A problem at the first of these texts that this file holds; a text that it does not hold is not its problem."""
        line = next((self.lines[id] for id in ids if id in self.lines), None)
        if line is not None:
            yield Problem(self.file, line, message)


def size_problems(written: Written) -> Iterator[Problem]:
    """Everything that is too long, and what looks the same once it is cut."""
    for asked in written.plan.asked:
        yield from _labels(written, asked)
        yield from _alike_labels(written, asked)
        yield from _prompt(written, asked)
    yield from _items(written)
    yield from _lists(written)
    yield from _name(written)
    yield from _titles(written)
    yield from _alike_titles(written)
    yield from _reasons(written)
    yield from _talks(written)
    yield from _sentences(written)


def _shown(option: Option) -> str:
    return option.short or cut(option.label, LABEL)


def _labels(written: Written, asked: Asked) -> Iterator[Problem]:
    for number, option in enumerate(asked.prompt.options, 1):
        id = f"questions.{asked.key}.{option.id}"
        what = f"option {number} of '{asked.key}'"
        if option.short and units(option.short) > BUTTON:
            message = f"the short label of {what} is {units(option.short)} characters; a button shows at most {BUTTON}. Shorten it."
            yield from written.problem([f"{id}.short"], message)
        if not option.short and units(option.label) > LABEL:
            message = f"{what} is {units(option.label)} characters; WhatsApp shows at most {LABEL} in a list. Give it a short label."
            yield from written.problem([f"{id}.label"], message)


def _alike_labels(written: Written, asked: Asked) -> Iterator[Problem]:
    numbered = enumerate(asked.prompt.options, 1)
    for (first, one), (second, other) in combinations(numbered, 2):
        if _shown(one).casefold() != _shown(other).casefold():
            continue
        ids = [f"questions.{asked.key}.{option.id}.{key}" for option in (other, one) for key in ("short", "label")]
        message = f"options {first} and {second} of '{asked.key}' both show as '{_shown(other)}'. Give them different labels."
        yield from written.problem(ids, message)


def _prompt(written: Written, asked: Asked) -> Iterator[Problem]:
    options = [f"{number}. {option.label}" for number, option in enumerate(asked.prompt.options, 1)]
    length = units("\n".join([asked.prompt.text, "", *options]))
    if length > BODY - OWN_WORDS:
        message = f"prompt '{asked.key}' with its options is {length} characters; a message has room for {BODY - OWN_WORDS}. Shorten it."
        yield from written.problem(_ids_of(f"questions.{asked.key}.", written), message)


def _ids_of(prefix: str, written: Written) -> list[str]:
    return [id for id in texts(written.plan) if id.startswith(prefix)]


def _items(written: Written) -> Iterator[Problem]:
    for part, items in written.plan.items:
        for item in items:
            what = f"{part.removesuffix('s')} '{item.id}'"
            length = units(_both(item))
            if length > BODY - OWN_WORDS:
                message = f"{what} is {length} characters; a message has room for {BODY - OWN_WORDS}. Shorten it."
                yield from written.problem([f"{part}.{item.id}.text", f"{part}.{item.id}.title"], message)


def _both(item: Item) -> str:
    return f"{item.title}\n{item.text}"


def _lists(written: Written) -> Iterator[Problem]:
    """Each of these is sent as one message with buttons under it."""
    plan = written.plan
    for part, name, items in (
        ("experiences", "experiences", plan.experiences),
        ("tips", "do tips", [tip for tip in plan.tips if tip.kind == "do"]),
        ("tips", "don't tips", [tip for tip in plan.tips if tip.kind == "dont"]),
    ):
        ids = [f"{part}.{item.id}.{key}" for item in items for key in ("title", "text")]
        yield from _list(written, name, [_both(item) for item in items], ids)
    if plan.challenge:
        both = [plan.challenge.text, plan.challenge.ask]
        yield from _list(written, "text and ask of the challenge", both, ["challenge.text", "challenge.ask"])


def _list(written: Written, name: str, bodies: Sequence[str], ids: Sequence[str]) -> Iterator[Problem]:
    length = units("\n\n".join(bodies))
    if length > BODY - FRAME:
        message = f"the {name} are {length} characters together; one message has room for {BODY - FRAME}. Shorten them."
        yield from written.problem(ids, message)


def _name(written: Written) -> Iterator[Problem]:
    length = units(written.plan.title)
    if length > NAME:
        yield from written.problem(["title"], f"the title of the plan is {length} characters; the menu shows at most {NAME}. Shorten it.")


def _reasons(written: Written) -> Iterator[Problem]:
    """The bot says: "Maak een lijst, omdat ... ." """
    for signal in written.plan.signals:
        because = signal.because
        for wrong, said in (
            (units(because) > REASON, f"is {units(because)} characters; the advice has room for {REASON}. Shorten it."),
            (because.casefold().startswith("omdat "), "begins with 'omdat', which the bot says already. Leave it out."),
            (because.endswith("."), "ends with a full stop, and the bot adds one. Leave it out."),
        ):
            if wrong:
                yield from written.problem([f"signals.{signal.id}.because"], f"the reason of signal '{signal.id}' {said}")


def _talks(written: Written) -> Iterator[Problem]:
    for question in written.plan.questions:
        length = units(question.talk or "")
        if length > TALK:
            message = f"the talk of question '{question.id}' is {length} characters; its message has room for {TALK}. Shorten it."
            yield from written.problem([f"questions.{question.id}.talk"], message)


def _titled(plan: Plan) -> list[tuple[str, str, str]]:
    """What it is, the text id and the title of all that is chosen from a list."""
    steps = [(f"step '{step.id}'", f"steps.{step.id}.title", step.title) for step in plan.steps]
    return steps + [(f"question '{question.id}'", f"questions.{question.id}.title", question.title) for question in plan.questions]


def _titles(written: Written) -> Iterator[Problem]:
    for what, id, title in _titled(written.plan):
        if units(title) > TITLE:
            message = f"the title of {what} is {units(title)} characters; a heading shows at most {TITLE}. Shorten it."
            yield from written.problem([id], message)


def _alike_titles(written: Written) -> Iterator[Problem]:
    for (first, one_id, one), (second, id, other) in combinations(_titled(written.plan), 2):
        alike = first.split()[0] == second.split()[0] and cut(one, LABEL).casefold() == cut(other, LABEL).casefold()
        if alike:
            message = f"the titles of {first} and {second} both show as '{cut(other, LABEL)}' in a list. Begin them with different words."
            yield from written.problem([id, one_id], message)


def _sentences(written: Written) -> Iterator[Problem]:
    for id, text in texts(written.plan).items():
        for sentence in re.split(r"(?<=[.!?…؟])\s+|\n", text):
            words = sentence.split()
            if len(words) > SENTENCE:
                start = " ".join(words[:5])
                message = f"the sentence '{start} ...' has {len(words)} words; more than {SENTENCE} are hard to read. Make two of it."
                yield from written.problem([id], message)

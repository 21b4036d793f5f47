"""A draft as plan.yaml: the words of the brochure, and beside each item what was unsure."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import chain

from content.brochures.draft import Challenge, Draft, Item, Loose, Question, Tip
from content.brochures.ids import new_id
from content.brochures.lines import Note
from content.brochures.parts import PARTS, Name

WIDTH = 88
SHORT = 76  # characters that stay on the line of their key
# A scalar that reads as itself without quotes: it begins with a letter and has nothing that means something to YAML.
PLAIN = re.compile(r"[^\W\d_](?:[^:#]|:(?=\S)|(?<=\S)#)*")
WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "ja", "nee"})
LOOK = "LOOK"
UNPLACED = "NOT PLACED"


def written(draft: Draft, id: str, number: int, name: str) -> str:
    """The draft as the text of a plan.yaml. `name` is that of the brochure."""
    return "\n".join(_lines(draft, id, number, name)) + "\n"


def _lines(draft: Draft, id: str, number: int, name: str) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schema.json"
    yield from _comment(f"A draft out of {name}. '{LOOK}' is what the import was unsure of, '{UNPLACED}' is text it found no place for.", 0)
    yield from _comment("Take these comments away once you have looked. `stappenbot check` says what is still to be added.", 0)
    yield from _notes(draft.notes, 0)
    yield f"id: {id}"
    yield f"number: {number}"
    yield "status: coming"
    yield from _scalar("title: ", draft.title, 0)
    yield from _loose([one for one in draft.loose if one.part is None])
    bodies: dict[Name, Iterator[str]] = {
        "challenge": _challenge(draft.challenge),
        "experiences": _items(draft.experiences, "ervaring"),
        "questions": _questions(draft.questions),
        "steps": _items(draft.steps, "stap"),
        "tips": _items(draft.tips, "tip"),
    }
    for part in PARTS:
        yield ""
        yield from _notes([note for of, note in draft.part_notes if of == part], 0)
        yield from _loose([one for one in draft.loose if one.part == part])
        body = list(bodies[part])
        if body:
            yield f"{part}:"
            yield from body


def _challenge(challenge: Challenge | None) -> Iterator[str]:
    if challenge:
        yield from _notes(challenge.notes, 2)
        yield from _scalar("  text: ", challenge.text, 2)
        yield from _scalar("  ask: ", challenge.ask, 2)


def _items(items: Sequence[Item | Tip], noun: str) -> Iterator[str]:
    ids: set[str] = set()
    for number, one in enumerate(items, 1):
        yield from _notes(one.notes, 2)
        yield f"  - id: {_id(one.title, f'{noun}-{number}', ids)}"
        if isinstance(one, Tip):
            yield f"    kind: {one.side}"
        yield from _scalar("    title: ", one.title, 4)
        yield from _scalar("    text: ", one.text, 4)


def _questions(questions: Sequence[Question]) -> Iterator[str]:
    ids: set[str] = set()
    for number, one in enumerate(questions, 1):
        yield from _notes(one.notes, 2)
        yield f"  - id: {_id(one.title, f'vraag-{number}', ids)}"
        yield from _scalar("    title: ", one.title, 4)
        yield "    prompts:"
        asked: set[str] = set()
        for part, prompt in enumerate(one.prompts, 1):
            yield from _notes(prompt.notes, 6)
            yield f"      - id: {_id(prompt.text, f'deel-{part}', asked)}"
            yield "        kind: open"
            yield from _scalar("        text: ", prompt.text, 8)


def _id(text: str, otherwise: str, taken: set[str]) -> str:
    made = new_id(text, otherwise, taken)
    taken.add(made)
    return made


def _notes(notes: Sequence[Note], indent: int) -> Iterator[str]:
    return chain.from_iterable(_comment(f"{LOOK} {note}", indent) for note in notes)


def _loose(loose: Sequence[Loose]) -> Iterator[str]:
    for one in loose:
        yield from _comment(f"{UNPLACED} {one.where}: {one.why}.", 0)
        yield from _comment(one.text, 0, "#   ")


def _comment(text: str, indent: int, mark: str = "# ") -> Iterator[str]:
    for line in _wrapped(text, WIDTH - indent):
        yield f"{' ' * indent}{mark}{line}"


def _scalar(key: str, text: str, indent: int) -> Iterator[str]:
    """One line where it fits, else folded below its key."""
    if len(text) <= SHORT:
        yield key + (text if _is_plain(text) else "'" + text.replace("'", "''") + "'")
        return
    yield f"{key}>-"
    for line in _wrapped(text, WIDTH - indent):
        yield f"{' ' * (indent + 2)}{line}"


def _is_plain(text: str) -> bool:
    return PLAIN.fullmatch(text) is not None and text.casefold() not in WORDS_OF_YAML


def _wrapped(text: str, width: int) -> list[str]:
    """Cut at spaces only, as a folded text gets a space at each end of a line."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)

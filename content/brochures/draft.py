"""The draft of a plan: what was found in a brochure, and what was unsure about each thing in it."""

from dataclasses import dataclass

from content.brochures.lines import Note
from content.brochures.parts import PARTS, Name
from content.brochures.sides import Side

Notes = tuple[Note, ...]


@dataclass(frozen=True)
class Challenge:
    """The trouble, and the question it asks."""

    text: str
    ask: str
    notes: Notes = ()


@dataclass(frozen=True)
class Item:
    """An experience or a step."""

    title: str
    text: str
    notes: Notes = ()


@dataclass(frozen=True)
class Tip:
    """A do or a don't."""

    side: Side
    title: str
    text: str
    notes: Notes = ()


@dataclass(frozen=True)
class Prompt:
    """One thing that is asked."""

    text: str
    notes: Notes = ()


@dataclass(frozen=True)
class Question:
    """A guiding question with its sub-questions."""

    title: str
    prompts: tuple[Prompt, ...]
    notes: Notes = ()


@dataclass(frozen=True)
class Loose:
    """Text of the brochure that has no place in the plan, with the reason. `part` is where it stood."""

    where: str
    why: str
    text: str
    part: Name | None = None


@dataclass(frozen=True)
class Draft:
    """All that was found. `part_notes` are about a part as a whole; `notes` about none; `loose` is what could not be placed."""

    title: str
    number: int | None
    challenge: Challenge | None
    experiences: tuple[Item, ...]
    questions: tuple[Question, ...]
    steps: tuple[Item, ...]
    tips: tuple[Tip, ...]
    notes: Notes
    part_notes: tuple[tuple[Name, Note], ...]
    loose: tuple[Loose, ...]

    @property
    def all_notes(self) -> Notes:
        """Every note, in the order of the draft."""
        found = {part: [note for name, note in self.part_notes if name == part] for part in PARTS}
        asked = [note for one in self.questions for note in (*one.notes, *(note for prompt in one.prompts for note in prompt.notes))]
        return (
            *self.notes,
            *found["challenge"],
            *(self.challenge.notes if self.challenge else ()),
            *found["experiences"],
            *(note for one in self.experiences for note in one.notes),
            *found["questions"],
            *asked,
            *found["steps"],
            *(note for one in self.steps for note in one.notes),
            *found["tips"],
            *(note for one in self.tips for note in one.notes),
        )

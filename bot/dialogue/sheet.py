"""What a person fills in: the questions of a plan on her own, or those of a round of her group."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.advice import Answer
from bot.dates import Day
from content.model import Plan


@dataclass(frozen=True)
class RoundFacts:
    """A round as a member may know it."""

    id: int
    group: int
    group_name: str
    plan: int
    version: str  # of the plan's text, as it was when the round was opened
    anonymous: bool
    joint: bool  # the group fills in one sheet together
    open: bool
    closes: Day
    members: int
    answered: int  # so many members gave at least one answer
    threshold: int


@dataclass(frozen=True)
class Known:
    """What the tables hold of one sheet."""

    answers: Mapping[str, Answer] = field(default_factory=dict)  # by prompt key
    round: RoundFacts | None = None  # None: her own
    text: Plan | None = None  # the plan as the round pinned it, where that is not the newest
    voices: bool = False  # whether she said something aloud


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name stands in buttons, '3' is hers for plan 3, '3.17' that of round 17."""

    name: str
    plan: Plan
    version: str
    answers: Mapping[str, Answer]
    round: RoundFacts | None = None
    voices: bool = False

    @property
    def complete(self) -> bool:
        """Whether every prompt was answered or skipped."""
        return all(self.answers.get(asked.key, Answer(done=False)).done for asked in self.plan.asked)


def sheet_name(plan: int, round: int = 0) -> str:
    """The name of a sheet."""
    return f"{plan}.{round}" if round else str(plan)


def round_of(sheet: str) -> int:
    """The round that a sheet belongs to; 0: it is her own, or no sheet at all."""
    plan, _, round = sheet.partition(".")
    named = all(part.isascii() and part.isdigit() and len(part) < 10 for part in (plan, round))
    return int(round) if named else 0


def plan_of(sheet: str) -> int:
    """The plan whose questions are on a sheet; 0: it is no sheet."""
    plan = sheet.partition(".")[0]
    return int(plan) if plan.isascii() and plan.isdigit() and len(plan) < 3 else 0

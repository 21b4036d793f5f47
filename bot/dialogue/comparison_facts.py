"""What the tables tell about a round beside the one before it: the answers to `comparison_asks`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.comparison import Compared, Point
from bot.dates import Day
from bot.dialogue.sheet import RoundFacts
from content.model import Plan


@dataclass(frozen=True)
class NothingToCompare:
    """There is no round before this one, or this one is still open."""

    facts: RoundFacts


@dataclass(frozen=True)
class ComparisonPage:
    """A closed round beside the one before it, and how it went over all of them."""

    facts: RoundFacts
    before: RoundFacts  # the round before it
    plan: Plan  # as the round pinned it, in her language where it is the newest
    compared: tuple[Compared, ...]  # in the plan's order
    days: tuple[Day, ...]  # when each of all rounds closed, the oldest first; the last is this one
    course: Mapping[str, tuple[Point, ...]]  # by question, one for each of these days
    done: tuple[str, ...]  # steps that the group did in between
    stuck: tuple[str, ...]  # steps that it can't get on with now
    troubles: Mapping[str, int]  # what sounds in the answers that got worse, by signal


ComparisonFact = ComparisonPage | NothingToCompare

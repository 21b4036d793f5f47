"""What is asked of the tables about a round beside the one before it. The answers are in `comparison_facts`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShowComparison:
    """What changed since the round before. -> ComparisonPage or NothingToCompare"""

    round: int


OfComparisons = ShowComparison

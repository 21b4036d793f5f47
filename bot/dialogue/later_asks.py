"""What is asked of the tables when she wants to be asked again later, and what they tell."""

from dataclasses import dataclass

from bot.dates import Day


@dataclass(frozen=True)
class AskLater:
    """She wants to go on with this sheet in so many days; 0: in how many she may choose. -> LaterPage"""

    sheet: str
    days: int


@dataclass(frozen=True)
class LaterPage:
    """When she is asked again, or may be."""

    sheet: str
    offered: tuple[int, ...]  # days that may be chosen; a round closes after the last of them
    day: Day | None = None  # then she is asked; None: she chose nothing yet
    closes: Day | None = None  # of the round


OfLater = AskLater
LaterFact = LaterPage

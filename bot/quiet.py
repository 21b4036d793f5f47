"""Quiet hours: when nobody is reminded of anything, on the clock of her group."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.dates import HOME

DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Quiet:
    """From one minute of the local day to another, which may be on the next day; both the same: never."""

    begins: int = 20 * 60
    ends: int = 9 * 60
    zone: str = HOME

    def to_json(self) -> list[Any]:
        """As a message in the outbox carries it along."""
        return [self.begins, self.ends, self.zone]

    @classmethod
    def from_json(cls, kept: list[Any]) -> Self:
        """As it was kept."""
        return cls(*kept)

    def covers(self, minute: int) -> bool:
        """Whether this minute of the local day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends

    def until(self, moment: datetime) -> datetime:
        """The moment itself where it is not quiet, else when the quiet ends."""
        local = moment.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        if not self.covers(minute):
            return moment
        days = [local.date() + timedelta(days=ahead) for ahead in (0, 1)]
        ends = [at(day, self.ends, self.zone, fold=fold) for day in days for fold in (0, 1)]
        return self.until(next(end for end in ends if end > moment))


def at(day: date, minute: int, zone: str, *, fold: int = 0) -> datetime:
    """That minute of a local day, in UTC. One that the clock skips is as much later; of one that comes twice it is the first."""
    local = datetime.combine(day, time(minute // 60, minute % 60, fold=fold), ZoneInfo(zone))
    return local.astimezone(UTC)

"""What the tables tell the coordinators' pages: the answers to `console_asks`."""

from dataclasses import dataclass, field
from typing import Literal

from bot.dates import Day
from bot.dialogue.sheet import RoundFacts

Fate = Literal["waits", "sent", "delivered", "read", "failed", "cancelled", "unsure"]


@dataclass(frozen=True)
class LoginLink:
    """It logs her in once."""

    link: str = field(repr=False)
    minutes: int


@dataclass(frozen=True)
class NoConsole:
    """She leads no group, so there is nothing for her."""


@dataclass(frozen=True)
class Device:
    """Where she is logged in."""

    id: int
    name: str  # 'Chrome, Android'
    since: Day
    seen: Day


@dataclass(frozen=True)
class Devices:
    """All of them, the one that was used last first."""

    devices: tuple[Device, ...]


@dataclass(frozen=True)
class Speaks:
    """The language that she reads now."""

    language: str


@dataclass(frozen=True)
class PastRound:
    """One round of a group, for whoever leads it."""

    facts: RoundFacts
    opened: Day
    shown: bool  # whether there is anything to see of the answers
    earlier: bool  # it is closed, and there is one before it to compare it with


@dataclass(frozen=True)
class Rounds:
    """All rounds of a group, the newest first."""

    group: int
    rounds: tuple[PastRound, ...]


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the group, as a coordinator may know her. Nothing here tells what she answered, or in a round without names whether."""

    number: int
    name: str  # empty: she gave none
    coordinator: bool
    me: bool
    since: Day
    language: str  # 'nl'
    channels: tuple[str, ...]  # where she is reached: 'web', 'telegram', 'whatsapp'
    unreached: Literal["", "stopped", "lost"]  # why she is not reached: she said STOP, or no address of hers works
    done: Literal["", "begun", "done", "open"]  # with the open rounds with names; empty: there is none, or nobody may know


@dataclass(frozen=True)
class People:
    """All of them, by number."""

    group: int
    people: tuple[PersonLine, ...]
    named: bool  # there is an open round with names, so `done` says something


@dataclass(frozen=True)
class RecipientLine:
    """How it went with one of those who get a broadcast."""

    name: str  # or 'lid 4'
    channel: str
    fate: Fate
    reason: str = ""  # as `broadcast_reasons` names it


@dataclass(frozen=True)
class Recipients:
    """Those with whom it failed first; never more than a page can show."""

    broadcast: int
    lines: tuple[RecipientLine, ...]
    more: int  # so many are not in it


@dataclass(frozen=True)
class Keeping:
    """How long it is kept after the end of a round, in months."""

    group: int
    months: int  # now
    most: int  # as the operator set it: longer it is never kept


@dataclass(frozen=True)
class GroupGone:
    """It is deleted."""

    name: str


@dataclass(frozen=True)
class OtherName:
    """That is not what the group is called: nothing was deleted."""

    group: int


PageFact = Devices | Speaks | Rounds | People | Recipients | Keeping | GroupGone | OtherName  # no chat tells these
ConsoleFact = LoginLink | NoConsole | PageFact

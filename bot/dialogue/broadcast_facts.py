"""What the tables tell about broadcasts: the answers to `broadcast_asks`, as frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.dates import Day
from bot.dialogue.broadcast_asks import Kind

Status = Literal["draft", "waiting", "sending", "done", "cancelled", "stopped"]
Over = Literal["", "round", "gone"]  # its round is closed, or who made it is forgotten
News = Literal["", "begun", "already", "cancelled", "retried", "over"]  # what was done just now


@dataclass(frozen=True)
class When:
    """A moment where the groups live."""

    day: Day
    time: str  # '18:00'
    stamp: str  # as a button names it: '202612151800'


@dataclass(frozen=True)
class Sent:
    """What is sent to a group, as its members get it."""

    id: int
    group: int
    group_name: str
    kind: Kind
    by: str = ""  # the sender's name; empty: she gave none
    plan: int = 0
    part: str = ""
    round: int = 0  # 0: it is opened when this is sent
    closes: Day | None = None  # the last day of the round
    anonymous: bool = True
    joint: bool = False
    text: str = ""  # her own words


@dataclass(frozen=True)
class Shown:
    """A closed or open round with something to see."""

    round: int
    plan: int
    day: Day  # its last one


@dataclass(frozen=True)
class Sending:
    """What a coordinator can send to her group."""

    group: int
    group_name: str
    shown: tuple[Shown, ...]
    dropped: bool = False  # something was just thrown away


@dataclass(frozen=True)
class Preview:
    """What it will be, and whom it will reach."""

    sent: Sent
    people: int  # who get it
    channels: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, int], ...]
    left_out: Mapping[str, int]  # who do not, by the reason
    borrowed: int  # who get it on a phone that another has just now
    templates: int  # who get a message that the platform knows beforehand
    billed: int  # messages that cost money
    chats: int  # group chats that get it too
    opens: bool = False  # it opens a round
    fixed: bool = True  # a message that the platform knows beforehand may be sent
    gone: bool = False  # its plan is not there any more: it can't be sent


@dataclass(frozen=True)
class Progress:
    """How it goes."""

    sent: Sent
    status: Status
    due: When
    counts: Mapping[str, int] = field(default_factory=dict)  # messages by how they went
    failed: Mapping[str, int] = field(default_factory=dict)  # those that did not come, by the reason as `broadcast_reasons` names it
    left_out: Mapping[str, int] = field(default_factory=dict)
    left: int = 0  # who went out of the group before theirs had gone
    chats: Mapping[str, int] = field(default_factory=dict)  # messages to chats of the whole group, by how they went
    to_come: int = 0  # people whose message is not made yet
    reason: str = ""  # why it was stopped or cancelled
    soon: bool = False  # it goes within a moment
    late: bool = False  # it should have gone before
    over: Over = ""  # why it can't be sent again
    news: News = ""


@dataclass(frozen=True)
class Times:
    """When it could be sent."""

    broadcast: int
    offered: tuple[tuple[str, When], ...]  # today, tomorrow or week
    wrong: Literal["", "unclear", "past", "far"] = ""  # what was the matter with the time that she gave


@dataclass(frozen=True)
class BroadcastLine:
    """A broadcast in a list."""

    sent: Sent
    status: Status
    due: When


@dataclass(frozen=True)
class Broadcasts:
    """What is about to go to a group, and what was sent to it: of both the newest first."""

    group: int
    group_name: str
    lines: tuple[BroadcastLine, ...]
    under_way: int = 0  # so many have still to go out, or a part of them


BroadcastFact = Sent | Sending | Preview | Progress | Times | Broadcasts

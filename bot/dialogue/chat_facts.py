"""What the tables tell of chats of a whole group on Telegram."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChatLinked:
    """From now on, or already, this chat belongs to this group."""

    group: int
    name: str  # of the group
    chat: int
    title: str  # empty: it is not known here


@dataclass(frozen=True)
class ChatToChoose:
    """She leads several groups: which one does this chat belong to?"""

    chat: int
    title: str
    groups: tuple[tuple[int, str], ...]  # by name


@dataclass(frozen=True)
class ChatTaken:
    """It belongs to somebody else's group."""

    title: str


@dataclass(frozen=True)
class Chats:
    """The chats of a group; `gone`: one was just taken away."""

    group: int
    name: str
    chats: tuple[int, ...]
    gone: bool = False


@dataclass(frozen=True)
class NothingToSay:
    """It is done, or nothing of hers, and nobody waits for an answer."""


ChatFact = ChatLinked | ChatToChoose | ChatTaken | Chats | NothingToSay

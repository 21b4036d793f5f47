"""What the tables tell about contributions: the answers to `contribution_asks`."""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.contribution_asks import Kind

Status = Literal["draft", "waiting", "proposed", "accepted", "refused"]


@dataclass(frozen=True)
class Stories:
    """What members told about a plan and all may read, the newest first."""

    plan: int
    page: int  # that she wants to see, from 0
    told: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """One thing that she gave."""

    id: int
    kind: Kind
    plan: int  # 0: of no plan
    status: Status
    reason: str  # of one that was refused; 'own' of one that waits: she wants her own words
    words: str  # empty: she said it aloud
    edited: str  # as a moderator would write it
    stamp: str  # of these words
    voice: str = ""  # the id of the recording, when it is there
    sound: str = ""  # how it is: 'wanted', 'kept' or 'lost'; empty: there is none
    said: str = ""  # what just happened: 'sent', 'many', 'agreed' or 'declined'


@dataclass(frozen=True)
class NotOffered:
    """It is not there any more, or never was hers; `taken`: she just took it back."""

    taken: bool = False


@dataclass(frozen=True)
class MineLine:
    """One of hers in a list."""

    id: int
    kind: Kind
    status: Status
    words: str


@dataclass(frozen=True)
class Mine:
    """All that she gave, the newest first."""

    lines: tuple[MineLine, ...]
    waits: int | None = None  # for her as a moderator; None: she is none


@dataclass(frozen=True)
class TopicLine:
    """A challenge that all may read."""

    id: int
    words: str
    groups: int  # so many want it
    mine: bool  # she wants it


@dataclass(frozen=True)
class Topics:
    """These challenges, what most groups want first."""

    page: int
    topics: tuple[TopicLine, ...]


@dataclass(frozen=True)
class Topic:
    """One of them."""

    topic: TopicLine


@dataclass(frozen=True)
class Queue:
    """One of those that wait, and how many there are. `of` is 0: nothing waits."""

    number: int
    of: int
    id: int = 0
    kind: Kind = "experience"
    plan: int = 0
    language: str = ""
    words: str = ""
    own: bool = False  # she wants her own words or none
    voice: str = ""
    sound: str = ""


@dataclass(frozen=True)
class Decided:
    """How it stands now; `mine`: by what she just did. An empty status: it is not there any more."""

    status: str
    mine: bool
    before: bool = False  # she did that herself, earlier


@dataclass(frozen=True)
class Wanted:
    """How many groups want which plan, and which topic."""

    plans: tuple[tuple[int, int], ...]
    topics: tuple[TopicLine, ...]


@dataclass(frozen=True)
class Moderates:
    """A code by which she is a moderator from now on."""


ContributionFact = Stories | Offered | NotOffered | Mine | Topics | Topic | Queue | Decided | Wanted | Moderates

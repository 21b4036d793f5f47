"""What is asked of the tables about what members give to all groups. The answers are in `contribution_facts`."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["experience", "topic"]
Reason = Literal["there", "known", "elsewhere", "unkind"]

# --- About herself: anybody may.


@dataclass(frozen=True)
class ShowStories:
    """The experiences with a plan, those of members too. -> Stories"""

    plan: int
    page: int


@dataclass(frozen=True)
class Write:
    """Her words, as a draft; an earlier draft of hers of the same kind and plan goes. -> Offered"""

    kind: Kind
    plan: int  # 0: of no plan
    words: str = field(repr=False)


@dataclass(frozen=True)
class AddWords:
    """More of her words, behind those of her draft. -> Offered or NotOffered"""

    id: int
    words: str = field(repr=False)
    most: int  # units that it may have


@dataclass(frozen=True)
class Speak:
    """The same, said aloud. -> Offered"""

    plan: int
    media: str = field(repr=False)
    mime: str


@dataclass(frozen=True)
class SendIn:
    """Her draft goes to the moderators. -> Offered or NotOffered"""

    id: int


@dataclass(frozen=True)
class ShowMine:
    """All that she gave. -> Mine"""


@dataclass(frozen=True)
class ShowOffered:
    """One thing that she gave. -> Offered or NotOffered"""

    id: int


@dataclass(frozen=True)
class TakeBack:
    """It goes, whatever was decided. -> NotOffered"""

    id: int


@dataclass(frozen=True)
class Agree:
    """She agrees to what a moderator would write. -> Offered or NotOffered"""

    id: int
    stamp: str  # of the words that she read


@dataclass(frozen=True)
class Decline:
    """She does not. -> Offered or NotOffered"""

    id: int
    stamp: str


@dataclass(frozen=True)
class ShowTopics:
    """The challenges that no plan is about. -> Topics"""

    page: int


@dataclass(frozen=True)
class ShowTopic:
    """One of them. -> Topic or NotOffered"""

    id: int


@dataclass(frozen=True)
class WantTopic:
    """She wants it too, or not after all. -> Topic or NotOffered"""

    id: int
    wants: bool


# --- What only a moderator may.


@dataclass(frozen=True)
class ShowQueue:
    """One of those that wait for a moderator. -> Queue"""

    number: int  # from 1


@dataclass(frozen=True)
class Accept:
    """All may read it. -> Decided"""

    id: int


@dataclass(frozen=True)
class Propose:
    """She who gave it is asked whether it may be said like this. -> Decided"""

    id: int
    words: str = field(repr=False)


@dataclass(frozen=True)
class Refuse:
    """It will not be read. -> Decided"""

    id: int
    reason: Reason


@dataclass(frozen=True)
class ShowWanted:
    """How many groups want which plan or topic. -> Wanted"""


OfTopics = ShowTopics | ShowTopic | WantTopic
OfHerContributions = ShowStories | Write | Speak | AddWords | SendIn | ShowMine | ShowOffered | TakeBack | Agree | Decline | OfTopics
OfAModerator = ShowQueue | Accept | Propose | Refuse | ShowWanted

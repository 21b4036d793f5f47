"""What a turn asks of the tables: one frozen class per question or deed. The answers to them are in `facts`.

Which right each one needs stands in `bot.groups.access`, and nowhere else.
"""

from dataclasses import dataclass
from typing import Literal

from bot.dialogue.broadcast_asks import OfBroadcasts, ShowSent
from bot.dialogue.chat_asks import OfChats, OfHerChats
from bot.dialogue.comparison_asks import OfComparisons
from bot.dialogue.console_asks import OfAConsole, OfHerPages
from bot.dialogue.contribution_asks import OfAModerator, OfHerContributions
from bot.dialogue.later_asks import OfLater
from bot.dialogue.recordings import OfRecordings
from bot.dialogue.reminder_asks import OfReminders

Status = Literal["todo", "busy", "done", "stuck"]

# --- About herself: anybody may.


@dataclass(frozen=True)
class MyGroups:
    """Which groups is she in? -> Groups"""


@dataclass(frozen=True)
class TryCode:
    """What does this code open? Nothing is changed. -> Invitation, LinkOffer, Permitted or NoCode"""

    code: str


@dataclass(frozen=True)
class Join:
    """Into the group that this code invites to. -> GroupPage or NoCode"""

    code: str


@dataclass(frozen=True)
class MakeGroup:
    """A new group; she is its coordinator. -> GroupPage or MayNotMake"""

    name: str


@dataclass(frozen=True)
class CallMe:
    """Her first name or nickname; empty: none. -> Named"""

    name: str


@dataclass(frozen=True)
class MakeLinkCode:
    """A short-lived code by which another phone or channel becomes hers too. -> LinkCode"""


@dataclass(frozen=True)
class LinkUp:
    """This address belongs to the person who made that code. -> Linked or NoCode"""

    code: str


@dataclass(frozen=True)
class Sharers:
    """Who uses this phone? -> PhoneOf"""


@dataclass(frozen=True)
class SwitchTo:
    """Somebody else takes the phone: one of those who use it. -> Switched or NotYours"""

    sharer: str  # as PhoneOf names her


@dataclass(frozen=True)
class NewHere:
    """Somebody new takes the phone. -> Switched or PhoneFull"""

    name: str


@dataclass(frozen=True)
class MyData:
    """All that is kept of her. -> Data"""


@dataclass(frozen=True)
class ForgetMe:
    """Delete all that is kept of her. -> Forgotten or OnlyCoordinator"""


# --- What a member of the group may.


@dataclass(frozen=True)
class ShowGroup:
    """The group as she may see it. -> GroupPage"""

    group: int


@dataclass(frozen=True)
class Leave:
    """Out of the group. -> Left or OnlyCoordinator"""

    group: int


@dataclass(frozen=True)
class ShowRound:
    """A round before she begins with it, or after it closed. -> RoundPage"""

    round: int


@dataclass(frozen=True)
class ShowResult:
    """What the group answered, as far as it may be shown. -> Result"""

    round: int


@dataclass(frozen=True)
class ShowAdvice:
    """What fits the group's answers. -> GroupAdvicePage"""

    round: int


@dataclass(frozen=True)
class ShowSteps:
    """What the group chose to do. -> StepsPage"""

    group: int


@dataclass(frozen=True)
class SetStatus:
    """How a chosen step is going. -> StepsPage"""

    group: int
    plan: int
    step: str
    status: Status


@dataclass(frozen=True)
class TakeCare:
    """She takes care of a chosen step, or does not any more. -> StepsPage"""

    group: int
    plan: int
    step: str
    mine: bool


# --- What only a coordinator of the group may.


@dataclass(frozen=True)
class ShowInvite:
    """How people come in. -> InvitePage"""

    group: int


@dataclass(frozen=True)
class NewCode:
    """A new code; the one before ends. -> InvitePage"""

    group: int


@dataclass(frozen=True)
class EndCode:
    """No code: nobody comes in. -> InvitePage"""

    group: int


@dataclass(frozen=True)
class ShowMembers:
    """Who is in the group. -> MembersPage"""

    group: int


@dataclass(frozen=True)
class Appoint:
    """A member becomes a coordinator too. -> MembersPage"""

    group: int
    number: int


@dataclass(frozen=True)
class StepDown:
    """She is a coordinator no more, but still a member. -> GroupPage or OnlyCoordinator"""

    group: int


@dataclass(frozen=True)
class Remove:
    """A member is taken out of the group. -> MembersPage"""

    group: int
    number: int


@dataclass(frozen=True)
class OpenRound:
    """A round of a plan that is ready. -> RoundPage or AlreadyOpen"""

    group: int
    plan: int
    days: int  # until it closes, at the end of that day
    anonymous: bool
    joint: bool


@dataclass(frozen=True)
class CloseRound:
    """The round closes now. -> RoundPage"""

    round: int


@dataclass(frozen=True)
class ShowAnswerers:
    """Who answered: only in a round that was opened with names. -> Answerers or NotYours"""

    round: int


@dataclass(frozen=True)
class ChooseStep:
    """The group decides to take a step. -> StepsPage"""

    group: int
    plan: int
    step: str


@dataclass(frozen=True)
class DropStep:
    """The group does not take that step after all. -> StepsPage"""

    group: int
    plan: int
    step: str


@dataclass(frozen=True)
class SetThreshold:
    """Nothing is shown of fewer people than this; 3 at least. -> GroupPage"""

    group: int
    threshold: int


@dataclass(frozen=True)
class Rename:
    """Another name for the group. -> GroupPage"""

    group: int
    name: str


OfHerPhones = MakeLinkCode | LinkUp | Sharers | SwitchTo | NewHere
OfHers = OfRecordings | OfHerChats | OfHerContributions | OfHerPages | OfLater
OfHerself = MyGroups | TryCode | Join | MakeGroup | CallMe | OfHerPhones | MyData | ForgetMe | OfHers
OfAMember = ShowGroup | Leave | ShowRound | ShowResult | ShowAdvice | ShowSteps | SetStatus | TakeCare | ShowSent | OfComparisons
OfACoordinator = (
    ShowInvite
    | NewCode
    | EndCode
    | ShowMembers
    | Appoint
    | StepDown
    | Remove
    | OpenRound
    | CloseRound
    | ShowAnswerers
    | ChooseStep
    | DropStep
    | SetThreshold
    | Rename
    | OfBroadcasts
    | OfAConsole
    | OfChats
    | OfReminders
)
Ask = OfHerself | OfAMember | OfACoordinator | OfAModerator

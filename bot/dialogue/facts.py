"""What the tables tell: the answers to `asks`, as frozen data that pure functions put into words."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.advice import Advice, Answer
from bot.dialogue.asks import Status
from bot.dialogue.more_facts import MoreFact
from bot.dialogue.sheet import RoundFacts
from bot.disclosure import Counted
from bot.group_advice import GroupAdvice
from content.model import Plan


@dataclass(frozen=True)
class NotYours:
    """There is no such thing, or it is not hers to see: nobody is told which."""


@dataclass(frozen=True)
class GroupLine:
    """A group in a list."""

    id: int
    name: str
    coordinator: bool  # whether she is one


@dataclass(frozen=True)
class Groups:
    """Her groups, by name."""

    groups: tuple[GroupLine, ...]
    may_make: bool


@dataclass(frozen=True)
class Invitation:
    """A code that invites to a group."""

    code: str
    group: GroupLine
    threshold: int
    member: bool  # she is in it already


@dataclass(frozen=True)
class LinkOffer:
    """A code that was made on another channel, to make both one."""

    code: str
    channel: str  # where it was made: 'telegram', 'web'
    own: bool  # it was made by herself


@dataclass(frozen=True)
class Permitted:
    """A code by which she may make groups from now on."""


@dataclass(frozen=True)
class NoCode:
    """A code that opens nothing, or not any more; `wait`: there were too many, and none is looked at for a while."""

    wait: bool = False


@dataclass(frozen=True)
class MayNotMake:
    """She may not make a group; `code`: with a code she may."""

    code: bool


@dataclass(frozen=True)
class Named:
    """What she is called now."""

    name: str


@dataclass(frozen=True)
class LinkCode:
    """A code to type on the other phone or channel."""

    code: str
    minutes: int


@dataclass(frozen=True)
class Linked:
    """Both are one. From here on the conversation is that of the person who made the code."""

    channel: str  # where it was made


@dataclass(frozen=True)
class PhoneOf:
    """Who uses this phone: the name of the one who has it, and of the others what they are known by here, and their names."""

    me: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Switched:
    """The phone is another's now, and so is the conversation."""

    name: str


@dataclass(frozen=True)
class PhoneFull:
    """No more persons fit on this phone."""

    most: int


@dataclass(frozen=True)
class Data:
    """All that is kept of her, as a text she can read."""

    text: str


@dataclass(frozen=True)
class Forgotten:
    """Nothing is kept of her any more."""


@dataclass(frozen=True)
class OnlyCoordinator:
    """She can't go: the group would be without a coordinator."""

    group: GroupLine


@dataclass(frozen=True)
class RoundLine:
    """A round in a list, and how far she is with it."""

    facts: RoundFacts
    mine: str  # '', 'begun' or 'done'


@dataclass(frozen=True)
class StepLine:
    """A step the group chose."""

    plan: int
    step: str
    status: Status
    by: str  # who takes care of it: her name, or 'lid 4'; empty: nobody yet
    mine: bool


@dataclass(frozen=True)
class GroupPage:
    """A group as one of its members may see it."""

    group: GroupLine
    members: int
    threshold: int
    me: str  # what she is called; empty: she gave no name
    rounds: tuple[RoundLine, ...]  # the open ones, then the last closed one of each plan
    steps: int  # so many were chosen and are not done
    fresh: bool = False  # it was just made or joined


@dataclass(frozen=True)
class Left:
    """She is out of the group."""

    name: str


@dataclass(frozen=True)
class RoundPage:
    """One round."""

    facts: RoundFacts
    coordinator: bool  # whether she is one of this group
    mine: str  # '', 'begun' or 'done'
    shown: bool  # whether there is anything to see of the group's answers
    fresh: bool = False  # it was just opened or closed
    earlier: bool = False  # it is closed, and there is one before it to compare it with


@dataclass(frozen=True)
class AlreadyOpen:
    """There is an open round of this plan already."""

    facts: RoundFacts


@dataclass(frozen=True)
class Result:
    """The group's answers, prompt by prompt in the plan's order, as far as they may be shown."""

    facts: RoundFacts
    plan: Plan  # as the round pinned it, in her language where it is the newest
    counted: tuple[Counted, ...]
    answered: tuple[int, ...]  # for each of these, how many answered it: more than are shown, or too few to show
    together: Mapping[str, Answer]  # joint mode: what the group answered together, by prompt key
    minority: Mapping[str, tuple[str, ...]]  # joint mode: other views, by prompt key
    earlier: bool = False  # as with RoundPage


@dataclass(frozen=True)
class GroupAdvicePage:
    """What fits the group's answers."""

    facts: RoundFacts
    plan: Plan
    advice: GroupAdvice | Advice  # Advice: of the one sheet that was filled in together
    coordinator: bool
    chosen: frozenset[str]  # steps that the group chose already


@dataclass(frozen=True)
class StepsPage:
    """What the group chose to do."""

    group: GroupLine
    steps: tuple[StepLine, ...]
    changed: str = ""  # the id of the step that was just changed


@dataclass(frozen=True)
class InvitePage:
    """How people come into the group."""

    group: GroupLine
    code: str  # empty: nobody can come in now
    links: tuple[tuple[str, str], ...]  # name of the channel, and the address that opens it with the code


@dataclass(frozen=True)
class MemberLine:
    """Somebody in the group."""

    number: int
    name: str  # empty: she gave none
    coordinator: bool
    me: bool


@dataclass(frozen=True)
class MembersPage:
    """Who is in the group, by number."""

    group: GroupLine
    members: tuple[MemberLine, ...]


@dataclass(frozen=True)
class Answerers:
    """Who answered and who did not yet, in a round with names."""

    facts: RoundFacts
    answered: tuple[str, ...]
    open: tuple[str, ...]


Fact = (
    NotYours
    | GroupLine
    | Groups
    | Invitation
    | LinkOffer
    | Permitted
    | NoCode
    | MayNotMake
    | Named
    | LinkCode
    | Linked
    | PhoneOf
    | Switched
    | PhoneFull
    | Data
    | Forgotten
    | OnlyCoordinator
    | RoundLine
    | StepLine
    | GroupPage
    | Left
    | RoundPage
    | AlreadyOpen
    | Result
    | GroupAdvicePage
    | StepsPage
    | InvitePage
    | MemberLine
    | MembersPage
    | Answerers
    | MoreFact
)

"""What the coordinators' pages ask of the tables beyond what the chat asks. The answers are in `console_facts`."""

from dataclasses import dataclass

# --- About herself: anybody may.


@dataclass(frozen=True)
class MakeLogin:
    """A link that logs her in to the coordinators' pages. -> LoginLink or NoConsole"""


@dataclass(frozen=True)
class ShowDevices:
    """Where she is logged in. -> Devices"""


@dataclass(frozen=True)
class EndDevice:
    """She is logged out there; 0: everywhere. -> Devices"""

    id: int


@dataclass(frozen=True)
class SetLanguage:
    """She reads another language from now on, here and in the chat. -> Speaks"""

    language: str


# --- What only a coordinator of the group may.


@dataclass(frozen=True)
class ShowRounds:
    """All rounds of the group. -> Rounds"""

    group: int


@dataclass(frozen=True)
class ShowPeople:
    """Who is in the group, with what a coordinator may know of each. -> People"""

    group: int


@dataclass(frozen=True)
class ShowRecipients:
    """How it goes with each of those who get it. -> Recipients"""

    broadcast: int


@dataclass(frozen=True)
class ShowKeeping:
    """How long the group keeps what was answered. -> Keeping"""

    group: int


@dataclass(frozen=True)
class SetKeeping:
    """Keep it for so many months after the end of a round; 0: as long as the operator does. -> Keeping"""

    group: int
    months: int


@dataclass(frozen=True)
class DeleteGroup:
    """The group goes with all that is in it. -> GroupGone or OtherName"""

    group: int
    name: str  # of the group, as she typed it


OfHerPages = MakeLogin | ShowDevices | EndDevice | SetLanguage
OfAConsole = ShowRounds | ShowPeople | ShowRecipients | ShowKeeping | SetKeeping | DeleteGroup

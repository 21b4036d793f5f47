"""What a turn asks of the tables about broadcasts: one frozen class per question or deed. The answers are in `broadcast_facts`."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plan", "part", "questions", "result", "words"]

# --- What a member of the group may.


@dataclass(frozen=True)
class ShowSent:
    """What was sent to her group. -> Sent"""

    broadcast: int


# --- What only a coordinator of the group may.


@dataclass(frozen=True)
class ShowSending:
    """What can be sent to the group. -> Sending"""

    group: int


@dataclass(frozen=True)
class ShowBroadcasts:
    """What was sent to the group before. -> Broadcasts"""

    group: int


@dataclass(frozen=True)
class Compose:
    """Make it, and send nothing yet. -> Preview"""

    group: int
    kind: Kind
    plan: int = 0
    part: str = ""
    round: int = 0
    text: str = ""


@dataclass(frozen=True)
class ShowBroadcast:
    """How it will look, or how it goes. -> Preview or Progress"""

    broadcast: int


@dataclass(frozen=True)
class ShowTimes:
    """When it could be sent. -> Times or Progress"""

    broadcast: int


@dataclass(frozen=True)
class SendNow:
    """Send it, after a moment to think again. -> Progress"""

    broadcast: int


@dataclass(frozen=True)
class SendLater:
    """Send it then. -> Progress, or Times when that can't be"""

    broadcast: int
    when: str  # as she typed it, or as Times names a moment


@dataclass(frozen=True)
class DropDraft:
    """It is not sent, and gone. -> Sending, or Progress when it is under way"""

    broadcast: int


@dataclass(frozen=True)
class CancelBroadcast:
    """What of it has not gone out stays here. -> Progress"""

    broadcast: int


@dataclass(frozen=True)
class RetryBroadcast:
    """What failed is tried again, and whoever was left out may be reached now. -> Progress"""

    broadcast: int


OfBroadcasts = (
    ShowSending | ShowBroadcasts | Compose | ShowBroadcast | ShowTimes | SendNow | SendLater | DropDraft | CancelBroadcast | RetryBroadcast
)

"""What all channels share: the shape of what comes in and goes out, and the one error of sending."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.dialogue.events import Event
from bot.dialogue.message import Message


@dataclass(frozen=True)
class Inbound:
    """One thing that a person did, as any channel tells it."""

    channel: str
    id: str  # unique within the channel: the same id again is the same thing again
    address: str  # who, in the platform's own terms
    event: Event
    at: datetime  # aware; the platform's clock where it tells
    language: str = ""  # the phone's language, if the platform tells: 'nl'
    pressed: str = ""  # the platform's id of the message whose button was pressed, if it may be edited


@dataclass(frozen=True)
class Outgoing:
    """One message on its way out."""

    key: str  # unique and the same at every attempt
    address: str
    message: Message
    edit: str = ""  # the platform's id of a message that this one replaces


@dataclass(frozen=True)
class Capabilities:
    """What a channel can show."""

    label: int  # UTF-16 units of a button's label
    edits: bool  # can replace a message it sent before
    pulls: bool  # its rows are read by the person's own page: storing is sending


class SendError(Exception):
    """A message could not be sent. What to do follows from the flags."""

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,  # it will never go: give up
        unreachable: bool = False,  # she cannot be reached until she writes again
        retry_after: float | None = None,  # seconds that the platform asks us to wait
        ambiguous: bool = False,  # it may have been sent
        alarm: bool = False,  # only the operator can mend this: keep the queue
        moved_to: str = "",  # the address has changed
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.unreachable = unreachable
        self.retry_after = retry_after
        self.ambiguous = ambiguous
        self.alarm = alarm
        self.moved_to = moved_to


class Channel(Protocol):
    """One way to reach people."""

    name: str
    lane: str  # what shares one rate limit: 'tg:<bot id>'
    capabilities: Capabilities

    async def send(self, outgoing: Outgoing) -> str:
        """Send it and return the platform's id of the message. Raises SendError."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...

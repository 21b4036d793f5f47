"""What all channels share: the shape of what comes in and goes out, and the one error of sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, Self, runtime_checkable

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
    also: str = ""  # another name of the same address: her phone number, where `address` is her WhatsApp id
    met: bool = True  # False: it is nothing to us unless we know her already


@dataclass(frozen=True)
class Status:
    """What a platform tells of a message that we sent."""

    key: str  # ours, as in Outgoing
    status: Literal["sent", "delivered", "read", "failed"]
    at: datetime
    error: "SendError | None" = None  # why it failed
    external_id: str = ""  # what `send` returned for the attempt that this is about


@dataclass(frozen=True)
class Moved:
    """What a platform tells of an address that is called otherwise from now on."""

    channel: str
    old: str
    new: str
    at: datetime


@dataclass(frozen=True)
class Templated:
    """A message that the platform knows beforehand, for whoever has not written for a while."""

    name: str  # 'ronde_uitnodiging'
    language: str  # hers: 'nl'
    values: tuple[str, ...] = ()  # what stands in its gaps, in order; each is one line
    address: str = ""  # where its button leads, as in Button

    def to_json(self) -> dict[str, Any]:
        """As a JSON value."""
        return {"name": self.name, "language": self.language, "values": list(self.values), "address": self.address}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The template that `to_json` wrote."""
        return cls(value["name"], value["language"], tuple(value["values"]), value["address"])


@dataclass(frozen=True)
class Outgoing:
    """One message on its way out."""

    key: str  # unique and the same at every attempt
    address: str
    message: Message
    edit: str = ""  # the platform's id of a message that this one replaces
    open: bool = True  # False: she has not written for so long that only a template may be sent
    template: Templated | None = None  # what goes in place of the message where it is not open
    done: int = 0  # so many parts of it are out already
    recording: bytes | None = None  # the sound of `message.voice`; None: there is none, or it is gone
    mime: str = ""  # its media type


@dataclass(frozen=True)
class Capabilities:
    """What a channel can show."""

    label: int  # UTF-16 units of a button's label
    edits: bool  # can replace a message it sent before
    pulls: bool  # its rows are read by the person's own page: storing is sending
    window: timedelta | None = None  # so long after she wrote anything may be sent; None: always
    billed: bool = False  # each message costs money: fewer, fuller ones


@dataclass(frozen=True)
class Rate:
    """How much a channel may send."""

    a_second: float  # over all
    each: float  # seconds between two messages to one address, in the long run
    burst: int  # messages to one address that may go before that
    crowd: tuple[float, int] = (0.0, 1)  # both of these for a chat of many


UNLIMITED = Rate(a_second=1e6, each=0.0, burst=1_000_000)


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
        done: int = 0,  # so many parts of it are out already
        grows: bool = False,  # `retry_after` is to be raised to the power of the attempts
        slower: bool = False,  # everything that is sent this way must slow down
        halts: bool = False,  # no broadcast may go on this way
        stopped: bool = False,  # she told the platform that she wants no more of it
        needs_template: bool = False,  # she has not written for too long, and there was none
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.unreachable = unreachable
        self.retry_after = retry_after
        self.ambiguous = ambiguous
        self.alarm = alarm
        self.moved_to = moved_to
        self.done = done
        self.grows = grows
        self.slower = slower
        self.halts = halts
        self.stopped = stopped
        self.needs_template = needs_template


@runtime_checkable
class Fetching(Protocol):
    """A channel from which recordings can be had."""

    async def fetch(self, media_id: str, most_bytes: int) -> tuple[bytes, str]:
        """A recording that came in, and its media type; empty: the platform does not tell. Raises SendError."""
        ...


class Channel(Protocol):
    """One way to reach people."""

    name: str
    lane: str  # what shares one rate limit: 'tg:<bot id>'
    capabilities: Capabilities
    rate: Rate

    async def send(self, outgoing: Outgoing) -> str:
        """Send it and return the platform's id of the message. Raises SendError."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...

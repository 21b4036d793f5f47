"""What a person does, and what follows from it: frozen data, no behaviour."""

from dataclasses import dataclass, field
from typing import Literal

from bot.advice import Answer
from bot.dialogue.asks import Ask
from bot.dialogue.message import Message
from bot.dialogue.state import State

Kind = Literal["sticker", "photo", "video", "voice", "location", "contact", "document", "poll", "edited", "other"]


@dataclass(frozen=True)
class Opened:
    """She opened the chat, perhaps with a code from a link."""

    code: str = ""


@dataclass(frozen=True)
class Pressed:
    """She pressed a button that holds this address."""

    address: str


@dataclass(frozen=True)
class Said:
    """She typed words."""

    text: str


@dataclass(frozen=True)
class Sent:
    """She sent something that is not words."""

    kind: Kind
    media: str = field(default="", repr=False)  # a voice: what the platform calls the recording; empty: it can't be had
    mime: str = ""  # its media type, if the platform tells


@dataclass(frozen=True)
class Added:
    """She added the bot to a chat of several people."""

    chat: str  # what the platform calls it
    title: str


@dataclass(frozen=True)
class Removed:
    """The bot was taken out of such a chat, by whomever."""

    chat: str


@dataclass(frozen=True)
class Late:
    """Something that lay waiting for hours; it is kept but not taken as an answer to what is asked now."""

    event: "Opened | Pressed | Said | Sent | Added | Removed"


Event = Opened | Pressed | Said | Sent | Added | Removed | Late


@dataclass(frozen=True)
class Say:
    """Send her this."""

    message: Message


@dataclass(frozen=True)
class Keep:
    """Keep her answer to this prompt, in the place of an earlier one."""

    sheet: str  # '3' or '3.17'
    prompt: str  # its key: 'regels.samen'
    answer: Answer


@dataclass(frozen=True)
class Remark:
    """Keep her words with this prompt."""

    sheet: str
    prompt: str
    text: str
    minority: bool = False  # another view than what the group answers together


@dataclass(frozen=True)
class KeepVoice:
    """Keep what she said aloud with this prompt: it has to be fetched from where it came in."""

    sheet: str
    prompt: str
    media: str
    mime: str
    minority: bool = False


@dataclass(frozen=True)
class Wish:
    """She would like this plan to be made."""

    plan: int


@dataclass(frozen=True)
class Quiet:
    """Everything that still waits for her is not sent any more."""


@dataclass(frozen=True)
class Forget:
    """Delete her answers, remarks, wishes, and the messages that show them."""


Effect = Say | Keep | Remark | KeepVoice | Wish | Quiet | Forget


@dataclass(frozen=True)
class Turn:
    """The state after an event, and what to do about it.

    With an `ask` the turn is not over: once the tables have answered it, `turning.told` says what she gets.
    """

    state: State
    effects: tuple[Effect, ...]
    heard: str = ""  # what she did, in words, for a channel that shows it back to her
    ask: Ask | None = None
    opening: str = ""  # stands above what the ask brings

"""What is asked of the tables about chats of a whole group on Telegram."""

from dataclasses import dataclass

# --- Her right to these follows from the chat itself.


@dataclass(frozen=True)
class ChatAdded:
    """She added the bot to a chat. -> ChatLinked, ChatToChoose, ChatTaken or NothingToSay"""

    chat: str  # as Telegram calls it
    title: str


@dataclass(frozen=True)
class ChatGone:
    """The bot was taken out of a chat. -> NothingToSay"""

    chat: str


@dataclass(frozen=True)
class WhichGroup:
    """The groups that a chat which she added the bot to may belong to. -> ChatToChoose or NotYours"""

    chat: int  # as the tables call it


# --- What only a coordinator of the group may.


@dataclass(frozen=True)
class ShowChats:
    """The chats that belong to the group. -> Chats"""

    group: int


@dataclass(frozen=True)
class LinkChat:
    """A chat that she added the bot to belongs to the group. -> ChatLinked"""

    group: int
    chat: int


@dataclass(frozen=True)
class UnlinkChat:
    """It does not belong to the group any more. -> Chats"""

    group: int
    chat: int


OfHerChats = ChatAdded | ChatGone | WhichGroup
OfChats = ShowChats | LinkChat | UnlinkChat

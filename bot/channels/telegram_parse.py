"""Reads what Telegram delivers."""

import re
from datetime import datetime
from typing import Any, Final, TypeGuard

from telegram import Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.base import Inbound
from bot.dialogue.events import Added, Event, Kind, Opened, Pressed, Removed, Said, Sent

CHANNEL: Final = "telegram"
GROUPS: Final = "telegram-group"  # chats of several people
ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")  # updates that we ask for
LARGEST: Final = 2 * 2**20  # bytes of a recording
INSIDE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
KEPT: Final = "!"  # begins the data of a button on a message that stays as it is
DIGITS: Final = 20  # of an update's number at most: Telegram's are far shorter, and longer ones can't be kept
COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
PLACES = {
    "plannen": "plans",
    "vragen": "go",
    "groep": "groups",
    "mijngegevens": "mydata",
    "help": "help",
}  # commands that lead to an address
KINDS: tuple[tuple[str, Kind], ...] = (
    ("sticker", "sticker"),
    ("photo", "photo"),
    ("video", "video"),
    ("animation", "video"),  # has a document too, so it stands before that
    ("video_note", "video"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("location", "location"),
    ("contact", "contact"),
    ("document", "document"),
    ("poll", "poll"),
)
# All that we look at. The rest is not even parsed: a sticker of a new sort, or a keyboard of ours, is no reason to fail or to take longer.
OF_A_MESSAGE = ("message_id", "date", "edit_date", "chat", "from", "text", "caption")
OF_A_PRESS = ("id", "from", "chat_instance", "data", "inline_message_id")
NOTICES = (  # Telegram's own notes in the chat: nobody said anything
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "chat_background_set",
    "connected_website",
    "boost_added",
)


class Unreadable(ValueError):
    """An update that has not the shape it should have."""


def parse(update: dict[str, Any], received_at: datetime) -> Inbound | None:
    """What a person did. None: it is nothing to us. Raises Unreadable."""
    number = update.get("update_id")
    if not is_number(number):
        raise Unreadable("there is no update_id, or a strange one")
    try:
        if "callback_query" in update:
            return _press(number, update["callback_query"], received_at)
        if "edited_message" in update:
            return _change(number, update["edited_message"])
        if "my_chat_member" in update:
            return _place_in_a_chat(number, update["my_chat_member"])
        return _message(number, update["message"]) if "message" in update else None
    except (TypeError, KeyError, AttributeError, ValueError, OverflowError, RecursionError) as error:
        raise Unreadable(f"an update with a part that is missing or strange ({type(error).__name__})") from None


def is_number(value: object) -> TypeGuard[int]:
    """Whether this can be an update's number."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**DIGITS


def query_id(update: dict[str, Any]) -> str:
    """The id under which a press wants to be answered; empty: nothing was pressed."""
    query = update.get("callback_query")
    id = query.get("id") if isinstance(query, dict) else None
    return id if isinstance(id, str) else ""


def _press(number: int, raw: dict[str, Any], received_at: datetime) -> Inbound | None:
    part = _part(raw, OF_A_PRESS)
    if raw.get("message"):
        part["message"] = _part(raw["message"], OF_A_MESSAGE)
    query = Update.de_json({"update_id": number, "callback_query": part}).callback_query
    if query is None or query.from_user.is_bot or not query.data or query.inline_message_id:
        return None
    message = query.message
    if message and message.chat.type != ChatType.PRIVATE:
        return None
    editable = message is not None and message.is_accessible and not query.data.startswith(KEPT)
    return Inbound(
        channel=CHANNEL,
        id=str(number),
        # In a private chat the chat and the person have the same number, so it is known where the message is not.
        address=_number(message.chat.id if message else query.from_user.id),
        event=Pressed(query.data.removeprefix(KEPT)),
        at=received_at,  # the message's own date tells when we sent it
        language=_text(query.from_user.language_code),
        pressed=_number(message.message_id) if message and editable else "",
    )


def _message(number: int, raw: dict[str, Any]) -> Inbound | None:
    message = _in_private(number, raw)
    if message is None or any(notice in raw for notice in NOTICES):
        return None
    if message.text:
        return _written(number, message, _words(message.text))
    words = _text(message.caption)  # what she wrote under a picture counts; the picture is not kept
    return _written(number, message, Said(words) if words else _sent(raw))


def _change(number: int, raw: dict[str, Any]) -> Inbound | None:
    """She changed words that she sent before. Without words it is a place on the map that moves along with her."""
    message = _in_private(number, raw)
    return _written(number, message, Sent("edited")) if message and (message.text or message.caption) else None


def _place_in_a_chat(number: int, raw: dict[str, Any]) -> Inbound | None:
    """The bot came into a chat of several people, or went out of it. Who blocks it in private finds that out by herself."""
    # Members are of many sorts, and what they may do is nothing to us: so the library does not read them.
    told = Update.de_json({"update_id": number, "message": {"message_id": 0, **_part(raw, ("chat", "from", "date"))}}).message
    if told is None or told.from_user is None or told.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return None
    chat, was, now = _number(told.chat.id), _inside(raw["old_chat_member"]), _inside(raw["new_chat_member"])
    if was and not now:  # the chat itself tells it, whoever did it: she who added the bot must not be needed for that
        return Inbound(GROUPS, str(number), chat, Removed(chat), told.date, met=False)
    if was or not now or told.from_user.is_bot:
        return None
    event, language = Added(chat, _text(told.chat.title)), _text(told.from_user.language_code)
    return Inbound(CHANNEL, str(number), _number(told.from_user.id), event, told.date, language, met=False)


def _inside(member: dict[str, Any]) -> bool:
    """Whether the bot is in the chat; of one who may do little Telegram tells it apart."""
    status = member["status"]
    if status == ChatMemberStatus.RESTRICTED:
        return member.get("is_member") is True
    return status in INSIDE


def _in_private(number: int, raw: dict[str, Any]) -> Message | None:
    """The message, if a person wrote it to us alone."""
    message = Update.de_json({"update_id": number, "message": _part(raw, OF_A_MESSAGE)}).message
    if message is None or message.from_user is None or message.from_user.is_bot or message.chat.type != ChatType.PRIVATE:
        return None
    return message


def _written(number: int, message: Message, event: Event) -> Inbound:
    return Inbound(
        channel=CHANNEL,
        id=str(number),
        address=_number(message.chat.id),
        event=event,
        at=message.edit_date or message.date,
        language=_text(message.from_user.language_code if message.from_user else None),
    )


def _part(raw: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: raw[name] for name in names if name in raw}


def _number(value: object) -> str:
    if not isinstance(value, int):
        raise TypeError
    return str(value)


def _text(value: object) -> str:
    if not isinstance(value, str | None):
        raise TypeError
    return value or ""


def _words(text: str) -> Event:
    command = COMMAND.fullmatch(text.strip())
    if command is None:
        return Said(text)
    name, rest = command[1].lower(), (command[2] or "").strip()
    if name == "start":
        return Opened(rest)
    if name == "stop":
        return Said("STOP")
    return Pressed(PLACES[name]) if name in PLACES else Said(text)


def _sent(raw: dict[str, Any]) -> Sent:
    """Of what was said aloud where to fetch it, unless it is too large to keep."""
    kind = _kind(raw)
    sound = raw.get("voice") or raw.get("audio") if kind == "voice" else None
    if not sound or sound.get("file_size", 0) > LARGEST:
        return Sent(kind)
    return Sent(kind, _text(sound["file_id"]), _text(sound.get("mime_type")))


def _kind(raw: dict[str, Any]) -> Kind:
    return next((kind for name, kind in KINDS if name in raw), "other")

"""Updates as Telegram delivers them, from the cast."""

import itertools
from datetime import datetime
from typing import Any

from tests.cast import Person

_numbers = itertools.count(900_000_001)


def _of(person: Person) -> dict[str, Any]:
    return {"id": int(person.telegram), "is_bot": False, "first_name": person.name, "language_code": "nl"}


def _chat(person: Person) -> dict[str, Any]:
    return {"id": int(person.telegram), "type": "private", "first_name": person.name}


def says(person: Person, text: str, at: datetime) -> dict[str, Any]:
    """She types."""
    message = {"message_id": 5, "from": _of(person), "chat": _chat(person), "date": int(at.timestamp()), "text": text}
    return {"update_id": next(_numbers), "message": message}


def presses(person: Person, data: str, message_id: int = 1) -> dict[str, Any]:
    """She presses a button on a message of ours."""
    message = {"message_id": message_id, "chat": _chat(person), "date": 1763800000, "text": "Kies"}
    query = {"id": "4242", "from": _of(person), "chat_instance": "1", "data": data, "message": message}
    return {"update_id": next(_numbers), "callback_query": query}


def speaks(person: Person, media: str, at: datetime) -> dict[str, Any]:
    """She says something aloud."""
    voice = {"file_id": media, "file_unique_id": f"u{media}", "file_size": 8123, "duration": 5, "mime_type": "audio/ogg"}
    message = {"message_id": 5, "from": _of(person), "chat": _chat(person), "date": int(at.timestamp()), "voice": voice}
    return {"update_id": next(_numbers), "message": message}


BOT = {"id": 123456, "is_bot": True, "first_name": "Stappenbot", "username": "stappenbot"}


def changes(person: Person, chat: int, before: str, after: str, at: datetime, title: str = "Vrouwen van Laak") -> dict[str, Any]:
    """She adds the bot to a chat of several people, takes it out, or lets it do more or less there."""
    room = {"id": chat, "type": "supergroup" if chat < -(10**12) else "group", "title": title}
    sides = {name: {"user": BOT, "status": status} for name, status in (("old_chat_member", before), ("new_chat_member", after))}
    return {"update_id": next(_numbers), "my_chat_member": {"chat": room, "from": _of(person), "date": int(at.timestamp()), **sides}}

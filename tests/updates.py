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

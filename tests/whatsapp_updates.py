"""What Meta delivers, as tests make it, and how it is signed."""

import hashlib
import hmac
import itertools
import json
from datetime import datetime
from typing import Any

import httpx

from tests.cast import Person
from tests.whatsapp_stub import BUSINESS, PHONE, SECRET, failure

PATH = "/webhooks/whatsapp"
_numbers = itertools.count(1)


def value(**parts: Any) -> dict[str, Any]:
    """What stands in one change."""
    return {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "31 20 0000001", "phone_number_id": PHONE}, **parts}


def delivery(*values: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    """What Meta posts: several changes at once."""
    changes = [{"value": one, "field": field} for one in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": changes}]}


def wamid() -> str:
    """An id of an inbound message, which no other has."""
    return f"wamid.HBgLMzE2MDAwMDAwMDEVAgASGBQ{next(_numbers):06}"


def did(person: Person, at: datetime, type: str, **parts: Any) -> dict[str, Any]:
    """One thing that she did; Meta knows her number and her id."""
    message = {"from": person.phone, "from_user_id": person.user_id, "id": wamid(), "timestamp": str(int(at.timestamp())), "type": type}
    contact = {"profile": {"name": person.name}, "wa_id": person.phone, "user_id": person.user_id}
    return value(contacts=[contact], messages=[{**message, **parts}])


def says(person: Person, text: str, at: datetime) -> dict[str, Any]:
    return did(person, at, "text", text={"body": text})


def presses(person: Person, address: str, at: datetime, title: str = "Ja") -> dict[str, Any]:
    reply = {"type": "button_reply", "button_reply": {"id": address, "title": title}}
    return did(person, at, "interactive", interactive=reply, context={"from": "31200000001", "id": "wamid.ours"})


def chooses(person: Person, address: str, at: datetime, title: str = "Ja") -> dict[str, Any]:
    reply = {"type": "list_reply", "list_reply": {"id": address, "title": title, "description": ""}}
    return did(person, at, "interactive", interactive=reply)


def status(key: str, name: str, at: datetime, code: int = 0, id: str = "") -> dict[str, Any]:
    """How a message of ours went. Each attempt at it has an id of Meta's own, which the stub knows as `wamids[key]`."""
    about = {"id": id or f"wamid.of-{key}", "recipient_id": "31600000001"}
    told: dict[str, Any] = {**about, "status": name, "timestamp": str(int(at.timestamp()))}
    told |= {"biz_opaque_callback_data": key} if key else {}
    return value(statuses=[told | ({"errors": [failure(code)]} if code else {})])


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The header that Meta sends along."""
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


async def deliver(client: httpx.AsyncClient, body: dict[str, Any] | bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    """Post it to our webhook, signed as Meta does unless other headers are given."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(PATH, content=content, headers=signed(content) if headers is None else headers)

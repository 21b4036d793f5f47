"""Reads what Meta delivers: up to a thousand things at once, each on its own."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from pydantic import ValidationError

from bot import codes
from bot.channels import whatsapp_errors, whatsapp_shapes
from bot.channels.base import Inbound, Moved, Status
from bot.channels.whatsapp_shapes import Change, Contact, Message, Number, Verdict
from bot.dialogue.events import Event, Kind, Opened, Pressed, Said, Sent
from bot.templates import TEMPLATES

CHANNEL: Final = "whatsapp"
OLDEST = timedelta(days=30)  # Meta repeats for a week
START = re.compile(r"/start(?:\s+(.*))?", re.DOTALL | re.IGNORECASE)
KINDS: dict[str, Kind] = {
    "audio": "voice",
    "image": "photo",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
    "location": "location",
    "contacts": "contact",
    "edit": "edited",
}
LINK = 100  # characters of what a link writes for her at most
NOTHING = ("reaction", "revoke", "ephemeral")  # nobody waits for an answer to these
STATUSES = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
KEY = 120  # characters of a key of ours at most
APPROVED: Final = "APPROVED"
USABLE = (APPROVED, "REINSTATED", "UNPAUSED", "FLAGGED")  # a flagged one may be paused soon, but not yet
BROKEN = (ValidationError, TypeError, KeyError, AttributeError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Heard:
    """What a person did, and Meta's own id of it, which holds her number and is never kept."""

    inbound: Inbound
    wamid: str = field(repr=False)
    raw: Any = field(repr=False, compare=False)  # as it came, for whoever has to put it aside after all

    def body(self) -> bytes:
        """As it came, in bytes."""
        return _written(self.raw)


@dataclass(frozen=True)
class Told:
    """What Meta thinks of a template from now on."""

    name: str
    language: str
    status: str


@dataclass(frozen=True)
class Aside:
    """What has not the shape that it should have."""

    id: str
    body: bytes = field(repr=False)
    reason: str


@dataclass(frozen=True)
class Astray:
    """Something for another number: of the same account, with a program of its own, or we are set up for the wrong one."""


Element = Heard | Status | Moved | Told | Aside | Astray
NOBODY = Contact.model_validate({})


def parse(body: dict[str, Any], received_at: datetime, phone_id: str) -> list[Element]:
    """All that a delivery holds for our number, the oldest first. What can't be read is put aside and never keeps the rest out."""
    found = sorted(_elements(body, received_at, phone_id), key=lambda one: one[0])  # what has the same second keeps its order
    return [element for _, element in found]


def hashed(wamid: str) -> str:
    """What stands for an id of Meta's: the same for the same, and without her number."""
    return hashlib.sha256(wamid.encode(errors="surrogatepass")).hexdigest()[:32]


def aside(value: object, reason: str) -> Aside:
    """Something of a delivery, to be put aside."""
    body = _written(value)
    return Aside(hashlib.sha256(body).hexdigest()[:32], body, reason)


def _written(value: object) -> bytes:
    try:
        return json.dumps(value, sort_keys=True).encode()
    except (ValueError, RecursionError):
        return b"something too deep to be written down"


Timed = tuple[int, Element]  # by Meta's clock, which may be ahead of ours: in seconds since 1970


def _elements(body: dict[str, Any], received_at: datetime, phone_id: str) -> Iterator[Timed]:
    entries, now = body.get("entry"), int(received_at.timestamp())
    if not isinstance(entries, list):
        yield now, aside(body, "there is no list of entries")
        return
    for entry in entries:
        changes = entry.get("changes") if isinstance(entry, dict) else None
        for change in changes if isinstance(changes, list) else [entry]:
            value = change.get("value") if isinstance(change, dict) else None
            if not isinstance(value, dict):
                yield now, aside(change, "there is no value in it")
            elif change.get("field") == "messages":
                yield from _of_our_number(value, received_at, phone_id)
            elif change.get("field") == "message_template_status_update":
                yield from _each([value], now, "a template", _verdict)


def _of_our_number(value: dict[str, Any], received_at: datetime, phone_id: str) -> Iterator[Timed]:
    metadata, beside, now = value.get("metadata"), value.get("contacts"), int(received_at.timestamp())
    number = Number.model_validate(metadata if isinstance(metadata, dict) else {})
    if number.phone_number_id not in ("", phone_id):
        yield now, Astray()
        return
    contacts = [_contact(one) for one in beside] if isinstance(beside, list) else []

    def message(one: Any) -> list[Timed]:
        return list(_message(one, contacts, number, received_at))

    yield from _each(value.get("messages"), now, "a message", message)
    yield from _each(value.get("statuses"), now, "a status", lambda one: _status(one, received_at))
    yield from _each(value.get("errors"), now, "an error", lambda one: [(now, aside(one, _reason(one)))])


def _contact(raw: Any) -> Contact:
    """One that can't be read is nobody, and still somebody beside the others."""
    try:
        return Contact.model_validate(raw)
    except BROKEN:
        return NOBODY


def _each(some: object, now: int, what: str, read: Callable[[Any], Sequence[Timed]]) -> Iterator[Timed]:
    """All of a list, each read on its own."""
    for one in some if isinstance(some, list) else [] if some is None else [some]:
        try:
            yield from read(one)
        except BROKEN as error:
            yield now, aside(one, f"{what} with a part that is missing or strange ({type(error).__name__})")


def _reason(error: Any) -> str:
    return f"Meta tells of an error: {whatsapp_errors.of_status([error])}"


def _status(raw: Any, received_at: datetime) -> list[Timed]:
    status = whatsapp_shapes.Status.model_validate(raw)
    name = STATUSES.get(status.status)
    if not name or not 0 < len(status.key) <= KEY:  # it is about no message of ours, or says nothing that we keep
        return []
    at = _at(status.timestamp, received_at)
    error = whatsapp_errors.of_status(status.errors) if name == "failed" else None
    return [(status.timestamp, Status(status.key, name, at, error, hashed(status.id)))]  # type: ignore[arg-type]


def _verdict(raw: Any) -> list[Timed]:
    verdict = Verdict.model_validate(raw)
    if (verdict.name, verdict.language) not in {(ours.name, ours.language) for ours in TEMPLATES}:
        return []
    status = APPROVED if verdict.event.upper() in USABLE else verdict.event.upper()
    return [(0, Told(verdict.name, verdict.language, status))]


def _message(raw: Any, contacts: Sequence[Contact], number: Number, received_at: datetime) -> Iterator[Timed]:
    message = Message.model_validate(raw)
    at = _at(message.timestamp, received_at)
    echo = message.phone and message.phone.lstrip("+") == re.sub(r"\D", "", number.display_phone_number)
    if received_at - at > OLDEST or echo or message.group_id:
        return
    phone, user_id = _names(message, contacts)
    if message.type == "system" and message.system:
        yield from ((message.timestamp, moved) for moved in _moved(message.system, phone, user_id, at))
        return
    event = _event(message)
    if event is None:
        return
    if not (user_id or phone):
        raise ValueError
    inbound = Inbound(CHANNEL, hashed(message.id), user_id or phone, event, at, also=phone if user_id else "")
    yield message.timestamp, Heard(inbound, message.id, raw)


def _names(message: Message, contacts: Sequence[Contact]) -> tuple[str, str]:
    """Her number and her id, as far as they are told; the contacts beside the messages may know more."""
    phone, user_id = message.phone.lstrip("+"), message.user_id
    if user_id:
        known = [contact for contact in contacts if contact.user_id == user_id]
    elif phone:
        known = [contact for contact in contacts if contact.phone.lstrip("+") == phone]
    else:
        known = list(contacts) if len(contacts) == 1 else []
    for contact in known[:1]:
        phone, user_id = phone or contact.phone.lstrip("+"), user_id or contact.user_id
    return phone, user_id


def _moved(change: Change, phone: str, user_id: str, at: datetime) -> Iterator[Moved]:
    """With another number comes another id."""
    if change.type not in ("user_changed_number", "customer_changed_number", "user_changed_user_id"):
        return
    before = change.previous_user_id or user_id
    if change.user_id and before and change.user_id != before:
        yield Moved(CHANNEL, before, change.user_id, at)
    number = (change.wa_id or change.new_wa_id).lstrip("+")
    if change.type != "user_changed_user_id" and phone and number and number != phone:
        yield Moved(CHANNEL, phone, number, at)


def _event(message: Message) -> Event | None:
    """What she did. None: nothing that wants an answer."""
    if message.type in NOTHING:
        return None
    if message.type == "text" and message.text:
        return _words(message.text.body)
    if message.type == "button" and message.button:
        quick = message.button  # a template's button without an address of ours says only what stands on it
        return Said(quick.text) if quick.payload == quick.text else Pressed(quick.payload)
    if message.type == "interactive" and message.interactive:
        choice = message.interactive.button_reply or message.interactive.list_reply
        return Pressed(choice.id) if choice else Sent("other")
    if message.type == "request_welcome":
        return Opened()
    return _sent(message)


def _sent(message: Message) -> Event:
    """Words below a picture or a file count; the file itself is not kept. What she says aloud is."""
    file = {"image": message.image, "video": message.video, "document": message.document}.get(message.type)
    if file and file.caption:
        return Said(file.caption)
    spoken = message.audio or message.voice
    if message.type in ("audio", "voice") and spoken:
        return Sent("voice", media=spoken.id, mime=spoken.mime_type.partition(";")[0][:60])
    return Sent(KINDS.get(message.type, "other"))


def _words(text: str) -> Event:
    """Also what a link wrote for her: it opens the chat, and is no answer to whatever is asked there."""
    start = START.fullmatch(text.strip())
    if start:
        return Opened((start[1] or "").strip()[:LINK])
    return Opened(text.strip()) if _is_code(text) else Said(text)


def _is_code(text: str) -> bool:
    """Whether it is nothing but one thing that could be a code."""
    found = codes.in_text(text) if len(text) <= LINK else ()
    return len(found) == 1 and sum(map(str.isalnum, text)) == len(found[0])


def _at(timestamp: int, received_at: datetime) -> datetime:
    """Her own clock, but never after now: a window that opens in the future would never close in time."""
    return min(datetime.fromtimestamp(timestamp, UTC), received_at)

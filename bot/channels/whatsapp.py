"""WhatsApp: what is sent there. Its wire format stands in the files beside this one, and nowhere else."""

import asyncio
import hashlib
import logging
import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import quote

from bot.channels import whatsapp_parse
from bot.channels.base import Capabilities, Outgoing, Rate, SendError
from bot.channels.whatsapp_errors import Unknown
from bot.channels.whatsapp_http import Graph, deadline
from bot.channels.whatsapp_look import Body, Media, look, template
from bot.channels.whatsapp_parse import Element, hashed
from bot.dialogue.message import Message
from bot.pictures import drawn
from bot.settings import WhatsApp
from content.limits import LABEL

logger = logging.getLogger(__name__)

WINDOW = timedelta(hours=23, minutes=50)  # Meta counts a day; a little less, as our message needs a moment and clocks differ
UPLOADS = 50  # files that are remembered as being at Meta already
KEPT = 24 * 3600.0  # seconds that this is believed: Meta keeps files for thirty days
PICTURE = "stappenbot.png"
RECORDING, OGG = "stappenbot.ogg", "audio/ogg"  # what phones record
NUMBER = re.compile(r"\+?[0-9]{5,20}", re.ASCII)
USER = re.compile(r"[A-Z]{2}\.(?:[A-Z]+\.)?[A-Za-z0-9]{1,128}", re.ASCII)  # what Meta calls her for this business: NL.1349...


@dataclass(frozen=True)
class File:
    """What is uploaded before the message that shows it."""

    name: str
    kind: Literal["image", "document", "audio"]
    mime_type: str
    content: bytes


class WhatsAppChannel:
    """One number at WhatsApp."""

    name = whatsapp_parse.CHANNEL
    capabilities = Capabilities(label=LABEL, edits=False, pulls=False, window=WINDOW, billed=True)

    def __init__(self, settings: WhatsApp) -> None:
        self._phone_id = settings.phone_id
        self.lane = f"wa:{settings.phone_id}"
        self.rate = Rate(a_second=0.98 * settings.rate, each=6.0, burst=45)  # the rest is room for read receipts
        self._graph = Graph(settings)
        self._uploaded: OrderedDict[str, tuple[str, float]] = OrderedDict()  # Meta's ids of files, by their content, and until when

    def parse(self, body: dict[str, Any], received_at: datetime) -> list[Element]:
        """All that a delivery holds, the oldest first. What can't be read is among it as `Aside`; nothing is raised."""
        return whatsapp_parse.parse(body, received_at, self._phone_id)

    async def send(self, outgoing: Outgoing) -> str:
        """Send it, or its template where she has not written for a day. Raises SendError."""
        until, to = deadline(), _recipient(outgoing)
        if outgoing.open:
            bodies = await self._bodies(outgoing, until)
        elif outgoing.template:
            bodies = [template(outgoing.template)]
        else:
            why = "she has not written for a day, so only a template may be sent, and there is no approved one for this"
            raise SendError(why, permanent=True, needs_template=True)
        return await self._send(outgoing.key, to, bodies, min(outgoing.done, len(bodies) - 1), until)

    async def seen(self, wamid: str) -> None:
        """Show her that her message was read, and that an answer is being written. Raises SendError, which may be ignored."""
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid, "typing_indicator": {"type": "text"}}
        await self._graph.send(f"{self._phone_id}/messages", read, deadline())

    async def fetch(self, media_id: str, most_bytes: int) -> tuple[bytes, str]:
        """What she sent, and its media type. Raises SendError: permanent when it is not there any more, or is too large."""
        until = deadline()
        try:
            told = await self._graph.read(quote(media_id, safe=""), {"phone_number_id": self._phone_id}, until)
        except Unknown:
            raise SendError("the file is not there any more", permanent=True) from None
        url, kind, size = told.get("url"), told.get("mime_type"), told.get("file_size")
        if not isinstance(url, str):
            raise SendError("the file is not there any more", permanent=True)
        if str(size).isdigit() and int(str(size)) > most_bytes:
            raise SendError("the file is too large", permanent=True)
        content = await self._graph.download(url, most_bytes, until)
        return content, kind if isinstance(kind, str) else "application/octet-stream"

    async def close(self) -> None:
        """Let go of connections."""
        await self._graph.close()

    async def _bodies(self, outgoing: Outgoing, until: float) -> list[Body]:
        """What to send, in order. A picture that Meta does not take is told in words; a recording is left out."""
        message = outgoing.message
        picture = await _picture(message)
        if message.picture and picture is None:
            message = _in_words(message)
        files = [picture] if picture else []
        if message.document:  # the mark at its beginning tells phones that it is not in an old alphabet
            text = message.document.text.encode("utf-8-sig", "replace")
            files.append(File(message.document.name, "document", "text/plain", text))
        if outgoing.recording:
            files.append(File(RECORDING, "audio", outgoing.mime or OGG, outgoing.recording))
        there: list[Media] = []
        for file in files:
            try:
                there.append(Media(await self._upload(file, until), file.kind, file.name))
            except SendError as error:
                if file.kind == "document" or not error.permanent:  # without the others the words still say enough
                    raise
                logger.warning("WhatsApp refused a file", extra={"key": outgoing.key, "kind": file.kind, "reason": str(error)})
                message = _in_words(message) if file is picture else message
        return look(message, there, outgoing.key)

    async def _upload(self, file: File, until: float) -> str:
        """Meta's id of a file; the same one that goes to many is brought once."""
        digest = hashlib.sha256(f"{file.name}\0{file.mime_type}\0".encode(errors="replace") + file.content).hexdigest()
        now = asyncio.get_running_loop().time()
        id, kept = self._uploaded.get(digest, ("", 0.0))
        if not id or now > kept:
            id = await self._graph.upload(f"{self._phone_id}/media", file.name, file.mime_type, file.content, until)
            self._uploaded[digest] = (id, now + KEPT)
            self._uploaded.move_to_end(digest)
            while len(self._uploaded) > UPLOADS:
                self._uploaded.popitem(last=False)
        return id

    async def _send(self, key: str, to: Body, bodies: list[Body], done: int, until: float) -> str:
        """All parts that are not out yet, in order. When one fails, the next attempt goes on from there."""
        head = {"messaging_product": "whatsapp", "recipient_type": "individual", **to}
        # Only the last one tells how it goes: it has the buttons, and it arrives after the others.
        *others, last = [{**head, **body} for body in bodies]
        id = ""
        for part in [*others, {**last, "biz_opaque_callback_data": key}][done:]:
            try:
                id = _id(await self._graph.send(f"{self._phone_id}/messages", part, until))
            except SendError as error:
                error.done = done
                raise
            done += 1
        return hashed(id)


def _recipient(outgoing: Outgoing) -> Body:
    """What Meta calls her, and her number only where that is not known: a number may be another person's by now."""
    if USER.fullmatch(outgoing.address):
        return {"recipient": outgoing.address}
    if NUMBER.fullmatch(outgoing.address):
        return {"to": outgoing.address.lstrip("+")}
    raise SendError("she can't be reached on WhatsApp: her number is another person's now", unreachable=True)


def _id(answer: Body) -> str:
    """Meta's id of the message. Whoever answers otherwise is not Meta."""
    sent = answer.get("messages")
    id = sent[0].get("id") if isinstance(sent, list) and sent and isinstance(sent[0], dict) else None
    if not isinstance(id, str):
        raise SendError("no answer that can be read", ambiguous=True)
    return id


async def _picture(message: Message) -> File | None:
    drawing = await drawn(message.picture) if message.picture else None
    if not drawing:
        return None
    return File(PICTURE, "image", "image/png", drawing)  # also a tall one: as a document to open Meta takes no picture


def _in_words(message: Message) -> Message:
    """The same message where its picture can't be shown."""
    if message.picture is None:
        return message
    told = f"\n\n{message.picture.about}"
    return replace(message, text=(message.text + told).strip(), once=message.once and message.once + told, picture=None)

"""What Telegram does with files that are uploaded, for the local server that answers like it."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

OGG = b"OggS"
PNG = b"\x89PNG\r\n\x1a\n"
CAPTION = 1024
MEGABYTE = 2**20
KINDS = {"sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice", "sendAudio": "audio"}


@dataclass(frozen=True)
class Upload:
    """A file that came along."""

    name: str
    kind: str
    body: bytes


def read_form(form: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a form, with its files read."""
    return {name: _read(value) if isinstance(value, web.FileField) else value for name, value in form.items()}


def _read(file: web.FileField) -> Upload:
    with file.file:
        return Upload(file.filename, file.content_type, file.file.read())


def complaint(method: str, arguments: dict[str, Any]) -> tuple[int, str] | None:
    """What Telegram has against a file or its caption: status and words. None: nothing, or it is about no file."""
    kind = KINDS.get(method)
    if kind is None:
        return None
    given = arguments.get(kind)
    if not isinstance(given, Upload):
        return 400, f"Bad Request: there is no {kind} in the request"
    if not given.body:
        return 400, "Bad Request: file must be non-empty"
    if len(given.body) > (10 if kind == "photo" else 50) * MEGABYTE:
        return 413, "Request Entity Too Large"
    if kind == "photo" and (wrong := _no_photo(given.body)):
        return 400, f"Bad Request: {wrong}"
    if kind == "voice" and not given.body.startswith(OGG):
        return 400, "Bad Request: wrong file type for a voice message"
    shown = html.unescape(re.sub(r"</?b>", "", arguments.get("caption", "")))
    return (400, "Bad Request: message caption is too long") if len(shown.encode("utf-16-le")) // 2 > CAPTION else None


def _no_photo(body: bytes) -> str:
    if not body.startswith(PNG):
        return "IMAGE_PROCESS_FAILED"
    wide, tall = (int.from_bytes(body[at : at + 4], "big") for at in (16, 20))
    return "PHOTO_INVALID_DIMENSIONS" if wide + tall > 10_000 or max(wide, tall) > 20 * min(wide, tall) else ""


def with_file(method: str, arguments: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """The message as Telegram tells that it was sent."""
    sent = {name: value for name, value in message.items() if name != "text"} | {"caption": arguments.get("caption", "")}
    number = message["message_id"]
    if method == "sendPhoto":
        return {**sent, "photo": [{"file_id": f"photo{number}", "file_unique_id": f"p{number}", "width": 90, "height": 90}]}
    if method in ("sendVoice", "sendAudio"):
        sound = {"file_id": f"sound{number}", "file_unique_id": f"s{number}", "duration": 1}
        return {**sent, KINDS[method]: sound}
    upload: Upload = arguments["document"]
    file = {"file_id": f"document{number}", "file_unique_id": f"d{number}", "file_name": upload.name, "mime_type": upload.kind}
    return {**sent, "document": file}

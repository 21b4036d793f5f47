"""Telegram as the measurements need it: answers every call at once and in full, and tells who waits for it that a message arrived."""

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qs

TOKEN = "123456:a-token-for-measuring"
OWN = {"id": 123456, "is_bot": True, "first_name": "Bot", "username": "bot"}
SHOWING = ("sendMessage", "editMessageText")


@dataclass(frozen=True)
class Arrived:
    """A message that the bot sent or edited."""

    chat: int
    at: float  # seconds on the clock of time.perf_counter
    message: dict[str, Any]  # as Telegram tells it

    @property
    def buttons(self) -> list[str]:
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


class Telegram:
    """All connections together."""

    def __init__(self, arrived: Callable[[Arrived], None]) -> None:
        self._arrived = arrived
        self._ids = itertools.count(1)

    async def listen(self) -> tuple[asyncio.Server, int]:
        """Start on a free port of 127.0.0.1."""
        server = await asyncio.get_running_loop().create_server(lambda: _Line(self), "127.0.0.1", 0)
        return server, int(server.sockets[0].getsockname()[1])

    def answer(self, head: bytes, body: bytes) -> bytes:
        """What one call gets back."""
        at = time.perf_counter()
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].partition(b"?")[0].decode()
        if method == "getMe":
            return json.dumps({"ok": True, "result": OWN}).encode()
        if method not in SHOWING:
            return b'{"ok":true,"result":true}'
        message = self._message(_arguments(head, body))
        self._arrived(Arrived(message["chat"]["id"], at, message))
        return json.dumps({"ok": True, "result": message}).encode()

    def _message(self, arguments: dict[str, Any]) -> dict[str, Any]:
        chat = int(arguments["chat_id"])
        message = {
            "message_id": int(arguments.get("message_id") or next(self._ids)),
            "from": OWN,
            "chat": {"id": chat, "type": "private", "first_name": "Amina"},
            "date": int(time.time()),
            "text": arguments["text"],
        }
        if markup := arguments.get("reply_markup"):
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        return message


class _Line(asyncio.Protocol):
    """One connection from a bot."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._one():
            pass

    def _one(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        size = length(head)
        if not end or len(rest) < size:
            return False
        body, self._buffer = rest[:size], rest[size:]
        said = self._telegram.answer(head, body)
        self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(said), said))
        return True


def length(head: bytes) -> int:
    """The size of the body that comes after this head. No bot here sends chunks."""
    lowered = head.lower()
    if b"\r\ntransfer-encoding" in lowered:
        raise ValueError("a body in chunks can't be read here")
    at = lowered.find(b"\r\ncontent-length:")
    return 0 if at < 0 else int(head[at + 17 :].partition(b"\r\n")[0])


def _arguments(head: bytes, body: bytes) -> dict[str, Any]:
    if b"urlencoded" in head:
        return {name: values[0] for name, values in parse_qs(body.decode()).items()}
    read: dict[str, Any] = json.loads(body)
    return read

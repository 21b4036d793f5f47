"""A local server that answers like Telegram's Bot API, and does what a test tells it to."""

import argparse
import asyncio
import itertools
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.telegram_uploads import complaint, read_form, with_file

TOKEN = "123456:a-token-for-tests"
OWN = {"id": 123456, "is_bot": True, "first_name": "Stappenbot", "username": "stappenbot"}
LARGEST = 64 * 2**20  # bytes of one call
TRUE_FOR = ("answerCallbackQuery", "setMyCommands", "deleteWebhook", "setWebhook", "close", "logOut")


@dataclass(frozen=True)
class Call:
    """One call that came in."""

    method: str
    arguments: dict[str, Any]
    at: float = field(default_factory=time.monotonic, compare=False)  # seconds on a clock that only goes forward

    @property
    def chat(self) -> str:
        return str(self.arguments.get("chat_id", ""))


@dataclass(frozen=True)
class Reaction:
    """What the server does instead of saying yes."""

    status: int = 200
    body: bytes | None = None  # None: as if nothing were the matter
    seconds: float = 0.0  # how long it takes
    hangs_up: bool = False
    content_type: str = "application/json"


def refusal(status: int, description: str, **parameters: Any) -> Reaction:
    """An error as Telegram words it."""
    body = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Reaction(status, json.dumps(body).encode())


def too_many(seconds: int) -> Reaction:
    return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(chat: int) -> Reaction:
    return refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat)


BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = refusal(403, "Forbidden: user is deactivated")
CHAT_NOT_FOUND = refusal(400, "Bad Request: chat not found")
NOT_MODIFIED = refusal(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same")
CANNOT_EDIT = refusal(400, "Bad Request: message can't be edited")
EDIT_NOT_FOUND = refusal(400, "Bad Request: message to edit not found")
PHOTO_REFUSED = refusal(400, "Bad Request: IMAGE_PROCESS_FAILED")
NO_PHOTOS_HERE = refusal(400, "Bad Request: not enough rights to send photos to the chat")
ID_INVALID = refusal(400, "Bad Request: MESSAGE_ID_INVALID")
BAD_HTML = refusal(400, 'Bad Request: can\'t parse entities: Unsupported start tag "Amina" at byte offset 0')
QUERY_TOO_OLD = refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
UNAUTHORIZED = refusal(401, "Unauthorized")
NOT_FOUND = refusal(404, "Not Found")
CONFLICT = refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
INTERNAL = refusal(500, "Internal Server Error")
BAD_GATEWAY = Reaction(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", content_type="text/html")
NOT_OK = Reaction(200, b'{"ok": false, "description": "strange"}')
NOT_JSON = Reaction(200, b"<html>welcome to our wifi</html>", content_type="text/html")
A_LIST = Reaction(200, b"[1, 2]")
HANGS_UP = Reaction(hangs_up=True)
SLOW = Reaction(seconds=3.0)


@dataclass
class TelegramStub:
    """`async with TelegramStub() as telegram:` and then `telegram.url` is its address."""

    calls: list[Call] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)  # what getUpdates has to tell
    files: dict[str, bytes] = field(default_factory=dict)  # what people sent, by id
    sizes: dict[str, int] = field(default_factory=dict)  # where it tells another size than that of the file
    downloads: list[str] = field(default_factory=list)
    longest_poll: float = 0.2
    url: str = ""
    _script: list[tuple[str, str, Reaction]] = field(default_factory=list)
    _last_id: int = 0
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._answer)
        app.router.add_get(f"/file/bot{TOKEN}/voice/{{name}}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """From now on connections are refused."""
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    def will(self, *reactions: Reaction, method: str = "", chat: str = "") -> None:
        """React like this to the next calls, one after the other; only to those of a method or a chat if it is named."""
        self._script += [(method, chat, reaction) for reaction in reactions]

    def called(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Chat and text of all messages that were asked to be sent."""
        return [(call.chat, call.arguments["text"]) for call in self.called("sendMessage")]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], await _arguments(request))
        self.calls.append(call)
        wrong = complaint(call.method, call.arguments)
        if call.method == "getFile" and call.arguments.get("file_id") not in self.files:
            wrong = 400, "Bad Request: invalid file_id"
        reaction = self._next(call) or (refusal(*wrong) if wrong else Reaction())
        await asyncio.sleep(reaction.seconds)
        if reaction.hangs_up:
            assert request.transport
            request.transport.abort()
            return web.Response()
        if reaction.body is not None:
            return web.Response(status=reaction.status, body=reaction.body, content_type=reaction.content_type)
        return web.json_response({"ok": True, "result": await self._result(call)})

    def _next(self, call: Call) -> Reaction | None:
        for number, (method, chat, reaction) in enumerate(self._script):
            if method in ("", call.method) and chat in ("", call.chat):
                del self._script[number]
                return reaction
        return None

    async def _result(self, call: Call) -> Any:
        match call.method:
            case "getUpdates":
                return await self._told(int(call.arguments.get("offset", 0)))
            case "getMe":
                return OWN
            case "editMessageText":
                return _message(call.chat, int(call.arguments["message_id"]), call.arguments["text"])
            case "sendMessage":
                self._last_id += 1
                return _message(call.chat, self._last_id, call.arguments["text"])
            case "getFile":
                return self._found(call.arguments["file_id"])
            case "sendPhoto" | "sendDocument" | "sendVoice" | "sendAudio":
                self._last_id += 1
                return with_file(call.method, call.arguments, _message(call.chat, self._last_id, ""))
        return True

    def _found(self, id: str) -> dict[str, Any]:
        return {
            "file_id": id,
            "file_unique_id": f"u{id}",
            "file_size": self.sizes.get(id, len(self.files[id])),
            "file_path": f"voice/{id}.oga",
        }

    async def _download(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.downloads.append(name)
        reaction = self._next(Call("download", {}))
        if reaction:
            await asyncio.sleep(reaction.seconds)
            return web.Response(status=reaction.status, body=reaction.body)
        return web.Response(body=self.files[name.removesuffix(".oga")], content_type="application/octet-stream")

    async def _told(self, offset: int) -> list[dict[str, Any]]:
        until = time.monotonic() + self.longest_poll
        while time.monotonic() < until:
            found = [update for update in self.updates if update["update_id"] >= offset]
            if found:
                return found
            await asyncio.sleep(0.01)
        return []


async def _arguments(request: web.Request) -> dict[str, Any]:
    """From the address, a form or JSON: Telegram takes all, and JSON within strings too."""
    if request.content_type == "application/json":
        given = await request.json()
    else:
        given = read_form(await request.post())
    arguments = {**request.query, **given}
    for name in ("reply_markup", "link_preview_options", "commands"):
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments


def _message(chat: str, id: int, text: str) -> dict[str, Any]:
    to = {"id": int(chat), "type": "private", "first_name": "Amina"}
    return {"message_id": id, "date": int(time.time()), "chat": to, "from": OWN, "text": text}


class Fast(asyncio.Protocol):
    """The same for measuring: it says yes to everything and tells `heard` the method and the raw body, as cheaply as it can."""

    def __init__(self, heard: Callable[[str, bytes], None], ids: Iterator[int]) -> None:
        self._heard = heard
        self._ids = ids
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._one():
            pass

    def _one(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        size = _size(head)
        if len(rest) < size:
            return False
        body, self._buffer = rest[:size], rest[size:]
        method = head[: head.index(b"\r\n")].split(b" ")[1].rpartition(b"/")[2].partition(b"?")[0].decode()
        self._heard(method, body)
        self._transport.write(self._reply(method))
        return True

    def _reply(self, method: str) -> bytes:
        if method in TRUE_FOR:
            result = b"true"
        elif method == "getUpdates":
            result = b"[]"
        elif method == "getMe":
            result = json.dumps(OWN).encode()
        else:
            result = b'{"message_id":%d,"date":1763888400,"chat":{"id":1,"type":"private"}}' % next(self._ids)
        body = b'{"ok":true,"result":%b}' % result
        return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


def _size(head: bytes) -> int:
    """The length of the body. Chunks are not understood: no client of ours sends any."""
    at = head.lower().find(b"\r\ncontent-length:")
    return 0 if at < 0 else int(head[at + 17 :].partition(b"\r\n")[0])


async def serve_fast(port: int, heard: Callable[[str, bytes], None]) -> asyncio.Server:
    """Start listening on 127.0.0.1; port 0 takes any."""
    ids = itertools.count(1)
    return await asyncio.get_running_loop().create_server(lambda: Fast(heard, ids), "127.0.0.1", port)


async def _main(port: int) -> None:
    """Until SIGTERM or SIGINT; then the counts are printed."""
    counts: Counter[str] = Counter()
    server = await serve_fast(port, lambda method, _body: counts.update((method,)))
    sys.stdout.write(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    server.close()
    sys.stdout.write(json.dumps(counts) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    asyncio.run(_main(parser.parse_args().port))

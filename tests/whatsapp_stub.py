"""A local server that answers like Meta's Graph API, and does what a test tells it to."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

from bot.settings import WhatsApp
from tests import whatsapp_rules
from tests.whatsapp_rules import Refused

TOKEN = "EAA-a-token-for-tests"
PHONE, BUSINESS = "550001", "660001"
SECRET, VERIFY = "an-app-secret-for-tests", "a-word-for-tests"
LARGEST = 64 * 2**20  # bytes of one call
SENTENCES = {
    4: "Application request limit reached",
    190: "Error validating access token: Session has expired",
    368: "Temporarily blocked for policies violations",
    80007: "Rate limit hit",
    130429: "Rate limit hit",
    131026: "Message undeliverable",
    131031: "Business Account locked",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement",
    131050: "User has stopped receiving marketing messages from this business",
    131056: "Pair rate limit hit",
    132001: "Template name does not exist in the translation",
}


@dataclass(frozen=True)
class Call:
    """One call that came in: 'messages', 'seen', 'media', 'media_url', 'file' or 'templates'."""

    what: str
    body: dict[str, Any]

    @property
    def to(self) -> str:
        return str(self.body.get("to") or self.body.get("recipient") or "")

    @property
    def words(self) -> str:
        """What she reads above the buttons."""
        kind = self.body.get("type", "")
        part = self.body.get(kind, {})
        return str(part.get("body", {}).get("text", "") if kind == "interactive" else part.get("body") or part.get("caption") or "")

    @property
    def buttons(self) -> dict[str, str]:
        """What she can tap: by title, where it leads."""
        action = self.body.get("interactive", {}).get("action", {})
        replies = [button["reply"] for button in action.get("buttons", [])]
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        return {one["title"]: one["id"] for one in (*replies, *rows)}


@dataclass(frozen=True)
class Reaction:
    """What the server does instead of saying yes."""

    status: int = 200
    body: bytes | None = None  # None: as if nothing were the matter
    seconds: float = 0.0  # how long it takes
    hangs_up: bool = False
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


def refusal(code: int, status: int = 400, title: str = "", subcode: int | None = None) -> Reaction:
    """An error as Meta words it."""
    sentence = title or SENTENCES.get(code, "Something went wrong")
    error = {"message": f"(#{code}) {sentence}", "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf", "error_subcode": subcode}
    return Reaction(status, json.dumps({"error": error}).encode())


def failure(code: int) -> dict[str, Any]:
    """The same within a status."""
    sentence = SENTENCES.get(code, "Something went wrong")
    return {"code": code, "title": sentence, "message": sentence, "error_data": {"details": "about +31600000001"}}


UNAUTHORIZED = refusal(190, 401)
INTERNAL = refusal(131000, 500)
BAD_GATEWAY = Reaction(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", content_type="text/html")
NOT_JSON = Reaction(200, b"<html>welcome to our wifi</html>", content_type="text/html")
A_LIST = Reaction(200, b"[1, 2]")
NO_ID = Reaction(200, b'{"messages": [{}]}')
HANGS_UP = Reaction(hangs_up=True)
SLOW = Reaction(seconds=3.0)


@dataclass
class WhatsAppStub:
    """`async with WhatsAppStub() as meta:` and then `meta.url` is its address."""

    calls: list[Call] = field(default_factory=list)
    wamids: dict[str, str] = field(default_factory=dict)  # of the newest message of each key
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # media type and content, by id
    templates: list[dict[str, Any]] = field(default_factory=list)
    page: int = 2  # templates on one page
    url: str = ""
    file_url: str = ""  # where files stand; empty: here
    _script: list[tuple[str, str, Reaction]] = field(default_factory=list)
    _last_id: int = 0
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST)
        version = r"/{version:v\d+\.0}"
        app.router.add_post(f"{version}/{PHONE}/messages", self._messages)
        app.router.add_post(f"{version}/{PHONE}/media", self._upload)
        app.router.add_route("*", f"{version}/{BUSINESS}/message_templates", self._templates)
        app.router.add_get(f"{version}/{{media}}", self._media_url)
        app.router.add_get("/files/{media}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
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

    def settings(self, rate: int = 80) -> WhatsApp:
        """For a channel that talks with it."""
        return WhatsApp(TOKEN, PHONE, BUSINESS, SECRET, VERIFY, self.url, rate)

    def will(self, *reactions: Reaction, what: str = "", to: str = "") -> None:
        """React like this to the next calls, one after the other; only to those of a sort or to somebody if that is named."""
        self._script += [(what, to, reaction) for reaction in reactions]

    def called(self, what: str) -> list[Call]:
        """The calls of one sort."""
        return [call for call in self.calls if call.what == what]

    @property
    def sent(self) -> list[Call]:
        """All messages that were asked to be sent: so many are billed."""
        return self.called("messages")

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if body.get("status") == "read":
            return await self._react(request, Call("seen", body), {"success": True})
        call = Call("messages", body)
        try:
            whatsapp_rules.check(body, {id: kind for id, (kind, _) in self.files.items()})
        except Refused as wrong:
            self.calls.append(call)
            return _response(refusal(100, title=f"Invalid parameter: {wrong}"))
        self._last_id += 1
        wamid = f"wamid.HBgLMzE2MDAwMDAwMDE{self._last_id:04}"
        self.wamids[body.get("biz_opaque_callback_data", "")] = wamid
        contact = {"input": call.to, "wa_id" if "to" in body else "user_id": call.to}
        answer = {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid, "message_status": "accepted"}]}
        return await self._react(request, call, answer)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        file = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            return _response(refusal(100, title="Invalid parameter: there is no file"))
        with file.file:
            content = file.file.read()
        self._last_id += 1
        id = f"770{self._last_id}"
        response = await self._react(request, Call("media", {"name": file.filename, "type": form.get("type")}), {"id": id})
        if response.status == 200:
            self.files[id] = (str(form["type"]), content)
        return response

    async def _media_url(self, request: web.Request) -> web.StreamResponse:
        id = request.match_info["media"]
        kind, content = self.files.get(id, ("", b""))
        call = Call("media_url", {"id": id, **request.query})
        if not kind:
            self.calls.append(call)
            return _response(refusal(100, title="Unsupported get request. Object does not exist", subcode=33))
        url = self.file_url or f"{self.url}/files/{id}"
        return await self._react(request, call, {"url": url, "mime_type": kind, "file_size": len(content), "id": id})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self.calls.append(Call("file", {"id": request.match_info["media"]}))
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(status=401)
        reaction = self._next(self.calls[-1])
        if reaction:
            return _response(reaction)
        found = self.files.get(request.match_info["media"])
        return web.Response(body=found[1], content_type=found[0]) if found else web.Response(status=404)

    async def _templates(self, request: web.Request) -> web.StreamResponse:
        if request.method == "POST":
            body = await request.json()
            call = Call("templates", body)
            self.templates.append({**body, "status": "PENDING", "id": str(len(self.templates))})
            return await self._react(request, call, {"id": "1", "status": "PENDING", "category": "UTILITY"})
        begin = int(request.query.get("after", "0"))
        data, end = self.templates[begin : begin + self.page], begin + self.page
        paging = {"cursors": {"before": str(begin), "after": str(end)}}
        if end < len(self.templates):
            paging["next"] = f"{self.url}/v0.0/{BUSINESS}/message_templates?after={end}"  # type: ignore[assignment]
        return await self._react(request, Call("templates", {}), {"data": data, "paging": paging})

    async def _react(self, request: web.Request, call: Call, answer: dict[str, Any]) -> web.StreamResponse:
        self.calls.append(call)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _response(UNAUTHORIZED)
        reaction = self._next(call) or Reaction()
        await asyncio.sleep(reaction.seconds)
        if reaction.hangs_up:
            assert request.transport
            request.transport.abort()
            return web.Response()
        return web.json_response(answer) if reaction.body is None else _response(reaction)

    def _next(self, call: Call) -> Reaction | None:
        for number, (what, to, reaction) in enumerate(self._script):
            if what in ("", call.what) and to in ("", call.to):
                del self._script[number]
                return reaction
        return None


def _response(reaction: Reaction) -> web.Response:
    headers: Sequence[tuple[str, str]] = reaction.headers
    return web.Response(status=reaction.status, body=reaction.body, content_type=reaction.content_type, headers=dict(headers))

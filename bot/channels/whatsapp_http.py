"""Carries calls to Meta's Graph API."""

import asyncio
import io
import json
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp

from bot.channels import whatsapp_errors
from bot.channels.base import SendError
from bot.settings import WhatsApp

VERSION = "v26.0"
CONNECT = 5.0  # seconds to get a connection
TOTAL = 10.0  # seconds for all calls of one message: less than its lease
LEAST = 0.5  # seconds that a call needs to make sense
LARGEST = 4 * 2**20  # bytes of an answer that is no file
PIECE = 64 * 1024  # bytes that are read at once
META = (".facebook.com", ".fbcdn.net", ".fbsbx.com", ".whatsapp.net")  # where Meta keeps what people send

Method = Literal["GET", "POST"]


class Graph:
    """One token's way to Meta. The session is made at the first call, inside the loop it will live in."""

    def __init__(self, settings: WhatsApp) -> None:
        self._url = settings.api_url
        self._headers = {"Authorization": f"Bearer {settings.token}"}
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    async def close(self) -> None:
        """Close all connections. Nothing can be asked after that."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(self, path: str, body: Mapping[str, Any], deadline: float) -> dict[str, Any]:
        """Do something that must not be done twice. Raises SendError: ambiguous when it may have been done."""
        return await self._ask("POST", path, {"json": body}, deadline)

    async def read(self, path: str, fields: Mapping[str, str], deadline: float) -> dict[str, Any]:
        """Look something up. Raises SendError."""
        with_fields = {"params": dict(fields)}
        try:
            return await self._ask("GET", path, with_fields, deadline)
        except SendError as error:
            raise _not_ambiguous(error) from None

    async def upload(self, path: str, name: str, kind: str, content: bytes, deadline: float) -> str:
        """Bring a file and return its id. Raises SendError."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", kind)
        form.add_field("file", io.BytesIO(content), filename=name, content_type=kind)
        try:
            answer = await self._ask("POST", path, {"data": form}, deadline)
        except SendError as error:
            raise _not_ambiguous(error) from None
        if not isinstance(id := answer.get("id"), str):
            raise SendError("the answer can't be read")
        return id

    async def download(self, url: str, most: int, deadline: float) -> bytes:
        """What stands at an address that Meta gave. Raises SendError."""
        if not self._is_metas(url):
            raise SendError("the file stands where no file of Meta's can be", permanent=True)
        try:
            status, body = await self._call("GET", url, {}, deadline, most)
        except SendError as error:
            raise _not_ambiguous(error) from None
        if status in (404, 410):
            raise SendError("the file is not there any more", permanent=True)
        if status != 200:
            raise _not_ambiguous(whatsapp_errors.of_answer(status, _json(body)))
        if len(body) > most:
            raise SendError("the file is too large", permanent=True)
        return body

    async def _ask(self, method: Method, path: str, what: Mapping[str, Any], deadline: float) -> dict[str, Any]:
        status, body = await self._call(method, f"{self._url}/{VERSION}/{path}", what, deadline, LARGEST)
        read = _json(body)
        if status != 200 or (isinstance(read, dict) and "error" in read):
            raise whatsapp_errors.of_answer(status, read)
        if not isinstance(read, dict):
            raise SendError("no answer that can be read", ambiguous=True)
        return read

    async def _call(self, method: Method, url: str, what: Mapping[str, Any], deadline: float, most: int) -> tuple[int, bytes]:
        left = deadline - asyncio.get_running_loop().time()
        if left < LEAST:
            raise SendError("there was no time left for the rest")
        if self._closed:
            raise SendError("the program is ending")
        if self._session is None:
            self._session = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=left, connect=CONNECT)
        try:
            # Not to where a redirect points: it would get the token.
            async with self._session.request(
                method,
                url,
                headers=self._headers,
                timeout=timeout,
                allow_redirects=False,
                json=what.get("json"),
                data=what.get("data"),
                params=what.get("params"),
            ) as answer:
                return answer.status, await _body(answer, most)
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            raise SendError("Meta can't be reached") from None  # what aiohttp says may hold what we sent
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise SendError("no answer", ambiguous=True) from None

    def _is_metas(self, url: str) -> bool:
        try:
            asked, ours = urlsplit(url), urlsplit(self._url)
            same = (asked.scheme, asked.hostname, asked.port) == (ours.scheme, ours.hostname, ours.port)
        except ValueError:
            return False
        if asked.username is not None or asked.password is not None:
            return False
        return same or (asked.scheme == "https" and asked.port in (None, 443) and (asked.hostname or "").endswith(META))


def deadline() -> float:
    """When the calls of a message that begin now must be over."""
    return asyncio.get_running_loop().time() + TOTAL


async def _body(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """All of it, or a little more than `most`. How much it is, is found out while reading: the header may lie."""
    body = bytearray()
    async for piece in answer.content.iter_chunked(PIECE):
        body += piece
        if len(body) > most:
            break
    return bytes(body)


def _json(body: bytes) -> Any:
    """None: it is none."""
    if len(body) > LARGEST:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _not_ambiguous(error: SendError) -> SendError:
    """What may be done twice without harm may simply be tried again."""
    error.ambiguous = False
    return error

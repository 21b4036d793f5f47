"""The chat as a page: it works without JavaScript, and the outbox is what it shows."""

import re
import secrets
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.base import Inbound
from bot.codes import in_text
from bot.dialogue.events import Event, Opened, Pressed, Said
from bot.dialogue.message import Message
from bot.pictures import drawn
from bot.service import Service
from bot.web.door import Door
from bot.web.limits import Limiter
from bot.web.rendering import Pages, turns_of
from bot.web.session import Cookies, Session, from_our_pages, language_of, new_session
from bot.web.sounds import played
from bot.web.stream import Streams
from storage import pages, people, voices
from storage.db import Database

NEWEST = 40  # messages on a page
HERS = {"Cache-Control": "private, no-store"}
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
HEARTBEAT = 15  # seconds: proxies close what is silent


class Chat:
    """The chat's pages in one process."""

    def __init__(
        self,
        database: Database,
        service: Service,
        streams: Streams,
        pages: Pages,
        public_url: str,
        clock: Callable[[], datetime],
        door: Door,
    ) -> None:
        self._database = database
        self._service = service
        self._streams = streams
        self._pages = pages
        self._public_url = public_url
        self._clock = clock
        self._door = door
        self._cookies = Cookies(public_url)
        self._beginnings = Limiter(20, 60, clock)  # a room full of women behind one address may begin at once
        self._drawings = Limiter(60, NEWEST, clock)  # as many at once as a page can show
        self._posts = Limiter(60, 40, clock)  # ticking several options goes quickly

    def routes(self) -> list[Route]:
        """What is mounted."""
        return [
            Route("/chat", self.show, methods=["GET"]),
            Route("/chat", self.take, methods=["POST"]),
            Route("/chat/begin", self.begin, methods=["POST"]),
            Route("/chat/stream", self.stream, methods=["GET"]),
            Route("/chat/picture/{id}", self.picture, methods=["GET"]),
            Route("/chat/document/{id}", self.document, methods=["GET"]),
            Route("/chat/voice/{id}", self.voice, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """Her chat, or the first page. Looking makes nobody: link previews and crawlers look too."""
        session = self._cookies.read(request)
        address_id = await self._known(session)
        given = request.query_params.get("code", "")
        code = _code(given)
        if address_id is None:
            return await self._outside(request, given, code, forgotten=session is not None)
        if session is None or code:
            return self._pages.page("first.html", code=code, forgotten=False)
        async with self._database.read() as connection:
            shown = await pages.page(connection, address_id, 0, NEWEST)
        who = session.address[:8]  # tells the script whose taps wait on this phone
        return self._cookies.keep(self._pages.page("chat.html", turns=turns_of(shown), who=who), session)

    async def _outside(self, request: Request, given: str, code: str, *, forgotten: bool) -> Response:
        """For somebody we do not know: the first page, or the door where she may type a code."""
        host = _host(request)
        wait = self._door.waits(host) if given and not self._door.open else 0
        if wait:
            return self._busy(request, wait)
        if not self._door.open and not (given and await self._door.admits(given, host)):
            return self._pages.page("door.html", 403 if given else 200, wrong=bool(given), forgotten=forgotten)
        return self._pages.page("first.html", code=code, forgotten=forgotten)

    async def begin(self, request: Request) -> Response:
        """Her first tap makes the session; with one already there, it goes on in that."""
        if not from_our_pages(request, self._public_url):
            return self._foreign(request)
        wait = self._beginnings.wait(_host(request))
        if wait:
            return self._busy(request, wait)
        form = await request.form(max_files=0, max_fields=10)
        session, code = self._cookies.read(request), _code(_field(form, "code"))
        if session is None or await self._known(session) is None:
            if self._door.waits(_host(request)) or not await self._door.admits(code, _host(request)):
                return self._pages.page("door.html", 403, wrong=bool(code), forgotten=False)
            session = new_session()  # an unknown cookie is never taken over: somebody else may have set it
        await self._hand_over(request, session, _field(form, "id"), Opened(code))
        return self._cookies.keep(_to_the_newest(), session)

    async def take(self, request: Request) -> Response:
        """A tap or typed words. A script gets what is new; a form goes back to the page."""
        if not from_our_pages(request, self._public_url):
            return self._foreign(request)
        session = self._cookies.read(request)
        address_id = await self._known(session)
        if session is None or address_id is None:
            return _unknown(request)
        wait = self._posts.wait(session.address)
        if wait:
            return self._busy(request, wait)
        form = await request.form(max_files=0, max_fields=10)
        event, client_id = _event(form), _field(form, "id")
        if event and not _CLIENT_ID.fullmatch(client_id):
            t = self._pages.t
            return self._pages.note(request, 400, t("Dat ging niet goed"), t("Ga terug naar het gesprek en probeer het nog eens."))
        if event:
            await self._hand_over(request, session, client_id, event)
        if not _by_script(request):
            return self._cookies.keep(_to_the_newest(), session)
        return self._cookies.keep(await self._fresh(address_id, _number(_field(form, "after"))), session)

    async def stream(self, request: Request) -> Response:
        """What is new, as it comes. Ends by itself when the server stops."""
        address_id = await self._known(self._cookies.read(request))
        if address_id is None:
            return Response(status_code=401)
        if self._streams.full(address_id):
            return Response(status_code=429, headers={"Retry-After": "30"})
        after = _number(request.headers.get("last-event-id") or request.query_params.get("after"))
        over = anyio.Event()  # set when the server stops: the stream then ends, rather than being cut off

        async def let_go() -> None:
            await over.wait()
            self._streams.ring(address_id)

        events = self._events(address_id, after, over)
        return EventSourceResponse(events, ping=HEARTBEAT, shutdown_event=over, shutdown_grace_period=1, data_sender_callable=let_go)

    async def picture(self, request: Request) -> Response:
        """The picture of one of her messages, drawn now."""
        session = self._cookies.read(request)
        message = await self._one(session, request.path_params["id"])
        wait = self._drawings.wait(session.address if session else "")
        if wait:
            return self._busy(request, wait)
        drawing = await drawn(message.picture) if message.picture else None
        if drawing is None:
            raise HTTPException(404)
        return Response(drawing, media_type="image/png", headers=HERS)

    async def document(self, request: Request) -> Response:
        """The file of one of her messages."""
        message = await self._one(self._cookies.read(request), request.path_params["id"])
        if message.document is None:
            raise HTTPException(404)
        name, body = message.document.name, message.document.text.encode("utf-8-sig", "replace")
        saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
        return Response(body, media_type="text/plain; charset=utf-8", headers={**HERS, **saved})

    async def voice(self, request: Request) -> Response:
        """What she said aloud, to which one of her messages leads."""
        message = await self._one(self._cookies.read(request), request.path_params["id"])
        if message.voice is None:
            raise HTTPException(404)
        async with self._database.read() as connection:
            found = await voices.recording(connection, UUID(message.voice.id))
        if found is None:  # it went with its answers
            raise HTTPException(404)
        return played(found.body, found.kind, request.headers.get("range", ""), HERS)

    async def _one(self, session: Session | None, id: str) -> Message:
        """A message on her page, and nobody else's. Raises HTTPException."""
        address_id = await self._known(session)
        if address_id is None:
            raise HTTPException(404)
        async with self._database.read() as connection:
            found = await pages.one(connection, address_id, _number(id))
        if found is None:
            raise HTTPException(404)
        return Message.from_json(found.body["message"])

    async def _events(self, address_id: int, after: int, over: anyio.Event) -> AsyncIterator[ServerSentEvent]:
        async for fresh in self._streams.follow(address_id, after, over):
            yield ServerSentEvent(self._pages.turns(fresh), id=str(fresh[-1].id))

    async def _known(self, session: Session | None) -> int | None:
        if session is None:
            return None
        async with self._database.read() as connection:
            return await people.find(connection, "web", session.address)

    async def _hand_over(self, request: Request, session: Session, client_id: str, event: Event) -> None:
        id = session.inbound_id(client_id if _CLIENT_ID.fullmatch(client_id) else secrets.token_hex(8), repr(event))
        await self._service.handle(Inbound("web", id, session.address, event, at=self._clock(), language=language_of(request)))
        self._streams.wake()

    async def _fresh(self, address_id: int, after: int) -> Response:
        async with self._database.read() as connection:
            shown = await pages.page(connection, address_id, after - 1, NEWEST + 1)
        if after and (not shown or shown.pop(0).id != after):
            return Response(status_code=205)  # what her page shows was deleted, or is long past: it starts afresh
        return HTMLResponse(self._pages.turns(shown), headers={"Cache-Control": "no-store"})

    def _foreign(self, request: Request) -> Response:
        t = self._pages.t
        return self._pages.note(request, 403, t("Dat kan hier niet"), t("Open het gesprek op deze pagina en probeer het nog eens."))

    def _busy(self, request: Request, wait: int) -> Response:
        t = self._pages.t
        return self._pages.note(request, 429, t("Even rustig aan"), t("Het gaat nu te snel. Wacht even en probeer het nog eens."), wait)


def _event(form: FormData) -> Event | None:
    if pressed := _field(form, "press"):
        return Pressed(pressed)
    said = _field(form, "text").replace("\r\n", "\n").strip()
    return Said(said) if said else None


def _field(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _code(given: str) -> str:
    """As it is kept, if it looks like one of ours; people type them with breaks."""
    found = in_text(given[:64])
    return found[0] if found else given if _CODE.fullmatch(given) else ""


def _host(request: Request) -> str:
    return request.client.host if request.client else ""


def _number(given: str | None) -> int:
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 19 else 0


def _by_script(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _to_the_newest() -> Response:
    return RedirectResponse("/chat#nieuw", 303)


def _unknown(request: Request) -> Response:
    return Response(status_code=401) if _by_script(request) else RedirectResponse("/chat", 303)

"""The parts of pages that change while she looks: each is sent again, whole, when it is another than the one she has."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk import Desk, Page, Visit
from storage import stirring
from storage.db import Database

PAUSE = 1.0  # seconds between two looks at the tables, for all streams of this process together
HEARTBEAT = 15  # seconds: proxies close what is silent
MOST = 3  # streams of one login: each open tab has one

Part = Callable[[Visit], Awaitable[str]]  # the piece of a page that is live, as HTML


def stamp(part: str) -> str:
    """Tells one state of a part from another. The page carries it, so that a stream begins where the page left off."""
    return hashlib.sha256(part.encode()).hexdigest()[:16]


class Live:
    """The streams of one process. One look at the tables serves all that watch the same group."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._watched: dict[int, set[asyncio.Event]] = {}
        self._seen: dict[int, str] = {}
        self._open: dict[int, int] = {}  # by the login's id

    def routes(self, desk: Desk) -> list[Route]:
        """One stream for each part that is live."""
        from bot.web.console import answers, send, start  # which make the parts

        parts = {**start.LIVE, **answers.LIVE, **send.LIVE}
        return [Page(f"{path}/live", self._streamed(desk, part), methods=["GET"]) for path, part in parts.items()]

    async def run(self) -> None:
        """Look at what is watched, until cancelled."""
        while True:
            await asyncio.sleep(PAUSE)
            for group in list(self._watched):
                with suppress(Exception):  # the database is away: the next look will tell
                    await self._look(group)

    async def _look(self, group: int) -> None:
        async with self._database.read() as connection:
            found = await stirring.state_of(connection, group)
        if self._seen.get(group) != found:
            self._seen[group] = found
            for bell in self._watched.get(group, ()):
                bell.set()

    def _streamed(self, desk: Desk, part: Part) -> Callable[[Request], Awaitable[Response]]:
        async def stream(request: Request) -> Response:
            visit = await desk.visit(request)
            if visit is None:
                return Response(status_code=401)
            if self._open.get(visit.session.id, 0) >= MOST:
                return Response(status_code=429, headers={"Retry-After": "30"})
            await part(visit)  # what is not hers is not there, before anything is sent
            over, bell = anyio.Event(), asyncio.Event()

            async def let_go() -> None:
                await over.wait()
                bell.set()

            seen = request.headers.get("last-event-id") or request.query_params.get("seen", "")
            events = self._events(desk, request, part, visit, seen, bell, over)
            return EventSourceResponse(
                events,
                ping=HEARTBEAT,
                headers={"X-Accel-Buffering": "no"},
                shutdown_event=over,
                shutdown_grace_period=1,
                data_sender_callable=let_go,
            )

        return stream

    async def _events(
        self, desk: Desk, request: Request, part: Part, visit: Visit, seen: str, bell: asyncio.Event, over: anyio.Event
    ) -> AsyncIterator[ServerSentEvent]:
        """What she has is `seen`; her right to it is looked at again each time."""
        group, login = visit.group, visit.session.id
        self._watched.setdefault(group, set()).add(bell)
        self._open[login] = self._open.get(login, 0) + 1
        try:
            while not over.is_set():
                bell.clear()
                found = await desk.visit(request)
                if found is None:
                    return
                html = await part(found)
                if stamp(html) != seen:
                    seen = stamp(html)
                    yield ServerSentEvent(html, id=seen)
                await bell.wait()
        except HTTPException:
            return  # it is not hers any more
        finally:
            self._let_go(group, login, bell)

    def _let_go(self, group: int, login: int, bell: asyncio.Event) -> None:
        watching = self._watched.get(group, set())
        watching.discard(bell)
        if not watching:
            self._watched.pop(group, None)
            self._seen.pop(group, None)
        self._open[login] -= 1
        if not self._open[login]:
            del self._open[login]

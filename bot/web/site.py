"""The whole site: pages, health, and the webhooks of the channels that are set up."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.dialogue.catalogue import Catalogue
from bot.groups.house import House
from bot.service import Service
from bot.web.chat import Chat
from bot.web.console.desk import Desk
from bot.web.console.live import Live
from bot.web.console.site import console_routes
from bot.web.door import Door
from bot.web.guard import HEADERS, BodyCap, SecurityHeaders
from bot.web.rendering import HERE, LANGUAGE, Assets, Pages
from bot.web.stream import Streams
from storage.db import Database
from storage.migrate import is_current
from storage.trouble import told

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Site:
    """What the site needs."""

    database: Database
    service: Service
    catalogue: Catalogue
    public_url: str
    clock: Callable[[], datetime]
    open_web_chat: bool = True  # False: only with a code
    house: House | None = None  # None: there are no pages for coordinators
    webhooks: tuple[Route, ...] = ()  # of the channels that are set up


def create_site(site: Site, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]]) -> FastAPI:
    """The web application. `lifespan` is what runs around it."""
    logging.getLogger("sse_starlette").setLevel(logging.INFO)  # below that it logs what it sends: people's words
    streams = Streams(site.database)
    assets = Assets(HERE / "static")
    pages = Pages(site.catalogue.words(LANGUAGE), assets, choice_of_language=len(site.catalogue.languages) > 1)
    live = Live(site.database)
    app = FastAPI(lifespan=_beside(lifespan, streams.run, live.run), docs_url=None, redoc_url=None, openapi_url=None)
    door = Door(site.database, site.clock, open=site.open_web_chat)
    chat = Chat(site.database, site.service, streams, pages, site.public_url, site.clock, door)
    app.router.routes.extend(chat.routes())
    app.router.routes.extend([Route("/static/{name}", assets.serve), Route("/", _home), *_health(site.database)])
    app.router.routes.extend(site.webhooks)
    if site.house:
        app.router.routes.extend(console_routes(Desk(site.database, site.house, assets, site.public_url, site.clock), live))
    _explain(app, pages)
    app.add_middleware(BodyCap, too_large=_too_large(pages))
    app.add_middleware(GZipMiddleware)
    app.add_middleware(SecurityHeaders)
    return app


def _beside(
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]], *jobs: Callable[[], Coroutine[Any, Any, None]]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def both(app: FastAPI) -> AsyncIterator[None]:
        async with lifespan(app):
            tasks = [asyncio.create_task(job()) for job in jobs]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    return both


async def _home(_request: Request) -> Response:
    return RedirectResponse("/chat", 302)


def _health(database: Database) -> list[Route]:
    async def lives(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(_request: Request) -> Response:
        try:
            current = await is_current(database)
        except (SQLAlchemyError, OSError):
            return PlainTextResponse("The database does not answer. See that it runs and that its address is right.\n", 503)
        if not current:
            return PlainTextResponse("The tables are not those of this version. Run `stappenbot migrate`.\n", 503)
        return PlainTextResponse("ok\n")

    return [Route("/healthz", lives), Route("/readyz", ready)]


def _explain(app: FastAPI, pages: Pages) -> None:
    """Pages for what goes wrong."""
    t = pages.t

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        if status == 404:
            return pages.note(request, 404, t("Deze pagina is er niet"), t("Misschien is de link oud of klopt er een letter niet."))
        return pages.note(request, status, t("Dat kan hier niet"), t("Ga terug naar het gesprek en probeer het nog eens."))

    async def away(request: Request, error: Exception) -> Response:
        logger.error("database failed", extra={"path": request.url.path, "error": told(error)})
        return pages.note(request, 503, t("Even geduld"), t("Het is nu niet bewaard. Probeer het over een minuut nog eens."), wait=10)

    async def failed(request: Request, _error: Exception) -> Response:
        response = pages.note(request, 500, t("Er ging iets mis"), t("Dat ligt aan ons. Probeer het over een minuut nog eens."))
        response.headers.update(HEADERS)  # this answer is made outside of all middleware
        return response

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(SQLAlchemyError, away)
    app.add_exception_handler(OSError, away)
    app.add_exception_handler(Exception, failed)


def _too_large(pages: Pages) -> ASGIApp:
    t = pages.t

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        text = t("Stuur een kortere tekst, of stuur hem in delen.")
        note = pages.note(Request(scope), 413, t("Dat is te lang"), text)
        await note(scope, receive, send)

    return answer

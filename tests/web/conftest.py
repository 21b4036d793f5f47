"""The site on a fresh database, and Amina's browser."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.base import Channel
from bot.channels.web import WebChannel
from bot.dialogue.catalogue import read_catalogue
from bot.service import Service
from bot.web.site import Site, create_site
from storage.db import Database
from tests.clock import Clock
from tests.house import house
from tests.web.visitor import HOME, Visitor


@asynccontextmanager
async def nothing_beside(_app: FastAPI) -> AsyncIterator[None]:
    yield


def make_site(database: Database, clock: Clock, public_url: str = HOME, *, open_web_chat: bool = True) -> FastAPI:
    """The site without Telegram."""
    catalogue = read_catalogue()
    channels: dict[str, Channel] = {"web": WebChannel()}
    service = Service(database, house(catalogue), channels, "tests", clock)
    return create_site(Site(database, service, catalogue, public_url, clock, open_web_chat), nothing_beside)


@asynccontextmanager
async def browser(app: FastAPI, base_url: str = HOME) -> AsyncIterator[Visitor]:
    """A browser without JavaScript."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=base_url, headers={"Sec-Fetch-Site": "same-origin"}) as client:
        yield Visitor(client)


@pytest.fixture
def app(database: Database, clock: Clock) -> FastAPI:
    """The site, on each kind of database."""
    return make_site(database, clock)


@pytest.fixture
async def amina(app: FastAPI) -> AsyncIterator[Visitor]:
    """Amina has not begun yet."""
    async with browser(app) as visitor:
        yield visitor

"""The coordinators' pages on a real database, and Boyana's browser there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import FastAPI

from bot.channels.base import Channel
from bot.channels.web import WebChannel
from bot.dialogue.console_asks import MakeLogin
from bot.dialogue.console_facts import LoginLink
from bot.groups.house import Who
from bot.service import Service
from bot.web.site import Site, create_site
from tests.groups.world import World
from tests.web.conftest import nothing_beside
from tests.web.visitor import HOME


def site_of(world: World, public_url: str = HOME) -> FastAPI:
    """The whole site, where the world's house lives."""
    channels: dict[str, Channel] = {"web": WebChannel()}
    world.house = replace(world.house, public_url=public_url)
    service = Service(world.database, world.house, channels, "tests", world.clock)
    site = Site(world.database, service, world.house.catalogue, public_url, world.clock, house=world.house)
    return create_site(site, nothing_beside)


@asynccontextmanager
async def stranger(app: FastAPI, home: str = HOME) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without JavaScript, and nobody logged in. Its own pages' posts say so, as browsers do."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=home, headers={"Sec-Fetch-Site": "same-origin"}) as client:
        yield client


async def key_for(world: World, who: Who) -> str:
    """The key of a link that logs her in."""
    found = await world.do(who, MakeLogin())
    assert isinstance(found, LoginLink)
    return parse_qs(urlsplit(found.link).query)["key"][0]


@asynccontextmanager
async def logged_in(app: FastAPI, world: World, who: Who, home: str = HOME) -> AsyncIterator[httpx.AsyncClient]:
    """Her browser, after she pressed the button behind the link."""
    async with stranger(app, home) as client:
        answer = await client.post("/console/login", data={"key": await key_for(world, who)})
        assert answer.status_code == 303
        yield client

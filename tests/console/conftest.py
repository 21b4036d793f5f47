"""Laak and Moerwijk with their coordinators, and the pages of both."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from tests.console.house import logged_in, site_of
from tests.groups.conftest import cast, catalogue, house, world  # noqa: F401 - fixtures
from tests.groups.world import Cast, World


@pytest.fixture
def app(world: World) -> FastAPI:  # noqa: F811
    """The site, on each kind of database."""
    return site_of(world)


@pytest.fixture
async def boyana(app: FastAPI, world: World, cast: Cast) -> AsyncIterator[httpx.AsyncClient]:  # noqa: F811
    """Boyana leads Laak, and is logged in."""
    async with logged_in(app, world, cast.boyana) as client:
        yield client

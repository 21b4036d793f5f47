"""A group whose coordinator sends it something, on both databases."""

from collections.abc import AsyncIterator

import pytest

from bot.broadcasting import Broadcasting
from bot.dialogue.catalogue import Catalogue, read_catalogue
from storage.db import Database
from tests.clock import Clock
from tests.conftest import KEY
from tests.groups.sending import Post, open_post
from tests.groups.world import World
from tests.house import house


@pytest.fixture(scope="package")
def catalogue() -> Catalogue:
    """All plans and words, read once."""
    return read_catalogue()


@pytest.fixture
async def post(database: Database, clock: Clock, catalogue: Catalogue) -> Post:
    """Boyana leads Laak, and nobody else is there yet."""
    return await open_post(World(database, clock, house(catalogue)))


@pytest.fixture
async def other(database_url: str, post: Post) -> AsyncIterator[Broadcasting]:
    """The engine of another process."""
    database = Database(database_url, KEY)
    yield post.other_engine(database)
    await database.close()

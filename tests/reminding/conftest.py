"""A group that is reminded, on both databases."""

import pytest

from bot.dialogue.catalogue import Catalogue, read_catalogue
from storage.db import Database
from tests.clock import Clock
from tests.groups.world import World
from tests.house import house
from tests.reminding.calls import Calls, gathered


@pytest.fixture(scope="package")
def catalogue() -> Catalogue:
    """All plans and words, read once."""
    return read_catalogue()


@pytest.fixture
async def calls(database: Database, clock: Clock, catalogue: Catalogue) -> Calls:
    """Five women in Laak; it is ten in the morning there."""
    return await gathered(World(database, clock, house(catalogue)))

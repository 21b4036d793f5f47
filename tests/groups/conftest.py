"""What all tests of groups share: a world of real tables, and the cast in its groups."""

import pytest

from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.groups.house import House
from storage.db import Database
from tests.clock import Clock
from tests.groups.world import Cast, World, gather_cast
from tests.house import house as make_house


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """All plans and words, read once."""
    return read_catalogue()


@pytest.fixture
def house(catalogue: Catalogue) -> House:
    """Everybody may make groups; codes are no secrets here, but the same in each run."""
    return make_house(catalogue)


@pytest.fixture
def world(database: Database, clock: Clock, house: House) -> World:
    """Nobody is there yet. Each test runs once on each kind of database."""
    return World(database, clock, house)


@pytest.fixture
async def cast(world: World) -> Cast:
    """Amina and Boyana are in Laak, Carla is in Moerwijk."""
    return await gather_cast(world)

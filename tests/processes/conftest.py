"""A database that several processes work on."""

from collections.abc import AsyncIterator

import pytest

from storage.db import Database
from tests.conftest import KEY


@pytest.fixture
async def shared(postgres_url: str) -> AsyncIterator[Database]:
    """A fresh Postgres database with all tables: only there processes of their own do the work."""
    opened = Database(postgres_url, KEY)
    yield opened
    await opened.close()

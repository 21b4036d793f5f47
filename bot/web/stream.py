"""Tells open pages what is new: one look at the database for all streams of this process."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress

import anyio
from sqlalchemy.exc import SQLAlchemyError

from storage import pages
from storage.db import Database

logger = logging.getLogger(__name__)

POLL = 0.5  # seconds between looks when nothing wakes us
MOST = 40  # messages at once
PER_ADDRESS = 5
PER_PROCESS = 2000


class Streams:
    """All streams of one process, fed by one task."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bells: dict[int, set[asyncio.Event]] = {}  # of each address that is watched
        self._newest: dict[int, int] = {}  # the highest message id of each of these, at the last look
        self._awake = asyncio.Event()

    def full(self, address_id: int) -> bool:
        """Whether one more stream for this address would be too many."""
        return len(self._bells.get(address_id, ())) >= PER_ADDRESS or sum(map(len, self._bells.values())) >= PER_PROCESS

    def wake(self) -> None:
        """Something was posted here: look now rather than at the next poll."""
        self._awake.set()

    async def run(self) -> None:
        """Look and ring until cancelled; a database that is away is waited for, and with no streams there is nothing to look at."""
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), POLL if self._bells else None)
            self._awake.clear()
            try:
                await self._look()
            except (SQLAlchemyError, OSError) as error:
                logger.warning("streams could not be fed", extra={"error": type(error).__name__})
                await asyncio.sleep(POLL)

    def ring(self, address_id: int) -> None:
        """Let this address's streams look by themselves."""
        for bell in self._bells.get(address_id, ()):
            bell.set()

    async def follow(self, address_id: int, after: int, over: anyio.Event) -> AsyncIterator[list[pages.Shown]]:
        """Each time something is new for this address: those messages, oldest first.

        Ends when the database is away, and at the next ring after `over`.
        """
        with self._bell(address_id) as bell:
            while not over.is_set():
                bell.clear()  # before reading: what comes meanwhile rings again
                try:
                    async with self._database.read() as connection:
                        fresh = await pages.page(connection, address_id, after, MOST)
                except (SQLAlchemyError, OSError) as error:
                    logger.warning("stream ended", extra={"error": type(error).__name__})
                    return
                if fresh:
                    after = fresh[-1].id
                    yield fresh
                else:
                    await bell.wait()

    async def _look(self) -> None:
        watched = list(self._bells)
        if not watched:
            return
        async with self._database.read() as connection:
            newest = await pages.newest(connection, watched)
        for address_id, id in newest.items():
            if self._newest.get(address_id) != id and address_id in self._bells:
                self._newest[address_id] = id
                self.ring(address_id)

    @contextmanager
    def _bell(self, address_id: int) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells.setdefault(address_id, set()).add(bell)
        self.wake()  # the task may be asleep for want of streams
        try:
            yield bell
        finally:
            self._bells[address_id].discard(bell)
            if not self._bells[address_id]:
                del self._bells[address_id]
                self._newest.pop(address_id, None)

"""What was said aloud is fetched from the platform, which does not keep it for long."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Channel, Fetching, SendError
from storage import voices
from storage.db import Database
from storage.voices import Recording, Wanted

logger = logging.getLogger(__name__)

LARGEST = 2 * 2**20  # bytes
LEASE = timedelta(seconds=60)  # of one that is being fetched: when this process dies, another one gets it after that
SECONDS = 40.0  # for one: less than its lease
BATCH = 4  # at once: so many are in memory
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600, 4 * 3600, 8 * 3600, 11 * 3600))  # a day in all


class Voices:
    """Fetches what was said aloud, in any number of processes."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> None:
        self._database = database
        self._channels = {name: channel for name, channel in channels.items() if isinstance(channel, Fetching)}
        self._clock = clock

    async def once(self) -> bool:
        """Fetch some of what is due. False: there was nothing. Raises what the database raises; then it is due again later."""
        async with self._database.read() as connection:
            waits = await voices.is_due(connection, self._clock())
        if not waits:  # a look costs SQLite's one writer nothing
            return False
        async with self._database.write() as connection:
            wanted = await voices.claim(connection, self._clock(), LEASE, BATCH)
        results = await asyncio.gather(*(self._fetch(one) for one in wanted), return_exceptions=True)
        for failed in (result for result in results if isinstance(result, BaseException)):
            raise failed
        return bool(wanted)

    async def _fetch(self, wanted: Wanted) -> None:
        try:
            recording = await self._recording(wanted)
        except SendError as error:
            await self._failed(wanted, error)
            return
        except (SQLAlchemyError, asyncio.CancelledError):
            raise
        except Exception:  # a mistake of ours with one must not stop the others
            logger.exception("recording could not be handled", extra={"voice": str(wanted.id)})
            await self._failed(wanted, SendError("a mistake of our own"))
            return
        async with self._database.write() as connection:
            await voices.keep(connection, wanted, recording)

    async def _recording(self, wanted: Wanted) -> Recording:
        channel = self._channels.get(wanted.channel)
        if channel is None:
            raise SendError("its channel is not set up")
        try:
            body, kind = await asyncio.wait_for(channel.fetch(wanted.media_id, LARGEST), SECONDS)
        except TimeoutError:
            raise SendError("it took too long") from None
        if not 0 < len(body) <= LARGEST:
            raise SendError("it is empty, or too large", permanent=True)
        return Recording(body, kind or wanted.kind)

    async def _failed(self, wanted: Wanted, error: SendError) -> None:
        """Try again later, for a day; then she can see that it is lost."""
        lost = error.permanent or wanted.tries > len(WAITS)
        fields = {"voice": str(wanted.id), "channel": wanted.channel, "tries": wanted.tries, "reason": str(error), "lost": lost}
        logger.log(logging.ERROR if lost or error.alarm else logging.WARNING, "recording not fetched", extra=fields)
        async with self._database.write() as connection:
            if lost:
                await voices.lose(connection, wanted)
                return
            wait = max(WAITS[wanted.tries - 1], timedelta(seconds=error.retry_after or 0))
            await voices.retry(connection, wanted, self._clock() + wait)

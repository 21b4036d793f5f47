"""Does what is due by itself: reminders open rounds, whoever has not answered hears of it, and it is asked how chosen steps go.

Any number of processes may be at it. Each thing is done in one transaction with the note that it is done, so what ends in the
middle has not happened, and nothing happens twice.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot import later_calls, step_calls
from bot.channels.base import Channel
from bot.groups import reminders as firing
from bot.groups.house import House
from bot.round_calls import Calling
from storage import errands, followups, nudges, reminders
from storage.db import Connection, Database
from storage.trouble import away

logger = logging.getLogger(__name__)

AT_ONCE = 50  # of each kind in one go
REST = timedelta(minutes=10)  # after something went wrong with one
Deed = Callable[[Connection, Any, datetime], Awaitable[bool]]


class Reminding:
    """The reminders of one process."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> None:
        self._database = database
        self._calling = Calling(house, channels)
        self._house = house
        self._channels = channels
        self._clock = clock
        self._rests: dict[tuple[str, Any], datetime] = {}  # what went wrong, and when it is tried again

    async def once(self) -> bool:
        """Do what is due. False: there was nothing. Raises only when the database is away."""
        now, most = self._clock(), AT_ONCE + len(self._rests)
        async with self._database.read() as connection:  # a look costs SQLite's one writer nothing
            due: list[tuple[str, Deed, Sequence[Any]]] = [
                ("reminder", self._fire, await reminders.due(connection, now, most)),
                ("errand", self._calling.run, await errands.due(connection, now, most)),
                ("later", self._ask_again, await nudges.due_later(connection, now, most)),
                ("step", self._ask_about, await followups.due(connection, now, most)),
            ]
        done = [await self._try(kind, deed, name) for kind, deed, names in due for name in names if self._may((kind, name), now)]
        return any(done)

    def _may(self, which: tuple[str, Any], now: datetime) -> bool:
        """Whether to try it: what went wrong rests for a while."""
        return self._rests.get(which, now) <= now

    async def _try(self, kind: str, deed: Deed, name: Any) -> bool:
        """What goes wrong with one does not stop the others."""
        try:
            async with self._database.write() as connection:
                done = await deed(connection, name, self._clock())
        except Exception as error:
            if away(error):
                raise
            self._rests[kind, name] = self._clock() + REST
            logger.exception("could not be done", extra={"kind": kind, "which": str(name)})
            return False
        self._rests.pop((kind, name), None)
        return done

    async def _fire(self, connection: Connection, id: int, now: datetime) -> bool:
        fired = await firing.fire(connection, self._house, id, now)
        if fired is None:
            return False
        await self._calling.begun(connection, fired, now)
        logger.info("reminder fired", extra={"reminder": id, "group": fired.group_id, "round": fired.round_id, "why": fired.why})
        return True

    async def _ask_again(self, connection: Connection, who: tuple[UUID, str], now: datetime) -> bool:
        return await later_calls.ask_again(connection, self._house, self._channels, who, now)

    async def _ask_about(self, connection: Connection, which: followups.Which, now: datetime) -> bool:
        return await step_calls.ask(connection, self._house, self._channels, which, now)

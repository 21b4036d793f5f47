"""What has to be done when nobody asks for it: rounds that are due are closed, and what was kept long enough is deleted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from bot.dialogue.catalogue import Catalogue
from bot.dialogue.state import State
from bot.groups.closing import close_due
from storage import codes, keeping, outbox, sessions, sweeping
from storage.db import Connection, Database
from storage.sweeping import Idle
from storage.trouble import away, told

logger = logging.getLogger(__name__)

MINUTE = 60.0  # seconds between looks
EVERY = timedelta(hours=6)  # between sweeps
INBOX, MESSAGES, TRIES = timedelta(days=8), timedelta(days=30), timedelta(days=1)
DRAFTS, BROADCASTS = timedelta(days=1), timedelta(days=30)  # never sent, and after the end
UNDECIDED, REFUSED = timedelta(days=1), timedelta(days=30)  # of somebody who said neither yes nor no, and of somebody who said no
STUCK = timedelta(hours=25)  # longer than anything is tried: nobody sends on that channel any more
MOST = 200  # rows in one transaction: whoever writes waits no longer than that takes
ROUNDS = 10  # the same of rounds and groups, which have much in them
MONTH = timedelta(days=30.5)


class Chores:
    """The chores of one process. Each may be done by any number of processes at once."""

    def __init__(self, database: Database, catalogue: Catalogue, months: int, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._keep = MONTH * months
        self._clock = clock
        self._swept: datetime | None = None

    async def run(self) -> None:
        """Do them until cancelled; a database that is away is waited for."""
        while True:
            try:
                await self.once()
            except Exception:  # the next minute is another chance
                logger.exception("chores failed")
            await asyncio.sleep(MINUTE)

    async def once(self) -> None:
        """Close what is due; sweep when it is time for that."""
        now = self._clock()
        await self._try("close", self._close)
        if (self._swept is None or now - self._swept >= EVERY) and await self.sweep():
            self._swept = now
        await self._try("settle", self._settle)

    async def sweep(self) -> bool:
        """Delete what was kept long enough. False: the database was away, so not all is done."""
        done = {name: await self._try(name, chore) for name, chore in self._sweeps(self._clock()).items()}
        counts = {name: count for name, count in done.items() if count}
        if counts:
            logger.info("old things deleted", extra=counts)
        return None not in done.values()

    def _sweeps(self, now: datetime) -> dict[str, Callable[[], Awaitable[int]]]:
        """The order matters in one thing: a group is empty when the persons have gone."""
        kept = now - self._keep
        return {
            "inbox": partial(self._all, sweeping.old_inbox, now - INBOX, MOST),
            "stuck": partial(self._all, outbox.abandon, now - STUCK, MOST),
            "messages": partial(self._all, sweeping.old_messages, now - MESSAGES, MOST),
            "drafts": partial(self._all, sweeping.old_drafts, now - DRAFTS, MOST),
            "broadcasts": partial(self._all, sweeping.old_broadcasts, now - BROADCASTS, MOST),
            "codes": partial(self._codes, now),
            "rounds": partial(self._old_rounds, now),
            "sheets": partial(self._old_sheets, kept),
            "contributions": partial(self._all, sweeping.old_contributions, kept, MOST),
            "notes": partial(self._all, sweeping.old_notes, kept, MOST),
            "idle": partial(self._idle, kept),
            "strangers": partial(self._strangers, now),
            "groups": partial(self._empty_groups),
        }

    async def _try(self, name: str, chore: Callable[[], Awaitable[int]]) -> int | None:
        """How much was done; None: the database is away. What goes wrong in one chore does not stop the others."""
        try:
            return await chore()
        except Exception as error:
            if away(error):
                logger.warning("chore waits", extra={"chore": name, "error": told(error)})
                return None
            logger.exception("chore failed", extra={"chore": name})
        return 0

    async def _close(self) -> int:
        closed: int = await close_due(self._database, self._catalogue, self._clock())
        if closed:
            logger.info("rounds closed", extra={"count": closed})
        return closed

    async def _settle(self) -> int:
        await sweeping.settle(self._database)
        return 0

    async def _all(self, part: Callable[[Connection, datetime, int], Awaitable[int]], before: datetime, most: int) -> int:
        """Part after part, until there is nothing left."""
        count = 0
        while True:
            async with self._database.write() as connection:
                gone = await part(connection, before, most)
            count += gone
            if gone < most:
                return count
            await asyncio.sleep(0)  # whoever waits to write goes first

    async def _codes(self, now: datetime) -> int:
        async with self._database.write() as connection:
            await codes.forget_guesses(connection, now - TRIES)
            await codes.forget_ended(connection, now)
            await sessions.forget_ended(connection, now)
        return 0

    async def _empty_groups(self) -> int:
        return await self._all(lambda connection, _, most: sweeping.empty_groups(connection, most), self._clock(), ROUNDS)

    async def _old_rounds(self, now: datetime) -> int:
        """Those of a group may have to go sooner: it may have chosen a shorter time than the operator."""
        async with self._database.read() as connection:
            chosen = await keeping.chosen(connection)
        count = await self._all(sweeping.old_rounds, now - self._keep, ROUNDS)
        for months in chosen:
            count += await self._all(partial(sweeping.old_rounds, months=months), now - MONTH * months, ROUNDS)
        return count

    async def _old_sheets(self, before: datetime) -> int:
        count, after = 0, None
        while True:
            async with self._database.read() as connection:
                found = await sweeping.with_old_sheets(connection, before, after, MOST)
            if not found:
                return count
            for after in found:
                count += await self._each(partial(sweeping.remove_old_sheets, person_id=after, before=before), after)

    async def _idle(self, before: datetime) -> int:
        """Whoever was not heard of for so long."""
        return await self._forget(sweeping.idle, before, lambda _: before, stranger=False)

    async def _strangers(self, now: datetime) -> int:
        """Whoever never agreed to anything."""
        return await self._forget(sweeping.strangers, now - UNDECIDED, lambda one: _until(State.from_json(one.state), now), stranger=True)

    async def _forget(
        self,
        page: Callable[[Connection, datetime, UUID | None, int], Awaitable[Sequence[Idle]]],
        before: datetime,
        until: Callable[[Idle], datetime | None],
        *,
        stranger: bool,
    ) -> int:
        """Page after page of those who may go; `until` tells for each from when on she was not heard of, if she is to go."""
        count, after = 0, None
        while True:
            async with self._database.read() as connection:
                found = await page(connection, before, after, MOST)
            if not found:
                return count
            for one in found:
                after, limit = one.person_id, until(one)
                if limit is not None:
                    count += await self._each(partial(sweeping.remove, person_id=after, before=limit, stranger=stranger), after)

    async def _each(self, deed: Callable[[Connection], Awaitable[int]], person_id: UUID) -> int:
        """In a transaction of its own, so that nobody waits for more than one; what goes wrong with her does not save the next one."""
        try:
            async with self._database.write() as connection:
                return int(await deed(connection))
        except Exception as error:
            if away(error):
                raise
            logger.exception("person not swept", extra={"person": str(person_id)})
        return 0


def _until(state: State, now: datetime) -> datetime | None:
    """Since when she must not have been heard of, to go. None: she stays. STOP is remembered: who said it must not be met as a stranger."""
    if state.stopped or state.consent:
        return None
    return now - (UNDECIDED if state.consent is None else REFUSED)

"""Tells what was decided about contributions, and moderators that something waits: once a day at most, and never in quiet hours."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from bot.channels.base import Channel
from bot.dates import local_day
from bot.dialogue import contribution_letters as letters
from bot.groups.broadcast_recipients import Goes, Stays
from bot.groups.house import House
from bot.quiet import at
from bot.reminder_letters import Letter, Post, post_for
from storage import moderating, recipients
from storage.contributions import WAITING
from storage.db import Connection, Database
from storage.moderating import News
from storage.trouble import away

logger = logging.getLogger(__name__)

AGAIN = timedelta(days=1)  # nobody could be reached

AT_ONCE = 50


class ContributionNews:
    """The telling of one process; any number of them may be at it."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> None:
        self._database = database
        self._house = house
        self._channels = channels
        self._clock = clock

    async def once(self) -> bool:
        """Tell what is to be told. False: there was nothing. Raises only when the database is away."""
        async with self._database.read() as connection:  # a look costs SQLite's one writer nothing
            due = await moderating.untold(connection, self._clock(), AT_ONCE)
        return any([await self._try(id) for id in due])

    async def _try(self, id: int) -> bool:
        """Noted and queued in one transaction. What goes wrong with one does not stop the others."""
        try:
            async with self._database.write() as connection:
                return await self._tell(connection, id, self._clock())
        except Exception as error:
            if away(error):
                raise
            logger.exception("contribution not told", extra={"contribution": id})
        return False

    async def _tell(self, connection: Connection, id: int, now: datetime) -> bool:
        news = await moderating.taken(connection, id, now)
        if news is None:
            return False
        post = await post_for(connection, self._house, self._channels, None, now)
        if post.quiet.until(now) > now:  # looked at again when it goes: by then it may not be true any more
            await moderating.tell_later(connection, id, post.quiet.until(now))
        elif news.status == WAITING:
            await _tell_moderators(post, news)
        elif news.person_id is not None:
            words = partial(letters.decided, id=id, kind=news.kind, status=news.status)
            if not await _send(post, news.person_id, Letter(f"contribution:{id}:{now.timestamp():.6f}", words)):
                await moderating.tell_later(connection, id, now + AGAIN)
        return True


async def _tell_moderators(post: Post, news: News) -> None:
    """Who heard of another one today hears of this one tomorrow, if it waits still."""
    guards, day = await moderating.all_of_them(post.connection), local_day(post.now)
    others = [one for one in guards if one != news.person_id] or guards  # she does not judge her own, unless there is nobody else
    knew = reached = False
    for one in others:
        key = f"contributions:{day:%Y%m%d}:{one.hex}"
        if await moderating.was_told(post.connection, key):
            knew = True
        else:
            reached = await _send(post, one, Letter(key, letters.waits)) or reached
    if knew or not reached:
        tomorrow = at(day + timedelta(days=1), post.quiet.ends, post.quiet.zone)
        await moderating.tell_later(post.connection, news.id, tomorrow)
    elif others == guards:  # all of them heard just now, of whatever waits
        await moderating.all_told(post.connection, post.now)


async def _send(post: Post, person_id: UUID, letter: Letter) -> bool:
    """Where she is found with her phone in her own hands: another may not read along. Else she sees it at 'Mijn bijdragen'."""
    member = await recipients.herself(post.connection, person_id)
    for goes in await post.reached([member], "") if member else ():
        if isinstance(goes, Goes) and not goes.borrowed:
            await post.queue(goes, letter)
            return True
        if isinstance(goes, Stays) and goes.reason == "stopped":  # she wants to hear nothing
            return True
    return False

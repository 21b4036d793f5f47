"""What follows when a message did not come through, whether the call says so or a status does later."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.channels.base import Channel, Moved, SendError, Status
from storage import aliases, lanes, outbox, people, statuses
from storage.db import Connection, Database
from storage.outbox import Leased
from storage.statuses import Sent

logger = logging.getLogger(__name__)

PATIENCE = timedelta(hours=24)  # a message that could not go out for so long is given up
LONGEST = 300  # seconds between two attempts at most
ALARM = timedelta(seconds=60)  # a lane whose token is refused is tried again after that
LONG = 12 * 3600  # seconds: who asks to wait longer means this message, not what else goes there
TRIES = 3  # of a message that a status says has failed


class Consequences:
    """Draws them, for one worker."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], worker: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._channels = {channel.lane: channel for channel in channels.values()}
        self._worker = worker
        self._clock = clock

    async def failed(self, leased: Leased, channel: Channel, error: SendError) -> bool:
        """Note it. True: the message is finished all the same, and the next may go."""
        now = self._clock()
        if error.moved_to:
            error = await self._follow(leased, error)
        ended = _ending(leased, error, now)
        _log(leased.id, leased.channel, leased.attempts, error, ended)
        async with self._database.write() as connection:
            await people.hold(connection, leased.address_id)
            held = await self._note(connection, leased, error, ended, now)
            await _heed(connection, channel, leased.address_id, error, now, now)
        await self._halt(channel, error)
        return bool(ended) and held

    async def _note(self, connection: Connection, leased: Leased, error: SendError, ended: str, now: datetime) -> bool:
        """False: it is not ours any more, so nothing was noted."""
        if ended:
            held = await outbox.finish(connection, leased.id, self._worker, ended, reason=str(error))
            await _stopped(connection, leased.id, error, now)
            return held
        counts, due_at = not error.alarm and (error.retry_after is None or error.grows), now + _wait(leased.attempts, error)
        await outbox.retry(connection, leased.id, self._worker, due_at, str(error), counts=counts, doubtful=error.ambiguous)
        if error.done:
            await outbox.carry(connection, leased.id, {**leased.body, "done": error.done})
        return True

    async def settle(self, status: Status) -> None:
        """A platform tells how a message of ours went. What it told before, or tells out of order, changes nothing."""
        async with self._database.write() as connection:
            sent = await statuses.by_key(connection, status.key)
            if sent is None or statuses.of_another_attempt(sent, status.external_id):
                return
            if not statuses.is_news(sent.status, status.status):
                return
            if status.status != "failed":
                await statuses.note(connection, sent.id, status.status)
                return
            error = status.error or SendError("the platform does not say why", permanent=True)
            channel = self._channels.get(sent.lane)
            await self._fell_through(connection, sent, status, error, channel)
        if channel:
            await self._halt(channel, error)

    async def rename(self, moved: Moved) -> None:
        """An address is called otherwise from now on."""
        async with self._database.write() as connection:
            known = await aliases.move(connection, moved.channel, moved.old, moved.new)
        logger.log(logging.INFO if known else logging.WARNING, "address moved", extra={"channel": moved.channel, "known": known})

    async def _fell_through(self, connection: Connection, sent: Sent, status: Status, error: SendError, channel: Channel | None) -> None:
        """It was taken, and did not come through: it is tried again where that makes sense."""
        now, again = self._clock(), _makes_sense(sent, error)
        _log(sent.id, sent.lane, sent.attempts, error, "" if again else "failed")
        if again:
            await statuses.again(connection, sent, status.external_id, now + _wait(sent.attempts, error), str(error))
        else:
            await statuses.note(connection, sent.id, "failed", str(error))
            await _stopped(connection, sent.id, error, now)
        if channel:
            await _heed(connection, channel, sent.address_id, error, now, status.at)

    async def _halt(self, channel: Channel, error: SendError) -> None:
        """No broadcast goes on that way. In a transaction of its own: it waits for whoever is at work on them."""
        if not error.halts:
            return
        async with self._database.write() as connection:
            stopped = await outbox.stop_broadcasts(connection, channel.lane, "halted", self._clock())
        logger.error("broadcasts were stopped", extra={"channel": channel.name, "broadcasts": stopped, "reason": str(error)})

    async def _follow(self, leased: Leased, error: SendError) -> SendError:
        """Note where the chat moved to. When somebody is there already, the old one leads nowhere any more."""
        async with self._database.write() as connection:
            if await aliases.rename(connection, leased.channel, leased.external_id, error.moved_to):
                return error
        return SendError("the chat moved to an address we know already", unreachable=True)


async def _heed(connection: Connection, channel: Channel, address_id: int, error: SendError, now: datetime, at: datetime) -> None:
    """What an error says of the address and then of the whole lane: lanes come last in every transaction."""
    if error.unreachable:
        await people.reachable(connection, address_id, now)
    if error.needs_template and channel.capabilities.window:
        await people.not_heard(connection, address_id, at, channel.capabilities.window)
    if error.alarm:
        await lanes.pause(connection, channel.lane, now + ALARM)
    if error.slower:
        await lanes.slow_down(connection, channel.lane, now)
    elif error.retry_after is not None and error.retry_after < LONG and not error.grows:
        await lanes.throttle(connection, channel.lane, channel.rate, address_id, now, now + timedelta(seconds=error.retry_after))


async def _stopped(connection: Connection, message_id: int, error: SendError, now: datetime) -> None:
    """She said STOP to the platform: it counts as if she had said it to us."""
    person_id = await outbox.whose(connection, message_id) if error.stopped else None
    if person_id:
        await people.stop(connection, person_id, now)
        await outbox.quiet(connection, person_id)


def _log(message_id: int, channel: str, attempts: int, error: SendError, ended: str) -> None:
    level = logging.ERROR if error.alarm or error.halts else logging.WARNING
    fields = {"message_id": message_id, "channel": channel, "attempts": attempts, "reason": str(error), "ended": ended or "no"}
    logger.log(level, "message not sent", extra=fields)


def _ending(leased: Leased, error: SendError, now: datetime) -> str:
    """The status a message ends with after this error; empty: it is tried again."""
    if error.needs_template and "template" in leased.body and leased.attempts < TRIES:
        return ""  # with the template, now that we know
    if error.permanent or error.unreachable or error.needs_template or error.stopped:
        return "failed"
    if error.halts:
        return "failed" if leased.broadcast_id else ""
    if error.ambiguous and (leased.doubts or leased.once):
        return "unknown"  # it may be there twice already, or must not be there twice
    return "failed" if now - leased.created_at > PATIENCE else ""


def _makes_sense(sent: Sent, error: SendError) -> bool:
    """Whether to send a message once more that the platform took, and then said that it failed."""
    if sent.attempts >= TRIES or error.permanent or error.unreachable or error.stopped or error.halts:
        return error.needs_template and "template" in sent.body and sent.attempts < TRIES
    if error.needs_template:
        return "template" in sent.body
    return sent.priority > outbox.REPLY or error.retry_after is None or error.retry_after < LONG


def _wait(attempts: int, error: SendError) -> timedelta:
    """How long until the next attempt."""
    if error.retry_after is not None:
        seconds = error.retry_after**attempts if error.grows else error.retry_after
        return timedelta(seconds=min(seconds, PATIENCE.total_seconds()) if error.grows else seconds)
    if error.moved_to or error.needs_template:
        return timedelta(0)
    if error.alarm or error.halts:
        return ALARM
    return timedelta(seconds=min(2 ** max(attempts - 1, 0), LONGEST))

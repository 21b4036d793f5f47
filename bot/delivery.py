"""What is queued is sent, and how that went is kept."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Channel, Outgoing, SendError
from bot.dialogue.message import Message
from storage import outbox, people
from storage.db import Database

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
SENDING = timedelta(seconds=11)  # no channel takes longer over one message, so a lease must last that long when it begins
POLL = 0.5  # seconds between looks at the queue when nothing wakes us
BATCH = 20  # messages in flight at once
PATIENCE = timedelta(hours=24)  # a message that could not go out for so long is given up
LONGEST = 300  # seconds between two attempts at most
ALARM = timedelta(seconds=60)  # a lane whose token is refused is tried again after that


class Delivery:
    """Sends what one worker holds a lease on, and takes up what others left."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], worker: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._channels = {name: channel for name, channel in channels.items() if not channel.capabilities.pulls}
        self._worker = worker
        self._clock = clock
        self._awake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._waiting: set[int] = set()  # addresses to which something waits for an earlier message, as far as this process knows

    def start(self, leased: Sequence[outbox.Leased]) -> None:
        """Send these in the background, in order. They go to one address."""
        if leased:
            task = asyncio.create_task(self.deliver(leased))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def wake(self, address_id: int) -> None:
        """Something was queued for this address: look now, and when what goes before it is out, rather than at the next poll."""
        self._waiting.add(address_id)
        self._awake.set()

    async def run(self) -> None:
        """Send what is due until cancelled; a database that is away is waited for."""
        while True:
            try:
                busy = await self.work()
            except (SQLAlchemyError, OSError) as error:
                logger.warning("queue could not be read", extra={"error": type(error).__name__})
                busy = False
            except Exception:  # whatever it is, the others' messages must go on
                logger.exception("queue could not be worked on")
                busy = False
            if not busy:
                await self._rest()

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._awake.wait(), POLL)
        except TimeoutError:
            return
        self._awake.clear()

    async def work(self) -> bool:
        """Send one batch per lane of what is due now. False: there was nothing."""
        claimed: list[outbox.Leased] = []
        for lane in {channel.lane for channel in self._channels.values()}:
            async with self._database.read() as connection:
                waits = await outbox.is_due(connection, lane, self._clock())
            if waits:  # a look costs SQLite's one writer nothing
                async with self._database.write() as connection:
                    claimed += await outbox.claim(connection, lane, self._worker, self._clock(), LEASE, BATCH)
        await asyncio.gather(*(self.deliver([leased]) for leased in claimed))
        return bool(claimed)

    async def close(self, seconds: float = 1.0) -> None:
        """Let what is in flight finish, and give the rest back to the queue."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        async with self._database.write() as connection:
            await outbox.release(connection, self._worker, self._clock())

    async def deliver(self, leased: Sequence[outbox.Leased]) -> None:
        """Send these, in order. They go to one address."""
        try:
            await self._in_order(leased)
        except (SQLAlchemyError, OSError) as error:  # their leases run out and they are sent again
            logger.warning("sending was not recorded", extra={"message_id": leased[0].id, "error": type(error).__name__})
        if leased and leased[0].address_id in self._waiting:  # what had to wait for these may go now
            self._waiting.discard(leased[0].address_id)
            self._awake.set()

    async def _in_order(self, leased: Sequence[outbox.Leased]) -> None:
        for number, one in enumerate(leased):
            if not await self._send(one):
                await self._give_back(leased[number + 1 :])
                break

    async def _give_back(self, leased: Sequence[outbox.Leased]) -> None:
        async with self._database.write() as connection:
            for one in leased:
                await outbox.retry(connection, one.id, self._worker, self._clock(), "an earlier message waits", counts=False)

    async def _send(self, leased: outbox.Leased) -> bool:
        """True: this message is finished, one way or another, and the next may go."""
        if self._clock() + SENDING > leased.until:
            return False  # we were held up so long that it could become another worker's while we send
        channel = self._channels[leased.channel]
        try:
            message = Message.from_json(leased.body["message"])
            external_id = await channel.send(Outgoing(leased.key, leased.external_id, message, leased.body.get("edit", "")))
        except SendError as error:
            return await self._failed(leased, channel.lane, error)
        except Exception:  # a mistake of ours in one message must not stop all others
            logger.exception("message could not be handled", extra={"message_id": leased.id})
            return await self._failed(leased, channel.lane, SendError("a mistake of our own", ambiguous=True))
        async with self._database.write() as connection:
            held = await outbox.finish(connection, leased.id, self._worker, "sent", external_id=external_id)
        if not held:  # then what follows is not ours any more either: another worker has it, or she wanted it gone
            logger.warning("lease was lost while sending", extra={"message_id": leased.id})
        return held

    async def _failed(self, leased: outbox.Leased, lane: str, error: SendError) -> bool:
        now = self._clock()
        if error.moved_to:
            error = await self._follow(leased, error)
        ended = _ending(leased, error, now)
        level = logging.ERROR if error.alarm else logging.WARNING
        fields = {
            "message_id": leased.id,
            "channel": leased.channel,
            "attempts": leased.attempts,
            "reason": str(error),
            "ended": ended or "no",
        }
        logger.log(level, "message not sent", extra=fields)
        async with self._database.write() as connection:
            if error.unreachable:
                await people.reachable(connection, leased.address_id, now)
            if error.alarm:
                await outbox.pause(connection, lane, now + ALARM)
            if error.retry_after is not None:
                await outbox.throttle(connection, lane, leased.address_id, now, now + timedelta(seconds=error.retry_after))
            if ended:
                return await outbox.finish(connection, leased.id, self._worker, ended, reason=str(error))
            counts, due_at = not error.alarm and error.retry_after is None, now + _wait(leased, error)
            await outbox.retry(connection, leased.id, self._worker, due_at, str(error), counts=counts, doubtful=error.ambiguous)
        return False

    async def _follow(self, leased: outbox.Leased, error: SendError) -> SendError:
        """Note where the chat moved to. When somebody is there already, the old one leads nowhere any more."""
        async with self._database.write() as connection:
            if await people.moved(connection, leased.address_id, error.moved_to):
                return error
        return SendError("the chat moved to an address we know already", unreachable=True)


def _ending(leased: outbox.Leased, error: SendError, now: datetime) -> str:
    """The status a message ends with after this error; empty: it is tried again."""
    if error.permanent or error.unreachable:
        return "failed"
    if error.ambiguous and leased.doubts:
        return "unknown"  # it may be there twice already
    return "failed" if now - leased.created_at > PATIENCE else ""


def _wait(leased: outbox.Leased, error: SendError) -> timedelta:
    """How long until the next attempt."""
    if error.retry_after is not None:
        return timedelta(seconds=error.retry_after)
    if error.moved_to:
        return timedelta(0)
    if error.alarm:
        return ALARM
    return timedelta(seconds=min(2 ** (leased.attempts - 1), LONGEST))

"""What is queued is sent in its slot, and how that went is kept."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Channel, Outgoing, SendError, Templated
from bot.consequences import Consequences
from bot.dialogue.message import Message
from bot.quiet import Quiet
from storage import lanes, leases, nudges, outbox, voices
from storage.db import Database
from storage.trouble import told

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
SENDING = timedelta(seconds=11)  # no channel takes longer over one message, so a lease must last that long when it begins
POLL = 0.5  # seconds between looks at the queue when nothing wakes us
BATCH = 20  # messages that are taken at once
FLYING = 100  # messages of one lane in flight at once: where the platform is slow, more would only wait
TOO_LATE = "it was not needed any more"
GRACE = 8.0  # seconds that it gets at the end; a container is given ten


class Delivery:
    """Sends what one worker holds a lease on, and takes up what others left."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], worker: str, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._channels = {name: channel for name, channel in channels.items() if not channel.capabilities.pulls}
        self._lanes = {channel.lane: channel for channel in self._channels.values()}
        self._worker = worker
        self._clock = clock
        self.consequences = Consequences(database, channels, worker, clock)
        self._awake = {lane: asyncio.Event() for lane in self._lanes}
        self._running: set[asyncio.Task[None]] = set()
        self._waiting: set[int] = set()  # addresses to which something waits for an earlier message, as far as this process knows

    def start(self, leased: Sequence[outbox.Leased]) -> None:
        """Send these in the background, in order. They go to one address."""
        if leased:
            task = asyncio.create_task(self.deliver(leased))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def wake(self, address_id: int | None = None) -> None:
        """Something was queued: look now, and for an address when what goes before it is out, rather than at the next poll."""
        if address_id is not None:
            self._waiting.add(address_id)
        for awake in self._awake.values():
            awake.set()

    async def run(self) -> None:
        """Send what is due until cancelled; a database that is away is waited for."""
        await asyncio.gather(*(self._work_on(lane) for lane in self._lanes))

    async def _work_on(self, lane: str) -> None:
        flying: set[asyncio.Task[None]] = set()
        while True:
            claimed, pause = await self._next(lane)
            for one in claimed:
                task = asyncio.create_task(self.deliver([one]))
                for tasks in (flying, self._running):
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
            if len(flying) >= FLYING:
                await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            await self._rest(lane, pause)

    async def _next(self, lane: str) -> tuple[list[outbox.Leased], float]:
        """What may be sent, and how many seconds to rest then."""
        try:
            claimed, slot = await self._claim(lane)
        except (SQLAlchemyError, OSError) as error:
            logger.warning("queue could not be read", extra={"error": told(error)})
            return [], POLL
        except Exception:  # whatever it is, the others' messages must go on
            logger.exception("queue could not be worked on")
            return [], POLL
        return claimed, max(slot - self._clock().timestamp() - lanes.AHEAD, 0.0) if slot else POLL

    async def _rest(self, lane: str, seconds: float) -> None:
        try:
            async with asyncio.timeout(min(seconds, POLL)):
                await self._awake[lane].wait()
        except TimeoutError:
            return
        self._awake[lane].clear()

    async def _claim(self, lane: str) -> tuple[list[outbox.Leased], float]:
        """What this worker may send now, and when it may ask for more, in seconds since 1970; 0: there is nothing to wait for."""
        async with self._database.read() as connection:
            waits = await leases.is_due(connection, lane, self._clock())
        if not waits:  # a look costs SQLite's one writer nothing
            return [], 0.0
        async with self._database.write() as connection:
            limits = self._lanes[lane].rate
            return await leases.claim(connection, lane, self._worker, self._clock(), LEASE, BATCH, limits)

    async def work(self) -> bool:
        """Send one batch per lane of what is due now. False: there was nothing."""
        claimed = [one for lane in self._lanes for one in (await self._claim(lane))[0]]
        await asyncio.gather(*(self.deliver([leased]) for leased in claimed))
        return bool(claimed)

    async def close(self, seconds: float = GRACE) -> None:
        """Let what is in flight finish, and give the rest back to the queue."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        async with self._database.write() as connection:
            await leases.release(connection, self._worker, self._clock())

    async def deliver(self, leased: Sequence[outbox.Leased]) -> None:
        """Send these, in order. They go to one address."""
        try:
            await self._in_order(leased)
        except (SQLAlchemyError, OSError) as error:  # their leases run out and they are sent again
            logger.warning("sending was not recorded", extra={"message_id": leased[0].id, "error": told(error)})
        if leased and leased[0].address_id in self._waiting:  # what had to wait for these may go now
            self._waiting.discard(leased[0].address_id)
            self.wake()

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
        early = leased.slot - self._clock().timestamp()
        if early > 0:
            await asyncio.sleep(early)
        if not await self._still_ours(leased):
            return False
        channel = self._channels[leased.channel]
        try:
            external_id = await channel.send(await self._with_sound(outgoing(leased, channel, self._clock())))
        except SQLAlchemyError:  # it was not sent: the lease runs out, and it goes then
            raise
        except SendError as error:
            return await self.consequences.failed(leased, channel, error)
        except Exception:  # a mistake of ours in one message must not stop all others
            logger.exception("message could not be handled", extra={"message_id": leased.id})
            return await self.consequences.failed(leased, channel, SendError("a mistake of our own", ambiguous=True))
        async with self._database.write() as connection:
            held = await outbox.finish(connection, leased.id, self._worker, "sent", external_id=external_id)
        if not held:  # then what follows is not ours any more either: another worker has it, or she wanted it gone
            logger.warning("lease was lost while sending", extra={"message_id": leased.id})
        return held

    async def _with_sound(self, one: Outgoing) -> Outgoing:
        """What she said aloud is not in the message, which is kept longer."""
        if one.message.voice is None:
            return one
        async with self._database.read() as connection:
            found = await voices.recording(connection, UUID(one.message.voice.id))
        return replace(one, recording=found.body, mime=found.kind) if found else one

    async def _still_ours(self, leased: outbox.Leased) -> bool:
        """We may have been held up so long that it could become another worker's while we send, or that nobody should get it now."""
        now = self._clock()
        if now + SENDING > leased.until or await self._is_quiet(leased, now):
            return False
        if not leased.once:
            return True
        async with self._database.write() as connection:
            prompts = leased.body.get("prompts", 0)
            if leased.priority == outbox.REMINDER and await nudges.needless(connection, leased.id, leased.key, prompts, now):
                await outbox.finish(connection, leased.id, self._worker, "cancelled", reason=TOO_LATE)
                return False
            return await leases.begin(connection, leased.id, self._worker, now + SENDING)

    async def _is_quiet(self, leased: outbox.Leased, now: datetime) -> bool:
        """What was held up until the quiet hours of her group waits for their end."""
        hours = leased.body.get("quiet")
        until = Quiet.from_json(hours).until(now) if hours else now
        if until > now:
            async with self._database.write() as connection:
                await outbox.retry(connection, leased.id, self._worker, until, "it is night", counts=False)
        return until > now


def outgoing(leased: outbox.Leased, channel: Channel, now: datetime) -> Outgoing:
    """The message as its channel takes it."""
    window, template = channel.capabilities.window, leased.body.get("template")
    return Outgoing(
        leased.key,
        leased.external_id,
        Message.from_json(leased.body["message"]),
        leased.body.get("edit", ""),
        open=window is None or (leased.heard_at is not None and now - leased.heard_at < window),
        template=Templated.from_json(template) if template else None,
        done=leased.body.get("done", 0),
    )

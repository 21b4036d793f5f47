"""What a platform delivers is taken in, or put aside; which platform it was does not matter here."""

import asyncio
import hashlib
import logging

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Inbound, Moved, Status
from bot.delivery import Delivery
from bot.service import Service

logger = logging.getLogger(__name__)

LONGEST = 10_000  # characters that are kept of what could not be read


class Intake:
    """Each of its methods raises what the database raises when something could not be kept, and nothing else."""

    def __init__(self, service: Service, delivery: Delivery, spoken: asyncio.Event | None = None) -> None:
        self._service = service
        self._delivery = delivery
        self._spoken = spoken  # wakes whoever fetches recordings: platforms do not keep them for long

    async def take(self, inbound: Inbound, raw: bytes = b"") -> bool:
        """Keep what a person did and start sending what it is answered with. False: it came before.

        `raw` is put aside, for the operator, when even an apology failed.
        """
        try:
            handled = await self._service.handle(inbound)
        except (SQLAlchemyError, OSError):
            raise
        except Exception:  # it would come again and again, and hold up everything behind it
            logger.exception("inbound put aside", extra={"channel": inbound.channel, "inbound": inbound.id})
            await self.put_aside(inbound.channel, inbound.id, raw, "it could not be taken, and neither could regret")
            return True
        self._delivery.start(handled.leased)
        if handled.queued_for is not None:
            self._delivery.wake(handled.queued_for)
        if handled.spoke and self._spoken:
            self._spoken.set()
        return not handled.seen

    async def settle(self, status: Status) -> None:
        """Keep how a message of ours went."""
        await self._delivery.consequences.settle(status)

    async def rename(self, moved: Moved) -> None:
        """Keep that an address is called otherwise from now on."""
        await self._delivery.consequences.rename(moved)

    async def put_aside(self, channel: str, id: str, body: bytes, reason: str) -> None:
        """Keep what can't be read, once, for the operator to look at. Without an id its own bytes name it."""
        name = id or hashlib.sha256(body).hexdigest()[:32]
        await self._service.put_aside(channel, name, body.decode(errors="backslashreplace")[:LONGEST], reason)

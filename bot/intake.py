"""What Telegram delivers is taken in, or put aside; how it came does not matter."""

import hashlib
import json
import logging
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import Unreadable, is_number
from bot.delivery import Delivery
from bot.service import Service

logger = logging.getLogger(__name__)

LONGEST = 10_000  # characters that are kept of what could not be read


async def take_in(channel: TelegramChannel, service: Service, delivery: Delivery, update: dict[str, Any], received_at: datetime) -> None:
    """Keep one update and start sending what it is answered with. Raises what the database raises: then it was not kept."""
    try:
        inbound = channel.parse(update, received_at)
    except Unreadable as error:
        await put_aside(service, update.get("update_id"), json.dumps(update).encode(), str(error))
        return
    if inbound is None:
        return
    try:
        handled = await service.handle(inbound)
    except (SQLAlchemyError, OSError):
        raise
    except Exception:  # it would come again and again, and hold up everything behind it
        logger.exception("inbound put aside", extra={"channel": channel.name, "inbound": inbound.id})
        await put_aside(service, update["update_id"], json.dumps(update).encode(), "it could not be taken, and neither could regret")
        return
    delivery.start(handled.leased)
    if handled.queued_for is not None:
        delivery.wake(handled.queued_for)


async def put_aside(service: Service, number: object, body: bytes, reason: str) -> None:
    """Keep what can't be read, once, for the operator to look at."""
    id = str(number) if is_number(number) else hashlib.sha256(body).hexdigest()[:32]
    await service.put_aside("telegram", id, body.decode(errors="backslashreplace")[:LONGEST], reason)

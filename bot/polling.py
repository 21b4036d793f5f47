"""Fetches what people do from Telegram, where it can't reach us: for local use."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import SendError
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import query_id
from bot.intake import Intake
from bot.taking import take_in
from storage.trouble import told

logger = logging.getLogger(__name__)

SOON = 2.0  # seconds until the next try, when Telegram or the database is away
LATER = 30.0  # and when only the operator can mend it


async def poll(channel: TelegramChannel, intake: Intake, clock: Callable[[], datetime]) -> None:
    """Until cancelled: fetch, keep, answer. Telegram forgets an update only when the next one is asked for."""
    offset, webhook = 0, True
    while True:
        try:
            if webhook:
                await channel.leave_webhook()
                webhook = False
            updates = await channel.updates(offset)
        except SendError as error:
            await _wait(channel, error)
            continue
        for update in updates:
            await _keep(channel, intake, update, clock)
            offset = max(offset, update["update_id"] + 1)


async def _keep(channel: TelegramChannel, intake: Intake, update: dict[str, Any], clock: Callable[[], datetime]) -> None:
    received_at = clock()
    while True:
        try:
            await take_in(channel, intake, update, received_at)
            break
        except (SQLAlchemyError, OSError) as error:
            logger.warning("update could not be kept yet", extra={"inbound": update["update_id"], "error": told(error)})
            await asyncio.sleep(SOON)
    if pressed := query_id(update):
        try:
            await channel.answer(pressed)
        except SendError as error:
            logger.info("press not answered", extra={"inbound": update["update_id"], "reason": str(error)})


async def _wait(channel: TelegramChannel, error: SendError) -> None:
    level = logging.ERROR if error.alarm else logging.WARNING
    logger.log(level, "polling interrupted", extra={"channel": channel.name, "reason": str(error)})
    await asyncio.sleep(error.retry_after or (LATER if error.alarm else SOON))

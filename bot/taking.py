"""One update of Telegram is taken in, whether it was brought or fetched."""

import json
from datetime import datetime
from typing import Any

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import Unreadable, is_number
from bot.intake import Intake


async def take_in(channel: TelegramChannel, intake: Intake, update: dict[str, Any], received_at: datetime) -> None:
    """Keep one update and start sending what it is answered with. Raises what the database raises: then it was not kept."""
    raw = json.dumps(update).encode()
    try:
        inbound = channel.parse(update, received_at)
    except Unreadable as error:
        number = update.get("update_id")
        await intake.put_aside(channel.name, str(number) if is_number(number) else "", raw, str(error))
        return
    if inbound is not None:
        await intake.take(inbound, raw)

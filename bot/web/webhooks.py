"""Where Telegram delivers what people do."""

import hmac
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import query_id
from bot.intake import Intake
from bot.taking import take_in
from bot.web.reading import as_object, whole
from storage.trouble import told

logger = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 1024 * 1024  # bytes of one update


def telegram_routes(channel: TelegramChannel, secret: str, intake: Intake, clock: Callable[[], datetime]) -> list[Route]:
    """The webhook's route; none at all without a secret, because then anybody could pretend to be Telegram."""
    if not secret:
        return []
    expected = secret.encode()

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), expected):
            return Response(status_code=403)
        body = await whole(request, LARGEST)
        try:
            return await _take(channel, intake, body, clock())
        except (SQLAlchemyError, OSError) as error:  # Telegram brings it again
            logger.warning("update could not be kept", extra={"error": told(error)})
            return Response(status_code=503)

    return [Route("/webhooks/telegram", deliver, methods=["POST"])]


async def _take(channel: TelegramChannel, intake: Intake, body: bytes, now: datetime) -> Response:
    update = as_object(body)
    if update is None:
        await intake.put_aside(channel.name, "", body, "it is not a JSON object")
        return Response()
    await take_in(channel, intake, update, now)
    if pressed := query_id(update):
        return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": pressed})
    return Response()

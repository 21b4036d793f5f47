"""Where Telegram delivers what people do."""

import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import query_id
from bot.delivery import Delivery
from bot.intake import put_aside, take_in
from bot.service import Service

logger = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
LARGEST = 1024 * 1024  # bytes of one update


def telegram_routes(
    channel: TelegramChannel, secret: str, service: Service, delivery: Delivery, clock: Callable[[], datetime]
) -> list[Route]:
    """The webhook's route; none at all without a secret, because then anybody could pretend to be Telegram."""
    if not secret:
        return []
    expected = secret.encode()

    async def deliver(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), expected):
            return Response(status_code=403)
        body = await _read(request)
        try:
            return await _take(channel, service, delivery, body, clock())
        except (SQLAlchemyError, OSError) as error:  # Telegram brings it again
            logger.warning("update could not be kept", extra={"error": type(error).__name__})
            return Response(status_code=503)

    return [Route("/webhooks/telegram", deliver, methods=["POST"])]


async def _take(channel: TelegramChannel, service: Service, delivery: Delivery, body: bytes, now: datetime) -> Response:
    update = _object(body)
    if update is None:
        await put_aside(service, None, body, "it is not a JSON object")
        return Response()
    await take_in(channel, service, delivery, update, now)
    if pressed := query_id(update):
        return JSONResponse({"method": "answerCallbackQuery", "callback_query_id": pressed})
    return Response()


async def _read(request: Request) -> bytes:
    """The body. Its size is found out while reading: the header may lie."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                raise HTTPException(413)
    except ClientDisconnect:
        raise HTTPException(400) from None
    return bytes(body)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None

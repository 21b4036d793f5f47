"""Where Telegram delivers what people do."""

import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import query_id
from bot.delivery import Delivery
from bot.intake import put_aside, take_in
from bot.service import Service

logger = logging.getLogger(__name__)

LARGEST = 1024 * 1024  # bytes of one update


def telegram_router(
    channel: TelegramChannel, secret: str, service: Service, delivery: Delivery, clock: Callable[[], datetime]
) -> APIRouter:
    """The webhook's route; none at all without a secret, because then anybody could pretend to be Telegram."""
    router = APIRouter()
    if not secret:
        return router
    expected = secret.encode()

    @router.post("/webhooks/telegram", include_in_schema=False)
    async def deliver(request: Request, x_telegram_bot_api_secret_token: Annotated[str, Header()] = "") -> Response:
        if not hmac.compare_digest(x_telegram_bot_api_secret_token.encode(), expected):
            return Response(status_code=403)
        body = await _read(request)
        try:
            return await _take(channel, service, delivery, body, clock())
        except (SQLAlchemyError, OSError) as error:  # Telegram brings it again
            logger.warning("update could not be kept", extra={"error": type(error).__name__})
            return Response(status_code=503)

    return router


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

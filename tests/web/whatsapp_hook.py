"""Our webhook for WhatsApp on a fresh database, and Meta's side of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from bot.channels.whatsapp import WhatsAppChannel
from bot.delivery import Delivery
from bot.intake import Intake
from bot.service import Service
from bot.web.whatsapp import whatsapp_routes
from storage.db import Database
from storage.tables import inbox, message
from tests.clock import Clock
from tests.house import house
from tests.whatsapp_stub import WhatsAppStub
from tests.whatsapp_updates import deliver


class Hook:
    """Meta's side of the webhook."""

    def __init__(self, client: httpx.AsyncClient, sending: Delivery) -> None:
        self.client = client
        self._sending = sending

    async def post(self, body: bytes | dict[str, Any], headers: dict[str, str] | None = None) -> int:
        """Deliver, and wait until what it led to has been sent."""
        answer = await deliver(self.client, body, headers)
        await self._sending.close()
        return answer.status_code


@asynccontextmanager
async def hooked(database: Database, channel: WhatsAppChannel, meta: WhatsAppStub, clock: Clock) -> AsyncIterator[Hook]:
    """An application with nothing but the webhook."""
    channels = {"whatsapp": channel}
    service = Service(database, house(), channels, "one", clock)
    sending = Delivery(database, channels, "one", clock)
    app = FastAPI()
    app.router.routes.extend(whatsapp_routes(channel, meta.settings(), Intake(service, sending), database, clock))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://stappen.example") as client:
        yield Hook(client, sending)


async def aside(database: Database) -> list[tuple[str, str | None]]:
    """Ids and texts of what was put aside."""
    async with database.read() as connection:
        rows = await connection.execute(select(inbox.c.id, inbox.c.body).where(inbox.c.status == "aside"))
        return [(row.id, row.body) for row in rows]


async def statuses(database: Database) -> dict[str, str]:
    """How each message of ours went, by its key."""
    async with database.read() as connection:
        rows = await connection.execute(select(message.c.key, message.c.status).order_by(message.c.id))
        return {row.key: row.status for row in rows}


async def until(happened: Callable[[], object]) -> None:
    for _ in range(500):
        if happened():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")

"""Puts the parts together: the only module that knows them all."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import FastAPI

from bot.channels.base import Channel
from bot.channels.web import WebChannel
from bot.delivery import Delivery
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.service import Service
from bot.settings import Settings
from bot.web.site import Site, create_site
from storage import answers
from storage.db import Database, Unusable
from storage.migrate import is_current

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel

logger = logging.getLogger(__name__)


def now() -> datetime:
    """The clock of everything that runs for real."""
    return datetime.now(UTC)


def worker_name() -> str:
    """Tells this process from all others, for leases."""
    return f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}"


@dataclass(frozen=True)
class Parts:
    """What runs in one process."""

    database: Database
    catalogue: Catalogue
    channels: dict[str, Channel]
    service: Service
    delivery: Delivery


def put_together(settings: Settings, channels: dict[str, Channel], clock: Callable[[], datetime] = now) -> Parts:
    """The parts that every command which talks needs. Raises Unusable and content.loader.Broken."""
    database = Database(settings.database_url, settings.secret_key)
    catalogue = read_catalogue()
    worker = worker_name()
    service = Service(database, catalogue, channels, worker, clock)
    return Parts(database, catalogue, channels, service, Delivery(database, channels, worker, clock))


async def make_ready(parts: Parts) -> None:
    """Check the database, and keep the plans' texts as they are now. Raises Unusable."""
    if not await is_current(parts.database):
        raise Unusable("its tables are not those of this version. Run `stappenbot migrate`.")
    await parts.database.check_key()
    async with parts.database.write() as connection:
        for plan in parts.catalogue.ready():
            dumped = plan.model_dump(mode="json")
            await answers.keep_version(connection, plan.number, plan.version, dumped, now())


def create_app(settings: Settings) -> FastAPI:
    """The web application of one process: pages, webhooks, and delivery running beside them."""
    channels: dict[str, Channel] = {"web": WebChannel()}
    telegram = _telegram(settings)
    if telegram:
        channels[telegram.name] = telegram
    parts = put_together(settings, channels)
    site = Site(
        database=parts.database,
        service=parts.service,
        delivery=parts.delivery,
        catalogue=parts.catalogue,
        public_url=settings.public_url,
        telegram=telegram,
        telegram_secret=settings.telegram.webhook_secret if settings.telegram else "",
        clock=now,
    )
    return create_site(site, lambda _app: _living(parts, settings, telegram))


def _telegram(settings: Settings) -> "TelegramChannel | None":
    if settings.telegram is None:
        return None
    from bot.channels.telegram import TelegramChannel  # takes 0.2 s, so only where it serves somebody

    return TelegramChannel(settings.telegram.token, settings.telegram.api_url)


@asynccontextmanager
async def _living(parts: Parts, settings: Settings, telegram: "TelegramChannel | None") -> AsyncIterator[None]:
    """What runs beside the requests, from start to stop."""
    await make_ready(parts)
    tasks = [asyncio.create_task(parts.delivery.run())]
    if telegram and settings.telegram:
        from bot.channels.telegram import greet

        tasks.append(asyncio.create_task(greet(telegram)))
        if settings.telegram.polling:
            from bot.polling import poll

            tasks.append(asyncio.create_task(poll(telegram, parts.service, parts.delivery, now)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await parts.delivery.close()
        for channel in parts.channels.values():
            await channel.close()
        await parts.database.close()

"""Puts the parts together: the only module that knows them all."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from fastapi import FastAPI

from bot.channels.base import Channel
from bot.channels.web import WebChannel
from bot.chores import Chores
from bot.delivery import Delivery
from bot.dialogue.catalogue import read_catalogue
from bot.groups.house import House
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
    house: House
    channels: dict[str, Channel]
    service: Service
    delivery: Delivery


@dataclass(frozen=True)
class Edge:
    """What comes from outside and can't be foreseen."""

    clock: Callable[[], datetime] = now
    dice: Random = field(default_factory=secrets.SystemRandom)


def put_together(
    settings: Settings, channels: dict[str, Channel], telegram: "TelegramChannel | None" = None, edge: Edge | None = None
) -> Parts:
    """The parts that every command which talks needs. Raises Unusable and content.loader.Broken."""
    edge = edge or Edge()
    clock = edge.clock
    database = Database(settings.database_url, settings.secret_key)
    house = House(read_catalogue(), _links(settings, telegram), settings.group_creation, edge.dice)
    worker = worker_name()
    service = Service(database, house, channels, worker, clock)
    return Parts(database, house, channels, service, Delivery(database, channels, worker, clock))


def _links(settings: Settings, telegram: "TelegramChannel | None") -> Callable[[str], tuple[tuple[str, str], ...]]:
    """The addresses that open each channel with a code in hand; the web, which everybody has, comes last."""

    def links(code: str) -> tuple[tuple[str, str], ...]:
        found = [("Telegram", telegram.link(code))] if telegram else []
        if settings.whatsapp_number:
            found.append(("WhatsApp", f"https://wa.me/{settings.whatsapp_number}?text={code}"))
        found.append(("Website", f"{settings.public_url}/chat?code={code}"))
        return tuple((name, link) for name, link in found if link)

    return links


async def make_ready(parts: Parts) -> None:
    """Check the database, and keep the plans' texts as they are now. Raises Unusable."""
    if not await is_current(parts.database):
        raise Unusable("its tables are not those of this version. Run `stappenbot migrate`.")
    await parts.database.check_key()
    async with parts.database.write() as connection:
        for plan in parts.house.catalogue.ready():
            dumped = plan.model_dump(mode="json")
            await answers.keep_version(connection, plan.number, plan.version, dumped, now())


def create_app(settings: Settings, edge: Edge | None = None) -> FastAPI:
    """The web application of one process: pages, webhooks, and delivery and chores running beside them."""
    edge = edge or Edge()
    channels: dict[str, Channel] = {"web": WebChannel()}
    telegram = _telegram(settings)
    if telegram:
        channels[telegram.name] = telegram
    parts = put_together(settings, channels, telegram, edge)
    site = Site(
        database=parts.database,
        service=parts.service,
        delivery=parts.delivery,
        catalogue=parts.house.catalogue,
        public_url=settings.public_url,
        telegram=telegram,
        telegram_secret=settings.telegram.webhook_secret if settings.telegram else "",
        clock=edge.clock,
        open_web_chat=settings.open_web_chat,
    )
    return create_site(site, lambda _app: _living(parts, settings, telegram, edge))


def _telegram(settings: Settings) -> "TelegramChannel | None":
    if settings.telegram is None:
        return None
    from bot.channels.telegram import TelegramChannel  # takes 0.2 s, so only where it serves somebody

    return TelegramChannel(settings.telegram.token, settings.telegram.api_url)


@asynccontextmanager
async def _living(parts: Parts, settings: Settings, telegram: "TelegramChannel | None", edge: Edge) -> AsyncIterator[None]:
    """What runs beside the requests, from start to stop."""
    await make_ready(parts)
    chores = Chores(parts.database, parts.house.catalogue, settings.retention_months, edge.clock)
    tasks = [asyncio.create_task(parts.delivery.run()), asyncio.create_task(chores.run())]
    if telegram and settings.telegram:
        from bot.channels.telegram import greet

        tasks.append(asyncio.create_task(greet(telegram)))
        if settings.telegram.polling:
            from bot.polling import poll

            tasks.append(asyncio.create_task(poll(telegram, parts.service, parts.delivery, edge.clock)))
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

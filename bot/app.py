"""Puts the parts together: the only module that knows them all."""

import asyncio
import logging
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Self

from fastapi import FastAPI
from starlette.routing import Route

from bot.broadcasting import Broadcasting
from bot.channels.base import Channel
from bot.channels.web import WebChannel
from bot.chores import Chores
from bot.contribution_news import ContributionNews
from bot.delivery import Delivery
from bot.dialogue.catalogue import read_catalogue
from bot.groups.house import House
from bot.intake import Intake
from bot.reminding import Reminding
from bot.service import Service
from bot.settings import Settings
from bot.voices import Voices
from bot.web.site import Site, create_site
from bot.worker import repeatedly
from storage import answers
from storage.chats import CHANNEL as GROUP_CHAT
from storage.db import Database, Unusable
from storage.migrate import is_current

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel
    from bot.channels.whatsapp import WhatsAppChannel

logger = logging.getLogger(__name__)

Job = Callable[[], Coroutine[Any, Any, None]]  # runs until it is cancelled


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
    intake: Intake
    spoken: asyncio.Event = field(default_factory=asyncio.Event)  # somebody said something aloud, which has to be fetched


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
    capabilities = {name: channel.capabilities for name, channel in channels.items()}
    house = House(
        read_catalogue(),
        _links(settings, telegram),
        settings.group_creation,
        edge.dice,
        capabilities,
        settings.public_url,
        settings.retention_months,
    )
    worker = worker_name()
    service = Service(database, house, channels, worker, clock)
    delivery = Delivery(database, channels, worker, clock)
    spoken = asyncio.Event()
    return Parts(database, house, channels, service, delivery, Intake(service, delivery, spoken), spoken)


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


def create_app(settings: Settings, edge: Edge | None = None, more: Mapping[str, Channel] | None = None) -> FastAPI:
    """The web application of one process: pages, webhooks, and everything else running beside them. `more`: other channels, by name."""
    edge = edge or Edge()
    channels = Channels.of(settings)
    parts = put_together(settings, channels.by_name() | dict(more or {}), channels.telegram, edge)
    site = Site(
        database=parts.database,
        service=parts.service,
        catalogue=parts.house.catalogue,
        public_url=settings.public_url,
        clock=edge.clock,
        open_web_chat=settings.open_web_chat,
        house=parts.house,
        webhooks=tuple(_webhooks(parts, settings, channels, edge)),
    )
    jobs = [*_jobs(parts, settings, channels, edge), *_polling(parts, settings, channels, edge)]
    return create_site(site, lambda _app: _living(parts, jobs))


async def work(settings: Settings) -> None:
    """Do what is due until SIGTERM, without pages and webhooks, beside other processes that may do the same."""
    edge, stopped = Edge(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    channels = Channels.of(settings)
    parts = put_together(settings, channels.by_name(), channels.telegram, edge)
    async with _living(parts, _jobs(parts, settings, channels, edge)):
        logger.info("worker ready")
        await stopped.wait()


@dataclass(frozen=True)
class Channels:
    """The ways to reach people that are set up."""

    telegram: "TelegramChannel | None" = None
    whatsapp: "WhatsAppChannel | None" = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Each is imported only where it serves somebody: that takes time."""
        telegram = whatsapp = None
        if settings.telegram:
            from bot.channels.telegram import TelegramChannel

            telegram = TelegramChannel(settings.telegram.token, settings.telegram.api_url)
        if settings.whatsapp:
            from bot.channels.whatsapp import WhatsAppChannel

            whatsapp = WhatsAppChannel(settings.whatsapp)
        return cls(telegram, whatsapp)

    def by_name(self) -> dict[str, Channel]:
        """All of them, and the web chat that is always there. A group's chat on Telegram is reached like a person there."""
        found: dict[str, Channel] = {"web": WebChannel()}
        if self.telegram:
            found |= {self.telegram.name: self.telegram, GROUP_CHAT: self.telegram}
        return found | ({self.whatsapp.name: self.whatsapp} if self.whatsapp else {})


def _webhooks(parts: Parts, settings: Settings, channels: Channels, edge: Edge) -> Iterator[Route]:
    if channels.telegram and settings.telegram:
        from bot.web.webhooks import telegram_routes

        yield from telegram_routes(channels.telegram, settings.telegram.webhook_secret, parts.intake, edge.clock)
    if channels.whatsapp and settings.whatsapp:
        from bot.web.whatsapp import whatsapp_routes

        yield from whatsapp_routes(channels.whatsapp, settings.whatsapp, parts.intake, parts.database, edge.clock)


def _jobs(parts: Parts, settings: Settings, channels: Channels, edge: Edge) -> list[Job]:
    """What any process may do, and many at once."""
    chores = Chores(parts.database, parts.house.catalogue, settings.retention_months, edge.clock)
    broadcasting = Broadcasting(parts.database, parts.house, parts.channels, edge.clock)
    reminding = Reminding(parts.database, parts.house, parts.channels, edge.clock)
    contributions = ContributionNews(parts.database, parts.house, parts.channels, edge.clock)
    voices = Voices(parts.database, parts.channels, edge.clock)
    jobs: list[Job] = [
        parts.delivery.run,
        chores.run,
        partial(repeatedly, "broadcasts", broadcasting.once),
        partial(repeatedly, "reminders", reminding.once),
        partial(repeatedly, "contributions", contributions.once),
        partial(repeatedly, "voices", voices.once, parts.spoken),
    ]
    if channels.telegram:
        from bot.channels.telegram import greet

        jobs.append(partial(greet, channels.telegram))
    return jobs


def _polling(parts: Parts, settings: Settings, channels: Channels, edge: Edge) -> list[Job]:
    """Where Telegram can't reach us: one process fetches."""
    if not (channels.telegram and settings.telegram and settings.telegram.polling):
        return []
    from bot.polling import poll

    return [partial(poll, channels.telegram, parts.intake, edge.clock)]


@asynccontextmanager
async def _living(parts: Parts, jobs: Sequence[Job]) -> AsyncIterator[None]:
    """The jobs run from start to stop; then what is in flight is finished."""
    await make_ready(parts)
    tasks = [asyncio.create_task(job()) for job in jobs]
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

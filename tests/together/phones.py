"""A whole group with the whole program: some by Telegram's webhook, some in the web chat."""

import asyncio
import base64
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from bot.app import Edge, create_app
from bot.dialogue.message import Message
from bot.settings import Settings
from bot.transcript import as_text
from storage import tables
from storage.db import Database
from storage.outbox import REMINDER
from tests import whatsapp_updates
from tests.cast import Person
from tests.clock import Clock
from tests.conftest import KEY
from tests.telegram_stub import TOKEN, TelegramStub
from tests.updates import presses, says
from tests.web.visitor import HOME, buttons, form_id
from tests.whatsapp_stub import WhatsAppStub

SECRET = "a-secret-for-tests"
OURS = {"Sec-Fetch-Site": "same-origin"}  # as a browser tells that a page of ours sent it
WAIT = 0.02  # seconds between looks whether a reply is out


@dataclass
class Program:
    """One process of the program, with everybody's phones around it."""

    app: FastAPI
    database: Database
    clock: Clock
    webhook: httpx.AsyncClient

    async def newest(self, after: int) -> Message | None:
        """The last message that went out after that one, once nothing is on its way any more. What comes by itself is no answer."""
        query = select(tables.message.c.id, tables.message.c.status, tables.message.c.body).order_by(tables.message.c.id)
        asked_for = tables.message.c.priority != REMINDER
        async with self.database.read() as connection:
            rows = (await connection.execute(query.where(tables.message.c.id > after, asked_for))).all()
        if not rows or any(row.status != "sent" for row in rows):
            return None
        return Message.from_json(rows[-1].body["message"])


@asynccontextmanager
async def running(database_url: str, telegram: TelegramStub, clock: Clock, meta: WhatsAppStub | None = None) -> AsyncIterator[Program]:
    """The program with Telegram and the web chat, and perhaps WhatsApp, and codes that are the same in every run."""
    given = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": base64.b64encode(KEY).decode(),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    if meta:
        theirs = meta.settings()
        names = ("token", "phone_id", "business_id", "app_secret", "verify_token", "api_url")
        given |= {f"WHATSAPP_{name.upper()}": getattr(theirs, name) for name in names} | {"WHATSAPP_NUMBER": "31200000001"}
    app = create_app(Settings.from_env({f"STAPPENBOT_{name}": value for name, value in given.items()}), Edge(clock, Random(1)))
    database = Database(database_url, KEY)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client:
        yield Program(app, database, clock, client)
    await database.close()


class Phone(ABC):
    """What one of the group sees and does."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.message: Message | None = None

    async def does(self, said: str) -> str:
        """She opens the chat ('/start' with a code or without), presses the button of that name, or types; returns what she sees then."""
        self.program.clock.passes(7)
        async with self.program.database.read() as connection:
            newest = await connection.scalar(select(tables.message.c.id).order_by(tables.message.c.id.desc()).limit(1))
        button = next((one for one in self.message.buttons() if one.label == said), None) if self.message else None
        await self._send(said, button.address if button else "")
        for _ in range(500):
            found = await self.program.newest(newest or 0)
            if found:
                self.message = found
                return as_text(self.message)
            await asyncio.sleep(WAIT)
        raise AssertionError(f"nothing came after: {said}")

    @abstractmethod
    async def _send(self, said: str, address: str) -> None: ...


class TelegramPhone(Phone):
    """By the webhook, as Telegram does it."""

    def __init__(self, program: Program, name: str, number: int) -> None:
        super().__init__(program)
        self._person = Person(name, "Laak", str(number))

    async def _send(self, said: str, address: str) -> None:
        update = presses(self._person, address, 1) if address else says(self._person, said, self.program.clock())
        answer = await self.program.webhook.post("/webhooks/telegram", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        assert answer.status_code == 200


class WhatsAppPhone(Phone):
    """By Meta's webhook; she is known by her id and her number."""

    def __init__(self, program: Program, name: str, number: int) -> None:
        super().__init__(program)
        self.person = Person(name, "Laak", "", f"316{number:08}", f"NL.{number:020}")

    async def _send(self, said: str, address: str) -> None:
        now = self.program.clock()
        if address:
            await self.bring(whatsapp_updates.chooses(self.person, address, now, said[:20]))
        else:
            await self.bring(whatsapp_updates.says(self.person, said.removeprefix("/start ") if said != "/start" else "Hallo", now))

    async def bring(self, value: dict[str, object]) -> None:
        """What Meta tells."""
        answer = await whatsapp_updates.deliver(self.program.webhook, whatsapp_updates.delivery(value))
        assert answer.status_code == 200


class WebPhone(Phone):
    """By the pages' own forms, without JavaScript."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(program.app), base_url=HOME, follow_redirects=True, headers=OURS)

    async def _send(self, said: str, address: str) -> None:
        if said.startswith("/start"):
            code = said.partition(" ")[2]
            first = (await self._client.get("/chat", params={"code": code} if code else None)).text
            answer = await self._client.post("/chat/begin", data={"id": form_id(first), **({"code": code} if code else {})})
        else:
            page = (await self._client.get("/chat")).text
            if address:
                assert address in buttons(page).values(), (said, buttons(page))
            answer = await self._client.post("/chat", data={"id": form_id(page), **({"press": address} if address else {"text": said})})
        assert answer.status_code == 200, answer.text

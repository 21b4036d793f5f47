"""The main job by webhook, through the whole program, on both databases: from /start to the advice and a step."""

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.app import create_app, now
from bot.channels.telegram_parse import KEPT
from bot.settings import Settings
from storage import tables
from storage.db import Database
from tests.cast import AMINA
from tests.conftest import KEY
from tests.telegram_stub import TOKEN, Call, TelegramStub
from tests.updates import presses, says

SECRET = "a-secret-for-tests"


class Phone:
    """Amina's phone: what she does goes in by the webhook, and what she sees is what reached Telegram."""

    def __init__(self, client: httpx.AsyncClient, telegram: TelegramStub) -> None:
        self._client = client
        self._telegram = telegram
        self.answers: list[dict[str, Any]] = []

    @property
    def shown(self) -> list[Call]:
        return [call for call in self._telegram.calls if call.method in ("sendMessage", "editMessageText")]

    @property
    def text(self) -> str:
        return str(self.shown[-1].arguments["text"])

    @property
    def buttons(self) -> dict[str, str]:
        rows = self.shown[-1].arguments["reply_markup"]["inline_keyboard"]
        return {button["text"]: button["callback_data"] for row in rows for button in row}

    @property
    def _last(self) -> int:
        """The id of the message before her: an edited one keeps its own."""
        sent = sum(call.method == "sendMessage" for call in self.shown)
        return int(self.shown[-1].arguments.get("message_id", sent))

    async def _post(self, update: dict[str, Any]) -> None:
        before = len(self.shown)
        answer = await self._client.post("/webhooks/telegram", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        assert answer.status_code == 200
        self.answers.append(answer.json() if answer.content else {})
        for _ in range(500):
            if len(self.shown) > before:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("no reply reached Telegram")

    async def says(self, text: str) -> None:
        await self._post(says(AMINA, text, now()))

    async def presses(self, label: str) -> None:
        await self._post(presses(AMINA, self.buttons[label], self._last))


@pytest.fixture
async def phone(database_url: str, telegram: TelegramStub) -> AsyncIterator[Phone]:
    """The whole program, and Amina's phone."""
    given = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": base64.b64encode(KEY).decode(),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }
    app = create_app(Settings.from_env({f"STAPPENBOT_{name}": value for name, value in given.items()}))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield Phone(client, telegram)


async def answered(phone: Phone) -> None:
    """Answer whatever is asked, until the overview."""
    while "Vraag " in phone.text:
        labels = list(phone.buttons)
        if "Typ je antwoord" in phone.text:
            await phone.says("We geven iedereen een beurt & luisteren <goed>.")
        elif "Typ een getal" in phone.text or "typ een getal" in phone.text:
            await phone.says("١٤")
        else:
            await phone.presses("Klaar" if "Klaar" in labels else labels[0])


async def test_from_the_first_hello_to_her_advice(phone: Phone, database_url: str) -> None:
    await phone.says("/start")
    for label in ("Ja, dat is goed", "Stappenplannen", "3. Hoe voorkomen we interne wrijvingen?", "Hulpvragen", "Begin met de vragen"):
        await phone.presses(label)
    await answered(phone)
    assert "14; 14" in phone.text
    await phone.presses("Mijn advies")
    assert "<b>Jouw advies</b>" in phone.text
    assert ", omdat " in phone.text
    await phone.presses(next(iter(phone.buttons)))
    assert phone.text.startswith("Stap ")
    assert all(answer["method"] == "answerCallbackQuery" for answer in phone.answers if answer)
    database = Database(database_url, KEY)
    async with database.read() as connection:
        kept = (await connection.execute(select(tables.answer.c.prompt, tables.answer.c.words, tables.answer.c.number))).all()
        statuses = set((await connection.execute(select(tables.message.c.status))).scalars())
    await database.close()
    assert len(kept) == 14
    assert {row.number for row in kept if row.number} == {14}
    assert "We geven iedereen een beurt & luisteren <goed>." in {row.words for row in kept}
    assert statuses <= {"sent", "leased"}  # the last one may just be on its way into the record


async def test_the_chat_stays_tidy_and_the_overview_stays_where_it_is(phone: Phone) -> None:
    await phone.says("/start")
    for label in ("Ja, dat is goed", "Stappenplannen", "3. Hoe voorkomen we interne wrijvingen?", "Hulpvragen", "Begin met de vragen"):
        await phone.presses(label)
    assert [call.method for call in phone.shown] == ["sendMessage"] + ["editMessageText"] * 5
    await phone.presses("4 tot 10")
    assert phone.text.startswith("✓ 4 tot 10\n\nVraag 1 van 7")
    await answered(phone)
    assert all(data.startswith(KEPT) for data in phone.buttons.values())
    await phone.presses("Menu")
    assert phone.shown[-1].method == "sendMessage"

"""What Telegram delivers is kept before it is told so, taken once, and answered."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.intake import Intake
from bot.service import Service
from bot.web.webhooks import telegram_routes
from storage.db import Database
from storage.tables import inbox
from tests import telegram_stub as stub
from tests.cast import AMINA
from tests.clock import Clock
from tests.house import house
from tests.storage.people_here import rows, statuses
from tests.telegram_stub import TelegramStub
from tests.updates import presses, says

SECRET = "a-secret-for-tests"
PATH = "/webhooks/telegram"


class Hook:
    """Telegram's side of the webhook."""

    def __init__(self, client: httpx.AsyncClient, delivery: Delivery) -> None:
        self._client = client
        self._delivery = delivery

    async def post(self, body: bytes | dict[str, Any], secret: str | None = SECRET) -> httpx.Response:
        """Deliver, and wait until what it led to has been sent."""
        headers = {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = await self._client.post(PATH, content=content, headers=headers)
        await self._delivery.close()
        return answer

    async def work(self) -> None:
        """What a worker would send by now."""
        while await self._delivery.work():
            pass


@asynccontextmanager
async def hooked(
    database: Database, channel: TelegramChannel, clock: Clock, secret: str = SECRET, catalogue: Catalogue | None = None
) -> AsyncIterator[Hook]:
    """An application with nothing but the webhook."""
    channels = {"telegram": channel}
    service = Service(database, house(catalogue), channels, "one", clock)
    delivery = Delivery(database, channels, "one", clock)
    app = FastAPI()
    app.router.routes.extend(telegram_routes(channel, secret, Intake(service, delivery), clock))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://stappen.example") as client:
        yield Hook(client, delivery)


@pytest.fixture
async def hook(database: Database, channel: TelegramChannel, clock: Clock) -> AsyncIterator[Hook]:
    """The webhook on a fresh database."""
    async with hooked(database, channel, clock) as opened:
        yield opened


async def aside(database: Database) -> list[tuple[str, str | None]]:
    """Ids and texts of what was put aside."""
    async with database.read() as connection:
        rows = await connection.execute(select(inbox.c.id, inbox.c.body).where(inbox.c.status == "aside"))
        return [(row.id, row.body) for row in rows]


async def test_a_first_hello_is_answered_with_a_message(hook: Hook, database: Database, telegram: TelegramStub, clock: Clock) -> None:
    answer = await hook.post(says(AMINA, "/start", clock()))
    assert (answer.status_code, answer.content) == (200, b"")
    assert [chat for chat, _ in telegram.texts] == [AMINA.telegram]
    assert await statuses(database) == ["sent"]


async def test_a_press_is_answered_in_the_same_breath_and_its_message_replaced(hook: Hook, telegram: TelegramStub, clock: Clock) -> None:
    await hook.post(says(AMINA, "/start", clock()))
    answer = await hook.post(presses(AMINA, "consent:yes"))
    assert answer.json() == {"method": "answerCallbackQuery", "callback_query_id": "4242"}
    assert [call.method for call in telegram.calls] == ["sendMessage", "editMessageText"]


async def test_the_same_update_again_says_nothing_new(hook: Hook, telegram: TelegramStub, clock: Clock) -> None:
    update = says(AMINA, "/start", clock())
    answers = [await hook.post(update) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(telegram.calls) == 1


async def test_the_same_update_at_the_same_time_is_taken_once(hook: Hook, telegram: TelegramStub, clock: Clock) -> None:
    update = says(AMINA, "/start", clock())
    answers = await asyncio.gather(*(hook.post(update) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(telegram.calls) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "caf\u00e9"])
async def test_without_the_secret_nothing_happens(hook: Hook, telegram: TelegramStub, clock: Clock, secret: str | None) -> None:
    answer = await hook.post(says(AMINA, "/start", clock()), secret)
    assert answer.status_code == 403
    assert telegram.calls == []


async def test_without_a_secret_of_our_own_there_is_no_webhook(database: Database, channel: TelegramChannel, clock: Clock) -> None:
    async with hooked(database, channel, clock, secret="") as hook:
        assert (await hook.post(b"{}", "")).status_code == 404


async def test_a_body_that_is_too_large_is_refused_while_it_is_read(hook: Hook) -> None:
    assert (await hook.post(b"{" + b" " * 1024 * 1024 + b"}")).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[1]", b"null", b"7", b"[" * 100_000], ids=range(7))
async def test_what_is_no_update_at_all_is_put_aside_once(hook: Hook, database: Database, telegram: TelegramStub, body: bytes) -> None:
    answers = [await hook.post(body), await hook.post(body)]
    assert [answer.status_code for answer in answers] == [200, 200]
    ((id, kept),) = await aside(database)
    assert len(id) == 32
    assert len(kept or "") <= 10_000
    assert telegram.calls == []


async def test_an_update_of_another_shape_is_put_aside_under_its_own_number(hook: Hook, database: Database) -> None:
    answer = await hook.post({"update_id": 77, "message": {"text": "Hallo \ud83d"}})
    assert answer.status_code == 200
    ((id, kept),) = await aside(database)
    assert id == "77"
    assert "Hallo" in (kept or "")


async def test_a_number_too_long_to_keep_is_put_aside_under_another(hook: Hook, database: Database, clock: Clock) -> None:
    update = {**says(AMINA, "/start", clock()), "update_id": 10**20}
    answers = [await hook.post(update), await hook.post(update)]
    assert [answer.status_code for answer in answers] == [200, 200]
    ((id, kept),) = await aside(database)
    assert len(id) == 32
    assert AMINA.telegram in (kept or "")


async def test_what_still_waits_is_forgotten_with_the_rest_and_only_that_is_said(
    hook: Hook, database: Database, telegram: TelegramStub, clock: Clock
) -> None:
    await hook.post(says(AMINA, "/start", clock()))
    await hook.post(presses(AMINA, "consent:yes"))
    telegram.will(stub.too_many(30))
    await hook.post(says(AMINA, "mijn geheim", clock()))
    await hook.post(says(AMINA, "nog een geheim", clock()))
    assert (await statuses(database))[-2:] == ["queued", "queued"]
    telegram.calls.clear()
    await hook.post(presses(AMINA, "forget:yes", message_id=0))
    clock.passes(60)
    await hook.work()
    (call,) = telegram.calls
    assert "gewist" in call.arguments["text"]
    assert [row["status"] for row in await rows(database)] == ["sent"]


async def test_what_is_nothing_to_us_is_accepted(hook: Hook, database: Database, telegram: TelegramStub) -> None:
    answer = await hook.post({"update_id": 78, "some_new_thing": {}})
    assert answer.status_code == 200
    assert await aside(database) == []
    assert telegram.calls == []


async def test_what_we_can_neither_take_nor_regret_does_not_come_for_ever(
    database: Database, channel: TelegramChannel, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    speechless = replace(read_catalogue(), own={})
    update = says(AMINA, "/start", clock())
    async with hooked(database, channel, clock, catalogue=speechless) as hook:
        assert (await hook.post(update)).status_code == 200
    ((id, kept),) = await aside(database)
    assert id == str(update["update_id"])
    assert AMINA.telegram in (kept or "")
    assert "inbound put aside" in caplog.text


async def test_what_could_not_be_kept_is_asked_for_again_and_then_taken(
    hook: Hook, database: Database, telegram: TelegramStub, clock: Clock
) -> None:
    update = says(AMINA, "/start", clock())
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE conversation RENAME TO away")
    assert (await hook.post(update)).status_code == 503
    assert telegram.calls == []
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO conversation")
    assert (await hook.post(update)).status_code == 200
    assert len(telegram.calls) == 1


async def test_trouble_at_telegram_does_not_make_it_bring_the_update_again(
    hook: Hook, database: Database, telegram: TelegramStub, clock: Clock
) -> None:
    telegram.will(stub.BAD_GATEWAY)
    assert (await hook.post(says(AMINA, "/start", clock()))).status_code == 200
    assert await statuses(database) == ["queued"]

"""Without a public address updates are fetched: each is kept before the next is asked for."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable

import pytest

from bot import polling
from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from bot.intake import Intake
from bot.polling import poll
from bot.service import Service
from storage.db import Database
from tests import telegram_stub as stub
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.house import house
from tests.telegram_stub import TelegramStub
from tests.updates import presses, says


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are short in tests."""
    monkeypatch.setattr(polling, "SOON", 0.05)
    monkeypatch.setattr(polling, "LATER", 0.05)


@pytest.fixture
async def polled(database: Database, channel: TelegramChannel, clock: Clock) -> AsyncIterator[None]:
    """A bot that polls, until the test ends."""
    channels = {"telegram": channel}
    service = Service(database, house(), channels, "one", clock)
    delivery = Delivery(database, channels, "one", clock)
    task = asyncio.create_task(poll(channel, Intake(service, delivery), clock))
    yield
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await delivery.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


def offsets(telegram: TelegramStub) -> list[int]:
    """The first update that each call asked for."""
    return [int(call.arguments["offset"]) for call in telegram.called("getUpdates")]


async def test_the_webhook_is_left_and_what_people_say_is_answered(telegram: TelegramStub, polled: None, clock: Clock) -> None:
    telegram.updates += [says(AMINA, "/start", clock()), says(BOYANA, "/start", clock())]
    last = telegram.updates[-1]["update_id"]
    await until(lambda: len(telegram.texts) == 2 and offsets(telegram)[-1] == last + 1)
    assert telegram.calls[0].method == "deleteWebhook"
    assert {chat for chat, _ in telegram.texts} == {AMINA.telegram, BOYANA.telegram}


async def test_a_press_is_answered_by_a_call_of_its_own(telegram: TelegramStub, polled: None) -> None:
    telegram.updates.append(presses(AMINA, "menu"))
    await until(lambda: bool(telegram.called("answerCallbackQuery")))
    assert telegram.called("answerCallbackQuery")[0].arguments["callback_query_id"] == "4242"


async def test_a_press_that_is_too_old_to_answer_is_no_trouble(telegram: TelegramStub, polled: None, clock: Clock) -> None:
    telegram.will(stub.QUERY_TOO_OLD, method="answerCallbackQuery")
    telegram.updates += [presses(AMINA, "menu"), says(BOYANA, "/start", clock())]
    await until(lambda: BOYANA.telegram in {chat for chat, _ in telegram.texts})


async def test_an_update_nobody_can_read_does_not_hold_up_the_next(telegram: TelegramStub, polled: None, clock: Clock) -> None:
    odd = says(AMINA, "/start", clock())
    odd["message"]["date"] = "gisteren"
    telegram.updates += [odd, says(BOYANA, "/start", clock())]
    await until(lambda: [chat for chat, _ in telegram.texts] == [BOYANA.telegram])


async def test_nothing_is_lost_or_doubled_when_the_database_is_away(
    database: Database, telegram: TelegramStub, polled: None, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE conversation RENAME TO away")
    telegram.updates += [says(AMINA, "/start", clock()), says(BOYANA, "/start", clock())]
    await until(lambda: caplog.text.count("update could not be kept yet") >= 2)
    assert set(offsets(telegram)) == {0}
    assert telegram.texts == []
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO conversation")
    await until(lambda: len(telegram.texts) == 2)
    await until(lambda: offsets(telegram)[-1] == telegram.updates[-1]["update_id"] + 1)
    assert [chat for chat, _ in telegram.texts] == [AMINA.telegram, BOYANA.telegram]


async def test_a_second_poller_is_told_to_the_operator_and_waited_for(
    telegram: TelegramStub, polled: None, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.will(stub.CONFLICT, stub.CONFLICT, method="getUpdates")
    telegram.updates.append(says(AMINA, "/start", clock()))
    await until(lambda: len(telegram.texts) == 1)
    interrupted = [record for record in caplog.records if record.message == "polling interrupted"]
    assert [record.levelno for record in interrupted] == [logging.ERROR, logging.ERROR]
    assert "Stop the other one" in vars(interrupted[0])["reason"]


@pytest.mark.parametrize("reaction", [stub.BAD_GATEWAY, stub.NOT_JSON, stub.NOT_OK, stub.HANGS_UP, stub.too_many(1), stub.A_LIST])
async def test_trouble_at_telegram_is_waited_out(telegram: TelegramStub, polled: None, clock: Clock, reaction: stub.Reaction) -> None:
    telegram.will(reaction, method="deleteWebhook")
    telegram.will(reaction, stub.Reaction(200, b'{"ok": true, "result": [7]}'), method="getUpdates")
    telegram.updates.append(says(AMINA, "/start", clock()))
    await until(lambda: len(telegram.texts) == 1)

"""What Telegram leaves in doubt, and chats that move: nothing is said twice too often, and nothing stands still."""

import pytest

from bot.channels import telegram_http
from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from storage.db import Database
from tests import telegram_stub as stub
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.storage.people_here import claim, draft, meet, queue, rows, statuses, unreachable_since, work_until_idle
from tests.telegram_stub import TelegramStub


@pytest.fixture
def delivery(database: Database, channel: TelegramChannel, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """The worker named 'one', who has little patience with a silent Telegram."""
    monkeypatch.setattr(telegram_http, "TOTAL", 0.1)
    return Delivery(database, {"telegram": channel}, "one", clock)


async def test_without_an_answer_a_message_is_tried_once_more_and_then_called_unknown(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(stub.SLOW, stub.HANGS_UP)
    await work_until_idle(delivery)
    assert await statuses(database) == ["queued"]
    clock.passes(5)
    await work_until_idle(delivery)
    clock.passes(3600)
    await work_until_idle(delivery)
    assert await statuses(database) == ["unknown"]
    assert len(telegram.calls) == 2


async def test_trouble_before_it_does_not_make_the_first_doubt_the_last(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(stub.BAD_GATEWAY, stub.SLOW)
    for _ in range(3):
        await work_until_idle(delivery)
        clock.passes(5)
    assert await statuses(database) == ["sent"]
    assert len(telegram.calls) == 3


async def test_a_lease_that_ran_out_does_not_make_the_first_doubt_the_last(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    await claim(database, "the one that crashed", clock())
    clock.passes(31)
    telegram.will(stub.SLOW)
    await work_until_idle(delivery)
    clock.passes(5)
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent"]


async def test_doubts_are_counted_over_whatever_comes_between(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(stub.SLOW, stub.BAD_GATEWAY, stub.SLOW)
    for _ in range(4):
        await work_until_idle(delivery)
        clock.passes(10)
    assert await statuses(database) == ["unknown"]
    assert len(telegram.calls) == 3


async def test_a_chat_that_moved_is_followed(database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(stub.migrated(-100123))
    await work_until_idle(delivery)
    assert telegram.texts == [(AMINA.telegram, "een"), ("-100123", "een")]
    assert await statuses(database) == ["sent"]


async def test_a_chat_that_moved_to_one_we_know_already_holds_nothing_up(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await queue(database, clock(), draft(amina, "een"), draft(boyana, "twee"))
    telegram.will(stub.migrated(int(BOYANA.telegram)), chat=AMINA.telegram)
    await work_until_idle(delivery)
    assert telegram.texts == [(AMINA.telegram, "een"), (BOYANA.telegram, "twee")]
    assert await statuses(database) == ["failed", "sent"]
    assert (await rows(database))[0]["reason"] == "the chat moved to an address we know already"
    assert await unreachable_since(database, amina) == clock()
    assert await unreachable_since(database, boyana) is None

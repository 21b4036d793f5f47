"""What is queued goes out once and in order, whatever Telegram, the network or a crash do."""

import asyncio
import logging

import pytest

from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from storage import outbox
from storage.db import Database
from tests import telegram_stub as stub
from tests.cast import AMINA, BOYANA, CARLA
from tests.clock import Clock
from tests.storage.people_here import LANE, draft, meet, post, queue, rows, statuses, unreachable_since, work_until_idle
from tests.telegram_stub import TelegramStub


@pytest.fixture
def delivery(database: Database, channel: TelegramChannel, clock: Clock) -> Delivery:
    """The worker named 'one'."""
    return Delivery(database, {"telegram": channel}, "one", clock)


async def test_what_is_queued_goes_out_in_order_and_its_ids_are_kept(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"), draft(amina, "twee"), draft(amina, "drie"))
    await work_until_idle(delivery)
    assert telegram.texts == [(AMINA.telegram, "een"), (AMINA.telegram, "twee"), (AMINA.telegram, "drie")]
    assert [(row["status"], row["external_id"], row["lease_by"]) for row in await rows(database)] == [
        ("sent", "1", None),
        ("sent", "2", None),
        ("sent", "3", None),
    ]
    assert not await delivery.work()


async def test_a_429_makes_that_chat_wait_and_others_go_on(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await queue(database, clock(), draft(amina, "voor Amina"))
    telegram.will(stub.too_many(30), chat=AMINA.telegram)
    await work_until_idle(delivery)
    await queue(database, clock(), draft(boyana, "voor Boyana"))
    await work_until_idle(delivery)
    assert await statuses(database) == ["queued", "sent"]
    clock.passes(29)
    await work_until_idle(delivery)
    assert await statuses(database) == ["queued", "sent"]
    clock.passes(1)
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent", "sent"]
    assert (await rows(database))[0]["attempts"] == 1  # the wait was not the message's fault


async def test_a_second_chat_with_429_makes_everybody_wait(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina, boyana, carla = [await meet(database, person, clock()) for person in (AMINA, BOYANA, CARLA)]
    await queue(database, clock(), draft(amina, "een"), draft(boyana, "twee"))
    telegram.will(stub.too_many(30), stub.too_many(30))
    await work_until_idle(delivery)
    await queue(database, clock(), draft(carla, "drie"))
    telegram.calls.clear()
    await work_until_idle(delivery)
    assert telegram.calls == []
    clock.passes(31)
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent", "sent", "sent"]


@pytest.mark.parametrize("reaction", [stub.BLOCKED, stub.DEACTIVATED])
async def test_whoever_blocked_the_bot_is_noted_and_not_tried_again(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock, reaction: stub.Reaction
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(reaction)
    await work_until_idle(delivery)
    assert await statuses(database) == ["failed"]
    assert await unreachable_since(database, amina) == clock()
    clock.passes(3600)
    assert not await delivery.work()


async def test_a_chat_that_was_never_there_fails_for_good_but_the_next_message_goes(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"), draft(amina, "twee"))
    telegram.will(stub.CHAT_NOT_FOUND)
    await work_until_idle(delivery)
    assert await statuses(database) == ["failed", "sent"]
    assert (await rows(database))[0]["reason"] == "refused: Chat not found"


async def test_trouble_at_telegram_is_waited_out_longer_each_time(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(*[stub.BAD_GATEWAY] * 10)
    waits = []
    for _ in range(10):
        await work_until_idle(delivery)
        row = (await rows(database))[0]
        waits.append((row["due_at"] - clock()).total_seconds())
        clock.passes(waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300]
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent"]


async def test_after_a_day_of_trouble_a_message_is_given_up(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(stub.BAD_GATEWAY)
    clock.passes(24 * 3600 + 1)
    await work_until_idle(delivery)
    assert await statuses(database) == ["failed"]


async def test_a_telegram_that_is_away_loses_nothing(database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "een"))
    await telegram.stop()
    await work_until_idle(delivery)
    assert await statuses(database) == ["queued"]


@pytest.mark.parametrize("reaction", [stub.UNAUTHORIZED, stub.NOT_FOUND])
async def test_a_refused_token_alarms_the_operator_and_keeps_the_queue(
    database: Database,
    telegram: TelegramStub,
    delivery: Delivery,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
    reaction: stub.Reaction,
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await queue(database, clock(), draft(amina, "een"))
    telegram.will(reaction)
    await work_until_idle(delivery)
    await queue(database, clock(), draft(boyana, "twee"))
    await work_until_idle(delivery)
    assert len(telegram.calls) == 1  # it does not knock on a closed door for each message
    assert [record.levelno for record in caplog.records if record.message == "message not sent"] == [logging.ERROR]
    clock.passes(61)
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent", "sent"]


async def test_replies_that_are_ours_go_out_at_once_and_in_order(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    drafts = [draft(amina, "een"), draft(amina, "twee")]
    await post(database, drafts, clock(), worker="one")
    delivery.start(await held(database, clock))
    await delivery.close()
    assert [text for _, text in telegram.texts] == ["een", "twee"]
    assert await statuses(database) == ["sent", "sent"]


async def held(database: Database, clock: Clock) -> list[outbox.Leased]:
    """What the service hands over: the replies that 'one' holds."""
    return [
        outbox.Leased(
            row["id"], row["key"], "telegram", row["address_id"], AMINA.telegram, row["body"], 1, row["created_at"], row["lease_until"]
        )
        for row in await rows(database)
    ]


async def test_a_reply_that_has_to_wait_makes_the_next_one_wait_too(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "een"), draft(amina, "twee")], clock(), worker="one")
    telegram.will(stub.BAD_GATEWAY)
    await delivery.deliver(await held(database, clock))
    assert await statuses(database) == ["queued", "queued"]
    clock.passes(2)
    await work_until_idle(delivery)
    assert [text for _, text in telegram.texts] == ["een", "een", "twee"]


async def test_where_one_reply_was_taken_from_us_those_after_it_are_not_sent(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "een"), draft(amina, "twee"), draft(amina, "drie")], clock(), worker="one")
    leased = await held(database, clock)
    async with database.write() as connection:  # she wants it gone while the first is on its way
        await outbox.forget(connection, amina.person_id)
    await delivery.deliver(leased)
    assert [text for _, text in telegram.texts] == ["een"]
    assert await statuses(database) == []


async def test_a_lease_too_short_to_finish_in_is_left_to_others(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "een")], clock(), worker="one")
    leased = await held(database, clock)
    clock.passes(5)
    await delivery.deliver(leased)
    assert telegram.calls == []
    clock.passes(10.1)
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent"]


async def test_what_a_crash_left_is_sent_after_a_restart(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "een"), draft(amina, "twee")], clock(), worker="the one that crashed")
    await work_until_idle(delivery)
    assert telegram.calls == []
    clock.passes(15.1)
    await work_until_idle(delivery)
    assert telegram.texts == [(AMINA.telegram, "een"), (AMINA.telegram, "twee")]


async def test_closing_gives_back_what_could_not_be_finished(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "een")], clock(), worker="one")
    telegram.will(stub.SLOW)
    delivery.start(await held(database, clock))
    await delivery.close(seconds=0.05)
    assert await statuses(database) == ["queued"]
    await work_until_idle(delivery)
    assert await statuses(database) == ["sent"]


async def test_a_message_nobody_can_read_does_not_stop_the_others(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await queue(
        database,
        clock(),
        outbox.Draft("odd", amina.person_id, amina.address_id, LANE, {"message": {"words": "een"}}),
        draft(boyana, "twee"),
    )
    await work_until_idle(delivery)
    assert await statuses(database) == ["queued", "sent"]
    clock.passes(10)
    await work_until_idle(delivery)
    assert await statuses(database) == ["unknown", "sent"]


async def test_the_loop_sends_what_it_is_woken_for_and_survives_a_database_that_is_away(
    database: Database, telegram: TelegramStub, delivery: Delivery, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    amina = await meet(database, AMINA, clock())
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE lane RENAME TO away")
    running = asyncio.create_task(delivery.run())
    async with asyncio.timeout(10):
        while "queue could not be read" not in caplog.text:
            await asyncio.sleep(0.01)
        async with database.write() as connection:
            await connection.exec_driver_sql("ALTER TABLE away RENAME TO lane")
        await queue(database, clock(), draft(amina, "een"))
        delivery.wake(amina.address_id)
        while await statuses(database) != ["sent"]:
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

"""A broadcast by several processes, some of which are killed or frozen in the middle: nobody is left out, nobody gets it twice."""

import asyncio
import signal
import time
from bisect import bisect_left
from functools import partial

from storage.db import Database
from tests import telegram_stub as stub
from tests.processes.house import FIRST, ended, fill, killed, processes, received, send, statuses, until
from tests.processes.quick import LEASE
from tests.telegram_stub import TelegramStub

TEXT = "Vrijdag is er koffie."
HELD = 14  # messages at most that one process has begun and not ended: its slots of 0.08 s at 150 a second, and those still under way


async def test_through_five_kills_of_a_thousand_nobody_is_lost_and_nobody_gets_it_twice(
    shared: Database, postgres_url: str, telegram: TelegramStub
) -> None:
    group = await fill(shared, 1000)
    async with processes(postgres_url, telegram.url, QUICK_RATE="150") as house:
        workers = [await house.worker(), await house.worker()]
        id = await send(shared, group, TEXT)
        for kill in range(5):
            await until(partial(got, telegram, (kill + 1) * 120), 60)
            await killed(workers[kill % 2])
            workers[kill % 2] = await house.worker()
        await until(lambda: ended(shared, id), 60)
    found, went = received(telegram, TEXT), await statuses(shared, id)
    assert set(found.values()) == {1}  # nobody twice
    assert set(went) <= {"sent", "unknown"}
    assert went.total() == 1000
    assert went["unknown"] <= 5 * HELD
    assert went["sent"] <= len(found) <= went.total()  # what is called sent is there, and what is not there is called unknown


async def got(telegram: TelegramStub, count: int) -> bool:
    return len(received(telegram, TEXT)) >= count


async def test_a_worker_that_was_frozen_past_its_lease_sends_nothing_it_had_not_begun(
    shared: Database, postgres_url: str, telegram: TelegramStub
) -> None:
    group = await fill(shared, 300)
    async with processes(postgres_url, telegram.url, QUICK_RATE="40") as house:
        frozen, _other = await house.worker(), await house.worker()
        id = await send(shared, group, TEXT)
        for _ in range(2):
            await until(partial(got, telegram, len(received(telegram, TEXT)) + 40), 60)
            frozen.send_signal(signal.SIGSTOP)
            await asyncio.sleep(LEASE + 0.5)
            frozen.send_signal(signal.SIGCONT)
        await until(lambda: ended(shared, id), 60)
    found = received(telegram, TEXT)
    assert set(found.values()) == {1}
    assert (await statuses(shared, id)).total() == 300
    assert len(found) >= 300 - 2 * HELD


async def test_sigterm_lets_what_is_in_flight_finish_and_gives_the_rest_back(
    shared: Database, postgres_url: str, telegram: TelegramStub
) -> None:
    group = await fill(shared, 60)
    async with processes(postgres_url, telegram.url, QUICK_RATE="150") as house:
        first = await house.worker()
        telegram.will(*[stub.Reaction(seconds=0.7)] * 60, method="sendMessage")
        id = await send(shared, group, TEXT)
        await until(lambda: got(telegram, 5), 30)
        first.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(first.wait(), 10) == 0
        went = await statuses(shared, id)
        assert set(went) <= {"sent", "queued"}
        assert went["sent"] == len(received(telegram, TEXT))
        await house.worker()
        await until(lambda: ended(shared, id), 30)
    assert await statuses(shared, id) == {"sent": 60}
    assert set(received(telegram, TEXT).values()) == {1}


async def test_when_two_chats_are_told_to_wait_no_process_sends_anything_until_then(
    shared: Database, postgres_url: str, telegram: TelegramStub
) -> None:
    group = await fill(shared, 120)
    async with processes(postgres_url, telegram.url, QUICK_RATE="60") as house:
        await house.worker()
        await house.worker()
        for chat in (FIRST + 30, FIRST + 31):
            telegram.will(stub.too_many(3), chat=str(chat))
        id = await send(shared, group, TEXT)
        await until(lambda: refused(telegram), 30)
        asked = time.monotonic()
        await asyncio.sleep(0.7)  # what was in the air comes down
        before = len(telegram.calls)
        await asyncio.sleep(1.8)
        assert time.monotonic() - asked < 3, "this machine is too slow to tell"
        assert len(telegram.calls) == before
        await until(lambda: ended(shared, id), 30)
    assert await statuses(shared, id) == {"sent": 120}


async def refused(telegram: TelegramStub) -> bool:
    chats = [call.chat for call in telegram.calls]
    return str(FIRST + 30) in chats and str(FIRST + 31) in chats


async def test_two_processes_together_stay_within_what_telegram_bears(shared: Database, postgres_url: str, telegram: TelegramStub) -> None:
    group = await fill(shared, 200)
    async with processes(postgres_url, telegram.url) as house:
        await house.worker()
        await house.worker()
        id = await send(shared, group, TEXT)
        await until(lambda: ended(shared, id), 60)
    at = sorted(call.at for call in telegram.calls if call.method in ("sendMessage", "editMessageText"))
    worst = max(bisect_left(at, start + 1.0) - place for place, start in enumerate(at))
    assert worst <= 33
    assert len(at) / (at[-1] - at[0]) > 20  # and it makes use of what it may

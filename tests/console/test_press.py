"""Files are made beside all else: two at once, not too many, and nobody waits for ever."""

import asyncio
import logging
import threading

import pytest

from bot.exports.paper import Unprintable
from bot.web.console.press import AT_ONCE, BURST, WAITING, Press
from tests.clock import Clock


class Slow:
    """Files that take until they are let go, and how many are made at once."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)
        self.most = self._now = 0
        self._lock = threading.Lock()

    def make(self) -> bytes:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.begun.release()
        self.go.wait(30)
        with self._lock:
            self._now -= 1
        return b"x"


async def test_two_files_are_made_at_once_and_the_others_wait_for_them(clock: Clock) -> None:
    press, slow = Press(clock), Slow()
    tasks = [asyncio.create_task(press.made("pdf", slow.make)) for _ in range(5)]
    for _ in range(AT_ONCE):
        await asyncio.to_thread(slow.begun.acquire)
    slow.go.set()
    assert await asyncio.gather(*tasks) == [b"x"] * 5
    assert slow.most == AT_ONCE


async def test_who_comes_when_too_many_wait_is_sent_away_and_may_come_again(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    press, slow = Press(clock), Slow()
    tasks = [asyncio.create_task(press.made("pdf", slow.make)) for _ in range(WAITING)]
    await asyncio.to_thread(slow.begun.acquire)
    with caplog.at_level(logging.WARNING):
        assert await press.made("pdf", bytes) is None
    assert [record.__dict__["reason"] for record in caplog.records] == ["busy"]
    slow.go.set()
    await asyncio.gather(*tasks)
    assert await press.made("pdf", bytes) == b""


async def test_what_takes_too_long_is_given_up_and_noted(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    press, slow = Press(clock, longest=0.01), Slow()
    with caplog.at_level(logging.ERROR):
        assert await press.made("pdf", slow.make) is None
    slow.go.set()
    [record] = caplog.records
    assert (record.message, record.__dict__["kind"], record.__dict__["reason"]) == ("file not made", "pdf", "TimeoutError")


async def test_what_can_not_be_printed_is_told(clock: Clock) -> None:
    def make() -> bytes:
        raise Unprintable("CalledProcessError")

    assert await Press(clock).made("pdf", make) is None


def test_each_login_may_have_so_many_files_and_more_after_a_while(clock: Clock) -> None:
    press = Press(clock)
    assert [press.wait(1) for _ in range(BURST)] == [0] * BURST
    assert press.wait(1) > 0
    assert press.wait(2) == 0
    clock.passes(60)
    assert press.wait(1) == 0

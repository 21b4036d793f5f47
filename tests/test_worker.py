"""What is done again and again goes on, whatever goes wrong."""

import asyncio
import logging
import time

import pytest
from sqlalchemy.exc import OperationalError

from bot.worker import repeatedly


async def ended(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_trouble_once_is_no_end_and_is_named_without_anybody_s_words(caplog: pytest.LogCaptureFixture) -> None:
    done = list[str]()
    trouble: list[Exception] = [OperationalError("SELECT 'her words'", {}, OSError()), ValueError("ours")]

    async def job() -> bool:
        if trouble:
            raise trouble.pop(0)
        done.append("done")
        return len(done) < 3

    awake = asyncio.Event()
    task = asyncio.create_task(repeatedly("a job", job, awake))
    for _ in range(100):
        awake.set()
        await asyncio.sleep(0.01)
        if len(done) >= 3:
            break
    await ended(task)
    assert len(done) >= 3
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (logging.WARNING, "job waits"),
        (logging.ERROR, "job failed"),
    ]
    assert "her words" not in caplog.text


async def test_whoever_wakes_it_need_not_wait_for_its_next_look() -> None:
    looks = list[float]()

    async def job() -> bool:
        looks.append(time.monotonic())
        return False

    awake = asyncio.Event()
    task = asyncio.create_task(repeatedly("a job", job, awake))
    await asyncio.sleep(0.05)
    awake.set()
    await asyncio.sleep(0.05)
    await ended(task)
    assert len(looks) == 2

"""kill -9 at every point of a turn: nothing is lost, and there is no state without its reply."""

import asyncio
import base64
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from storage import tables
from storage.db import Database
from tests.cast import AMINA
from tests.conftest import KEY
from tests.crashing import POINTS
from tests.telegram_stub import TOKEN, TelegramStub
from tests.updates import presses
from tests.web.running import free_port

SECRET = "a-secret-for-tests"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


@asynccontextmanager
async def program(telegram: TelegramStub, database_url: str, point: str, armed: Path) -> AsyncIterator[str]:
    """The real program in a process of its own, with the trap set. Yields its address."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("STAPPENBOT_")}
    env |= {
        "STAPPENBOT_DATABASE_URL": database_url,
        "STAPPENBOT_SECRET_KEY": base64.b64encode(KEY).decode(),
        "STAPPENBOT_PORT": str(port),
        "STAPPENBOT_TELEGRAM_TOKEN": TOKEN,
        "STAPPENBOT_TELEGRAM_API_URL": telegram.url,
        "STAPPENBOT_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "CRASH_POINT": point,
        "CRASH_ARMED": str(armed),
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.crashing", env=env, cwd=Path(__file__).parent)
    try:
        url = f"http://127.0.0.1:{port}"
        await until(lambda: ready(url), 20)
        yield url
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def ready(url: str) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"{url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False


async def until(condition: Any, seconds: float) -> None:
    """Wait until it holds, and fail when it does not."""
    end = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < end, "waited too long"
        await asyncio.sleep(0.05)


async def post(url: str, update: dict[str, Any]) -> int:
    """The status, or 0 when the program died on it."""
    async with httpx.AsyncClient() as client:
        try:
            return (await client.post(f"{url}/webhooks/telegram", json=update, headers=HEADERS)).status_code
        except httpx.TransportError:
            return 0


def said(telegram: TelegramStub, beginning: str) -> int:
    """How many messages with this beginning have reached Telegram."""
    calls = telegram.called("sendMessage") + telegram.called("editMessageText")
    return sum(beginning in call.arguments["text"] for call in calls)


@pytest.mark.parametrize("point", POINTS)
async def test_kill_9_loses_nothing_and_leaves_no_state_without_its_reply(point: str, database_url: str, tmp_path: Path) -> None:
    armed, hello, press = tmp_path / "armed", presses(AMINA, "menu"), presses(AMINA, "consent:yes")
    expected = 2 if point == "after the send" else 1  # that it was sent was not recorded, and Telegram has no way to ask
    async with TelegramStub() as telegram:
        async with program(telegram, database_url, point, armed) as url:
            assert await post(url, hello) == 200
            await until(lambda: all_is_sent(database_url), 10)
            armed.touch()
            status = await post(url, press)
            await until(lambda: gone(url), 5)
        armed.unlink()
        async with program(telegram, database_url, point, armed) as url:
            if status != 200 or point == "after the send":  # Telegram brings it again until it hears 200; once more does no harm
                assert await post(url, press) == 200
            await until(lambda: reached(telegram, expected), 10)
            await asyncio.sleep(1.5)  # longer than the lease: were it sent once more, it would be now
    assert said(telegram, "Wat wil je doen?") == expected
    assert await kept(database_url) == (True, {"sent"})


async def reached(telegram: TelegramStub, expected: int) -> bool:
    return said(telegram, "Wat wil je doen?") >= expected


async def all_is_sent(database_url: str) -> bool:
    """Also that it was sent has been recorded: from here on only the next turn is under way."""
    return (await kept(database_url))[1] == {"sent"}


async def gone(url: str) -> bool:
    return not await ready(url)


async def kept(database_url: str) -> tuple[bool, set[str]]:
    """Her consent, and the statuses of all messages."""
    database = Database(database_url, KEY)
    try:
        async with database.read() as connection:
            state = await connection.scalar(select(tables.conversation.c.state))
            statuses = set((await connection.execute(select(tables.message.c.status))).scalars())
    finally:
        await database.close()
    return bool(state and state.get("consent")), statuses

"""Processes of the real program beside each other, a group of any size, and a broadcast to it."""

import asyncio
import base64
import os
import signal
import sys
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from sqlalchemy import func, insert, select

from bot.dialogue.state import State
from storage import groups
from storage.db import Database
from storage.group_tables import membership
from storage.sending_tables import broadcast
from storage.tables import address, conversation, message, person
from tests.conftest import KEY
from tests.telegram_stub import TOKEN, TelegramStub
from tests.web.running import free_port

SECRET = "a-secret-for-tests"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
FIRST = 1_000_000  # chat of the first member; the coordinator's is one less
ROOT = Path(__file__).parents[2]


class Processes:
    """Those of one test. They end with it."""

    def __init__(self, database_url: str, api_url: str, **more: str) -> None:
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("STAPPENBOT_")} | {
            "STAPPENBOT_DATABASE_URL": database_url,
            "STAPPENBOT_SECRET_KEY": base64.b64encode(KEY).decode(),
            "STAPPENBOT_TELEGRAM_TOKEN": TOKEN,
            "STAPPENBOT_TELEGRAM_API_URL": api_url,
            "STAPPENBOT_TELEGRAM_WEBHOOK_SECRET": SECRET,
            "PYTHONPATH": str(ROOT),
            **more,
        }
        self._all: list[Process] = []

    async def worker(self) -> Process:
        """One more, ready or about to be."""
        return await self._start("worker", {})

    async def server(self, port: int = 0) -> tuple[Process, str]:
        """One that takes webhooks too, and its address, once it is ready."""
        port = port or free_port()
        process = await self._start("serve", {"STAPPENBOT_PORT": str(port)})
        url = f"http://127.0.0.1:{port}"
        await until(lambda: ready(url), 60)
        return process, url

    async def _start(self, command: str, more: dict[str, str]) -> Process:
        arguments = (sys.executable, "-m", "tests.processes.quick", command)
        process = await asyncio.create_subprocess_exec(*arguments, env=self._env | more, cwd=Path(__file__).parent)
        self._all.append(process)
        return process

    async def end(self) -> None:
        """All that still run."""
        for process in self._all:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def killed(process: Process) -> None:
    """As by kill -9."""
    process.send_signal(signal.SIGKILL)
    await process.wait()


@asynccontextmanager
async def processes(database_url: str, api_url: str, **more: str) -> AsyncIterator[Processes]:
    """They run while you use them."""
    house = Processes(database_url, api_url, **more)
    try:
        yield house
    finally:
        await house.end()


async def ready(url: str) -> bool:
    """Whether it serves."""
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(f"{url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False


async def until(true: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Wait for it, and fail when it does not come."""
    end = time.monotonic() + seconds
    while not await true():
        assert time.monotonic() < end, "waited too long"
        await asyncio.sleep(0.1)


async def fill(database: Database, count: int, above: int = 0) -> int:
    """A group with so many members on Telegram, and a coordinator; their chats begin so far above the first. Returns its id."""
    now = datetime.now(UTC)
    state = State(language="nl", consent=True, place="menu").to_json()
    ids = [uuid4() for _ in range(count + 1)]
    async with database.write() as connection:
        group = await groups.make(connection, "Laak", 3, now.date())
        for number, id in enumerate(ids):
            chat = str(FIRST - 1 + above + number)
            role = groups.MEMBER if number else groups.COORDINATOR
            await connection.execute(insert(person).values(id=id, created_at=now))
            await connection.execute(insert(conversation).values(person_id=id, state=state, changed_at=now, language="nl", stopped=False))
            await connection.execute(insert(address).values(person_id=id, channel="telegram", lookup=chat, external_id=chat))
            place = {"group_id": group, "person_id": id, "number": number + 1, "role": role, "joined_on": now.date()}
            await connection.execute(insert(membership).values(place))
    return group


async def send(database: Database, group: int, text: str = "Vrijdag is er koffie.") -> int:
    """A broadcast of her own words, by the coordinator, due now. Returns its id."""
    now = datetime.now(UTC)
    async with database.write() as connection:
        leader: UUID = await connection.scalar(
            select(membership.c.person_id).where(membership.c.group_id == group, membership.c.number == 1)
        )
        to = await connection.scalar(select(address.c.id).where(address.c.person_id == leader))
        body = {"kind": "words", "text": text}
        values = {
            "group_id": group,
            "person_id": leader,
            "address_id": to,
            "lookup": uuid4().hex,
            "digest": "",
            "body": body,
            "left_out": {},
        }
        new = insert(broadcast).values(status="waiting", made_at=now, due_at=now, **values).returning(broadcast.c.id)
        return int((await connection.execute(new)).scalar_one())


async def statuses(database: Database, id: int) -> Counter[str]:
    """How many messages of a broadcast have each status."""
    query = select(message.c.status, func.count().label("many")).where(message.c.broadcast_id == id).group_by(message.c.status)
    async with database.read() as connection:
        return Counter({row.status: row.many for row in (await connection.execute(query)).all()})


async def ended(database: Database, id: int) -> bool:
    """Whether a broadcast is over, for everybody."""
    async with database.read() as connection:
        return bool(await connection.scalar(select(broadcast.c.status).where(broadcast.c.id == id)) == "done")


def received(telegram: TelegramStub, text: str) -> Counter[str]:
    """How often each member got a message with these words. The coordinator hears how it goes, which is another thing."""
    return Counter(chat for chat, said in telegram.texts if text in said and int(chat) >= FIRST)

"""People who press the next button as soon as the next question is there, each on a connection of her own."""

import asyncio
import itertools
import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.telegram import Arrived, length

PATIENCE = 10.0  # seconds until a question that does not come is given up


class Lost(Exception):
    """A question did not come, or the bot refused an update."""


@dataclass(frozen=True)
class Script:
    """How people use one bot."""

    path: str
    opening: Callable[[Sequence[str]], str | None]  # the button that leads towards the first question; None: this is a question
    answering: Callable[[Sequence[str]], str | None]  # the button that answers it; None: there are no more questions


@dataclass
class Counted:
    """What happened in one window of time."""

    latencies: list[float] = field(default_factory=list)  # seconds, of each turn
    lost: list[str] = field(default_factory=list)
    openings: int = 0  # people who had to be brought to their first question meanwhile


class Load:
    """All people of one run. They come to one bot, and never twice."""

    def __init__(self, script: Script, port: int, secret: str) -> None:
        self._script = script
        self._port = port
        self._head = f"POST {script.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n"
        self._people = itertools.count(10_000_001)
        self._updates = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Arrived]] = {}
        self._opened: deque[Arrived] = deque()  # people at their first question

    def arrived(self, message: Arrived) -> None:
        """Something was shown; tell whoever waits for it."""
        waiting = self._waiting.pop(message.chat, None)
        if waiting and not waiting.done():
            waiting.set_result(message)

    async def prepare(self, users: int, people: int, seconds: float) -> int:
        """Bring this many people to their first question, for at most so long. Returns how many there are."""
        until = time.perf_counter() + seconds
        left = iter(range(people))
        await asyncio.gather(*(self._prepare(left, until) for _ in range(users)))
        return len(self._opened)

    async def run(self, users: int, seconds: float) -> Counted:
        """Let so many people answer at a time, for so long; who is done makes room for the next."""
        counted = Counted()
        until = time.perf_counter() + seconds
        await asyncio.gather(*(self._walk(counted, until) for _ in range(users)))
        return counted

    async def _prepare(self, left: Iterator[int], until: float) -> None:
        line = await self._connect()
        try:
            for _ in left:
                if time.perf_counter() > until:
                    return
                self._opened.append(await self._open(line))
        finally:
            line.close()

    async def _walk(self, counted: Counted, until: float) -> None:
        line = await self._connect()
        try:
            while time.perf_counter() < until:
                try:
                    await self._answer_all(line, counted, until)
                except (Lost, OSError, asyncio.IncompleteReadError) as error:
                    counted.lost.append(str(error) or type(error).__name__)
                    line.close()
                    line = await self._connect()
        finally:
            line.close()

    async def _answer_all(self, line: "Line", counted: Counted, until: float) -> None:
        if self._opened:
            shown, since = self._opened.popleft(), time.perf_counter()
        else:
            counted.openings += 1
            shown = await self._open(line)
            since = shown.at
        while since < until and (data := self._script.answering(shown.buttons)) is not None:
            shown = await self._do(line, shown.chat, _press(shown, data))
            if shown.at < until:
                counted.latencies.append(shown.at - since)
            since = shown.at

    async def _open(self, line: "Line") -> Arrived:
        person = next(self._people)
        shown = await self._do(line, person, _said(person, "/start"))
        while (data := self._script.opening(shown.buttons)) is not None:
            shown = await self._do(line, person, _press(shown, data))
        return shown

    async def _do(self, line: "Line", person: int, update: dict[str, Any]) -> Arrived:
        """One update, until it was accepted and something was shown in return."""
        number = next(self._updates)
        waiting: asyncio.Future[Arrived] = asyncio.get_running_loop().create_future()
        self._waiting[person] = waiting
        body = json.dumps({"update_id": number, **update}).encode()
        try:
            async with asyncio.timeout(PATIENCE):
                await line.post(self._head, body)
                return await waiting
        except TimeoutError:
            raise Lost("a question did not come") from None
        finally:
            self._waiting.pop(person, None)

    async def _connect(self) -> "Line":
        return Line(*await asyncio.open_connection("127.0.0.1", self._port))


class Line:
    """One connection to the bot's webhook."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def post(self, head: str, body: bytes) -> None:
        """Deliver one update. Raises Lost when it is not accepted."""
        self._writer.write(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        await self._reader.readexactly(length(answer[:-4]))
        if b" 200 " not in answer[:16]:
            raise Lost(f"the bot said {answer.split(b' ', 2)[1].decode()}")

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


def _who(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "Amina", "language_code": "nl"}


def _said(person: int, text: str) -> dict[str, Any]:
    chat = {"id": person, "type": "private", "first_name": "Amina"}
    command = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    message = {"message_id": 1, "from": _who(person), "chat": chat, "date": int(time.time()), "text": text, "entities": command}
    return {"message": message}


def _press(shown: Arrived, data: str) -> dict[str, Any]:
    id = f"{shown.chat}{shown.at:.6f}".replace(".", "")
    pressed = {"id": id, "from": _who(shown.chat), "chat_instance": str(shown.chat), "data": data}
    return {"callback_query": {**pressed, "message": shown.message}}

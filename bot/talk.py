"""A conversation in the terminal, with the same texts and the same database as everywhere."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TextIO
from uuid import uuid4

from bot.app import Parts, make_ready, now, put_together
from bot.channels.base import Inbound
from bot.channels.terminal import TerminalChannel
from bot.settings import Settings
from bot.transcript import Line, act, as_text, write

HINT = "Typ je antwoord, een nummer, of de naam van een knop. Ctrl-D stopt."


async def talk(settings: Settings, name: str, record: Path | None, typed: TextIO, output: TextIO) -> None:
    """Talk as the person called `name` until the input ends. Raises Unusable, Broken and OSError."""
    terminal = TerminalChannel(output)
    parts = put_together(settings, {terminal.name: terminal})
    lines: list[Line] = []
    try:
        await make_ready(parts)
        print(HINT, file=output)
        await _take(parts, terminal, name, "/start", lines)
        async for text in _typed(typed, output):
            await _take(parts, terminal, name, text, lines)
    finally:
        await parts.delivery.close()
        await parts.database.close()
        if record and lines:
            write(record, lines)


async def _take(parts: Parts, terminal: TerminalChannel, name: str, text: str, lines: list[Line]) -> None:
    event = act(text, terminal.said[-1] if terminal.said else None)
    inbound = Inbound(terminal.name, uuid4().hex, name, event, now())
    before = len(terminal.said)
    handled = await parts.service.handle(inbound)
    await parts.delivery.deliver(handled.leased)
    while handled.queued_for is not None and await parts.delivery.work():  # something was left from before
        continue
    lines += [("you", text), *(("bot", as_text(message)) for message in terminal.said[before:])]


async def _typed(typed: TextIO, output: TextIO) -> AsyncIterator[str]:
    while True:
        print("\n> ", end="", file=output, flush=True)
        line = await asyncio.to_thread(typed.readline)
        if not line:
            print(file=output)
            return
        yield line.rstrip("\n")

"""Measures a broadcast to many with replies running beside it: python -m bench.broadcast [--database postgres]."""

import argparse
import asyncio
import itertools
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
import psutil  # type: ignore[import-untyped]
import uvloop

from bench.report import machine
from bench.telegram import Arrived, Telegram
from storage.db import Database
from storage.migrate import migrate
from tests import postgres
from tests.cast import Person
from tests.conftest import KEY
from tests.processes.house import FIRST, HEADERS, ended, fill, processes, send, statuses
from tests.updates import presses

LIMIT = 30.0  # messages a second that Telegram bears
TEXT = "Vrijdag is er koffie in de buurtkamer."
OTHERS = 200  # people who talk with the bot meanwhile


@dataclass
class Heard:
    """What arrived at Telegram."""

    broadcast: list[float] = field(default_factory=list)
    all: list[float] = field(default_factory=list)
    waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)  # who waits for a reply, by chat

    def arrived(self, message: Arrived) -> None:
        self.all.append(message.at)
        if TEXT in message.message["text"]:
            self.broadcast.append(message.at)
            return
        waits = self.waiting.pop(message.chat, None)
        if waits and not waits.done():
            waits.set_result(message.at)


@dataclass(frozen=True)
class Figures:
    """One run."""

    alone: list[float]  # seconds of each reply without a broadcast
    beside: list[float]  # and with one
    use: float  # of Telegram's limit, all messages together
    worst: int  # messages in the worst second
    cpu: float  # milliseconds of all our processes for each message
    unknown: int
    failed: int

    def line(self) -> str:
        """For people who wait."""
        return (
            f"{self.use:.1%} of {LIMIT:.0f}/s, worst second {self.worst}, replies alone {_ms(self.alone)}, beside it {_ms(self.beside)}, "
            f"{self.cpu:.1f} ms CPU a message, {self.unknown} unknown, {self.failed} failed"
        )


def _ms(seconds: list[float]) -> str:
    return f"p50 {_part(seconds, 0.5):.1f} p99 {_part(seconds, 0.99):.1f} ms"


def _part(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


def main() -> int:
    """Measure several times and print the medians."""
    parser = argparse.ArgumentParser(prog="python -m bench.broadcast", description=__doc__)
    parser.add_argument("--members", type=int, default=10_000, help="recipients of the broadcast (default: 10000)")
    parser.add_argument("--seconds", type=float, default=30, help="how long replies are measured, alone and beside it (default: 30)")
    parser.add_argument("--replies", type=float, default=5, help="replies a second (default: 5)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--whole", action="store_true", help="go on until the last message is out")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="postgres")
    chosen = parser.parse_args()
    print(machine(), flush=True)
    runs = []
    for number in range(chosen.runs):
        with _database(chosen.database) as url, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runs.append(runner.run(_measure(url, chosen)))
        print(f"{number + 1}/{chosen.runs} {runs[-1].line()}", flush=True)
    print("\n".join(_table(runs, chosen)))
    return 0


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="stappenbot-bench-") as folder:
            yield f"sqlite:///{Path(folder)}/bench.db"
        return
    with postgres.running() as server:
        url = server.create()
        yield url
        server.drop(url)


async def _measure(url: str, chosen: argparse.Namespace) -> Figures:
    database, heard = Database(url, KEY), Heard()
    await migrate(database)
    group = await fill(database, chosen.members)
    await fill(database, OTHERS, chosen.members + 10)
    server, port = await Telegram(heard.arrived).listen()
    async with server, _programs(url, port) as (site, pids):
        people = itertools.cycle([Person("", "Moerwijk", str(FIRST + chosen.members + 10 + number)) for number in range(OTHERS)])
        await _talk(site, heard, people, 5, chosen.replies)  # warm
        alone = await _talk(site, heard, people, chosen.seconds, chosen.replies)
        id = await send(database, group, TEXT)
        await _until(lambda: bool(heard.broadcast))
        spent, since, before = _cpu(pids), time.perf_counter(), len(heard.all)
        beside = await _talk(site, heard, people, chosen.seconds, chosen.replies)
        while chosen.whole and not await ended(database, id):
            await asyncio.sleep(0.5)
        until = heard.broadcast[-1] if chosen.whole else time.perf_counter()
        sent, cost = len(heard.all) - before, _cpu(pids) - spent
        went = await statuses(database, id)
    await database.close()
    worst = max(bisect_left(heard.all, start + 1.0) - place for place, start in enumerate(heard.all) if start >= since)
    use = sum(since <= at <= until for at in heard.all) / (until - since) / LIMIT
    return Figures(alone, beside, use, worst, cost * 1000 / sent, went["unknown"], went["failed"])


@asynccontextmanager
async def _programs(url: str, port: int) -> AsyncIterator[tuple[str, list[int]]]:
    """One that serves, and on Postgres a worker beside it."""
    async with processes(url, f"http://127.0.0.1:{port}") as house:
        server, site = await house.server()
        workers = [] if url.startswith("sqlite") else [await house.worker()]
        await asyncio.sleep(2)
        yield site, [one.pid for one in (server, *workers)]


def _cpu(pids: list[int]) -> float:
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.01)


async def _talk(site: str, heard: Heard, people: Iterator[Person], seconds: float, rate: float) -> list[float]:
    """Presses at a steady rate. Returns the seconds from each press to its reply."""
    end, taken, tasks = time.perf_counter() + seconds, list[float](), set[asyncio.Task[None]]()

    async def one(client: httpx.AsyncClient, person: Person) -> None:
        waits = heard.waiting[int(person.telegram)] = asyncio.get_running_loop().create_future()
        since = time.perf_counter()
        await client.post(f"{site}/webhooks/telegram", json=presses(person, "help", 5), headers=HEADERS)
        taken.append(await asyncio.wait_for(waits, 30) - since)

    async with httpx.AsyncClient(timeout=30) as client:
        while time.perf_counter() < end:
            tasks.add(asyncio.create_task(one(client, next(people))))
            await asyncio.sleep(1 / rate)
        await asyncio.gather(*tasks)
    return taken


def _table(runs: list[Figures], chosen: argparse.Namespace) -> list[str]:
    alone, beside = median(_part(one.alone, 0.99) for one in runs), median(_part(one.beside, 0.99) for one in runs)
    return [
        "",
        f"{chosen.database}, {chosen.members} recipients, {chosen.replies:g} replies a second, medians of {chosen.runs} runs",
        "",
        "| | alone | beside the broadcast |",
        "|---|---|---|",
        f"| replies p50 ms | {median(_part(one.alone, 0.5) for one in runs):.1f} | {median(_part(one.beside, 0.5) for one in runs):.1f} |",
        f"| replies p99 ms | {alone:.1f} | {beside:.1f} |",
        f"| lane, of {LIMIT:.0f}/s | | {median(one.use for one in runs):.1%} |",
        f"| worst second | | {max(one.worst for one in runs)} |",
        f"| CPU ms a message | | {median(one.cpu for one in runs):.1f} |",
        f"| unknown, failed | | {sum(one.unknown for one in runs)}, {sum(one.failed for one in runs)} |",
    ]


if __name__ == "__main__":
    sys.exit(main())

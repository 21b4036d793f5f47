"""Measures a turn, button pressed to next question shown, of our bot and two peers: python -m bench.turns [--database postgres]."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import uvloop

from bench.contenders import CONTENDERS, LAST, SECRET, Contender, Unready, failed, pinned, running
from bench.load import Load, Lost
from bench.report import Figures, machine, ratios, table
from bench.telegram import Arrived, Telegram
from tests import postgres

WARM = 8.0  # seconds at most to bring people to their first question
Database = Callable[[Path], AbstractContextManager[str]]  # makes a fresh one for one run


def main() -> int:
    """Measure all contenders in turn, several times, and print the medians."""
    chosen = _chosen()
    contenders = [one for one in CONTENDERS if not chosen.only or one.name in chosen.only]
    print(machine(), flush=True)
    runs: dict[str, list[Figures]] = {one.name: [] for one in contenders}
    try:
        with pinned(LAST), _databases(chosen.database) as database:
            for number in range(chosen.runs):
                for contender in contenders:
                    figures = _run(contender, database, chosen)
                    runs[contender.name].append(figures)
                    print(f"{number + 1}/{chosen.runs} {contender.name}: {figures.line()}", flush=True)
    except Unready as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{chosen.database}, {chosen.users} users, medians of {chosen.runs} runs of {chosen.seconds:g} s (lowest to highest)\n")
    print("\n".join([*table(runs), "", *ratios(runs)]))
    if chosen.json:
        _write(chosen, runs)
    return 0


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.turns", description=__doc__)
    parser.add_argument("--users", type=int, default=50, help="people at a time, each pressing on as soon as she can (default: 50)")
    parser.add_argument("--seconds", type=float, default=10, help="length of one run (default: 10)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each bot (default: 5)")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    names = [one.name for one in CONTENDERS]
    parser.add_argument("--only", action="append", metavar="NAME", choices=names, help="only this bot; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="add the figures to FILE, as one line")
    return parser.parse_args()


@contextmanager
def _databases(kind: str) -> Iterator[Database]:
    if kind == "sqlite":
        yield _sqlite
        return
    with postgres.running() as server:

        @contextmanager
        def fresh(_folder: Path) -> Iterator[str]:
            url = server.create()
            try:
                yield url
            finally:
                server.drop(url)

        yield fresh


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder}/bench.db"


def _run(contender: Contender, database: Database, chosen: argparse.Namespace) -> Figures:
    with (
        tempfile.TemporaryDirectory(prefix="stappenbot-bench-") as folder,
        database(Path(folder)) as url,
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        return runner.run(_measure(contender, url, Path(folder), chosen))


async def _measure(contender: Contender, database: str, folder: Path, chosen: argparse.Namespace) -> Figures:
    """One run: start the bot, bring people to their first question, and let them answer."""
    load: Load | None = None

    def arrived(message: Arrived) -> None:
        if load:
            load.arrived(message)

    server, port = await Telegram(arrived).listen()
    async with server:
        bot = running(contender, f"http://127.0.0.1:{port}", database, folder)
        own, process = await asyncio.to_thread(bot.__enter__)
        try:
            load = Load(contender.script, own, SECRET)
            await load.prepare(chosen.users, int(chosen.seconds * 900 / contender.turns) + chosen.users, WARM)
            return await _window(load, process, chosen)
        except (Lost, OSError, EOFError) as error:
            raise Unready(failed(contender, folder, str(error) or type(error).__name__)) from error
        finally:
            await asyncio.to_thread(bot.__exit__, None, None, None)


async def _window(load: Load, process: psutil.Process, chosen: argparse.Namespace) -> Figures:
    before, elsewhere, since = process.cpu_times(), psutil.cpu_times(percpu=True), time.perf_counter()
    walking = asyncio.create_task(load.run(chosen.users, chosen.seconds))
    await asyncio.wait([walking], timeout=chosen.seconds)  # what comes after that is neither counted nor paid for
    seconds, after, then = time.perf_counter() - since, process.cpu_times(), psutil.cpu_times(percpu=True)
    spent = after.user + after.system - before.user - before.system
    idle = [late.idle + late.iowait - early.idle - early.iowait for early, late in zip(elsewhere, then, strict=True)]
    memory = process.memory_info().rss
    counted = await walking
    return Figures.of(counted, seconds, spent, memory, [1 - one / seconds for one in idle])


def _write(chosen: argparse.Namespace, runs: dict[str, list[Figures]]) -> None:
    asked = {"database": chosen.database, "users": chosen.users, "seconds": chosen.seconds}
    line = {**asked, "machine": machine(), "runs": {name: [one.plain() for one in figures] for name, figures in runs.items()}}
    with chosen.json.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""The bots that are measured: how each is started on a core of its own, used, and ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench.load import Script
from bench.telegram import TOKEN

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-bench" / "bin" / "python"
SECRET = "a-secret-for-measuring"
LOG = "bot.log"
START = 20.0  # seconds that a bot may take to begin
CORES = os.sched_getaffinity(0)
FIRST, LAST = {min(CORES)}, {max(CORES)}  # the bot's core, and that of all else


class Unready(Exception):
    """A bot can't be measured. The text says what to do."""


@dataclass(frozen=True)
class Contender:
    """One bot."""

    name: str
    commands: Callable[[], list[list[str]]]  # the last one serves; those before it make ready
    environment: Callable[[int, str, str], dict[str, str]]
    script: Script
    turns: int  # of one person, roughly


def _ours_environment(port: int, api_url: str, database: str) -> dict[str, str]:
    return {
        "STAPPENBOT_PORT": str(port),
        "STAPPENBOT_DATABASE_URL": database,
        "STAPPENBOT_SECRET_KEY": b64encode(bytes(32)).decode(),
        "STAPPENBOT_TELEGRAM_TOKEN": TOKEN,
        "STAPPENBOT_TELEGRAM_API_URL": api_url,
        "STAPPENBOT_TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


def _peer_environment(port: int, api_url: str, database: str) -> dict[str, str]:
    given = {"PORT": str(port), "API_URL": api_url, "DATABASE": database, "TOKEN": TOKEN, "SECRET": SECRET}
    pool = {"BENCH_POOL": os.environ["BENCH_POOL"]} if "BENCH_POOL" in os.environ else {}
    return {**{f"BENCH_{name}": value for name, value in given.items()}, **pool}


def _ours_commands() -> list[list[str]]:
    return [[sys.executable, "-m", "bot", "migrate"], [sys.executable, "-m", "bench.ours", "serve"]]


def _peer_commands(module: str) -> Callable[[], list[list[str]]]:
    def commands() -> list[list[str]]:
        if not PEERS.exists():
            raise Unready("The peers have no virtual environment. Run `make bench`, or see docs/performance.md.")
        return [[str(PEERS), "-m", module]]

    return commands


def _first_of(*beginnings: str) -> Callable[[Sequence[str]], str | None]:
    """Presses the first button that begins so; the beginnings are tried in order."""

    def choose(buttons: Sequence[str]) -> str | None:
        return next((data for beginning in beginnings for data in buttons if data.startswith(beginning)), None)

    return choose


def _ours_opening(buttons: Sequence[str]) -> str | None:
    """Dutch, yes, and then straight to plan 3: a button's address is understood wherever it is pressed."""
    if any(data.startswith("s:3:") for data in buttons):
        return None
    return _first_of("language:nl", "consent:yes")(buttons) or "go:3"


def _no_opening(_buttons: Sequence[str]) -> str | None:
    return None


# Ours: done where something is ticked; else the first option, to choose or to tick; else skip.
OURS = Script("/webhooks/telegram", _ours_opening, _first_of("d:", "a:", "t:", "s:"))
PEER = Script("/webhook", _no_opening, _first_of(""))
CONTENDERS = (
    Contender("stappenbot", _ours_commands, _ours_environment, OURS, 20),
    Contender("aiogram-dialog", _peer_commands("bench.peers.dialogs"), _peer_environment, PEER, 7),
    Contender("ConversationHandler", _peer_commands("bench.peers.handlers"), _peer_environment, PEER, 7),
)


@contextmanager
def pinned(cores: set[int]) -> Iterator[None]:
    """Here, and what is started here, runs on these cores; where there are fewer, on what there is."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores & CORES or CORES)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def running(contender: Contender, api_url: str, database: str, folder: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Start it on the first core and wait until it listens; afterwards it ends. Gives its port and its process."""
    port = _free_port()
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    environment |= contender.environment(port, api_url, database)
    *before, serve = contender.commands()
    with (folder / LOG).open("wb") as output, pinned(FIRST):
        for command in before:
            if subprocess.run(command, cwd=folder, env=environment, stdout=output, stderr=output, check=False, timeout=60).returncode:
                raise Unready(failed(contender, folder, "it did not get ready"))
        process = subprocess.Popen(serve, cwd=folder, env=environment, stdout=output, stderr=output)
    try:
        if not _listens(process, port):
            raise Unready(failed(contender, folder, "it did not start"))
        yield port, psutil.Process(process.pid)
    finally:
        _end(process)


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.02)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def failed(contender: Contender, folder: Path, reason: str) -> str:
    """Why, and what it said."""
    said = (folder / LOG).read_text(errors="replace")[-2000:]
    return f"{contender.name} can't be measured: {reason}. It said:\n{said}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""The real program in a process of its own."""

import base64
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.conftest import KEY

HERE = Path(__file__).parent
PATIENCE = 60  # seconds: it starts in two, but not on a machine that does much else


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """The program on one port and one database; it can be stopped and started again."""

    def __init__(self, database_url: str, web_chat: str = "open", command: str = "serve") -> None:
        self.command = command
        self.database_url = database_url
        self.web_chat = web_chat
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("STAPPENBOT_")}
        env |= {
            "STAPPENBOT_DATABASE_URL": self.database_url,
            "STAPPENBOT_PORT": str(self.port),
            "STAPPENBOT_WEB_CHAT": self.web_chat,
            "STAPPENBOT_SECRET_KEY": base64.b64encode(KEY).decode(),
            "PYTHONPATH": str(HERE.parents[1]),
        }
        # It starts in a folder without .env: whatever a developer has set there is not for tests.
        self._process = subprocess.Popen([sys.executable, "-m", "bot", self.command], env=env, cwd=HERE)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        self.stop()
        raise AssertionError("the program did not become ready in time; its own words are above")

    def stop(self, sign: signal.Signals = signal.SIGINT) -> float:
        """Stop it as Ctrl-C does. Returns the seconds that took."""
        if self._process is None:
            return 0.0
        since = time.monotonic()
        self._process.send_signal(sign)
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process = None
        return time.monotonic() - since


@contextmanager
def running(database_url: str, web_chat: str = "open", command: str = "serve") -> Iterator[Running]:
    """It runs while you use it."""
    program = Running(database_url, web_chat, command)
    program.start()
    try:
        yield program
    finally:
        program.stop()

"""The real program, made to end as by kill -9 at a named point, as soon as the file CRASH_ARMED exists."""

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot import delivery, service
from bot.__main__ import main
from bot.channels.telegram_http import AiohttpRequest

POINTS = ("before the commit", "after the commit", "after the send")


def die(armed: Path) -> None:
    """Like kill -9: nothing of ours runs any more."""
    if armed.exists():
        os.kill(os.getpid(), signal.SIGKILL)


def set_up(point: str, armed: Path) -> None:
    """Put the trap at the library's own seams."""
    service.LEASE = delivery.LEASE = timedelta(seconds=1)  # so that the test need not wait for long
    delivery.SENDING = timedelta(0)
    if point == "before the commit":

        @event.listens_for(Engine, "commit")
        def _dies(_connection: Connection) -> None:
            die(armed)

        return
    call = AiohttpRequest.do_request

    async def request(self: AiohttpRequest, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        if point == "after the commit":
            die(armed)
        answered = await call(self, *arguments, **named)
        die(armed)
        return answered

    AiohttpRequest.do_request = request  # type: ignore[method-assign]


if __name__ == "__main__":
    set_up(os.environ["CRASH_POINT"], Path(os.environ["CRASH_ARMED"]))
    sys.exit(main(["serve"]))

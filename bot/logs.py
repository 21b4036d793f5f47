"""Logs: one line an event, with ids; never a person's words, phone number or token."""

import logging
import traceback
from types import TracebackType

STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName", "color_message"}


class Lines(logging.Formatter):
    """The event, then what was given as `extra`, as name=value."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One line; a traceback follows below it."""
        line, *rest = super().format(record).split("\n", 1)
        fields = "".join(f" {name}={value}" for name, value in vars(record).items() if name not in STANDARD)
        return "\n".join([line + fields, *rest])

    def formatException(  # noqa: N802 - the library's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Where it happened and what kind it is; not its message, which may quote what somebody wrote."""
        kind, _, trace = ei
        return "".join([*traceback.format_tb(trace), kind.__qualname__ if kind else ""])


def set_up(level: int = logging.INFO) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(level=level, handlers=[handler])
    for chatty in ("asyncio", "alembic", "httpx", "telegram", "sse_starlette", "multipart"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

"""The real program with short leases and a rate of its own, so that a test need not wait for long."""

import os
import sys
from datetime import timedelta

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot import delivery, service
from bot.__main__ import main
from bot.channels.base import Rate
from bot.channels.telegram import TelegramChannel

LEASE = 4.0  # seconds


def set_up() -> None:
    """What the environment asks for, at the seams of the libraries and in our own constants."""
    service.LEASE = delivery.LEASE = timedelta(seconds=LEASE)
    delivery.SENDING = timedelta(seconds=1)
    rate = os.environ.get("QUICK_RATE")
    if rate:
        TelegramChannel.rate = Rate(a_second=float(rate), each=1.0, burst=20)
    pages = os.environ.get("QUICK_PAGES")
    if pages:

        @event.listens_for(Engine, "connect")
        def _small_disk(connection: DBAPIConnection, _record: object) -> None:
            """SQLite meets this limit as it meets a full disk."""
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA max_page_count={int(pages)}")
            cursor.close()


if __name__ == "__main__":
    set_up()
    sys.exit(main(sys.argv[1:]))

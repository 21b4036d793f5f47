"""The work beside the requests: what is due is done, in the web process or in processes of its own. Any number may be at it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy.exc import SQLAlchemyError

from storage.trouble import told

logger = logging.getLogger(__name__)

Once = Callable[[], Awaitable[bool]]  # True: there was something to do, so there may be more
POLL = 1.0  # seconds between looks when there was nothing


async def repeatedly(name: str, job: Once, awake: asyncio.Event | None = None) -> None:
    """Do it until cancelled, sooner when `awake` is set; a database that is away is waited for, and what goes wrong is tried again."""
    awake = awake or asyncio.Event()
    while True:
        busy = False
        try:
            busy = await job()
        except (SQLAlchemyError, OSError) as error:
            logger.warning("job waits", extra={"job": name, "error": told(error)})
        except Exception:  # the other jobs must go on, and so must this one
            logger.exception("job failed", extra={"job": name})
        if not busy:
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL):
                    await awake.wait()
            awake.clear()

"""Makes files beside all else that runs: a few at once in a process, and so many for each login."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from bot.exports.paper import Unprintable
from bot.web.limits import Limiter

AT_ONCE = 2  # files in this process
WAITING = 8  # files that are made or wait for it; who comes then comes back later
LONGEST = 25.0  # seconds that anybody waits for a file: longer than pages take to be set
PER_MINUTE, BURST = 10, 12  # of one login

logger = logging.getLogger(__name__)


class Press:
    """What makes the files of one site."""

    def __init__(self, clock: Callable[[], datetime], longest: float = LONGEST) -> None:
        self._limiter = Limiter(PER_MINUTE, BURST, clock)
        self._hands = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="files")
        self._longest = longest
        self._waiting = 0

    def wait(self, login: int) -> int:
        """0: go ahead, and this one counts. Else the seconds until she may have another file."""
        return self._limiter.wait(str(login))

    async def made(self, kind: str, make: Callable[[], bytes]) -> bytes | None:
        """What `make` makes. None: there is too much to do, or it took too long."""
        if self._waiting >= WAITING:
            logger.warning("file not made", extra={"kind": kind, "reason": "busy"})
            return None
        self._waiting += 1
        try:
            async with asyncio.timeout(self._longest):
                return await asyncio.get_running_loop().run_in_executor(self._hands, make)
        except (Unprintable, TimeoutError) as error:
            logger.error("file not made", extra={"kind": kind, "reason": str(error) or type(error).__name__})  # noqa: TRY400 - a trace may hold words
            return None
        finally:
            self._waiting -= 1

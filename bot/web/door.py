"""Who may begin in the web chat: everybody, or on a server only whoever has a code that opens something."""

from collections.abc import Callable
from datetime import datetime

from bot.codes import in_text
from bot.web.limits import Limiter
from storage import codes
from storage.db import Database

KINDS = (codes.INVITE, codes.LINK, codes.PERMIT, codes.MODERATE)
EVERYBODY = "*"


class Door:
    """Looks at codes before anybody is made; so it counts wrong ones by itself, per address and over all."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, open: bool) -> None:
        self.open = open
        self._database = database
        self._clock = clock
        self._of_one = Limiter(1, 10, clock)  # a room behind one address may mistype a few
        self._of_all = Limiter(10, 300, clock)

    def waits(self, host: str) -> int:
        """0: a code may be tried. Else the seconds until the next one may."""
        return max(self._of_one.left_in(host), self._of_all.left_in(EVERYBODY))

    async def admits(self, code: str, host: str) -> bool:
        """Whether she may come in with what she typed; a wrong one counts."""
        if self.open:
            return True
        async with self._database.read() as connection:
            for one in in_text(code):
                if await codes.find(connection, one, KINDS, self._clock()):
                    return True
        self._of_one.wait(host)
        self._of_all.wait(EVERYBODY)
        return False

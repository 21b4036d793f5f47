"""Not made yet."""

from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk import Desk, Visit

LIVE: dict[str, Callable[[Visit], Awaitable[str]]] = {}


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    return [desk.get("/console/{group:int}/send", show)]


async def show(visit: Visit) -> Response:
    """Nothing yet."""
    return visit.page("empty", tab="send")

"""Not made yet."""

from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk import Desk, Visit


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    return [desk.get("/console/{group:int}/course", show)]


async def show(visit: Visit) -> Response:
    """Nothing yet."""
    return visit.page("empty", tab="course")

"""What there is besides the four other tabs."""

from starlette.responses import Response
from starlette.routing import Route

from bot.web.console.desk import Desk, Visit
from storage import people


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    return [desk.get("/console/{group:int}/more", show)]


async def show(visit: Visit) -> Response:
    """Where all of it is."""
    async with visit.desk.database.read() as connection:
        moderates = await people.moderates(connection, visit.session.person_id)
    return visit.page("more", tab="more", moderates=moderates)

"""All pages of the coordinators."""

from starlette.routing import Route

from bot.web.console import answers, course, downloads, login, members, more, plans, reminders, send, start, steps
from bot.web.console.desk import Desk
from bot.web.console.live import Live

PAGES = (login, start, answers, steps, course, send, members, reminders, plans, downloads, more)


def console_routes(desk: Desk, live: Live) -> list[Route]:
    """What is mounted."""
    return [*(route for page in PAGES for route in page.routes(desk)), *live.routes(desk)]

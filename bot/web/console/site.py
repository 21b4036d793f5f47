"""All pages of the coordinators."""

from starlette.routing import Route

from bot.web.console import (
    answers,
    contributions,
    course,
    downloads,
    invite,
    login,
    members,
    more,
    more_delete,
    more_settings,
    plans,
    reminders,
    send,
    start,
    steps,
    times,
)
from bot.web.console.desk import Desk
from bot.web.console.live import Live

PAGES = (
    login,
    start,
    answers,
    steps,
    course,
    send,
    members,
    invite,
    reminders,
    times,
    plans,
    downloads,
    more,
    more_settings,
    more_delete,
    contributions,
)


def console_routes(desk: Desk, live: Live) -> list[Route]:
    """What is mounted."""
    return [*(route for page in PAGES for route in page.routes(desk)), *live.routes(desk)]

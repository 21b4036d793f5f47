"""Logging in by a link that works once, the devices where she is logged in, and logging out."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue.asks import MyGroups
from bot.dialogue.catalogue import DUTCH
from bot.dialogue.console_asks import EndDevice, ShowDevices
from bot.dialogue.console_facts import Devices
from bot.dialogue.facts import Groups
from bot.web.console.desk import Desk, Visit
from bot.web.session import new_session
from storage import people, sessions

_KEY = re.compile(r"[A-Za-z0-9]{32}")
BROWSERS = ("Edg", "Firefox", "SamsungBrowser", "Chrome", "CriOS", "Safari")  # the first of these that a browser says it is
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
CALLED = {"Edg": "Edge", "SamsungBrowser": "Samsung", "CriOS": "Chrome", "Mac OS": "Mac"}


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""

    async def offer(request: Request) -> Response:
        return await _offer(desk, request)

    async def spend(request: Request) -> Response:
        return await _spend(desk, request)

    return [
        Route("/console/login", offer, methods=["GET"]),
        Route("/console/login", spend, methods=["POST"]),
        desk.get("/console", groups),
        desk.get("/console/devices", devices),
        desk.post("/console/devices", end_device),
        desk.post("/console/logout", log_out),
    ]


async def _offer(desk: Desk, request: Request) -> Response:
    """A button. Looking uses nothing up: messengers look at links as well, to show what is behind them."""
    wait = desk.logins.wait(_host(request))
    if wait:
        return desk.busy(request, wait)
    key = request.query_params.get("key", "")
    if _KEY.fullmatch(key):
        async with desk.database.read() as connection:
            if await sessions.offered(connection, key, desk.clock()):
                return desk.pages(DUTCH).page("console/login.html", key=key)
    return desk.pages(DUTCH).page("console/outside.html", 403 if key else 200, wrong=bool(key))


async def _spend(desk: Desk, request: Request) -> Response:
    """She pressed it: this browser is hers from now on."""
    if not desk.ours(request):
        return desk.foreign(request)
    wait = desk.logins.wait(_host(request))
    if wait:
        return desk.busy(request, wait)
    form = await request.form(max_files=0, max_fields=5)
    key, fresh = form.get("key", ""), new_session()
    found = None
    if isinstance(key, str) and _KEY.fullmatch(key):
        async with desk.database.write() as connection:
            found = await sessions.log_in(connection, key, fresh.address, device_of(request.headers.get("user-agent", "")), desk.clock())
    if found is None:
        return desk.pages(DUTCH).page("console/outside.html", 403, wrong=True)
    return desk.cookies.keep(RedirectResponse("/console", 303), fresh)


def device_of(agent: str) -> str:
    """A browser and a system as people call them: 'Chrome, Android'."""
    found = (next((sign for sign in signs if sign in agent), "") for signs in (BROWSERS, SYSTEMS))
    return ", ".join(CALLED.get(sign, sign) for sign in found if sign) or "?"


async def groups(visit: Visit) -> Response:
    """The groups that she leads; the only one at once."""
    hers = [line for line in (await visit.ask(MyGroups(), Groups)).groups if line.coordinator]
    if len(hers) == 1 and "all" not in visit.request.query_params:
        return RedirectResponse(f"/console/{hers[0].id}", 303)
    async with visit.desk.database.read() as connection:
        moderates = await people.moderates(connection, visit.session.person_id)
    return visit.page("groups", groups=hers, moderates=moderates)


async def devices(visit: Visit) -> Response:
    """Where she is logged in."""
    found = await visit.ask(ShowDevices(), Devices)
    return visit.page("devices", devices=found.devices, this=visit.session.id)


async def end_device(visit: Visit) -> Response:
    """Not any more, there or everywhere."""
    await visit.ask(EndDevice(visit.chosen("device")), Devices)
    return RedirectResponse("/console/devices?done=ended", 303)


async def log_out(visit: Visit) -> Response:
    """Here not any more."""
    await visit.ask(EndDevice(visit.session.id), Devices)
    return visit.desk.cookies.drop(RedirectResponse("/console/login", 303))


def _host(request: Request) -> str:
    return request.client.host if request.client else ""

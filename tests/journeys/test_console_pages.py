"""Every page of the console on a phone and on a desktop: everybody can read it, nothing sticks out, and it is light."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.journeys.coordinating import console_of, program_with
from tests.journeys.screen import Screen
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]

BUDGET = 40 * 1024  # bytes over the wire of a first load, with headers
PAGES = {
    "start": "",
    "answers": "/answers/3",
    "question": "/answers/2/5",
    "advice": "/answers/2/advice",
    "close": "/answers/3/close",
    "steps": "/steps",
    "course": "/course/2",
    "send": "/send",
    "progress": "/send/1",
    "plans": "/plans",
    "plan": "/plans/3",
    "members": "/members",
    "member": "/members/2",
    "invite": "/members/invite",
    "qr": "/members/invite/qr",
    "reminders": "/reminders",
    "reminder": "/reminders/3",
    "times": "/reminders/times",
    "downloads": "/downloads",
    "more": "/more",
    "settings": "/more/settings",
    "delete": "/more/delete",
}
ALONE = {"contributions": "/console/contributions", "devices": "/console/devices", "groups": "/console?all=1"}
ASKING = (  # these need no picture
    "/console/contributions/wanted",
    "/console/left",
    "/console/1/answers",
    "/console/1/answers/2",
    "/console/1/course",
    "/console/1/plans/3/round",
    "/console/1/members/invite/new",
    "/console/1/members/invite/end",
    "/console/1/members/2/appoint",
    "/console/1/members/2/remove",
    "/console/1/reminders/3/check?rhythm=month&every=3&day=1&week=1&hour=10",
    "/console/1/reminders/3/stop",
    "/console/1/more/stepdown",
    "/console/1/more/leave",
)


@pytest.fixture(scope="module")
def program(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The program with the demo group. These tests only look."""
    with program_with(demo, tmp_path_factory.mktemp("looked-at")) as started:
        yield started


def addresses() -> dict[str, str]:
    """All pages by name."""
    return {**{name: f"/console/1{path}" for name, path in PAGES.items()}, **ALONE}


SMALL = """[...document.querySelectorAll("button, .main, .way, .danger, .row[href], a.chip, .tabs a, summary, select, label.pick")]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.9).map((one) => one.textContent.trim())"""


async def looked_at(screen: Screen, path: str) -> None:
    """The page is there, and everybody can read it."""
    answer = await screen.page.goto(screen.home + path)
    assert answer
    assert answer.status == 200, path
    await screen.page.wait_for_load_state()
    await screen.accessible()
    await screen.fits()
    assert await screen.page.evaluate(SMALL) == [], path  # a thumb hits whatever can be pressed


@pytest.mark.parametrize("size", ["phone", "desktop"])
async def test_every_page_can_be_read_by_everybody(browser: Browser, program: Running, size: str) -> None:
    async with console_of(browser, program, size) as screen:
        for name, path in addresses().items():
            await looked_at(screen, path)
            await screen.picture(f"console-{name}")
        for path in ASKING:
            await looked_at(screen, path)


async def test_every_page_fits_with_large_letters_in_the_dark_and_from_right_to_left(browser: Browser, program: Running) -> None:
    async with console_of(browser, program) as screen:
        await screen.page.emulate_media(color_scheme="dark")
        await screen.page.set_viewport_size({"width": 195, "height": 422})  # what remains of a phone at 200 %
        for path in (*addresses().values(), *ASKING):
            await screen.page.goto(screen.home + path)
            await screen.accessible()
            await screen.fits()
            await screen.page.evaluate("document.documentElement.dir = 'rtl'")
            await screen.fits()


async def test_the_first_load_of_each_page_is_light(browser: Browser, program: Running) -> None:
    async with console_of(browser, program) as screen:
        for path in addresses().values():
            loaded = await weighed(screen, path)
            assert all(url.startswith("/") for url, _ in loaded), "something was loaded from another host"
            assert len([url for url, _ in loaded if not url.endswith("live")]) <= 4, loaded
            assert sum(weight for _, weight in loaded) <= BUDGET, (path, loaded)


async def weighed(screen: Screen, path: str) -> list[tuple[str, int]]:
    """Open a page with nothing kept from before; what was loaded, and its bytes on the wire."""
    started: dict[str, str] = {}
    loaded: list[tuple[str, int]] = []
    wire = await screen.context.new_cdp_session(screen.page)
    await wire.send("Network.enable")
    await wire.send("Network.clearBrowserCache")
    wire.on("Network.requestWillBeSent", lambda event: started.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda event: loaded.append((started[event["requestId"]], int(event["encodedDataLength"]))))
    await screen.page.goto(screen.home + path)
    await screen.page.wait_for_load_state("load")
    await wire.detach()
    return [(url.removeprefix(screen.home), weight) for url, weight in loaded if not url.startswith("data:")]

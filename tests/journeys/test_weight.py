"""How heavy the first load is, and whether it can be read at any size."""

import pytest
from playwright.async_api import Browser

from tests.journeys.screen import Screen, opened
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]

BUDGET = 30 * 1024  # bytes over the wire, with headers


async def _load(amina: Screen, path: str) -> list[tuple[str, int]]:
    """Open a page with nothing kept from before; what was loaded, and its bytes on the wire."""
    started: dict[str, str] = {}
    loaded: list[tuple[str, int]] = []
    wire = await amina.context.new_cdp_session(amina.page)
    await wire.send("Network.enable")
    await wire.send("Network.clearBrowserCache")
    wire.on("Network.requestWillBeSent", lambda event: started.update({event["requestId"]: event["request"]["url"]}))
    wire.on("Network.loadingFinished", lambda event: loaded.append((started[event["requestId"]], int(event["encodedDataLength"]))))
    await amina.page.goto(amina.home + path)
    await amina.page.wait_for_timeout(500)
    await wire.detach()
    return [(url.removeprefix(amina.home), weight) for url, weight in loaded if not url.startswith("data:")]


async def test_the_first_load_is_light(amina: Screen) -> None:
    first = await _load(amina, "/chat")
    await amina.to_the_questions()
    chat = await _load(amina, "/chat")
    for loaded, requests in ((first, 2), (chat, 3)):
        print(f"{sum(weight for _, weight in loaded)} bytes in {len(loaded)} requests: {loaded}")  # noqa: T201
        assert all(url.startswith("/") for url, _ in loaded), "something was loaded from another host"
        assert all(weight > 0 for _, weight in loaded)
        assert len(loaded) == requests
        assert sum(weight for _, weight in loaded) <= BUDGET


async def test_letters_twice_as_large_fit_the_phone(browser: Browser, program: Running) -> None:
    async with opened(browser, program.url) as amina:
        await amina.page.set_viewport_size({"width": 195, "height": 422})  # what remains of a phone at 200 %
        await amina.to_the_questions()
        await amina.fits()
        await amina.accessible()
        await amina.answer()
        await amina.fits()


async def test_every_target_is_large_enough_for_a_thumb(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.page.locator("summary").click()
    for target in await amina.page.locator("button:visible, summary, a.leave, textarea").all():
        box = await target.bounding_box()
        assert box
        assert box["height"] >= 44, await target.inner_text()
        assert box["width"] >= 44, await target.inner_text()
    for button in await amina.page.locator(".option, .way, .composer button").all():
        box = await button.bounding_box()
        assert box
        assert box["height"] >= 48, await button.inner_text()


async def test_it_can_be_read_in_the_dark(browser: Browser, program: Running) -> None:
    async with opened(browser, program.url) as amina:
        await amina.page.emulate_media(color_scheme="dark")
        await amina.to_the_questions()
        await amina.answer()
        await amina.accessible()

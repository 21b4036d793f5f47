"""What Amina sees and does on her screen."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize, expect

SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
PLAN = "Hoe voorkomen we interne wrijvingen?"
WORDS = "Wij praten met elkaar. Dat helpt ons."
MOST = 60  # taps from the first question to the overview


class Screen:
    """One page in one browser; all that it complains of is kept."""

    def __init__(self, page: Page, home: str, size: str, *, script: bool) -> None:
        self.page = page
        self.home = home
        self.size = size
        self.script = script
        self.complaints: list[str] = []
        page.on("console", self._complain)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def context(self) -> BrowserContext:
        """The browser's own, with its cookies."""
        return self.page.context

    def _complain(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    @property
    def newest(self) -> Locator:
        """The last thing that was said."""
        return self.page.locator(".turn:not(.waits) .said .bubble").last

    async def begin(self) -> None:
        """Open the link and press Begin."""
        await self.page.goto(f"{self.home}/chat")
        await self.page.get_by_role("button", name="Begin").click()
        await self.reads("Mag ik jouw antwoorden bewaren?")

    async def reads(self, text: str) -> None:
        """The last thing said holds this."""
        await expect(self.newest).to_contain_text(text)

    async def press(self, label: str, *, exact: bool = True) -> None:
        """Press a button of the newest message and wait for what follows."""
        await self._answered(self.page.locator(".choices").get_by_role("button", name=label, exact=exact).click)

    async def say(self, text: str) -> None:
        """Type, send, and wait for what follows."""
        await self.page.get_by_role("textbox").fill(text)
        await self._answered(self.page.get_by_role("button", name="Stuur", exact=True).click)

    async def _answered(self, act: Callable[[], Awaitable[None]]) -> None:
        before = await self.last_id()
        if not self.script:  # a new page comes: its buttons may stand further down than its text, so it must be there as a whole
            async with self.page.expect_navigation(wait_until="load"):
                await act()
            assert await self.last_id() > before
            return
        await act()
        await self.page.wait_for_function(
            "(before) => Number([...document.querySelectorAll('.turn[data-id]')].pop()?.dataset.id) > before", arg=before
        )
        await self.page.wait_for_load_state()

    async def last_id(self) -> int:
        """The id of the newest message."""
        return int(await self.page.locator(".turn[data-id]").last.get_attribute("data-id") or 0)

    async def options(self) -> list[str]:
        """What can be chosen now."""
        return await self.page.locator(".option").all_inner_texts()

    async def ways(self) -> list[str]:
        """What leads on, back or out."""
        return await self.page.locator(".way").all_inner_texts()

    async def to_the_questions(self) -> None:
        """From the first hello to question 1."""
        await self.begin()
        await self.press("Ja, dat is goed")
        await self.press("Stappenplannen")
        await self.press(PLAN)
        await self.press("Hulpvragen")
        await self.press("Begin met de vragen")
        await self.reads("Vraag 1 van 7")

    async def answer(self) -> None:
        """Answer the question that stands there: the first option, or words."""
        options = await self.options()
        if "Klaar" in await self.ways():
            await self.press("Klaar")
        elif options:
            await self.press(options[0])
        else:
            await self.say(WORDS)

    async def answer_all(self) -> None:
        """Answer until the overview stands there."""
        for _ in range(MOST):
            if "Vraag" not in (await self.newest.inner_text())[:5]:
                break
            await self.answer()
        await self.reads("Mijn antwoorden")

    async def accessible(self) -> None:
        """axe finds nothing."""
        results = await Axe().run(self.page)
        assert results.violations_count == 0, results.generate_snapshot()

    async def fits(self) -> None:
        """Nothing sticks out sideways."""
        wide = await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0

    async def picture(self, name: str) -> None:
        """Keep it for the docs, when asked to."""
        if os.environ.get("UPDATE_PICTURES") == "1":
            await self.page.mouse.move(0, 0)
            await self.page.wait_for_timeout(600)  # scrolling has come to rest
            PICTURES.mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=PICTURES / f"{name}-{self.size}.png")


@asynccontextmanager
async def opened(browser: Browser, home: str, size: Literal["phone", "desktop"] = "phone", *, script: bool = True) -> AsyncIterator[Screen]:
    """A fresh browser. At the end it must have had nothing to complain of."""
    context = await browser.new_context(viewport=SIZES[size], locale="nl-NL", has_touch=size == "phone", java_script_enabled=script)
    context.set_default_timeout(10_000)
    screen = Screen(await context.new_page(), home, size, script=script)
    try:
        yield screen
    finally:
        await context.close()
    assert screen.complaints == []

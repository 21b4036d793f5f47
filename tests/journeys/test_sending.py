"""A coordinator sends to her group, and it appears on a member's screen by itself."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.screen import Screen, opened
from tests.journeys.test_group import comes_in
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]

WORDS = "Lieve vrouwen, vrijdag is er koffie in de buurtkamer. Neem gerust iemand mee."


async def test_own_words_are_previewed_sent_and_read(screen: Screen, browser: Browser, program: Running) -> None:
    await screen.begin()
    for label in ("Ja, dat is goed", "Mijn groep", "Nieuwe groep"):
        await screen.press(label)
    await screen.say("Vrouwen van Laak")
    await screen.press("Uitnodigen")
    code = (await screen.newest.locator("strong").nth(1).inner_text()).strip()
    async with opened(browser, program.url) as amina:
        await comes_in(amina, code, "Amina")
        await screen.press("Naar de groep")
        await screen.press("Stuur naar de groep")
        await screen.accessible()
        await screen.fits()
        await screen.picture("send")
        await screen.press("Eigen woorden")
        await screen.say(WORDS)
        await screen.reads("Zo zien de leden het:")
        await screen.reads("1 vrouw krijgt dit.")
        await screen.accessible()
        await screen.fits()
        await screen.picture("preview")
        await screen.press("Nu versturen")
        await screen.reads("Ik stuur het zo. Je kunt het nog even tegenhouden.")
        await expect(amina.newest).to_contain_text(WORDS, timeout=20_000)  # nobody pressed anything there
        await amina.accessible()
        await amina.fits()
        await amina.picture("received")
    await expect(screen.newest).to_contain_text("Klaar. 1 van 1 verstuurd.", timeout=20_000)
    await screen.accessible()
    await screen.picture("sent")

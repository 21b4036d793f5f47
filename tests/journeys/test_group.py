"""A group in the browser: a coordinator makes one and invites; members come in, answer, and see what the group thinks."""

from datetime import UTC, datetime
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from bot.demo import demo_code
from bot.dialogue.catalogue import read_catalogue
from storage.db import Database
from tests.conftest import KEY
from tests.journeys.screen import Screen, opened
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]


async def comes_in(screen: Screen, code: str, name: str) -> None:
    """By the link of the group, to its page."""
    await screen.page.goto(f"{screen.home}/chat?code={code}")
    await screen.page.get_by_role("button", name="Begin").click()
    await screen.reads("Je bent uitgenodigd voor de groep")
    await screen.press("Ja, ik doe mee")
    await screen.reads("Hoe mogen we je noemen?")
    await screen.say(name)


async def seen(screen: Screen) -> None:
    """The newest picture is there, whole."""
    await expect(screen.page.locator(".turn img").last).to_be_visible()
    await screen.page.wait_for_function(
        "() => [...document.querySelectorAll('.turn img')].every((one) => one.complete && one.naturalWidth)"
    )


async def test_a_coordinator_makes_a_group_invites_and_opens_a_round(screen: Screen, browser: Browser, program: Running) -> None:
    await screen.begin()
    await screen.press("Ja, dat is goed")
    await screen.press("Mijn groep")
    await screen.press("Nieuwe groep")
    await screen.say("Vrouwen van Laak")
    await screen.press("Uitnodigen")
    await screen.reads("De code is ")
    await seen(screen)
    await screen.accessible()
    await screen.fits()
    await screen.picture("invite")
    code = (await screen.newest.locator("strong").nth(1).inner_text()).strip()
    await screen.press("Naar de groep")
    await screen.press("Nieuwe ronde")
    await screen.press("Open de ronde")
    await screen.reads("De ronde is open.")
    async with opened(browser, program.url) as amina:
        await comes_in(amina, code, "Amina")
        await amina.reads("2 leden.")
        await amina.press("Naar de vragen")
        await amina.reads("Niemand ziet wie heeft geantwoord")
        await amina.press("Begin met de vragen")
        await amina.answer()
    await screen.press("Naar de groep")
    await screen.reads("1 van 2 heeft geantwoord.")


@pytest.mark.parametrize("size", ["phone", "desktop"])
async def test_a_member_sees_what_her_group_thinks_and_what_fits(
    browser: Browser, demo_program: Running, size: Literal["phone", "desktop"]
) -> None:
    async with opened(browser, demo_program.url, size) as screen:
        await comes_in(screen, await code_of(demo_program), "Zeynep")
        await sees_answers_and_advice(screen)


async def code_of(program: Running) -> str:
    """The code of the demo group, which is there already."""
    database = Database(program.database_url, KEY)
    code = await demo_code(database, read_catalogue(), lambda: datetime.now(UTC))
    await database.close()
    return code


async def sees_answers_and_advice(screen: Screen) -> None:
    """From the page of the group."""
    await screen.press("Wat kwam eruit?", exact=False)
    await screen.accessible()
    await screen.press("Antwoorden van de groep")
    await screen.reads("Hierin zitten de antwoorden van")
    await seen(screen)
    await screen.accessible()
    await screen.fits()
    await screen.picture("result")
    await screen.press("Hebben jullie regels?")
    await screen.reads("■")
    await screen.picture("question-of-the-group")
    await screen.press("Alle vragen")
    await screen.press("Advies voor de groep")
    await screen.reads("Advies voor de groep")
    await screen.accessible()
    await screen.fits()
    await screen.picture("advice-of-the-group")


async def test_at_the_door_of_a_server_a_code_is_asked(browser: Browser, door: Running) -> None:
    async with opened(browser, door.url) as amina:
        await amina.page.goto(f"{door.url}/chat")
        await expect(amina.page.get_by_label("Typ de code die je van je groep hebt gekregen:")).to_be_visible()
        await amina.accessible()
        await amina.fits()
        card, field = await amina.page.locator(".card").bounding_box(), await amina.page.get_by_role("textbox").bounding_box()
        assert card
        assert field
        assert field["x"] + field["width"] < card["x"] + card["width"]
        await amina.picture("door")

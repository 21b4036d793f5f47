"""Pictures and files in the chat, as she sees and keeps them."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from bot.dialogue.attached import Chart, Document, Picture
from bot.dialogue.message import Button, Message
from bot.web.session import Session
from storage import outbox, people
from storage.db import Database
from tests.conftest import KEY
from tests.journeys.screen import Screen, opened
from tests.journeys.test_weight import BUDGET, _load
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]

MENU = (Button("Menu", "menu"),)
HELP = Chart("Helpen jullie elkaar?", "6 antwoorden", (("Ja, met formulieren en brieven", 4), ("Nee, nog niet", 2)), 6, divided=True)
AGE = Chart("Waarin zijn jullie verschillend?", "6 antwoorden", (("Jong en oud", 5), ("Taal", 1), ("Geloof", 0)), 6)
BARS = Picture("charts", "Ja: 4. Nee: 2.", "Jullie antwoorden", "Hier verschillen de meningen.", (HELP, AGE))
RESULT = Message("Zo denken jullie erover.", ways=MENU, picture=BARS)
INVITE = Message("Laat dit zien.", ways=MENU, picture=Picture("qr", "QR-code van de groep", text="https://t.me/stappenbot?start=LAAK12"))
DATA = Message("Dit is alles wat wij van je weten.", ways=MENU, document=Document("mijn-gegevens.txt", "Taal: Türkçe\n"))


async def told(screen: Screen, program: Running, *says: Message) -> None:
    """The bot says this to her, out of the blue."""
    cookies = {cookie["name"]: cookie["value"] for cookie in await screen.context.cookies()}
    database, now = Database(program.database_url, KEY), datetime.now(UTC)
    async with database.write() as connection:
        found = await people.lock(connection, "web", Session(cookies["sid"]).address)
        assert found
        drafts = [
            outbox.Draft(f"told:{now}:{number}", found.person_id, found.address_id, "web", {"message": say.to_json()})
            for number, say in enumerate(says)
        ]
        await outbox.show(connection, drafts, now)
    await database.close()


async def seen(screen: Screen) -> None:
    """The newest picture is there, whole."""
    image = screen.page.locator(".turn img").last
    await expect(image).to_be_visible()
    await screen.page.wait_for_function(
        "() => [...document.querySelectorAll('.turn img')].every((one) => one.complete && one.naturalWidth)"
    )


async def test_a_picture_comes_by_itself_and_everybody_can_tell_what_it_says(screen: Screen, program: Running) -> None:
    await screen.begin()
    for say in (INVITE, RESULT):
        await told(screen, program, say)
        await screen.reads(say.text)
        await seen(screen)
        assert say.picture
        await expect(screen.page.get_by_role("link", name=say.picture.about)).to_be_visible()
        await screen.accessible()
        await screen.fits()
    await screen.picture("chart")
    await screen.page.emulate_media(color_scheme="dark")
    await screen.accessible()


async def test_without_javascript_pictures_and_files_are_there_too(browser: Browser, program: Running, tmp_path: Path) -> None:
    async with opened(browser, program.url, script=False) as amina:
        await amina.begin()
        await told(amina, program, RESULT, DATA)
        await amina.page.goto(f"{amina.home}/chat")
        await expect(amina.page.get_by_role("img", name="Ja: 4. Nee: 2.")).to_be_visible()
        async with amina.page.expect_download() as download:
            await amina.page.get_by_role("link", name="mijn-gegevens.txt").click()
        kept = tmp_path / "kept.txt"
        await (await download.value).save_as(kept)
        assert (await download.value).suggested_filename == "mijn-gegevens.txt"
        assert kept.read_bytes() == b"\xef\xbb\xbf" + "Taal: Türkçe\n".encode()
        await amina.press("Menu")


async def test_a_tap_on_a_picture_shows_it_alone(amina: Screen, program: Running) -> None:
    await amina.begin()
    await told(amina, program, INVITE)
    await seen(amina)
    await amina.page.get_by_role("link", name="QR-code van de groep").click()
    await amina.page.wait_for_url("**/chat/picture/*")
    await amina.page.go_back()
    await amina.reads("Laat dit zien.")
    amina.complaints.clear()  # the browser's own page for a picture may not style itself


async def test_the_buttons_stay_where_they_are_when_the_picture_comes(amina: Screen, program: Running) -> None:
    await amina.begin()
    comes = asyncio.Event()

    async def late(route: Route) -> None:
        await comes.wait()
        await route.continue_()

    await amina.page.route("**/chat/picture/*", late)
    await told(amina, program, RESULT)
    await amina.reads("Zo denken jullie erover.")
    image = amina.page.locator(".turn img")
    before = await image.bounding_box()
    comes.set()
    await seen(amina)
    after = await image.bounding_box()
    assert before
    assert after
    assert before["width"] == after["width"]
    assert before["height"] == pytest.approx(after["height"], rel=0.1)
    assert after["height"] > 300


async def test_a_page_with_a_picture_is_light_and_its_links_large_enough(amina: Screen, program: Running) -> None:
    await amina.begin()
    await told(amina, program, INVITE, RESULT, DATA)
    loaded = await _load(amina, "/chat")
    assert sum(weight for url, weight in loaded if "/picture/" not in url) <= BUDGET
    pictures = [weight for url, weight in loaded if "/picture/" in url]
    assert len(pictures) == 2
    assert max(pictures) < 250 * 1024
    for link in await amina.page.locator(".turn a").all():
        box = await link.bounding_box()
        assert box
        assert min(box["height"], box["width"]) >= 44
    await amina.accessible()


async def test_letters_twice_as_large_leave_room_for_a_picture(browser: Browser, program: Running) -> None:
    async with opened(browser, program.url) as amina:
        await amina.page.set_viewport_size({"width": 195, "height": 422})
        await amina.begin()
        await told(amina, program, INVITE, RESULT, DATA)
        await amina.reads(DATA.text)
        await seen(amina)
        await amina.fits()
        await amina.accessible()

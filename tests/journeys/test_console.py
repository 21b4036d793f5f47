"""Boyana leads a group from her console: invites, opens a round, sees answers come in, sends, reminds, and downloads."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser, expect
from pypdf import PdfReader

from tests.journeys.coordinating import console_of, log_in
from tests.journeys.screen import Screen, opened
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]

GROUP = "Vrouwen van Laak"


async def leads_a_group(screen: Screen) -> None:
    """Boyana makes a group in the chat, and comes to its console."""
    await screen.begin()
    await screen.press("Ja, dat is goed")
    await screen.press("Mijn groep")
    await screen.press("Nieuwe groep")
    await screen.say(GROUP)
    await log_in(screen)


async def tab(screen: Screen, name: str) -> None:
    """One of the five pages below, or above on a desktop."""
    await screen.page.get_by_role("navigation").get_by_role("link", name=name).click()
    await screen.page.wait_for_load_state()


async def button(screen: Screen, name: str) -> None:
    """Press it, and wait for the page that follows."""
    async with screen.page.expect_navigation(wait_until="load"):
        await screen.page.get_by_role("main").get_by_role("button", name=name).first.click()


async def link(screen: Screen, name: str) -> None:
    """Follow it."""
    async with screen.page.expect_navigation(wait_until="load"):
        await screen.page.get_by_role("main").get_by_role("link", name=name).first.click()


@asynccontextmanager
async def member(browser: Browser, program: Running, code: str, name: str) -> AsyncIterator[Screen]:
    """She comes into the group by the web chat."""
    async with opened(browser, program.url) as screen:
        await screen.page.goto(f"{screen.home}/chat?code={code}")
        await screen.page.get_by_role("button", name="Begin").click()
        await screen.press("Ja, ik doe mee")
        await screen.say(name)
        yield screen


async def answers_the_first_question(screen: Screen) -> None:
    """From wherever she is."""
    await screen.say("mijn groep")
    await screen.press("Naar de vragen")
    await screen.press("Begin met de vragen")
    await screen.press((await screen.options())[0])


@asynccontextmanager
async def beside(screen: Screen) -> AsyncIterator[Screen]:
    """Her own chat, in another tab of the same browser."""
    page = await screen.context.new_page()
    chat = Screen(page, screen.home, screen.size, script=True)
    await page.goto(f"{screen.home}/chat")
    yield chat
    assert chat.complaints == []
    await page.close()


async def code_of(screen: Screen) -> str:
    """The code of the group, from the page to invite."""
    await tab(screen, "Leden")
    await link(screen, "Uitnodigen")
    await screen.page.get_by_role("link", name="Toon groot").click()
    await expect(screen.page.locator("svg.qr")).to_be_visible()
    code = (await screen.page.locator(".code").inner_text()).strip()
    await link(screen, "Terug")
    return code


async def test_answers_of_three_women_come_in_live_from_the_web_chat(screen: Screen, browser: Browser, program: Running) -> None:
    await leads_a_group(screen)
    code = await code_of(screen)
    async with member(browser, program, code, "Amina") as amina, member(browser, program, code, "Carla") as carla:
        await tab(screen, "Meer")
        await link(screen, "Plannen")
        await link(screen, "Hoe voorkomen we interne wrijvingen?")
        await link(screen, "Start een ronde")
        await screen.accessible()
        await screen.picture("console-round")
        await button(screen, "Open de ronde")
        await tab(screen, "Antwoorden")
        first = screen.page.locator("article").first
        await expect(first).to_contain_text("Nog te weinig antwoorden (0 van 3)")
        for told, phone in (("1 van 3 heeft geantwoord", amina), ("2 van 3 hebben geantwoord", carla)):
            await answers_the_first_question(phone)
            await expect(screen.page.get_by_text(told)).to_be_visible()
        await expect(first).to_contain_text("Nog te weinig antwoorden (2 van 3)")
        program.stop()
        await amina.page.wait_for_timeout(300)
        program.start()  # the page goes on by itself after a restart
        async with beside(screen) as chat:
            await answers_the_first_question(chat)
        await expect(first).to_contain_text("3 van 3 vrouwen kiezen")
        await expect(first.locator("svg.bar")).to_be_visible()
        for phone in (screen, amina, carla):
            assert all("ERR_" in complaint for complaint in phone.complaints), "they complained of more than that nobody was there"
            phone.complaints.clear()


async def test_a_broadcast_is_looked_at_sent_and_arrives(screen: Screen, browser: Browser, program: Running) -> None:
    await leads_a_group(screen)
    code = await code_of(screen)
    async with member(browser, program, code, "Amina") as amina:
        await tab(screen, "Bericht")
        await link(screen, "Eigen woorden")
        await screen.page.get_by_label("Je bericht").fill("Donderdag drinken we koffie. Kom je ook?")
        await button(screen, "Bekijk het eerst")
        await screen.accessible()
        await screen.fits()
        await screen.picture("console-check")
        await button(screen, "Stuur naar 1 lid")
        await expect(screen.page.get_by_role("button", name="Stop, toch niet")).to_be_visible()
        await expect(screen.page.get_by_text("1 van 1 verstuurd")).to_be_visible(timeout=30_000)
        await amina.reads("Donderdag drinken we koffie.")
        await tab(screen, "Bericht")
        await expect(screen.page.get_by_role("link", name="Donderdag drinken we koffie.")).to_be_visible()


async def test_a_reminder_shows_three_days_before_it_is_set(screen: Screen) -> None:
    await leads_a_group(screen)
    await tab(screen, "Meer")
    await link(screen, "Herinneringen")
    await link(screen, "Hoe voorkomen we interne wrijvingen?")
    await button(screen, "Bekijk de dagen")
    await expect(screen.page.get_by_role("listitem").filter(has_text="20")).to_have_count(3)
    await screen.accessible()
    await button(screen, "Zo instellen")
    await expect(screen.page.get_by_text("De volgende keer")).to_be_visible()


async def test_all_files_can_be_downloaded_and_opened(browser: Browser, demo_program: Running) -> None:
    async with console_of(browser, demo_program) as screen:
        await screen.page.goto(f"{screen.home}/console/1/downloads?round=2")
        files = {}
        for name in ("Verslag", "Rekenblad", "Tabel", "Hoe voorkomen we interne wrijvingen?", "Poster", "Ledenlijst"):
            async with screen.page.expect_download() as coming:
                await screen.page.locator("a.row[href]").filter(has=screen.page.get_by_text(name, exact=True)).first.click()
            files[name] = Path(await (await coming.value).path()).read_bytes()
    for name in ("Verslag", "Hoe voorkomen we interne wrijvingen?", "Poster"):
        assert len(PdfReader(io.BytesIO(files[name])).pages) >= 1, name
    book = load_workbook(io.BytesIO(files["Rekenblad"]))
    assert {"Antwoorden", "Uitleg"} <= set(book.sheetnames)
    assert any(name.startswith("xl/charts/chart") for name in ZipFile(io.BytesIO(files["Rekenblad"])).namelist())
    assert files["Tabel"].startswith(b"\xef\xbb\xbf")
    assert "Boyana" in files["Ledenlijst"].decode("utf-8-sig")
    assert not any(b"Boyana" in files[name] for name in ("Rekenblad", "Tabel"))


async def test_without_javascript_she_sends_and_stops(browser: Browser, demo_program: Running) -> None:
    async with console_of(browser, demo_program, script=False) as screen, member(browser, demo_program, await code_of(screen), "Nadia"):
        await tab(screen, "Bericht")
        await link(screen, "Het hele plan")
        await button(screen, "Bekijk het eerst")
        await button(screen, "Stuur naar")
        await button(screen, "Stop, toch niet")
        await expect(screen.page.get_by_role("main")).to_contain_text("estopt")


async def test_she_can_do_it_from_the_keyboard(browser: Browser, demo_program: Running) -> None:
    async with console_of(browser, demo_program) as screen:
        await screen.page.keyboard.press("Tab")
        await expect(screen.page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
        await screen.page.keyboard.press("Enter")
        await screen.page.keyboard.press("Tab")
        await expect(screen.page.locator("#todo1")).to_be_focused()
        await screen.page.keyboard.press("Enter")
        await expect(screen.page.get_by_role("heading", name="Hoe het bij ieder ging")).to_be_visible()


async def test_in_a_dead_zone_she_is_told_and_after_it_the_page_goes_on(browser: Browser, demo_program: Running) -> None:
    async with console_of(browser, demo_program) as screen:
        await screen.context.set_offline(True)
        await expect(screen.page.get_by_text("Je bent niet verbonden.")).to_be_visible()
        screen.complaints.clear()  # the browser says that it is offline
        async with screen.page.expect_request(lambda request: "/live" in request.url):
            await screen.context.set_offline(False)
        await expect(screen.page.get_by_text("Je bent niet verbonden.")).to_be_hidden()

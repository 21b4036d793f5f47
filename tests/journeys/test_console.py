"""Boyana leads a group from her console: invites, opens a round, sees answers come in, sends, reminds, and downloads."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser, expect
from pypdf import PdfReader

from tests.journeys.coordinating import log_in
from tests.journeys.screen import Screen, opened
from tests.web.running import Running

pytestmark = pytest.mark.journey

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
    """From the page of the group."""
    await screen.press("Naar de vragen")
    await screen.press("Begin met de vragen")
    await screen.press((await screen.options())[0])


async def test_answers_of_three_women_come_in_live_from_the_web_chat(screen: Screen, browser: Browser, program: Running) -> None:
    await leads_a_group(screen)
    await link(screen, "Nodig de vrouwen van je groep uit")
    code = (await screen.page.locator("[data-code]").inner_text()).strip()
    await tab(screen, "Meer")
    await link(screen, "Plannen")
    await link(screen, "Hoe voorkomen we interne wrijvingen?")
    await link(screen, "Start een ronde")
    await button(screen, "Start de ronde")
    await tab(screen, "Antwoorden")
    first = screen.page.locator("article").first
    await expect(first).to_contain_text("Nog te weinig antwoorden (0 van 3)")
    async with member(browser, program, code, "Amina") as amina, member(browser, program, code, "Carla") as carla:
        await answers_the_first_question(amina)
        await expect(screen.page.get_by_text("1 van 3 heeft geantwoord")).to_be_visible()
        await answers_the_first_question(carla)
        await expect(first).to_contain_text("Nog te weinig antwoorden (2 van 3)")
        async with opened_beside(screen) as chat:
            await answers_the_first_question(chat)
        await expect(first).to_contain_text("3 van 3 vrouwen kiezen")
        await expect(first.locator("svg.bar")).to_be_visible()


@asynccontextmanager
async def opened_beside(screen: Screen) -> AsyncIterator[Screen]:
    """Her own chat, in another tab of the same browser."""
    page = await screen.context.new_page()
    chat = Screen(page, screen.home, screen.size, script=True)
    await page.goto(f"{screen.home}/chat")
    await chat.press("Mijn groep") if "Mijn groep" in await chat.ways() + await chat.options() else None
    yield chat
    await page.close()


_ = (asyncio, io, zipfile, load_workbook, PdfReader)

"""A line that drops, a server that restarts, a page that is reloaded."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from tests.journeys.screen import Screen
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]


async def test_a_tap_without_a_connection_waits_and_is_sent_once(amina: Screen) -> None:
    await amina.begin()
    await amina.context.set_offline(True)
    await amina.page.get_by_role("button", name="Ja, dat is goed").click()
    waits = amina.page.locator(".waits")
    await expect(waits).to_contain_text("Ja, dat is goed")
    await expect(waits.get_by_role("img", name="wacht")).to_have_text("🕓")
    await expect(amina.page.get_by_role("status")).to_contain_text("Het blijft hier bewaard")
    await amina.picture("offline")
    again = amina.page.get_by_role("button", name="Ja, dat is goed")
    await expect(again).to_be_enabled()
    await again.click()  # she taps once more, to be sure
    await expect(waits).to_have_count(1)
    await amina.context.set_offline(False)
    await amina.reads("Wat wil je doen?")
    await expect(waits).to_have_count(0)
    await expect(amina.page.get_by_role("status")).to_be_empty()
    await expect(amina.page.locator(".mine")).to_have_count(1)
    amina.complaints.clear()  # the browser itself says that the line was down


async def test_what_waits_survives_a_reload_and_goes_in_order(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.page.route("**/chat", _refused)
    for words in ("12", "30"):
        await amina.page.get_by_role("textbox").fill(words)
        await amina.page.get_by_role("button", name="Stuur").click()
    await expect(amina.page.locator(".waits")).to_have_count(2)
    await amina.page.reload()
    await expect(amina.page.locator(".waits")).to_have_count(2)
    await amina.page.unroute("**/chat")
    await expect(amina.page.locator(".waits")).to_have_count(0, timeout=10_000)
    mine = await amina.page.locator(".mine").all_inner_texts()
    assert [words.split()[-1] for words in mine[-2:]] == ["12", "30"]
    await amina.reads("Vraag 2 van 7")
    amina.complaints.clear()


async def _refused(route: Route) -> None:
    if route.request.method == "POST":
        await route.abort("connectionrefused")
    else:
        await route.continue_()


async def test_an_answer_that_got_lost_is_not_given_twice(amina: Screen) -> None:
    await amina.to_the_questions()
    lost = asyncio.Event()

    async def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost.is_set():
            lost.set()
            await route.fetch()  # the server has taken it, but she never hears that
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await amina.page.route("**/chat", lose)
    await amina.page.locator(".option").first.click()
    await amina.reads("deel 2 van 2")
    await expect(amina.page.locator(".waits")).to_have_count(0, timeout=10_000)
    await amina.reads("deel 2 van 2")
    first = amina.page.locator(".turn", has_text="deel 2 van 2")
    await expect(first).to_have_count(1)
    amina.complaints.clear()


async def test_the_conversation_goes_on_after_the_server_restarts(amina: Screen, program: Running) -> None:
    await amina.to_the_questions()
    await asyncio.to_thread(program.stop)
    await amina.page.locator(".option").first.click()
    await expect(amina.page.locator(".waits")).to_have_count(1)
    await asyncio.to_thread(program.start)
    await amina.reads("deel 2 van 2")
    await expect(amina.page.locator(".waits")).to_have_count(0)
    await amina.answer()
    await amina.reads("Vraag 2 van 7")
    amina.complaints.clear()


async def test_a_reload_shows_the_same_conversation(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.answer()
    await expect(amina.page.locator(".waits")).to_have_count(0)  # what she did is sent, and stands there as the server tells it
    before = await amina.page.locator(".bubble").all_inner_texts()
    await amina.page.reload()
    await expect(amina.page.locator(".bubble")).to_have_count(len(before))
    assert await amina.page.locator(".bubble").all_inner_texts() == before
    await expect(amina.newest).to_be_in_viewport()


async def test_a_second_page_follows_the_first(amina: Screen) -> None:
    await amina.begin()
    other = await amina.context.new_page()
    await other.goto(f"{amina.home}/chat")
    await amina.page.bring_to_front()
    await amina.press("Ja, dat is goed")
    await expect(other.locator(".turn").last).to_contain_text("Wat wil je doen?")


async def test_her_words_never_become_code(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.say("<img src=x onerror=alert(1)><b>hoi</b>")
    await expect(amina.page.locator(".mine").last).to_contain_text("<b>hoi</b>")
    assert await amina.page.locator(".log img").count() == 0

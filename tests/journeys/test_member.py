"""From the first hello to a step that fits."""

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.screen import WORDS, Screen, opened
from tests.web.running import Running

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="session")]


async def test_she_comes_from_hello_to_a_step_that_fits(screen: Screen) -> None:
    await screen.page.goto(f"{screen.home}/chat")
    await screen.accessible()
    await screen.fits()
    await screen.picture("first")
    await screen.to_the_questions()
    await screen.accessible()
    await screen.fits()
    await screen.answer()
    await screen.answer()
    await screen.picture("chat")
    await expect(screen.page.locator(".progress")).to_contain_text("2 van 7")
    await screen.answer_all()
    await screen.press("Mijn advies")
    await screen.reads("Jouw advies")
    await screen.accessible()
    await screen.fits()
    await screen.picture("advice")
    await screen.press((await screen.options())[0])
    await screen.reads("Stap ")


async def test_without_javascript_she_comes_as_far(browser: Browser, program: Running) -> None:
    async with opened(browser, program.url, script=False) as amina:
        await amina.to_the_questions()
        await amina.answer_all()
        await expect(amina.page.locator(".log")).to_contain_text(WORDS)
        await amina.press("Mijn advies")
        await amina.press((await amina.options())[0])
        await amina.reads("Stap ")
        assert amina.page.url.endswith("/chat#nieuw")


async def test_she_can_do_it_all_from_the_keyboard(amina: Screen) -> None:
    await amina.page.goto(f"{amina.home}/chat")
    await amina.page.keyboard.press("Tab")
    await amina.page.keyboard.press("Enter")
    await amina.reads("Mag ik jouw antwoorden bewaren?")
    await amina.page.locator("summary").focus()
    await amina.page.keyboard.press("Tab")  # Weg
    await amina.page.keyboard.press("Tab")
    await expect(amina.page.locator(".option").first).to_be_focused()
    await amina.page.keyboard.press("Enter")
    await amina.reads("Wat wil je doen?")
    await expect(amina.page.locator(".turn").last).to_be_focused()  # on from here, not from the top
    await amina.page.keyboard.press("Tab")
    await expect(amina.page.locator(".option").first).to_be_focused()
    await amina.page.keyboard.press("Space")
    await amina.reads("Kies een stappenplan.")


async def test_a_number_may_be_typed_in_arabic_digits(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.say("١٤")
    await amina.reads("deel 2 van 2")
    await expect(amina.page.locator(".mine").last).to_contain_text("١٤")


async def test_only_the_newest_message_has_buttons(amina: Screen) -> None:
    await amina.begin()
    await amina.press("Ja, dat is goed")
    assert await amina.page.locator(".choices").count() == 1
    assert "Ja, dat is goed" not in await amina.options()


async def test_what_comes_by_two_ways_is_shown_once(amina: Screen) -> None:
    await amina.begin()
    await amina.press("Ja, dat is goed")  # the answer to the tap brings what follows
    await amina.page.wait_for_timeout(1500)  # and so does the stream
    await expect(amina.page.locator(".turn")).to_have_count(2)


async def test_several_ticks_show_the_question_once(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.answer()
    await amina.answer()
    options = await amina.options()
    await amina.press(options[0])
    await amina.press(options[1])
    assert (await amina.options())[:2] == [f"✓ {options[0]}", f"✓ {options[1]}"]
    question = amina.page.locator(".said", has_text="Waarin zijn jullie verschillend?")
    await expect(question).to_have_count(1)
    await amina.page.reload()
    await expect(question).to_have_count(1)


async def test_the_menu_and_stop_are_always_near(amina: Screen) -> None:
    await amina.to_the_questions()
    await amina.page.locator("summary").click()
    await amina.accessible()
    await amina.page.locator(".menu").get_by_role("button", name="Stop").click()
    await amina.reads("Ik stuur je geen berichten meer")
    await expect(amina.page.locator(".menu form")).to_be_hidden()


async def test_away_leaves_at_once_and_takes_the_chat_out_of_the_history(amina: Screen) -> None:
    await amina.begin()
    steps = await amina.page.evaluate("history.length")
    await amina.page.route("https://www.knmi.nl/", lambda route: route.fulfill(body="Het weer"))
    await amina.page.get_by_role("link", name="Weg").click()
    await expect(amina.page.locator("body")).to_have_text("Het weer")
    assert await amina.page.evaluate("history.length") == steps

"""The pages with what a group answered show what the chat would show, and nothing else."""

import re

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.asks import CloseRound
from tests.console.house import logged_in, site_of
from tests.groups.playing import Play, gather
from tests.groups.world import World

SEGMENT = re.compile(r'<tr><th scope="row" dir="auto">(.*?)</th><td class="count">(\d+) van (\d+)</td></tr>')


@pytest.fixture
async def play(world: World) -> Play:
    """Five women, of whom Boyana leads the group."""
    return await gather(world, 5)


async def page(play: Play, path: str) -> httpx.Response:
    """As Boyana sees it."""
    async with logged_in(site_of(play.world), play.world, play.women["Boyana"]) as client:
        return await client.get(f"/console/{play.group}{path}", follow_redirects=True)


async def test_below_k_no_count_is_on_any_page(play: Play) -> None:
    round = await play.open()
    for name in ("Amina", "Carla"):
        await play.answer(name, round, 0)
    for path in ("", f"/answers/{round}", f"/answers/{round}/1", f"/answers/{round}/advice"):
        found = (await page(play, path)).text
        assert SEGMENT.findall(found) == []
        assert "<rect" not in found.replace('<rect width="16"', "").split("<main")[1].split("</defs>")[-1]
        assert "vindt dit" not in found
    assert "Nog te weinig antwoorden (2 van 3)" in (await page(play, f"/answers/{round}")).text


async def test_from_k_on_each_prompt_has_its_counts_words_and_a_table(play: Play) -> None:
    round = await play.open()
    for place, name in enumerate(play.women):
        await play.answer(name, round, 0 if place < 3 else -1)
    shown = (await page(play, f"/answers/{round}")).text
    assert shown.count("<details id=") >= 10
    assert all(int(of) == 5 for _, _, of in SEGMENT.findall(shown))
    assert "Verdeeld" in shown
    assert "Dilek vindt dit" not in shown  # words are on the page of their question
    asked = next(one for one in play.plan.asked if one.prompt.kind == "open")
    words = (await page(play, f"/answers/{round}/{asked.number}")).text
    assert words.count("vindt dit van " + asked.key) == 5


async def test_what_divides_the_group_stands_first_unless_she_wants_the_order_of_the_plan(play: Play) -> None:
    round = await play.open()
    for place, name in enumerate(play.women):
        await play.answer(name, round, 0 if place % 2 else -1)
    first = re.compile(r'<h2 dir="auto">(?:<span class="apart">(⚡)[^<]*</span> )?(\d)\.')
    apart = first.findall((await page(play, f"/answers/{round}")).text)
    assert apart[0][0] == "⚡"
    marks = [bool(mark) for mark, _ in apart]
    assert marks == sorted(marks, reverse=True)
    in_order = [int(number) for _, number in first.findall((await page(play, f"/answers/{round}?order=plan")).text)]
    assert in_order == sorted(in_order)


async def test_a_fourth_answer_that_is_held_back_changes_no_number_on_the_page(world: World) -> None:
    play = await gather(world, 7)
    round = await play.open()
    for name in ("Amina", "Boyana", "Carla"):
        await play.answer(name, round, 0)
    path = f"/answers/{round}"
    numbers = SEGMENT.findall((await page(play, path)).text)
    await play.answer("Dilek", round, 2)
    assert SEGMENT.findall((await page(play, path)).text) == numbers
    assert "Een paar antwoorden laat ik nog niet zien" in (await page(play, path)).text


async def test_a_round_of_another_group_is_not_there(play: Play, world: World) -> None:
    round = await play.open()
    carla = await world.meet("carla")
    group = await world.group(carla, "Moerwijk")
    async with logged_in(site_of(world), world, carla) as client:
        for path in ("", "/1", "/advice", "/close", "/live"):
            assert (await client.get(f"/console/{group}/answers/{round}{path}")).status_code == 404
        assert (await client.get(f"/console/{group}/course/{round}")).status_code == 404
        assert (await client.post(f"/console/{group}/answers/{round}/close")).status_code == 404
        assert (await client.post(f"/console/{group}/answers/{round}/advice", data={"step": "afspraken"})).status_code == 404


async def test_closing_asks_first_and_is_done_by_a_post(play: Play) -> None:
    round = await play.open()
    async with logged_in(site_of(play.world), play.world, play.women["Boyana"]) as client:
        asked = await client.get(f"/console/{play.group}/answers/{round}/close")
        assert "Ja, sluit de ronde nu" in asked.text
        after = await client.post(f"/console/{play.group}/answers/{round}/close", follow_redirects=True)
        assert "De ronde is gesloten." in after.text
    [row] = await play.world.rows("round")
    assert row["closed_on"] is not None


async def test_two_evaluations_stand_under_each_other_with_their_numbers(play: Play) -> None:
    for mood in (0, -1):
        round = await play.open()
        for name in play.women:
            await play.answer(name, round, mood)
        await play.told("Boyana", CloseRound(round))
    shown = (await page(play, "/course")).text
    assert shown.count("<article") == len(play.plan.questions)
    assert shown.count("· 5 antwoorden") == 2 * sum(1 for one in play.plan.asked if one.prompt.options)
    assert "toen 5, nu 5 antwoorden" in shown
    before = (await page(play, f"/answers/{round}/4")).text
    assert "Vergeleken met vorige keer" in before


async def test_a_step_of_the_advice_is_chosen_changed_and_dropped(play: Play) -> None:
    round = await play.open()
    for name in play.women:
        await play.answer(name, round, -1)
    async with logged_in(site_of(play.world), play.world, play.women["Boyana"]) as client:
        path = f"/console/{play.group}/answers/{round}/advice"
        [step, *_] = re.findall(r'name="step" value="([a-z-]+)"', (await client.get(path)).text)
        assert "De stap staat erbij." in (await client.post(path, data={"step": step}, follow_redirects=True)).text
        steps = f"/console/{play.group}/steps"
        changed = await client.post(steps, data={"plan": "3", "step": step, "status": "stuck"}, follow_redirects=True)
        assert "Nu: vastgelopen." in changed.text
        assert "Een stap loopt vast." in (await client.get(f"/console/{play.group}")).text
        await client.post(steps, data={"plan": "3", "step": step, "status": "drop"})
        assert await play.world.rows("chosen_step") == []
        assert (await client.post(steps, data={"plan": "3", "step": step, "status": "nonsense"})).status_code == 404


async def test_a_group_that_has_only_begun_is_told_what_to_do_next(app: FastAPI, world: World) -> None:
    carla = await world.meet("carla")
    group = await world.group(carla, "<b>Moerwijk</b>")
    async with logged_in(app, world, carla) as client:
        start = (await client.get(f"/console/{group}")).text
        assert "Nodig de vrouwen van je groep uit." in start
        assert "Start een ronde met vragen." in start
        assert "<b>Moerwijk" not in start
        assert "Kies eerst een plan" in (await client.get(f"/console/{group}/answers")).text
        assert "Na de tweede ronde" in (await client.get(f"/console/{group}/course")).text
        assert "nog geen stap gekozen" in (await client.get(f"/console/{group}/steps")).text

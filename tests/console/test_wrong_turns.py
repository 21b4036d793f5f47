"""What people do on pages that are old, pressed twice, or filled in wrongly; and addresses that nobody should type."""

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.contribution_asks import Accept
from bot.dialogue.reminder_asks import PauseReminder, SetReminder
from bot.dialogue.reminders import MONTHS
from tests.console.house import logged_in, stranger
from tests.groups.giving import HERS, OTHER, give, moderator
from tests.groups.world import Cast, World

ROUND = {"how": "apart", "weeks": "3"}


@pytest.mark.parametrize("digits", [12, 30, 5000])
async def test_an_endless_number_is_no_address(app: FastAPI, boyana: httpx.AsyncClient, cast: Cast, digits: int) -> None:
    number = "9" * digits
    paths = (f"/console/{number}", f"/console/{cast.laak}/send/{number}", f"/console/{cast.laak}/answers/{number}/live")
    async with stranger(app) as nobody:
        assert {(await nobody.get(path)).status_code for path in paths} <= {401, 404}
    assert {(await boyana.get(path)).status_code for path in paths} == {404}
    assert (await boyana.post(f"{paths[1]}/stop")).status_code == 404


@pytest.mark.parametrize("number", [32767, 32768, 40000])
async def test_a_reminder_of_a_plan_that_can_not_be_is_not_there(boyana: httpx.AsyncClient, cast: Cast, number: int) -> None:
    for path in (f"/console/{cast.laak}/reminders/{number}", f"/console/{cast.laak}/reminders/{number}/check"):
        assert (await boyana.get(path)).status_code == 404


@pytest.mark.parametrize("often", ["w²", "m²", "q²", "", "m", "w-3", "w٣", "m999"])
async def test_a_rhythm_that_is_no_choice_shows_the_form_again(boyana: httpx.AsyncClient, cast: Cast, often: str) -> None:
    page = await boyana.get(f"/console/{cast.laak}/reminders/3", params={"often": often})
    assert page.status_code == 200
    assert "Bekijk de dagen" in page.text


async def test_a_round_that_is_opened_twice_by_one_hand_leads_on_and_another_one_does_not(
    boyana: httpx.AsyncClient, world: World, cast: Cast
) -> None:
    path = f"/console/{cast.laak}/plans/3/round"
    first, second = [await boyana.post(path, data=ROUND) for _ in range(2)]
    assert (second.status_code, second.headers["location"]) == (first.status_code, first.headers["location"])
    assert first.status_code == 303
    assert len([row for row in await world.rows("round") if row["group_id"] == cast.laak]) == 1
    for other in ({**ROUND, "how": "named"}, {**ROUND, "weeks": "1"}):
        assert (await boyana.post(path, data=other)).status_code == 409


async def test_what_she_wrote_for_one_woman_never_stands_under_the_story_of_another(app: FastAPI, world: World, cast: Cast) -> None:
    judge, other = await moderator(world), await moderator(world)
    first, second = await give(world, cast.amina, HERS), await give(world, cast.carla, OTHER)
    long = "Samen eten. " * 100
    async with logged_in(app, world, judge) as client:
        for form in ({"kind": "experience", "words": long}, {"reason": "none"}):
            deed = "propose" if "words" in form else "refuse"
            again = await client.post(f"/console/contributions/{second}/{deed}", data=form)
            assert again.status_code == 422
            assert OTHER in again.text
            assert HERS not in again.text
        await world.do(other, Accept(first))
        again = await client.post(f"/console/contributions/{first}/propose", data={"kind": "experience", "words": long})
        assert again.status_code == 303
        shown = (await client.get(again.headers["location"])).text
        assert OTHER in shown
        assert "Samen eten. Samen eten." not in shown
        assert (
            await client.post(f"/console/contributions/{second}/propose", data={"kind": "experience", "words": long})
        ).status_code == 422


async def test_no_pause_is_told_where_nothing_comes_back(boyana: httpx.AsyncClient, cast: Cast) -> None:
    went = await boyana.post(f"/console/{cast.laak}/reminders/3/pause", data={"months": str(MONTHS[0])})
    assert "Er is nu een pauze" not in (await boyana.get(went.headers["location"])).text


async def test_whoever_changes_a_reminder_in_its_pause_reads_that_the_pause_ends(
    boyana: httpx.AsyncClient, world: World, cast: Cast
) -> None:
    await world.do(cast.boyana, SetReminder(cast.laak, 3, "m3.1.2.1000", "20270202"))
    check = f"/console/{cast.laak}/reminders/3/check?often=m3&nth=1&weekday=2&time=11:00"
    assert "stopt de pauze" not in (await boyana.get(check)).text
    await world.do(cast.boyana, PauseReminder(cast.laak, 3, "", MONTHS[0]))
    assert "stopt de pauze" in (await boyana.get(check)).text


async def test_a_chat_that_is_not_there_is_not_said_to_be_left(boyana: httpx.AsyncClient, cast: Cast) -> None:
    went = await boyana.post(f"/console/{cast.laak}/more/chats/99")
    assert "niets meer naar die chat" not in (await boyana.get(went.headers["location"])).text


@pytest.mark.parametrize("months", ["", "abc", "-3", "7777", "5.5"])
async def test_a_time_that_is_not_offered_keeps_nothing_longer(boyana: httpx.AsyncClient, world: World, cast: Cast, months: str) -> None:
    await boyana.post(f"/console/{cast.laak}/more/keeping", data={"months": "6"})
    assert (await boyana.post(f"/console/{cast.laak}/more/keeping", data={"months": months})).status_code == 404
    assert {row["keep_months"] for row in await world.rows("group") if row["id"] == cast.laak} == {6}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/more/name", {"name": " "}),
        ("/reminders/times/quiet", {"begins": "20:00", "ends": "19:00"}),
        ("/reminders/times/nudges", {"first": "5", "second": "3"}),
        ("/reminders/times/zone", {"city": "Nergenshuizen", "zone": "Europe/Sofia"}),
        ("/more/delete", {"name": "iets anders"}),
        ("/send", {"kind": "words", "text": " "}),
        ("/send", {"kind": "plan"}),
        ("/plans/3/round", {"how": "apart", "weeks": "17"}),
        ("/reminders/3/pause", {"until": "1999-01-01"}),
    ],
)
async def test_what_is_wrong_is_tied_to_where_it_was_filled_in(
    boyana: httpx.AsyncClient, world: World, cast: Cast, path: str, form: dict[str, str]
) -> None:
    await world.do(cast.boyana, SetReminder(cast.laak, 3, "m3.1.2.1000", "20270202"))
    page = await boyana.post(f"/console/{cast.laak}{path}", data=form)
    assert page.status_code == 422
    assert '<p class="wrong" id="wrong" role="alert">' in page.text
    assert page.text.count('aria-describedby="wrong') >= 1
    assert "<title>Let op:" in page.text
    if "zone" in form:
        assert f'value="{form["zone"]}" selected' in page.text

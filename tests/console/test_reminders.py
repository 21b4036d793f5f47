"""When a plan comes back, and the times of a group, as forms that work without JavaScript."""

import html as htmls
import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.reminder_asks import PauseReminder, SetQuiet, SetReminder
from tests.console.house import logged_in
from tests.groups.world import Cast, World

USUAL = {"often": "m3", "nth": "1", "weekday": "2", "time": "10:00"}
SENTENCE = "Elke 3 maanden op de eerste dinsdag om 10:00."


def path(cast: Cast, rest: str = "") -> str:
    return f"/console/{cast.laak}/reminders{rest}"


async def check(client: httpx.AsyncClient, cast: Cast, **given: str) -> httpx.Response:
    return await client.get(path(cast, "/3/check"), params=given)


def hidden(page: str, name: str) -> str:
    return str(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])


async def the_reminder(world: World) -> dict[str, Any]:
    [row] = await world.rows("reminder")
    return row


async def set_one(world: World, cast: Cast, code: str = "m3.1.2.1000") -> None:
    await world.do(cast.boyana, SetReminder(cast.laak, 3, code, "20270202"))


async def test_she_sees_three_days_before_anything_is_set(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    assert "Komt niet vanzelf terug" in (await boyana.get(path(cast))).text
    form = (await boyana.get(path(cast, "/3"))).text
    for value in USUAL.values():
        assert re.search(rf'<option value="{value}" selected', form), value
    page = (await check(boyana, cast, **USUAL)).text
    assert SENTENCE in page
    assert re.findall(r"<li>(\w\w \d+ \w{3} \d{4})</li>", page) == ["di 2 feb 2027", "di 4 mei 2027", "di 3 aug 2027"]
    assert await world.rows("reminder") == []
    answer = await boyana.post(path(cast, "/3"), data={name: hidden(page, name) for name in ("code", "start")})
    assert answer.headers["location"] == path(cast, "/3?done=set")
    assert (await the_reminder(world))["rule"] == "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"
    page = (await boyana.get(answer.headers["location"])).text
    assert "komen vanzelf terug" in page
    assert SENTENCE in page
    assert "De volgende keer: di 2 feb 2027 om 10:00." in (await boyana.get(path(cast))).text


async def test_it_may_begin_earlier(boyana: httpx.AsyncClient, cast: Cast) -> None:
    page = (await check(boyana, cast, **USUAL)).text
    [link] = re.findall(r'href="([^"]*early=1)"', page)
    page = (await boyana.get(htmls.unescape(link))).text
    assert "di 1 dec 2026" in page
    assert "Later beginnen" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"often": "w6"}, "Elke 6 weken op dinsdag om 10:00."),
        ({"often": "q1", "nth": "-1", "weekday": "5"}, "Op de laatste vrijdag van het kwartaal om 10:00."),
        ({"often": "m1", "time": "9:30"}, "Elke maand op de eerste dinsdag om 9:30."),
        ({"text": "elke eerste dinsdag van het kwartaal om 10:00"}, "Op de eerste dinsdag van het kwartaal om 10:00."),
        ({"text": "elk jaar op 1 maart om 11 uur"}, "Elk jaar op 1 maart om 11:00."),
    ],
)
async def test_what_she_chooses_or_types_is_said_back(boyana: httpx.AsyncClient, cast: Cast, given: dict[str, str], said: str) -> None:
    page = (await check(boyana, cast, **{**USUAL, **given})).text
    assert said in page
    answer = await boyana.post(path(cast, "/3"), data={name: hidden(page, name) for name in ("code", "start")})
    assert said in (await boyana.get(answer.headers["location"])).text
    [back] = re.findall(r'href="([^"]*)">Verander het', page)
    form = (await boyana.get(htmls.unescape(back))).text
    for name, value in given.items():
        assert f'name="text" value="{value}"' in form if name == "text" else f'<option value="{value}" selected' in form


@pytest.mark.parametrize(
    "given",
    [
        *({"text": "soms"}, {"text": "elke dinsdag en elke maand"}, {"text": "<script>alert(1)</script>"}),
        *({"often": "x9"}, {"often": "w99"}, {"often": ""}, {"nth": "9"}, {"weekday": "8"}, {"weekday": "x"}, {"time": "25:00"}),
        *({"code": "w6.2"}, {"code": "<b>"}, {"often": "m٣"}),
    ],
)
async def test_what_can_not_be_understood_stays_there_with_an_example(boyana: httpx.AsyncClient, cast: Cast, given: dict[str, str]) -> None:
    answer = await check(boyana, cast, **{**USUAL, **given})
    assert answer.status_code == 422
    assert "elke 6 weken op dinsdag om 10 uur" in answer.text
    assert htmls.escape(given.get("text", "")) in answer.text
    assert "<script>alert" not in answer.text


async def test_a_time_in_the_quiet_hours_is_refused_with_these_hours(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    answer = await check(boyana, cast, **{**USUAL, "often": "w2", "time": "21:00"})
    assert answer.status_code == 422
    assert "Van 20:00 tot 9:00 is het stil in de groep" in answer.text
    for value in ("w2", "21:00"):
        assert f'<option value="{value}" selected' in answer.text
    set_all_the_same = await boyana.post(path(cast, "/3"), data={"code": "w2.2.2100", "start": "20261208"})
    assert set_all_the_same.status_code == 422
    assert await world.rows("reminder") == []


async def test_a_day_that_never_comes_is_refused(boyana: httpx.AsyncClient, cast: Cast) -> None:
    answer = await check(boyana, cast, text="elk jaar op 30 februari")
    assert answer.status_code == 422
    assert "Die dag komt nooit" in answer.text


async def test_an_odd_schedule_of_the_chat_stands_in_the_form_too(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await set_one(world, cast, "w5.4.1045")
    form = (await boyana.get(path(cast, "/3"))).text
    for value in ("w5", "4", "10:45"):
        assert f'<option value="{value}" selected' in form
    await set_one(world, cast, "y3.1.1000")
    assert "Elk jaar op 1 maart om 10:00." in (await boyana.get(path(cast, "/3"))).text


@pytest.mark.parametrize(
    ("given", "until"), [({"months": "3"}, "2027-02-23"), ({"until": "2027-03-01"}, "2027-03-01"), ({"until": "1 maart"}, "2027-03-01")]
)
async def test_she_pauses_it_and_goes_on_again(
    boyana: httpx.AsyncClient, world: World, cast: Cast, given: dict[str, str], until: str
) -> None:
    await set_one(world, cast)
    page = (await boyana.get((await boyana.post(path(cast, "/3/pause"), data=given)).headers["location"])).text
    assert "Er is nu een pauze" in page
    assert str((await the_reminder(world))["paused_until"]) == until
    assert "Er is een pauze tot" in (await boyana.get(path(cast))).text
    page = (await boyana.get((await boyana.post(path(cast, "/3/resume"))).headers["location"])).text
    assert "De pauze is voorbij" in page
    assert (await the_reminder(world))["paused_until"] is None


@pytest.mark.parametrize(
    ("until", "wrong"),
    [("", "begrijp ik niet"), ("gisteren", "begrijp ik niet"), ("2026-11-01", "al voorbij"), ("2040-01-01", "te ver weg")],
)
async def test_a_pause_until_no_day_that_can_be(boyana: httpx.AsyncClient, world: World, cast: Cast, until: str, wrong: str) -> None:
    await set_one(world, cast)
    answer = await boyana.post(path(cast, "/3/pause"), data={"until": until})
    assert answer.status_code == 422
    assert wrong in answer.text
    assert f'value="{until}"' in answer.text
    assert (await the_reminder(world))["paused_until"] is None
    assert (await boyana.post(path(cast, "/3/pause"), data={"months": "7"})).status_code == 404


async def test_it_is_stopped_after_a_question(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    assert (await boyana.get(path(cast, "/3/stop"))).status_code == 404
    await set_one(world, cast)
    await world.do(cast.boyana, PauseReminder(cast.laak, 3, months=1))
    assert SENTENCE in (await boyana.get(path(cast, "/3/stop"))).text
    assert len(await world.rows("reminder")) == 1
    page = (await boyana.get((await boyana.post(path(cast, "/3/stop"))).headers["location"])).text
    assert "De herinnering is gestopt" in page
    assert await world.rows("reminder") == []
    assert (await boyana.post(path(cast, "/3/stop"))).status_code == 303  # pressed twice


async def test_of_a_plan_that_is_not_there_nothing_can_be_set(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    for plan in (1, 99):
        for rest in ("", "/check", "/stop"):
            assert (await boyana.get(path(cast, f"/{plan}{rest}"))).status_code == 404
        for rest in ("", "/pause", "/resume", "/stop"):
            assert (await boyana.post(path(cast, f"/{plan}{rest}"), data={"code": "w6.2.1000", "start": "20270202"})).status_code == 404
    for data in ({"code": "x", "start": "20270202"}, {}):
        assert (await boyana.post(path(cast, "/3"), data=data)).status_code == 404
    assert await world.rows("reminder") == []


async def test_the_times_of_the_group(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    times = path(cast, "/times")
    page = (await boyana.get(times)).text
    for value in ("20:00", "9:00", "4", "10", "Europe/Amsterdam"):
        assert f'<option value="{value}" selected' in page
    for rest, data in (
        ("/quiet", {"begins": "21:30", "ends": "8:00"}),
        ("/nudges", {"first": "3", "second": "0"}),
        ("/zone", {"zone": "Europe/Amsterdam", "city": "Paramaribo"}),
    ):
        answer = await boyana.post(times + rest, data=data)
        assert answer.headers["location"] == f"{times}?done=changed"
    page = (await boyana.get(answer.headers["location"])).text
    assert "Het is veranderd" in page
    for value in ("21:30", "8:00", "3", "0", "America/Paramaribo"):
        assert f'<option value="{value}" selected' in page


@pytest.mark.parametrize(
    ("rest", "data", "wrong"),
    [
        ("/quiet", {"begins": "20:00", "ends": "19:00"}, "4 uur of meer"),
        ("/quiet", {"begins": "20:00", "ends": "20:00"}, "4 uur of meer"),
        ("/nudges", {"first": "4", "second": "4"}, "later zijn dan de eerste"),
        ("/nudges", {"first": "0", "second": "4"}, "later zijn dan de eerste"),
        ("/zone", {"city": "<script>"}, "Die stad ken ik niet"),
    ],
)
async def test_times_that_can_not_be_stay_there_with_what_to_do(
    boyana: httpx.AsyncClient, world: World, cast: Cast, rest: str, data: dict[str, str], wrong: str
) -> None:
    before = await world.rows("group")
    answer = await boyana.post(path(cast, f"/times{rest}"), data=data)
    assert answer.status_code == 422
    assert wrong in answer.text
    assert "<script>" not in answer.text.replace("<script src", "")
    assert await world.rows("group") == before


async def test_what_no_form_offers_is_not_there(boyana: httpx.AsyncClient, cast: Cast) -> None:
    for rest, data in (("/quiet", {"begins": "x", "ends": "8:00"}), ("/quiet", {}), ("/nudges", {"first": "99"})):
        assert (await boyana.post(path(cast, f"/times{rest}"), data=data)).status_code == 404


async def test_other_quiet_hours_stand_in_the_form_too(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await world.do(cast.boyana, SetQuiet(cast.laak, 21 * 60 + 15, 8 * 60))
    assert '<option value="21:15" selected' in (await boyana.get(path(cast, "/times"))).text


async def test_for_others_none_of_it_is_there(app: FastAPI, world: World, cast: Cast) -> None:
    await set_one(world, cast)
    before = await world.rows("reminder"), await world.rows("group")
    async with logged_in(app, world, cast.carla) as client:
        for rest in ("", "/3", "/3/check", "/3/stop", "/times"):
            assert (await client.get(path(cast, rest))).status_code == 404, rest
        for rest in ("/3", "/3/pause", "/3/resume", "/3/stop", "/times/quiet", "/times/nudges", "/times/zone"):
            data = {"code": "w6.2.1000", "start": "20270202", "months": "1", "begins": "21:00", "ends": "8:00", "zone": "Europe/Sofia"}
            assert (await client.post(path(cast, rest), data=data)).status_code == 404, rest
    assert (await world.rows("reminder"), await world.rows("group")) == before

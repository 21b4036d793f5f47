"""Logging in: a link that works once, for ten minutes, and only after a press."""

import re

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.asks import Appoint, Leave, StepDown
from bot.dialogue.console_asks import MakeLogin
from bot.dialogue.console_facts import NoConsole
from bot.web.console.login import device_of
from tests.console.house import key_for, logged_in, site_of, stranger
from tests.groups.playing import gather
from tests.groups.world import Cast, World

DAY = 24 * 3600
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"


async def test_a_link_that_is_looked_at_still_logs_in_and_works_once(app: FastAPI, world: World, cast: Cast) -> None:
    key = await key_for(world, cast.boyana)
    async with stranger(app) as client:
        for _ in range(3):
            assert "Log hier in" in (await client.get("/console/login", params={"key": key})).text
        first = await client.post("/console/login", data={"key": key})
        assert (first.status_code, first.headers["location"]) == (303, "/console")
        cookie = first.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=lax", "max-age=2592000"))
        page = await client.get("/console", follow_redirects=True)
        assert page.status_code == 200
        assert "Vrouwen van Laak" in page.text or "Laak" in page.text
    async with stranger(app) as client:
        assert (await client.post("/console/login", data={"key": key})).status_code == 403


async def test_over_https_only_the_exact_host_gets_the_cookie(world: World, cast: Cast) -> None:
    home = "https://stappen.example.nl"
    app, key = site_of(world, home), await key_for(world, cast.boyana)
    async with stranger(app, home) as client:
        cookie = (await client.post("/console/login", data={"key": key})).headers["set-cookie"]
    assert cookie.startswith("__Host-console=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/"))
    assert "Domain" not in cookie


async def test_after_ten_minutes_a_link_does_not_log_in(app: FastAPI, world: World, cast: Cast) -> None:
    key = await key_for(world, cast.boyana)
    world.clock.passes(10 * 60)
    async with stranger(app) as client:
        assert (await client.get("/console/login", params={"key": key})).status_code == 403
        assert (await client.post("/console/login", data={"key": key})).status_code == 403


async def test_a_second_link_ends_the_first(app: FastAPI, world: World, cast: Cast) -> None:
    first, second = await key_for(world, cast.boyana), await key_for(world, cast.boyana)
    async with stranger(app) as client:
        assert (await client.post("/console/login", data={"key": first})).status_code == 403
        assert (await client.post("/console/login", data={"key": second})).status_code == 303


@pytest.mark.parametrize("key", ["", "x", "ö" * 32, "a" * 33, "a" * 5000])
async def test_what_is_no_key_logs_nobody_in(app: FastAPI, key: str) -> None:
    async with stranger(app) as client:
        assert (await client.post("/console/login", data={"key": key})).status_code == 403
        assert "Log hier in" not in (await client.get("/console/login", params={"key": key})).text


async def test_no_table_holds_the_key_or_the_cookie(app: FastAPI, world: World, cast: Cast) -> None:
    key = await key_for(world, cast.boyana)
    assert key not in repr(await world.everything())
    async with stranger(app) as client:
        cookie = (await client.post("/console/login", data={"key": key})).cookies["console"]
    assert cookie not in repr(await world.everything())
    assert await world.rows("login") == []


async def test_who_leads_no_group_gets_no_link(world: World, cast: Cast) -> None:
    assert await world.do(cast.amina, MakeLogin()) == NoConsole()
    assert await world.rows("login") == []


async def test_without_a_login_every_page_says_how_to_get_one(app: FastAPI, cast: Cast) -> None:
    async with stranger(app) as client:
        for path in ("/console", f"/console/{cast.laak}", f"/console/{cast.laak}/members", "/console/devices"):
            page = await client.get(path)
            assert page.status_code == 401
            assert "inloggen" in page.text
            assert "Laak" not in page.text
        assert (await client.get(f"/console/{cast.laak}/live")).status_code == 401


async def test_a_group_of_others_is_not_there(boyana: httpx.AsyncClient, cast: Cast) -> None:
    assert (await boyana.get(f"/console/{cast.laak}")).status_code == 200
    for group in (cast.moerwijk, 999, 99999999999999999999):
        for rest in ("", "/answers", "/members", "/send", "/more", "/live", "/downloads", "/plans", "/reminders", "/course", "/steps"):
            assert (await boyana.get(f"/console/{group}{rest}")).status_code == 404


async def test_who_stepped_down_or_left_sees_nothing_of_the_group_any_more(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as client:
        await world.do(cast.boyana, Appoint(cast.laak, 2))
        await world.do(cast.boyana, StepDown(cast.laak))
        assert (await client.get(f"/console/{cast.laak}")).status_code == 404
        await world.do(cast.boyana, Leave(cast.laak))
        assert (await client.get(f"/console/{cast.laak}")).status_code == 404
        assert "geen coördinator" in (await client.get("/console")).text


async def test_a_post_of_another_site_does_nothing(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as client:
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}):
            answer = await client.post("/console/devices", data={"device": "0"}, headers=headers)
            assert answer.status_code == 403
        assert len(await world.rows("session")) == 1


async def test_thirty_days_after_her_last_visit_she_is_logged_out(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as client:
        for _ in range(3):
            world.clock.passes(20 * DAY)
            assert (await client.get(f"/console/{cast.laak}")).status_code == 200
        world.clock.passes(30 * DAY)
        assert (await client.get(f"/console/{cast.laak}")).status_code == 401


async def test_she_sees_her_devices_and_ends_one(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as phone, logged_in(app, world, cast.boyana) as computer:
        page = (await phone.get("/console/devices")).text
        assert page.count("dit apparaat") == 1
        ids = [int(id) for id in re.findall(r'name="device" value="([1-9]\d*)"', page)]
        assert len(ids) == 2
        newest = max(ids)
        assert (await phone.post("/console/devices", data={"device": str(newest)})).status_code == 303
        assert (await computer.get("/console/devices")).status_code == 401
        assert (await phone.get("/console/devices")).status_code == 200


async def test_nobody_ends_the_login_of_another(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as boyana, logged_in(app, world, cast.carla) as carla:
        [hers] = [row["id"] for row in await world.rows("session") if row["person_id"] == cast.boyana.person_id]
        await carla.post("/console/devices", data={"device": str(hers)})
        assert (await boyana.get("/console/devices")).status_code == 200
        await boyana.post("/console/devices", data={"device": "0"})
        assert (await boyana.get("/console/devices")).status_code == 401
        assert (await carla.get("/console/devices")).status_code == 200


async def test_logging_out_ends_it_here(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as client:
        cookies = dict(client.cookies)
        assert (await client.post("/console/logout")).headers["location"] == "/console/login"
        async with stranger(app) as again:
            again.cookies.update(cookies)
            assert (await again.get("/console/devices")).status_code == 401


async def test_too_many_tries_have_to_wait(app: FastAPI) -> None:
    async with stranger(app) as client:
        answers = [(await client.post("/console/login", data={"key": "a" * 32})).status_code for _ in range(22)]
    assert answers[:20] == [403] * 20
    assert answers[20:] == [429] * 2


@pytest.mark.parametrize(
    ("agent", "name"), [(CHROME, "Chrome, Android"), ("", "?"), ("<script>" * 99, "?"), ("Firefox Windows", "Firefox, Windows")]
)
def test_a_device_is_called_as_people_call_it(agent: str, name: str) -> None:
    assert device_of(agent) == name


async def test_in_the_chat_she_types_inloggen_and_gets_her_link(world: World) -> None:
    play = await gather(world, 2)
    said = await play.write("Boyana", "Inloggen")
    [key] = re.findall(r"/console/login\?key=(\w{32})", said)
    assert "10 minuten" in said
    async with stranger(site_of(world)) as client:
        assert (await client.post("/console/login", data={"key": key})).status_code == 303
    assert "voor coördinatoren" in await play.write("Amina", "inloggen")

"""The members of a group, and how others come in."""

import re
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.asks import CallMe, ShowInvite
from bot.dialogue.facts import InvitePage
from bot.dialogue.state import State
from bot.groups.house import Who
from storage import people
from tests.console.house import logged_in, site_of
from tests.groups.playing import gather
from tests.groups.sending import channels
from tests.groups.world import Cast, World

HOSTILE = ("<script>alert(1)</script>", "x" * 40, '"><img src=x onerror=1>', "=1+1", "أمينة")


@pytest.fixture(autouse=True)
def reachable(world: World) -> None:
    """Telegram, WhatsApp and the web are there."""
    world.house = replace(world.house, capabilities={name: channel.capabilities for name, channel in channels().items()})


@pytest.fixture
def app(world: World, reachable: None) -> FastAPI:
    """The site with these."""
    return site_of(world)


async def remember(world: World, who: Who, **state: object) -> None:
    async with world.database.write() as connection:
        await people.remember(connection, who.person_id, State(**state).to_json(), world.clock())  # type: ignore[arg-type]


async def page(client: httpx.AsyncClient, path: str) -> str:
    found = await client.get(path)
    assert found.status_code == 200, found.text
    return found.text


def names(html: str) -> list[str]:
    return re.findall(r'<a class="row" href="/console/\d+/members/\d+"><span><strong dir="auto">(.*?)</strong>', html)


async def test_everybody_is_in_the_list_with_what_tells_her_from_others(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await world.do(cast.amina, CallMe("Amina"))
    html = await page(boyana, f"/console/{cast.laak}/members")
    assert names(html) == ["Lid 1", "Amina"]
    assert "dat ben jij · coördinator" in html
    assert "Telegram · sinds 23 nov 2026" in html
    assert "Krijgt geen berichten" not in html
    await world.do(cast.boyana, CallMe("Amina"))
    assert names(await page(boyana, f"/console/{cast.laak}/members")) == ["Amina (lid 1)", "Amina (lid 2)"]


async def test_she_looks_for_somebody_by_a_part_of_her_name_or_by_her_number(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await world.do(cast.amina, CallMe("Amína Yılmaz"))
    path = f"/console/{cast.laak}/members"
    for q, found in (("amina", ["Amína Yılmaz"]), ("MINA", ["Amína Yılmaz"]), ("1", ["Lid 1"]), ("lid 1", ["Lid 1"]), ("zzz", [])):
        html = (await boyana.get(path, params={"q": q})).text
        assert names(html) == found, q
        assert f'value="{q}"' in html
    assert "Er is niemand gevonden" in html


async def test_filters_are_links_that_keep_what_she_looks_for(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await remember(world, cast.amina, stopped=True, language="tr")
    path = f"/console/{cast.laak}/members"
    html = (await boyana.get(path, params={"q": "lid"})).text
    assert "Zij zei STOP" in html
    for show, found in (("lost", ["Lid 2"]), ("tr", ["Lid 2"]), ("nl", ["Lid 1"]), ("nonsense", ["Lid 1", "Lid 2"])):
        assert names((await boyana.get(path, params={"q": "lid", "show": show})).text) == found, show
    assert "?q=lid&amp;show=lost" in html
    assert "Nog niet klaar" not in html


async def test_who_can_not_be_reached_is_told_with_what_helps(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    async with world.database.write() as connection:
        await people.reachable(connection, cast.amina.address_id, world.clock())
    assert "Niet te bereiken" in await page(boyana, f"/console/{cast.laak}/members")
    assert "Vraag haar om Stappenbot een bericht te sturen" in await page(boyana, f"/console/{cast.laak}/members/2")


async def test_a_hundred_on_a_page(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    for number in range(3, 204):
        who = await world.meet(f"lid {number}")
        values = {"number": number, "role": "member", "joined_on": world.clock().date()}
        await world.put("membership", group_id=cast.laak, person_id=who.person_id, **values)
    path = f"/console/{cast.laak}/members"
    for place, (count, links) in enumerate(((100, 1), (100, 2), (3, 1))):
        html = (await boyana.get(path, params={"page": str(place), "q": "lid"})).text
        assert len(names(html)) == count
        assert len(re.findall(r"members\?q=lid&amp;page=\d", html)) == links
    assert names((await boyana.get(path, params={"page": "99999"})).text) == ["Lid 201", "Lid 202", "Lid 203"]
    for odd in ("-1", "x", "٣", "9" * 50):
        assert len(names((await boyana.get(path, params={"page": odd})).text)) == 100
    assert len((await boyana.get(path)).content) < 40_000


async def test_nothing_on_the_pages_tells_who_answered_a_round_without_names(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=True)
    async with logged_in(site_of(world), world, play.women["Boyana"]) as client:
        paths = (f"/console/{play.group}/members", f"/console/{play.group}/members/2", f"/console/{play.group}/members?show=open")
        before = [await page(client, path) for path in paths]
        await play.answer("Amina", round, 0)
        assert [await page(client, path) for path in paths] == before


async def test_in_a_round_with_names_it_shows_who_is_not_done(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=False)
    await play.answer("Amina", round, 0)
    async with logged_in(site_of(world), world, play.women["Boyana"]) as client:
        html = await page(client, f"/console/{play.group}/members")
        assert html.count("klaar met de vragen") == 1
        assert "Nog niet klaar</bdi> (3)" in html
        assert len(names(await page(client, f"/console/{play.group}/members?show=open"))) == 3


@pytest.mark.parametrize("name", HOSTILE)
async def test_whatever_she_calls_herself_is_only_text(boyana: httpx.AsyncClient, world: World, cast: Cast, name: str) -> None:
    await world.do(cast.amina, CallMe(name))
    for path in ("", "/2", "/2/remove", "/2/appoint"):
        html = await page(boyana, f"/console/{cast.laak}/members{path}")
        assert "<script>alert" not in html
        assert "<img" not in html
    html = (await boyana.get(f"/console/{cast.laak}/members", params={"q": name})).text
    assert "<script>alert" not in html
    assert "<img" not in html


async def test_looking_for_html_shows_it_as_text(boyana: httpx.AsyncClient, cast: Cast) -> None:
    html = (await boyana.get(f"/console/{cast.laak}/members", params={"q": '"><script>alert(1)</script>', "show": '"><b>'})).text
    assert "<script>alert" not in html
    assert "<b>" not in html


async def test_she_makes_another_coordinator_after_a_question(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    path = f"/console/{cast.laak}/members/2/appoint"
    assert "alles wat jij kunt" in await page(boyana, path)
    assert {row["role"] for row in await world.rows("membership") if row["person_id"] == cast.amina.person_id} == {"member"}
    answer = await boyana.post(path)
    assert answer.headers["location"] == f"/console/{cast.laak}/members?done=appointed"
    assert "ook coördinator" in await page(boyana, answer.headers["location"])
    assert (await boyana.post(f"/console/{cast.laak}/members/9/appoint")).status_code == 404
    assert {row["role"] for row in await world.rows("membership") if row["person_id"] == cast.amina.person_id} == {"coordinator"}


async def test_she_takes_somebody_out_after_a_question_and_never_herself(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    path = f"/console/{cast.laak}/members/2/remove"
    assert "zonder naam" in await page(boyana, path)
    assert len(await world.rows("membership")) == 3
    for _ in range(2):  # pressed twice it does no harm
        assert (await boyana.post(path)).status_code == 303
    assert len(await world.rows("membership")) == 2
    for method in (boyana.get, boyana.post):
        assert (await method(f"/console/{cast.laak}/members/1/remove")).status_code == 404
        assert (await method(f"/console/{cast.laak}/members/99999999999/remove")).status_code == 404
    assert (await boyana.get(f"/console/{cast.laak}/members/2")).status_code == 404


async def test_alone_she_is_told_to_invite_the_others(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.carla) as client:
        html = await page(client, f"/console/{cast.moerwijk}/members")
        assert "Nodig de anderen uit" in html
        assert 'type="search"' not in html


async def test_the_code_stands_there_with_its_links_and_squares(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    code = await world.code(cast.boyana, cast.laak)
    html = await page(boyana, f"/console/{cast.laak}/members/invite")
    assert f">{code}</strong>" in html
    assert f'href="http://test/chat?code={code}"' in html
    assert f'data-copy="https://t.me/stappen_bot?start={code}"' in html
    assert 'class="qr"' in html
    assert f"/console/{cast.laak}/downloads/poster.pdf" in html
    large = await page(boyana, f"/console/{cast.laak}/members/invite/qr")
    assert 'class="full"' in large
    assert code in large
    assert re.search(r'class="qr">(.*?)</svg>', large)[0] == re.search(r'class="qr">(.*?)</svg>', html)[0]  # type: ignore[index]


async def test_a_new_code_ends_the_old_one_and_stopping_it_leaves_none(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    path, old = f"/console/{cast.laak}/members/invite", await world.code(cast.boyana, cast.laak)
    assert "werken dan niet meer" in await page(boyana, f"{path}/new")
    assert await world.code(cast.boyana, cast.laak) == old
    assert "nieuwe code" in await page(boyana, (await boyana.post(f"{path}/new")).headers["location"])
    new = await world.code(cast.boyana, cast.laak)
    assert new != old
    assert "Er kan dan niemand meer bij" in await page(boyana, f"{path}/end")
    html = await page(boyana, (await boyana.post(f"{path}/end")).headers["location"])
    assert new not in html
    assert "Maak een nieuwe code" in html
    assert (await boyana.get(f"{path}/qr")).status_code == 404
    found = await world.do(cast.boyana, ShowInvite(cast.laak))
    assert isinstance(found, InvitePage)
    assert not found.code


async def test_the_list_with_names_is_offered_only_after_a_fresh_login(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    assert "downloads/members.csv" in await page(boyana, f"/console/{cast.laak}/members")
    world.clock.passes(24 * 3600)
    html = await page(boyana, f"/console/{cast.laak}/members")
    assert "downloads/members.csv" not in html
    assert "Log eerst opnieuw in" in html


async def test_for_others_none_of_it_is_there(app: FastAPI, world: World, cast: Cast) -> None:
    before = await world.rows("membership"), await world.rows("code")
    async with logged_in(app, world, cast.carla) as client:
        group = f"/console/{cast.laak}/members"
        for path in ("", "/1", "/2", "/2/appoint", "/2/remove", "/invite", "/invite/qr", "/invite/new", "/invite/end"):
            assert (await client.get(group + path)).status_code == 404, path
        for path in ("/2/appoint", "/2/remove", "/invite/new", "/invite/end"):
            assert (await client.post(group + path)).status_code == 404, path
    assert (await world.rows("membership"), await world.rows("code")) == before


async def test_a_post_of_another_site_takes_nobody_out(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    answer = await boyana.post(f"/console/{cast.laak}/members/2/remove", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert len(await world.rows("membership")) == 3

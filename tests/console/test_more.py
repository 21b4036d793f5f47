"""What there is besides the tabs: settings, stopping, and the end of a group."""

import gettext
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.asks import Appoint
from bot.dialogue.broadcast_asks import Compose
from bot.dialogue.catalogue import Words
from bot.groups.console_keeping import Busy
from bot.web.console import more_delete
from storage import chats
from tests.cast import BOYANA
from tests.console.house import logged_in, site_of
from tests.console.test_members import HOSTILE
from tests.groups.filled import put_round
from tests.groups.world import Cast, World

DAY = 24 * 3600


def path(cast: Cast, rest: str = "") -> str:
    return f"/console/{cast.laak}/more{rest}"


async def laak(world: World) -> dict[str, object]:
    return next(row for row in await world.rows("group") if row["id"] == 1)


async def test_all_other_pages_are_found_from_here(boyana: httpx.AsyncClient, cast: Cast) -> None:
    page = (await boyana.get(path(cast))).text
    base = f"/console/{cast.laak}"
    for link in ("/plans", "/reminders", "/course", "/downloads", "/more/settings"):
        assert f'href="{base}{link}"' in page
        assert (await boyana.get(base + link)).status_code == 200
    for link in ("/console?all=1", "/console/devices"):
        assert f'href="{link}"' in page
    assert 'action="/console/logout"' in page
    assert "/console/contributions" not in page


async def test_the_name_can_be_changed_and_stays_plain_text(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    for name in (*HOSTILE, "Vrouwen van Laak"):
        answer = await boyana.post(path(cast, "/name"), data={"name": f"  {name} "})
        assert answer.status_code == 303
        assert (await laak(world))["name"] == name
        for rest in ("/settings", "/delete", "", "/leave", "/stepdown"):
            page = (await boyana.get(path(cast, rest))).text
            assert "<script>alert" not in page
            assert "<img" not in page
    assert "Het is veranderd" in (await boyana.get(answer.headers["location"])).text


@pytest.mark.parametrize(("name", "wrong"), [("", "Typ een naam"), ("\u202e\u200f", "Typ een naam"), ("x" * 61, "te lang")])
async def test_a_name_that_can_not_be_stays_there_with_what_to_do(
    boyana: httpx.AsyncClient, world: World, cast: Cast, name: str, wrong: str
) -> None:
    answer = await boyana.post(path(cast, "/name"), data={"name": name})
    assert answer.status_code == 422
    assert wrong in answer.text
    assert f'value="{name}"' in answer.text
    assert (await laak(world))["name"] == BOYANA.group


async def test_the_threshold_goes_up_and_down_but_of_open_rounds_only_up(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await put_round(world, cast.laak)
    for count in (6, 4):
        assert (await boyana.post(path(cast, "/threshold"), data={"threshold": str(count)})).status_code == 303
        assert (await laak(world))["threshold"] == count
        assert f'<option value="{count}" selected' in (await boyana.get(path(cast, "/settings"))).text
        assert [row["threshold"] for row in await world.rows("round")] == [6]
    for odd in ("2", "11", "", "x"):
        assert (await boyana.post(path(cast, "/threshold"), data={"threshold": odd})).status_code == 404
    assert (await laak(world))["threshold"] == 4


async def test_how_long_answers_are_kept(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    page = (await boyana.get(path(cast, "/settings"))).text
    assert "24 maanden (het langst)" in page
    for months in ("3", "12", "0"):
        assert (await boyana.post(path(cast, "/keeping"), data={"months": months})).status_code == 303
        assert (await laak(world))["keep_months"] == (int(months) or None)
        assert f'<option value="{months}" selected' in (await boyana.get(path(cast, "/settings"))).text
    for months in ("1", "36", ""):
        assert (await boyana.post(path(cast, "/keeping"), data={"months": months})).status_code == 404


async def test_where_there_are_several_languages_she_chooses_one_for_the_chat_as_well(world: World, cast: Cast) -> None:
    found = world.house.catalogue
    texts = replace(found.texts, languages=("nl", "tr"), by_language={**found.texts.by_language, "tr": found.texts.by_language["nl"]})
    own = {**found.own, "tr": Words("tr", gettext.NullTranslations())}
    world.house = replace(world.house, catalogue=replace(found, texts=texts, own=own))
    await world.change("conversation", state={"version": 2, "place": "menu", "consent": True, "language": "nl"}, language="nl")
    async with logged_in(site_of(world), world, cast.boyana) as client:
        page = (await client.get(path(cast, "/settings"))).text
        assert 'value="tr"' in page
        assert 'value="nl"' not in page
        assert (await client.post(path(cast, "/language"), data={"language": "tr"})).status_code == 303
        assert '<html lang="tr"' in (await client.get(path(cast, "/settings"))).text
        assert (await client.post(path(cast, "/language"), data={"language": "fr"})).status_code == 404
    hers = {row["person_id"]: row for row in await world.rows("conversation")}
    assert hers[cast.boyana.person_id]["language"] == "tr"
    assert hers[cast.boyana.person_id]["state"]["place"] == "menu"
    assert hers[cast.amina.person_id]["language"] == "nl"


async def test_with_one_language_there_is_nothing_to_choose(boyana: httpx.AsyncClient, cast: Cast) -> None:
    page = (await boyana.get(path(cast, "/settings"))).text
    assert "Jij leest nu: Nederlands" in page
    assert "/more/language" not in page


async def test_nothing_more_goes_to_a_chat_after_a_question(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    async with world.database.write() as connection:
        chat = await chats.link(connection, cast.laak, cast.boyana.person_id, "-1001")
    assert f"/more/chats/{chat}" in (await boyana.get(path(cast, "/settings"))).text
    assert "De chat zelf blijft" in (await boyana.get(path(cast, f"/chats/{chat}"))).text
    assert len(await world.rows("group_chat")) == 1
    answer = await boyana.post(path(cast, f"/chats/{chat}"))
    assert "niets meer naar die chat" in (await boyana.get(answer.headers["location"])).text
    assert await world.rows("group_chat") == []
    assert (await boyana.get(path(cast, f"/chats/{chat}"))).status_code == 404


@pytest.mark.parametrize("way", ["stepdown", "leave"])
async def test_the_only_coordinator_is_told_whom_to_make_one(boyana: httpx.AsyncClient, world: World, cast: Cast, way: str) -> None:
    assert (await boyana.get(path(cast, f"/{way}"))).status_code == 200
    answer = await boyana.post(path(cast, f"/{way}"))
    assert answer.status_code == 409
    assert f'href="/console/{cast.laak}/members"' in answer.text
    assert len(await world.rows("membership")) == 3
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    answer = await boyana.post(path(cast, f"/{way}"))
    page = (await boyana.get(answer.headers["location"])).text
    assert {"stepdown": "geen coördinator meer", "leave": "uit de groep"}[way] in page
    assert (await boyana.get(path(cast))).status_code == 404


async def test_the_last_one_hears_what_becomes_of_the_group(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.carla) as client:
        assert "De groep wordt dan ook gewist" in (await client.get(f"/console/{cast.moerwijk}/more/leave")).text


async def test_who_logged_in_long_ago_takes_members_out_but_never_the_group_with_them(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as client:
        world.clock.passes(DAY)
        assert (await client.post(f"/console/{cast.laak}/members/2/remove")).status_code == 303
        for answer in (await client.get(path(cast, "/leave")), await client.post(path(cast, "/leave"))):
            assert answer.status_code == 403
            assert "inloggen" in answer.text
        assert [row["person_id"] for row in await world.rows("membership") if row["group_id"] == cast.laak] == [cast.boyana.person_id]
    async with logged_in(app, world, cast.boyana) as client:
        assert (await client.post(path(cast, "/leave"))).status_code == 303
        assert [row["group_id"] for row in await world.rows("membership")] == [cast.moerwijk]


async def test_before_deleting_she_reads_what_goes_with_it(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await put_round(world, cast.laak)
    await world.change("round", version=world.house.catalogue.version(3))
    await world.do(cast.boyana, Compose(cast.laak, "plan", 3))
    await world.change("broadcast", status="waiting")
    page = (await boyana.get(path(cast, "/delete"))).text
    for said in ("De groep, met 2 leden.", "1 ronde, met alle antwoorden.", "Daarvan is er 1 nu open.", "1 bericht dat nog niet"):
        assert said in page
    assert len(await world.rows("group")) == 2


async def test_a_group_is_deleted_with_its_name(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    answer = await boyana.post(path(cast, "/delete"), data={"name": "Iets anders"})
    assert answer.status_code == 422
    assert "niet de naam" in answer.text
    assert 'value="Iets anders"' in answer.text
    assert len(await world.rows("group")) == 2
    answer = await boyana.post(path(cast, "/delete"), data={"name": BOYANA.group})
    assert "De groep is gewist" in (await boyana.get(answer.headers["location"])).text
    assert [row["id"] for row in await world.rows("group")] == [cast.moerwijk]
    assert (await boyana.get(path(cast))).status_code == 404
    assert (await boyana.post(path(cast, "/delete"), data={"name": BOYANA.group})).status_code == 404  # pressed twice


async def test_deleting_wants_a_login_of_the_last_day(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    world.clock.passes(DAY)
    for answer in (await boyana.get(path(cast, "/delete")), await boyana.post(path(cast, "/delete"), data={"name": BOYANA.group})):
        assert answer.status_code == 403
        assert "inloggen" in answer.text
        assert 'name="name"' not in answer.text
    assert len(await world.rows("group")) == 2


async def test_while_somebody_is_busy_there_she_may_try_again(
    boyana: httpx.AsyncClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where several write at once; which a test of the deed itself shows."""

    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(more_delete, "DeleteGroup", busy)
    answer = await boyana.post(path(cast, "/delete"), data={"name": BOYANA.group})
    assert answer.status_code == 503
    assert "Er is niets gewist" in answer.text
    assert f'value="{BOYANA.group}"' in answer.text


async def test_for_others_none_of_it_is_there(app: FastAPI, world: World, cast: Cast) -> None:
    before = await world.rows("group"), await world.rows("membership")
    data = {"name": BOYANA.group, "threshold": "4", "months": "3", "language": "nl"}
    async with logged_in(app, world, cast.carla) as client:
        for rest in ("", "/settings", "/delete", "/leave", "/stepdown", "/chats/1"):
            assert (await client.get(path(cast, rest))).status_code == 404, rest
        for rest in ("/name", "/threshold", "/keeping", "/language", "/delete", "/leave", "/stepdown", "/chats/1"):
            assert (await client.post(path(cast, rest), data=data)).status_code == 404, rest
    assert (await world.rows("group"), await world.rows("membership")) == before


async def test_what_she_left_leads_on_to_her_groups(boyana: httpx.AsyncClient) -> None:
    for done in ("stepped", "left", "deleted", "", "<b>"):
        page = await boyana.get("/console/left", params={"done": done})
        assert page.status_code == 200
        assert 'href="/console?all=1"' in page.text
        assert "<b>" not in page.text

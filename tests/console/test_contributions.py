"""What members give to all groups: a moderator reads, hears and decides, one at a time."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.groups.house import Who
from storage import moderating
from tests.console.house import logged_in
from tests.groups.filled import put_round, put_sheet
from tests.groups.giving import HERS, OTHER, give, moderator, speak
from tests.groups.world import Cast, World

PATH = "/console/contributions"


@pytest.fixture
async def judge(world: World) -> Who:
    """A moderator who leads no group."""
    return await moderator(world)


@pytest.fixture
async def client(app: FastAPI, world: World, judge: Who) -> AsyncIterator[httpx.AsyncClient]:
    """Her browser."""
    async with logged_in(app, world, judge) as found:
        yield found


async def status(world: World, id: int) -> str:
    return str(next(row["status"] for row in await world.rows("contribution") if row["id"] == id))


async def follow(client: httpx.AsyncClient, answer: httpx.Response) -> str:
    assert answer.status_code == 303
    return (await client.get(answer.headers["location"])).text


async def test_she_finds_what_waits_and_nothing_when_nothing_does(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    assert f'href="{PATH}"' in (await client.get("/console")).text
    assert "Er wacht nu geen bijdrage" in (await client.get(PATH)).text
    await give(world, cast.amina)
    await give(world, cast.boyana, "Wij missen een plan over geld.", "topic")
    first, second = (await client.get(PATH)).text, (await client.get(PATH, params={"number": "2"})).text
    assert HERS in first
    assert "Bijdrage 1 van 2" in first
    assert "over geld" in second
    assert "Een onderwerp dat zij mist" in second
    for odd in ("0", "99", "x", "-1", "9" * 99):
        assert HERS in (await client.get(PATH, params={"number": odd})).text


async def test_she_takes_it_as_it_is(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    id = await give(world, cast.amina)
    page = await follow(client, await client.post(f"{PATH}/{id}/accept"))
    assert "Alle groepen kunnen het lezen" in page
    assert await status(world, id) == "accepted"
    assert "Dat deed je al" in await follow(client, await client.post(f"{PATH}/{id}/accept"))  # pressed twice


async def test_she_proposes_other_words(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    id = await give(world, cast.amina)
    for said, wrong in (("", ""), ("x" * 501, "te lang")):
        answer = await client.post(f"{PATH}/{id}/propose", data={"kind": "experience", "words": said, "number": "1"})
        assert answer.status_code == 422
        assert wrong in answer.text
        assert said in answer.text
        assert await status(world, id) == "waiting"
    page = await follow(client, await client.post(f"{PATH}/{id}/propose", data={"kind": "experience", "words": OTHER}))
    assert "Zij krijgt jouw woorden te lezen" in page
    assert await status(world, id) == "proposed"
    assert [row["edited"] for row in await world.rows("contribution")] == [OTHER]
    assert (await client.post(f"{PATH}/{id}/propose", data={"kind": "x", "words": OTHER})).status_code == 404


async def test_she_refuses_with_a_reason(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    id = await give(world, cast.amina)
    for reason in ("", "omdat"):
        answer = await client.post(f"{PATH}/{id}/refuse", data={"reason": reason, "number": "1"})
        assert answer.status_code == 422
        assert "Kies waarom niet" in answer.text
    assert "Zij hoort van mij waarom" in await follow(client, await client.post(f"{PATH}/{id}/refuse", data={"reason": "known"}))
    assert await status(world, id) == "refused"


async def test_who_comes_second_is_told_so(client: httpx.AsyncClient, app: FastAPI, world: World, cast: Cast) -> None:
    id, other = await give(world, cast.amina), await moderator(world, "ander")
    async with logged_in(app, world, other) as second:
        await second.post(f"{PATH}/{id}/refuse", data={"reason": "there"})
    assert "Een ander was je voor" in await follow(client, await client.post(f"{PATH}/{id}/accept"))
    assert await status(world, id) == "refused"
    assert "Deze bijdrage is er niet meer" in await follow(client, await client.post(f"{PATH}/99999/accept"))


async def test_she_hears_a_recording_while_it_waits_and_not_after(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    id = await speak(world, cast.amina)
    page = (await client.get(PATH)).text
    assert f'src="{PATH}/{id}/sound"' in page
    assert "Neem op" not in page
    heard = await client.get(f"{PATH}/{id}/sound")
    assert (heard.content, heard.headers["content-type"], heard.headers["cache-control"]) == (b"stem", "audio/ogg", "private, no-store")
    piece = await client.get(f"{PATH}/{id}/sound", headers={"Range": "bytes=1-2"})
    assert (piece.status_code, piece.content) == (206, b"te")
    await client.post(f"{PATH}/{id}/refuse", data={"reason": "known"})
    assert (await client.get(f"{PATH}/{id}/sound")).status_code == 404


async def test_no_recording_of_a_question_is_ever_heard_here(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    sheet = await put_sheet(world, cast.amina.person_id, await put_round(world, cast.laak), p="x")
    values = {"prompt": "p", "minority": False, "channel": "telegram", "kind": "audio/ogg", "body": b"x", "status": "kept"}
    await world.put("voice", id=sheet, submission_id=sheet, **values)
    for id in (0, 1, 2, int(sheet) % 1000, 99999999999999):
        assert (await client.get(f"{PATH}/{id}/sound")).status_code == 404


async def test_her_own_she_does_not_judge_where_another_can(client: httpx.AsyncClient, world: World, judge: Who) -> None:
    await moderator(world, "ander")
    id = await speak(world, judge)
    assert "Er wacht nu geen bijdrage" in (await client.get(PATH)).text
    assert (await client.get(f"{PATH}/{id}/sound")).status_code == 404


async def test_how_many_groups_want_what(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await world.put("wish", person_id=cast.amina.person_id, plan=1)
    id = await give(world, cast.amina, "Over <b>geld</b>", "topic")
    await client.post(f"{PATH}/{id}/accept")
    page = (await client.get(f"{PATH}/wanted")).text
    assert "1 groep" in page
    assert "Over &lt;b&gt;geld&lt;/b&gt;" in page


async def test_hostile_words_are_only_text(client: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await give(world, cast.amina, "<script>alert(1)</script> <img src=x>")
    page = (await client.get(PATH)).text
    assert "<script>alert" not in page
    assert "<img" not in page
    for done in ("<b>", "accepted", "gone-xx", "x" * 99):
        assert "<b>" not in (await client.get(PATH, params={"done": done})).text


async def test_for_a_coordinator_who_is_no_moderator_none_of_it_is_there(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    id, spoken = await give(world, cast.amina), await speak(world, cast.amina)
    for rest in ("", "/wanted", f"/{spoken}/sound"):
        assert (await boyana.get(PATH + rest)).status_code == 404
    for rest in ("accept", "propose", "refuse"):
        data = {"kind": "experience", "words": OTHER, "reason": "known"}
        assert (await boyana.post(f"{PATH}/{id}/{rest}", data=data)).status_code == 404
    assert await status(world, id) == "waiting"


async def test_who_is_no_moderator_any_more_hears_nothing(client: httpx.AsyncClient, world: World, cast: Cast, judge: Who) -> None:
    id = await speak(world, cast.amina)
    async with world.database.write() as connection:
        await moderating.dismiss(connection, judge.person_id)
    assert (await client.get(f"{PATH}/{id}/sound")).status_code == 404

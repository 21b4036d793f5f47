"""What she is about to send: it is hers alone, it goes at the time of her group, and what waits can always be found."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.dialogue.asks import Appoint
from tests.console.house import logged_in
from tests.console.sending import app_of, compose, id_of, words
from tests.console.test_send import read
from tests.groups.sending import Post, open_post
from tests.groups.world import World


@pytest.fixture
async def post(world: World) -> Post:
    """Boyana leads Laak; Amina is on Telegram, Dilek on WhatsApp, Esra on the web."""
    post = await open_post(world)
    for name, channel in (("amina", "telegram"), ("dilek", "whatsapp"), ("esra", "web")):
        await post.remember(await post.join(name, channel))
    return post


@pytest.fixture
async def boyana(post: Post) -> AsyncIterator[httpx.AsyncClient]:
    """Her browser."""
    async with logged_in(app_of(post), post.world, post.boyana) as client:
        yield client


async def test_another_coordinator_finds_no_draft_of_hers(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group, "Alleen van Boyana.")
    await post.world.do(post.boyana, Appoint(post.group, 2))
    before = await post.world.rows("broadcast")
    async with logged_in(app_of(post), post.world, await post.world.meet("amina")) as amina:
        for answer in (
            *(await amina.get(path), await amina.post(path), await amina.get(f"{path}/later"), await amina.post(f"{path}/drop")),
            *(await amina.post(f"{path}/later", data={"day": "2026-12-24", "time": "10:00"}), await amina.get(f"{path}/live")),
            *(await amina.post(f"{path}/stop"), await amina.post(f"{path}/again")),
        ):
            assert answer.status_code == 404
            assert "Alleen van Boyana." not in answer.text
        assert "Dit bericht is er niet" in (await amina.get(path)).text
        assert "Alleen van" not in (await amina.get(f"/console/{post.group}/send?kind=words&from={id_of(path)}")).text
    assert await post.world.rows("broadcast") == before
    assert "Stuur naar 3 leden" in await read(boyana, path)


async def test_what_waits_is_found_and_stopped_after_many_others_went(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group, "Het feest van de buurt.")
    await boyana.post(f"{path}/later", data={"day": "2027-01-20", "time": "10:00"})
    for number in range(8):
        await post.send(text=f"Bericht {number}")
        await post.run()
        await post.went()
        await post.run()
    page = await read(boyana, f"/console/{post.group}/send")
    assert page.index("Het feest van de buurt.") < page.index("Bericht 7")
    assert "1 bericht dat nog niet" in await read(boyana, f"/console/{post.group}/more/delete")
    await boyana.post(f"{path}/stop")
    assert "bericht dat nog niet" not in await read(boyana, f"/console/{post.group}/more/delete")


@pytest.mark.parametrize("kind", [{"kind": "plan"}, {"kind": "part", "part": "steps"}, {"kind": "questions"}])
async def test_of_a_plan_that_is_gone_there_is_no_button_to_send_it(post: Post, boyana: httpx.AsyncClient, kind: dict[str, str]) -> None:
    path = await compose(boyana, post.group, plan="3", **kind)
    await post.set("broadcast", id_of(path), body={**kind, "plan": 77})
    page = await read(boyana, path)
    assert "Dit plan is er niet meer." in page
    for gone in ("Stuur naar", "Later sturen", "Andere instellingen", "Nodig vrouwen uit"):
        assert gone not in page
    assert "Gooi weg" in page
    for answer in (await boyana.post(path), await boyana.post(f"{path}/later", data={"day": "2026-12-24", "time": "10:00"})):
        assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert [row["status"] for row in await post.world.rows("broadcast")] == ["draft"]


async def test_the_last_day_that_she_sees_is_that_of_the_time_she_chose(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await compose(boyana, post.group, kind="questions", plan="3")
    page = await read(boyana, path)
    assert "De drie weken beginnen als het bericht weggaat." in page
    assert "Stuur je het nu? Dan kan antwoorden tot en met" in page
    await boyana.post(f"{path}/later", data={"day": "2027-01-22", "time": "10:00"})
    assert "Antwoorden kan dan tot en met vr 12 feb." in await read(boyana, path)


async def test_ten_o_clock_is_ten_o_clock_where_the_group_lives(post: Post, boyana: httpx.AsyncClient) -> None:
    await boyana.post(f"/console/{post.group}/reminders/times/zone", data={"city": "paramaribo"})
    path = await words(boyana, post.group)
    await boyana.post(f"{path}/later", data={"day": "2026-12-24", "time": "10:00"})
    assert "do 24 dec om 10:00" in await read(boyana, path)
    [due] = [row["due_at"] for row in await post.world.rows("broadcast")]
    assert f"{due:%d %H:%M}" == "24 13:00"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_day_at_the_end_of_all_time_is_no_time(post: Post, boyana: httpx.AsyncClient, day: str) -> None:
    path = await words(boyana, post.group)
    assert (await boyana.post(f"{path}/later", data={"day": day, "time": "00:00"})).status_code == 422

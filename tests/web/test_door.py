"""On a server the web chat opens only for whoever has a code that opens something."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.door import Door
from storage import codes, groups
from storage.db import Database
from tests.clock import Clock
from tests.storage.counting import count
from tests.web.conftest import browser, make_site
from tests.web.visitor import Visitor

RIGHT, WRONG = "AC3D4EF", "AC3D4EG"


@pytest.fixture
async def stranger(database: Database, clock: Clock) -> AsyncIterator[Visitor]:
    """Somebody at the door of a server, where one group has a code."""
    async with database.write() as connection:
        group = await groups.make(connection, "Laak", 3, clock().date())
        await codes.make(connection, lambda: RIGHT, codes.INVITE, clock(), group_id=group)
    async with browser(make_site(database, clock, open_web_chat=False)) as visitor:
        yield visitor


async def begin(visitor: Visitor, code: str) -> httpx.Response:
    return await visitor.client.post("/chat/begin", data={"id": "abcdefgh", "code": code})


async def test_without_a_code_there_is_only_the_door(stranger: Visitor, database: Database) -> None:
    page = await stranger.client.get("/chat")
    assert page.status_code == 200
    assert "Typ de code die je van je groep hebt gekregen" in page.text
    assert "/chat/begin" not in page.text
    assert (await begin(stranger, "")).status_code == 403
    assert await count(database, "person") == 0


async def test_a_wrong_code_opens_nothing_and_says_so_kindly(stranger: Visitor, database: Database) -> None:
    page = await stranger.client.get("/chat", params={"code": WRONG})
    assert page.status_code == 403
    assert "Deze code werkt niet" in page.text
    assert (await begin(stranger, WRONG)).status_code == 403
    assert await count(database, "person") == 0


@pytest.mark.parametrize("typed", [RIGHT, "ac3d4ef", " AC3-D4EF ", "AC3 D4EF"])
async def test_a_right_code_opens_however_it_is_typed(stranger: Visitor, typed: str) -> None:
    page = await stranger.client.get("/chat", params={"code": typed})
    assert page.status_code == 200
    assert f'name="code" value="{RIGHT}"' in page.text
    assert (await begin(stranger, RIGHT)).status_code == 303
    assert "Je bent uitgenodigd voor de groep" in await stranger.page()


async def test_who_is_inside_needs_no_code_any_more(stranger: Visitor, database: Database) -> None:
    await stranger.begin(RIGHT)
    async with database.write() as connection:
        await codes.end_invite(connection, 1)
    assert "Je bent uitgenodigd" in await stranger.page()
    assert (await stranger.client.get("/chat")).status_code == 200


async def test_a_code_that_ended_opens_nothing(stranger: Visitor, database: Database) -> None:
    async with database.write() as connection:
        await codes.end_invite(connection, 1)
    assert (await stranger.client.get("/chat", params={"code": RIGHT})).status_code == 403


async def test_after_ten_wrong_codes_no_code_is_looked_at_for_a_while(stranger: Visitor, clock: Clock) -> None:
    for _ in range(10):
        assert (await stranger.client.get("/chat", params={"code": WRONG})).status_code == 403
    for code in (WRONG, RIGHT):
        answer = await stranger.client.get("/chat", params={"code": code})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
    assert (await begin(stranger, RIGHT)).status_code == 403
    clock.passes(61)
    assert (await stranger.client.get("/chat", params={"code": RIGHT})).status_code == 200


async def test_many_who_guess_from_many_places_are_slowed_down_together(database: Database, clock: Clock) -> None:
    door = Door(database, clock, open=False)
    tries = 0
    while not door.waits(f"10.0.{tries // 250}.{tries % 250}"):
        assert not await door.admits(WRONG, f"10.0.{tries // 250}.{tries % 250}")
        tries += 1
        assert tries < 1000
    assert tries == 300


async def test_on_this_machine_nobody_needs_a_code(database: Database, clock: Clock) -> None:
    async with browser(make_site(database, clock)) as visitor:
        assert "/chat/begin" in (await visitor.client.get("/chat")).text
        assert (await visitor.begin()).status_code == 303

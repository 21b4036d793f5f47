"""How a broadcast goes comes by itself, the same to each coordinator, and goes on after a restart."""

# ruff: noqa: SIM117 - nested, they say who listens to what

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from fastapi import FastAPI

from bot.dialogue.asks import Appoint
from bot.dialogue.broadcast_asks import CancelBroadcast, DropDraft, SendLater
from bot.web.console import live
from tests.console.house import logged_in, stranger
from tests.console.sending import app_of
from tests.console.test_live import Listener
from tests.groups.sending import Post, open_post
from tests.groups.world import World


@pytest.fixture
async def post(world: World, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Boyana leads Laak; Amina and Dilek are in it. What happens is seen at once."""
    monkeypatch.setattr(live, "PAUSE", 0.02)
    post = await open_post(world)
    for name in ("amina", "dilek"):
        await post.remember(await post.join(name))
    return post


@asynccontextmanager
async def running(post: Post) -> AsyncIterator[FastAPI]:
    """The site with what runs beside it."""
    app = app_of(post)
    async with app.router.lifespan_context(app):
        yield app


async def until(listener: Listener, text: str) -> str:
    """The first event that says so."""
    while text not in (event := await listener.next()):
        continue
    return event


async def test_two_coordinators_see_it_go_out_and_what_failed(post: Post) -> None:
    amina = await post.world.meet("amina")
    await post.world.do(post.boyana, Appoint(post.group, 2))
    id = await post.send()
    path = f"/console/{post.group}/send/{id}/live"
    async with running(post) as app, logged_in(app, post.world, post.boyana) as one, logged_in(app, post.world, amina) as two:
        async with Listener(app, one, path) as first, Listener(app, two, path) as second:
            for listener in (first, second):
                assert "Ik stuur het zo." in await listener.next()
            await post.run()
            for listener in (first, second):
                await until(listener, "0 van 2 verstuurd.")
            mine, hers = [row["id"] for row in await post.letters(id)]
            await post.went(only=[mine])
            await post.went("failed", reason="no answer", only=[hers])
            [seen] = re.findall(r'data-seen="(\w+)"', (await one.get(path.removesuffix("/live"))).text)
            for listener in (first, second):
                event = await until(listener, f"id: {seen}")
                assert "1 van 2 verstuurd." in event
                assert "Telegram of WhatsApp gaf te lang geen antwoord" in event


async def test_what_one_coordinator_stops_stands_still_with_the_other(post: Post) -> None:
    amina = await post.world.meet("amina")
    await post.world.do(post.boyana, Appoint(post.group, 2))
    id = await post.send()
    async with running(post) as app, logged_in(app, post.world, post.boyana) as client:
        async with Listener(app, client, f"/console/{post.group}/send/{id}/live") as listener:
            await listener.next()
            await post.world.do(amina, CancelBroadcast(id))
            assert 'id="stop"' not in await until(listener, "Gestopt. Ik stuur niets meer.")


async def test_after_a_restart_it_goes_on_where_it_was(post: Post) -> None:
    id = await post.send()
    path = f"/console/{post.group}/send/{id}/live"
    async with running(post) as app, logged_in(app, post.world, post.boyana) as client:
        async with Listener(app, client, path) as listener:
            seen = (await listener.next()).split("id: ")[1].split()[0]
        cookies = dict(client.cookies)
    async with running(post) as app, stranger(app) as client:
        client.cookies.update(cookies)
        async with Listener(app, client, path, last=seen) as listener:
            await asyncio.sleep(0.2)
            assert listener.quiet
            await post.run()
            await until(listener, "0 van 2 verstuurd.")


async def test_of_a_draft_and_of_what_is_gone_there_is_nothing_to_hear(post: Post) -> None:
    draft = (await post.preview()).sent.id
    async with running(post) as app, logged_in(app, post.world, post.boyana) as client:
        path = f"/console/{post.group}/send/{draft}/live"
        assert (await client.get(path)).status_code == 404
        await post.world.do(post.boyana, DropDraft(draft))
        assert (await client.get(path)).status_code == 404


async def test_what_waits_for_its_time_is_seen_to_go_however_much_was_made_after_it(post: Post) -> None:
    late = (await post.preview(text="Voor later.")).sent.id
    await post.world.do(post.boyana, SendLater(late, "morgen 9:00"))
    for number in range(6):
        await post.send(text=f"Bericht {number}")
        await post.preview(text=f"Nog niet {number}")
    await post.run()
    await post.went()
    await post.run()
    async with running(post) as app, logged_in(app, post.world, post.boyana) as client:
        async with Listener(app, client, f"/console/{post.group}/send/{late}/live") as listener:
            assert "Ik stuur het op" in await listener.next()
            await asyncio.sleep(0.2)  # the first look at the tables always wakes the stream
            post.world.clock.passes(24 * 3600)
            await post.run()
            await until(listener, "0 van 2 verstuurd.")

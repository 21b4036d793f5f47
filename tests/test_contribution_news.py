"""She hears what was decided, and moderators that something waits: once a day at most, where they can be reached, and never at night."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.contribution_news import ContributionNews
from bot.dialogue.asks import NewHere
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.dialogue.contribution_asks import Accept, Decline, Propose, Refuse, SendIn, ShowOffered, TakeBack, Write
from bot.dialogue.contribution_facts import Offered
from bot.dialogue.state import State
from bot.groups.house import Who
from bot.quiet import Quiet
from storage import moderating, people
from storage.db import Database
from tests.clock import Clock
from tests.groups.sending import channels
from tests.groups.world import World
from tests.house import house

DAY = 86_400


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture
def world(database: Database, clock: Clock, catalogue: Catalogue) -> World:
    capabilities = {name: channel.capabilities for name, channel in channels().items()}
    return World(database, clock, replace(house(catalogue), capabilities=capabilities))


@pytest.fixture
def news(world: World) -> ContributionNews:
    return ContributionNews(world.database, world.house, channels(), world.clock)


async def moderator(world: World, name: str) -> Who:
    who = await world.meet(name)
    async with world.database.write() as connection:
        await moderating.appoint(connection, who.person_id)
    return who


async def give(world: World, who: Who, words: str = "Samen eten.") -> int:
    written = await world.do(who, Write("experience", 3, words))
    assert isinstance(written, Offered)
    await world.do(who, SendIn(written.id))
    return written.id


async def told(world: World, who: Who) -> list[dict[str, Any]]:
    """What waits for her in the outbox, or is out."""
    rows = sorted(await world.rows("message"), key=lambda row: row["id"])
    return [row["body"] for row in rows if row["person_id"] == who.person_id]


async def test_moderators_hear_once_a_day_that_something_waits(world: World, news: ContributionNews) -> None:
    amina, judges = await world.meet("amina"), [await moderator(world, f"judge {number}") for number in range(2)]
    assert not await news.once()
    for _ in range(3):
        await give(world, amina)
        assert await news.once()
        assert not await news.once()
    for judge in judges:
        [body] = await told(world, judge)
        assert "Er wacht een nieuwe bijdrage" in body["message"]["text"]
        assert [button["address"] for button in body["message"]["options"]] == ["mod"]
        assert body["quiet"] == Quiet().to_json()
    world.clock.passes(DAY)  # two came after that, and wait still
    assert await news.once()
    assert not await news.once()
    assert [len(await told(world, judge)) for judge in judges] == [2, 2]
    world.clock.passes(2 * DAY)
    assert not await news.once()
    assert await told(world, amina) == []


async def test_what_was_decided_meanwhile_waits_no_more(world: World, news: ContributionNews) -> None:
    amina, judge = await world.meet("amina"), await moderator(world, "judge")
    await give(world, amina)
    await news.once()
    later = await give(world, amina)
    await news.once()
    await world.do(judge, Refuse(later, "there"))
    world.clock.passes(DAY)
    await news.once()
    assert len(await told(world, judge)) == 1


@pytest.mark.parametrize(("ask", "says"), [(Accept, "Goed nieuws."), (Refuse, "waarom"), (Propose, "Kijk je of het zo goed is?")])
async def test_she_hears_what_was_decided_without_a_word_of_it(world: World, news: ContributionNews, ask: Any, says: str) -> None:
    amina, judge = await world.meet("amina"), await moderator(world, "judge")
    id = await give(world, amina, "Een geheim verhaal")
    await news.once()
    await world.do(judge, ask(id, *{Refuse: ("known",), Propose: ("Anders gezegd",)}.get(ask, ())))
    assert await news.once()
    assert not await news.once()
    [body] = await told(world, amina)
    assert says in body["message"]["text"]
    assert "geheim" not in repr(body)
    assert "Anders gezegd" not in repr(body)
    assert [button["address"] for button in body["message"]["options"]] == [f"given:{id}"]
    assert body["quiet"] == Quiet().to_json()


async def test_each_time_that_she_is_asked_she_hears_of_it(world: World, news: ContributionNews) -> None:
    amina, judge = await world.meet("amina"), await moderator(world, "judge")
    id = await give(world, amina)
    await world.do(judge, Propose(id, "Anders"))
    await news.once()
    page = await world.do(amina, ShowOffered(id))
    assert isinstance(page, Offered)
    await world.do(amina, Decline(id, page.stamp))
    assert await news.once()
    assert len(await told(world, judge)) == 1
    world.clock.passes(60)
    await world.do(judge, Accept(id))
    await news.once()
    assert len(await told(world, amina)) == 2


async def test_who_said_stop_or_took_it_back_hears_nothing(world: World, news: ContributionNews) -> None:
    amina, boyana, judge = await world.meet("amina"), await world.meet("boyana"), await moderator(world, "judge")
    hers, gone = await give(world, amina), await give(world, boyana)
    for id in (hers, gone):
        await world.do(judge, Accept(id))
    await world.do(boyana, TakeBack(gone))
    async with world.database.write() as connection:
        await people.remember(connection, amina.person_id, State(language="nl", stopped=True).to_json(), world.clock())
    await news.once()
    assert await told(world, amina) == await told(world, boyana) == []


async def test_on_whatsapp_she_hears_it_only_within_a_day_of_her_last_words(world: World, news: ContributionNews) -> None:
    judge = await moderator(world, "judge")
    for name, ago in (("amina", 23), ("boyana", 25)):
        who = await world.meet(name, "whatsapp")
        async with world.database.write() as connection:
            await people.heard(connection, who.address_id, world.clock() - timedelta(hours=ago))
        await world.do(judge, Accept(await give(world, who)))
        await news.once()
        assert len(await told(world, who)) == (1 if ago < 24 else 0)


async def test_who_shares_a_phone_hears_nothing_while_another_has_it(world: World, news: ContributionNews) -> None:
    amina, judge = await world.meet("amina"), await moderator(world, "judge")
    id = await give(world, amina)
    await world.do(amina, NewHere("Fatima"))
    await world.do(judge, Accept(id))
    await news.once()
    assert await world.owner(amina.address_id) != amina.person_id
    assert await told(world, amina) == []
    assert await told(world, await world.now_at(amina)) == []


async def test_of_two_processes_one_tells(world: World, news: ContributionNews) -> None:
    amina, judge = await world.meet("amina"), await moderator(world, "judge")
    other = ContributionNews(world.database, world.house, channels(), world.clock)
    for _ in range(4):
        await world.do(judge, Accept(await give(world, amina)))
        world.clock.passes(1)
    await asyncio.gather(news.once(), other.once(), news.once())
    assert len(await told(world, amina)) == 4


async def test_her_own_she_hears_of_only_as_the_only_moderator(world: World, news: ContributionNews) -> None:
    judge = await moderator(world, "judge")
    await give(world, judge)
    await news.once()
    assert len(await told(world, judge)) == 1
    other = await moderator(world, "other")
    world.clock.passes(DAY)
    await give(world, judge)
    await news.once()
    assert [len(await told(world, one)) for one in (judge, other)] == [1, 1]

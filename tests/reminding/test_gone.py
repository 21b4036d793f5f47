"""Of a group that is gone, or that she is out of, nothing comes any more that waited to go."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from bot import step_calls
from bot.dialogue.asks import ChooseStep, CloseRound, Leave, Remove, TakeCare
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.console_asks import DeleteGroup
from bot.dialogue.console_facts import GroupGone
from bot.dialogue.reminder_asks import SetReminder
from storage import leases, outbox
from storage.db import Database
from storage.tables import message
from tests.clock import Clock
from tests.conftest import KEY
from tests.groups.playing import PLAN
from tests.groups.test_deleting import waits
from tests.groups.world import World
from tests.house import house
from tests.reminding.calls import Calls, gathered

STEP = "afspraken"
KINDS = {"start", "nudge", "half", "end", "passed", "step"}


async def written(calls: Calls) -> None:
    """The engine wrote of all that it tells a group; nothing of it has gone."""
    play = calls.play
    await play.told("Boyana", ChooseStep(play.group, PLAN, STEP))
    await play.told("Amina", TakeCare(play.group, PLAN, STEP, mine=True))
    await play.told("Boyana", SetReminder(play.group, PLAN, "w1.2.1000", "20261124"))
    first = await play.open()
    await calls.each_day(15)
    await play.told("Boyana", CloseRound(first))
    await calls.plan_start(await play.open())
    await calls.each_day(5)
    assert {row["key"].partition(":")[0] for row in await waiting(calls)} >= KINDS


async def waiting(calls: Calls, name: str = "") -> list[dict[str, Any]]:
    """What has still to go, to her or to everybody."""
    found = [row for row in await calls.letters("") if row["status"] in outbox.UNFINISHED]
    return [row for row in found if not name or row["person_id"] == calls.play.women[name].person_id]


async def test_with_a_group_goes_all_that_it_was_still_to_be_told(calls: Calls) -> None:
    await written(calls)
    other = await calls.play.world.group(calls.play.women["Carla"], "Een andere groep")
    await calls.play.told("Carla", SetReminder(other, PLAN, "w1.2.1000", "20261215"))
    await calls.run(days=9)
    assert await calls.play.told("Boyana", DeleteGroup(calls.play.group, "Laak")) == GroupGone("Laak")
    assert {row["group_id"] for row in await waiting(calls)} == {other}
    await calls.each_day(3)
    assert {row["group_id"] for row in await waiting(calls)} == {other}


async def test_what_was_sent_stays_and_what_is_just_sent_is_not_tried_again(calls: Calls) -> None:
    await written(calls)
    out, begun, lent, *_ = await calls.letters("start:")
    await change(calls, out["id"], status="sent")
    await change(calls, begun["id"], status="sending", lease_by="worker", lease_until=calls.in_days(1))
    await change(calls, lent["id"], status="leased", lease_by="worker", lease_until=calls.in_days(1))
    await calls.play.told("Boyana", DeleteGroup(calls.play.group, "Laak"))
    left = [(row["id"], row["status"]) for row in await calls.letters("start:")]
    assert left == [(out["id"], "sent"), (begun["id"], "unknown")]
    async with calls.play.world.database.write() as connection:  # who holds it looks once more before it goes
        assert not await leases.begin(connection, lent["id"], "worker", calls.play.world.clock())


async def change(calls: Calls, id: int, **values: Any) -> None:
    async with calls.play.world.database.write() as connection:
        await connection.execute(update(message).where(message.c.id == id).values(**values))


async def removed(calls: Calls) -> None:
    play = calls.play
    members = await play.world.rows("membership")
    [number] = [row["number"] for row in members if row["person_id"] == play.women["Amina"].person_id]
    await play.told("Boyana", Remove(play.group, number))


async def left(calls: Calls) -> None:
    await calls.play.told("Amina", Leave(calls.play.group))


@pytest.mark.parametrize("goes", [removed, left])
async def test_who_is_out_of_the_group_gets_nothing_more_of_it_and_the_others_all(calls: Calls, goes: Callable[..., Any]) -> None:
    await written(calls)
    assert {row["key"].partition(":")[0] for row in await waiting(calls, "Amina")} >= {"start", "nudge", "step"}
    before = {name: await waiting(calls, name) for name in ("Boyana", "Carla")}
    await goes(calls)
    assert await waiting(calls, "Amina") == []
    assert {name: await waiting(calls, name) for name in ("Boyana", "Carla")} == before


@pytest.fixture
async def on_postgres(postgres_url: str, clock: Clock, catalogue: Catalogue) -> AsyncIterator[Calls]:
    """Where several write at once."""
    database = Database(postgres_url, KEY)
    yield await gathered(World(database, clock, house(catalogue)))
    await database.close()


async def test_what_is_just_written_while_the_group_goes_does_not_go_either(on_postgres: Calls) -> None:
    play, world = on_postgres.play, on_postgres.play.world
    await play.told("Boyana", ChooseStep(play.group, PLAN, STEP))
    world.clock.passes(15 * 24 * 3600)
    channels = play.parts.channels
    known = replace(world.house, capabilities={name: channel.capabilities for name, channel in channels.items()})
    async with world.database.write() as connection:
        assert await step_calls.ask(connection, known, channels, (play.group, PLAN, STEP), world.clock())
        gone = asyncio.create_task(play.told("Boyana", DeleteGroup(play.group, "Laak")))
        await waits(world)
    assert await gone == GroupGone("Laak")
    assert await on_postgres.letters("step:") == []

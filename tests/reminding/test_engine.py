"""What goes wrong with one thing does not stop the others; many processes do each thing once."""

import asyncio
import logging
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.reminding import Reminding
from storage.group_tables import round_
from tests.reminding.calls import Calls


async def test_what_goes_wrong_with_one_round_rests_while_others_go_on(calls: Calls, caplog: pytest.LogCaptureFixture) -> None:
    await calls.play.open()
    world = calls.play.world
    async with world.database.write() as connection:  # nobody has the plan of then
        await connection.execute(update(round_).values(version="weg"))
    other = await world.group(await world.meet("carla", "terminal"), "Moerwijk")
    assert other != calls.play.group
    play = replace(calls.play, group=other, women={"Boyana": await world.meet("carla", "terminal")})
    await play.open()
    with caplog.at_level(logging.ERROR):
        await calls.run(days=4)
    assert await calls.letters("nudge:1:") == []
    assert len(await calls.letters("nudge:2:")) == 1
    assert [record.message for record in caplog.records] == ["could not be done"]
    caplog.clear()
    await calls.run(hours=0.1)
    assert caplog.records == []
    async with world.database.write() as connection:
        await connection.execute(update(round_).values(version=world.house.catalogue.version(3)))
    await calls.run(hours=0.2)
    assert len(await calls.letters("nudge:1:")) == 5


async def test_many_processes_at_once_write_to_each_of_them_once(calls: Calls) -> None:
    await calls.play.open()
    world = calls.play.world
    channels = calls.play.parts.channels
    engines = [Reminding(world.database, world.house, channels, world.clock) for _ in range(4)]
    world.clock.passes(4 * 24 * 3600)
    for _ in range(3):
        await asyncio.gather(*(engine.once() for engine in engines))
    assert len(await calls.letters("nudge:")) == 5


async def test_a_group_of_several_parts_is_told_part_by_part(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.round_calls.PART", 2)
    await calls.play.open()
    world = calls.play.world
    world.clock.passes(4 * 24 * 3600)
    for made in (2, 4, 5, 5):
        await calls.engine.once()
        assert len(await calls.letters("nudge:")) == made

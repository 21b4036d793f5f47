"""A group may keep its rounds for less time than the operator does, never for more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chores import MONTH, Chores
from bot.dialogue.console_asks import SetKeeping, ShowKeeping
from bot.dialogue.console_facts import Keeping
from bot.dialogue.facts import NotYours
from bot.dialogue.state import State
from storage import people
from tests.groups.filled import put_round, put_sheet
from tests.groups.world import Cast, World

DAY = timedelta(days=1)


async def sweep(world: World, cast: Cast, months: int = 24) -> None:
    """All of them are still there, and what is old goes."""
    for who in (cast.amina, cast.boyana, cast.carla):
        async with world.database.write() as connection:
            await people.remember(connection, who.person_id, State(consent=True).to_json(), world.clock())
    assert await Chores(world.database, world.house.catalogue, months, world.clock).sweep()


async def test_a_shorter_time_holds_for_that_group_alone_and_only_for_closed_rounds(world: World, cast: Cast) -> None:
    await world.do(cast.boyana, SetKeeping(cast.laak, 6))
    old, still_open = await put_round(world, cast.laak, closed=True), await put_round(world, cast.laak)
    of_others = await put_round(world, cast.moerwijk, closed=True)
    for round in (old, still_open, of_others):
        await put_sheet(world, cast.amina.person_id, round, p="x")
    world.clock.now += MONTH * 6
    await sweep(world, cast)
    assert {row["id"] for row in await world.rows("round")} == {old, still_open, of_others}
    world.clock.now += DAY
    await sweep(world, cast)
    assert {row["id"] for row in await world.rows("round")} == {still_open, of_others}
    assert {row["round_id"] for row in await world.rows("submission")} == {still_open, of_others}


async def test_a_longer_time_than_the_operators_changes_nothing(world: World, cast: Cast) -> None:
    world.house = replace(world.house, keep_months=36)
    await world.do(cast.boyana, SetKeeping(cast.laak, 24))
    await put_round(world, cast.laak, closed=True)
    world.clock.now += MONTH * 3 + DAY
    await sweep(world, cast, months=3)  # the operator set it to less since
    assert await world.rows("round") == []


@pytest.mark.parametrize(("most", "asked", "kept"), [(24, 3, 3), (24, 12, 12), (24, 0, 24), (36, 24, 24), (6, 3, 3)])
async def test_she_chooses_and_sees_what_holds(world: World, cast: Cast, most: int, asked: int, kept: int) -> None:
    world.house = replace(world.house, keep_months=most)
    assert await world.do(cast.boyana, ShowKeeping(cast.laak)) == Keeping(cast.laak, most, most)
    assert await world.do(cast.boyana, SetKeeping(cast.laak, asked)) == Keeping(cast.laak, kept, most)
    assert await world.do(cast.boyana, ShowKeeping(cast.laak)) == Keeping(cast.laak, kept, most)
    assert await world.do(cast.carla, ShowKeeping(cast.moerwijk)) == Keeping(cast.moerwijk, most, most)


async def test_she_can_go_back_to_the_operators_time(world: World, cast: Cast) -> None:
    await world.do(cast.boyana, SetKeeping(cast.laak, 3))
    assert await world.do(cast.boyana, SetKeeping(cast.laak, 0)) == Keeping(cast.laak, 24, 24)


@pytest.mark.parametrize("months", [-1, 1, 5, 24, 25, 999999])
async def test_what_the_page_does_not_offer_is_refused(world: World, cast: Cast, months: int) -> None:
    before = await world.everything()
    assert await world.do(cast.boyana, SetKeeping(cast.laak, months)) == NotYours()
    assert await world.everything() == before


async def test_when_the_operator_keeps_for_less_that_is_what_she_sees(world: World, cast: Cast) -> None:
    await world.do(cast.boyana, SetKeeping(cast.laak, 12))
    world.house = replace(world.house, keep_months=6)
    assert await world.do(cast.boyana, ShowKeeping(cast.laak)) == Keeping(cast.laak, 6, 6)

"""Who is in a group, as its coordinators may know it: never whether somebody answered a round without names."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.dialogue.console_asks import ShowPeople
from bot.dialogue.console_facts import People, PersonLine
from bot.dialogue.state import State
from bot.groups.doing import do
from bot.groups.house import Table, Who
from bot.rehearsal import Stage
from storage import people
from storage.db import Connection
from tests.groups.playing import Play, gather
from tests.groups.sending import channels
from tests.groups.world import Cast, World


@pytest.fixture(autouse=True)
def reachable(world: World) -> None:
    """Telegram, WhatsApp and the web are there, and the terminal of a play."""
    found = {**channels(), "terminal": Stage("terminal")}
    world.house = replace(world.house, capabilities={name: channel.capabilities for name, channel in found.items()})


async def shown(world: World, who: Who, group: int) -> People:
    found = await world.do(who, ShowPeople(group))
    assert isinstance(found, People)
    return found


async def amina(world: World, cast: Cast) -> PersonLine:
    [line] = [one for one in (await shown(world, cast.boyana, cast.laak)).people if one.number == 2]
    return line


async def unreachable(world: World, address_id: int) -> None:
    async with world.database.write() as connection:
        await people.reachable(connection, address_id, world.clock())


async def test_each_stands_there_with_her_role_her_channels_and_since_when(world: World, cast: Cast) -> None:
    await world.link(cast.amina, await world.meet("amina-op-web", "web"))
    found = await shown(world, cast.boyana, cast.laak)
    today = world.clock().date()
    assert found.people == (
        PersonLine(1, "", True, True, today, "nl", ("telegram",), "", ""),
        PersonLine(2, "", False, False, today, "nl", ("telegram", "web"), "", ""),
    )


async def test_who_said_stop_is_not_reached(world: World, cast: Cast) -> None:
    async with world.database.write() as connection:
        await people.remember(connection, cast.amina.person_id, State(stopped=True).to_json(), world.clock())
    assert (await amina(world, cast)).unreached == "stopped"


async def test_whose_only_phone_can_not_be_reached_is_lost_and_another_channel_is_enough(world: World, cast: Cast) -> None:
    await unreachable(world, cast.amina.address_id)
    line = await amina(world, cast)
    assert (line.unreached, line.channels) == ("lost", ())
    await world.link(cast.amina, await world.meet("amina-op-web", "web"))
    line = await amina(world, cast)
    assert (line.unreached, line.channels) == ("", ("web",))


async def test_who_uses_the_phone_of_another_is_reached_there(world: World, cast: Cast) -> None:
    await world.link(cast.amina, await world.meet("van-amina", "whatsapp"))
    async with world.database.write() as connection:
        her = await people.make(connection, "Dilek", world.clock())
    await world.put("sharing", address_id=cast.amina.address_id, person_id=her)
    values = {"number": 3, "role": "member", "joined_on": world.clock().date()}
    await world.put("membership", group_id=cast.laak, person_id=her, **values)
    [line] = [one for one in (await shown(world, cast.boyana, cast.laak)).people if one.name == "Dilek"]
    assert (line.unreached, line.channels) == ("", ("telegram",))


async def test_a_chat_of_the_whole_group_is_nobodys_channel(world: World, cast: Cast) -> None:
    values = {"channel": "telegram-group", "lookup": "-1", "external_id": "-1"}
    await world.put("address", person_id=cast.amina.person_id, **values)
    assert (await amina(world, cast)).channels == ("telegram",)


async def test_in_a_round_with_names_it_shows_who_is_done_and_nothing_of_what_she_said(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=False)
    await play.answer("Amina", round, 0)
    await play.answer("Carla", round, 1, most=2)
    found = await shown(world, play.women["Boyana"], play.group)
    assert found.named
    assert {names(play)[one.number]: one.done for one in found.people} == {
        "Boyana": "open",
        "Amina": "done",
        "Carla": "begun",
        "Dilek": "open",
    }


def names(play: Play) -> dict[int, str]:
    """By their numbers: Boyana made the group, and the others came in in this order."""
    return dict(enumerate(play.women, 1))


async def test_in_a_round_without_names_nothing_differs_by_whether_somebody_answered(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=True)
    before = await shown(world, play.women["Boyana"], play.group)
    assert not before.named
    await play.answer("Amina", round, 0)
    assert await shown(world, play.women["Boyana"], play.group) == before


async def test_when_rounds_of_both_kinds_are_open_only_the_one_with_names_counts(world: World) -> None:
    play = await gather(world, 4)
    hidden, now = await play.open(anonymous=True), world.clock()
    await world.put("plan_version", plan=9, version="v1", text=play.plan.model_dump(mode="json"), since=now)
    values = {"plan": 9, "version": "v1", "anonymous": False, "joint": False, "threshold": 3, "opened_on": now.date()}
    await world.put("round", group_id=play.group, closes_at=now + timedelta(days=9), **values)
    before = await shown(world, play.women["Boyana"], play.group)
    assert before.named
    await play.answer("Amina", hidden, 0)
    assert await shown(world, play.women["Boyana"], play.group) == before


async def test_a_closed_round_tells_nothing_any_more(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=False)
    await play.answer("Amina", round, 0)
    world.clock.passes(60 * 24 * 3600)
    found = await shown(world, play.women["Boyana"], play.group)
    assert not found.named
    assert {one.done for one in found.people} == {""}


async def test_a_large_group_takes_no_more_questions_than_a_small_one(world: World, cast: Cast) -> None:
    small = await questions(world, cast)
    for number in range(20):
        await world.join(await world.meet(f"lid {number}"), cast.boyana, cast.laak)
    assert await questions(world, cast) == small


class Counting:
    """A connection that counts what is asked of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        self.count += name in ("execute", "scalar")
        return getattr(self._connection, name)


async def questions(world: World, cast: Cast) -> int:
    """How many statements it takes."""
    async with world.database.read() as connection:
        counting = Counting(connection)
        table = Table(counting, world.house, cast.boyana, world.clock())
        assert isinstance(await do(table, ShowPeople(cast.laak)), People)
    return counting.count

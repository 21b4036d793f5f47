"""What was kept long enough goes, to the second; what was not stays."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot import chores as module
from bot.chores import MONTH, Chores
from bot.dialogue.asks import Join
from bot.dialogue.facts import NoCode
from bot.dialogue.state import State
from bot.groups.house import Who
from storage import groups, people
from tests.groups.filled import put_round, put_sheet
from tests.groups.world import Cast, World
from tests.person import Person, put_together

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
KEEP = MONTH * 24


async def sweep(world: World, months: int = 24) -> None:
    """Once, by a process of its own."""
    assert await Chores(world.database, world.house.catalogue, months, world.clock).sweep()


async def later(world: World, by: timedelta) -> None:
    """So much later, and swept."""
    world.clock.now += by
    await sweep(world)


async def is_at(world: World, who: Who, **state: Any) -> None:
    """She does something that leaves her there."""
    async with world.database.write() as connection:
        await people.remember(connection, who.person_id, State(**state).to_json(), world.clock())


async def persons(world: World) -> set[Any]:
    return {row["id"] for row in await world.rows("person")}


async def put_message(world: World, who: Who, at: datetime, status: str = "sent", kind: str = "reply") -> int:
    before = {row["id"] for row in await world.rows("message")}
    values = {"lane": "x", "priority": 0, "status": status, "due_at": at, "body": {}, "created_at": at}
    await world.put("message", person_id=who.person_id, address_id=who.address_id, key=f"{kind}:{uuid4()}", **values)
    (id,) = {row["id"] for row in await world.rows("message")} - before
    return int(id)


async def test_what_came_in_is_known_for_eight_days(world: World) -> None:
    await world.put("inbox", channel="web", id="1", received_at=world.clock(), status="aside", body="x")
    await later(world, 8 * DAY)
    assert len(await world.rows("inbox")) == 1
    await later(world, SECOND)
    assert await world.rows("inbox") == []


@pytest.mark.parametrize("status", ["sent", "failed", "unknown", "delivered", "read"])
async def test_finished_messages_go_after_thirty_days_but_her_newest_stays(world: World, status: str) -> None:
    amina = await world.meet("amina")
    old, newest = [await put_message(world, amina, world.clock(), status) for _ in range(2)]
    await is_at(world, amina, consent=True)
    await later(world, 30 * DAY)
    assert {row["id"] for row in await world.rows("message")} == {old, newest}
    await later(world, SECOND)
    assert [row["id"] for row in await world.rows("message")] == [newest]


async def test_young_messages_waiting_ones_and_the_newest_of_each_on_a_shared_phone_stay(world: World) -> None:
    amina, boyana = await world.meet("amina"), await world.meet("boyana")
    for who in (amina, boyana):
        await is_at(world, who, consent=True)
    there = Who(boyana.person_id, amina.address_id, "telegram", "nl")
    long_ago = world.clock() - 31 * DAY
    for who, status in ((amina, "sent"), (there, "sent"), (amina, "queued"), (amina, "leased"), (boyana, "sent")):
        await put_message(world, who, long_ago, status)
    await put_message(world, amina, long_ago, "sent")
    await put_message(world, amina, world.clock() - 29 * DAY, "sent")
    await put_message(world, amina, world.clock(), "sent")
    await world.change("message", due_at=world.clock(), lease_until=world.clock())  # somebody still tries to send what waits
    await sweep(world)
    left = [(row["id"], row["status"]) for row in await world.rows("message")]
    assert sorted(left) == [(2, "sent"), (3, "queued"), (4, "leased"), (5, "sent"), (7, "sent"), (8, "sent")]


async def test_wrong_tries_are_known_for_a_day_and_codes_until_they_end(world: World, cast: Cast) -> None:
    for who in (cast.amina, cast.boyana, cast.carla):
        await is_at(world, who, consent=True)
    await world.put("guess", address_id=cast.amina.address_id, at=world.clock())
    await world.link_code(cast.amina)
    await later(world, 10 * timedelta(minutes=1) - SECOND)
    assert {row["kind"] for row in await world.rows("code")} == {"invite", "link"}
    await later(world, SECOND)
    assert {row["kind"] for row in await world.rows("code")} == {"invite"}
    await later(world, DAY - 10 * timedelta(minutes=1))
    assert len(await world.rows("guess")) == 1
    await later(world, SECOND)
    assert await world.rows("guess") == []


async def test_answers_and_closed_rounds_go_after_the_limit_and_open_ones_never(world: World, cast: Cast) -> None:
    her = cast.amina.person_id
    closed, other = await put_round(world, cast.laak, closed=True), await put_round(world, cast.laak)
    for round_id in (closed, other, None):
        await put_sheet(world, her, round_id, p="x")
    world.clock.now += KEEP  # the day on which the limit is reached: 24 months and the rest of that day
    for who in (cast.amina, cast.boyana, cast.carla):
        await is_at(world, who, consent=True)
    await sweep(world)
    assert {row["round_id"] for row in await world.rows("submission")} == {closed, other, None}
    await later(world, timedelta(hours=15))  # another day in UTC
    assert {row["round_id"] for row in await world.rows("submission")} == {other}
    assert [row["id"] for row in await world.rows("round")] == [other]
    for table in ("answer", "shown", "remark"):
        assert len(await world.rows(table)) == 1, table


async def test_what_coordinators_did_is_known_until_the_limit(world: World, cast: Cast) -> None:
    world.clock.now += KEEP
    for who in (cast.amina, cast.boyana, cast.carla):
        await is_at(world, who, consent=True)
    await sweep(world)
    assert len(await world.rows("audit")) == 2
    await later(world, SECOND)
    assert await world.rows("audit") == []


async def test_the_operator_decides_how_long(world: World) -> None:
    amina = await world.meet("amina")
    await is_at(world, amina, consent=True)
    world.clock.now += MONTH * 3
    await sweep(world, months=3)
    assert await persons(world) == {amina.person_id}
    world.clock.now += SECOND
    await sweep(world, months=4)
    assert await persons(world) == {amina.person_id}
    await sweep(world, months=3)
    assert await persons(world) == set()


async def test_who_was_not_heard_of_until_the_limit_is_forgotten_with_all_that_is_hers(world: World, cast: Cast) -> None:
    await put_sheet(world, cast.amina.person_id, await put_round(world, cast.laak), p="van haar")
    await world.put("wish", person_id=cast.amina.person_id, plan=1)
    for who in (cast.boyana, cast.carla, cast.amina):
        await is_at(world, who, consent=True)
    world.clock.now += KEEP
    for who in (cast.boyana, cast.carla):
        await is_at(world, who, consent=True)
    await sweep(world)
    assert cast.amina.person_id in await persons(world)
    await later(world, SECOND)
    assert cast.amina.person_id not in await persons(world)
    assert await world.rows("wish") == []
    assert [(row["options"], row["words"]) for row in await world.rows("answer")] == [([], None)]
    assert [row["options"] for row in await world.rows("shown")] == [["ja"]]  # what the group sees of it stays
    assert {row["person_id"] for row in await world.rows("membership")} == {cast.boyana.person_id, cast.carla.person_id}


async def test_who_only_looks_at_what_she_saw_already_is_heard_of(world: World) -> None:
    """Then nothing of her conversation changes; but she got a reply."""
    parts, terminal = put_together(world.database, world.clock)
    amina = Person(parts, terminal, world.clock, "amina")
    for said in ("/start", "ja"):
        await amina.say(said)
    world.clock.now += KEEP - DAY
    await amina.say("menu")
    await later(world, 2 * DAY)
    assert len(await persons(world)) == 1
    await later(world, KEEP)
    assert len(await persons(world)) == 0


async def test_what_is_sent_to_her_is_no_sign_of_her(world: World) -> None:
    amina = await world.meet("amina")
    await is_at(world, amina, consent=True)
    world.clock.now += KEEP + SECOND
    await put_message(world, amina, world.clock(), kind="linked")
    await sweep(world)
    assert await persons(world) == set()


async def test_a_group_of_an_idle_coordinator_passes_to_its_oldest_member(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)  # number 3
    world.clock.now += KEEP + SECOND
    for who in (cast.amina, cast.carla):
        await is_at(world, who, consent=True)
    await sweep(world)
    assert {row["number"]: row["role"] for row in await world.rows("membership") if row["group_id"] == cast.laak} == {
        2: "coordinator",
        3: "member",
    }


async def test_a_group_that_another_one_leads_too_passes_to_nobody(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)
    await world.change("membership", role="coordinator")
    async with world.database.write() as connection:
        await groups.set_role(connection, cast.laak, 2, "member")
    world.clock.now += KEEP + SECOND
    for who in (cast.amina, cast.carla):
        await is_at(world, who, consent=True)
    await sweep(world)
    assert {row["number"]: row["role"] for row in await world.rows("membership") if row["group_id"] == cast.laak} == {
        2: "member",
        3: "coordinator",
    }


async def test_a_group_with_nobody_left_goes_with_its_rounds_and_nobody_comes_in_meanwhile(world: World, cast: Cast) -> None:
    code = await world.code(cast.boyana, cast.laak)
    await put_sheet(world, cast.amina.person_id, await put_round(world, cast.laak), p="x")
    await world.put("group", name="leeg", threshold=3, numbers=0, made_on=world.clock().date())  # the last one left it
    world.clock.now += KEEP + SECOND
    await is_at(world, cast.carla, consent=True)
    await sweep(world)
    assert [row["id"] for row in await world.rows("group")] == [cast.moerwijk]
    for table in ("round", "submission", "answer", "shown", "remark"):
        assert await world.rows(table) == [], table
    assert await world.do(cast.carla, Join(code)) == NoCode()


@pytest.mark.parametrize(
    ("consent", "stopped", "days"),
    [(None, False, 1), (False, False, 30), (True, False, None), (None, True, None), (False, True, None), (True, True, None)],
)
async def test_strangers_go_after_a_day_who_said_no_after_thirty_and_who_said_stop_is_known(
    world: World, consent: bool | None, stopped: bool, days: int | None
) -> None:
    who = await world.meet("iemand")
    await is_at(world, who, consent=consent, stopped=stopped)
    if days is not None:
        await later(world, days * DAY)
        assert await persons(world) == {who.person_id}
        await later(world, SECOND)
        assert await world.rows("address") == []
        return
    await later(world, KEEP)
    assert {row["person_id"] for row in await world.rows("address")} == {who.person_id}
    await later(world, SECOND)
    assert await world.rows("address") == []


async def test_whoever_stopped_before_there_was_a_column_for_it_is_known_too(world: World) -> None:
    who = await world.meet("iemand")
    await world.change("conversation", state={"version": 1, "stopped": True}, stopped=False)
    await later(world, 2 * DAY)
    assert await persons(world) == {who.person_id}


@pytest.mark.parametrize("thing", ["group", "answer", "wish"])
async def test_of_whom_something_is_kept_she_is_no_stranger(world: World, thing: str) -> None:
    who = await world.meet("iemand")
    match thing:
        case "group":
            await world.group(who, "Laak")
        case "answer":
            await put_sheet(world, who.person_id, p="x")
        case "wish":
            await world.put("wish", person_id=who.person_id, plan=1)
    await later(world, 31 * DAY)
    assert await persons(world) == {who.person_id}


async def test_strangers_are_found_behind_any_number_of_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for number in range(8):
        await is_at(world, await world.meet(f"stil {number}"), consent=True)
    for number in range(8):
        await world.meet(f"vreemd {number}")
    await later(world, DAY + SECOND)
    assert len(await persons(world)) == 8

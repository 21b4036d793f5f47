"""One person on two channels."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from bot.dialogue.asks import Appoint, CallMe, LinkUp, MakeLinkCode, MyGroups, TryCode
from bot.dialogue.facts import GroupLine, Groups, LinkCode, Linked, LinkOffer, NoCode
from storage import merging, tables
from tests.groups.filled import put_round, put_sheet, remarks, ties, words
from tests.groups.world import Cast, World

MINUTE = 60


async def test_a_link_code_tells_where_it_was_made_and_makes_both_one(world: World, cast: Cast) -> None:
    made = await world.do(cast.amina, MakeLinkCode())
    assert isinstance(made, LinkCode)
    assert (len(made.code), made.minutes) == (8, 10)
    here = await world.meet("session", "web")
    assert await world.do(here, TryCode(made.code.lower())) == LinkOffer(made.code, "telegram", own=False)
    assert await world.do(cast.amina, TryCode(made.code)) == LinkOffer(made.code, "telegram", own=True)
    assert await world.do(here, LinkUp(made.code)) == Linked("telegram")
    again = await world.meet("session", "web")
    assert again.person_id == cast.amina.person_id
    assert await world.do(again, MyGroups()) == Groups((GroupLine(cast.laak, "Laak", coordinator=False),), may_make=True)
    assert here.person_id not in {row["id"] for row in await world.rows("person")}


async def test_a_link_code_works_once_for_ten_minutes_and_only_the_newest(world: World, cast: Cast) -> None:
    here, there = await world.meet("session", "web"), await world.meet("another", "web")
    old, new = await world.link_code(cast.amina), await world.link_code(cast.amina)
    assert await world.do(here, LinkUp(old)) == NoCode()
    world.clock.passes(10 * MINUTE)
    assert await world.do(here, LinkUp(new)) == NoCode()
    code = await world.link_code(cast.amina)
    world.clock.passes(10 * MINUTE - 1)
    assert await world.do(here, LinkUp(code)) == Linked("telegram")
    assert await world.do(there, LinkUp(code)) == NoCode()
    assert await world.do(there, LinkUp(await world.code(cast.boyana, cast.laak))) == NoCode()  # an invitation makes nobody one
    assert await world.owner(there.address_id) == there.person_id


async def test_her_own_code_changes_nothing(world: World, cast: Cast) -> None:
    code = await world.link_code(cast.amina)
    before = await world.everything()
    assert await world.do(cast.amina, LinkUp(code)) == NoCode()
    assert await world.everything() == before


async def test_wrong_link_codes_are_counted_too(world: World, cast: Cast) -> None:
    here, code = await world.meet("session", "web"), await world.link_code(cast.amina)
    for _ in range(5):
        assert await world.do(here, LinkUp("AC3D4EFG")) == NoCode()
    assert await world.do(here, LinkUp(code)) == NoCode(wait=True)
    assert await world.owner(here.address_id) == here.person_id


async def test_of_two_phones_with_one_code_at_the_same_moment_one_becomes_hers(world: World, cast: Cast) -> None:
    code = await world.link_code(cast.amina)
    phones = [await world.meet(f"session {number}", "web") for number in range(4)]
    told = await world.at_once(*((phone, LinkUp(code)) for phone in phones))
    assert sorted(map(repr, told)) == sorted([repr(Linked("telegram"))] + [repr(NoCode())] * 3)
    assert [await world.owner(phone.address_id) for phone in phones].count(cast.amina.person_id) == 1


async def test_two_who_type_each_others_code_at_once_become_one(world: World, cast: Cast) -> None:
    codes = await world.link_code(cast.amina), await world.link_code(cast.boyana)
    await world.at_once((cast.amina, LinkUp(codes[1])), (cast.boyana, LinkUp(codes[0])))
    assert await world.owner(cast.amina.address_id) == await world.owner(cast.boyana.address_id)
    assert len(await world.rows("person")) == 2
    (place,) = [row for row in await world.rows("membership") if row["group_id"] == cast.laak]
    assert (place["number"], place["role"]) == (1, "coordinator")


async def test_every_table_that_knows_persons_is_thought_of_in_merging() -> None:
    """A new one would lose its rows in silence: they go with the person who is no more."""
    known = {column.table.name for column in (*merging.MOVED, *merging.ONCE)} | {
        "membership",
        "submission_person",
        "took_part",
        "conversation",
    }
    holders = {table.name for table in tables.metadata.tables.values() if "person_id" in table.c}
    assert holders == known


async def fill(world: World, who: UUID, address: int, group: int, name: str) -> None:
    """A row of hers wherever one can be."""
    now, today = world.clock(), world.clock().date()
    await world.put("wish", person_id=who, plan=1)
    await world.put("sharing", person_id=who, address_id=address)
    await world.put("took_part", person_id=who, round_id=await put_round(world, group, closed=True), wave=1)
    await world.put("chosen_step", group_id=group, plan=3, step=name, status="busy", person_id=who, changed_on=today)
    message = {"key": name, "lane": "x", "priority": 0, "status": "sent", "due_at": now, "body": {}, "created_at": now}
    await world.put("message", person_id=who, address_id=address, **message)
    await world.put("inbox", channel="web", id=name, received_at=now, status="aside", body="x", person_id=who)
    await put_sheet(world, who, plan=3, p=name)


async def test_nothing_of_either_is_lost(world: World, cast: Cast) -> None:
    gone, stays = cast.carla.person_id, cast.amina.person_id
    await fill(world, gone, cast.carla.address_id, cast.moerwijk, "een")
    await world.put("wish", person_id=stays, plan=1)
    await world.put("wish", person_id=gone, plan=2)
    await world.put("audit", at=world.clock(), group_id=1, person_id=gone, act="NewCode")
    await world.link_code(cast.carla)
    before = {name: len(rows) for name, rows in (await world.everything()).items()}
    await world.link(cast.amina, cast.carla)
    after = await world.everything()
    for name, rows in after.items():
        lost = {"person": 1, "conversation": 1, "wish": 1}.get(name, 0)  # and both wished for plan 1
        assert len(rows) == before[name] - lost, name
        assert gone not in {row.get("person_id") for row in rows}, name
    for name in ("took_part", "sharing", "chosen_step", "message", "inbox", "submission_person", "code", "wish", "audit"):
        assert stays in {row["person_id"] for row in after[name]}, name


@pytest.mark.parametrize("leader_made_the_code", [True, False])
async def test_in_a_group_of_both_the_higher_role_and_the_lower_number_stay(world: World, cast: Cast, leader_made_the_code: bool) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)  # number 3
    await world.do(cast.boyana, Appoint(cast.laak, 3))
    maker, other = (cast.carla, cast.amina) if leader_made_the_code else (cast.amina, cast.carla)
    await world.link(maker, other)
    places = {row["number"]: (row["role"], row["person_id"]) for row in await world.rows("membership") if row["group_id"] == cast.laak}
    assert places == {1: ("coordinator", cast.boyana.person_id), 2: ("coordinator", maker.person_id)}


async def test_the_same_sheet_becomes_one_in_which_the_makers_answers_win(world: World, cast: Cast) -> None:
    gone, stays, open_round = cast.carla.person_id, cast.amina.person_id, await put_round(world, cast.laak)
    sheets = []
    for round_id in (None, open_round):
        source = await put_sheet(world, gone, round_id, a="haar a", b="haar b")
        sheets.append((source, await put_sheet(world, stays, round_id, b="mijn b", c="mijn c")))
    other = await put_sheet(world, gone, plan=2, d="haar d")
    await world.link(cast.amina, cast.carla)
    assert await ties(world) == dict.fromkeys([other, *(into for _, into in sheets)], stays)
    for source, into in sheets:
        assert (await words(world, source), await remarks(world, source)) == ({}, [])
        assert await words(world, into) == {"a": "haar a", "b": "mijn b", "c": "mijn c"}
        assert await remarks(world, into) == ["bij haar a", "bij haar b", "bij mijn b", "bij mijn c"]
    assert await words(world, other) == {"d": "haar d"}


async def test_what_the_group_saw_of_both_it_sees_on_and_nothing_comes_twice(world: World, cast: Cast) -> None:
    open_round = await put_round(world, cast.laak)
    source = await put_sheet(world, cast.carla.person_id, open_round, a="haar a", b="haar b")
    into = await put_sheet(world, cast.amina.person_id, open_round, b="mijn b", c="mijn c")
    before = sorted(row["words"] for row in await world.rows("shown"))
    await world.link(cast.amina, cast.carla)
    assert sorted(row["words"] for row in await world.rows("shown")) == before
    assert await words(world, into, "shown") == {"a": "haar a", "b": "mijn b", "c": "mijn c"}
    assert await words(world, source, "shown") == {"b": "haar b"}


async def test_of_a_sheet_of_which_nothing_is_seen_nothing_is_left(world: World, cast: Cast) -> None:
    open_round = await put_round(world, cast.laak)
    await put_sheet(world, cast.carla.person_id, open_round, a="haar a")
    into = await put_sheet(world, cast.amina.person_id, open_round, b="mijn b")
    await world.link(cast.amina, cast.carla)
    assert [row["id"] for row in await world.rows("submission")] == [into]


@pytest.mark.parametrize(("mine", "hers"), [(1, 2), (2, 1)])
async def test_where_both_were_shown_she_was_from_the_first_time_on_and_a_stand_in_later(
    world: World, cast: Cast, mine: int, hers: int
) -> None:
    closed = await put_round(world, cast.laak, closed=True)
    for who, wave in ((cast.amina, mine), (cast.carla, hers)):
        await world.put("took_part", person_id=who.person_id, round_id=closed, wave=wave)
    await world.link(cast.amina, cast.carla)
    waves = {row["person_id"]: row["wave"] for row in await world.rows("took_part")}
    assert waves.pop(cast.amina.person_id) == 1
    assert list(waves.values()) == [2]
    assert cast.carla.person_id not in waves


async def test_what_both_gave_in_a_closed_round_stays_as_it_is_and_one_of_them_is_hers(world: World, cast: Cast) -> None:
    closed, other = await put_round(world, cast.laak, closed=True), await put_round(world, cast.laak, plan=2, closed=True)
    sheets = [await put_sheet(world, who.person_id, closed, a="x") for who in (cast.carla, cast.amina)]
    alone = await put_sheet(world, cast.carla.person_id, other, plan=2, a="x")
    await world.link(cast.amina, cast.carla)
    assert await ties(world) == {sheets[1]: cast.amina.person_id, alone: cast.amina.person_id}
    assert [await words(world, sheet) for sheet in sheets] == [{"a": "x"}] * 2
    assert [await remarks(world, sheet) for sheet in sheets] == [["bij x"]] * 2


@pytest.mark.parametrize(("mine", "hers", "kept"), [("Amina", "Carla", "Amina"), ("", "Carla", "Carla"), ("", "", None)])
async def test_her_name_stays_unless_she_had_none(world: World, cast: Cast, mine: str, hers: str, kept: str | None) -> None:
    await world.do(cast.amina, CallMe(mine))
    await world.do(cast.carla, CallMe(hers))
    await world.link(cast.amina, cast.carla)
    assert {row["id"]: row["name"] for row in await world.rows("person")}[cast.amina.person_id] == kept


async def test_who_may_make_groups_still_may_and_the_conversation_is_the_makers(world: World, cast: Cast) -> None:
    await world.change("person", may_make_groups=True)
    here = await world.meet("session", "web")
    await world.change("conversation", state={"place": "x"}, language="nl")
    await world.link(cast.amina, cast.carla)
    await world.link(here, cast.amina)
    found = {row["id"]: row["may_make_groups"] for row in await world.rows("person")}
    assert found[here.person_id] is True
    assert len(await world.rows("conversation")) == 2
    assert await world.owner(cast.carla.address_id) == here.person_id  # all her addresses came along
    async with world.database.read() as connection:
        mine = select(func.count()).select_from(tables.address).where(tables.address.c.person_id == here.person_id)
        assert await connection.scalar(mine) == 3

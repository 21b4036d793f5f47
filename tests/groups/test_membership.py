"""Being in a group, and going out of it."""

import pytest

from bot.dialogue.asks import Appoint, Ask, CallMe, Join, Leave, MyGroups, Remove, Rename, SetThreshold, ShowGroup, ShowMembers, StepDown
from bot.dialogue.facts import GroupLine, GroupPage, Groups, Left, MemberLine, MembersPage, NoCode, NotYours, OnlyCoordinator
from bot.dialogue.state import State
from bot.groups.house import Who
from storage import audit, people
from tests.groups.filled import put_round, put_sheet, remarks, ties, words
from tests.groups.world import Cast, World


async def leaders(world: World, group: int) -> list[int]:
    """The numbers of those who lead a group."""
    rows = await world.rows("membership")
    return sorted(row["number"] for row in rows if row["group_id"] == group and row["role"] == "coordinator")


async def numbers(world: World, group: int) -> set[int]:
    return {row["number"] for row in await world.rows("membership") if row["group_id"] == group}


def laak(cast: Cast, *, coordinator: bool) -> GroupLine:
    return GroupLine(cast.laak, "Laak", coordinator)


async def test_the_page_of_a_group_tells_how_many_are_in_it_and_what_she_is_called(world: World, cast: Cast) -> None:
    await world.do(cast.amina, CallMe("Amina"))
    assert await world.do(cast.amina, ShowGroup(cast.laak)) == GroupPage(laak(cast, coordinator=False), 2, 3, "Amina", (), 0)
    assert await world.do(cast.boyana, ShowGroup(cast.laak)) == GroupPage(laak(cast, coordinator=True), 2, 3, "", (), 0)


async def test_who_is_in_it_stands_by_number(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)
    await world.do(cast.amina, CallMe("Amina"))
    lines = (
        MemberLine(1, "", coordinator=True, me=True),
        MemberLine(2, "Amina", coordinator=False, me=False),
        MemberLine(3, "", coordinator=False, me=False),
    )
    assert await world.do(cast.boyana, ShowMembers(cast.laak)) == MembersPage(laak(cast, coordinator=True), lines)


async def test_a_number_is_never_used_twice(world: World, cast: Cast) -> None:
    await world.do(cast.amina, Leave(cast.laak))
    await world.join(cast.amina, cast.boyana, cast.laak)
    assert await numbers(world, cast.laak) == {1, 3}


async def test_a_member_goes_and_the_last_one_closes_the_door(world: World, cast: Cast) -> None:
    code = await world.code(cast.boyana, cast.laak)
    assert await world.do(cast.amina, Leave(cast.laak)) == Left("Laak")
    assert await world.do(cast.amina, ShowGroup(cast.laak)) == NotYours()
    assert await world.do(cast.amina, MyGroups()) == Groups((), may_make=True)
    assert await world.do(cast.boyana, Leave(cast.laak)) == Left("Laak")
    assert await world.do(cast.amina, Join(code)) == NoCode()
    assert await world.code(cast.carla, cast.moerwijk)


async def test_the_only_coordinator_can_not_go_or_step_down_while_others_are_in_the_group(world: World, cast: Cast) -> None:
    for ask in (Leave(cast.laak), StepDown(cast.laak)):
        assert await world.do(cast.boyana, ask) == OnlyCoordinator(laak(cast, coordinator=True))
    assert await world.do(cast.carla, StepDown(cast.moerwijk)) == OnlyCoordinator(GroupLine(cast.moerwijk, "Moerwijk", coordinator=True))
    assert await leaders(world, cast.laak) == [1]
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    assert await world.do(cast.boyana, StepDown(cast.laak)) == GroupPage(laak(cast, coordinator=False), 2, 3, "", (), 0)
    assert await leaders(world, cast.laak) == [2]
    assert await world.do(cast.boyana, Leave(cast.laak)) == Left("Laak")


async def two_leaders(world: World, cast: Cast, round: int) -> tuple[Who, Who, int]:
    """A group with two coordinators and a member."""
    one, other = await world.meet(f"one {round}"), await world.meet(f"other {round}")
    group = await world.group(one, "Laak")
    for who in (other, cast.amina):
        await world.join(who, one, group)
    await world.do(one, Appoint(group, 2))
    return one, other, group


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (StepDown(0), StepDown(0)),
        (Leave(0), Leave(0)),
        (StepDown(0), Leave(0)),
        (Remove(0, 2), Remove(0, 1)),
        (Remove(0, 2), StepDown(0)),
        (Remove(0, 2), Leave(0)),
    ],
)
@pytest.mark.parametrize("locked", [True, False], ids=["in the service", "elsewhere"])
async def test_whatever_two_coordinators_do_at_once_one_of_them_stays(
    world: World, cast: Cast, first: Ask, second: Ask, locked: bool
) -> None:
    for round in range(4):
        one, other, group = await two_leaders(world, cast, round)
        await world.at_once((one, in_group(first, group)), (other, in_group(second, group)), locked=locked)
        assert len(await leaders(world, group)) == 1


async def test_who_steps_down_on_one_phone_takes_nobody_out_on_the_other(world: World, cast: Cast) -> None:
    for round in range(4):
        one, _, group = await two_leaders(world, cast, round)
        await world.at_once((one, StepDown(group)), (one, Remove(group, 2)), locked=False)
        assert len(await leaders(world, group)) == 1


def in_group(ask: Ask, group: int) -> Ask:
    return type(ask)(**{**vars(ask), "group": group})


async def test_two_who_are_appointed_at_once_both_lead(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)
    await world.at_once((cast.boyana, Appoint(cast.laak, 2)), (cast.boyana, Appoint(cast.laak, 3)))
    assert await leaders(world, cast.laak) == [1, 2, 3]


async def test_nobody_ever_joins_a_group_that_the_last_one_just_left(world: World) -> None:
    for round in range(6):
        boyana, dalia = await world.meet(f"boyana {round}"), await world.meet(f"dalia {round}")
        group = await world.group(boyana, "Laak")
        code = await world.code(boyana, group)
        left, joined = await world.at_once((boyana, Leave(group)), (dalia, Join(code)))
        assert (left, joined) == (Left("Laak"), NoCode()) or isinstance(left, OnlyCoordinator)
        assert bool(await leaders(world, group)) == bool(await numbers(world, group))


async def test_what_the_group_sees_of_her_stays_without_her_and_the_rest_goes_along(world: World, cast: Cast) -> None:
    her, boyana = cast.amina.person_id, cast.boyana.person_id
    open_one, closed = await put_round(world, cast.laak), await put_round(world, cast.laak, closed=True)
    hers, before, own = [await put_sheet(world, her, round, p="open") for round in (open_one, closed, None)]
    hers_elsewhere = await put_sheet(world, her, await put_round(world, cast.moerwijk), p="elders")
    others = await put_sheet(world, boyana, open_one, p="van Boyana")
    assert await world.do(cast.amina, Leave(cast.laak)) == Left("Laak")
    assert [await words(world, hers, table) for table in ("answer", "shown")] == [{"p": None}, {"p": "open"}]
    assert await remarks(world, hers) == []
    assert sorted(row["options"] for row in await world.rows("answer")) == [[], *[["ja"]] * 4]
    assert [row["options"] for row in await world.rows("shown")] == [["ja"]] * 5
    for sheet, text in ((before, "open"), (own, "open"), (hers_elsewhere, "elders"), (others, "van Boyana")):
        assert [await words(world, sheet, table) for table in ("answer", "shown")] == [{"p": text}] * 2
        assert await remarks(world, sheet) == [f"bij {text}"]
    assert await ties(world) == {own: her, hers_elsewhere: her, others: boyana}


async def test_nobody_outside_takes_care_of_a_groups_steps(world: World, cast: Cast) -> None:
    step = {"plan": 3, "step": "afspraken", "status": "todo", "person_id": cast.amina.person_id, "changed_on": world.clock().date()}
    for group in (cast.laak, cast.moerwijk):
        await world.put("chosen_step", group_id=group, **step)
    await world.do(cast.amina, Leave(cast.laak))
    assert {row["group_id"]: row["person_id"] for row in await world.rows("chosen_step")} == {
        cast.laak: None,
        cast.moerwijk: cast.amina.person_id,
    }


async def test_who_is_taken_out_is_out_as_if_she_had_left(world: World, cast: Cast) -> None:
    sheet = await put_sheet(world, cast.amina.person_id, await put_round(world, cast.laak), p="open")
    page = MembersPage(laak(cast, coordinator=True), (MemberLine(1, "", coordinator=True, me=True),))
    assert await world.do(cast.boyana, Remove(cast.laak, 2)) == page
    assert await world.do(cast.boyana, Remove(cast.laak, 2)) == page  # pressed twice
    assert (await words(world, sheet), await remarks(world, sheet), await ties(world)) == ({"p": None}, [], {})
    assert await world.do(cast.amina, ShowGroup(cast.laak)) == NotYours()


async def test_a_coordinator_may_take_out_another_but_not_herself(world: World, cast: Cast) -> None:
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    before = await world.everything()
    assert await world.do(cast.amina, Remove(cast.laak, 2)) == NotYours()
    assert await world.everything() == before
    await world.do(cast.amina, Remove(cast.laak, 1))
    assert await leaders(world, cast.laak) == [2]
    assert await world.do(cast.boyana, ShowMembers(cast.laak)) == NotYours()


async def test_a_number_means_nobody_in_another_group(world: World, cast: Cast) -> None:
    await world.join(cast.amina, cast.carla, cast.moerwijk)
    await world.do(cast.carla, Appoint(cast.moerwijk, 2))
    assert await leaders(world, cast.laak) == [1]
    await world.do(cast.carla, Remove(cast.moerwijk, 2))
    assert await numbers(world, cast.laak) == {1, 2}
    assert await numbers(world, cast.moerwijk) == {1}


@pytest.mark.parametrize(("wanted", "kept"), [(3, 3), (10, 10), (7, 7), (2, 3), (0, 3), (-5, 3), (11, 10), (10**30, 10)])
async def test_a_threshold_is_from_three_to_ten(world: World, cast: Cast, wanted: int, kept: int) -> None:
    page = await world.do(cast.boyana, SetThreshold(cast.laak, wanted))
    assert isinstance(page, GroupPage)
    assert page.threshold == kept


async def test_a_round_gets_stricter_while_it_is_open_and_never_laxer(world: World, cast: Cast) -> None:
    open_one, closed, others = [await put_round(world, group, closed=closed) for group, closed in ((1, False), (1, True), (2, False))]
    for threshold, kept in ((5, {open_one: 5, closed: 3, others: 3}), (4, {open_one: 5, closed: 3, others: 3})):
        await world.do(cast.boyana, SetThreshold(cast.laak, threshold))
        assert {row["id"]: row["threshold"] for row in await world.rows("round")} == kept


async def test_a_group_gets_another_name_unless_there_is_nothing_to_see_in_it(world: World, cast: Cast) -> None:
    for name in ("  Laak\nLadies ", "\x00"):
        page = await world.do(cast.boyana, Rename(cast.laak, name))
        assert isinstance(page, GroupPage)
        assert page.group.name == "Laak Ladies"
    assert {row["name"] for row in await world.rows("group")} == {"Laak Ladies", "Moerwijk"}


async def test_what_coordinators_change_is_noted_in_order(world: World, cast: Cast) -> None:
    for ask in (ShowMembers(cast.laak), Appoint(cast.laak, 2), Rename(cast.laak, "Buurt"), SetThreshold(cast.laak, 4), StepDown(cast.laak)):
        await world.do(cast.boyana, ask)
    async with world.database.read() as connection:
        notes = await audit.of_group(connection, cast.laak)
    assert [(note.act, note.subject) for note in notes] == [
        ("MakeGroup", None),
        ("Appoint", "2"),
        ("Rename", None),
        ("SetThreshold", None),
        ("StepDown", None),
    ]
    assert {note.person_id for note in notes} == {cast.boyana.person_id}


async def test_who_is_out_of_the_group_remembers_not_where_she_stopped_with_its_questions(world: World, cast: Cast) -> None:
    round_id = await put_round(world, cast.laak)
    there = State(language="nl", consent=True, sheet=f"3.{round_id}", asked="regels.wat", place=f"q:3.{round_id}:12345678:5")
    async with world.database.write() as connection:
        await people.remember(connection, cast.amina.person_id, there.to_json(), world.clock())
    await world.do(cast.boyana, Remove(cast.laak, 2))
    async with world.database.read() as connection:
        kept = State.from_json(await people.state_of(connection, cast.amina.person_id))
    assert kept == State(language="nl", consent=True)

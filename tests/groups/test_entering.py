"""Coming into a group, and making one."""

from dataclasses import replace

import pytest

from bot.dialogue.asks import CallMe, EndCode, Join, MakeGroup, MakeLinkCode, MyGroups, NewCode, ShowMembers, TryCode
from bot.dialogue.facts import (
    GroupLine,
    GroupPage,
    Groups,
    Invitation,
    InvitePage,
    LinkCode,
    MayNotMake,
    MembersPage,
    Named,
    NoCode,
    NotYours,
    Permitted,
)
from bot.groups.entering import make_permit
from bot.groups.house import Who
from storage import codes
from tests.groups.world import Cast, World

WRONG = "AC3D4EF"
HOUR = 3600


async def permit(world: World) -> str:
    async with world.database.write() as connection:
        return await make_permit(connection, world.house.dice, world.clock())


async def test_a_code_shows_its_group_and_changes_nothing(world: World, cast: Cast) -> None:
    code, dalia = await world.code(cast.boyana, cast.laak), await world.meet("dalia")
    before = await world.everything()
    line = GroupLine(cast.laak, "Laak", coordinator=False)
    assert await world.do(dalia, TryCode(code)) == Invitation(code, line, 3, member=False)
    assert await world.do(dalia, TryCode(f" {code[:3]}-{code[3:]}".lower())) == Invitation(code, line, 3, member=False)
    assert await world.do(cast.amina, TryCode(code)) == Invitation(code, line, 3, member=True)
    assert await world.do(cast.boyana, TryCode(code)) == Invitation(code, replace(line, coordinator=True), 3, member=True)
    assert await world.everything() == before


async def test_joining_makes_her_a_member_and_joining_again_changes_nothing(world: World, cast: Cast) -> None:
    code, dalia = await world.code(cast.boyana, cast.laak), await world.meet("dalia")
    page = GroupPage(GroupLine(cast.laak, "Laak", coordinator=False), 3, 3, "", (), 0, fresh=True)
    assert await world.do(dalia, Join(code.lower())) == page
    before = await world.everything()
    assert await world.do(dalia, Join(code)) == page
    boss = await world.do(cast.boyana, Join(code))
    assert isinstance(boss, GroupPage)
    assert boss.group.coordinator
    assert await world.everything() == before


async def test_many_who_join_at_once_get_numbers_of_their_own(world: World, cast: Cast) -> None:
    code = await world.code(cast.boyana, cast.laak)
    others = [await world.meet(f"other {number}") for number in range(8)]
    await world.at_once(*((who, Join(code)) for who in others))
    assert sorted(row["number"] for row in await world.rows("membership") if row["group_id"] == cast.laak) == list(range(1, 11))


async def test_one_who_joins_twice_at_once_is_in_it_once(world: World, cast: Cast) -> None:
    code, dalia = await world.code(cast.boyana, cast.laak), await world.meet("dalia")
    await world.at_once((dalia, Join(code)), (dalia, Join(code)))
    assert len(await world.rows("membership")) == 4


async def test_used_ended_replaced_and_invented_codes_look_the_same(world: World, cast: Cast) -> None:
    used, late = await permit(world), await permit(world)
    assert await world.do(cast.amina, TryCode(used)) == Permitted()
    world.clock.passes(7 * 24 * HOUR)
    replaced = await world.code(cast.boyana, cast.laak)
    await world.do(cast.boyana, NewCode(cast.laak))
    ended = await world.code(cast.boyana, cast.laak)
    await world.do(cast.boyana, EndCode(cast.laak))
    for number, wrong in enumerate((used, late, replaced, ended, WRONG, "")):
        who, noted = await world.meet(f"somebody {number}"), len(await world.rows("guess"))
        assert await world.do(who, TryCode(wrong)) == NoCode()
        assert await world.do(who, Join(wrong)) == NoCode()
        assert len(await world.rows("guess")) == noted + 2


async def test_a_code_of_another_kind_lets_nobody_into_a_group(world: World, cast: Cast) -> None:
    link = await world.do(cast.amina, MakeLinkCode())
    assert isinstance(link, LinkCode)
    dalia, before = await world.meet("dalia"), await world.rows("membership")
    assert await world.do(dalia, Join(link.code)) == NoCode()
    assert await world.do(dalia, Join(await permit(world))) == NoCode()
    assert await world.rows("membership") == before
    assert len(await world.rows("code")) == 4


async def test_after_five_wrong_codes_not_even_a_right_one_is_looked_at_for_an_hour(world: World, cast: Cast) -> None:
    code, dalia = await world.code(cast.boyana, cast.laak), await world.meet("dalia")
    for _ in range(5):
        assert isinstance(await world.do(dalia, TryCode(code)), Invitation)  # right ones do not count
    for number in range(5):
        assert await world.do(dalia, (TryCode, Join)[number % 2](WRONG)) == NoCode()
        world.clock.passes(60)
    for ask in (TryCode(WRONG), TryCode(code), Join(code)):
        assert await world.do(dalia, ask) == NoCode(wait=True)
    assert isinstance(await world.do(await world.meet("elif"), Join(code)), GroupPage)  # another phone may
    world.clock.passes(HOUR - 5 * 60)  # the first one was an hour ago
    assert isinstance(await world.do(dalia, Join(code)), GroupPage)


async def test_waiting_is_not_made_longer_by_trying_on(world: World) -> None:
    dalia = await world.meet("dalia")
    for _ in range(9):
        await world.do(dalia, TryCode(WRONG))
    assert len(await world.rows("guess")) == 5


async def test_after_five_hundred_wrong_codes_from_everywhere_all_wait(world: World, cast: Cast) -> None:
    code = await world.code(cast.boyana, cast.laak)
    async with world.database.write() as connection:
        for _ in range(499):
            await codes.note_guess(connection, cast.carla.address_id, world.clock())
    dalia = await world.meet("dalia")
    assert isinstance(await world.do(dalia, TryCode(code)), Invitation)
    await world.do(cast.amina, TryCode(WRONG))
    assert await world.do(dalia, TryCode(code)) == NoCode(wait=True)
    world.clock.passes(HOUR)
    assert isinstance(await world.do(dalia, TryCode(code)), Invitation)


async def test_whoever_makes_a_group_leads_it_as_its_first_member_and_can_invite_at_once(world: World) -> None:
    boyana = await world.meet("boyana")
    page = await world.do(boyana, MakeGroup("  Laak\n Ladies\x00 "))
    assert page == GroupPage(GroupLine(1, "Laak Ladies", coordinator=True), 1, 3, "", (), 0, fresh=True)
    (place,) = await world.rows("membership")
    assert (place["number"], place["role"], place["person_id"]) == (1, "coordinator", boyana.person_id)
    assert await world.code(boyana, 1)
    (noted,) = await world.rows("audit")
    assert (noted["act"], noted["group_id"], noted["person_id"]) == ("MakeGroup", 1, boyana.person_id)


@pytest.mark.parametrize("name", ["", " \n", "\x00\x07", "\u200d", "\u202e"])
async def test_a_name_with_nothing_to_see_makes_no_group(world: World, name: str) -> None:
    assert await world.do(await world.meet("boyana"), MakeGroup(name)) == NotYours()
    assert await world.rows("group") == []


async def test_a_name_is_cut_at_sixty_characters(world: World) -> None:
    made = await world.do(await world.meet("boyana"), MakeGroup("x" * 59 + " yz"))
    assert isinstance(made, GroupPage)
    assert made.group.name == "x" * 59


async def test_where_a_code_is_needed_a_permit_lets_one_person_make_groups(world: World) -> None:
    world.creation("code")
    boyana, carla, code = await world.meet("boyana"), await world.meet("carla"), await permit(world)
    assert await world.do(boyana, MakeGroup("Laak")) == MayNotMake(code=True)
    assert await world.do(boyana, MyGroups()) == Groups((), may_make=False)
    told = await world.at_once((boyana, TryCode(code)), (carla, TryCode(code)))
    assert sorted(map(repr, told)) == [repr(NoCode()), repr(Permitted())]
    may, may_not = (boyana, carla) if told[0] == Permitted() else (carla, boyana)
    for name in ("Laak", "Moerwijk"):
        assert isinstance(await world.do(may, MakeGroup(name)), GroupPage)
    assert await world.do(may_not, MakeGroup("Transvaal")) == MayNotMake(code=True)


async def test_where_it_is_closed_only_those_may_whom_the_operator_added(world: World) -> None:
    world.creation("closed")
    boyana = await world.meet("boyana")
    assert await world.do(boyana, MakeGroup("Laak")) == MayNotMake(code=False)
    await world.do(boyana, TryCode(await permit(world)))
    assert isinstance(await world.do(boyana, MakeGroup("Laak")), GroupPage)


async def test_nobody_makes_more_than_ten_groups_a_day_or_when_in_thirty(world: World) -> None:
    boyana = await world.meet("boyana")
    for day in range(3):
        for number in range(10):
            assert isinstance(await world.do(boyana, MakeGroup(f"{day}.{number}")), GroupPage)
        assert await world.do(boyana, MakeGroup("one more")) == MayNotMake(code=False)
        world.clock.passes(24 * HOUR)
    assert await world.do(boyana, MakeGroup("one more")) == MayNotMake(code=False)
    assert len(await world.rows("group")) == 30


async def test_she_is_called_what_she_says_and_only_a_little_of_it(world: World, cast: Cast) -> None:
    assert await world.do(cast.amina, CallMe(" Ami\tna\u202e ")) == Named("Ami na")
    assert await names(world, cast.boyana, cast.laak) == ["", "Ami na"]
    assert await world.do(cast.amina, CallMe("أمينة\u200cی" + "x" * 60)) == Named("أمينة\u200cی" + "x" * 33)
    assert await world.do(cast.amina, CallMe("")) == Named("")
    assert await names(world, cast.boyana, cast.laak) == ["", ""]


async def names(world: World, who: Who, group: int) -> list[str]:
    page = await world.do(who, ShowMembers(group))
    assert isinstance(page, MembersPage)
    return [member.name for member in page.members]


async def test_her_groups_stand_by_name_with_what_she_is_there(world: World, cast: Cast) -> None:
    await world.join(cast.amina, cast.carla, cast.moerwijk)
    own = await world.group(cast.amina, "buurt")
    assert await world.do(cast.amina, MyGroups()) == Groups(
        (
            GroupLine(own, "buurt", coordinator=True),
            GroupLine(cast.laak, "Laak", coordinator=False),
            GroupLine(cast.moerwijk, "Moerwijk", coordinator=False),
        ),
        may_make=True,
    )


async def test_a_code_that_ends_while_somebody_joins_lets_her_in_or_not_but_never_into_an_empty_group(world: World) -> None:
    for number in range(5):
        boyana, dalia = await world.meet(f"boyana {number}"), await world.meet(f"dalia {number}")
        group = await world.group(boyana, "Laak")
        code = await world.code(boyana, group)
        ended, joined = await world.at_once((boyana, EndCode(group)), (dalia, Join(code)))
        assert isinstance(ended, InvitePage)
        assert ended.code == ""
        assert isinstance(joined, GroupPage | NoCode)

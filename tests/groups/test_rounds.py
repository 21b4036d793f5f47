"""Rounds: opening and closing them, and who answered."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from bot.dates import local_day
from bot.dialogue.asks import CallMe, CloseRound, Join, Leave, OpenRound, ShowAnswerers, ShowGroup, ShowRound
from bot.dialogue.events import Pressed
from bot.dialogue.facts import AlreadyOpen, Answerers, Fact, GroupPage, NotYours, RoundLine, RoundPage
from bot.groups import closing
from tests.groups.playing import PLAN, Play, gather
from tests.groups.world import Cast, World

KEY = "spanningen.omgaan"
DAY = 86_400


def page(fact: Fact) -> RoundPage:
    assert isinstance(fact, RoundPage), fact
    return fact


async def opened(world: World, cast: Cast, *, days: int = 21, anonymous: bool = True, joint: bool = False) -> RoundPage:
    return page(await world.do(cast.boyana, OpenRound(cast.laak, PLAN, days, anonymous, joint)))


async def lines(world: World, cast: Cast) -> tuple[RoundLine, ...]:
    found = await world.do(cast.boyana, ShowGroup(cast.laak))
    assert isinstance(found, GroupPage)
    return found.rounds


async def test_a_round_is_pinned_to_the_text_of_today_and_closes_at_the_end_of_its_last_day(world: World, cast: Cast) -> None:
    world.clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # it is the 23rd where they live
    made = await opened(world, cast, days=7)
    version = world.house.catalogue.version(PLAN)
    assert (made.coordinator, made.mine, made.shown, made.fresh) == (True, "", False, True)
    assert (made.facts.group_name, made.facts.version, made.facts.members, made.facts.answered) == ("Laak", version, 2, 0)
    assert (made.facts.open, made.facts.closes, made.facts.threshold) == (True, date(2026, 11, 30), 3)
    [row] = await world.rows("round")
    assert row["closes_at"] == datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)
    [kept] = await world.rows("plan_version")
    assert (kept["plan"], kept["version"], kept["text"]["number"]) == (PLAN, version, PLAN)
    member = page(await world.do(cast.amina, ShowRound(made.facts.id)))
    assert (member.coordinator, member.fresh) == (False, False)


@pytest.mark.parametrize(("plan", "days"), [(PLAN, 6), (PLAN, 29), (PLAN, 0), (1, 21), (77, 21)])
async def test_what_the_conversation_does_not_offer_opens_no_round(world: World, cast: Cast, plan: int, days: int) -> None:
    ask = OpenRound(cast.laak, plan, days, anonymous=True, joint=False)
    assert await world.do(cast.boyana, ask) == NotYours()
    assert await world.rows("round") == []


async def test_of_each_plan_a_group_has_one_open_round(world: World, cast: Cast) -> None:
    first = await opened(world, cast)
    again = await world.do(cast.boyana, OpenRound(cast.laak, PLAN, 7, anonymous=False, joint=True))
    assert again == AlreadyOpen(first.facts)
    assert len(await world.rows("round")) == 1


async def test_two_coordinators_who_open_at_the_same_moment_open_one(world: World, cast: Cast) -> None:
    await world.change("membership", role="coordinator")
    asks = [(who, OpenRound(cast.laak, PLAN, 21, anonymous=True, joint=False)) for who in (cast.amina, cast.boyana)]
    first, second = await world.at_once(*asks)
    assert {type(first), type(second)} == {RoundPage, AlreadyOpen}
    assert len(await world.rows("round")) == 1


async def test_a_round_whose_time_is_up_reads_as_closed_and_makes_way_for_the_next(world: World, cast: Cast) -> None:
    first = await opened(world, cast, days=7)
    world.clock.passes(8 * DAY)
    seen = page(await world.do(cast.amina, ShowRound(first.facts.id)))
    assert not seen.facts.open
    second = await opened(world, cast)
    assert {row["id"]: row["closed_on"] for row in await world.rows("round")} == {
        first.facts.id: world.clock().date(),
        second.facts.id: None,
    }


async def test_a_coordinator_closes_a_round_and_may_do_so_twice(world: World, cast: Cast) -> None:
    made = await opened(world, cast)
    world.clock.passes(DAY)
    for _ in range(2):
        shut = page(await world.do(cast.boyana, CloseRound(made.facts.id)))
        assert (shut.facts.open, shut.fresh, shut.facts.closes) == (False, True, local_day(world.clock()))
    [row] = await world.rows("round")
    assert (row["closed_on"], row["members"]) == (world.clock().date(), 2)
    await world.do(cast.amina, Leave(cast.laak))
    assert page(await world.do(cast.boyana, ShowRound(made.facts.id))).facts.members == 2


async def test_the_page_of_a_group_has_the_open_rounds_first_and_the_last_closed_one(world: World, cast: Cast) -> None:
    ids = []
    for _ in range(3):
        ids.append((await opened(world, cast)).facts.id)
        await world.do(cast.boyana, CloseRound(ids[-1]))
    assert [(line.facts.id, line.facts.open) for line in await lines(world, cast)] == [(ids[2], False)]
    now = (await opened(world, cast, days=7)).facts.id
    assert [(line.facts.id, line.facts.open) for line in await lines(world, cast)] == [(now, True), (ids[2], False)]
    world.clock.passes(8 * DAY)
    assert [(line.facts.id, line.facts.open) for line in await lines(world, cast)] == [(now, False)]


@pytest.mark.parametrize("anonymous", [True, False])
async def test_how_far_she_is_stands_there_until_nobody_may_know(world: World, anonymous: bool) -> None:
    play = await gather(world, 3)
    round = await play.open(anonymous=anonymous)

    async def mine(name: str) -> tuple[str, str]:
        group = await play.told(name, ShowGroup(play.group))
        assert isinstance(group, GroupPage)
        return page(await play.told(name, ShowRound(round))).mine, group.rounds[0].mine

    assert await mine("Amina") == ("", "")
    await play.choose("Amina", round, KEY, 0)
    assert await mine("Amina") == ("begun", "begun")
    await play.answer("Amina", round, 0)
    assert await mine("Amina") == ("done", "done")
    assert await mine("Boyana") == ("", "")
    world.clock.passes(22 * DAY)
    left = "" if anonymous else "done"
    assert await mine("Amina") == (left, left)
    assert await closing.close_due(world.database, world.house.catalogue, world.clock()) == 1
    assert await mine("Amina") == (left, left)


async def test_with_names_a_coordinator_sees_who_answered_and_never_what(world: World) -> None:
    play = await gather(world, 5)
    round = await play.open(anonymous=False)
    for name in ("Amina", "Dilek"):
        await play.told(name, CallMe("Amina"))
        await play.choose(name, round, KEY, 0)
    await play.told("Esra", CallMe("Esra"))
    facts = page(await play.told("Boyana", ShowRound(round))).facts
    assert await play.told("Boyana", ShowAnswerers(round)) == Answerers(
        facts, ("Amina (lid 2)", "Amina (lid 4)"), ("lid 1", "lid 3", "Esra")
    )
    await play.told("Dilek", Leave(play.group))
    shut = page(await play.told("Boyana", CloseRound(round))).facts
    assert await play.told("Boyana", ShowAnswerers(round)) == Answerers(shut, ("Amina",), ("lid 1", "lid 3", "Esra"))


@pytest.mark.parametrize(("anonymous", "joint"), [(True, False), (False, True)])
async def test_without_names_or_together_nobody_asks_who_answered(world: World, anonymous: bool, joint: bool) -> None:
    play = await gather(world, 3)
    round = await play.open(anonymous=anonymous, joint=joint)
    await play.choose("Boyana", round, KEY, 0)
    assert await play.told("Boyana", ShowAnswerers(round)) == NotYours()


async def test_a_group_answers_together_on_the_phones_of_its_coordinators_with_room_for_other_views(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(joint=True)
    await play.appoint("Carla")
    assert "Deze knop" in await play.choose("Amina", round, KEY, 0)
    assert "kan niet" not in await play.press("Amina", f"round:{round}")
    assert await world.rows("submission") == []
    await play.choose("Boyana", round, KEY, 0)
    await play.press("Boyana", play.button("o", round, KEY))
    assert "zonder naam" in await play.write("Boyana", "Ik vind van niet")
    assert "We praten er samen over" in await play.press("Carla", play.button("q", round, KEY))
    await play.choose("Carla", round, "regels.zijn-er", 2)
    assert page(await play.told("Carla", ShowRound(round))).mine == "begun"
    seen = page(await play.told("Amina", ShowRound(round)))
    assert (seen.mine, seen.shown, seen.facts.answered) == ("", True, 1)
    [sheet] = await world.rows("submission")
    assert await world.rows("submission_person") == await world.rows("took_part") == await world.rows("shown") == []
    assert {row["prompt"]: row["options"] for row in await world.rows("answer")} == {KEY: ["samen"], "regels.zijn-er": ["nee"]}
    [remark] = await world.rows("remark")
    assert (remark["submission_id"], remark["words"], remark["minority"]) == (sheet["id"], "Ik vind van niet", True)


async def test_two_coordinators_who_begin_together_at_the_same_moment_write_on_one_sheet(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open(joint=True)
    leaders = ("Boyana", "Amina", "Carla", "Dilek")
    for name in leaders[1:]:
        await play.appoint(name)
    keys = [asked.key for asked in play.plan.asked if asked.prompt.kind == "choice"]
    await asyncio.gather(*(play.do(name, Pressed(play.button("a", round, key, 0))) for name, key in zip(leaders, keys, strict=True)))
    assert len(await world.rows("submission")) == 1
    assert {row["prompt"] for row in await world.rows("answer")} == set(keys)
    assert {row["status"] for row in await world.rows("inbox")} == {"done"}


async def test_who_comes_back_into_the_group_begins_anew(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    await play.choose("Amina", round, KEY, 0)
    code = await world.code(play.women["Boyana"], play.group)
    await play.told("Amina", Leave(play.group))
    assert "Deze knop" in await play.choose("Amina", round, KEY, 1)
    await play.told("Amina", Join(code))
    assert page(await play.told("Amina", ShowRound(round))).mine == ""
    await play.choose("Amina", round, KEY, 1)
    assert sorted(row["options"] for row in await world.rows("answer")) == [[], ["apart"]]  # she took the first along


async def in_the_round(play: Play, round: int, *, answering: bool) -> None:
    """All lead, and are at its questions, with an answer or without one."""
    for name in list(play.women)[1:]:
        await play.appoint(name)
    for name in play.women:
        await (play.choose(name, round, KEY, 0) if answering else play.press(name, f"go:3.{round}"))


@pytest.mark.parametrize("answering", [True, False])
async def test_coordinators_who_close_at_the_same_moment_from_within_the_round_do_not_wait_for_each_other(
    world: World, answering: bool
) -> None:
    play = await gather(world, 6)
    round = await play.open()
    await in_the_round(play, round, answering=answering)
    names = list(play.women)
    await asyncio.wait_for(asyncio.gather(*(play.press(name, f"closeround:{round}:yes") for name in names)), 20)
    assert {row["status"] for row in await world.rows("inbox")} == {"done"}
    await closing.close_due(world.database, world.house.catalogue, world.clock())
    [row] = await world.rows("round")
    assert row["closed_on"] == world.clock().date()
    assert await world.rows("submission_person") == []


@pytest.mark.parametrize("answering", [True, False])
async def test_coordinators_who_open_the_next_from_within_one_whose_time_is_up_do_not_wait_either(world: World, answering: bool) -> None:
    play = await gather(world, 4)
    round = await play.open(days=7)
    await in_the_round(play, round, answering=answering)
    world.clock.passes(8 * DAY)
    await asyncio.wait_for(asyncio.gather(*(play.press(name, f"openround:{play.group}:3:21:a:s") for name in play.women)), 20)
    assert {row["status"] for row in await world.rows("inbox")} == {"done"}
    await closing.close_due(world.database, world.house.catalogue, world.clock())
    assert len([row for row in await world.rows("round") if row["closed_on"] is None]) <= 1
    await play.press("Boyana", f"openround:{play.group}:3:21:a:s")
    assert len([row for row in await world.rows("round") if row["closed_on"] is None]) == 1

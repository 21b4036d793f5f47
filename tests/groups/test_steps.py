"""The steps that a group chose."""

import pytest

from bot.dialogue.asks import CallMe, ChooseStep, CloseRound, DropStep, Leave, OpenRound, SetStatus, ShowGroup, ShowSteps, TakeCare
from bot.dialogue.facts import Fact, GroupLine, GroupPage, NotYours, RoundPage, StepLine, StepsPage
from storage import audit
from tests.groups.world import Cast, World

FIRST, SECOND = "afspraken", "evalueren"


def page(fact: Fact) -> StepsPage:
    assert isinstance(fact, StepsPage), fact
    return fact


async def chosen(world: World, cast: Cast, *steps: str) -> None:
    for step in steps:
        await world.do(cast.boyana, ChooseStep(cast.laak, 3, step))


async def count(world: World, cast: Cast) -> int:
    found = await world.do(cast.amina, ShowGroup(cast.laak))
    assert isinstance(found, GroupPage)
    return found.steps


async def test_a_coordinator_chooses_steps_and_all_see_them(world: World, cast: Cast) -> None:
    assert page(await world.do(cast.amina, ShowSteps(cast.laak))) == StepsPage(GroupLine(cast.laak, "Laak", coordinator=False), ())
    made = page(await world.do(cast.boyana, ChooseStep(cast.laak, 3, FIRST)))
    assert made == StepsPage(GroupLine(cast.laak, "Laak", coordinator=True), (StepLine(3, FIRST, "todo", "", mine=False),), FIRST)
    again = page(await world.do(cast.boyana, ChooseStep(cast.laak, 3, FIRST)))
    assert (again.steps, again.changed) == (made.steps, "")
    assert page(await world.do(cast.amina, ShowSteps(cast.laak))).steps == made.steps
    assert page(await world.do(cast.carla, ShowSteps(cast.moerwijk))).steps == ()
    assert await count(world, cast) == 1


@pytest.mark.parametrize(("plan", "step"), [(3, "bestaat-niet"), (1, FIRST), (77, FIRST)])
async def test_a_step_that_no_plan_has_is_not_chosen(world: World, cast: Cast, plan: int, step: str) -> None:
    assert await world.do(cast.boyana, ChooseStep(cast.laak, plan, step)) == NotYours()
    assert await world.rows("chosen_step") == []


async def test_a_step_of_the_text_that_a_round_asked_can_be_chosen_when_the_plan_has_it_no_more(world: World, cast: Cast) -> None:
    opened = await world.do(cast.boyana, OpenRound(cast.laak, 3, 7, anonymous=True, joint=False))
    assert isinstance(opened, RoundPage)
    await world.do(cast.boyana, CloseRound(opened.facts.id))
    plan = world.house.catalogue.plan(3)
    assert plan is not None
    text = plan.model_dump(mode="json")
    text["steps"][0]["id"] = "van-toen"
    await world.put("plan_version", plan=3, version="toen", text=text, since=world.clock())
    assert await world.do(cast.boyana, ChooseStep(cast.laak, 3, "van-toen")) == NotYours()
    await world.change("round", version="toen")
    assert page(await world.do(cast.boyana, ChooseStep(cast.laak, 3, "van-toen"))).changed == "van-toen"
    await chosen(world, cast, FIRST)
    assert [line.step for line in page(await world.do(cast.boyana, ShowSteps(cast.laak))).steps] == [FIRST, "van-toen"]


async def test_more_than_ten_at_once_are_not_taken(world: World, cast: Cast) -> None:
    for number in range(10):
        await world.put("chosen_step", group_id=cast.laak, plan=3, step=f"s{number}", status="busy", changed_on=world.clock().date())
    full = page(await world.do(cast.boyana, ChooseStep(cast.laak, 3, FIRST)))
    assert (len(full.steps), full.changed) == (10, "")
    await world.do(cast.boyana, SetStatus(cast.laak, 3, "s1", "done"))
    assert page(await world.do(cast.boyana, ChooseStep(cast.laak, 3, FIRST))).changed == FIRST
    assert await count(world, cast) == 10


async def test_whoever_wants_takes_care_of_a_step_and_lets_it_go(world: World, cast: Cast) -> None:
    await chosen(world, cast, FIRST)
    await world.do(cast.amina, CallMe("Amina"))
    mine = page(await world.do(cast.amina, TakeCare(cast.laak, 3, FIRST, mine=True)))
    assert (mine.steps, mine.changed) == ((StepLine(3, FIRST, "todo", "Amina", mine=True),), FIRST)
    late = page(await world.do(cast.boyana, TakeCare(cast.laak, 3, FIRST, mine=True)))
    assert (late.steps, late.changed) == ((StepLine(3, FIRST, "todo", "Amina", mine=False),), "")
    assert page(await world.do(cast.boyana, TakeCare(cast.laak, 3, FIRST, mine=False))).changed == ""
    assert page(await world.do(cast.amina, TakeCare(cast.laak, 3, FIRST, mine=False))).steps[0].by == ""
    assert page(await world.do(cast.boyana, TakeCare(cast.laak, 3, FIRST, mine=True))).steps[0].by == "lid 1"


async def test_two_who_want_to_take_care_of_it_at_the_same_moment_do_not_both(world: World, cast: Cast) -> None:
    await chosen(world, cast, FIRST)
    ask = TakeCare(cast.laak, 3, FIRST, mine=True)
    pages = [page(fact) for fact in await world.at_once((cast.amina, ask), (cast.boyana, ask))]
    assert sorted(one.changed for one in pages) == ["", FIRST]
    assert [one.steps[0].mine for one in pages].count(True) == 1


async def test_how_it_goes_is_said_by_who_takes_care_of_it_or_by_a_coordinator(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)
    await chosen(world, cast, FIRST)
    nobodys = page(await world.do(cast.amina, SetStatus(cast.laak, 3, FIRST, "busy")))
    assert (nobodys.steps[0].status, nobodys.changed) == ("todo", "")
    await world.do(cast.amina, TakeCare(cast.laak, 3, FIRST, mine=True))
    assert page(await world.do(cast.amina, SetStatus(cast.laak, 3, FIRST, "stuck"))).steps[0].status == "stuck"
    assert await world.do(cast.carla, SetStatus(cast.laak, 3, FIRST, "done")) == NotYours()
    assert page(await world.do(cast.boyana, SetStatus(cast.laak, 3, FIRST, "done"))).changed == FIRST
    assert await count(world, cast) == 0


async def test_what_is_done_comes_last_and_the_rest_as_the_plan_has_it(world: World, cast: Cast) -> None:
    await chosen(world, cast, SECOND, FIRST, "relaties", "analyseren")
    await world.do(cast.boyana, SetStatus(cast.laak, 3, "analyseren", "done"))
    found = page(await world.do(cast.amina, ShowSteps(cast.laak)))
    assert [line.step for line in found.steps] == [FIRST, "relaties", SECOND, "analyseren"]


async def test_a_step_is_dropped_and_old_buttons_do_no_harm(world: World, cast: Cast) -> None:
    await chosen(world, cast, FIRST)
    assert page(await world.do(cast.boyana, DropStep(cast.laak, 3, FIRST))).changed == FIRST
    for ask in (DropStep(cast.laak, 3, FIRST), SetStatus(cast.laak, 3, FIRST, "done"), TakeCare(cast.laak, 3, FIRST, mine=True)):
        assert page(await world.do(cast.boyana, ask)) == StepsPage(GroupLine(cast.laak, "Laak", coordinator=True), ())
    assert await world.rows("chosen_step") == []


async def test_who_leaves_takes_care_of_nothing_any_more(world: World, cast: Cast) -> None:
    await chosen(world, cast, FIRST)
    await world.do(cast.amina, TakeCare(cast.laak, 3, FIRST, mine=True))
    await world.do(cast.amina, Leave(cast.laak))
    assert page(await world.do(cast.boyana, ShowSteps(cast.laak))).steps == (StepLine(3, FIRST, "todo", "", mine=False),)


async def test_what_a_coordinator_chose_and_dropped_is_noted(world: World, cast: Cast) -> None:
    await chosen(world, cast, FIRST)
    await world.do(cast.boyana, DropStep(cast.laak, 3, FIRST))
    async with world.database.read() as connection:
        notes = await audit.of_group(connection, cast.laak)
    assert [(note.act, note.subject) for note in notes][-2:] == [("ChooseStep", FIRST), ("DropStep", FIRST)]

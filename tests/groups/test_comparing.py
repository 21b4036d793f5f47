"""A round of a group beside the ones before it, from the tables."""

from uuid import UUID

import pytest
from sqlalchemy import update

from bot.comparison import Compared
from bot.dialogue.asks import ChooseStep, CloseRound, DropStep, ForgetMe, Leave, SetStatus, ShowResult, ShowRound
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage, NothingToCompare
from bot.dialogue.facts import NotYours, Result, RoundPage
from storage.group_tables import round_
from tests.groups.playing import NAMES, Play, gather
from tests.groups.world import World

KEY, OPEN, QUESTION = "gezien-gehoord.gevoel", "gezien-gehoord.hoe", "gezien-gehoord"
NEVER, ALWAYS = 0, 4
MONTH = 30 * 86_400


async def held(play: Play, places: dict[str, int], *, joint: bool = False, anonymous: bool = True) -> int:
    """A round in which these choose so, and which is closed. A month passes."""
    round = await play.open(joint=joint, anonymous=anonymous)
    for name, place in places.items():
        await play.choose(name, round, KEY, place)
    await play.told("Boyana", CloseRound(round))
    play.world.clock.passes(MONTH)
    return round


async def page(play: Play, round: int, name: str = "Amina") -> ComparisonPage:
    found = await play.told(name, ShowComparison(round))
    assert isinstance(found, ComparisonPage), found
    return found


def one(found: ComparisonPage, question: str = QUESTION) -> Compared:
    return next(one for one in found.compared if one.question == question)


def all_of(names: tuple[str, ...], place: int) -> dict[str, int]:
    return dict.fromkeys(names, place)


async def test_a_round_stands_beside_the_one_before_with_both_numbers_and_the_same_for_all(world: World) -> None:
    play = await gather(world, 8)
    await held(play, all_of(NAMES[:5], NEVER))
    second = await held(play, all_of(NAMES[:8], ALWAYS))
    found = await page(play, second)
    assert (one(found).verdict, one(found).before, one(found).now) == ("better", 5, 8)
    assert found == await page(play, second, "Boyana")
    assert {compared.reason for compared in found.compared if compared.question != QUESTION} == {"few", "fact"}
    assert [point.n for point in found.course[QUESTION]] == [5, 8]
    assert (found.before.id, found.facts.id, len(found.days)) == (second - 1, second, 2)
    assert found.troubles == {}


async def test_what_got_worse_sounds_with_what_k_women_said(world: World) -> None:
    play = await gather(world, 5)
    await held(play, all_of(NAMES[:5], ALWAYS))
    second = await held(play, all_of(NAMES[:5], NEVER))
    found = await page(play, second)
    assert (one(found).verdict, found.troubles) == ("worse", {"niet-gehoord": 20})


async def test_what_got_worse_sounds_with_nothing_that_fewer_than_k_said(world: World) -> None:
    play = await gather(world, 6)
    await held(play, all_of(NAMES[:6], ALWAYS))
    second = await held(play, dict(zip(NAMES[:6], (0, 0, 1, 1, 2, 2), strict=True)))
    found = await page(play, second)
    assert (one(found).verdict, found.troubles) == ("worse", {"niet-gehoord": 1})  # what the question can tell at all


async def test_only_a_closed_round_with_one_before_it_is_compared(world: World) -> None:
    play = await gather(world, 4)
    first = await held(play, all_of(NAMES[:4], NEVER))
    assert isinstance(await play.told("Amina", ShowComparison(first)), NothingToCompare)
    assert await offered(play, first) == (False, False)
    second = await play.open()
    await play.choose("Amina", second, KEY, ALWAYS)
    assert isinstance(await play.told("Amina", ShowComparison(second)), NothingToCompare)
    assert await offered(play, second) == (False, False)
    await play.told("Boyana", CloseRound(second))
    assert await offered(play, second) == (True, True)
    assert await offered(play, first) == (False, False)
    assert one(await page(play, second)).reason == "few"


async def offered(play: Play, round: int) -> tuple[bool, bool]:
    """Whether the pages of the round and of its result lead to the comparison."""
    of_round, result = await play.told("Amina", ShowRound(round)), await play.told("Amina", ShowResult(round))
    assert isinstance(of_round, RoundPage)
    assert isinstance(result, Result)
    return of_round.earlier, result.earlier


async def test_when_its_time_is_up_it_is_compared_though_nobody_closed_it_yet(world: World) -> None:
    play = await gather(world, 4)
    await held(play, all_of(NAMES[:4], NEVER))
    second = await play.open(days=7)
    for name in NAMES[:4]:
        await play.choose(name, second, KEY, ALWAYS)
    world.clock.passes(8 * 86_400)
    assert one(await page(play, second)).verdict == "better"


async def test_rounds_of_another_group_or_plan_are_no_rounds_before(world: World) -> None:
    play = await gather(world, 4)
    first = await held(play, all_of(NAMES[:4], NEVER))
    second = await held(play, all_of(NAMES[:4], ALWAYS))
    async with world.database.write() as connection:
        await connection.execute(update(round_).where(round_.c.id == first).values(plan=2))
    assert isinstance(await play.told("Amina", ShowComparison(second)), NothingToCompare)
    other = await world.group(await world.meet("anders"), "Anders")
    async with world.database.write() as connection:
        await connection.execute(update(round_).where(round_.c.id == first).values(plan=3, group_id=other))
    assert isinstance(await play.told("Amina", ShowComparison(second)), NothingToCompare)


async def test_who_is_not_in_the_group_sees_nothing(world: World) -> None:
    play = await gather(world, 4)
    await held(play, all_of(NAMES[:4], NEVER))
    second = await held(play, all_of(NAMES[:4], ALWAYS))
    await play.told("Carla", Leave(play.group))
    assert await play.told("Carla", ShowComparison(second)) == NotYours()
    assert await world.do(await world.meet("vreemd"), ShowComparison(second)) == NotYours()


async def test_a_question_that_a_new_version_of_the_plan_asks_otherwise_is_not_compared(world: World) -> None:
    play = await gather(world, 4)
    first = await held(play, all_of(NAMES[:4], NEVER))
    second = await held(play, all_of(NAMES[:4], ALWAYS))
    text = play.plan.model_dump(mode="json")
    place = next(place for place, question in enumerate(text["questions"]) if question["id"] == QUESTION)
    text["questions"][place]["prompts"][0]["text"] = "Hoort iedereen erbij?"
    await world.put("plan_version", plan=3, version="toen", text=text, since=world.clock())
    async with world.database.write() as connection:
        await connection.execute(update(round_).where(round_.c.id == first).values(version="toen"))
    found = await page(play, second)
    assert (one(found).verdict, one(found).reason, one(found).before) == ("", "changed", 4)
    assert [point.n for point in found.course[QUESTION]] == [0, 4]
    text["questions"][place]["prompts"][0]["text"] = play.plan.questions[place].prompts[0].text
    text["title"] = "Een andere titel"
    await world.change("plan_version", text=text)
    assert one(await page(play, second)).verdict == "better"


async def test_when_mostly_others_answered_nothing_is_compared(world: World) -> None:
    play = await gather(world, 9)
    await held(play, all_of(NAMES[:4], NEVER))
    second = await held(play, all_of(NAMES[3:9], ALWAYS))
    found = await page(play, second)
    assert {compared.reason for compared in found.compared} == {"people", "fact"}
    assert [point.joined for point in found.course[QUESTION]] == [False, False]
    third = await held(play, all_of(NAMES[3:9], ALWAYS))
    assert one(await page(play, third)).verdict == "same"


async def test_what_is_answered_together_is_compared_only_with_the_same(world: World) -> None:
    play = await gather(world, 4)
    await held(play, all_of(NAMES[:4], ALWAYS))
    second = await held(play, {"Boyana": NEVER}, joint=True)
    assert one(await page(play, second)).reason == "together"
    third = await held(play, {"Boyana": ALWAYS}, joint=True)
    found = await page(play, third)
    assert (one(found).verdict, one(found).before, one(found).now) == ("better", 1, 1)
    assert [point.joined for point in found.course[QUESTION]] == [False, False, True]
    fourth = await held(play, {"Boyana": NEVER}, joint=True)
    assert (await page(play, fourth)).troubles == {"niet-gehoord": 4}


async def test_the_steps_that_were_done_in_between_stand_beside_it_and_those_that_are_stuck(world: World) -> None:
    play = await gather(world, 4)
    for step in ("afspraken", "relaties", "communiceren", "evalueren", "bemiddelaar"):
        await play.told("Boyana", ChooseStep(play.group, 3, step))

    async def stands(step: str, status: str) -> None:
        await play.told("Boyana", SetStatus(play.group, 3, step, status))  # type: ignore[arg-type]

    await stands("evalueren", "done")  # before the first round
    world.clock.passes(MONTH)
    await held(play, all_of(NAMES[:4], NEVER))
    for step in ("relaties", "afspraken", "communiceren"):
        await stands(step, "done")
        world.clock.passes(86_400)
    await stands("afspraken", "done")  # said again: it was done the first time
    await stands("communiceren", "busy")  # not done after all
    await stands("bemiddelaar", "stuck")
    second = await held(play, all_of(NAMES[:4], ALWAYS))
    found = await page(play, second)
    assert (found.done, found.stuck) == (("relaties", "afspraken"), ("bemiddelaar",))
    await stands("communiceren", "done")  # after the second
    assert (await page(play, second)).done == ("relaties", "afspraken")
    assert {row["step"]: row["done_on"] is None for row in await world.rows("chosen_step")}["bemiddelaar"]
    world.clock.passes(86_400)
    third = await held(play, all_of(NAMES[:4], ALWAYS))
    assert (await page(play, third)).done == ("communiceren",)
    await play.told("Boyana", DropStep(play.group, 3, "communiceren"))
    assert (await page(play, third)).done == ()


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_leaves_or_is_forgotten_changes_nothing_of_it(world: World, anonymous: bool) -> None:
    play = await gather(world, 7)
    await held(play, all_of(NAMES[:6], NEVER), anonymous=anonymous)
    second = await held(play, all_of(NAMES[:6], ALWAYS), anonymous=anonymous)
    before = await page(play, second, "Boyana")
    for name, ask in (("Carla", ForgetMe()), ("Dilek", Leave(play.group)), ("Esra", ForgetMe()), ("Fatma", ForgetMe())):
        await play.told(name, ask)
        assert await page(play, second, "Boyana") == before


async def test_of_a_newcomer_whose_answer_is_held_back_nothing_shows(world: World) -> None:
    """She alone is new: with her in it the two views would differ by her, so she is held back, whatever she said."""
    found = []
    for place in (NEVER, ALWAYS):
        play = await gather(world, 6)
        await held(play, all_of(NAMES[:5], ALWAYS))
        second = await held(play, all_of(NAMES[:5], ALWAYS) | {"Fatma": place})
        found.append(await page(play, second))
        assert (one(found[-1]).verdict, one(found[-1]).now) == ("same", 5)
        assert [point.n for point in found[-1].course[QUESTION]] == [5, 5]
        assert play.women["Fatma"].person_id not in {row["person_id"] for row in await world.rows("took_part")}
    assert len({repr((one.compared, one.course, one.troubles)) for one in found}) == 1


async def test_who_said_what_is_all_the_same_as_long_as_the_counts_are(world: World) -> None:
    """Two groups in which others said it: nothing that is told differs."""
    told = []
    for turned in (False, True):
        play = await gather(world, 6)
        order = NAMES[:6][::-1] if turned else NAMES[:6]
        await held(play, dict(zip(order, (NEVER, NEVER, NEVER, 2, 2, ALWAYS), strict=True)))
        second = await held(play, dict(zip(order, (ALWAYS, ALWAYS, 2, 3, 3, NEVER), strict=True)))
        found = await page(play, second)
        told.append((found.compared, found.course, found.troubles))
    assert told[0] == told[1]


async def test_nobody_is_named_in_what_is_told(world: World) -> None:
    play = await gather(world, 5)
    for place in (NEVER, ALWAYS):
        round = await play.open(anonymous=False)
        for name in NAMES[:5]:
            await play.choose(name, round, KEY, place)
            await play.tell(name, round, OPEN, f"woorden van {name}")
        await play.told("Boyana", CloseRound(round))
    said = repr(await page(play, round))
    ids: set[UUID] = {who.person_id for who in play.women.values()}
    assert not any(str(id) in said for id in ids)
    assert await play.press("Amina", f"compare:{round}")


async def test_only_the_newest_rounds_are_drawn(world: World) -> None:
    play = await gather(world, 3)
    for _ in range(9):
        last = await held(play, all_of(NAMES[:3], ALWAYS))
    found = await page(play, last)
    assert len(found.days) == len(found.course[QUESTION]) == 8
    assert list(found.days) == sorted(found.days)
    assert len((await page(play, last - 1)).days) == 8
    assert len((await page(play, last - 7)).days) == 2


async def test_in_the_chat_she_goes_from_the_round_to_the_questions_and_to_what_can_help(world: World) -> None:
    play = await gather(world, 4)
    await held(play, all_of(NAMES[:4], ALWAYS))
    second = await held(play, all_of(NAMES[:4], NEVER))
    assert "Vergelijk met vorige keer" in await play.press("Amina", f"round:{second}")
    first = await play.write("Amina", "Vergelijk met vorige keer")
    assert "↘ Moeilijker: Gezien en gehoord (toen 4, nu 4 antwoorden)" in first
    assert "Dit kan helpen" in first
    helped = await play.write("Amina", "Dit kan helpen")
    assert "Vraag hulp van buiten" in helped
    assert "Let op:" in helped
    assert "Meer ervaringen" in helped
    assert "toen □□□□□□□□ 0" in await play.press("Amina", f"compare:{second}:5")

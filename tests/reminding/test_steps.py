"""Whoever takes care of a chosen step is asked how it goes, kindly and not for ever."""

from bot.dialogue.asks import ChooseStep, DropStep, SetStatus, TakeCare
from tests.groups.playing import PLAN
from tests.reminding.calls import Calls

STEP = "afspraken"


async def choose(calls: Calls, *, by: str = "Amina") -> None:
    group = calls.play.group
    await calls.play.told("Boyana", ChooseStep(group, PLAN, STEP))
    if by:
        await calls.play.told(by, TakeCare(group, PLAN, STEP, mine=True))


async def test_after_two_weeks_she_who_takes_care_of_it_is_asked_with_three_answers(calls: Calls) -> None:
    await choose(calls)
    await calls.run(days=13)
    assert await calls.letters("step:") == []
    await calls.run(days=1.1)
    assert await calls.whose("step:") == ["Amina"]
    [row] = await calls.letters("step:")
    labels = [button["label"] for button in row["body"]["message"]["options"]]
    assert labels == ["Gedaan", "Bezig", "Vastgelopen"]
    assert "Stap 2" in (await calls.texts("step:"))[0]


async def test_her_answer_is_kept_and_she_is_asked_again_a_month_later(calls: Calls) -> None:
    await choose(calls)
    await calls.run(days=14.1)
    said = await calls.play.press("Amina", f"st:{calls.play.group}:{PLAN}:{STEP}:busy")
    assert "bezig" in said
    await calls.run(days=26)
    assert len(await calls.letters("step:")) == 1
    await calls.run(days=3)
    assert len(await calls.letters("step:")) == 2


async def test_what_is_done_is_not_asked_about(calls: Calls) -> None:
    await choose(calls)
    await calls.play.told("Amina", SetStatus(calls.play.group, PLAN, STEP, "done"))
    await calls.run(days=60)
    assert await calls.letters("step:") == []


async def test_who_never_says_anything_is_asked_three_times(calls: Calls) -> None:
    await choose(calls)
    for _ in range(12):
        await calls.run(days=15)
    assert len(await calls.letters("step:")) == 3


async def test_while_nobody_takes_care_of_it_whoever_leads_is_asked(calls: Calls) -> None:
    await choose(calls, by="")
    await calls.run(days=15)
    assert await calls.whose("step:") == ["Boyana"]
    assert "Niemand zorgt er nog voor" in (await calls.texts("step:"))[0]


async def test_what_the_group_does_not_do_after_all_is_not_asked_about(calls: Calls) -> None:
    await choose(calls)
    await calls.play.told("Boyana", DropStep(calls.play.group, PLAN, STEP))
    await calls.run(days=15)
    assert await calls.letters("step:") == []


async def test_at_night_nobody_is_asked(calls: Calls) -> None:
    await choose(calls)
    calls.at(23)
    await calls.run(days=20)
    assert await calls.letters("step:") == []
    await calls.run(hours=11)
    assert len(await calls.letters("step:")) == 1

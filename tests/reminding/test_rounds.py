"""Whoever has not answered hears of it twice at most, and never at night; whoever leads hears how far it is."""

import pytest

from bot.dialogue.asks import CloseRound, Leave
from bot.groups.closing import close_due
from tests.reminding.calls import Calls


async def close(calls: Calls) -> None:
    """As the job of each minute does."""
    world = calls.play.world
    await close_due(world.database, world.house.catalogue, world.clock())


async def test_who_has_not_answered_is_nudged_after_four_and_after_ten_days_and_not_again(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.answer("Amina", 1, 0, most=1)
    await calls.run(days=3.9)
    assert await calls.whose("nudge:") == []
    await calls.run(days=0.1)
    assert await calls.whose("nudge:1:1:") == ["Boyana", "Carla", "Dilek", "Esra"]
    await calls.play.answer("Carla", 1, 0, most=1)
    await calls.run(days=6)
    assert await calls.whose("nudge:1:2:") == ["Boyana", "Dilek", "Esra"]
    await calls.each_day(10)
    assert await calls.whose("nudge:1:closing") == ["Amina", "Carla"]  # who began
    assert len(await calls.letters("nudge:")) == 4 + 3 + 2


async def test_before_closing_who_began_hears_that_she_is_not_done_and_who_heard_twice_does_not(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.answer("Amina", 1, 0)
    await calls.run(days=4)
    await calls.play.answer("Carla", 1, 0, most=2)
    await calls.run(days=6)
    await calls.run(days=9)
    assert await calls.whose("nudge:1:closing") == ["Carla"]  # who is done needs no word; who has not begun heard twice
    [text] = await calls.texts("nudge:1:closing")
    assert "Je bent al begonnen" in text


async def test_a_round_of_a_week_has_one_nudge_and_one_word_before_it_closes(calls: Calls) -> None:
    await calls.play.open(days=7)
    await calls.each_day(7)
    assert len(await calls.letters("nudge:1:1:")) == len(await calls.letters("nudge:1:closing:")) == 5
    assert await calls.letters("nudge:1:2:") == []


async def test_a_nudge_that_would_come_just_before_the_last_word_is_left_out(calls: Calls) -> None:
    await calls.rhythm(nudge_days=(6,))
    await calls.play.open(days=7)
    await calls.each_day(7)
    assert await calls.letters("nudge:1:1:") == []
    assert len(await calls.letters("nudge:1:closing:")) == 5


@pytest.mark.parametrize(("days", "nudges"), [(7, (3, 4)), (14, (10, 11)), (7, (1, 2))])
async def test_nobody_hears_of_a_round_more_than_twice_whatever_was_set(calls: Calls, days: int, nudges: tuple[int, ...]) -> None:
    await calls.rhythm(nudge_days=nudges)
    await calls.play.open(days=days)
    await calls.each_day(days)
    made = await calls.letters("nudge:")
    assert len(made) == 10
    times = sorted({row["created_at"] for row in made})
    assert (times[1] - times[0]).total_seconds() > 20 * 3600


@pytest.mark.parametrize("days", [(), (2,), (1, 3)])
async def test_the_group_chooses_when_it_is_nudged_and_whether(calls: Calls, days: tuple[int, ...]) -> None:
    await calls.rhythm(nudge_days=days)
    await calls.play.open()
    await calls.each_day(8)
    assert [len(await calls.letters(f"nudge:1:{number}:")) for number in (1, 2)] == [5 * (len(days) > place) for place in (0, 1)]


async def test_who_left_or_said_stop_is_not_nudged(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.told("Amina", Leave(calls.play.group))
    await calls.play.write("Carla", "STOP")
    await calls.run(days=4)
    assert await calls.whose("nudge:") == ["Boyana", "Dilek", "Esra"]


async def test_at_night_nothing_is_made_and_in_the_morning_it_is(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=3)
    calls.play.world.clock.passes(24 * 3600 + 11 * 3600)  # nobody worked on it until nine in the evening
    await calls.run()
    assert await calls.letters("nudge:") == []
    await calls.run(hours=11.9)
    assert await calls.letters("nudge:") == []
    await calls.run(hours=0.2)
    assert len(await calls.letters("nudge:")) == 5


async def test_after_a_week_of_silence_there_is_one_nudge_and_the_next_comes_days_later(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=9)  # the first was due five days ago, the second is due tomorrow
    assert len(await calls.letters("nudge:1:1:")) == 5
    await calls.run(days=1.1)
    assert await calls.letters("nudge:1:2:") == []
    await calls.run(days=0.95)
    assert len(await calls.letters("nudge:1:2:")) == 5


async def test_when_both_are_late_only_one_is_sent(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=12)
    assert await calls.letters("nudge:1:1:") == []
    assert len(await calls.letters("nudge:1:2:")) == 5


async def test_who_leads_hears_how_far_it_is_at_half_time_and_how_it_ended_in_the_morning_after(calls: Calls) -> None:
    await calls.play.appoint("Carla")
    await calls.play.open()
    for name in ("Amina", "Dilek", "Esra"):
        await calls.play.answer(name, 1, 0)
    await calls.each_day(11)
    assert await calls.whose("half:1") == ["Boyana", "Carla"]
    assert "3 van 5 hebben geantwoord." in (await calls.texts("half:1"))[0]
    assert await calls.letters("end:1") == []
    calls.play.world.clock.passes(11 * 24 * 3600)
    await close(calls)
    calls.at(8)
    await calls.run()
    assert await calls.letters("end:1") == []
    calls.at(9)
    await calls.run()
    assert await calls.whose("end:1") == ["Boyana", "Carla"]
    assert "Het resultaat is klaar" in (await calls.texts("end:1"))[0]


async def test_a_round_that_is_closed_early_is_told_at_once_and_nobody_is_nudged_any_more(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=2)
    await calls.play.told("Boyana", CloseRound(1))
    await calls.run()
    assert await calls.whose("end:1") == ["Boyana"]
    assert "Het resultaat is klaar" not in (await calls.texts("end:1"))[0]  # nobody answered
    await calls.each_day(9)
    assert await calls.letters("nudge:") == []


async def test_a_round_on_one_phone_asks_only_whoever_leads(calls: Calls) -> None:
    await calls.play.open(joint=True)
    await calls.each_day(20)
    assert await calls.whose("nudge:") == ["Boyana"]
    assert await calls.letters("half:") == []


@pytest.mark.parametrize("anonymous", [True, False])
async def test_after_the_end_nothing_tells_who_had_to_be_nudged(calls: Calls, anonymous: bool) -> None:
    await calls.play.open(anonymous=anonymous)
    await calls.play.answer("Amina", 1, 0)
    await calls.play.press("Carla", "later:3.1:7")
    await calls.run(days=4)
    await calls.all_went()
    assert len(await calls.letters("nudge:")) == 3
    assert len(await calls.play.world.rows("later")) == 1
    calls.play.world.clock.passes(20 * 24 * 3600)
    await close(calls)
    assert await calls.letters("nudge:") == []
    assert await calls.play.world.rows("later") == []


async def test_nobody_on_a_phone_that_another_has_just_now_is_nudged_there(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.press("Amina", "newhere")
    await calls.play.write("Amina", "Zus")
    await calls.run(days=4)
    assert await calls.whose("nudge:") == ["Boyana", "Carla", "Dilek", "Esra"]


async def test_what_all_of_them_got_is_there_for_all_of_them_after_the_end(calls: Calls) -> None:
    """Where it were gone, or told otherwise, somebody would have answered."""
    await calls.play.open()
    await calls.plan_start(1)
    await calls.run()
    await calls.all_went()
    await calls.play.answer("Amina", 1, 0)
    before = await calls.letters("start:")
    assert len(before) == 5
    calls.play.world.clock.passes(22 * 24 * 3600)
    await close(calls)
    assert await calls.letters("start:") == before


async def test_who_hears_today_that_it_closes_is_not_nudged_as_well(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=19.2)  # nobody worked on it until then
    assert await calls.letters("nudge:1:2:") == []
    assert len(await calls.letters("nudge:1:closing:")) == 5

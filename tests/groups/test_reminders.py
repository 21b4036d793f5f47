"""A reminder opens a round when it is time: once, by day, and never more than one for all that was missed."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.dialogue import asks
from bot.dialogue import reminder_asks as reminding
from bot.dialogue.facts import NotYours
from bot.dialogue.reminder_facts import NoPause, NoZone, Planned, ReminderPage, Reminders, RhythmPage
from bot.groups.closing import close_due
from bot.groups.reminders import Fired, fire
from storage import groups, kept, reminders
from tests.groups.filled import put_round
from tests.groups.world import Cast, World

CODE = "w6.2.1000"  # every six weeks on Tuesday
START = "20261124"
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # ten o'clock where they live


async def set_it(world: World, cast: Cast, code: str = CODE, start: str = START) -> ReminderPage:
    told = await world.do(cast.boyana, reminding.SetReminder(cast.laak, 3, code, start))
    assert isinstance(told, ReminderPage), told
    return told


async def due(world: World) -> list[int]:
    async with world.database.read() as connection:
        return await reminders.due(connection, world.clock(), 50)


async def fired(world: World, id: int) -> Fired | None:
    async with world.database.write() as connection:
        return await fire(connection, world.house, id, world.clock())


async def row(world: World) -> dict[str, Any]:
    [found] = await world.rows("reminder")
    return found


async def test_what_is_set_is_shown_with_its_next_day(world: World, cast: Cast) -> None:
    planned = await world.do(cast.boyana, reminding.ShowSchedule(cast.laak, 3, CODE))
    assert isinstance(planned, Planned)
    assert (planned.start, planned.days) == ("20261229", (date(2026, 12, 29), date(2027, 2, 9), date(2027, 3, 23)))
    assert await world.rows("reminder") == []
    page = await set_it(world, cast, start=planned.start)
    assert page.coming is not None
    assert (page.news, page.coming.next, page.coming.time) == ("set", date(2026, 12, 29), "10:00")
    listed = await world.do(cast.boyana, reminding.ShowReminders(cast.laak))
    assert isinstance(listed, Reminders)
    assert listed.coming == (page.coming,)


async def test_it_may_begin_earlier_and_be_set_otherwise(world: World, cast: Cast) -> None:
    planned = await world.do(cast.boyana, reminding.ShowSchedule(cast.laak, 3, CODE, early=True))
    assert isinstance(planned, Planned)
    assert (planned.start, planned.other) == (START, True)
    await set_it(world, cast)
    await set_it(world, cast, "q1.1.1100", "20270104")
    kept_row = await row(world)
    assert (kept_row["next_local"], kept_row["rule"]) == ("2027-01-04T11:00", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1MO")


@pytest.mark.parametrize(("code", "wrong"), [("w6.2.0830", "quiet"), ("w6.2.2000", "quiet"), ("y2.30.1000", "never")])
async def test_what_would_be_at_night_or_never_is_not_set(world: World, cast: Cast, code: str, wrong: str) -> None:
    told = await world.do(cast.boyana, reminding.SetReminder(cast.laak, 3, code, START))
    assert isinstance(told, Planned)
    assert told.wrong == wrong
    assert await world.rows("reminder") == []
    assert "SetReminder" not in {note["act"] for note in await world.rows("audit")}


@pytest.mark.parametrize("start", ["20200101", "99990101", "20261399", "vandaag!"])
async def test_a_button_from_long_ago_shows_how_it_would_be_now(world: World, cast: Cast, start: str) -> None:
    told = await world.do(cast.boyana, reminding.SetReminder(cast.laak, 3, CODE, start))
    assert isinstance(told, Planned)
    assert told.start == "20261229"
    assert await world.rows("reminder") == []


@pytest.mark.parametrize(
    "ask", [reminding.ShowSchedule(1, 3, "x"), reminding.ShowSchedule(1, 1, CODE), reminding.SetReminder(1, 77, CODE, START)]
)
async def test_what_is_not_offered_is_refused(world: World, cast: Cast, ask: asks.Ask) -> None:
    assert await world.do(cast.boyana, ask) == NotYours()


async def test_when_it_is_due_it_opens_a_round_and_moves_on(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    assert await due(world) == []
    world.clock.now = TUESDAY
    [id] = await due(world)
    assert await fired(world, id) == Fired(cast.laak, 3, 1)
    [opened] = await world.rows("round")
    assert (opened["anonymous"], opened["joint"], opened["opened_on"], opened["plan"]) == (True, False, TUESDAY.date(), 3)
    assert (await row(world))["next_local"] == "2027-01-05T10:00"
    assert await fired(world, id) is None
    world.clock.passes(-3600)  # the clock steps back an hour
    assert await due(world) == []


async def test_of_many_processes_at_once_one_opens_one_round(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    world.clock.now = TUESDAY
    [id] = await due(world)
    found = await asyncio.gather(*(fired(world, id) for _ in range(8)))
    assert [one for one in found if one] == [Fired(cast.laak, 3, 1)]
    assert len(await world.rows("round")) == 1


@pytest.mark.parametrize("days", [8, 100])
async def test_after_a_standstill_all_that_was_missed_becomes_one_of_today(world: World, cast: Cast, days: int) -> None:
    await set_it(world, cast, "w1.2.1000")
    world.clock.now = TUESDAY + timedelta(days=days)
    [id] = await due(world)
    assert await fired(world, id) == Fired(cast.laak, 3, 1)
    assert [one["opened_on"] for one in await world.rows("round")] == [world.clock().date()]
    assert (await row(world))["next_at"] > world.clock()
    assert await due(world) == []


async def test_at_night_it_waits_for_the_morning(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    world.clock.now = TUESDAY + timedelta(hours=13)
    [id] = await due(world)
    assert await fired(world, id) is None
    waiting = await row(world)
    assert (waiting["next_local"], waiting["next_at"]) == ("2026-11-24T10:00", TUESDAY + timedelta(hours=23))
    world.clock.now = TUESDAY + timedelta(hours=23)
    assert await fired(world, id) == Fired(cast.laak, 3, 1)


async def test_while_a_round_is_open_an_occurrence_is_passed_over(world: World, cast: Cast) -> None:
    await world.do(cast.boyana, asks.OpenRound(cast.laak, 3, 21, anonymous=True, joint=False))
    await set_it(world, cast)
    world.clock.now = TUESDAY
    assert await fired(world, (await due(world))[0]) == Fired(cast.laak, 3, None, "open")
    assert len(await world.rows("round")) == 1
    assert (await row(world))["next_local"] == "2027-01-05T10:00"


async def test_a_round_whose_time_is_up_is_closed_first_and_the_next_is_like_it(world: World, cast: Cast) -> None:
    await world.do(cast.boyana, asks.OpenRound(cast.laak, 3, 7, anonymous=False, joint=True))
    await set_it(world, cast, start="20270105")
    world.clock.now = datetime(2027, 1, 5, 9, tzinfo=UTC)
    assert await fired(world, (await due(world))[0]) == Fired(cast.laak, 3, 2)
    await close_due(world.database, world.house.catalogue, world.clock())
    before, after = sorted(await world.rows("round"), key=lambda one: int(one["id"]))
    assert before["closed_on"] is not None
    assert (after["anonymous"], after["joint"], after["closed_on"]) == (False, True, None)


async def test_a_plan_that_is_not_ready_any_more_is_passed_over(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    await world.change("reminder", plan=1)
    world.clock.now = TUESDAY
    assert await fired(world, (await due(world))[0]) == Fired(cast.laak, 1, None, "plan")
    assert await world.rows("round") == []


async def test_in_a_pause_nothing_is_due_and_after_it_all_goes_on(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    told = await world.do(cast.boyana, reminding.PauseReminder(cast.laak, 3, "1 maart"))
    assert isinstance(told, ReminderPage)
    assert told.coming is not None
    assert (told.coming.paused_until, told.coming.next) == (date(2027, 3, 1), date(2027, 3, 30))
    world.clock.now = TUESDAY
    assert await due(world) == []
    told = await world.do(cast.boyana, reminding.ResumeReminder(cast.laak, 3))
    assert isinstance(told, ReminderPage)
    assert told.coming is not None
    assert (told.news, told.coming.paused_until, told.coming.next) == ("resumed", None, date(2027, 1, 5))


async def test_the_same_button_pressed_again_keeps_the_pause_and_what_is_set_otherwise_has_none(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    await world.do(cast.boyana, reminding.PauseReminder(cast.laak, 3, months=3))
    paused = await row(world)
    assert (await set_it(world, cast)).news == ""
    assert await row(world) == paused
    page = await set_it(world, cast, CODE.replace("1000", "1100"))
    assert page.coming is not None
    assert (page.coming.paused_until, page.coming.next) == (None, date(2026, 11, 24))
    assert (await row(world))["paused_until"] is None


async def test_a_reminder_that_comes_every_three_weeks_closes_its_round_before_the_next(world: World, cast: Cast) -> None:
    await set_it(world, cast, "w3.2.1000")
    for number in (1, 2, 3):
        world.clock.now = (await row(world))["next_at"]
        await close_due(world.database, world.house.catalogue, world.clock())
        assert await fired(world, (await due(world))[0]) == Fired(cast.laak, 3, number)


async def test_a_pause_until_and_with_a_day_takes_that_day_too(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    for typed, until in (("tot en met 1 maart", date(2027, 3, 2)), ("t/m 1-3-2027", date(2027, 3, 2)), ("tot 1 maart", date(2027, 3, 1))):
        await world.do(cast.boyana, reminding.PauseReminder(cast.laak, 3, until=typed))
        assert (await row(world))["paused_until"] == until


async def test_where_a_country_puts_its_clock_back_what_was_done_is_not_done_again(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    world.clock.now = TUESDAY
    await world.change("group", zone="Europe/London")  # nine o'clock, as of today
    assert await fired(world, (await due(world))[0]) == Fired(cast.laak, 3, 1)
    assert (await row(world))["next_local"] == "2027-01-05T10:00"


async def test_a_pause_takes_so_many_months_or_lasts_until_a_day_that_can_be(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    await world.do(cast.boyana, reminding.PauseReminder(cast.laak, 3, months=3))
    assert (await row(world))["paused_until"] == date(2027, 2, 23)
    before = await world.everything()
    for typed, wrong in (("ooit", "unclear"), ("30 februari", "unclear"), ("1-1-2020", "past"), ("1-1-2031", "far")):
        assert await world.do(cast.boyana, reminding.PauseReminder(cast.laak, 3, typed)) == NoPause(cast.laak, 3, wrong)  # type: ignore[arg-type]
    assert await world.everything() == before


async def test_what_was_stopped_is_not_done_though_it_was_seen_to_be_due(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    world.clock.now = TUESDAY
    [id] = await due(world)
    assert await world.do(cast.boyana, reminding.StopReminder(cast.laak, 3)) == Reminders(cast.laak, "Laak", (), stopped=True)
    assert await fired(world, id) is None
    assert await world.rows("round") == []


async def test_with_its_group_it_is_gone_and_in_one_without_anybody_it_ends(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    world.clock.now = TUESDAY
    [id] = await due(world)
    for who in (cast.amina, cast.boyana):
        async with world.database.write() as connection:
            await groups.remove(connection, cast.laak, who.person_id)
    assert await fired(world, id) is None
    assert (await row(world))["next_at"] is None
    async with world.database.write() as connection:
        await kept.remove_group(connection, cast.laak)
    assert await fired(world, id) is None
    assert await world.rows("reminder") == await world.rows("round") == []


async def test_a_rule_that_nobody_could_have_set_ends_and_does_not_come_again_and_again(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    await world.change("reminder", rule="FREQ=SECONDLY")
    world.clock.now = TUESDAY
    [id] = await due(world)
    assert await fired(world, id) == Fired(cast.laak, 3, 1)
    assert (await row(world))["next_at"] is None


async def test_another_group_keeps_its_own(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    await put_round(world, cast.moerwijk)
    world.clock.now = TUESDAY
    assert await fired(world, (await due(world))[0]) == Fired(cast.laak, 3, 2)
    assert await world.do(cast.carla, reminding.ShowReminders(cast.moerwijk)) == Reminders(cast.moerwijk, "Moerwijk", ())


async def test_on_another_clock_and_with_other_quiet_hours_the_next_time_is_the_same_on_the_wall(world: World, cast: Cast) -> None:
    await set_it(world, cast)
    assert isinstance(await world.do(cast.boyana, reminding.SetZone(cast.laak, "Sofia")), RhythmPage)
    assert ((await row(world))["next_local"], (await row(world))["next_at"]) == ("2026-11-24T10:00", TUESDAY - timedelta(hours=1))
    told = await world.do(cast.boyana, reminding.SetQuiet(cast.laak, 21 * 60, 11 * 60))
    assert told == RhythmPage(cast.laak, "Europe/Sofia", ("21:00", "11:00"), (4, 10), changed=True)
    assert ((await row(world))["next_local"], (await row(world))["next_at"]) == ("2026-11-24T10:00", TUESDAY)


async def test_times_that_can_not_be_are_refused(world: World, cast: Cast) -> None:
    before = await world.everything()
    assert await world.do(cast.boyana, reminding.SetZone(cast.laak, "../../etc/passwd")) == NoZone(cast.laak)
    for ask in (
        reminding.SetQuiet(cast.laak, 600, 599),
        reminding.SetQuiet(cast.laak, 1200, 1200),
        reminding.SetQuiet(cast.laak, -1, 540),
        reminding.SetNudges(cast.laak, (4, 4)),
        reminding.SetNudges(cast.laak, (1, 2, 3)),
        reminding.SetNudges(cast.laak, (28,)),
    ):
        assert await world.do(cast.boyana, ask) == NotYours()
    assert await world.everything() == before

"""Schedules come when they say, once, and never at night; what carries them can't be forged."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quiet import Quiet
from bot.schedules import (
    LOCAL,
    Next,
    NoSchedule,
    Schedule,
    begins,
    following,
    from_code,
    from_rule,
    occurrences,
    to_code,
    to_rule,
)
from tests.schedules import moments, quiets, schedules

OPEN = Quiet(0, 0)  # it is never quiet
KOLKATA = Quiet(0, 0, "Asia/Kolkata")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def days(code: str, starts_on: date, most: int = 4) -> list[str]:
    schedule = from_code(code)
    found = occurrences(to_rule(schedule), starts_on, schedule.minute, datetime(2026, 11, 23), most)  # noqa: DTZ001 - local
    return [one.strftime(LOCAL) for one in found]


def coming(code: str, starts_on: date, now: datetime, quiet: Quiet = OPEN, **more: object) -> Next:
    schedule = from_code(code)
    found = following(to_rule(schedule), starts_on, schedule.minute, quiet, now, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


@given(schedules())
def test_a_schedule_survives_its_rule_and_its_code(schedule: Schedule) -> None:
    rule, code = to_rule(schedule), to_code(schedule)
    assert from_rule(rule, schedule.minute) == from_rule(f"{rule};UNTIL=20300101T000000", schedule.minute) == schedule
    assert from_code(code) == schedule
    assert len(rule) <= 200
    assert len(code) <= 16


@pytest.mark.parametrize(
    ("code", "starts_on", "then"),
    [
        ("w6.2.1000", date(2026, 11, 24), ["2026-11-24T10:00", "2027-01-05T10:00", "2027-02-16T10:00", "2027-03-30T10:00"]),
        ("m3.1.2.1000", date(2026, 12, 1), ["2026-12-01T10:00", "2027-03-02T10:00", "2027-06-01T10:00", "2027-09-07T10:00"]),
        ("m1.-1.5.0930", date(2026, 11, 27), ["2026-11-27T09:30", "2026-12-25T09:30", "2027-01-29T09:30", "2027-02-26T09:30"]),
        ("d1.31.1000", date(2026, 11, 30), ["2026-11-30T10:00", "2026-12-31T10:00", "2027-01-31T10:00", "2027-02-28T10:00"]),
        ("d1.30.1000", date(2027, 1, 30), ["2027-01-30T10:00", "2027-02-28T10:00", "2027-03-30T10:00", "2027-04-30T10:00"]),
        ("q1.2.1000", date(2026, 11, 24), ["2027-01-05T10:00", "2027-04-06T10:00", "2027-07-06T10:00", "2027-10-05T10:00"]),
        ("q-1.5.1000", date(2026, 11, 24), ["2026-12-25T10:00", "2027-03-26T10:00", "2027-06-25T10:00", "2027-09-24T10:00"]),
        ("y2.29.1000", date(2026, 11, 24), ["2027-02-28T10:00", "2028-02-29T10:00", "2029-02-28T10:00", "2030-02-28T10:00"]),
    ],
)
def test_it_comes_on_these_days(code: str, starts_on: date, then: list[str]) -> None:
    assert days(code, starts_on) == then


@given(st.text(max_size=20) | st.from_regex(r"[wmdqy]-?\d{1,3}(\.-?\d{1,3}){1,4}", fullmatch=True))
def test_a_code_is_one_of_ours_or_none(code: str) -> None:
    with suppress(NoSchedule):
        assert to_code(from_code(code)) == code


@pytest.mark.parametrize("code", ["", "w", "w6.2", "w06.2.1000", "w6.2.2400", "w6.2.1060", "w0.2.1000", "w6.8.1000", "m3.5.2.1000"])
def test_a_forged_code_is_refused(code: str) -> None:
    with pytest.raises(NoSchedule):
        from_code(code)


@pytest.mark.parametrize("code", ["w6.2.1000\n", "w6.٢.1000", "w6.2.1000.1", "x6.2.1000", "y13.1.1000", "d1.32.1000", "q0.2.1000"])
def test_nor_is_one_that_only_looks_like_ours(code: str) -> None:
    with pytest.raises(NoSchedule):
        from_code(code)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=1",
        "FREQ=WEEKLY;INTERVAL=6;BYDAY=TU;COUNT=3",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TU",
        "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=30,31;BYSETPOS=9",
        "FREQ=MONTHLY;BYMONTH=2;BYDAY=6TU",
        "RDATE:20270101",
    ],
)
def test_a_rule_that_is_none_of_ours_is_refused_before_anybody_reckons_with_it(rule: str) -> None:
    with pytest.raises(NoSchedule):
        following(rule, NOW.date(), 600, OPEN, NOW)


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31"])
def test_a_day_that_never_is_never_comes(rule: str) -> None:
    assert not from_rule(rule, 600).comes
    assert following(rule, NOW.date(), 600, OPEN, NOW) is None
    assert begins(from_rule(rule, 600), NOW, "UTC", early=True) is None


def test_after_its_end_a_rule_does_not_come_any_more() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;UNTIL=20261124T100000"
    assert following(rule, date(2026, 11, 3), 600, OPEN, NOW) == Next("2026-11-24T10:00", datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert following(rule, date(2026, 11, 3), 600, OPEN, NOW + timedelta(days=1)) is None


def test_a_time_that_the_clock_skips_in_spring_is_an_hour_later() -> None:
    found = coming("w1.7.0230", date(2027, 3, 21), datetime(2027, 3, 21, 12, tzinfo=UTC))
    assert found == Next("2027-03-28T02:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC))  # half past three there
    assert coming("w1.7.0230", date(2027, 3, 21), found.at, done=found.local).local == "2027-04-04T02:30"


def test_a_time_that_comes_twice_in_autumn_is_done_once() -> None:
    found = coming("w1.7.0230", date(2027, 10, 24), datetime(2027, 10, 24, 12, tzinfo=UTC))
    assert found == Next("2027-10-31T02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
    for minutes in (0, 40, 60, 90):
        now = found.at + timedelta(minutes=minutes)
        assert coming("w1.7.0230", date(2027, 10, 24), now, done=found.local).local == "2027-11-07T02:30"


def test_who_sets_it_in_the_hour_that_comes_twice_does_not_get_one_that_is_past() -> None:
    ten_past_two_again = datetime(2027, 10, 31, 1, 10, tzinfo=UTC)
    assert coming("w1.7.0230", date(2027, 10, 24), ten_past_two_again).at > ten_past_two_again


def test_when_the_clock_steps_back_an_hour_nothing_comes_twice() -> None:
    done = coming("w6.2.1000", date(2026, 11, 24), NOW)
    assert coming("w6.2.1000", date(2026, 11, 24), done.at - timedelta(hours=1), done=done.local).local == "2027-01-05T10:00"


def test_in_another_place_it_comes_at_the_same_time_on_the_wall() -> None:
    [here, there] = [coming("w6.2.1000", date(2026, 11, 24), NOW, Quiet(zone=zone)) for zone in ("Europe/Amsterdam", "Europe/Sofia")]
    assert here.local == there.local == "2026-11-24T10:00"
    assert here.at - there.at == timedelta(hours=1)


def test_before_the_end_of_a_pause_nothing_comes_and_on_that_day_it_does() -> None:
    for until, local in ((date(2027, 1, 5), "2027-01-05T10:00"), (date(2027, 1, 6), "2027-02-16T10:00")):
        assert coming("w6.2.1000", date(2026, 11, 24), NOW, paused_until=until).local == local


@pytest.mark.parametrize(
    ("code", "by_itself", "early"),
    [
        ("w6.2.1000", "2026-12-29", "2026-11-24"),
        ("m3.1.2.1000", "2027-02-02", "2026-12-01"),
        ("d1.31.1000", "2026-12-31", "2026-11-30"),
        ("w1.1.1000", "2026-11-30", "2026-11-30"),  # it is ten now
        ("w1.1.1030", "2026-11-30", "2026-11-23"),
        ("q1.2.1000", "2027-01-05", "2027-01-05"),
    ],
)
def test_by_itself_it_begins_about_one_period_from_now(code: str, by_itself: str, early: str) -> None:
    found = [begins(from_code(code), NOW, "Europe/Amsterdam", early=at_once) for at_once in (False, True)]
    assert found == [date.fromisoformat(by_itself), date.fromisoformat(early)]


@given(schedules(), moments(), st.booleans())
@settings(deadline=None)
def test_wherever_it_begins_it_comes_there(schedule: Schedule, now: datetime, early: bool) -> None:
    start = begins(schedule, now, KOLKATA.zone, early=early)  # no clock changes there
    assert (start is not None) == schedule.comes
    if start:
        found = following(to_rule(schedule), start, schedule.minute, KOLKATA, now)
        assert found is not None
        assert found.local == f"{start}T{schedule.minute // 60:02}:{schedule.minute % 60:02}"


@given(schedules().filter(lambda schedule: schedule.comes), quiets(), moments(), st.lists(st.integers(-90, 60 * 24 * 200), max_size=12))
@settings(deadline=None)
def test_whatever_the_clock_does_no_occurrence_is_done_twice_nor_in_quiet_hours(
    schedule: Schedule, quiet: Quiet, now: datetime, steps: list[int]
) -> None:
    start, done = begins(schedule, now, quiet.zone, early=True), list[str]()
    assert start is not None
    waiting = following(to_rule(schedule), start, schedule.minute, quiet, now)
    for step in steps:
        now += timedelta(minutes=step)
        assert waiting is not None
        assert quiet.until(waiting.at) == waiting.at
        if now < waiting.at:
            continue
        done.append(waiting.local)
        waiting = following(to_rule(schedule), start, schedule.minute, quiet, now, done=waiting.local)
        assert waiting is not None
        assert waiting.local > done[-1]
    assert len(set(done)) == len(done)

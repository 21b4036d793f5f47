"""Quiet hours end in the morning, whatever the clocks do that night."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from bot.quiet import Quiet
from bot.schedules import local_time
from tests.schedules import moments, quiets


@pytest.mark.parametrize(
    ("local", "until"),
    [
        ("2026-11-23 19:59", "2026-11-23 19:59"),
        ("2026-11-23 20:00", "2026-11-24 09:00"),
        ("2026-11-24 08:59", "2026-11-24 09:00"),
        ("2026-11-24 09:00", "2026-11-24 09:00"),
        ("2027-03-27 23:00", "2027-03-28 09:00"),  # that night is an hour shorter
        ("2027-10-30 23:00", "2027-10-31 09:00"),  # and that one an hour longer
    ],
)
def test_from_eight_until_nine_it_is_quiet(local: str, until: str) -> None:
    quiet = Quiet()
    [moment, end] = [datetime.fromisoformat(f"{text}+01:00") for text in (local, until)]
    found = quiet.until(moment)
    assert local_time(found, quiet.zone) == end.replace(tzinfo=None) if found != moment else local == until


def test_hours_within_one_day_and_no_hours_at_all() -> None:
    siesta, never = Quiet(13 * 60, 15 * 60, "UTC"), Quiet(0, 0, "UTC")
    assert siesta.until(datetime(2026, 11, 23, 14, tzinfo=UTC)) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert siesta.until(datetime(2026, 11, 23, 15, tzinfo=UTC)) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert never.until(datetime(2026, 11, 23, 0, tzinfo=UTC)) == datetime(2026, 11, 23, 0, tzinfo=UTC)


def test_an_end_that_the_clock_skips_is_later_and_one_that_comes_twice_is_still_to_come() -> None:
    quiet = Quiet(20 * 60, 2 * 60 + 30)
    assert quiet.until(datetime(2027, 3, 28, 0, 30, tzinfo=UTC)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert quiet.until(datetime(2027, 10, 31, 1, 10, tzinfo=UTC)) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # ten past two once more


def test_where_the_clock_skips_the_only_open_minutes_it_is_quiet_for_another_day() -> None:
    quiet = Quiet(3 * 60 + 15, 2 * 60 + 30)
    assert quiet.until(datetime(2027, 3, 28, 0, 30, tzinfo=UTC)) == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)


@given(quiets(), moments())
def test_it_is_never_quiet_then_and_it_takes_no_longer_than_the_night(quiet: Quiet, moment: datetime) -> None:
    found = quiet.until(moment)
    local = local_time(found, quiet.zone)
    assert not quiet.covers(local.hour * 60 + local.minute)
    assert moment <= found <= moment + timedelta(hours=22)
    assert quiet.until(found) == found


def test_it_survives_the_outbox() -> None:
    assert Quiet.from_json(Quiet(60, 120, "Europe/Sofia").to_json()) == Quiet(60, 120, "Europe/Sofia")

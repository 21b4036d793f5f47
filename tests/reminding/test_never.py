"""Over random groups, clocks and outages: never at night, never more often than twice, never after she answered."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.groups.closing import close_due
from bot.quiet import Quiet
from tests.groups.filled import put_sheet
from tests.reminding.calls import Calls

ZONES = ("Europe/Amsterdam", "Africa/Casablanca", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe")
NAMES = ("Amina", "Carla", "Dilek", "Esra")
# Before the clocks change, and at another time.
CHANGES = [datetime(year, month, day, tzinfo=UTC) for year, month, day in ((2027, 3, 20), (2027, 10, 20), (2026, 11, 23))]


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_the_clock_does(calls: Calls, seed: int) -> None:
    dice, play = Random(seed), calls.play
    clock = play.world.clock
    clock.now = dice.choice(CHANGES).replace(hour=dice.randrange(24), minute=dice.randrange(60))
    begins = dice.randrange(24 * 60)
    quiet = Quiet(begins, (begins + dice.randrange(20 * 60)) % (24 * 60), dice.choice(ZONES))
    days = tuple(sorted(dice.sample(range(1, 20), dice.randint(0, 2))))
    await calls.rhythm(zone=quiet.zone, quiet_from=quiet.begins, quiet_until=quiet.ends, nudge_days=days)
    round = await play.open(days=dice.choice((7, 14, 21, 28)), anonymous=dice.random() < 0.5)
    answered: dict[str, datetime] = {}
    made: Counter[str] = Counter()
    seen: set[str] = set()
    ends = clock() + timedelta(days=27)
    while clock() < ends:
        clock.passes(3600 * dice.choice((-1, 0.3, 1, 2, 5, 30, 24 * 6)))
        if dice.random() < 0.1 and (left := sorted(set(NAMES) - set(answered))):
            name = dice.choice(left)
            answered[name] = clock()
            await put_sheet(play.world, play.women[name].person_id, round, p="x")
        await calls.run()
        for row in await calls.letters("nudge:"):
            if row["key"] in seen:
                continue
            seen.add(row["key"])
            [name] = [name for name, who in play.women.items() if who.person_id == row["person_id"]]
            made[name] += 1
            assert quiet.until(row["created_at"]) == row["created_at"], "at night"
            assert ":closing:" in row["key"] or name not in answered, "after she answered"
        await close_due(play.world.database, play.world.house.catalogue, clock())
    assert max(made.values(), default=0) <= 2


async def test_the_random_groups_are_nudged_at_all(calls: Calls) -> None:
    await calls.play.open()
    await calls.each_day(12)
    assert len(await calls.letters("nudge:")) == 10

"""How often somebody may knock."""

from bot.web.limits import Limiter
from tests.clock import Clock


def test_a_burst_is_allowed_and_then_the_pace(clock: Clock) -> None:
    limiter = Limiter(60, 3, clock)
    assert [limiter.wait("amina") for _ in range(4)] == [0, 0, 0, 1]
    clock.passes(1)
    assert [limiter.wait("amina") for _ in range(2)] == [0, 1]


def test_one_does_not_wait_for_another(clock: Clock) -> None:
    limiter = Limiter(60, 1, clock)
    assert [limiter.wait("amina"), limiter.wait("boyana"), limiter.wait("amina")] == [0, 0, 1]


def test_the_wait_that_is_told_is_long_enough(clock: Clock) -> None:
    limiter = Limiter(20, 1, clock)
    limiter.wait("amina")
    clock.passes(limiter.wait("amina"))
    assert limiter.wait("amina") == 0


def test_a_long_silence_saves_up_no_more_than_a_burst(clock: Clock) -> None:
    limiter = Limiter(60, 2, clock)
    limiter.wait("amina")
    clock.passes(3600)
    assert [limiter.wait("amina") for _ in range(3)] == [0, 0, 1]


def test_a_crowd_takes_no_more_memory_than_agreed(clock: Clock) -> None:
    limiter = Limiter(60, 2, clock, most=100)
    for number in range(1000):
        limiter.wait(f"visitor {number}")
    assert len(limiter._buckets) == 100

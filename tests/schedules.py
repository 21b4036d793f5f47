"""Any schedule, clock and quiet hours."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from bot.quiet import Quiet
from bot.schedules import PARTS, Schedule

ZONES = ("Europe/Amsterdam", "Africa/Casablanca", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia")
MINUTES = st.integers(0, 24 * 60 - 1)


@st.composite
def schedules(draw: Any) -> Schedule:
    """One of any kind, also one that never comes."""
    kind = draw(st.sampled_from(sorted(PARTS)))
    values = {name: draw(st.sampled_from(list(allowed))) for name, allowed in PARTS[kind].items()}
    return Schedule(kind, draw(MINUTES), **values)


def moments() -> st.SearchStrategy[datetime]:
    """Any, in the years to come."""
    return st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


@st.composite
def quiets(draw: Any) -> Quiet:
    """Any that leave four hours, or none at all."""
    begins = draw(MINUTES)
    return Quiet(begins, (begins + draw(st.integers(0, 20 * 60))) % (24 * 60), draw(st.sampled_from(ZONES)))

"""Does what is asked, after looking whether she may, and notes what coordinators do."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue.asks import Ask
from bot.dialogue.facts import AlreadyOpen, Fact, NotYours, OnlyCoordinator
from bot.groups import entering, leading, membership, persons, privacy, results, rounds, steps
from bot.groups.access import NotHers, checked
from bot.groups.house import Table
from storage import audit

Doing = Callable[[Table, Any], Awaitable[Fact]]
UNCHANGED = (NotYours, OnlyCoordinator, AlreadyOpen)  # facts that tell that nothing was done
DOINGS: dict[type, Doing] = {
    **entering.DOINGS,
    **membership.DOINGS,
    **leading.DOINGS,
    **persons.DOINGS,
    **rounds.DOINGS,
    **results.DOINGS,
    **steps.DOINGS,
    **privacy.DOINGS,
}


async def do(table: Table, ask: Ask) -> Fact:
    """The fact that answers the ask. Whoever may not gets NotYours, and nothing is changed."""
    try:
        member = await checked(table, ask)
        fact = await DOINGS[type(ask)](table, ask)
    except NotHers:
        return NotYours()
    act = type(ask).__name__
    if member is not None and act in audit.KEPT and not isinstance(fact, UNCHANGED):
        await audit.note(table.connection, member.group_id, table.who.person_id, act, _subject(ask), table.now)
    return fact


def _subject(ask: Ask) -> str | None:
    """The id of what it is done to."""
    subject = next((getattr(ask, name) for name in ("number", "round", "step", "plan") if hasattr(ask, name)), None)
    return None if subject is None else str(subject)

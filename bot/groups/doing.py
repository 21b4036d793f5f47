"""Does what is asked, after looking whether she may, and notes what coordinators do."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue.asks import Ask
from bot.dialogue.broadcast_facts import Times
from bot.dialogue.console_facts import OtherName
from bot.dialogue.facts import AlreadyOpen, Fact, NotYours, OnlyCoordinator
from bot.dialogue.reminder_facts import NoPause, NoZone, Planned
from bot.groups import (
    broadcasts,
    chats,
    comparing,
    console,
    console_keeping,
    console_language,
    console_people,
    console_recipients,
    contributions,
    entering,
    later,
    leading,
    listening,
    logins,
    membership,
    moderating,
    persons,
    privacy,
    reminders,
    results,
    rhythms,
    rounds,
    steps,
)
from bot.groups.access import NotHers, checked
from bot.groups.house import Table
from storage import audit

Doing = Callable[[Table, Any], Awaitable[Fact]]
UNCHANGED = (NotYours, OnlyCoordinator, AlreadyOpen, Times, Planned, NoPause, NoZone, OtherName)  # facts that tell that nothing was done
DOINGS: dict[type, Doing] = {
    **entering.DOINGS,
    **membership.DOINGS,
    **leading.DOINGS,
    **persons.DOINGS,
    **rounds.DOINGS,
    **results.DOINGS,
    **comparing.DOINGS,
    **steps.DOINGS,
    **privacy.DOINGS,
    **broadcasts.DOINGS,
    **chats.DOINGS,
    **later.DOINGS,
    **listening.DOINGS,
    **contributions.DOINGS,
    **moderating.DOINGS,
    **reminders.DOINGS,
    **rhythms.DOINGS,
    **logins.DOINGS,
    **console.DOINGS,
    **console_people.DOINGS,
    **console_keeping.DOINGS,
    **console_language.DOINGS,
    **console_recipients.DOINGS,
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
    names = ("broadcast", "number", "round", "step", "plan", "chat")
    subject = next((found for name in names if (found := getattr(ask, name, None))), None)
    return None if subject is None else str(subject)

"""Who is in a group, for its coordinators: where each is reached, and in rounds with names whether she is done."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, Literal
from uuid import UUID

from bot.dialogue import console_asks as asks
from bot.dialogue.catalogue import DUTCH
from bot.dialogue.console_facts import People, PersonLine
from bot.dialogue.facts import Fact
from bot.groups.broadcast_recipients import Stays, Ways, decided
from bot.groups.house import Table
from bot.groups.sheets import plan_as_pinned
from storage import recipients, roster, rounds
from storage.groups import COORDINATOR
from storage.recipients import Phone
from storage.roster import Filled, Listed

Done = Literal["", "begun", "done", "open"]


async def _people(table: Table, ask: asks.ShowPeople) -> Fact:
    members = await roster.members(table.connection, ask.group)
    phones = await roster.phones(table.connection, ask.group, table.now)
    asked = await _asked(table, ask.group)
    filled = await roster.filled_in(table.connection, asked)
    lines = [_line(table, one, phones.get(one.person_id, []), _done(one.person_id, asked, filled)) for one in members]
    return People(ask.group, tuple(lines), named=bool(asked))


async def _asked(table: Table, group_id: int) -> dict[int, int]:
    """The open rounds with names, and how many prompts each has. Of others nobody may know who answered."""
    found = await rounds.of_group(table.connection, group_id)
    named = [row for row in found if row.is_open(table.now) and not row.anonymous and not row.joint]
    return {row.id: len((await plan_as_pinned(table.connection, table.house.catalogue, row)).asked) for row in named}


def _done(person_id: UUID, asked: Mapping[int, int], filled: Mapping[tuple[int, UUID], Filled]) -> Done:
    """With all of these rounds together."""
    if not asked:
        return ""
    hers = {round_id: filled.get((round_id, person_id), Filled(0, 0)) for round_id in asked}
    if all(one.done >= asked[round_id] for round_id, one in hers.items()):
        return "done"
    return "begun" if any(one.given for one in hers.values()) else "open"


def _line(table: Table, one: Listed, phones: Collection[Phone], done: Done) -> PersonLine:
    return PersonLine(
        number=one.number,
        name=one.name,
        coordinator=one.role == COORDINATOR,
        me=one.person_id == table.who.person_id,
        since=one.joined_on,
        language=one.language or DUTCH,
        channels=tuple(dict.fromkeys(phone.channel for phone in phones if not phone.unreachable)),
        unreached=_unreached(table, one, phones),
        done=done,
    )


def _unreached(table: Table, one: Listed, phones: Collection[Phone]) -> Literal["", "stopped", "lost"]:
    """As a broadcast would find her, but for messages that a platform must know beforehand: that passes as soon as she writes."""
    member = recipients.Member(one.person_id, one.number, one.name, one.language, one.stopped)
    ways = Ways(table.house.capabilities, (), "", table.now)
    [found] = decided([member], {one.person_id: list(phones)}, ways)
    if not isinstance(found, Stays):
        return ""
    return "stopped" if found.reason == "stopped" else "lost"


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {asks.ShowPeople: _people}

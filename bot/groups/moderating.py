"""What a moderator sees and decides. Whose a contribution is she is not told."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from bot import codes as signs
from bot.dialogue.contribution_asks import Accept, Kind, Propose, Refuse, ShowQueue, ShowWanted
from bot.dialogue.contribution_facts import Decided, Queue, Wanted
from bot.dialogue.facts import Fact
from bot.groups.contributions import TOPICS, line
from bot.groups.house import Table
from storage import codes, moderating, topics
from storage.codes import MODERATE
from storage.contributions import Contribution
from storage.db import Connection
from storage.voices import KEPT

PERMITTED = timedelta(days=7)  # in which a code must be used


async def make_code(connection: Connection, dice: Random, now: datetime) -> str:
    """A code by which one person becomes a moderator."""
    return await codes.make(connection, lambda: signs.new(dice, signs.SHORT), MODERATE, now, ends_at=now + PERMITTED)


async def _queue(table: Table, ask: ShowQueue) -> Fact:
    ids = await moderating.queue(table.connection, table.who.person_id)
    number = ask.number if 0 < ask.number <= len(ids) else 1
    found = await moderating.piece(table.connection, ids[number - 1], table.who.person_id) if ids else None
    return _told(number, len(ids), found) if found else Queue(0, 0)


def _told(number: int, of: int, found: Contribution) -> Queue:
    heard = str(found.voice) if found.voice_status == KEPT else ""
    about = (found.id, cast("Kind", found.kind), found.plan, found.language, found.words, found.own)
    return Queue(number, of, *about, heard, found.voice_status)


async def _accept(table: Table, ask: Accept) -> Fact:
    done = await moderating.accept(table.connection, ask.id, table.who.person_id, table.now)
    return await _decided(table, ask.id, mine=done)


async def _propose(table: Table, ask: Propose) -> Fact:
    done = await moderating.propose(table.connection, ask.id, table.who.person_id, ask.words, table.who.language, table.now)
    return await _decided(table, ask.id, mine=done)


async def _refuse(table: Table, ask: Refuse) -> Fact:
    done = await moderating.refuse(table.connection, ask.id, table.who.person_id, ask.reason, table.now)
    return await _decided(table, ask.id, mine=done)


async def _decided(table: Table, id: int, *, mine: bool) -> Decided:
    before = not mine and await moderating.decided_by(table.connection, id, table.who.person_id)
    return Decided(await moderating.standing(table.connection, id), mine, before)


async def _wanted(table: Table, _ask: ShowWanted) -> Fact:
    plans = await topics.plans_wanted(table.connection)
    coming = [one.number for one in table.house.catalogue.plans(table.who.language) if one.status == "coming"]
    found = await topics.shown(table.connection, table.who.person_id, TOPICS)
    return Wanted(tuple((number, plans.get(number, 0)) for number in coming), tuple(line(one) for one in found))


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    ShowQueue: _queue,
    Accept: _accept,
    Propose: _propose,
    Refuse: _refuse,
    ShowWanted: _wanted,
}

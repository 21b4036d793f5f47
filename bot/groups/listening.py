"""What she said aloud, for herself to hear; where a group answers together, for whoever leads it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from bot.dialogue.facts import Fact, NotYours
from bot.dialogue.recordings import NoVoice, ShowVoice, VoicePage
from bot.dialogue.sheet import Known, plan_of, round_of
from bot.groups.house import Table
from bot.groups.sheets import load
from content.model import Asked
from storage import rounds, voices


async def _show(table: Table, ask: ShowVoice) -> Fact:
    sheets = await load(table.connection, table.house.catalogue, table.who.person_id, [ask.sheet], table.now)
    known = sheets.known.get(ask.sheet, Known())
    if round_of(ask.sheet) and known.round is None:
        return NotYours()
    id = sheets.ids.get(ask.sheet) or await _in_a_round(table, known)
    noted = await voices.of(table.connection, id) if id else []
    if not noted:
        return NoVoice(ask.sheet)
    asked = _asked(table, ask.sheet, known)
    places = {key: place for place, key in enumerate(asked)}
    noted.sort(key=lambda one: places.get(one.prompt, len(places)))
    number = ask.number if 0 < ask.number <= len(noted) else 1
    one = noted[number - 1]
    there = asked.get(one.prompt)
    title, text = (there.question.title, there.prompt.text) if there else ("", "")
    return VoicePage(ask.sheet, number, len(noted), title, text, one.minority, one.status, str(one.id))


async def _in_a_round(table: Table, known: Known) -> UUID | None:
    """Her submission in a round, also in one that is closed, as far as it is known that it is hers."""
    if known.round is None:
        return None
    if known.round.joint:
        return await rounds.joint_submission(table.connection, known.round.id)
    return await rounds.submission_of(table.connection, known.round.id, table.who.person_id)


def _asked(table: Table, sheet: str, known: Known) -> Mapping[str, Asked]:
    """What the sheet asks, by prompt key."""
    plan = known.text or table.house.catalogue.plan(plan_of(sheet), table.who.language)
    return {one.key: one for one in plan.asked} if plan else {}


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {ShowVoice: _show}

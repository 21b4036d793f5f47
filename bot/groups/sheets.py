"""What a person fills in, as the tables hold it: her own sheets, and those of her groups' rounds."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bot.advice import Answer
from bot.dates import local_day
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.sheet import Known, RoundFacts, plan_of, round_of
from bot.groups.access import NotHers, membership
from content.model import Plan
from storage import answers, groups, rounds, voices
from storage.answers import Kept
from storage.db import Connection
from storage.rounds import Round


class Shut(Exception):
    """The round is closed, or not hers: the conversation should not have kept anything in it."""


@dataclass
class Sheets:
    """Sheets by name, and the submissions that they are kept in, where there is one already."""

    known: dict[str, Known] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)


async def load(connection: Connection, catalogue: Catalogue, person_id: UUID, names: Collection[str], now: datetime) -> Sheets:
    """Of these sheets those that are hers to fill in. A round's is hers while she is in the group; a joint one is its coordinators'."""
    sheets = Sheets()
    plans = [plan_of(name) for name in names if plan_of(name) and not round_of(name)]
    for own in await answers.of(connection, person_id, plans) if plans else ():
        sheets.known[str(own.plan)] = Known(by_prompt(own.answers), voices=own.voices)
        sheets.ids[str(own.plan)] = own.id
    for name in names:
        if round_of(name):
            await _load_round(connection, catalogue, person_id, name, now, sheets)
    return sheets


async def _load_round(connection: Connection, catalogue: Catalogue, person_id: UUID, name: str, now: datetime, sheets: Sheets) -> None:
    row = await rounds.held(connection, round_of(name))
    if row is None or row.plan != plan_of(name):
        return
    try:
        await membership(connection, person_id, row.group_id, "coordinator" if row.joint else "member")
    except NotHers:
        return
    id = await (rounds.joint_submission(connection, row.id) if row.joint else rounds.submission_of(connection, row.id, person_id))
    given = by_prompt(await rounds.answers_in(connection, id)) if id else {}
    spoke = await voices.any_in(connection, id) if id else False
    sheets.known[name] = Known(given, facts_of(row, now), await pinned(connection, catalogue, row.plan, row.version), spoke)
    if id and row.is_open(now):  # into a closed one nothing goes any more: see `begin`
        sheets.ids[name] = id


async def begin(connection: Connection, catalogue: Catalogue, person_id: UUID, name: str, known: Known | None, now: datetime) -> UUID:
    """Open the submission for a sheet that was loaded. Raises Shut."""
    facts = known.round if known else None
    if round_of(name) and not (facts and facts.open):
        raise Shut(f"round {round_of(name)} takes no answers of hers")
    if facts is None:
        return await answers.begin(connection, person_id, plan_of(name), catalogue.version(plan_of(name)), now)
    if facts.joint:
        await groups.lock(connection, facts.group)  # two coordinators may begin at the same moment
        begun = await rounds.joint_submission(connection, facts.id)
        return begun or await answers.begin(connection, None, facts.plan, facts.version, now, facts.id)
    return await answers.begin(connection, person_id, facts.plan, facts.version, now, facts.id)


async def pinned(connection: Connection, catalogue: Catalogue, plan: int, version: str) -> Plan | None:
    """The plan as it was in that version, in Dutch. None: it is the newest, which the catalogue has in all languages."""
    if catalogue.plan(plan) is not None and catalogue.version(plan) == version:
        return None
    text = await answers.version_text(connection, plan, version)
    if text is None:
        raise LookupError(f"plan {plan} was never kept in version {version}")
    return Plan.model_validate(text)


async def plan_as_pinned(connection: Connection, catalogue: Catalogue, row: Round, language: str = "") -> Plan:
    """The plan that a round asks: in that language where it is the newest, else in Dutch."""
    plan = await pinned(connection, catalogue, row.plan, row.version) or catalogue.plan(row.plan, language)
    if plan is None:
        raise LookupError(f"round {row.id} is about plan {row.plan}, which is gone")
    return plan


def facts_of(row: Round, now: datetime) -> RoundFacts:
    """The round as a member may know it."""
    return RoundFacts(
        id=row.id,
        group=row.group_id,
        group_name=row.group_name,
        plan=row.plan,
        version=row.version,
        anonymous=row.anonymous,
        joint=row.joint,
        open=row.is_open(now),
        closes=local_day(row.closes_at),
        members=row.members,
        answered=row.answered,
        threshold=row.threshold,
    )


def by_prompt(kept: Collection[Kept]) -> dict[str, Answer]:
    """Answers by prompt key."""
    return {one.prompt: Answer(one.options, one.number, one.words or "", one.done) for one in kept}

"""What of a round the group may see from now on, and the end of it: after that nobody can tell who gave what.

Answers are released when somebody looks, not when somebody answers: a turn that answers only holds the round, as many may at once.
A look that does not get the group's lock at once shows what there is: whoever has it is releasing just now, or changes who is in
the group. A round whose time is up releases its last at a look as well; its ties are cut by the job that comes by each minute,
by a coordinator who closes it, and before a new one opens.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.exc import SQLAlchemyError

from bot import disclosure
from bot.advice import Answer
from bot.dialogue.catalogue import Catalogue
from bot.disclosure import Given
from bot.groups.forgetting import forget_who
from bot.groups.sheets import by_prompt, plan_as_pinned
from storage import closing, errands, groups, nudges, rounds, views
from storage.answers import Kept
from storage.db import Connection, Database
from storage.rounds import Round
from storage.views import Handed

logger = logging.getLogger(__name__)

TRIES, PAUSE = 10, 0.02  # how often, and after how many seconds, closing looks whether nobody is in the round


async def look(connection: Connection, catalogue: Catalogue, round_id: int, now: datetime) -> None:
    """Somebody is about to look at a round: release what can be, unless another is at it."""
    if await rounds.free(connection, round_id):
        await release(connection, catalogue, round_id, now)


async def release(connection: Connection, catalogue: Catalogue, round_id: int, now: datetime) -> None:
    """Show the group what it may see from now on; after the closing time all that ever can be. Lock the group first."""
    row = await rounds.found(connection, round_id)
    if row is None or row.joint or row.closed_on is not None:
        return
    plan, waves = await plan_as_pinned(connection, catalogue, row), await views.part(connection, round_id)
    given = people_behind(await views.handed_in(connection, round_id), waves)
    prompts = [asked.key for asked in plan.asked]
    # The same views for every prompt, because `took_part` does not tell prompts apart: who skipped which would tell who wrote what.
    before = {frozenset(map(str, view)) for view in await views.earlier(connection, round_id, row.group_id, row.plan)}
    released = disclosure.release(
        prompts, given, row.threshold, closing=not row.is_open(now), members=row.members, earlier=dict.fromkeys(prompts, before)
    )
    if not released:
        return
    shown = ((UUID(submission), _kept(prompt, answer)) for (submission, prompt), answer in sorted(released.items(), key=lambda one: one[0]))
    await views.show(connection, shown)
    out = {submission for submission, _ in released}
    new = {UUID(one.person) if one.person else uuid4() for one in given if one.submission in out and not one.shown} - set(waves)
    await views.take_part(connection, round_id, new, max(waves.values(), default=0) + 1)


def _kept(prompt: str, answer: Answer) -> Kept:
    return Kept(prompt, answer.options, answer.number, answer.text or None, answer.done)


def people_behind(handed: Sequence[Handed], took_part: Collection[UUID]) -> list[Given]:
    """Each submission with who stands behind it.

    Whose is not known any more is shown still: she left, or is forgotten, and in `took_part` there is a person without a shown
    submission for her. Which of these is whose does not matter where all of them have the same prompts shown, as it is sets of
    persons that are compared. Elsewhere they are unknown, and the rule takes each for anybody.
    """
    accounted = {one.person_id for one in handed if one.shown}
    loose = [one for one in handed if one.shown and one.person_id is None]
    stand_ins = sorted(set(took_part) - accounted)
    alike = len({frozenset(kept.prompt for kept in one.shown) for one in loose}) == 1
    known = dict(zip((one.id for one in loose), stand_ins, strict=True)) if alike and len(loose) == len(stand_ins) else {}
    return [_given(one, one.person_id or known.get(one.id)) for one in handed]


def _given(one: Handed, person: UUID | None) -> Given:
    return Given(str(one.id), str(person) if person else "", by_prompt(one.answers), by_prompt(one.shown))


async def close(connection: Connection, catalogue: Catalogue, round_id: int, now: datetime) -> bool:
    """The round takes no answers any more. True: it is closed by this, for good.

    False: it was closed already, or somebody is in it or waits for us; then it is due, which reads the same, and the next one
    who comes by closes it.
    """
    group_id = await rounds.group_of(connection, round_id)
    if group_id is None:
        return False
    await groups.lock(connection, group_id)
    await rounds.end(connection, round_id, now)
    row = await rounds.found(connection, round_id)
    if row is None or row.closed_on is not None:
        return False
    if not await _empty(connection, row):
        return False
    await release(connection, catalogue, round_id, now)
    await rounds.close(connection, round_id, row.members, now.date())
    await errands.close(connection, round_id, now)
    await nudges.forget(connection, round_id)
    if row.anonymous:
        await forget_who(connection, catalogue, row)
    return True


async def _empty(connection: Connection, row: Round) -> bool:
    """Whether we have the round to ourselves. We may be in it too, as another is who wants the same: so nobody waits for long."""
    for turn in range(TRIES):
        if turn:
            await asyncio.sleep(PAUSE)
        if await _quiet(connection, row) and await rounds.emptied(connection, row.id):
            return await _quiet(connection, row)  # somebody may have begun just before
    return False


async def _quiet(connection: Connection, row: Round) -> bool:
    """Whether none of those whose ties will be cut is saying something: that would put back what her conversation has to forget."""
    return not row.anonymous or await closing.hushed(connection, row.id) is not None


async def close_due(database: Database, catalogue: Catalogue, now: datetime) -> int:
    """Close the rounds whose time is up, each on its own. Returns how many."""
    async with database.read() as connection:
        due = await rounds.due(connection, now)
    closed = 0
    for round_id in due:
        try:
            async with database.write() as connection:
                closed += await close(connection, catalogue, round_id, now)
        except (SQLAlchemyError, OSError):
            raise
        except Exception:  # one that can't be closed must not keep the others open
            logger.exception("round could not be closed", extra={"round": round_id})
    return closed

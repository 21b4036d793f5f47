"""What somebody takes along when she leaves a round: all that its group does not see yet. What it sees stays, without her."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update

from storage.db import Connection
from storage.group_tables import round_, shown
from storage.outbox import EVERYTHING, UNFINISHED
from storage.sending_tables import voice
from storage.tables import answer, message, remark, submission, submission_person

GONE = "…"  # stands for words that were taken out of what a group sees
# Of an answer that was taken back: that there was one still counts.
NOTHING: dict[str, Any] = {
    "options": [],
    "number": None,
    "words": None,
    "done": False,
}

Ids = Select[tuple[UUID]]


def of_person(person_id: UUID) -> Ids:
    """Her submissions in rounds, as far as it is known that they are hers."""
    tied = select(submission.c.id).join(submission_person, submission_person.c.submission_id == submission.c.id)
    return tied.where(submission_person.c.person_id == person_id, submission.c.round_id.is_not(None))


def of_group(person_id: UUID, group_id: int) -> Ids:
    """Those in rounds of one group."""
    return of_person(person_id).join(round_, round_.c.id == submission.c.round_id).where(round_.c.group_id == group_id)


def still_open(hers: Ids) -> Ids:
    """Of these the ones in rounds that are open."""
    return select(submission.c.id).where(
        submission.c.id.in_(hers), submission.c.round_id.in_(select(round_.c.id).where(round_.c.closed_on.is_(None)))
    )


async def take_back(connection: Connection, hers: Ids) -> None:
    """Blank these answers, for whoever left may come back and answer again: nobody counts twice. What is shown stays as it was."""
    await connection.execute(update(answer).where(answer.c.submission_id.in_(hers)).values(**NOTHING))
    await connection.execute(remark.delete().where(remark.c.submission_id.in_(hers)))
    await silence(connection, hers)


async def silence(connection: Connection, hers: Ids) -> None:
    """Delete what she said aloud: a voice tells whose it is, whatever else is cut."""
    await connection.execute(voice.delete().where(voice.c.submission_id.in_(hers)))


async def untie(connection: Connection, hers: Ids) -> None:
    """From now on nobody knows that these are hers; recordings and messages that would tell go too."""
    await silence(connection, hers)
    tied = submission_person.c.submission_id.in_(hers)
    persons = select(submission_person.c.person_id).where(tied).distinct()
    for person_id in (await connection.execute(persons)).scalars().all():
        mine = message.delete().where(message.c.person_id == person_id, message.c.status.not_in(UNFINISHED))
        rounds = select(submission.c.round_id).where(submission.c.id.in_(hers))
        await connection.execute(mine.where((message.c.round_id == EVERYTHING) | message.c.round_id.in_(rounds)))
    await connection.execute(submission_person.delete().where(tied))


async def unsay(connection: Connection, hers: Ids) -> None:
    """Away with her words in what groups see. With each of them go others of the same prompt, as many as the threshold asks for.

    If only hers went, whoever had read them all before would know which were hers.
    """
    query = (
        select(shown.c.submission_id, shown.c.prompt, submission.c.round_id, round_.c.threshold)
        .join(submission, submission.c.id == shown.c.submission_id)
        .join(round_, round_.c.id == submission.c.round_id)
        .where(shown.c.submission_id.in_(hers), shown.c.words.is_not(None))
        .order_by(submission.c.round_id, shown.c.prompt)
    )
    for row in (await connection.execute(query)).all():
        others = (
            select(shown.c.submission_id)
            .join(submission, submission.c.id == shown.c.submission_id)
            .where(submission.c.round_id == row.round_id, shown.c.prompt == row.prompt, shown.c.submission_id != row.submission_id)
            .where(shown.c.words.is_not(None))
            .order_by(func.random())
            .limit(row.threshold - 1)
        )
        with_hers = [row.submission_id, *(await connection.execute(others)).scalars().all()]
        words = update(shown).where(shown.c.prompt == row.prompt, shown.c.submission_id.in_(with_hers))
        await connection.execute(words.values(words=GONE))

"""What is kept of a person: to show to her, or to delete."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, Table, exists, func, select, update

from storage import broadcasts, chats, closing, contributions, groups, inbox, leaving, moderating, nudges, rounds, sharing, topics, voices
from storage.answers import Kept
from storage.broadcasts import Broadcast
from storage.console_tables import session
from storage.contributions import Contribution
from storage.db import Connection
from storage.group_tables import audit, chosen_step, code, group, membership, round_, took_part
from storage.group_tables import sharing as shares
from storage.tables import address, message, person, remark, submission, submission_person, wish
from storage.tables import inbox as came_in


@dataclass(frozen=True)
class Place:
    """Her place in a group."""

    group: str
    role: str
    joined_on: date


@dataclass(frozen=True)
class Remarked:
    """Words that she wrote with a prompt."""

    prompt: str
    words: str
    minority: bool


@dataclass(frozen=True)
class Given:
    """One submission of hers, while it is known to be hers."""

    plan: int
    version: str
    opened_on: date
    group: str  # empty: on her own
    answers: tuple[Kept, ...]
    remarks: tuple[Remarked, ...]
    voices: int  # recordings of what she said aloud


@dataclass(frozen=True)
class All:
    """All that is kept of one person."""

    name: str
    since: datetime
    may_make_groups: bool
    addresses: tuple[tuple[str, str], ...]  # channel, and what the channel knows her by
    chats: tuple[tuple[str, str], ...]  # that she added the bot to: their group, if she said which, and what Telegram calls them
    places: tuple[Place, ...]
    given: tuple[Given, ...]
    wishes: tuple[int, ...]
    laters: tuple[datetime, ...]  # when she wants to be asked again
    steps: tuple[tuple[str, int, str], ...]  # group, plan and step that she takes care of
    aside: tuple[str, ...]  # what came from her and could not be understood
    messages: int  # that were sent to her and are kept
    rounds: int  # that showed answers of hers; never which they were
    codes: int  # that she made for another phone
    devices: tuple[str, ...]  # where she is logged in to the coordinators' pages
    acts: int  # that she did as a coordinator
    contributions: tuple[Contribution, ...]  # what she gave to all groups
    topics: tuple[str, ...]  # of those that all may read, what she wants
    moderator: bool
    decisions: int  # that she took as one
    sent: tuple[Broadcast, ...]  # what she sent to groups, or was about to


async def everything(connection: Connection, person_id: UUID) -> All:
    """All that is kept of her, but the conversation's own memory of where she is."""
    columns = (person.c.name, person.c.created_at, person.c.may_make_groups, person.c.moderator)
    herself = (await connection.execute(select(*columns).where(person.c.id == person_id))).one()
    addresses = await connection.execute(_addresses(person_id))
    wishes = await connection.execute(select(wish.c.plan).where(wish.c.person_id == person_id).order_by(wish.c.plan))
    steps = select(group.c.name, chosen_step.c.plan, chosen_step.c.step).join(chosen_step, chosen_step.c.group_id == group.c.id)
    caring = await connection.execute(steps.where(chosen_step.c.person_id == person_id).order_by(group.c.id, chosen_step.c.plan))
    aside = select(came_in.c.body).where(came_in.c.person_id == person_id, came_in.c.body.is_not(None))
    return All(
        name=herself.name or "",
        since=herself.created_at,
        may_make_groups=herself.may_make_groups,
        addresses=tuple((row.channel, row.external_id) for row in addresses.all()),
        chats=tuple(await chats.added_by(connection, person_id)),
        places=await _places(connection, person_id),
        given=await _given(connection, person_id),
        wishes=tuple(wishes.scalars()),
        laters=tuple(one.due_at for one in await nudges.waits(connection, person_id)),
        steps=tuple((row.name, row.plan, row.step) for row in caring.all()),
        aside=tuple((await connection.execute(aside.order_by(came_in.c.received_at))).scalars()),
        messages=await _count(connection, message, person_id),
        rounds=await _count(connection, took_part, person_id),
        codes=await _count(connection, code, person_id),
        devices=tuple((await connection.execute(select(session.c.device).where(session.c.person_id == person_id))).scalars()),
        acts=await _count(connection, audit, person_id),
        contributions=tuple(await contributions.of(connection, person_id)),
        topics=tuple(await topics.wanted_by(connection, person_id)),
        moderator=herself.moderator,
        decisions=await moderating.decisions(connection, person_id),
        sent=tuple(await broadcasts.made_by(connection, person_id)),
    )


def _addresses(person_id: UUID) -> Select[tuple[str, str]]:
    shared = select(shares.c.address_id).where(shares.c.person_id == person_id)
    hers = (address.c.person_id == person_id) | address.c.id.in_(shared)
    return select(address.c.channel, address.c.external_id).where(hers, chats.WITHOUT).order_by(address.c.id)


async def _places(connection: Connection, person_id: UUID) -> tuple[Place, ...]:
    query = select(group.c.name, membership.c.role, membership.c.joined_on).join(membership, membership.c.group_id == group.c.id)
    rows = await connection.execute(query.where(membership.c.person_id == person_id).order_by(group.c.id))
    return tuple(Place(row.name, row.role, row.joined_on) for row in rows.all())


async def _given(connection: Connection, person_id: UUID) -> tuple[Given, ...]:
    query = (
        select(submission.c.id, submission.c.plan, submission.c.version, submission.c.opened_on, group.c.name)
        .join(submission_person, submission_person.c.submission_id == submission.c.id)
        .outerjoin(round_, round_.c.id == submission.c.round_id)
        .outerjoin(group, group.c.id == round_.c.group_id)
        .where(submission_person.c.person_id == person_id)
        .order_by(submission.c.opened_on, submission.c.plan)
    )
    found = []
    for row in (await connection.execute(query)).all():
        said = select(remark.c.prompt, remark.c.words, remark.c.minority).where(remark.c.submission_id == row.id)
        remarks = tuple(Remarked(**one._mapping) for one in (await connection.execute(said.order_by(remark.c.prompt, remark.c.id))).all())
        given = await rounds.answers_in(connection, row.id)
        spoke = await voices.count(connection, row.id)
        found.append(Given(row.plan, row.version, row.opened_on, row.name or "", given, remarks, spoke))
    return tuple(found)


async def _count(connection: Connection, table: Table, person_id: UUID) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table).where(table.c.person_id == person_id)))


async def wipe(connection: Connection, person_id: UUID) -> None:
    """Delete her, and all that is hers. What groups see that she chose stays without her; her words go where they can be found.

    She and her groups must be locked.
    """
    hers = leaving.of_person(person_id)
    await nudges.done_with(connection, person_id)  # whoever is about to ask her has this, and then wants her row
    await broadcasts.forget(connection, person_id)
    await leaving.unsay(connection, hers)
    await leaving.take_back(connection, hers)
    for found, _role in await groups.of_person(connection, person_id):
        await groups.remove(connection, found.id, person_id)
        if await groups.size(connection, found.id) == 0:
            await remove_group(connection, found.id)
    await connection.execute(submission.delete().where(submission.c.id.in_(_hers(person_id)), submission.c.round_id.is_(None)))
    await contributions.leave(connection, person_id)
    await _leave_shared_phones(connection, person_id)
    await inbox.forget(connection, person_id)  # else the ids would go with her, and what is brought again would be taken as new
    for table in (took_part, audit):  # they stay, as somebody's whom nothing else knows: not a backup, not a log
        await connection.execute(update(table).where(table.c.person_id == person_id).values(person_id=uuid4()))
    await connection.execute(person.delete().where(person.c.id == person_id))


async def remove_group(connection: Connection, group_id: int) -> None:
    """Delete a group with its rounds and all that was given in them. It must be locked, and nobody in it."""
    theirs = select(round_.c.id).where(round_.c.group_id == group_id)
    await connection.execute(submission.delete().where(submission.c.round_id.in_(theirs)))
    await connection.execute(group.delete().where(group.c.id == group_id))


def _hers(person_id: UUID) -> Select[tuple[UUID]]:
    return select(submission_person.c.submission_id).where(submission_person.c.person_id == person_id)


async def _leave_shared_phones(connection: Connection, person_id: UUID) -> None:
    """Whom she shares a phone with must not lose it, and all messages to it, with her."""
    others = exists().where(shares.c.address_id == address.c.id, shares.c.person_id != person_id)
    shared = select(address.c.id).where(address.c.person_id == person_id, others).order_by(address.c.id)
    for address_id in (await connection.execute(shared)).scalars().all():
        other = next(one for one in await sharing.of_address(connection, address_id) if one.person_id != person_id)
        await sharing.hand_over(connection, address_id, other.person_id)


async def drop_files(connection: Connection, round_id: int) -> int:
    """Take 'mijn gegevens' out of what was sent to those who could answer in a round: it would tell their answers after it has closed.

    Call it before the ties to the round are cut. Returns how many files went.
    """
    theirs = closing.everybody(round_id)
    rows = (await connection.execute(select(message.c.id, message.c.body).where(message.c.person_id.in_(theirs)))).all()
    files = [row for row in rows if "document" in row.body.get("message", {})]
    for row in files:
        said = {name: value for name, value in row.body["message"].items() if name != "document"}
        await connection.execute(update(message).where(message.c.id == row.id).values(body={**row.body, "message": said}))
    return len(files)

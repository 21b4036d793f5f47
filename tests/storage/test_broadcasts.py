"""Broadcasts as the tables keep them."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from storage import broadcasts, groups, merging, people, recipients, sweeping
from storage.db import Database
from storage.recipients import Whom
from storage.sending_tables import broadcast
from storage.tables import address
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.storage.counting import count
from tests.storage.people_here import meet

BODY = {"kind": "words", "text": "Hallo"}


async def make(database: Database, clock: Clock, **values: Any) -> tuple[int, UUID, int]:
    """A group of Boyana's with a draft of hers: its id, hers, and that of the group."""
    boyana = await meet(database, BOYANA, clock())
    async with database.write() as connection:
        group = await groups.make(connection, "Laak", 3, clock().date())
        await groups.add(connection, group, boyana.person_id, groups.COORDINATOR, clock().date())
        id = await broadcasts.draft(connection, group, boyana.person_id, "d", BODY, clock())
        if values:
            await connection.execute(update(broadcast).where(broadcast.c.id == id).values(**values))
    return id, boyana.person_id, group


async def test_whoever_has_its_row_has_it_alone(database: Database, clock: Clock) -> None:
    id, _, _ = await make(database, clock)
    async with database.write() as connection:
        assert await broadcasts.locked(connection, id)
        if not database.is_sqlite:  # there another would wait for its turn to write
            async with database.write() as other:
                assert await broadcasts.locked(other, id) is None
    async with database.write() as connection:
        assert await broadcasts.locked(connection, id)


async def test_the_tables_themselves_refuse_the_same_thing_twice_on_its_way(database: Database, clock: Clock) -> None:
    id, _, group = await make(database, clock, status="waiting")
    values = {"group_id": group, "lookup": "d", "digest": "d", "body": BODY, "made_at": clock(), "due_at": clock(), "left_out": {}}
    with pytest.raises(IntegrityError):
        async with database.write() as connection:
            await connection.execute(insert(broadcast).values(status="sending", **values))
    async with database.write() as connection:
        assert await broadcasts.under_way(connection, group, "d") == id
        await broadcasts.end(connection, id, "done", clock())
        assert await broadcasts.under_way(connection, group, "d") is None
        await connection.execute(insert(broadcast).values(status="sending", **values))


async def test_only_a_draft_is_sent_or_thrown_away(database: Database, clock: Clock) -> None:
    id, person, _ = await make(database, clock)
    async with database.write() as connection:
        where = int(await connection.scalar(address.select().with_only_columns(address.c.id)))
        assert await broadcasts.send(connection, id, person, where, clock())
        assert not await broadcasts.send(connection, id, person, where, clock())
        assert not await broadcasts.drop(connection, id)


async def test_what_is_due_is_found_and_nothing_else(database: Database, clock: Clock) -> None:
    id, _, _ = await make(database, clock, status="waiting", due_at=clock() + timedelta(seconds=10))
    for due in ([], [id]):
        async with database.read() as connection:
            assert await broadcasts.active(connection, clock()) == due
        clock.passes(10)


async def test_a_draft_is_kept_for_its_time_and_what_ended_for_its_own(database: Database, clock: Clock) -> None:
    await make(database, clock)
    async with database.write() as connection:
        assert await sweeping.old_drafts(connection, clock(), 10) == 0
        assert await sweeping.old_drafts(connection, clock() + timedelta(seconds=1), 10) == 1
    id, _, _ = await make_again(database, clock, status="sending")
    async with database.write() as connection:
        assert await sweeping.old_broadcasts(connection, clock() + timedelta(days=99), 10) == 0
        await broadcasts.end(connection, id, "done", clock())
        assert await sweeping.old_broadcasts(connection, clock(), 10) == 0
        assert await sweeping.old_broadcasts(connection, clock() + timedelta(seconds=1), 10) == 1
    assert await count(database, "broadcast") == 0


async def make_again(database: Database, clock: Clock, **values: Any) -> tuple[int, UUID, int]:
    """Another of another coordinator."""
    amina = await meet(database, AMINA, clock())
    async with database.write() as connection:
        group = await groups.make(connection, "Elders", 3, clock().date())
        id = await broadcasts.draft(connection, group, amina.person_id, "d", BODY, clock())
        await connection.execute(update(broadcast).where(broadcast.c.id == id).values(**values))
    return id, amina.person_id, group


async def test_who_leaves_while_a_part_is_made_waits_for_its_end(database: Database, clock: Clock) -> None:
    _, person, group = await make(database, clock)
    if database.is_sqlite:  # there is only one writer
        return
    order: list[str] = []

    async def leave() -> None:
        async with database.write() as connection:
            await groups.remove(connection, group, person)
        order.append("left")

    async with database.write() as connection:
        [one] = await recipients.part(connection, group, Whom(), 0, 10)
        leaving = asyncio.create_task(leave())
        await asyncio.sleep(0.2)
        order.append("made")
    await leaving
    assert (one.person_id, order) == (person, ["made", "left"])


async def test_who_makes_a_part_and_who_becomes_one_with_another_never_wait_in_a_circle(database: Database, clock: Clock) -> None:
    id, boyana, group = await make(database, clock)
    if database.is_sqlite:  # there is only one writer
        return
    amina = (await meet(database, AMINA, clock())).person_id
    async with database.write() as connection:
        await groups.add(connection, group, amina, groups.MEMBER, clock().date())

    async def become_one() -> None:
        async with database.write() as connection:
            for who in sorted((amina, boyana)):
                await people.lock_person(connection, who)
            await merging.merge(connection, gone=amina, stays=boyana)

    async with database.write() as connection:
        assert await broadcasts.locked(connection, id)
        becoming = asyncio.create_task(become_one())
        await asyncio.sleep(0.2)
        assert len(await recipients.part(connection, group, Whom(), 0, 10)) == 2
    await becoming
    async with database.read() as connection:
        assert await groups.size(connection, group) == 1

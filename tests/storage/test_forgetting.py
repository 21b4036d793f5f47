"""What is one person's goes when she wants it gone, and is never another's."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from storage import inbox, outbox, pages, people, tables
from storage.db import Database
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.storage.people_here import claim, draft, meet, post, queue, rows


async def finish(database: Database, id: int, worker: str) -> bool:
    async with database.write() as connection:
        return await outbox.finish(connection, id, worker, "sent")


async def shown(database: Database, who: people.Found) -> list[str]:
    async with database.read() as connection:
        return [one.body["message"]["text"] for one in await pages.page(connection, who.address_id, 0, 9)]


async def test_a_page_shows_only_what_is_for_the_person_its_address_belongs_to_now(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    async with database.write() as connection:
        await outbox.show(connection, [draft(amina, "voor Amina", lane="web")], clock())
    assert await shown(database, amina) == ["voor Amina"]
    async with database.write() as connection:  # Boyana has this phone now
        await connection.execute(update(tables.address).where(tables.address.c.id == amina.address_id).values(person_id=boyana.person_id))
    assert await shown(database, amina) == []
    async with database.read() as connection:
        assert await pages.newest(connection, [amina.address_id]) == {}
    there = people.Found(boyana.person_id, amina.address_id, {}, clock(), unreachable=False)
    async with database.write() as connection:
        (id,) = await outbox.show(connection, [draft(there, "voor Boyana", lane="web")], clock())
    assert await shown(database, amina) == ["voor Boyana"]
    async with database.read() as connection:
        assert await pages.newest(connection, [amina.address_id]) == {amina.address_id: id}


async def test_with_a_person_go_her_messages_and_what_was_put_aside_of_hers(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    await queue(database, clock(), draft(amina, "een"), draft(boyana, "twee"))
    async with database.write() as connection:
        await inbox.receive(connection, "telegram", "1", clock(), aside="geheim", person_id=amina.person_id)
        await connection.execute(tables.person.delete().where(tables.person.c.id == amina.person_id))
    assert [row["key"] for row in await rows(database)] == ["twee"]
    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(tables.inbox)) == 0


async def test_nothing_of_hers_is_left_whatever_became_of_it(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    (sent,) = await post(database, [draft(amina, "weg")], clock())
    await finish(database, sent, "one")
    (leased,) = await post(database, [draft(amina, "onderweg")], clock())
    await post(database, [draft(amina, "wacht")], clock())
    await post(database, [draft(boyana, "van Boyana")], clock())
    async with database.write() as connection:
        await outbox.forget(connection, amina.person_id)
    assert [row["key"] for row in await rows(database)] == ["van Boyana"]
    assert not await finish(database, leased, "one")
    assert [row["key"] for row in await rows(database)] == ["van Boyana"]


async def test_what_is_said_after_forgetting_goes_out_at_once(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await post(database, [draft(amina, "onderweg")], clock())
    async with database.write() as connection:
        await outbox.forget(connection, amina.person_id)
    assert len(await post(database, [draft(amina, "gewist")], clock())) == 1


async def test_quiet_takes_back_what_waits_and_leaves_what_is_on_its_way(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    (leased,) = await post(database, [draft(amina, "onderweg")], clock())
    await post(database, [draft(amina, "wacht"), draft(amina, "wacht ook")], clock())
    await queue(database, clock(), draft(boyana, "van Boyana"))
    async with database.write() as connection:
        await outbox.quiet(connection, amina.person_id)
    await post(database, [draft(amina, "tot ziens")], clock())
    assert [row["key"] for row in await rows(database)] == ["onderweg", "van Boyana", "tot ziens"]
    assert await finish(database, leased, "one")
    assert {one.key for one in await claim(database, "one", clock())} == {"van Boyana", "tot ziens"}


async def test_what_was_put_aside_of_hers_loses_its_words_and_is_still_taken_once(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    async with database.write() as connection:
        await inbox.receive(connection, "telegram", "1", clock(), aside="geheim", person_id=amina.person_id)
        await inbox.receive(connection, "telegram", "2", clock(), aside="ook geheim", person_id=boyana.person_id)
        await inbox.forget(connection, amina.person_id)
    async with database.write() as connection:
        kept = (await connection.execute(select(tables.inbox.c.body, tables.inbox.c.person_id).order_by(tables.inbox.c.id))).all()
        assert [tuple(row) for row in kept] == [(None, None), ("ook geheim", boyana.person_id)]
        assert not await inbox.receive(connection, "telegram", "1", clock())


@pytest.mark.parametrize("table", ["answer", "remark"])
async def test_answers_and_remarks_are_kept_in_no_order_of_coming(database: Database, table: str) -> None:
    with pytest.raises(DBAPIError):  # what SQLite numbers by itself would tell who said what first
        async with database.read() as connection:
            await connection.exec_driver_sql(f"SELECT rowid FROM {table}")

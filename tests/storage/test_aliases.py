"""Her WhatsApp id and her phone number are one address, and a number that passes to another takes nothing along."""

import pytest
from sqlalchemy import select

from storage import aliases, people
from storage.db import Database
from storage.tables import address
from tests.clock import Clock

ID, OTHER, NUMBER, NEW = "NL.1349120865530274", "NL.7777777777777777", "31612345678", "31687654321"


async def writes(database: Database, clock: Clock, id: str, also: str = "") -> people.Found:
    """As the service takes it."""
    async with database.write() as connection:
        found = await people.lock(connection, "whatsapp", id)
        if found is None or (also and found.also != also):
            id = await aliases.known_as(connection, "whatsapp", id, also, clock())
            found = await people.lock(connection, "whatsapp", id)
        if found is None:
            await people.meet(connection, "whatsapp", id, clock())
            if also:
                await aliases.call(connection, "whatsapp", id, also, clock())
            found = await people.lock(connection, "whatsapp", id)
        assert found is not None
        await people.heard(connection, found.address_id, clock())
    return found


async def names(database: Database) -> set[tuple[str, str | None]]:
    async with database.read() as connection:
        return {(row.external_id, row.also_id) for row in (await connection.execute(select(address))).all()}


@pytest.mark.parametrize(
    "ways",
    [
        [(ID, NUMBER), (ID, ""), (NUMBER, ""), (ID, NUMBER)],
        [(NUMBER, ""), (ID, NUMBER), (ID, ""), (NUMBER, "")],
        [(ID, ""), (ID, NUMBER), (NUMBER, "")],
    ],
    ids=["both at first", "her number at first", "her id at first"],
)
async def test_by_whichever_name_she_comes_she_is_the_same(database: Database, clock: Clock, ways: list[tuple[str, str]]) -> None:
    met = {(await writes(database, clock, id, also)).person_id for id, also in ways}
    assert len(met) == 1
    assert await names(database) == {(ID, NUMBER)}


async def test_who_comes_with_a_number_that_was_another_s_is_somebody_new(database: Database, clock: Clock) -> None:
    amina = await writes(database, clock, ID, NUMBER)
    dina = await writes(database, clock, OTHER, NUMBER)
    assert dina.person_id != amina.person_id
    assert (await writes(database, clock, NUMBER)).person_id == dina.person_id
    assert (await writes(database, clock, ID)).person_id == amina.person_id
    assert await names(database) == {(ID, None), (OTHER, NUMBER)}


async def test_who_changed_her_number_to_one_that_was_known_alone_does_not_become_who_had_it(database: Database, clock: Clock) -> None:
    former = await writes(database, clock, NEW)
    amina = await writes(database, clock, ID, NUMBER)
    assert (await writes(database, clock, ID, NEW)).person_id == amina.person_id
    assert (await writes(database, clock, NEW)).person_id == amina.person_id
    assert former.person_id != amina.person_id
    async with database.read() as connection:
        assert await connection.scalar(select(address.c.unreachable_since).where(address.c.id == former.address_id)) == clock()


async def test_a_changed_number_is_followed_by_either_name(database: Database, clock: Clock) -> None:
    amina, boyana = await writes(database, clock, ID, NUMBER), await writes(database, clock, "31600000001")
    async with database.write() as connection:
        assert await aliases.move(connection, "whatsapp", NUMBER, NEW)
        assert await aliases.move(connection, "whatsapp", "31600000001", "31600000002")
        assert not await aliases.move(connection, "whatsapp", "31600000009", "31600000008")
    assert (await writes(database, clock, NEW)).person_id == amina.person_id
    assert (await writes(database, clock, "31600000002")).person_id == boyana.person_id


async def test_a_number_that_nobody_wrote_from_for_long_is_somebody_else_s(database: Database, clock: Clock) -> None:
    former, amina = await writes(database, clock, NEW), await writes(database, clock, ID, NUMBER)
    clock.passes(91 * 24 * 3600)
    assert (await writes(database, clock, OTHER, NEW)).person_id != former.person_id
    assert (await writes(database, clock, NUMBER)).person_id != amina.person_id
    assert (await writes(database, clock, ID)).person_id == amina.person_id


async def test_who_wrote_from_her_new_number_before_we_heard_of_it_is_herself(database: Database, clock: Clock) -> None:
    amina = await writes(database, clock, ID, NUMBER)
    await writes(database, clock, OTHER, NEW)
    async with database.write() as connection:
        assert await aliases.move(connection, "whatsapp", NUMBER, NEW)
    for name, also in ((OTHER, NEW), (NEW, "")):
        assert (await writes(database, clock, name, also)).person_id == amina.person_id
    assert await names(database) == {(OTHER, NEW)}


async def test_who_said_yes_from_a_new_number_is_not_taken_for_another(database: Database, clock: Clock) -> None:
    amina, other = await writes(database, clock, ID, NUMBER), await writes(database, clock, OTHER, NEW)
    async with database.write() as connection:
        await people.remember(connection, other.person_id, {"consent": True}, clock())
        assert not await aliases.move(connection, "whatsapp", NUMBER, NEW)
    assert (await writes(database, clock, OTHER, NEW)).person_id == other.person_id
    assert (await writes(database, clock, ID, NUMBER)).person_id == amina.person_id


async def test_an_address_does_not_move_to_one_that_another_has(database: Database, clock: Clock) -> None:
    await writes(database, clock, "31600000001")
    boyana = await writes(database, clock, "31600000002")
    async with database.write() as connection:
        await people.remember(connection, boyana.person_id, {"consent": True}, clock())
        assert not await aliases.move(connection, "whatsapp", "31600000001", "31600000002")
    assert (await writes(database, clock, "31600000002")).person_id == boyana.person_id

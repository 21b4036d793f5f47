"""Codes as they are kept, and the wrong ones."""

import asyncio
from datetime import timedelta

from storage import codes, groups
from storage.db import Database
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.storage.counting import count
from tests.storage.people_here import meet

MINUTE = timedelta(minutes=1)


async def permit(database: Database, clock: Clock, *drawn: str, ends: bool = True) -> str:
    ends_at = clock() + MINUTE if ends else None
    async with database.write() as connection:
        return await codes.make(connection, iter(drawn).__next__, codes.PERMIT, clock(), ends_at=ends_at)


async def found(database: Database, clock: Clock, code: str, *kinds: str) -> codes.Code | None:
    async with database.read() as connection:
        return await codes.find(connection, code, kinds or (codes.PERMIT,), clock())


async def take(database: Database, clock: Clock, code: str) -> codes.Code | None:
    async with database.write() as connection:
        return await codes.take(connection, code, codes.PERMIT, clock())


async def test_a_code_that_somebody_has_is_drawn_again(database: Database, clock: Clock) -> None:
    assert await permit(database, clock, "AC3D4EF") == "AC3D4EF"
    assert await permit(database, clock, "AC3D4EF", "AC3D4EG") == "AC3D4EG"
    assert await count(database, "code") == 2


async def test_a_code_is_found_by_its_kind_until_its_time_is_over(database: Database, clock: Clock) -> None:
    await permit(database, clock, "AC3D4EF")
    assert await found(database, clock, "AC3D4EF") == codes.Code("AC3D4EF", codes.PERMIT, None, None)
    assert await found(database, clock, "AC3D4EF", codes.INVITE, codes.LINK) is None
    assert await found(database, clock, "") is None
    clock.passes(59)
    assert await found(database, clock, "AC3D4EF")
    clock.passes(1)
    assert await found(database, clock, "AC3D4EF") is None
    assert await take(database, clock, "AC3D4EF") is None


async def test_what_has_ended_is_cleared_away_and_what_has_no_end_stays(database: Database, clock: Clock) -> None:
    await permit(database, clock, "AC3D4EF")
    await permit(database, clock, "AC3D4EG", ends=False)
    clock.passes(61)
    async with database.write() as connection:
        await codes.forget_ended(connection, clock())
    assert await count(database, "code") == 1
    assert await found(database, clock, "AC3D4EG")


async def test_of_two_who_use_a_code_at_the_same_moment_one_gets_it(database: Database, clock: Clock) -> None:
    await permit(database, clock, "AC3D4EF")
    taken = await asyncio.gather(*(take(database, clock, "AC3D4EF") for _ in range(8)))
    assert len([one for one in taken if one]) == 1
    assert await count(database, "code") == 0


async def test_ending_a_groups_invitation_ends_no_others(database: Database, clock: Clock) -> None:
    async with database.write() as connection:
        one, other = [await groups.make(connection, name, 3, clock().date()) for name in ("Laak", "Moerwijk")]
        for group_id, code in ((one, "AC3D4EF"), (other, "AC3D4EG")):
            await codes.make(connection, iter([code]).__next__, codes.INVITE, clock(), group_id=group_id)
        await codes.end_invite(connection, one)
    async with database.read() as connection:
        assert (await codes.invite(connection, one), await codes.invite(connection, other)) == ("", "AC3D4EG")


async def test_wrong_codes_are_counted_here_and_everywhere_for_as_long_as_is_asked(database: Database, clock: Clock) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    async with database.write() as connection:
        for address in (amina.address_id, amina.address_id, boyana.address_id):
            await codes.note_guess(connection, address, clock())
        assert await codes.guesses(connection, amina.address_id, clock() - MINUTE) == (2, 3)
        assert await codes.guesses(connection, amina.address_id, clock()) == (0, 0)


async def test_wrong_codes_are_forgotten(database: Database, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    async with database.write() as connection:
        await codes.note_guess(connection, amina.address_id, clock() - MINUTE)
        await codes.note_guess(connection, amina.address_id, clock())
        await codes.forget_guesses(connection, clock())
    assert await count(database, "guess") == 1

"""Recordings: noted once, fetched by one process at a time, sealed, and gone with their answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from storage import voices
from storage.db import Database
from storage.sending_tables import voice
from storage.tables import submission
from storage.voices import Recording, Wanted
from tests.clock import Clock

LEASE = timedelta(seconds=60)
SOUND = Recording(b"OggS what Amina says", "audio/ogg")


@pytest.fixture
async def sheet(database: Database, clock: Clock) -> UUID:
    """A submission with one recording that has to be fetched."""
    id = uuid4()
    async with database.write() as connection:
        values = {"id": id, "plan": 3, "version": "v1", "opened_on": clock().date()}
        await connection.execute(submission.insert().values(**values))
        await voices.note(connection, id, "regels.samen", "telegram", "media-1", "audio/ogg; codecs=opus", clock(), minority=False)
    return id


async def claim(database: Database, clock: Clock) -> list[Wanted]:
    async with database.write() as connection:
        return await voices.claim(connection, clock(), LEASE, 5)


async def row(database: Database) -> dict[str, Any]:
    async with database.read() as connection:
        return dict((await connection.execute(select(voice))).one()._mapping)


async def test_one_process_gets_it_until_its_lease_is_over(database: Database, clock: Clock, sheet: UUID) -> None:
    [wanted] = await claim(database, clock)
    assert (wanted.channel, wanted.media_id, wanted.kind, wanted.tries) == ("telegram", "media-1", "audio/ogg", 1)
    assert await claim(database, clock) == []
    clock.passes(61)
    [again] = await claim(database, clock)
    assert (again.id, again.tries) == (wanted.id, 2)


async def test_what_was_fetched_can_be_played_and_the_platforms_name_for_it_is_gone(database: Database, clock: Clock, sheet: UUID) -> None:
    [wanted] = await claim(database, clock)
    async with database.write() as connection:
        assert await voices.keep(connection, wanted, SOUND)
        assert await voices.recording(connection, wanted.id) == SOUND
        assert not await voices.lose(connection, wanted)
        assert not await voices.retry(connection, wanted, clock())
    kept = await row(database)
    assert (kept["status"], kept["media_id"], kept["due_at"]) == ("kept", None, None)
    clock.passes(10**7)
    assert await claim(database, clock) == []


async def test_who_was_held_up_past_the_lease_changes_nothing(database: Database, clock: Clock, sheet: UUID) -> None:
    [late] = await claim(database, clock)
    clock.passes(61)
    [wanted] = await claim(database, clock)
    async with database.write() as connection:
        assert not await voices.lose(connection, late)
        assert not await voices.retry(connection, late, clock())
        assert await voices.keep(connection, wanted, SOUND)
        assert not await voices.keep(connection, late, Recording(b"another", "audio/ogg"))
        assert await voices.recording(connection, wanted.id) == SOUND


async def test_what_is_lost_stays_to_be_seen_and_has_no_sound(database: Database, clock: Clock, sheet: UUID) -> None:
    [wanted] = await claim(database, clock)
    async with database.write() as connection:
        assert await voices.lose(connection, wanted)
        assert [one.status for one in await voices.of(connection, sheet)] == ["lost"]
        assert await voices.recording(connection, wanted.id) is None
    assert (await row(database))["media_id"] is None


async def test_neither_the_sound_nor_its_name_can_be_read_in_the_tables(database: Database, clock: Clock, sheet: UUID) -> None:
    async def raw() -> bytes:
        async with database.read() as connection:
            columns = [type_coerce(voice.c[name], LargeBinary) for name in ("media_id", "body")]
            return b"".join(value or b"" for value in (await connection.execute(select(*columns))).one())

    assert b"media-1" not in await raw()
    [wanted] = await claim(database, clock)
    async with database.write() as connection:
        await voices.keep(connection, wanted, SOUND)
    assert len(await raw()) > len(SOUND.body)
    assert b"Amina" not in await raw()


async def test_it_goes_with_its_answers_also_while_it_is_being_fetched(database: Database, clock: Clock, sheet: UUID) -> None:
    [wanted] = await claim(database, clock)
    async with database.write() as connection:
        await connection.execute(submission.delete().where(submission.c.id == sheet))
    async with database.write() as connection:
        assert not await voices.keep(connection, wanted, SOUND)
        assert (await connection.execute(select(voice))).all() == []


@pytest.mark.parametrize("kind", ["", "text/html", "audio/" + "x" * 100, "audio/ogg\r\nX: 1", "\x00"])
async def test_whatever_a_platform_calls_it_can_be_kept_and_does_no_harm(database: Database, clock: Clock, sheet: UUID, kind: str) -> None:
    [wanted] = await claim(database, clock)
    async with database.write() as connection:
        assert await voices.keep(connection, wanted, Recording(b"x", kind))
        played = await voices.recording(connection, wanted.id)
    assert played is not None
    assert len(played.kind) < 60
    assert played.kind.isascii()
    assert played.kind.isprintable()
    assert played.kind == "application/octet-stream" or played.kind.startswith("audio/")

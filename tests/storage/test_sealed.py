"""With a key, whoever copies the database reads no words, no addresses, and learns nothing from a second look."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select, text

from storage import answers, inbox, outbox, people
from storage.db import Database, Unusable
from storage.sealed import Vault, WrongKey
from storage.tables import metadata, remark
from tests.clock import Clock
from tests.conftest import KEY

WORDS, NUMBER, STATE = "wij helpen elkaar met geld", "31611122233", "een geheime plek"
PLANTED = (WORDS, NUMBER, STATE)
OTHER = bytes(32)


async def plant(database: Database, now: datetime) -> None:
    """Put words and numbers in every place that holds any."""
    async with database.write() as connection:
        await people.meet(connection, "telegram", NUMBER, now)
        found = await people.lock(connection, "telegram", NUMBER)
        assert found is not None
        await people.remember(connection, found.person_id, {"place": STATE}, now)
        submission = await answers.begin(connection, found.person_id, 3, "12345678", now)
        await answers.keep(connection, submission, answers.Kept("regels.samen", (), None, WORDS, done=True))
        await answers.keep_remark(connection, submission, "regels.samen", WORDS)
        draft = outbox.Draft("key", found.person_id, found.address_id, "web", {"message": {"text": WORDS}})
        await outbox.show(connection, [draft], now)
        await inbox.receive(connection, "telegram", "1", now, aside=f"{WORDS} {NUMBER}")


async def everything(database: Database) -> bytes:
    """What somebody who has the database has: SQLite's files byte for byte, Postgres' rows as it keeps them."""
    if database.is_sqlite:
        file = Path(str(make_url(database.url).database))
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    copied = b""
    async with database.read() as connection:
        for table in metadata.sorted_tables:
            for row in await connection.execute(text(f'SELECT * FROM "{table.name}"')):
                copied += b"".join(_raw(value) for value in row)
    return copied


def _raw(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


async def test_nothing_that_was_said_can_be_read_from_a_copy(database: Database, clock: Clock) -> None:
    await plant(database, clock())
    copied = await everything(database)
    assert b"regels.samen" in copied  # it is a copy of the right thing
    for planted in PLANTED:
        assert planted.encode() not in copied
        assert planted.encode("utf-16-le") not in copied


async def test_without_a_key_the_same_look_finds_everything(database_url: str, clock: Clock) -> None:
    database = Database(database_url)
    await plant(database, clock())
    copied = await everything(database)
    await database.close()
    for planted in PLANTED:
        assert planted.encode() in copied


async def test_with_the_key_it_is_all_there(database: Database, clock: Clock) -> None:
    await plant(database, clock())
    async with database.write() as connection:
        found = await people.lock(connection, "telegram", NUMBER)
        assert found is not None
        assert found.state == {"place": STATE}
        assert await connection.scalar(select(remark.c.words)) == WORDS
        assert [shown.body for shown in await outbox.page(connection, found.address_id, 0, 9)] == [{"message": {"text": WORDS}}]


@pytest.mark.parametrize("other", [OTHER, None], ids=["another key", "no key"])
async def test_another_key_is_refused_at_the_start(database: Database, database_url: str, other: bytes | None) -> None:
    await database.check_key()
    await database.check_key()
    stranger = Database(database_url, other)
    with pytest.raises(Unusable, match=r"made with another SECRET_KEY, or without one\. Set the key it was made with"):
        await stranger.check_key()
    await stranger.close()


async def test_a_database_made_without_a_key_refuses_one(database: Database, database_url: str) -> None:
    keyless = Database(database_url)
    await keyless.check_key()
    await keyless.close()
    with pytest.raises(Unusable):
        await database.check_key()


def test_what_is_sealed_twice_looks_different_and_opens_with_its_own_key_only() -> None:
    vault = Vault(KEY)
    assert vault.seal(WORDS) != vault.seal(WORDS)
    assert vault.open(vault.seal(WORDS)) == WORDS
    for other in (Vault(OTHER), Vault(None)):
        with pytest.raises(WrongKey):
            other.open(vault.seal(WORDS))
    with pytest.raises(WrongKey):
        vault.open(vault.seal(WORDS)[:-1] + b"x")


def test_a_number_is_found_by_its_hash_which_depends_on_the_key() -> None:
    assert Vault(KEY).blind(NUMBER) == Vault(KEY).blind(NUMBER)
    assert len({Vault(KEY).blind(NUMBER), Vault(OTHER).blind(NUMBER), Vault(KEY).blind("31600000000")}) == 3

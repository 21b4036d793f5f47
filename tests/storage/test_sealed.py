"""With a key, whoever copies the database reads no words, no addresses, and learns nothing from a second look."""

import asyncio
import base64
import os
from pathlib import Path

import pytest
from sqlalchemy import JSON, String, make_url, select

from storage import codes, pages, people
from storage.db import Connection, Database, Unusable
from storage.rekey import sealed
from storage.sealed import SealedBytes, SealedJson, SealedText, Vault, WrongKey
from storage.tables import metadata
from tests.clock import Clock
from tests.conftest import KEY
from tests.storage.dumping import dumped, pg_dump
from tests.storage.planted import CODE, NUMBER, PLANTED, plant

WORDS, OTHER = PLANTED["answer", "words"], bytes(32)
OPEN_COLUMNS = {  # that hold text or JSON, and are known to hold nothing that anybody said
    *(("address", "channel"), ("conversation", "language"), ("plan_version", "version"), ("plan_version", "text")),
    *(("submission", "version"), ("answer", "prompt"), ("answer", "options"), ("remark", "prompt")),
    *(("shown", "prompt"), ("shown", "options"), ("lane", "name"), ("membership", "role"), ("code", "kind"), ("round", "version")),
    *(("message", name) for name in ("key", "lane", "status", "lease_by", "external_id", "reason")),
    *(("inbox", name) for name in ("channel", "id", "status", "reason")),
    *(("login", "lookup"), ("session", "lookup"), ("session", "device")),
    *(("chosen_step", "step"), ("chosen_step", "status"), ("audit", "act"), ("audit", "subject")),
    *(("broadcast", name) for name in ("status", "left_out", "reason", "told_state")),
    *(("template", name) for name in ("name", "language", "status")),
    *(("voice", name) for name in ("prompt", "channel", "kind", "status")),
    *(("group", "zone"), ("group", "nudge_days"), ("reminder", "rule"), ("reminder", "next_local"), ("errand", "kind"), ("later", "sheet")),
    *(("contribution", name) for name in ("kind", "language", "edited_in", "status", "reason")),
}


async def everything(database: Database) -> bytes:
    """What somebody who has the database has: SQLite's files byte for byte, or what pg_dump writes."""
    if not database.is_sqlite:
        return await dumped(database)
    file = Path(str(make_url(database.url).database))
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))


def found_in(copied: bytes, planted: str) -> bool:
    """Whether it stands there, in any of the ways in which a dump may write it."""
    raw = planted.encode()
    in_base64 = [base64.b64encode(raw[start:])[: len(raw[start:]) // 3 * 4] for start in range(3)]  # at any place in a longer text
    ways = [raw, planted.encode("utf-16-le"), raw.hex().encode(), *in_base64, *(way.hex().encode() for way in in_base64)]
    return any(way in copied for way in ways) or raw.hex().upper().encode() in copied


def test_words_are_planted_in_every_sealed_column() -> None:
    assert set(PLANTED) == {(table.name, column.name) for table in metadata.sorted_tables for column in sealed(table)}


def test_every_column_that_can_hold_words_is_sealed_or_known_to_hold_none() -> None:
    """A new column is to be thought about: seal it, or say here that nobody writes into it."""
    texts = {(table.name, one.name) for table in metadata.sorted_tables for one in table.columns if isinstance(one.type, String | JSON)}
    assert texts - set(PLANTED) == OPEN_COLUMNS


def test_the_page_about_privacy_names_every_table_that_knows_of_anybody() -> None:
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    of_nobody = {"plan_version", "lane", "installation", "round", "template"}
    assert {table.name for table in metadata.sorted_tables if f"`{table.name}`" not in page} == of_nobody


def test_the_copy_is_made_by_pg_dump() -> None:
    assert pg_dump() or "TEST_POSTGRES_URL" in os.environ


async def test_nothing_that_was_said_can_be_read_from_a_copy(database: Database, clock: Clock) -> None:
    await plant(database, clock())
    copied = await everything(database)
    assert b"regels.samen" in copied  # it is a copy of the right thing
    assert [where for where, planted in PLANTED.items() if found_in(copied, planted)] == []


async def test_without_a_key_the_same_look_finds_everything(database_url: str, clock: Clock) -> None:
    database = Database(database_url)
    await plant(database, clock())
    copied = await everything(database)
    await database.close()
    assert [where for where, planted in PLANTED.items() if not found_in(copied, planted)] == []


async def test_with_the_key_it_is_all_there(database: Database, clock: Clock) -> None:
    await plant(database, clock())
    async with database.write() as connection:
        found = await people.lock(connection, "telegram", NUMBER)
        assert found is not None
        assert found.state == {"place": PLANTED["conversation", "state"]}
        assert await codes.find(connection, CODE, [codes.INVITE], clock())
        shown = await pages.page(connection, found.address_id, 0, 9)
        assert [one.body for one in shown] == [{"message": {"text": PLANTED["message", "body"]}}]
        for (table, column), planted in PLANTED.items():
            assert planted in repr(await opened(connection, table, column)), (table, column)


async def opened(connection: Connection, table: str, column: str) -> list[object]:
    kept = metadata.tables[table].c[column]
    assert isinstance(kept.type, SealedText | SealedJson | SealedBytes)
    return list((await connection.execute(select(kept))).scalars())


@pytest.mark.parametrize("other", [OTHER, None], ids=["another key", "no key"])
async def test_another_key_is_refused_at_the_start(database: Database, database_url: str, other: bytes | None) -> None:
    await database.check_key()
    await database.check_key()
    stranger = Database(database_url, other)
    with pytest.raises(Unusable, match=r"made with another SECRET_KEY, or without one\. Set the key it was made with"):
        await stranger.check_key()
    await stranger.close()


async def test_of_many_processes_that_start_at_once_none_is_refused(database_url: str) -> None:
    starting = [Database(database_url, KEY) for _ in range(8)]
    await asyncio.gather(*(one.check_key() for one in starting))
    for one in starting:
        await one.close()


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

"""Another key: everything that is sealed is opened with the old one and sealed with the new one, in one transaction."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, Table, bindparam, or_, select, tuple_, type_coerce, update

from storage.db import CHECK, Connection, Database
from storage.sealed import Blinded, SealedBytes, SealedJson, SealedText, Vault
from storage.tables import metadata

logger = logging.getLogger(__name__)

# What each keyed hash is the hash of.
HASHED = {
    ("address", "lookup"): "external_id",
    ("address", "also_lookup"): "also_id",
    ("code", "lookup"): "code",
    ("broadcast", "lookup"): "digest",
    ("installation", "check"): None,
}
PAGE = 200  # rows in memory at once: their words may be long


class Unhashed(LookupError):
    """A table has a keyed hash that this module does not know how to make anew."""


async def rekey(database: Database, old: Vault, new: Vault) -> int:
    """Seal all with `new`; returns how many rows. Nothing else may use the database then. Raises WrongKey: nothing was changed."""
    tables = [table for table in metadata.sorted_tables if sealed(table) or hashed(table)]
    for column in (column for table in tables for column in hashed(table)):
        if (column.table.name, column.name) not in HASHED:
            raise Unhashed(f"{column.table.name}.{column.name}")
    async with database.write() as connection:
        await _lock(connection, tables)
        count = sum([await _table(connection, table, old, new) for table in tables])
    if database.is_sqlite:
        await asyncio.to_thread(_scrub, str(database.url.database))
    return count


async def _lock(connection: Connection, tables: Sequence[Table]) -> None:
    """Whoever forgot to stop the program may not add what would be passed over. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(connection.dialect.identifier_preparer.quote(table.name) for table in tables)
        await connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def sealed(table: Table) -> "list[Column[Any]]":
    """The columns that can be opened again."""
    return [column for column in table.columns if isinstance(column.type, SealedText | SealedJson | SealedBytes)]


def hashed(table: Table) -> "list[Column[Any]]":
    """The columns that are found by what they are the hash of."""
    return [column for column in table.columns if isinstance(column.type, Blinded)]


async def _table(connection: Connection, table: Table, old: Vault, new: Vault) -> int:
    keys = list(table.primary_key.columns)
    changes = {column.name: bindparam(f"new_{column.name}", type_=LargeBinary) for column in [*sealed(table), *hashed(table)]}
    where = [_plain(column) == bindparam(f"key_{column.name}", type_=_plain(column).type) for column in keys]
    statement, count = update(table).where(*where).values(changes), 0
    async for rows in _pages(connection, table):
        for row in rows:
            await connection.execute(statement, {**_keys(row, keys), **_anew(table, row, old, new)})
        count += len(rows)
    return count


async def _pages(connection: Connection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
    """All rows with something in them, a page at a time. Where a hash is the key, it changes under way: so those are listed first."""
    keys = list(table.primary_key.columns)
    at, names = tuple_(*map(_plain, keys)), [_plain(column).label(f"key_{column.name}") for column in keys]
    raw = [type_coerce(column, LargeBinary).label(f"raw_{column.name}") for column in sealed(table)]
    page = select(*names, *raw)
    if any(isinstance(column.type, Blinded) for column in keys):
        listed = [tuple(row) for row in (await connection.execute(select(*names))).all()]
        for start in range(0, len(listed), PAGE):
            yield (await connection.execute(page.where(at.in_(listed[start : start + PAGE])))).all()
        return
    if not hashed(table):
        page = page.where(or_(*(column.is_not(None) for column in sealed(table))))
    page = page.order_by(*keys).limit(PAGE)
    rows = (await connection.execute(page)).all()
    while rows:
        yield rows
        last = tuple_(*(rows[-1]._mapping[name.name] for name in names), types=[column.type for column in keys])
        rows = (await connection.execute(page.where(at > last))).all()


def _plain(column: "Column[Any]") -> Any:
    """A column as the bytes that stand there, where it would hash what it is compared with."""
    return type_coerce(column, LargeBinary) if isinstance(column.type, Blinded) else column


def _keys(row: Row[Any], keys: "list[Column[Any]]") -> dict[str, Any]:
    return {f"key_{column.name}": row._mapping[f"key_{column.name}"] for column in keys}


def _anew(table: Table, row: Row[Any], old: Vault, new: Vault) -> dict[str, bytes | None]:
    texts = {column.name: _opened(row._mapping[f"raw_{column.name}"], old) for column in sealed(table)}
    values = {f"new_{name}": None if text is None else new.seal(text) for name, text in texts.items()}
    for column in hashed(table):
        source = HASHED[table.name, column.name]
        text = CHECK if source is None else texts[source]
        values[f"new_{column.name}"] = None if text is None else new.blind(text)
    return values


def _opened(kept: bytes | None, old: Vault) -> str | None:
    return None if kept is None else old.open(kept)


def _scrub(file: str) -> None:
    """What stood there before, perhaps without any key, is in no free page and in no log."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:  # a full disk, perhaps: the new key is in place all the same
        logger.warning("free pages could not be cleaned", extra={"error": type(error).__name__})

"""Reaches the database, and says in one sentence why it can't be used."""

import sqlite3
from typing import TYPE_CHECKING

from bot.settings import PREFIX, Misset, Settings

if TYPE_CHECKING:
    from storage.db import Database  # importing it takes time that `check` and `key` need not spend


class Wrong(Exception):
    """The command can't be carried out. The text says why and what to do."""


async def with_database(settings: Settings, *, migrating: bool) -> None:
    """Find out now, in one sentence, whether the database can be used."""
    from storage.db import Unusable
    from storage.migrate import is_current, migrate

    database = await reached(settings)
    try:
        if migrating:
            await migrate(database)
        if not await is_current(database):
            raise Wrong("the tables are not those of this version. Run `stappenbot migrate`.")
        await database.check_key()
    except Unusable as error:
        raise Misset(f"{PREFIX}SECRET_KEY: {error}") from error
    except of_drivers() as error:
        raise unused(settings, error) from error
    finally:
        await database.close()


async def reached(settings: Settings) -> "Database":
    """The database, after one connection to it: only there do drivers look at what its address says."""
    from storage.db import Database, Unusable

    try:
        database = Database(settings.database_url, settings.secret_key)
        async with database.read():
            return database
    except Unusable as error:
        raise Misset(f"{PREFIX}DATABASE_URL: {error}") from error
    except (TypeError, ValueError, OverflowError) as error:
        raise Misset(f"{PREFIX}DATABASE_URL: its driver refuses it ({error}). Correct its port, or what stands after '?'.") from error
    except of_drivers() as error:
        raise unused(settings, error) from error


def of_drivers() -> tuple[type[Exception], ...]:
    """What is raised when a database can't be used. Asked for only then, as importing takes time."""
    from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]
    from sqlalchemy.exc import SQLAlchemyError

    return SQLAlchemyError, OSError, sqlite3.Error, PostgresError, InterfaceError


def unused(settings: Settings, error: Exception) -> Misset | Wrong:
    """Why the database can't be used: no such file can be, or something is the matter with the right one."""
    from storage.db import driver_url

    url = driver_url(settings.database_url).set(query={})  # passwords may stand there too
    cause = getattr(error, "orig", None) or error
    if url.get_backend_name() == "sqlite" and _no_file_of_ours(cause):
        reason = getattr(cause, "strerror", None) or cause
        remedy = "Name a database, or a new file, where this program may write."
        return Misset(f"{PREFIX}DATABASE_URL: {url.database} can't be used ({reason}). {remedy}")
    where = url.render_as_string(hide_password=True)
    return Wrong(f"the database {where} can't be used ({cause}). Start it, or correct {PREFIX}DATABASE_URL.")


def _no_file_of_ours(cause: BaseException) -> bool:
    if not isinstance(cause, sqlite3.Error):
        return isinstance(cause, OSError)
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # without what SQLite adds to it
    return code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)

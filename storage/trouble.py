"""What is the matter with the database, for the log: never the statement, which may hold what people wrote."""

import errno
import sqlite3

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError, StatementError

FULL = "The disk is full. Make room on it; until then nothing new is kept, and the platforms bring it again."


def told(error: Exception) -> str:
    """The kind of error; where an operator can do something about it, a sentence that says what."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    full_server = getattr(cause, "sqlstate", None) == "53100"  # disk_full, as Postgres calls it
    if code == sqlite3.SQLITE_FULL or full_server or getattr(cause, "errno", None) == errno.ENOSPC:
        return FULL
    return type(error).__name__


def away(error: Exception) -> bool:
    """Whether the database can't be reached just now, rather than that something is wrong."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    code = str(getattr(getattr(error, "orig", error), "sqlstate", ""))  # of Postgres: no connection, too many, shutting down
    return lost or code.startswith(("08", "53", "57P")) or isinstance(error, OperationalError | InterfaceError | OSError)


def of_a_value(error: Exception) -> bool:
    """Whether the database refuses what was to be kept. Postgres tells it by the class of its code: 22 is data, 23 a constraint."""
    if isinstance(error, DBAPIError):
        code = str(getattr(error.orig, "sqlstate", ""))
        return isinstance(error, DataError | IntegrityError) or code.startswith(("22", "23"))
    return isinstance(error, StatementError)

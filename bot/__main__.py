"""The command line: stappenbot serve | demo | talk | check | migrate | key."""

import argparse
import asyncio
import base64
import errno
import os
import secrets
import socket
import sqlite3
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import VERSION, logs
from bot.settings import PREFIX, Misset, Settings

if TYPE_CHECKING:
    from storage.db import Database  # importing it takes time that `check` and `key` need not spend

MISSET = 2  # exit code for a wrong setting; 1 is for whatever else is wrong
GRACE = 1  # seconds that requests in flight get at the end


class Wrong(Exception):
    """The command can't be carried out. The text says why and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    chosen = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except Misset as error:
        return _stop(str(error), MISSET)
    except Wrong as error:
        return _stop(str(error), 1)
    except KeyboardInterrupt:
        return 0


def _stop(sentence: str, code: int) -> int:
    print(f"stappenbot: {sentence}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stappenbot", description="Step plans for a group, through chat.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(command=command)
        return made

    add("serve", _serve, "Serve the web chat and the webhooks, and send what is queued.")
    add("demo", _demo, "Make the tables, serve on this machine without any account, and print the address.")
    talk = add("talk", _talk, "Talk with the bot in this terminal.")
    talk.add_argument("--as", dest="name", default="ik", help="who is talking: each name has a conversation of its own (default: ik)")
    talk.add_argument("--record", type=Path, metavar="FILE", help="write the conversation to FILE, as a transcript for the tests")
    check = add("check", _check, "Check plans: print all problems with file, line and remedy. Exit code 0: none, 1: some.")
    check.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a plan.yaml, its folder, or a folder of plans (default: ours)")
    add("migrate", _migrate, "Bring the tables to the shape that this version needs.")
    add("key", _key, f"Print a new key for {PREFIX}SECRET_KEY.")
    return parser


def environment() -> Mapping[str, str]:
    """The settings given: .env in this folder, and above it the environment. Raises Misset."""
    from dotenv import dotenv_values

    try:
        file = dotenv_values(".env", encoding="utf-8-sig")  # editors on Windows put a mark before the first letter
    except UnicodeDecodeError as error:
        raise Misset("the file .env is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise Misset(f"the file .env can't be read ({error.strerror}). Correct its rights.") from error
    return {**{name: value or "" for name, value in file.items()}, **os.environ}


def _settings() -> Settings:
    logs.set_up()
    settings = Settings.from_env(environment())
    if settings.secret_key is None:
        note = f"{PREFIX}SECRET_KEY is not set: what people write is kept readable. Fine for a try-out on this machine only."
        print(f"stappenbot: {note}", file=sys.stderr)
    return settings


def _serve(_chosen: argparse.Namespace) -> int:
    return _run(_settings())


def _demo(_chosen: argparse.Namespace) -> int:
    settings = _settings()
    asyncio.run(_with_database(settings, migrating=True))
    import segno

    address = f"{settings.public_url}/chat"
    print(f"\nStappenbot is hier: {address}\n", flush=True)
    segno.make(address, error="l").terminal(compact=True)
    print("Ctrl-C stopt. Alle gesprekken blijven bewaard.\n", flush=True)
    return _run(settings)


def _run(settings: Settings) -> int:
    asyncio.run(_with_database(settings, migrating=False))
    import uvicorn

    from bot.app import create_app

    listening = _listen(settings)
    config = uvicorn.Config(
        create_app(settings),
        log_config=None,
        access_log=False,  # it would keep addresses of phones
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = None
    try:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
    except (OSError, UnicodeError) as error:
        if listening:
            listening.close()
        raise _unheard(settings, error) from error
    return listening


def _unheard(settings: Settings, error: OSError | UnicodeError) -> Misset | Wrong:
    """Why we can't listen: the host is not ours, or the port is taken."""
    nowhere = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
    if isinstance(error, (socket.gaierror, UnicodeError)) or error.errno in nowhere:
        remedy = "Set it to 127.0.0.1 for this machine only, or to 0.0.0.0 for its whole network."
        return Misset(f"{PREFIX}HOST is '{settings.host}', which is no address of this machine. {remedy}")
    where = f"{settings.host}:{settings.port}"
    return Wrong(f"{where} can't be used ({error.strerror}). Stop what runs there, or set {PREFIX}PORT or {PREFIX}HOST.")


async def _with_database(settings: Settings, *, migrating: bool) -> None:
    """Find out now, in one sentence, whether the database can be used."""
    from storage.db import Unusable
    from storage.migrate import is_current, migrate

    database = await _reached(settings)
    try:
        if migrating:
            await migrate(database)
        if not await is_current(database):
            raise Wrong("the tables are not those of this version. Run `stappenbot migrate`.")
        await database.check_key()
    except Unusable as error:
        raise Misset(f"{PREFIX}SECRET_KEY: {error}") from error
    except _of_drivers() as error:
        raise _unused(settings, error) from error
    finally:
        await database.close()


async def _reached(settings: Settings) -> "Database":
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
    except _of_drivers() as error:
        raise _unused(settings, error) from error


def _of_drivers() -> tuple[type[Exception], ...]:
    """What is raised when a database can't be used. Asked for only then, as importing takes time."""
    from asyncpg import InterfaceError, PostgresError  # type: ignore[import-untyped]
    from sqlalchemy.exc import SQLAlchemyError

    return SQLAlchemyError, OSError, sqlite3.Error, PostgresError, InterfaceError


def _unused(settings: Settings, error: Exception) -> Misset | Wrong:
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


def _talk(chosen: argparse.Namespace) -> int:
    settings = _settings()
    asyncio.run(_with_database(settings, migrating=settings.database_url.startswith("sqlite")))
    from bot.talk import talk

    try:
        asyncio.run(talk(settings, chosen.name, chosen.record, sys.stdin, sys.stdout))
    except OSError as error:
        raise Wrong(f"{error.filename or chosen.record} can't be written ({error.strerror}). Choose another file.") from error
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from content.check import check

    problems = check(chosen.path)
    for problem in problems:
        print(problem)
    count = len(problems)
    print(f"{count} problem{'' if count == 1 else 's'}." if problems else "No problems.", file=sys.stderr)
    return 1 if problems else 0


def _migrate(_chosen: argparse.Namespace) -> int:
    asyncio.run(_with_database(_settings(), migrating=True))
    print("The tables are up to date.")
    return 0


def _key(_chosen: argparse.Namespace) -> int:
    print(base64.b64encode(secrets.token_bytes(32)).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The command line.

serve | worker | demo | talk | check | import | simulate | migrate | coordinator | moderator | whatsapp | rekey | key
"""

import argparse
import asyncio
import base64
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import VERSION, authoring, logs
from bot.listening import listen
from bot.opening import Wrong, of_drivers, reached, unused, with_database
from bot.settings import PREFIX, Misset, Settings, new_key

if TYPE_CHECKING:
    from bot.channels.base import Channel

MISSET = 2  # exit code for a wrong setting; 1 is for whatever else is wrong
GRACE = 1  # seconds that requests in flight get at the end


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
    add("worker", _worker, "Do what is due without serving pages, beside `serve` on the same Postgres. As many as you like.")
    add("demo", _demo, "Make the tables, serve on this machine without any account, and print the address.")
    talk = add("talk", _talk, "Talk with the bot in this terminal.")
    talk.add_argument("--as", dest="name", default="ik", help="who is talking: each name has a conversation of its own (default: ik)")
    talk.add_argument("--record", type=Path, metavar="FILE", help="write the conversation to FILE, as a transcript for the tests")
    authoring.add_to(add)
    add("migrate", _migrate, "Bring the tables to the shape that this version needs.")
    coordinator = add("coordinator", _coordinator, "Let somebody make groups, where not everybody may.")
    coordinator.add_argument("deed", choices=["add"], help="add: print a code that lets one person make groups, within a week")
    moderator = add("moderator", _moderator, "Who reads what members give to all groups, and decides what is shown.")
    moderator.add_argument("deed", choices=["add", "list", "remove"], help="print a code for a new one, print their ids, or dismiss one")
    moderator.add_argument("id", nargs="?", default="", metavar="ID", help="of whom to remove")
    whatsapp = add("whatsapp", _whatsapp, "The templates that WhatsApp needs. Exit code 0: all of them may be used.")
    whatsapp.add_argument("what", choices=["templates"])
    whatsapp.add_argument("deed", choices=["list", "create", "check"], help="print ours, make those that Meta lacks, or tell how they are")
    add("rekey", _rekey, f"Seal all that is kept with {PREFIX}NEW_SECRET_KEY. Stop everything else first.")
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


def _worker(_chosen: argparse.Namespace) -> int:
    settings = _settings()
    if settings.database_url.startswith("sqlite"):
        raise Wrong("with SQLite `stappenbot serve` does all the work. Workers need a Postgres.")
    asyncio.run(with_database(settings, migrating=False))
    from bot.app import work

    asyncio.run(work(settings))
    return 0


def _demo(_chosen: argparse.Namespace) -> int:
    settings = _settings()
    asyncio.run(with_database(settings, migrating=True))
    import segno

    from bot.demo_command import introduced, phones

    address = asyncio.run(introduced(settings, lambda line: print(line, flush=True)))
    print(flush=True)
    segno.make(address, error="l").terminal(compact=True)
    print("Ctrl-C stopt. Alle gesprekken blijven bewaard.\n", flush=True)
    return _run(settings, phones())


def _run(settings: Settings, more: "Mapping[str, Channel] | None" = None) -> int:
    asyncio.run(with_database(settings, migrating=False))
    import uvicorn

    from bot.app import create_app

    listening = listen(settings)
    config = uvicorn.Config(
        create_app(settings, more=more),
        log_config=None,
        access_log=False,  # it would keep addresses of phones
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listening])
    return 0


def _talk(chosen: argparse.Namespace) -> int:
    settings = _settings()
    asyncio.run(with_database(settings, migrating=settings.database_url.startswith("sqlite")))
    from bot.talk import talk

    try:
        asyncio.run(talk(settings, chosen.name, chosen.record, sys.stdin, sys.stdout))
    except OSError as error:
        raise Wrong(f"{error.filename or chosen.record} can't be written ({error.strerror}). Choose another file.") from error
    return 0


def _migrate(_chosen: argparse.Namespace) -> int:
    asyncio.run(with_database(_settings(), migrating=True))
    print("The tables are up to date.")
    return 0


def _coordinator(_chosen: argparse.Namespace) -> int:
    settings = _settings()
    asyncio.run(with_database(settings, migrating=False))
    print(asyncio.run(_permit(settings)))
    print("Send her this code. When she types it to the bot within 7 days, she may make groups. It works once.")
    return 0


async def _permit(settings: Settings) -> str:
    from datetime import UTC, datetime

    from bot.groups.entering import make_permit

    database = await reached(settings)
    try:
        async with database.write() as connection:
            return await make_permit(connection, secrets.SystemRandom(), datetime.now(UTC))
    except of_drivers() as error:
        raise unused(settings, error) from error
    finally:
        await database.close()


def _moderator(chosen: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from bot.moderator_command import moderator

    dice, now = secrets.SystemRandom(), datetime.now(UTC)
    return asyncio.run(moderator(chosen.deed, chosen.id, _settings(), dice, now, print))


def _whatsapp(chosen: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from bot.whatsapp_command import at_meta, listed

    if chosen.deed == "list":
        return listed(print)
    return asyncio.run(at_meta(chosen.deed, _settings(), lambda: datetime.now(UTC), print))


def _rekey(_chosen: argparse.Namespace) -> int:
    settings, key = _settings(), new_key(environment())
    asyncio.run(with_database(settings, migrating=False))
    count = asyncio.run(_seal_anew(settings, key))
    print(f"{count} rows are sealed with the new key. Set {PREFIX}SECRET_KEY to it, and remove {PREFIX}NEW_SECRET_KEY.")
    return 0


async def _seal_anew(settings: Settings, key: bytes) -> int:
    from storage.rekey import rekey
    from storage.sealed import Vault, WrongKey

    database = await reached(settings)
    try:
        return await rekey(database, Vault(settings.secret_key), Vault(key))
    except WrongKey as error:
        raise Misset(f"{PREFIX}SECRET_KEY: {error}") from error
    except of_drivers() as error:
        raise unused(settings, error) from error
    finally:
        await database.close()


def _key(_chosen: argparse.Namespace) -> int:
    print(base64.b64encode(secrets.token_bytes(32)).decode())
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""stappenbot moderator add | list | remove ID: who guards what all groups read, from the command line."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Literal
from uuid import UUID

from bot.groups.moderating import PERMITTED, make_code
from bot.opening import Wrong, of_drivers, reached, unused, with_database
from bot.settings import Settings
from storage import moderating
from storage.db import Connection, Database

Deed = Literal["add", "list", "remove"]
Print = Callable[[str], None]
IDS = "`stappenbot moderator list` prints the ids."


async def moderator(deed: Deed, id: str, settings: Settings, dice: Random, now: datetime, say: Print) -> int:
    """Do it, and say what was done. Returns the exit code. Raises Misset and Wrong."""
    if deed == "remove" and not id:
        raise Wrong(f"who is to be removed? Give her id. {IDS}")
    if deed != "remove" and id:
        raise Wrong(f"`moderator {deed}` takes no id. Leave it out.")
    await with_database(settings, migrating=False)
    database = await reached(settings)
    try:
        return await _do(database, deed, id, dice, now, say)
    except of_drivers() as error:
        raise unused(settings, error) from error
    finally:
        await database.close()


async def _do(database: Database, deed: Deed, id: str, dice: Random, now: datetime, say: Print) -> int:
    async with database.write() as connection:
        match deed:
            case "add":
                say(await make_code(connection, dice, now))
                say(f"Send her this code. When she types it to the bot within {PERMITTED.days} days, she is a moderator. It works once.")
            case "list":
                await _list(connection, say)
            case "remove":
                await _remove(connection, id)
                say("She is no moderator any more. What she decided stays.")
    return 0


async def _list(connection: Connection, say: Print) -> None:
    """Ids only: a name is hers to give."""
    found = await moderating.all_of_them(connection)
    for one in found:
        say(str(one))
    say(f"{len(found)} moderator{'' if len(found) == 1 else 's'}.")


async def _remove(connection: Connection, id: str) -> None:
    try:
        who = UUID(id)
    except ValueError as error:
        raise Wrong(f"'{id}' is no id. {IDS}") from error
    if not await moderating.dismiss(connection, who):
        raise Wrong(f"{id} is no moderator. {IDS}")

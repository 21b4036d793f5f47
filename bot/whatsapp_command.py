"""stappenbot whatsapp templates list | create | check: the templates at Meta, from the command line."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Literal

from bot.channels.base import SendError
from bot.channels.whatsapp_templates import UTILITY, Checked, Templates, checked
from bot.opening import Wrong, of_drivers, reached, unused, with_database
from bot.settings import PREFIX, Misset, Settings, WhatsApp
from bot.templates import TEMPLATES, Template
from storage import templates
from storage.db import Database

RENAME = "Give it a new name in bot/templates.py and run `stappenbot whatsapp templates create`."
Deed = Literal["list", "create", "check"]
Print = Callable[[str], None]


def listed(say: Print) -> int:
    """Print our templates with their texts. Needs neither settings nor network."""
    for template in TEMPLATES:
        say(f"{_name(template)}\n\n{_indented(template.filled(template.samples))}\n\n    {template.footer}\n    [{template.button}]\n")
    return 0


async def at_meta(deed: Deed, settings: Settings, clock: Callable[[], datetime], say: Print) -> int:
    """Create what is missing, or check what there is, and note it. 0: all of them may be used. Raises Misset and Wrong."""
    if settings.whatsapp is None:
        raise Misset(f"{PREFIX}WHATSAPP_TOKEN is missing. Set it, and the other WhatsApp settings.")
    await with_database(settings, migrating=False)
    database = await reached(settings)
    try:
        async with _asked(settings.whatsapp) as meta:
            if deed == "create":
                await _create(meta, say)
            return await _check(meta, database, clock(), say)
    except SendError as error:
        raise Wrong(f"Meta did not answer as it should: {error}. Try again later, or correct what it names.") from error
    except of_drivers() as error:
        raise unused(settings, error) from error
    finally:
        await database.close()


@asynccontextmanager
async def _asked(settings: WhatsApp) -> AsyncIterator[Templates]:
    meta = Templates(settings)
    try:
        yield meta
    finally:
        await meta.close()


async def _create(meta: Templates, say: Print) -> None:
    """Only what is missing: what Meta has refused is not offered again as it was."""
    for one in checked(await meta.known()):
        if one.verdict == "missing":
            say(f"{_name(one.template)}: offered to Meta, which says {await meta.create(one.template)}")


async def _check(meta: Templates, database: Database, now: datetime, say: Print) -> int:
    found = checked(await meta.known())
    async with database.write() as connection:
        for one in found:
            status = one.known.status if one.known and one.verdict != "other text" else "MISSING"
            await templates.note(connection, one.template.name, one.template.language, status, now)
    for one in found:
        say(f"{_name(one.template)}: {_told(one)}")
    return 0 if all(one.verdict == "ok" for one in found) else 1


def _told(one: Checked) -> str:
    """How it is, and what to do about it."""
    match one.verdict:
        case "ok":
            return _with_its_price(one)
        case "missing":
            return "missing. Run `stappenbot whatsapp templates create`."
        case "other text":
            return f"has another text at Meta than here. {RENAME} Meta takes no deleted name again for weeks."
        case "waits":
            return "pending: Meta has not judged it yet. That takes from minutes to a day; check again later."
    status, reason = (one.known.status, one.known.reason) if one.known else ("", "")
    why = f"{status.lower()} ({reason})" if reason else status.lower()
    return f"{why}. See the WhatsApp Manager: mend or appeal it there, or give it another name and text in bot/templates.py."


def _with_its_price(one: Checked) -> str:
    if one.known is None or one.known.category == UTILITY:
        return "ok"
    dearer = f"ok, but Meta counts it as {one.known.category.lower()}, which costs more"
    return f"{dearer}. Ask for another look at its category in the WhatsApp Manager, or give it a new name and plainer words."


def _name(template: Template) -> str:
    return f"{template.name} ({template.language})"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))

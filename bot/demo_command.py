"""`stappenbot demo`: a group to look at, its addresses, and a link that logs in who leads it."""

import secrets
from collections.abc import Callable, Mapping

from bot.app import now
from bot.channels.base import Channel
from bot.demo import STAGE, Phones, demo_code, demo_login
from bot.dialogue.catalogue import read_catalogue
from bot.groups.house import House, Table, Who
from bot.opening import reached
from bot.settings import Settings
from storage.people import NOBODY


async def introduced(settings: Settings, say: Callable[[str], None]) -> str:
    """Make the group where there is none, and tell where to look; returns the address for a QR."""
    catalogue, database = read_catalogue(), await reached(settings)
    house = House(catalogue, lambda _code: (), settings.group_creation, secrets.SystemRandom(), {}, settings.public_url)
    try:
        code = await demo_code(database, catalogue, now)
        async with database.write() as connection:
            login = await demo_login(Table(connection, house, Who(NOBODY, 0, STAGE, ""), now()))
    finally:
        await database.close()
    address = f"{settings.public_url}/chat?code={code}" if code else f"{settings.public_url}/chat"
    say(f"\nStappenbot is hier: {settings.public_url}/chat")
    if code:
        say(f"In de voorbeeldgroep: {address}")
    if login:
        say(f"De pagina's van de coördinator (de link werkt één keer): {login}")
    return address


def phones() -> Mapping[str, Channel]:
    """The phones of those who are not there, so that what is sent to them arrives."""
    return {STAGE: Phones(STAGE)}

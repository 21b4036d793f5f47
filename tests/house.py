"""A house for tests: the real plans, and codes that are the same in every run."""

from random import Random

from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.groups.house import House
from bot.settings import Creation


def links(code: str) -> tuple[tuple[str, str], ...]:
    """One address for each channel."""
    return (("Telegram", f"https://t.me/stappen_bot?start={code}"), ("Website", f"http://test/chat?code={code}"))


def house(catalogue: Catalogue | None = None, creation: Creation = "open") -> House:
    """What is the same for everybody."""
    return House(catalogue or read_catalogue(), links, creation, Random(1))

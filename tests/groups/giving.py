"""Women who give something to all groups, and a moderator who reads it."""

from datetime import timedelta
from typing import Any

from bot.dialogue.contribution_asks import (
    Propose,
    SendIn,
    ShowOffered,
    ShowStories,
    Speak,
    Write,
)
from bot.dialogue.contribution_facts import Decided, Offered, Stories
from bot.groups.house import Who
from storage import moderating, voices
from storage.voices import Recording
from tests.groups.world import World

HERS, OTHER = "Wij eten elke maand samen. Dat hielp.", "Samen eten hielp ons."


async def moderator(world: World, name: str = "moderator") -> Who:
    who = await world.meet(name)
    async with world.database.write() as connection:
        await moderating.appoint(connection, who.person_id)
    return who


async def give(world: World, who: Who, words: str = HERS, kind: Any = "experience") -> int:
    written = await world.do(who, Write(kind, 3 if kind == "experience" else 0, words))
    assert isinstance(written, Offered)
    sent = await world.do(who, SendIn(written.id))
    assert isinstance(sent, Offered)
    assert (sent.status, sent.said) == ("waiting", "sent")
    return sent.id


async def speak(world: World, who: Who) -> int:
    spoken = await world.do(who, Speak(3, "media", "audio/ogg"))
    assert isinstance(spoken, Offered)
    await world.do(who, SendIn(spoken.id))
    async with world.database.write() as connection:  # as whoever fetches it leaves it
        for wanted in await voices.claim(connection, world.clock(), timedelta(seconds=60), 9):
            assert await voices.keep(connection, wanted, Recording(b"stem", "audio/ogg"))
    return spoken.id


async def proposed(world: World, who: Who, judge: Who, id: int, words: str = OTHER) -> str:
    """The stamp of what she is asked about."""
    assert await world.do(judge, Propose(id, words)) == Decided("proposed", mine=True)
    page = await world.do(who, ShowOffered(id))
    assert isinstance(page, Offered)
    assert (page.status, page.words, page.edited) == ("proposed", page.words, words)
    return page.stamp


async def stories(world: World, who: Who) -> tuple[str, ...]:
    told = await world.do(who, ShowStories(3, 0))
    assert isinstance(told, Stories)
    return told.told

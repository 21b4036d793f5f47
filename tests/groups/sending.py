"""A group whose coordinator sends it something: real tables and the real engine, and channels that send nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from bot.broadcasting import Broadcasting
from bot.channels.base import Capabilities, Channel
from bot.channels.web import WebChannel
from bot.dialogue import progress
from bot.dialogue.asks import Leave
from bot.dialogue.broadcast_asks import Compose, Kind, SendNow, ShowBroadcast
from bot.dialogue.broadcast_facts import Preview, Progress
from bot.dialogue.facts import Fact
from bot.dialogue.here import Here
from bot.dialogue.message import Message, plain
from bot.dialogue.state import State
from bot.groups.house import Who
from bot.rehearsal import Stage
from storage import people, templates
from storage.db import Database
from storage.tables import message
from tests.groups.world import World


def channels() -> dict[str, Channel]:
    """Telegram edits, WhatsApp has a window and costs, the web is read."""
    telegram, whatsapp = Stage("telegram"), Stage("whatsapp")
    telegram.capabilities = Capabilities(label=64, edits=True, pulls=False)
    whatsapp.capabilities = Capabilities(label=20, edits=False, pulls=False, window=timedelta(hours=24), billed=True)
    return {"telegram": telegram, "whatsapp": whatsapp, "web": WebChannel()}


@dataclass
class Post:
    """Boyana leads Laak; others come in by `join`."""

    world: World
    boyana: Who
    group: int
    engine: Broadcasting

    def other_engine(self, database: Database | None = None) -> Broadcasting:
        """That of another process."""
        return Broadcasting(database or self.world.database, self.world.house, channels(), self.world.clock)

    async def join(self, name: str, channel: str = "telegram") -> Who:
        """She writes there for the first time, and comes into the group."""
        who = await self.world.meet(name, channel)
        await self.world.join(who, self.boyana, self.group)
        if channel == "whatsapp":
            await self.set("address", who.address_id, heard_at=self.world.clock())
        return who

    async def crowd(self, size: int) -> None:
        """So many members on Telegram, from the next number on."""
        taken = max(row["number"] for row in await self.world.rows("membership") if row["group_id"] == self.group)
        for number in range(taken + 1, taken + size + 1):
            who = await self.world.meet(f"lid {number}")
            place = {"number": number, "role": "member", "joined_on": self.world.clock().date()}
            await self.world.put("membership", group_id=self.group, person_id=who.person_id, **place)
        await self.set("group", self.group, numbers=taken + size)

    async def leave(self, *women: Who) -> None:
        """They go out of the group."""
        for who in women:
            await self.world.do(who, Leave(self.group))

    async def set(self, table: str, id: int, **values: Any) -> None:
        """In one row of a table."""
        from storage.tables import metadata

        async with self.world.database.write() as connection:
            await connection.execute(update(metadata.tables[table]).where(metadata.tables[table].c.id == id).values(**values))

    async def remember(self, who: Who, **state: Any) -> None:
        """Her conversation remembers that."""
        async with self.world.database.write() as connection:
            await people.remember(connection, who.person_id, {"version": 2, "consent": True, "language": "nl", **state}, self.world.clock())

    async def approve(self, *names: str, language: str = "nl") -> None:
        """Meta says yes to these templates."""
        async with self.world.database.write() as connection:
            for name in names:
                await templates.note(connection, name, language, templates.APPROVED, self.world.clock())

    async def preview(self, kind: Kind = "words", text: str = "Morgen is er koffie.", **about: Any) -> Preview:
        """Boyana makes something."""
        made = await self.world.do(self.boyana, Compose(self.group, kind, text=text if kind == "words" else "", **about))
        assert isinstance(made, Preview), made
        return made

    async def send(self, kind: Kind = "words", text: str = "Morgen is er koffie.", **about: Any) -> int:
        """She makes it and sends it, and its ten seconds are over. Returns its id."""
        id = (await self.preview(kind, text, **about)).sent.id
        assert isinstance(await self.world.do(self.boyana, SendNow(id)), Progress)
        self.world.clock.passes(10)
        return id

    async def run(self) -> None:
        """The engine works until there is nothing to do."""
        while await self.engine.once():
            continue

    async def progress(self, id: int) -> Progress:
        """As Boyana sees it."""
        found = await self.world.do(self.boyana, ShowBroadcast(id))
        assert isinstance(found, Progress), found
        return found

    def words(self, found: Progress) -> str:
        """What she is told then."""
        return plain(progress.message(Here(self.world.house.catalogue, State(language="nl"), {}), found).text)

    async def seen(self, id: int) -> list[str]:
        """Where the buttons lead below what Boyana sees of it."""
        made = progress.message(Here(self.world.house.catalogue, State(language="nl"), {}), await self.progress(id))
        return [button.address.partition(":")[0] for button in made.buttons()]

    async def letters(self, id: int) -> list[dict[str, Any]]:
        """The messages of a broadcast, in the order in which they were made."""
        return [row for row in await self._messages() if row["broadcast_id"] == id]

    async def told(self) -> list[dict[str, Any]]:
        """What those who lead were told of it."""
        return [row for row in await self._messages() if row["key"].startswith("told:")]

    async def _messages(self) -> list[dict[str, Any]]:
        async with self.world.database.read() as connection:
            rows = (await connection.execute(select(message).order_by(message.c.id))).all()
        return [dict(row._mapping) for row in rows]

    async def went(self, status: str = "sent", *, reason: str | None = None, only: Sequence[int] = ()) -> None:
        """What is queued has gone so, in the order of the ids, or these of it."""
        async with self.world.database.write() as connection:
            queued = message.c.status == "queued"
            if only:
                queued &= message.c.id.in_(only)
            values = {"status": status, "reason": reason, "external_id": "77" if status == "sent" else None}
            await connection.execute(update(message).where(queued).values(**values))


def text_of(row: dict[str, Any]) -> str:
    """What a message says."""
    return Message.from_json(row["body"]["message"]).text


def buttons_of(row: dict[str, Any]) -> list[str]:
    """Where its buttons lead."""
    return [button.address for button in Message.from_json(row["body"]["message"]).buttons()]


async def open_post(world: World) -> Post:
    """The group, with nobody but Boyana in it."""
    found = channels()
    world.house = replace(world.house, capabilities={name: channel.capabilities for name, channel in found.items()})
    boyana = await world.meet("boyana")
    group = await world.group(boyana, "Laak")
    return Post(world, boyana, group, Broadcasting(world.database, world.house, found, world.clock))


def is_progress(fact: Fact) -> Progress:
    """It is one."""
    assert isinstance(fact, Progress), fact
    return fact

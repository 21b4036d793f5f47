"""A group that plays, with the engine that reminds it, and what came by itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.dialogue.message import Message, plain
from bot.reminding import Reminding
from storage import errands, rhythm
from storage.tables import message
from tests.groups.playing import Play, gather
from tests.groups.world import World


@dataclass
class Calls:
    """Boyana leads the group; all others are members."""

    play: Play
    engine: Reminding

    async def run(self, *, days: float = 0, hours: float = 0) -> None:
        """So much time passes, and then what is due is done."""
        self.play.world.clock.passes((days * 24 + hours) * 3600)
        while await self.engine.once():
            continue

    async def each_day(self, days: int) -> None:
        """The same, every hour of so many days."""
        for _ in range(days * 24):
            await self.run(hours=1)

    def at(self, local_hour: int) -> None:
        """It is that hour of the same day, in winter."""
        clock = self.play.world.clock
        clock.now = clock.now.replace(hour=local_hour - 1, minute=0)

    async def letters(self, start: str) -> list[dict[str, Any]]:
        """The messages whose key begins like that, in the order in which they were made."""
        async with self.play.world.database.read() as connection:
            rows = (await connection.execute(select(message).order_by(message.c.id))).all()
        return [dict(row._mapping) for row in rows if row.key.startswith(start)]

    async def whose(self, start: str) -> list[str]:
        """To whom they are, by name, in the order of the alphabet."""
        names = {who.person_id: name for name, who in self.play.women.items()}
        return sorted(names[row["person_id"]] for row in await self.letters(start))

    async def texts(self, start: str) -> list[str]:
        """What they say."""
        return [plain(Message.from_json(row["body"]["message"]).text) for row in await self.letters(start)]

    async def rhythm(self, **values: Any) -> None:
        """The group chose this."""
        world = self.play.world
        async with world.database.write() as connection:
            now = await rhythm.of_group(connection, self.play.group)
            assert now is not None
            await rhythm.change(connection, self.play.group, replace(now, **values))

    async def plan_start(self, round: int) -> None:
        """All of them are to hear that the round is open, as when a reminder opened it."""
        async with self.play.world.database.write() as connection:
            await errands.plan(connection, round, [(errands.START, 1, self.play.world.clock())])

    async def all_went(self) -> None:
        """What is queued has gone."""
        async with self.play.world.database.write() as connection:
            await connection.execute(update(message).where(message.c.status == "queued").values(status="sent"))

    def in_days(self, days: float) -> datetime:
        """That moment."""
        return self.play.world.clock() + timedelta(days=days)


async def gathered(world: World, size: int = 5) -> Calls:
    """So many women, at ten in the morning."""
    play = await gather(world, size)
    channels = play.parts.channels
    world.house = replace(world.house, capabilities={name: channel.capabilities for name, channel in channels.items()})
    return Calls(play, Reminding(world.database, world.house, channels, world.clock))

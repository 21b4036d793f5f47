"""People who do things with their groups, on a real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from bot.dialogue.asks import Ask, Join, LinkUp, MakeGroup, MakeLinkCode, Sharers, ShowInvite, SwitchTo
from bot.dialogue.facts import Fact, GroupPage, InvitePage, LinkCode, Linked, PhoneOf
from bot.groups.doing import do
from bot.groups.house import House, Table, Who
from bot.settings import Creation
from storage import people, tables
from storage.db import Connection, Database
from tests.cast import AMINA, BOYANA, CARLA, Person
from tests.clock import Clock

TRIES = 5  # of somebody whom Postgres stops again and again, as a platform that brings a message again does


@dataclass
class World:
    """Everybody's deeds go through here, each in a transaction of its own that begins as the service's does."""

    database: Database
    clock: Clock
    house: House

    async def meet(self, external_id: str, channel: str = "telegram") -> Who:
        """Somebody writes for the first time, or again: who has this address now."""
        async with self.database.write() as connection:
            return await self._who(connection, channel, external_id)

    async def do(self, who: Who, ask: Ask, *, locked: bool = True) -> Fact:
        """What she is told. She is locked meanwhile, as in the service."""
        async with self.database.write() as connection:
            if locked:
                await people.lock_person(connection, who.person_id)
            return await do(Table(connection, self.house, who, self.clock()), ask)

    async def at_once(self, *deeds: tuple[Who, Ask], locked: bool = True) -> Sequence[Fact]:
        """Several at the same moment. Whom Postgres stops because two wait for each other tries again, as the platforms do."""
        return await asyncio.gather(*(self._again(who, ask, locked) for who, ask in deeds))

    async def _again(self, who: Who, ask: Ask, locked: bool) -> Fact:
        for _ in range(TRIES - 1):
            try:
                return await self.do(who, ask, locked=locked)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", "") != "40P01":
                    raise
        return await self.do(who, ask, locked=locked)

    async def group(self, coordinator: Who, name: str) -> int:
        """She makes a group."""
        made = await self.do(coordinator, MakeGroup(name))
        assert isinstance(made, GroupPage)
        return made.group.id

    async def code(self, coordinator: Who, group: int) -> str:
        """The code of her group."""
        found = await self.do(coordinator, ShowInvite(group))
        assert isinstance(found, InvitePage)
        return found.code

    async def join(self, who: Who, coordinator: Who, group: int) -> None:
        """She comes in with the group's code."""
        assert isinstance(await self.do(who, Join(await self.code(coordinator, group))), GroupPage)

    async def link_code(self, who: Who) -> str:
        """She makes a code for another phone."""
        made = await self.do(who, MakeLinkCode())
        assert isinstance(made, LinkCode)
        return made.code

    async def link(self, maker: Who, other: Who) -> None:
        """The other one types the maker's code."""
        assert isinstance(await self.do(other, LinkUp(await self.link_code(maker))), Linked)

    async def phone(self, who: Who) -> tuple[str, list[str]]:
        """The name of whoever has her phone, and those of the others who use it."""
        told = await self.do(who, Sharers())
        assert isinstance(told, PhoneOf)
        return told.me, [name for _, name in told.others]

    async def switch(self, who: Who, place: int) -> Fact:
        """She presses the button of one of the others, by her place among them from 1."""
        told = await self.do(who, Sharers())
        assert isinstance(told, PhoneOf)
        sharer = told.others[place - 1][0] if 0 < place <= len(told.others) else "nobody"
        return await self.do(who, SwitchTo(sharer))

    async def now_at(self, who: Who) -> Who:
        """Who has that address now."""
        return replace(who, person_id=await self.owner(who.address_id))

    def creation(self, creation: Creation) -> None:
        """From now on this is who may make groups."""
        self.house = replace(self.house, creation=creation)

    async def owner(self, address_id: int) -> UUID:
        """Who has an address now."""
        query = select(tables.address.c.person_id).where(tables.address.c.id == address_id)
        async with self.database.read() as connection:
            found: UUID = await connection.scalar(query)
        return found

    async def put(self, table: str, **values: Any) -> None:
        """A row, as another part of the program leaves it."""
        async with self.database.write() as connection:
            await connection.execute(tables.metadata.tables[table].insert().values(**values))

    async def change(self, table: str, **values: Any) -> None:
        """The same in all rows of a table."""
        async with self.database.write() as connection:
            await connection.execute(update(tables.metadata.tables[table]).values(**values))

    async def rows(self, table: str) -> list[dict[str, Any]]:
        """All that stands in a table."""
        async with self.database.read() as connection:
            found = (await connection.execute(select(tables.metadata.tables[table]))).all()
        return sorted((dict(row._mapping) for row in found), key=repr)

    async def everything(self) -> dict[str, list[dict[str, Any]]]:
        """All that is kept."""
        return {name: await self.rows(name) for name in tables.metadata.tables}

    async def _who(self, connection: Connection, channel: str, external_id: str) -> Who:
        found = await people.lock(connection, channel, external_id)
        while found is None:
            await people.meet(connection, channel, external_id, self.clock())
            found = await people.lock(connection, channel, external_id)
        return Who(found.person_id, found.address_id, channel, "nl")


@dataclass(frozen=True)
class Cast:
    """Amina is a member of Laak, Boyana is its coordinator; Carla leads Moerwijk."""

    amina: Who
    boyana: Who
    carla: Who
    laak: int
    moerwijk: int


async def gather_cast(world: World) -> Cast:
    """The two groups, with their people in it."""

    async def meet(person: Person) -> Who:
        return await world.meet(person.telegram)

    amina, boyana, carla = await meet(AMINA), await meet(BOYANA), await meet(CARLA)
    laak, moerwijk = await world.group(boyana, BOYANA.group), await world.group(carla, CARLA.group)
    await world.join(amina, boyana, laak)
    return Cast(amina, boyana, carla, laak, moerwijk)

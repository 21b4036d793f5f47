"""From the first button to the last: a coordinator sends something, and a member reads it, through the real service."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.broadcasting import Broadcasting
from bot.channels.base import Capabilities
from bot.delivery import Delivery
from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.message import plain
from bot.rehearsal import Clock, Player, Stage, Theatre
from bot.service import Service
from storage.db import Database
from tests.clock import Clock as Standing
from tests.groups.world import World
from tests.house import house


class Evening:
    """Boyana and Amina, on Telegram."""

    def __init__(self, database: Database, start: Standing) -> None:
        self.stage = Stage("telegram")
        self.stage.capabilities = Capabilities(label=64, edits=True, pulls=False)
        self.clock = Clock(start())
        home = replace(house(read_catalogue()), capabilities={"telegram": self.stage.capabilities})
        channels = {"telegram": self.stage}
        service = Service(database, home, channels, "one", self.clock)
        self.delivery = Delivery(database, channels, "one", self.clock)
        self.theatre = Theatre(service, self.delivery, self.clock, Random(3))
        self.engine = Broadcasting(database, home, channels, self.clock)
        self.world = World(database, start, home)
        self.boyana, self.amina = Player(self.theatre, self.stage, "Boyana"), Player(self.theatre, self.stage, "Amina")

    async def gather(self) -> None:
        """Boyana's group, with Amina in it."""
        for player in (self.boyana, self.amina):
            await player.open()
            await player.presses("consent:yes")
        await self.boyana.goes("newgroup")
        await self.boyana.says("Laak")
        code = await self.world.code(await self.world.meet("Boyana"), 1)
        await self.amina.says(code)
        await self.amina.presses("join:")

    async def passes(self, seconds: float) -> None:
        """That time later, after all that had to go has gone."""
        self.clock.passes(timedelta(seconds=seconds))
        while await self.engine.once() or await self.delivery.work():
            continue

    def seen(self, player: Player) -> str:
        """All that she ever got."""
        return "\n".join(plain(message.text) for message in self.stage.said[player.name])


@pytest.fixture
async def evening(database: Database, clock: Standing) -> Evening:
    """They are in the group."""
    found = Evening(database, clock)
    await found.gather()
    return found


async def test_her_own_words_come_to_her_group_and_she_sees_how_it_went(evening: Evening) -> None:
    boyana = evening.boyana
    await boyana.goes("group:1")
    await boyana.presses("send:1")
    await boyana.presses("send:1:words")
    preview = await boyana.says("Morgen is er koffie.\x02")
    assert "Morgen is er koffie." in preview.text
    assert "1 vrouw krijgt dit." in plain(preview.text)
    await boyana.presses("sendnow:")
    assert "Ik stuur het zo. Je kunt het nog even tegenhouden." in boyana.message.text
    await evening.passes(5)
    assert "koffie" not in evening.seen(evening.amina)
    await evening.passes(6)
    assert "Bericht van de coördinator (Laak):\n\nMorgen is er koffie." in evening.seen(evening.amina)
    for _ in range(3):
        await evening.passes(6)
    assert "Klaar. 1 van 1 verstuurd." in evening.seen(boyana)
    await evening.amina.presses("group:1")
    assert "Laak" in evening.amina.message.text


async def test_she_thinks_again_within_ten_seconds(evening: Evening) -> None:
    await evening.boyana.goes("send:1:plan")
    await evening.boyana.presses("sendnow:")
    await evening.passes(9)
    await evening.boyana.presses("cancelsend:")
    assert "Niemand heeft het gekregen." in evening.boyana.message.text
    await evening.passes(60)
    assert "Bericht van" not in evening.seen(evening.amina)


async def test_what_goes_later_can_be_stopped_until_then(evening: Evening) -> None:
    await evening.boyana.goes("send:1:plan")
    await evening.boyana.presses("sendlater:")
    await evening.boyana.says("morgen 9:00")
    assert "Ik stuur het op di 24 nov om 9:00." in evening.boyana.message.text
    await evening.boyana.presses("cancelsend:")
    assert "Niemand heeft het gekregen." in evening.boyana.message.text
    await evening.passes(2 * 86_400)
    assert "Bericht van" not in evening.seen(evening.amina)


@pytest.mark.parametrize("kind", ["plan", "part:3:challenge", "questions"])
async def test_a_plan_or_its_questions_can_be_begun_from_the_message(evening: Evening, kind: str) -> None:
    await evening.boyana.goes(f"send:1:{kind}")
    await evening.boyana.presses("sendnow:")
    await evening.passes(30)
    there = next(button.address for button in evening.amina.buttons if button.address.startswith(("part:3", "plan:3", "round:1")))
    before = len(evening.stage.said["Amina"])
    await evening.amina.presses(there)
    assert len(evening.stage.said["Amina"]) == before + 1
    assert "werkt niet meer" not in evening.amina.message.text


async def test_to_her_who_said_stop_nothing_goes(evening: Evening) -> None:
    await evening.boyana.goes("send:1:words")
    await evening.boyana.says("Hallo allemaal")
    await evening.boyana.presses("sendnow:")
    await evening.amina.says("stop")
    await evening.passes(60)
    assert "Hallo allemaal" not in evening.seen(evening.amina)
    await evening.boyana.goes("broadcasts:1")
    await evening.boyana.presses("broadcast:")
    assert "1 zei STOP." in evening.boyana.message.text

"""A group that plays a round through the real service, on a real database."""

from dataclasses import dataclass, replace

from sqlalchemy import update

from bot.app import Parts
from bot.broadcasting import Broadcasting
from bot.channels.terminal import TerminalChannel
from bot.dialogue.asks import Appoint, OpenRound
from bot.dialogue.broadcast_asks import Compose, SendNow
from bot.dialogue.broadcast_facts import Preview
from bot.dialogue.events import Event, Opened, Pressed, Said
from bot.dialogue.facts import Fact, RoundPage
from bot.groups.house import Who
from bot.transcript import as_text
from content.model import Plan, Prompt
from storage.tables import message
from tests.groups.world import World
from tests.person import Person, put_together

PLAN = 3
NAMES = ("Amina", "Boyana", "Carla", "Dilek", "Esra", "Fatma", "Gül", "Hanan", "Ivana")


@dataclass
class Play:
    """Boyana leads the group; all others are members, in the order of their names."""

    world: World
    parts: Parts
    terminal: TerminalChannel
    women: dict[str, Who]
    group: int

    @property
    def plan(self) -> Plan:
        """What they are asked."""
        found = self.world.house.catalogue.plan(PLAN)
        assert found is not None
        return found

    async def do(self, name: str, event: Event) -> str:
        """She does it; what she is told."""
        before = len(self.terminal.said)
        await Person(self.parts, self.terminal, self.world.clock, name).do(event)
        return "\n".join(as_text(message) for message in self.terminal.said[before:])

    async def press(self, name: str, address: str) -> str:
        """She presses a button that she saw at some time."""
        return await self.do(name, Pressed(address))

    async def write(self, name: str, text: str) -> str:
        """She types it."""
        return await self.do(name, Said(text))

    async def newcomer(self, name: str) -> Who:
        """She agrees to what is kept, and comes into the group."""
        await self.do(name, Opened())
        await self.press(name, "consent:yes")
        self.women[name] = await self.world.meet(name, "terminal")
        await self.world.join(self.women[name], self.women["Boyana"], self.group)
        return self.women[name]

    async def appoint(self, name: str) -> None:
        """She leads the group too."""
        members = await self.world.rows("membership")
        [number] = [row["number"] for row in members if row["person_id"] == self.women[name].person_id]
        await self.world.do(self.women["Boyana"], Appoint(self.group, number))

    async def open(self, *, anonymous: bool = True, joint: bool = False, days: int = 21) -> int:
        """Boyana opens a round. Returns its id."""
        opened = await self.told("Boyana", OpenRound(self.group, PLAN, days, anonymous, joint))
        assert isinstance(opened, RoundPage), opened
        return opened.facts.id

    async def send_questions(self) -> None:
        """Boyana sends the questions to all of them, and they arrive."""
        made = await self.told("Boyana", Compose(self.group, "questions", PLAN))
        assert isinstance(made, Preview)
        await self.told("Boyana", SendNow(made.sent.id))
        self.world.clock.passes(10)
        channels = self.parts.channels
        house = replace(self.parts.house, capabilities={name: channel.capabilities for name, channel in channels.items()})
        engine = Broadcasting(self.world.database, house, channels, self.world.clock)
        while await engine.once():
            continue
        async with self.world.database.write() as connection:
            await connection.execute(update(message).where(message.c.broadcast_id.is_not(None)).values(status="sent"))

    async def told(self, name: str, ask: object) -> Fact:
        """What the tables tell her."""
        return await self.world.do(self.women[name], ask)  # type: ignore[arg-type]

    def index(self, key: str) -> int:
        """The place of a prompt in the plan."""
        return [asked.key for asked in self.plan.asked].index(key)

    def button(self, verb: str, round: int, key: str, *rest: int) -> str:
        """The address of a button with a prompt of the round."""
        version = self.world.house.catalogue.version(PLAN)
        return ":".join([verb, f"{PLAN}.{round}", version, str(self.index(key)), *map(str, rest)])

    async def choose(self, name: str, round: int, key: str, place: int) -> str:
        """She chooses an option, by its place."""
        return await self.press(name, self.button("a", round, key, place))

    async def tell(self, name: str, round: int, key: str, text: str) -> str:
        """She answers in her own words."""
        await self.press(name, self.button("q", round, key))
        return await self.write(name, text)

    async def answer(self, name: str, round: int, mood: int, most: int = 99) -> None:
        """She answers all prompts, or the first so many, each in the way of her mood."""
        for asked in self.plan.asked[:most]:
            await self._answer(name, round, asked.key, asked.prompt, mood)

    async def _answer(self, name: str, round: int, key: str, prompt: Prompt, mood: int) -> None:
        if prompt.kind == "open":
            await self.tell(name, round, key, f"{name} vindt dit van {key}")
        elif prompt.kind == "multi":
            await self.press(name, self.button("t", round, key, mood % len(prompt.options), 1))
            await self.press(name, self.button("d", round, key))
        else:
            await self.choose(name, round, key, mood % len(prompt.options))


async def gather(world: World, size: int = 9) -> Play:
    """So many women in a group of Boyana's."""
    parts, terminal = put_together(world.database, world.clock, world.house.catalogue)
    boyana = await world.meet("Boyana", "terminal")
    play = Play(world, parts, terminal, {"Boyana": boyana}, await world.group(boyana, "Laak"))
    await play.press("Boyana", "consent:yes")
    for name in NAMES[:size]:
        if name != "Boyana":
            await play.newcomer(name)
    return play

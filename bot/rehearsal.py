"""Members who are not there: they talk with the real service, each in her own way, to try out a plan or to fill a demo."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random

from bot.channels.base import UNLIMITED, Capabilities, Channel, Inbound, Outgoing
from bot.delivery import Delivery
from bot.dialogue.events import Event, Opened, Pressed, Said
from bot.dialogue.message import Button, Message
from bot.groups.house import House
from bot.service import Service
from storage.db import Database

NAMES = ("Amina", "Boyana", "Carla", "Dilek", "Esra", "Fatima", "Gulsen", "Hanan", "Ivana", "Joyce", "Khadija", "Leyla", "Mariam", "Nadia")
WORDS = (
    "Iedereen mag iets zeggen. We wachten op elkaar.",
    "We vragen hoe het gaat en luisteren.",
    "Soms praat de ene groep meer dan de andere.",
    "We koken samen. Dan komt het gesprek vanzelf.",
    "Nieuwe vrouwen krijgen een maatje.",
    "Dat kan nog beter, denk ik.",
)
SKIPS = 0.05  # of all that is asked
MOST = 200  # things one person does in a row: more means that she goes round in circles


class Lost(RuntimeError):
    """A player did not find what she looked for. The text says what she saw."""


class Stage:
    """A channel without a network: what is sent lies here, for the player it was sent to."""

    def __init__(self, name: str, *, pulls: bool = False) -> None:
        self.name = name
        self.lane = name
        self.capabilities = Capabilities(label=200, edits=False, pulls=pulls)
        self.rate = UNLIMITED
        self.said: dict[str, list[Message]] = {}

    async def send(self, outgoing: Outgoing) -> str:
        """Put it before the player."""
        self.said.setdefault(outgoing.address, []).append(outgoing.message)
        return outgoing.key

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Clock:
    """A clock that goes only when somebody does something."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def passes(self, time: timedelta) -> None:
        """It is later now."""
        self.now += time


@dataclass(frozen=True)
class Behind:
    """What works behind the stage, when nobody does anything."""

    database: Database
    house: House
    channels: Mapping[str, Channel]


@dataclass(frozen=True)
class Theatre:
    """What players need to play."""

    service: Service
    delivery: Delivery
    clock: Clock
    dice: Random
    behind: Behind | None = None
    ids: Iterator[int] = field(default_factory=count)


class Player:
    """One person on one channel."""

    def __init__(self, theatre: Theatre, stage: Stage, name: str, skips: float = SKIPS) -> None:
        self.name = name
        self._skips = skips
        self._theatre = theatre
        self._stage = stage
        self._mood = theatre.dice.random()  # 0: all goes badly in her eyes; 1: all goes well

    def cheers(self, by: float) -> None:
        """From now on she sees things so much brighter, or darker."""
        self._mood = min(max(self._mood + by, 0.0), 1.0)

    @property
    def said(self) -> list[Message]:
        """All that was ever said to her."""
        return self._stage.said.setdefault(self.name, [])

    @property
    def message(self) -> Message:
        """What she has before her."""
        said = self._stage.said.get(self.name)
        return said[-1] if said else Message("")

    @property
    def buttons(self) -> list[Button]:
        """What she can press."""
        return list(self.message.buttons())

    async def do(self, event: Event) -> Message:
        """She does it, and reads what comes."""
        theatre = self._theatre
        theatre.clock.passes(timedelta(seconds=theatre.dice.randint(5, 90)))
        inbound = Inbound(self._stage.name, f"rehearsal-{next(theatre.ids)}", self.name, event, theatre.clock())
        handled = await theatre.service.handle(inbound)
        await theatre.delivery.deliver(handled.leased)
        while handled.queued_for is not None and await theatre.delivery.work():
            continue
        return self.message

    async def open(self, code: str = "") -> Message:
        """She opens the chat."""
        return await self.do(Opened(code))

    async def says(self, text: str) -> Message:
        """She types it."""
        return await self.do(Said(text))

    async def presses(self, start: str) -> Message:
        """She presses the button whose address begins like that. Raises Lost."""
        found = next((button for button in self.buttons if button.address.startswith(start)), None)
        if found is None:
            raise Lost(f"{self.name} looks for '{start}' and sees: {self.message.text[:200]}")
        return await self.do(Pressed(found.address))

    async def goes(self, address: str) -> Message:
        """She presses a button that she saw earlier."""
        return await self.do(Pressed(address))

    async def answers(self, most: int = MOST) -> int:
        """She answers what is asked, `most` prompts at most; returns how many it were."""
        done = 0
        while self.message.progress and done < most:
            await self._answer()
            done += 1
        return done

    async def _answer(self) -> None:
        dice, message = self._theatre.dice, self.message
        if dice.random() < self._skips:
            await self.presses("s:")
        elif message.typing == "words":
            await self.says(dice.choice(WORDS))
        elif message.options and message.options[0].address.startswith("t:"):
            await self._ticks()
        elif message.typing == "number":
            await self.says(str(dice.randint(1, 60)))
        else:
            await self.do(Pressed(self._like_her(message.options).address))

    async def _ticks(self) -> None:
        wanted = self._theatre.dice.randint(1, 2)
        for _ in range(wanted):
            left = [button for button in self.message.options if button.address.endswith(":1")]
            if left:
                await self.do(Pressed(self._theatre.dice.choice(left).address))
        await self.presses("d:" if any(button.address.startswith("d:") for button in self.buttons) else "s:")

    def _like_her(self, options: tuple[Button, ...]) -> Button:
        """The option at her mood's place on the scale, or one beside it."""
        place = round(self._mood * (len(options) - 1)) + self._theatre.dice.choice((-1, 0, 0, 0, 1))
        return options[min(max(place, 0), len(options) - 1)]

"""A person who talks with the real service on a real database, through the terminal channel."""

from io import StringIO
from uuid import uuid4

from bot.app import Parts
from bot.channels.base import Inbound
from bot.channels.terminal import TerminalChannel
from bot.delivery import Delivery
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Event
from bot.intake import Intake
from bot.service import Handled, Service
from bot.transcript import act, as_text
from storage.db import Database
from tests.clock import Clock
from tests.house import house


def put_together(database: Database, clock: Clock, catalogue: Catalogue | None = None) -> tuple[Parts, TerminalChannel]:
    """The parts of one process, with the terminal as its only channel."""
    terminal = TerminalChannel(StringIO())
    channels = {terminal.name: terminal}
    home = house(catalogue)
    service = Service(database, home, channels, "worker-1", clock)
    delivery = Delivery(database, channels, "worker-1", clock)
    return Parts(database, home, dict(channels), service, delivery, Intake(service, delivery)), terminal


class Person:
    """Her name is her address."""

    def __init__(self, parts: Parts, terminal: TerminalChannel, clock: Clock, name: str) -> None:
        self._parts = parts
        self._terminal = terminal
        self._clock = clock
        self._name = name

    async def do(self, event: Event, id: str = "") -> Handled:
        """One inbound message, and the replies sent."""
        inbound = Inbound("terminal", id or uuid4().hex, self._name, event, self._clock())
        handled = await self._parts.service.handle(inbound)
        await self._parts.delivery.deliver(handled.leased)
        return handled

    async def say(self, text: str) -> str:
        """She opens the chat with /start, taps the button of that name, or types; returns what she sees."""
        await self.do(act(text, self._terminal.said[-1] if self._terminal.said else None))
        return as_text(self._terminal.said[-1])

"""The terminal as a channel: for whoever writes a plan, or wants to see how the bot talks."""

from typing import TextIO

from bot.channels.base import Capabilities, Outgoing
from bot.dialogue.message import BOLD, END, Message

BRIGHT, NORMAL = "\x1b[1m", "\x1b[0m"


class TerminalChannel:
    """Prints what the bot says."""

    name = "terminal"
    lane = "terminal"
    capabilities = Capabilities(label=200, edits=False, pulls=False)

    def __init__(self, output: TextIO) -> None:
        self._output = output
        self.said: list[Message] = []

    async def send(self, outgoing: Outgoing) -> str:
        """Print a message with its numbered options."""
        self.said.append(outgoing.message)
        print("\n" + self._rendered(outgoing.message), file=self._output, flush=True)
        return outgoing.key

    def _rendered(self, message: Message) -> str:
        bright, normal = (BRIGHT, NORMAL) if self._output.isatty() else ("", "")
        text = message.text.replace(BOLD, bright).replace(END, normal)
        counts = message.typing != "number"  # where a number is asked, a typed 2 means two, not the second
        options = [f"  {place if counts else '-'}{')' if counts else ''} {button.label}" for place, button in enumerate(message.options, 1)]
        ways = ["  " + "   ".join(f"[{button.label}]" for button in message.ways)] if message.ways else []
        return "\n".join([text, *options, *ways])

    async def close(self) -> None:
        """Nothing to let go of."""

"""The terminal as a channel: for whoever writes a plan, or wants to see how the bot talks."""

import io
from typing import TextIO

from bot.channels.base import UNLIMITED, Capabilities, Outgoing
from bot.dialogue.attached import Document, Picture, Voice
from bot.dialogue.message import BOLD, END, Message

BRIGHT, NORMAL = "\x1b[1m", "\x1b[0m"


class TerminalChannel:
    """Prints what the bot says."""

    name = "terminal"
    lane = "terminal"
    capabilities = Capabilities(label=200, edits=False, pulls=False)
    rate = UNLIMITED

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
        carried = [*_seen(message.picture), *_read(message.document), *_played(message.voice)]
        return "\n".join([text, *carried, *options, *ways])

    async def close(self) -> None:
        """Nothing to let go of."""


def _seen(picture: Picture | None) -> list[str]:
    """A QR code as it is, to be scanned from the screen; anything else in words."""
    if picture is None:
        return []
    if picture.kind != "qr":
        return ["", f"🖼 {picture.about}", ""]
    import segno  # here, as few ever see one

    try:
        code, drawn = segno.make_qr(picture.text, error="m"), io.StringIO()
    except ValueError:  # more than a code can hold
        return ["", f"🖼 {picture.about}", ""]
    code.terminal(drawn, compact=True)
    return ["", drawn.getvalue().rstrip("\n"), ""]


def _read(document: Document | None) -> list[str]:
    return ["", f"📄 {document.name}", document.text.rstrip("\n"), ""] if document else []


def _played(voice: Voice | None) -> list[str]:
    return ["", "🎤"] if voice else []

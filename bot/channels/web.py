"""The web chat as a channel: what is in the outbox is what her page shows."""

from bot.channels.base import UNLIMITED, Capabilities, Outgoing, SendError


class WebChannel:
    """Her own page reads the messages, so nothing is ever pushed from here."""

    name = "web"
    lane = "web"
    capabilities = Capabilities(label=200, edits=False, pulls=True)
    rate = UNLIMITED

    async def send(self, outgoing: Outgoing) -> str:
        """Refuses: a message that comes here was queued where it should have been shown."""
        raise SendError(f"{outgoing.key} is for the web chat, which is read and not sent. Put it there with outbox.show.", permanent=True)

    async def close(self) -> None:
        """There is nothing to let go of."""

"""What the bot says, before any channel gives it its form."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from bot.dialogue.attached import Document, Picture, Voice

BOLD, END = "\x02", "\x03"  # control characters: what people type is cleaned of them, so they cannot be forged


def bold(text: str) -> str:
    """Mark `text` as bold; each channel renders the marks in its own way."""
    return f"{BOLD}{text}{END}"


def plain(text: str) -> str:
    """`text` without marks."""
    return text.replace(BOLD, "").replace(END, "")


@dataclass(frozen=True)
class Button:
    """A label and the address it leads to; `short` stands where the label does not fit."""

    label: str
    address: str
    short: str = ""
    once: str = ""  # where it leads on a channel where each message costs: a shorter way to the same


@dataclass(frozen=True)
class Message:
    """One message. Options answer it; ways lead on, back or out."""

    text: str
    options: tuple[Button, ...] = ()
    ways: tuple[Button, ...] = ()
    progress: tuple[int, int] | None = None  # question 3 of 7
    keep: bool = False  # stays in the chat: a later press on it does not replace it
    typing: str = ""  # "words" or "number": what she may type besides pressing a button
    noted: str = ""  # her answer just before, for a channel that puts this message in the place of the question
    picture: Picture | None = None
    document: Document | None = None
    voice: Voice | None = None
    once: str = ""  # the text on a channel where each message costs: there a tap on any option is a whole answer

    def buttons(self) -> Iterator[Button]:
        """Options first, then ways."""
        yield from self.options
        yield from self.ways

    def opening(self, text: str) -> Self:
        """The same message with `text` as its first paragraph."""
        return replace(self, text=f"{text}\n\n{self.text}", once=self.once and f"{text}\n\n{self.once}")

    def to_json(self) -> dict[str, Any]:
        """Only what differs from the default, to keep rows small."""
        kept = {name: value for name, value in asdict(self).items() if value not in (None, False, (), "")}
        for button in (*kept.get("options", ()), *kept.get("ways", ())):
            if not button["once"]:
                del button["once"]
        return kept

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The message that `to_json` wrote."""
        return cls(
            text=value["text"],
            options=tuple(Button(**button) for button in value.get("options", ())),
            ways=tuple(Button(**button) for button in value.get("ways", ())),
            progress=tuple(value["progress"]) if "progress" in value else None,
            keep=value.get("keep", False),
            typing=value.get("typing", ""),
            noted=value.get("noted", ""),
            picture=Picture.from_json(value["picture"]) if "picture" in value else None,
            document=Document(**value["document"]) if "document" in value else None,
            voice=Voice(**value["voice"]) if "voice" in value else None,
            once=value.get("once", ""),
        )

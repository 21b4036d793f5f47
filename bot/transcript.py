"""A conversation as a file: what she said, and what the bot answered."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import yaml

from bot.dialogue.events import Event, Opened, Pressed, Said
from bot.dialogue.message import Message, plain

Line = tuple[Literal["you", "bot"], str]


def as_text(message: Message) -> str:
    """A message with what it carries, its options in [brackets] and its ways in (parentheses)."""
    lines = [plain(message.text)]
    if message.picture:
        lines.append(f"🖼 {message.picture.about}")
    if message.document:
        lines.append(f"📄 {message.document.name}")
    if message.voice:
        lines.append("🎤")
    if message.options:
        lines.append("[" + " | ".join(button.label for button in message.options) + "]")
    if message.ways:
        lines.append("(" + " | ".join(button.label for button in message.ways) + ")")
    return "\n".join(lines)


def act(text: str, before_her: Message | None) -> Event:
    """What a line of hers does: /start opens the chat, the name of a button taps it, anything else is typed."""
    if text == "/start":
        return Opened()
    buttons = before_her.buttons() if before_her else ()
    tapped = next((button for button in buttons if button.label == text), None)
    return Pressed(tapped.address) if tapped else Said(text)


def write(file: Path, lines: Iterable[Line]) -> None:
    """Write a conversation. Raises OSError."""
    file.write_text(yaml.dump([{who: said} for who, said in lines], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000))


def read(file: Path) -> list[Line]:
    """Read a conversation that `write` wrote, or a person."""
    entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - the safest loader: strings only
    return [("you", entry["you"]) if "you" in entry else ("bot", entry["bot"]) for entry in entries]


class _Dumper(yaml.SafeDumper):
    """Writes texts of more lines as blocks, which people can read."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)

"""What goes with a message on Telegram: the picture that it carries, and the file."""

from dataclasses import dataclass, replace
from typing import Literal

from bot.channels.base import Outgoing
from bot.dialogue.message import Message
from bot.pictures import dimensions

SLIM = 3  # times as tall as it is wide: Telegram makes photos 1280 pixels tall, and nobody could read what is slimmer
PICTURE = "stappenbot.png"
TROUBLE = ("photo", "image", "file", "document", "media")  # what Telegram speaks of when it takes everything but the picture


Kind = Literal["photo", "voice", "audio", "document"]
SOUND = "opname"
SOUNDS: dict[str, tuple[Kind, str]] = {
    "audio/ogg": ("voice", ".ogg"),
    "audio/opus": ("voice", ".ogg"),
    "audio/mpeg": ("audio", ".mp3"),
    "audio/mp4": ("audio", ".m4a"),
    "audio/x-m4a": ("audio", ".m4a"),
    "audio/amr": ("document", ".amr"),
    "audio/aac": ("document", ".aac"),
}
NO_VOICES = "VOICE_MESSAGES_FORBIDDEN"  # she lets nobody send her any


class Unshowable(Exception):
    """Telegram does not take this picture."""


@dataclass(frozen=True)
class File:
    """What is uploaded."""

    name: str
    body: bytes
    kind: Kind = "document"  # how it is shown; a document stands there to be opened
    picture: bool = False  # drawn by us: without it the words still say the same


def files_of(message: Message, drawing: bytes | None, sound: File | None = None) -> list[File]:
    """What goes with it, in order."""
    files = []
    if drawing:
        wide, tall = dimensions(drawing)
        files.append(File(PICTURE, drawing, "photo" if tall <= SLIM * wide else "document", picture=True))
    if message.document:
        # The mark at its beginning tells phones that it is not in an old alphabet.
        files.append(File(message.document.name, message.document.text.encode("utf-8-sig", "replace")))
    return [*files, sound] if sound else files


def sound_of(outgoing: Outgoing) -> File | None:
    """What she said aloud, as Telegram can play it; where it can't, as a file."""
    if outgoing.message.voice is None or not outgoing.recording:
        return None
    media = outgoing.mime.partition(";")[0].strip().lower()
    kind, ending = SOUNDS.get(media, ("document", ""))
    return File(SOUND + ending, outgoing.recording, kind)


def in_words(message: Message) -> Message:
    """The same message where its picture can't be shown."""
    return replace(message, text=f"{message.text}\n\n{message.picture.about}".strip(), picture=None) if message.picture else message


def is_about_the_picture(refusal: str) -> bool:
    """Whether Telegram refuses the picture rather than the chat or the words."""
    return any(sign in refusal.lower() for sign in TROUBLE)

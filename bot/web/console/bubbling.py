"""Messages as they stand on the phones of members, for the pages where a coordinator looks at them beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels import bubbles
from bot.channels.bubbles import Bubble
from bot.dialogue import sent
from bot.dialogue.broadcast_facts import Preview, Sent
from bot.dialogue.catalogue import DUTCH
from bot.dialogue.entry import NAMES
from bot.dialogue.here import Here
from bot.dialogue.message import Button, Message
from bot.dialogue.preview import CHANNELS
from bot.dialogue.state import State
from bot.groups.broadcast_recipients import template_for, templated
from bot.templates import TEMPLATES
from bot.web.console.desk import Visit

PLACES = ("telegram", "whatsapp", "web")  # as which a preview can be looked at
ELSEWHERE = "https://t.me/"  # begins where the button in a chat of the whole group leads


@dataclass(frozen=True)
class Phone:
    """What one phone shows."""

    channel: str  # how it is drawn
    title: str  # whose phone it is
    bubbles: tuple[Bubble, ...]
    languages: str = ""  # that the words are for; empty: there is only one


def look_of(channel: str) -> str:
    """How a channel is drawn; one that nobody drew is drawn as the web."""
    return channel if channel in PLACES else "web"


def phone(channel: str, message: Message) -> Phone:
    """One message there."""
    return Phone(look_of(channel), CHANNELS.get(channel, CHANNELS["web"]), bubbles.shown(message, channel))


def late(visit: Visit, made: Sent, language: str) -> Phone | None:
    """What goes on WhatsApp to whoever has not written for a day. None: there is no such template at all."""
    name = template_for(made.kind)
    there = {one.language for one in TEMPLATES if one.name == name}
    found = next((one for one in (language, DUTCH) if one in there), None)
    if found is None:
        return None
    shown = bubbles.template(templated(visit.desk.house.catalogue, made, name, found))
    return Phone("whatsapp", visit.t("WhatsApp: als zij langer dan een dag niets stuurde"), (shown,))


def together(visit: Visit, made: Sent) -> Phone:
    """In a Telegram chat of the whole group."""
    message = sent.for_chat(_here(visit, DUTCH), made, ELSEWHERE)
    return Phone("telegram", visit.t("Telegram: in de groepschat"), bubbles.shown(message, "telegram"))


def phones(visit: Visit, fact: Preview) -> list[Phone]:
    """A draft, on each kind of phone that will get it, in each of its languages; where most will get it first."""
    channels = list(dict.fromkeys(look_of(name) for name, _ in fact.channels)) or [*([] if fact.chats else ["web"])]
    made = by_words(visit, fact.sent, [name for name, _ in fact.languages] or [DUTCH])
    found: list[Phone] = []
    for names, message in made:
        called = ", ".join(NAMES.get(name, name) for name in names) if len(made) > 1 else ""
        found += [replace(phone(channel, message), languages=called) for channel in channels]
        closed = late(visit, fact.sent, names[0]) if fact.templates else None
        found += [replace(closed, languages=called)] if closed else []
    return [*found, *([together(visit, fact.sent)] if fact.chats else [])]


def by_words(visit: Visit, made: Sent, languages: Sequence[str]) -> list[tuple[list[str], Message]]:
    """The message in each language; languages in which it is the same go together."""
    found: list[tuple[list[str], Message]] = []
    for language in languages:
        message = sent.message(_here(visit, language), made)
        same = next((names for names, other in found if other == message), None)
        if same is None:
            found.append(([language], message))
        else:
            same.append(language)
    return found


def only_dutch(visit: Visit, fact: Preview) -> bool:
    """Whether some of those who get it read another language, and get it in Dutch."""
    made = by_words(visit, fact.sent, [DUTCH, *(name for name, _ in fact.languages)])
    return any(name != DUTCH for name in made[0][0])


def _here(visit: Visit, language: str) -> Here:
    return Here(visit.desk.house.catalogue, State(language=language), {})


def labels(buttons: Sequence[Button]) -> list[tuple[str, str]]:
    """The last word of each button's address, and its label."""
    return [(one.address.rpartition(":")[2], one.label) for one in buttons]

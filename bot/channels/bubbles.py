"""How a message stands on a phone, per channel, made by what sends it: so that a coordinator sees beforehand what her members get."""

import html
import re
from dataclasses import dataclass
from typing import Any, Literal

from bot.channels import telegram_look, whatsapp_look
from bot.channels.base import Templated
from bot.channels.whatsapp_look import Media
from bot.dialogue.message import BOLD, END, Button, Message, plain
from bot.templates import TEMPLATES

Kind = Literal["picture", "document", "voice"]

WEB = "https://"  # begins the address of a button that opens a page
BEFORE = "preview"  # in place of the key of a message that is only looked at
NAMES: dict[Kind, Literal["image", "document", "audio"]] = {"picture": "image", "document": "document", "voice": "audio"}
KINDS: dict[str, Kind] = {name: kind for kind, name in NAMES.items()}
_STRONG = re.compile(r"(?<![^\W_])\*(?=\S)(.+?)(?<=\S)\*(?![^\W_])")  # what WhatsApp shows as bold


@dataclass(frozen=True)
class Carried:
    """What a bubble carries besides words."""

    kind: Kind
    about: str  # in words; of a document its name


@dataclass(frozen=True)
class Tap:
    """Something to press."""

    label: str
    about: str = ""  # stands below it, smaller
    link: bool = False  # it opens a page


@dataclass(frozen=True)
class Bubble:
    """One message as a phone shows it."""

    text: str = ""  # with bold marks
    carried: tuple[Carried, ...] = ()
    buttons: tuple[tuple[Tap, ...], ...] = ()  # row by row
    list: str = ""  # what opens a list; empty: there is none
    rows: tuple[Tap, ...] = ()  # of that list
    small: str = ""  # below the text, in small letters


def shown(message: Message, channel: str) -> tuple[Bubble, ...]:
    """What she sees of it there. A channel that nobody drew is shown as the web, which has room for everything."""
    drawn = {"telegram": _telegram, "telegram-group": _telegram, "whatsapp": _whatsapp}.get(channel, _web)
    return drawn(message)


def template(given: Templated) -> Bubble:
    """What somebody gets on WhatsApp who has not written for a while. Raises KeyError: there is no such template."""
    body = whatsapp_look.template(given)["template"]
    found = {(one.name, one.language): one for one in TEMPLATES}[body["name"], body["language"]["code"]]
    values = [one["text"] for part in body["components"] if part["type"] == "body" for one in part["parameters"]]
    return Bubble(found.filled(values), buttons=((Tap(found.button),),), small=found.footer)


def _carried(message: Message) -> tuple[Carried, ...]:
    picture, document, voice = message.picture, message.document, message.voice
    found: list[Carried] = []
    if picture:
        found.append(Carried("picture", plain(picture.about)))
    if document:
        found.append(Carried("document", document.name))
    if voice:
        found.append(Carried("voice", ""))
    return tuple(found)


def _telegram(message: Message) -> tuple[Bubble, ...]:
    """One file carries the words below it, where they fit; else files come first."""
    text, keyboard = telegram_look.look(message, BEFORE)
    words = html.unescape(text.replace("<b>", BOLD).replace("</b>", END))
    buttons = tuple(tuple(Tap(key["text"], link="url" in key) for key in row) for row in keyboard)
    carried = _carried(message)
    if len(carried) == 1 and telegram_look.fits_caption(message):
        return (Bubble(words, carried, buttons),)
    return (*(Bubble(carried=(one,)) for one in carried), Bubble(words, buttons=buttons))


def _whatsapp(message: Message) -> tuple[Bubble, ...]:
    carried = _carried(message)
    files = [Media(str(place), NAMES[one.kind]) for place, one in enumerate(carried)]
    bodies = whatsapp_look.look(message, files, BEFORE)
    return tuple(_of_body(body, carried) for body in bodies)


def _of_body(body: dict[str, Any], carried: tuple[Carried, ...]) -> Bubble:
    kind = body["type"]
    if kind == "text":
        return Bubble(_with_marks(body["text"]["body"]))
    if kind in KINDS:
        return Bubble(_with_marks(body[kind].get("caption", "")), (carried[int(body[kind]["id"])],))
    asking = body["interactive"]
    header = asking.get("header", {})
    beside = (carried[int(header[header["type"]]["id"])],) if header else ()
    text, action = _with_marks(asking["body"]["text"]), asking["action"]
    match asking["type"]:
        case "list":
            rows = tuple(Tap(row["title"], row.get("description", "")) for section in action["sections"] for row in section["rows"])
            return Bubble(text, beside, list=action["button"], rows=rows)
        case "cta_url":
            return Bubble(text, beside, ((Tap(action["parameters"]["display_text"], link=True),),))
    return Bubble(text, beside, tuple((Tap(one["reply"]["title"]),) for one in action["buttons"]))


def _with_marks(text: str) -> str:
    """WhatsApp's own marks for bold as ours."""
    return _STRONG.sub(lambda found: f"{BOLD}{found[1]}{END}", text)


def _web(message: Message) -> tuple[Bubble, ...]:
    """Options below each other, ways side by side."""
    options = tuple((_tap(option),) for option in message.options)
    ways = (tuple(_tap(way) for way in message.ways),) if message.ways else ()
    return (Bubble(message.text, _carried(message), (*options, *ways)),)


def _tap(button: Button) -> Tap:
    return Tap(plain(button.label), link=button.address.startswith(WEB))

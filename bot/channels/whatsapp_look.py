"""How a message looks on WhatsApp: its text, and reply buttons or a list."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.channels.base import Templated
from bot.channels.labels import fit
from bot.channels.whatsapp_text import in_pieces, marked
from bot.dialogue.message import Button, Message, plain
from content.limits import ADDRESS, BODY, BUTTON, BUTTONS, LABEL, ROWS, TEXT, cut, units

logger = logging.getLogger(__name__)

DESCRIPTION = 72  # units below the title of a row
CAPTION = 1024
VALUE = 160  # units in one gap of a template
CHOOSE = "Kies"  # what opens a list; the channel does not know her language, and this word is on every list
WEB = "https://"

Body = dict[str, Any]


@dataclass(frozen=True)
class Media:
    """A file that Meta has already."""

    id: str
    kind: Literal["image", "document", "audio"]
    name: str = ""

    def shown(self, caption: str = "") -> Body:
        """As a part of a message."""
        named = {"filename": self.name} if self.kind == "document" else {}
        return {"id": self.id, **named, **({"caption": caption} if caption else {})}


@dataclass(frozen=True)
class Row:
    """One thing to tap."""

    title: str
    address: str
    description: str = ""


def look(message: Message, files: Sequence[Media], key: str) -> list[Body]:
    """What to send, in order; the last has the buttons. `key` names the message where something had to be left out."""
    shown = _within(_with_links(message), key)
    text, rows = _text_and_rows(shown)
    text = text.strip() or (message.picture.about if message.picture else "") or ("" if files else "…")  # Meta takes no empty text
    action = _reply_buttons(shown) or _list(rows) or _link(message)
    beside = [_of_media(file) for file in files[:-1]]
    if not action:
        return [*beside, *_words(text, files[-1:])]
    header = files[-1] if files and _takes_header(action, files[-1]) else None
    if files and header is None:
        beside.append(_of_media(files[-1]))
    *first, last = [_shown(piece, BODY) for piece in _pieces(text or "…", BODY)]
    asking: Body = {"type": action.pop("type"), "body": {"text": last}, "action": action}
    if header:
        asking["header"] = {"type": header.kind, header.kind: header.shown()}
    return [*beside, *map(_of_text, first), {"type": "interactive", "interactive": asking}]


def template(given: Templated) -> Body:
    """A message that Meta knows beforehand."""
    values = [{"type": "text", "text": _one_line(value)} for value in given.values]
    components: list[Body] = [{"type": "body", "parameters": values}] if values else []
    if given.address:
        payload = {"type": "payload", "payload": given.address}
        components.append({"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [payload]})
    language = {"code": given.language, "policy": "deterministic"}
    return {"type": "template", "template": {"name": given.name, "language": language, "components": components}}


def _one_line(value: str) -> str:
    """What Meta takes in a gap: no line breaks, and something."""
    return cut(marked(" ".join(plain(value).split())), VALUE) or "-"


def _with_links(message: Message) -> Message:
    """The same with what leads to the web as lines of text, as a button of ours can't do that; unless it is the only one."""
    links = [button for button in message.buttons() if _leads_out(button)]
    if not links or _link(message):
        return replace(message, options=(), ways=()) if links else message
    lines = "\n".join(f"{button.label}: {button.address}" for button in links)
    options, ways = (tuple(one for one in some if not _leads_out(one)) for some in (message.options, message.ways))
    return replace(
        message, text=f"{message.text}\n\n{lines}", once=message.once and f"{message.once}\n\n{lines}", options=options, ways=ways
    )


def _leads_out(button: Button) -> bool:
    return button.address.startswith(WEB)


def _link(message: Message) -> Body:
    """The one button there is, if it leads to the web."""
    buttons = tuple(message.buttons())
    if len(buttons) != 1 or not _leads_out(buttons[0]):
        return {}
    label = buttons[0].label if units(buttons[0].label) <= BUTTON else buttons[0].short or buttons[0].label
    return {"type": "cta_url", "name": "cta_url", "parameters": {"display_text": cut(label, BUTTON), "url": buttons[0].address}}


def _text_and_rows(message: Message) -> tuple[str, list[Row]]:
    """The text, and the rows of a list; what is too long for a row stands whole below it, and else in the text."""
    text, titled = fit(replace(message, text=message.once or message.text), LABEL)
    buttons = tuple(message.buttons())
    if message.once or all(units(option.label) <= DESCRIPTION for option in message.options):
        text = message.once or message.text
    rows = []
    for (title, _), button in zip(titled, buttons, strict=True):
        whole = button.label if title != button.label and units(button.label) <= DESCRIPTION else ""
        rows.append(Row(_plain(title), _address(button), _plain(whole)))
    return text, rows


def _within(message: Message, key: str) -> Message:
    """No more than a list can hold; the ways on and back stay. Meta takes no two that lead to the same place."""
    first = {_address(button): button for button in reversed(tuple(message.buttons()))}
    fitting = [
        [one for one in some if first[_address(one)] is one and len(_address(one).encode()) <= ADDRESS]
        for some in (message.options, message.ways)
    ]
    ways = fitting[1][: ROWS - 1] if fitting[0] else fitting[1][:ROWS]
    options = fitting[0][: ROWS - len(ways)]
    if len(options) + len(ways) < len(first):
        logger.error("buttons were left out", extra={"key": key, "buttons": len(first)})
    return replace(message, options=tuple(options), ways=tuple(ways))


def _address(button: Button) -> str:
    return button.once or button.address


def _reply_buttons(message: Message) -> Body:
    """A few buttons with short labels; empty: they do not fit. An option is never cut, as it says what she means."""
    titles = [_plain(option.label) for option in message.options]
    titles += [_plain(way.label if units(way.label) <= BUTTON or not way.short else way.short) for way in message.ways]
    fitting = len(set(titles)) == len(titles) and all(0 < units(title) <= BUTTON for title in titles)
    if not fitting or not 0 < len(titles) <= BUTTONS:
        return {}
    named = zip(titles, message.buttons(), strict=True)
    replies = [{"id": _address(button), "title": title} for title, button in named]
    return {"type": "button", "buttons": [{"type": "reply", "reply": reply} for reply in replies]}


def _list(rows: Sequence[Row]) -> Body:
    """Empty: there is nothing to tap."""
    if not rows:
        return {}
    listed = [{"id": row.address, "title": row.title} | ({"description": row.description} if row.description else {}) for row in rows]
    return {"type": "list", "button": CHOOSE, "sections": [{"rows": listed}]}


def _takes_header(action: Body, file: Media) -> bool:
    return action["type"] != "list" and file.kind in ("image", "document")


def _words(text: str, files: Sequence[Media]) -> list[Body]:
    """Without buttons: one message where a file can carry the text, else several."""
    if files and text and files[0].kind != "audio" and units(marked(text)) <= CAPTION:
        return [_of_media(files[0], marked(text))]
    pieces = [_shown(piece, TEXT) for piece in _pieces(text, TEXT)] if text else []
    return [*map(_of_media, files), *map(_of_text, pieces)]


def _pieces(text: str, last: int) -> list[str]:
    """Bold costs no second message: a text that is too long with its marks goes without."""
    if units(marked(text)) > last >= units(plain(text)):
        return [plain(text)]
    return in_pieces(text, TEXT, last)


def _shown(piece: str, most: int) -> str:
    with_marks = marked(piece)
    return with_marks if units(with_marks) <= most else marked(plain(piece))


def _of_text(text: str) -> Body:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _of_media(file: Media, caption: str = "") -> Body:
    return {"type": file.kind, file.kind: file.shown(caption)}


def _plain(label: str) -> str:
    return re.sub(r"\s+", " ", plain(label)).strip()

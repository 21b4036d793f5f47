"""How a message looks on Telegram: its HTML and its keyboard."""

import html
import logging

from bot.channels.labels import fit
from bot.channels.telegram_parse import KEPT
from bot.dialogue.message import BOLD, END, Message, plain
from content.limits import ADDRESS, TEXT, units

logger = logging.getLogger(__name__)

LABEL = 40  # units: more than that is cut off on a narrow phone
CAPTION = 1024  # units below a photo or a file
LINK = "https://"  # begins the address of a button that opens a page
HALF = 16  # units: two of these stand side by side

Keyboard = list[list[dict[str, str]]]


def look(message: Message, key: str) -> tuple[str, Keyboard]:
    """The text as HTML, and the keyboard; `key` names the message where something had to be left out."""
    text, buttons = fit(message, LABEL)
    if units(text) > TEXT:  # marks are counted too: better a little short than refused
        logger.error("text was cut", extra={"key": key, "units": units(text)})
        text = _shortened(text)
    rows = [[button] for button in buttons[: len(message.options)]] + _paired(buttons[len(message.options) :])
    keyboard = [[_key(label, address, keep=message.keep) for label, address in row] for row in rows]
    if not all(_fits(button) for row in keyboard for button in row):
        logger.error("buttons with too long an address were left out", extra={"key": key})
        keyboard = [[button for button in row if _fits(button)] for row in keyboard]
    return _html(text), [row for row in keyboard if row]


def fits_caption(message: Message) -> bool:
    """Whether all its text may stand below a photo or a file. Tags are not counted there."""
    return units(plain(fit(message, LABEL)[0])) <= CAPTION


def _paired(ways: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    rows: list[list[tuple[str, str]]] = []
    for way in ways:
        beside = rows[-1] if rows and len(rows[-1]) == 1 else None
        if beside and units(beside[0][0]) <= HALF and units(way[0]) <= HALF:
            beside.append(way)
        else:
            rows.append([way])
    return rows


def _key(label: str, address: str, *, keep: bool) -> dict[str, str]:
    if address.startswith(LINK):
        return {"text": label, "url": address}
    return {"text": label, "callback_data": KEPT + address if keep else address}


def _fits(button: dict[str, str]) -> bool:
    return len(button.get("callback_data", "").encode()) <= ADDRESS


def _shortened(text: str) -> str:
    """`content.limits.cut` in one pass, for texts that are long."""
    kept, count = [], 1  # the ellipsis
    for sign in text:
        count += units(sign)
        if count > TEXT:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + "…"


def _html(text: str) -> str:
    """Marks become tags that are always closed: Telegram refuses a whole message for one open tag."""
    escaped, bold = [], False
    for part in _parts(text):
        if part in (BOLD, END):
            if bold != (part == BOLD):
                escaped.append("<b>" if part == BOLD else "</b>")
            bold = part == BOLD
        else:
            escaped.append(html.escape(part, quote=False))
    return "".join(escaped) + ("</b>" if bold else "")


def _parts(text: str) -> list[str]:
    for mark in (BOLD, END):
        text = text.replace(mark, f"\0{mark}\0")
    return text.split("\0")

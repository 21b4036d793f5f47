"""What Meta has against a message, by the limits that it publishes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]

KNOWN = {"messaging_product", "recipient_type", "to", "recipient", "type", "biz_opaque_callback_data", "context"}
NUMBER = re.compile(r"\+?[0-9]{5,20}", re.ASCII)
USER = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}", re.ASCII)
TEMPLATE = re.compile(r"[a-z0-9_]{1,512}")
HEADERS = ("image", "document", "video", "text")


class Refused(Exception):
    """Meta takes no such message. The text says what is wrong."""


def check(body: Any, uploads: Mapping[str, str]) -> None:
    """Raises Refused. `uploads` are the media types of the files that Meta has, by their id."""
    _need(isinstance(body, dict), "the body is not an object")
    kind = body.get("type")
    _need(kind in CHECKS, f"there is no type {kind}")
    _need(set(body) <= {*KNOWN, kind}, f"unknown parts {set(body) - KNOWN - {kind}}")
    _need(body.get("messaging_product") == "whatsapp", "messaging_product must be whatsapp")
    _need(body.get("recipient_type", "individual") == "individual", "recipient_type")
    _need(("to" in body) != ("recipient" in body), "to or recipient, and not both")
    _need("to" not in body or bool(NUMBER.fullmatch(body["to"])), "to is no number")
    _need("recipient" not in body or bool(USER.fullmatch(body["recipient"])), "recipient is no id")
    _text(body.get("biz_opaque_callback_data", "x"), "biz_opaque_callback_data", 512)
    CHECKS[kind](body[kind], uploads)


def _need(right: bool, wrong: str) -> None:
    if not right:
        raise Refused(wrong)


def _text(value: Any, what: str, most: int, least: int = 1) -> None:
    _need(isinstance(value, str), f"{what} is no text")
    size = len(value.encode("utf-16-le", "surrogatepass")) // 2
    _need(least <= size <= most, f"{what} has {size} signs of {most}")
    _need(bool(value.strip()) or least == 0, f"{what} is empty")
    value.encode()  # halves of characters are no JSON that others can read


def _parts(value: Any, what: str, needed: set[str], also: set[str] = frozenset()) -> Json:  # type: ignore[assignment]
    _need(isinstance(value, dict), f"{what} is no object")
    _need(needed <= set(value) <= needed | also, f"{what} has parts {sorted(value)}")
    made: Json = value
    return made


def _words(value: Any, _uploads: Mapping[str, str]) -> None:
    given = _parts(value, "text", {"body"}, {"preview_url"})
    _text(given["body"], "text", 4096)
    _need(isinstance(given.get("preview_url", False), bool), "preview_url")


def _media(kind: str, caption: bool = True) -> Callable[[Any, Mapping[str, str]], None]:
    def checked(value: Any, uploads: Mapping[str, str]) -> None:
        also = {"filename"} if kind == "document" else set()
        given = _parts(value, kind, {"id"}, also | ({"caption"} if caption else set()))
        _need(given["id"] in uploads, f"there is no file {given['id']}")
        _need(kind == "document" or uploads[given["id"]].startswith(kind), f"that file is no {kind}")
        _text(given.get("caption", "x"), "caption", 1024)
        _text(given.get("filename", "x"), "filename", 240)

    return checked


def _interactive(value: Any, uploads: Mapping[str, str]) -> None:
    given = _parts(value, "interactive", {"type", "body", "action"}, {"header", "footer"})
    _text(_parts(given["body"], "body", {"text"})["text"], "body", 1024)
    if "footer" in given:
        _text(_parts(given["footer"], "footer", {"text"})["text"], "footer", 60)
    if "header" in given:
        _header(given["type"], given["header"], uploads)
    actions = {"button": _buttons, "list": _list, "cta_url": _link}
    _need(given["type"] in actions, f"there is no interactive type {given['type']}")
    actions[given["type"]](given["action"])


def _header(kind: str, header: Json, uploads: Mapping[str, str]) -> None:
    _need(header.get("type") in HEADERS, "header type")
    _parts(header, "header", {"type", header["type"]})
    if header["type"] == "text":
        _text(header["text"], "header", 60)
        return
    _need(kind != "list", "a list has no picture above it")
    _media(header["type"], caption=False)(header[header["type"]], uploads)


def _buttons(action: Any) -> None:
    buttons = _parts(action, "action", {"buttons"})["buttons"]
    _need(1 <= len(buttons) <= 3, f"{len(buttons)} buttons")
    replies = [_parts(_parts(button, "button", {"type", "reply"})["reply"], "reply", {"id", "title"}) for button in buttons]
    for button, reply in zip(buttons, replies, strict=True):
        _need(button["type"] == "reply", "button type")
        _text(reply["title"], "title", 20)
        _id(reply["id"], 256)
    _unlike([reply["id"] for reply in replies], "ids")
    _unlike([reply["title"] for reply in replies], "titles")


def _list(action: Any) -> None:
    given = _parts(action, "action", {"button", "sections"})
    _text(given["button"], "button", 20)
    _need(1 <= len(given["sections"]) <= 10, "sections")
    sections = [
        _parts(section, "section", {"rows"} | ({"title"} if len(given["sections"]) > 1 else set())) for section in given["sections"]
    ]
    rows = [row for section in sections for row in section["rows"]]
    _need(1 <= len(rows) <= 10, f"{len(rows)} rows")
    for row in rows:
        _parts(row, "row", {"id", "title"}, {"description"})
        _id(row["id"], 200)
        _text(row["title"], "row title", 24)
        _text(row.get("description", "x"), "description", 72)
        _need("\n" not in row["title"], "a title is one line")
    _unlike([row["id"] for row in rows], "row ids")


def _link(action: Any) -> None:
    given = _parts(action, "action", {"name", "parameters"})
    _need(given["name"] == "cta_url", "name")
    parameters = _parts(given["parameters"], "parameters", {"display_text", "url"})
    _text(parameters["display_text"], "display_text", 20)
    _need(parameters["url"].startswith("https://"), "url")


def _id(id: Any, most: int) -> None:
    _text(id, "id", most)
    _need(id == id.strip(), "an id has no spaces around it")


def _unlike(values: list[str], what: str) -> None:
    _need(len(set(values)) == len(values), f"{what} must be unlike each other")


def _template(value: Any, _uploads: Mapping[str, str]) -> None:
    given = _parts(value, "template", {"name", "language"}, {"components"})
    _need(bool(TEMPLATE.fullmatch(given["name"])), "template name")
    _text(_parts(given["language"], "language", {"code", "policy"})["code"], "language", 12)
    for component in given.get("components", []):
        _need(component["type"] in ("body", "button"), "component type")
        if component["type"] == "body":
            for one in _parts(component, "component", {"type", "parameters"})["parameters"]:
                _text(_parts(one, "parameter", {"type", "text"})["text"], "parameter", 1024)
                _need(not re.search(r"[\n\t]| {5}", one["text"]), "a parameter is one line")
            continue
        pressed = _parts(component, "component", {"type", "sub_type", "index", "parameters"})
        _need((pressed["sub_type"], pressed["index"]) == ("quick_reply", "0"), "button")
        (one,) = pressed["parameters"]
        _text(_parts(one, "parameter", {"type", "payload"})["payload"], "payload", 128)


CHECKS: dict[str, Callable[[Any, Mapping[str, str]], None]] = {
    "text": _words,
    "interactive": _interactive,
    "template": _template,
    "image": _media("image"),
    "document": _media("document"),
    "audio": _media("audio", caption=False),
}

"""Pages from templates, and the files they need."""

import hashlib
import mimetypes
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.dialogue.message import BOLD, END, Message, plain
from bot.pictures import size
from storage.pages import Shown

HERE = Path(__file__).parent
LANGUAGE = "nl"
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
_LINK = re.compile(r"(https?://[^\s<>\"\x02\x03]+[^\s<>\"\x02\x03.,;:!?)])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


class Words(Protocol):
    """The pages' own words in one language."""

    def t(self, dutch: str, /) -> str:
        """`dutch` in that language."""
        ...


@dataclass(frozen=True)
class Asset:
    """One file that pages load."""

    body: bytes
    media_type: str


class Assets:
    """The static files, each under a name that changes when it does: so they may be kept for ever."""

    def __init__(self, folder: Path) -> None:
        self._found: dict[str, Asset] = {}
        self._urls: dict[str, str] = {}
        for path in sorted(folder.iterdir()):
            body = path.read_bytes()
            name = f"{path.stem}.{hashlib.sha256(body).hexdigest()[:12]}{path.suffix}"
            self._found[name] = Asset(body, mimetypes.guess_type(path.name)[0] or "application/octet-stream")
            self._urls[path.name] = f"/static/{name}"

    def url(self, name: str) -> str:
        """Where a page finds the file."""
        return self._urls[name]

    async def serve(self, request: Request) -> Response:
        """The file, or 404 when there is none of that name and content."""
        found = self._found.get(request.path_params["name"])
        if found is None:
            return Response(status_code=404)
        return Response(found.body, media_type=found.media_type, headers={"Cache-Control": "public, max-age=31536000, immutable"})


class Pages:
    """The templates with one language's words."""

    def __init__(self, words: Words, assets: Assets, language: str = LANGUAGE, *, choice_of_language: bool = False) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._environment.filters["marked"] = marked
        self._environment.filters["plain"] = plain
        self._environment.filters["size"] = size
        self._environment.globals.update(
            t=words.t,
            asset=assets.url,
            client_id=lambda: secrets.token_hex(8),
            language=language,
            choice_of_language=choice_of_language,
            direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        )
        self.t = words.t

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A whole page. It is hers alone, so nobody keeps a copy."""
        html = self._environment.get_template(template).render(values)
        return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})

    def know(self, **values: Any) -> None:
        """What all templates know from now on."""
        self._environment.globals.update(values)

    def part(self, template: str, **values: Any) -> str:
        """A piece of a page."""
        return self._environment.get_template(template).render(values)

    def turns(self, shown: Sequence[Shown]) -> str:
        """These messages as they stand in the chat; only the last one's buttons are there to press."""
        return self._environment.get_template("turns.html").render(turns=turns_of(shown))

    def note(self, request: Request, status: int, title: str, text: str, wait: int = 0) -> Response:
        """A page, or JSON for a script, that says in plain words what is the matter."""
        if "application/json" in request.headers.get("accept", ""):
            response: Response = JSONResponse({"title": title, "text": text}, status, headers={"Cache-Control": "no-store"})
        else:
            response = self.page("note.html", status, title=title, text=text)
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response


@dataclass(frozen=True)
class Turned:
    """What she did and what was said to that."""

    id: int
    heard: str
    message: Message
    said: bool  # False: the same text stands below again, as with each tick of several options
    active: bool  # her buttons are those of the newest message only


def turns_of(shown: Sequence[Shown]) -> list[Turned]:
    """The rows of the outbox, for the template."""
    messages = [Message.from_json(one.body["message"]) for one in shown]
    following = [*messages, None][1:]
    return [
        Turned(one.id, one.body.get("heard", ""), message, after is None or not _again(message, after), after is None)
        for one, message, after in zip(shown, messages, following, strict=True)
    ]


def _again(message: Message, after: Message) -> bool:
    """The same words once more; what goes with them stands under each."""
    return after.text == message.text and not (message.picture or message.document or message.voice)


def marked(text: str) -> Markup:
    """`text` with its bold marks and its links as HTML; all else stays as it was typed."""
    pieces: list[Markup] = []
    end = 0
    for found in _LINK.finditer(text):
        pieces += [escape(text[end : found.start()]), _link(found[1], found[2])]
        end = found.end()
    whole = Markup("").join([*pieces, escape(text[end:])])
    if whole.count(BOLD) != whole.count(END):
        return whole.replace(BOLD, "").replace(END, "")
    return whole.replace(BOLD, Markup("<strong>")).replace(END, Markup("</strong>"))


def _link(url: str | None, mail: str | None) -> Markup:
    if mail:
        return Markup('<a href="mailto:{0}">{0}</a>').format(mail)
    return Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(url)

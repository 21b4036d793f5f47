"""Who is at the other side of a page: her cookie, her language, and whether a post comes from our own pages."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

DAYS_30 = 30 * 24 * 3600  # seconds, from her last visit
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})\b")


@dataclass(frozen=True)
class Session:
    """A cookie's secret. It is never kept or logged: what we know her by is its hash."""

    token: str

    @property
    def address(self) -> str:
        """What stands in the database."""
        return hashlib.sha256(self.token.encode()).hexdigest()

    def inbound_id(self, client_id: str, content: str) -> str:
        """The same form sent twice has the same id; the same form with something else in it, after the back button, has not.

        What she wrote is hashed with her secret, so that the id tells nothing of it.
        """
        seal = hmac.new(self.token.encode(), content.encode(errors="surrogatepass"), hashlib.sha256).hexdigest()[:8]
        return f"{self.address[:16]}:{client_id}:{seal}"


def new_session() -> Session:
    """A session nobody has had before."""
    return Session(secrets.token_urlsafe(32))


class Cookies:
    """Reads and writes the session's cookie; over https only the exact host gets it."""

    def __init__(self, public_url: str, name: str = "sid") -> None:
        self._secure = public_url.startswith("https://")
        self._name = f"__Host-{name}" if self._secure else name

    def read(self, request: Request) -> Session | None:
        """The session she says she has."""
        token = request.cookies.get(self._name, "")
        return Session(token) if _TOKEN.fullmatch(token) else None

    def keep(self, response: Response, session: Session) -> Response:
        """Let the cookie last another thirty days."""
        response.set_cookie(self._name, session.token, max_age=DAYS_30, path="/", secure=self._secure, httponly=True, samesite="lax")
        return response

    def drop(self, response: Response) -> Response:
        """The browser forgets it."""
        response.delete_cookie(self._name, path="/", secure=self._secure, httponly=True, samesite="lax")
        return response


def from_our_pages(request: Request, public_url: str) -> bool:
    """Whether the browser says that a page of ours sent this."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    host = urlsplit(request.headers.get("origin", "")).netloc
    return host in (urlsplit(public_url).netloc, request.headers.get("host"))


def language_of(request: Request) -> str:
    """The first language that her browser asks for: 'nl'."""
    first = _LANGUAGE.match(request.headers.get("accept-language", ""))
    return first[1].lower() if first else ""

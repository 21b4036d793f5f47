"""Settings, from the environment: read once at the start, never changed after."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self
from urllib.parse import SplitResult, urlsplit

PREFIX = "STAPPENBOT_"
SECRETS = (  # these may also come from a file
    "DATABASE_URL",
    "SECRET_KEY",
    "NEW_SECRET_KEY",
    "TELEGRAM_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "WHATSAPP_TOKEN",
    "WHATSAPP_APP_SECRET",
    "WHATSAPP_VERIFY_TOKEN",
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")

Creation = Literal["open", "code", "closed"]


class Misset(Exception):
    """A setting is wrong. The text names it and says what to do."""


@dataclass(frozen=True)
class Telegram:
    """What is needed to talk with Telegram."""

    token: str = field(repr=False)
    api_url: str
    webhook_secret: str = field(repr=False)
    polling: bool


@dataclass(frozen=True)
class WhatsApp:
    """What is needed to talk with WhatsApp."""

    token: str = field(repr=False)
    phone_id: str  # of the number that the bot writes from, as Meta counts them
    business_id: str  # of the account that the number and the templates belong to
    app_secret: str = field(repr=False)  # Meta signs with it what it delivers
    verify_token: str = field(repr=False)  # Meta shows it once, when the webhook is set up
    api_url: str
    rate: int  # messages a second


@dataclass(frozen=True)
class Settings:
    """All settings of one process."""

    database_url: str = field(repr=False)
    host: str
    port: int
    public_url: str
    secret_key: bytes | None = field(repr=False)
    telegram: Telegram | None
    group_creation: Creation = "open"
    open_web_chat: bool = True  # False: only with the code of a group
    retention_months: int = 24  # answers older than this, and who was idle for so long, are deleted
    whatsapp_number: str = ""  # for links that invite; the channel itself is not set up by it
    whatsapp: WhatsApp | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Self:
        """Read and check all settings. Raises Misset."""
        read = _Reader(env)
        host, port = read("HOST", "127.0.0.1"), _port(read)
        settings = cls(
            database_url=read("DATABASE_URL", "sqlite:///data/stappenbot.db"),
            host=host,
            port=port,
            public_url=_public_url(read, host, port),
            secret_key=_key(read),
            telegram=_telegram(read),
            group_creation=_creation(read),
            open_web_chat=_open_web_chat(read, host),
            retention_months=_months(read),
            whatsapp_number=_whatsapp_number(read),
            whatsapp=_whatsapp(read),
        )
        settings._needs_a_key()
        return settings

    def _needs_a_key(self) -> None:
        at_home = self.database_url.startswith("sqlite") and self.host in LOOPBACK
        if self.secret_key is None and not at_home:
            raise Misset(
                f"{PREFIX}SECRET_KEY is missing. Only a SQLite database on {LOOPBACK[0]} may go without: "
                "make a key with `stappenbot key`, keep it safe, and set it."
            )


class _Reader:
    """Looks a setting up by its name without the prefix."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def __call__(self, name: str, default: str = "") -> str:
        given, file = self._env.get(PREFIX + name, "").strip(), self._env.get(f"{PREFIX}{name}_FILE", "").strip()
        if name not in SECRETS or not file:
            return given or default
        if given:
            raise Misset(f"{PREFIX}{name} and {PREFIX}{name}_FILE are both set. Keep one of them.")
        try:
            return Path(file).read_text(encoding="utf-8").strip() or default
        except (OSError, UnicodeDecodeError) as error:
            raise Misset(f"{PREFIX}{name}_FILE names a file that can't be read ({file}). Correct the path or its rights.") from error

    def yes(self, name: str) -> bool:
        """A switch."""
        given = self(name, "false").lower()
        if given not in ("true", "false", "1", "0", "yes", "no"):
            raise Misset(f"{PREFIX}{name} is '{given}'. Set it to true or false.")
        return given in ("true", "1", "yes")


def _port(read: _Reader) -> int:
    given = read("PORT", "8000")
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        raise Misset(f"{PREFIX}PORT is '{given}'. Set it to a number from 1 to 65535.")
    return int(given)


def _public_url(read: _Reader, host: str, port: int) -> str:
    given = read("PUBLIC_URL").rstrip("/")
    if not given:  # a wrong host is told by whoever listens there, under its own name
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{port}"
    parts = _http(given)
    if parts is None or parts.path or parts.query or parts.fragment or parts.username is not None:
        remedy = "Set it to the address people open, like https://stappen.example.nl, without anything behind the name but a port."
        raise Misset(f"{PREFIX}PUBLIC_URL is '{given}'. {remedy}")
    return given


def _http(given: str) -> SplitResult | None:
    """The parts of an http or https address; None when it is none."""
    try:
        parts = urlsplit(given)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # half of an IPv6 address, or no port
        return None
    return parts if usable and given.isprintable() and " " not in given else None


def new_key(env: Mapping[str, str]) -> bytes:
    """The key that everything is to be sealed with from now on. Raises Misset."""
    key = _key(_Reader(env), "NEW_SECRET_KEY")
    if key is None:
        raise Misset(f"{PREFIX}NEW_SECRET_KEY is missing. Make a key with `stappenbot key` and set it, beside the one of now.")
    return key


def _key(read: _Reader, name: str = "SECRET_KEY") -> bytes | None:
    given = read(name)
    if not given:
        return None
    try:
        key = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != 32:
        raise Misset(f"{PREFIX}{name} is not 32 bytes in base64. Make one with `stappenbot key`.")
    return key


def _telegram(read: _Reader) -> Telegram | None:
    token, secret, polling = read("TELEGRAM_TOKEN"), read("TELEGRAM_WEBHOOK_SECRET"), read.yes("TELEGRAM_POLLING")
    if not token:
        if secret or polling:
            raise Misset(f"{PREFIX}TELEGRAM_TOKEN is missing. Set the token that BotFather gave, or remove the other Telegram settings.")
        return None
    head, _, tail = token.partition(":")
    if not (head.isascii() and head.isdigit() and tail and token.isascii() and token.isprintable() and " " not in token):
        raise Misset(f"{PREFIX}TELEGRAM_TOKEN does not look like a token (12345:abc...). Copy it again from BotFather.")
    if not secret and not polling:
        raise Misset(f"{PREFIX}TELEGRAM_WEBHOOK_SECRET is missing. Set it, or set {PREFIX}TELEGRAM_POLLING=true for local use.")
    if secret and not (len(secret) <= 256 and secret.isascii() and secret.replace("_", "a").replace("-", "a").isalnum()):
        raise Misset(f"{PREFIX}TELEGRAM_WEBHOOK_SECRET has other signs than A-Z, a-z, 0-9, _ and -, or over 256. Choose another one.")
    url = read("TELEGRAM_API_URL", "https://api.telegram.org").rstrip("/")
    if _http(url) is None:
        raise Misset(f"{PREFIX}TELEGRAM_API_URL is '{url}'. Set it to an http or https address, or remove it.")
    return Telegram(token, url, secret, polling)


def _creation(read: _Reader) -> Creation:
    given = read("GROUP_CREATION", "open")
    match given:
        case "open" | "code" | "closed":
            return given
    raise Misset(f"{PREFIX}GROUP_CREATION is '{given}'. Set it to open (everybody may make a group), code or closed.")


def _open_web_chat(read: _Reader, host: str) -> bool:
    """On this machine everybody who gets there may; on a server a group's code is needed, unless the operator says otherwise."""
    given = read("WEB_CHAT", "open" if host in LOOPBACK and not read("PUBLIC_URL") else "code")
    if given not in ("open", "code"):
        raise Misset(f"{PREFIX}WEB_CHAT is '{given}'. Set it to code (a group's code is needed) or open (for everybody).")
    return given == "open"


def _months(read: _Reader) -> int:
    given = read("RETENTION_MONTHS", "24")
    if not given.isascii() or not given.isdigit() or len(given) > 3 or not 1 <= int(given) <= 120:
        raise Misset(f"{PREFIX}RETENTION_MONTHS is '{given}'. Set it to a number of months from 1 to 120.")
    return int(given)


def _whatsapp_number(read: _Reader) -> str:
    given = read("WHATSAPP_NUMBER").lstrip("+").replace(" ", "")
    if given and not (given.isascii() and given.isdigit() and 7 <= len(given) <= 15 and given[0] != "0"):
        raise Misset(f"{PREFIX}WHATSAPP_NUMBER is no whole phone number. Write it with its country, like 31612345678.")
    return given


WHATSAPP = {
    "WHATSAPP_TOKEN": "the token of a system user that may send messages",
    "WHATSAPP_PHONE_ID": "the number's id, which Meta shows beside it",
    "WHATSAPP_BUSINESS_ID": "the id of the WhatsApp Business account",
    "WHATSAPP_APP_SECRET": "the app's secret, from its basic settings",
    "WHATSAPP_VERIFY_TOKEN": "a word of your own, and tell Meta the same",
}


def _whatsapp(read: _Reader) -> WhatsApp | None:
    given = {name: read(name) for name in WHATSAPP}
    if not any(given.values()):
        return None
    for name, what in WHATSAPP.items():
        if not given[name]:
            raise Misset(f"{PREFIX}{name} is missing. Set it to {what}, or remove the other WhatsApp settings.")
        if not (given[name].isascii() and given[name].isprintable() and " " not in given[name]):
            raise Misset(f"{PREFIX}{name} has signs that it can't have. Set it to {what}.")
        if name.endswith("_ID") and not given[name].isdigit():
            raise Misset(f"{PREFIX}{name} is '{given[name]}', and should be a number. Set it to {what}.")
    if given["WHATSAPP_PHONE_ID"] == _whatsapp_number(read):
        raise Misset(f"{PREFIX}WHATSAPP_PHONE_ID is the number itself. Set it to {WHATSAPP['WHATSAPP_PHONE_ID']}.")
    url = read("WHATSAPP_API_URL", "https://graph.facebook.com").rstrip("/")
    if _http(url) is None:
        raise Misset(f"{PREFIX}WHATSAPP_API_URL is '{url}'. Set it to an http or https address, or remove it.")
    token, phone_id, business_id, app_secret, verify_token = given.values()
    return WhatsApp(token, phone_id, business_id, app_secret, verify_token, url, _whatsapp_rate(read))


def _whatsapp_rate(read: _Reader) -> int:
    rate = read("WHATSAPP_RATE", "80")
    if not rate.isascii() or not rate.isdigit() or len(rate) > 4 or not 1 <= int(rate) <= 1000:
        raise Misset(f"{PREFIX}WHATSAPP_RATE is '{rate}'. Set it to a number of messages a second from 1 to 1000.")
    return int(rate)

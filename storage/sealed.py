"""Column types that keep words and addresses unreadable to whoever copies the database."""

import base64
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

OPEN, SEALED = b"\x00", b"\x01"  # the first byte tells how the rest is kept
NONCE = 12


class WrongKey(Exception):
    """What is kept was sealed with another key."""


class Vault:
    """Seals and opens with one key of 32 bytes; without a key it keeps things as they are."""

    def __init__(self, key: bytes | None) -> None:
        self._cipher = AESGCM(_derived(key, b"seal")) if key else None
        self._blind = _derived(key, b"blind") if key else b""

    def seal(self, text: str) -> bytes:
        """`text` as it is kept."""
        if self._cipher is None:
            return OPEN + text.encode()
        nonce = os.urandom(NONCE)
        return SEALED + nonce + self._cipher.encrypt(nonce, text.encode(), None)

    def open(self, kept: bytes) -> str:
        """The text that was sealed. Raises WrongKey."""
        if kept[:1] == OPEN:
            return kept[1:].decode()
        if self._cipher is None:
            raise WrongKey("This is sealed and there is no key. Set SECRET_KEY to the key it was sealed with.")
        try:
            return self._cipher.decrypt(kept[1 : 1 + NONCE], kept[1 + NONCE :], None).decode()
        except InvalidTag as error:
            raise WrongKey("This was sealed with another key. Set SECRET_KEY to that key.") from error

    def blind(self, text: str) -> bytes:
        """The same 32 bytes for the same text, from which the text can't be found without the key."""
        return hmac.digest(self._blind, text.encode(), hashlib.sha256)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"stappenbot " + purpose, hashlib.sha256)


def lend(dialect: Dialect, vault: Vault) -> None:
    """Give an engine's dialect the vault that its column types use; so no query can forget to seal."""
    dialect.vault = vault  # type: ignore[attr-defined]


def _vault(dialect: Dialect) -> Vault:
    vault: Vault = dialect.vault  # type: ignore[attr-defined]
    return vault


class SealedText(TypeDecorator[str]):
    """Text, encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _vault(dialect).seal(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _vault(dialect).open(value)


class SealedJson(TypeDecorator[Any]):
    """A JSON value, encrypted at rest."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else _vault(dialect).seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(_vault(dialect).open(value))


class SealedBytes(TypeDecorator[bytes]):
    """A file, encrypted at rest. It is sealed as the text of its bytes, so that all that is sealed is opened in one way."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _vault(dialect).seal(base64.b64encode(value).decode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else base64.b64decode(_vault(dialect).open(value))


class Blinded(TypeDecorator[str]):
    """A keyed hash of a text: it can be looked up by the text, and never read back."""

    impl = LargeBinary(32)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _vault(dialect).blind(value)

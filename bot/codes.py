"""The codes that people type or follow a link with: how they look, and finding them in what somebody wrote."""

import re
import unicodedata
from random import Random

LETTERS, DIGITS = "ACDEFGHJKMNPQRTWXY", "34679"  # none that looks like another one: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V
ALPHABET = LETTERS + DIGITS
SHORT, LONG = 7, 8  # signs of an invitation or permit, and of a code that makes two phones one
MOST = 3  # codes that are looked for in one text
_PART = r"[^\W_]+"
_TOKEN = re.compile(rf"{_PART}(?:[-‐–]{_PART})*")
_SPACED = re.compile(rf"\W*({_PART}(?:[-‐–\s]+{_PART}){{1,3}})\W*")
_COMMAND = re.compile(r"\s*/\w+(?:@\w+)?(?=\s)")


def new(dice: Random, length: int) -> str:
    """A code that `in_text` finds, also when it is typed with a break in its middle."""
    while True:
        code = "".join(dice.choice(ALPHABET) for _ in range(length))
        if possible(code) and (_mixed(code[:3]) or _mixed(code[4:])):
            return code


def normal(code: str) -> str:
    """The code as it is kept: upper case, without breaks or anything else that no code has."""
    return "".join(sign for sign in _plain(code) if sign in ALPHABET)


def possible(code: str) -> bool:
    """Whether it could be a code: two digits and two letters at least, which no word has."""
    digits = sum(sign in DIGITS for sign in code)
    return len(code) in (SHORT, LONG) and all(sign in ALPHABET for sign in code) and digits >= 2 and len(code) - digits >= 2


def in_text(text: str) -> tuple[str, ...]:
    """All that could be a code in a text, `MOST` at most, as `normal` writes them.

    Accepted: any case, any script's digits, and around it whatever is no letter or digit: `/start AC3D4EF`, `?start=AC3D4EF`, `(ac3d4ef)`.
    Also with breaks: hyphens anywhere, spaces in a text that is nothing but the code. One piece of it must then hold a digit and a letter,
    so that '34 dagen' is no code.
    """
    plain = _plain(text)
    found = [code for token in _TOKEN.findall(plain) for code in _of_token(token)]
    spaced = _SPACED.fullmatch(_COMMAND.sub("", plain, count=1))
    if not found and spaced:
        found = _joined(re.findall(_PART, spaced[1]))
    return tuple(dict.fromkeys(found))[:MOST]


def _of_token(token: str) -> list[str]:
    parts = re.findall(_PART, token)
    return _joined(parts) or [part for part in parts if possible(part)]


def _joined(parts: list[str]) -> list[str]:
    code = "".join(parts)
    return [code] if possible(code) and (len(parts) == 1 or any(map(_mixed, parts))) else []


def _mixed(part: str) -> bool:
    return any(sign in DIGITS for sign in part) and any(sign in LETTERS for sign in part)


def _plain(text: str) -> str:
    """Upper case, wide signs made narrow, and the digits of any script ours."""
    return "".join(str(unicodedata.digit(sign, sign)) for sign in unicodedata.normalize("NFKC", text)).upper()

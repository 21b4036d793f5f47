"""Makes what people wrote harmless: it is read in a file, and never done."""

import re
import unicodedata

from bot.dialogue.message import plain

MOST = 32_000  # letters: a cell of a spreadsheet holds 32,767
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # would turn what follows around
_NOT_XML = re.compile("[\ufffe\uffff\ufdd0-\ufdef]")
_DOES = "=+-@＝＋－＠"  # signs that begin a formula; the wide ones do so in some countries
_INSIDE = re.compile(r"([;,|\t]\s*[\"']*\s*)(?=[=@＝＠]|[+\-＋－]\S)")  # the same in a program that splits lines elsewhere
_LIKE_A_DAY = re.compile(r"\d+\s?[-/.:]\s?\d+([-/.:\s]\d+)*|\d+[eE]\d+")  # '3-4' would become the third of April


def readable(text: str) -> str:
    """`text` without signs that nobody sees, or that no file may hold. Its lines stay."""
    signs = (_kept(sign) for sign in plain(text.replace("\r\n", "\n").replace("\r", "\n")))
    whole = _NOT_XML.sub(" ", "".join(signs)).strip()
    return whole if len(whole) <= MOST else whole[: MOST - 1] + "…"


def _kept(sign: str) -> str:
    if sign == "\n":
        return sign
    if sign == "\t" or sign in TURNING or unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp"):
        return " "
    return sign


def line(text: str) -> str:
    """The same in one line."""
    return " ".join(readable(text).split())


def cell(text: str) -> str:
    """One cell of a table in plain text. An apostrophe stands before what a spreadsheet would reckon with, or take for a day."""
    found = _INSIDE.sub(r"\1'", line(text))
    return f"'{found}" if found.lstrip("'\" ")[:1] in tuple(_DOES) or _LIKE_A_DAY.fullmatch(found) else found

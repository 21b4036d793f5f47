"""Words that the bot understands everywhere, so that no answer may be called by them."""

import unicodedata
from collections.abc import Iterator

from content.loader import Problem
from content.model import Asked
from content.sizes import Written

# A test compares these with what the bot understands, as content may not import it.
STOP = ("stop", "stoppen", "stop met berichten", "afmelden", "unsubscribe", "توقف", "إيقاف", "ايقاف", "стоп", "спри", "dur", "durdur")
START = ("start", "begin", "begint", "beginnen", "ابدأ", "ابدا", "старт", "начало", "basla", "başla")
BUTTONS = ("Menu", "Klaar", "Terug", "Sla over", "Laat zo", "Later verder", "Hulp")


def core(text: str) -> str:
    """`text` as the bot compares what is typed: only letters and digits, without case and accents, digits of any script as 0-9."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    kept = [_digit(sign) for sign in signs if unicodedata.category(sign) not in ("Mn", "Cf")]
    return " ".join("".join(sign if sign.isalnum() else " " for sign in kept).split())


def _digit(sign: str) -> str:
    number = unicodedata.decimal(sign, None)
    return sign if number is None else str(number)


RESERVED = {core(word) for word in (*STOP, *START, *BUTTONS)}


def reserved_problems(written: Written) -> Iterator[Problem]:
    """Labels that would be understood as something else when they are typed."""
    for asked in written.plan.asked:
        for number, option in enumerate(asked.prompt.options, 1):
            what = f"option {number} of '{asked.key}'"
            for key, text in (("label", option.label), ("short", option.short or "")):
                yield from _misunderstood(written, asked, f"questions.{asked.key}.{option.id}.{key}", what, text)


def _misunderstood(written: Written, asked: Asked, id: str, what: str, text: str) -> Iterator[Problem]:
    said = core(text)
    if said in RESERVED:
        message = f"{what} is called '{text}', which the bot understands as a word to itself. Use other words."
        yield from written.problem([id], message)
    if said.isdigit() and asked.prompt.kind != "number":
        message = f"{what} is called '{text}', but a number that is typed is the place of an option. Say it in words."
        yield from written.problem([id], message)

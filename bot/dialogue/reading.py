"""What typed words may mean: stop words, numbers in any script, labels and the beginnings of labels."""

import re
import unicodedata
from collections.abc import Sequence

from bot.dialogue.message import Button

STOP = {"stop", "stoppen", "stop met berichten", "afmelden", "unsubscribe", "توقف", "إيقاف", "ايقاف", "стоп", "спри", "dur", "durdur"}
START = {"start", "begin", "begint", "beginnen", "ابدأ", "ابدا", "старт", "начало", "basla", "başla"}
HELLO = {
    "hallo",
    "hoi",
    "hai",
    "goedemorgen",
    "goedemiddag",
    "goedenavond",
    "hello",
    "hi",
    "سلام",
    "مرحبا",
    "здравейте",
    "здравей",
    "merhaba",
}
LONGEST = 10_000  # characters that are kept of what she types
MOST = 1_000_000  # a larger number is no number of people

_SMALL = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
_NUMBERS = {word: number for number, word in enumerate(_SMALL.split())}
_NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_NUMBERS |= {f"{small}en{tens}": _NUMBERS[tens] + _NUMBERS[small] for tens in _TENS.split() for small in _SMALL.split()[1:10]}
_NUMBERS |= {"geen": 0, "niemand": 0, "honderd": 100, "tweehonderd": 200, "duizend": 1000}


def clean(text: str) -> str:
    """`text` without what nobody typed on purpose: control characters, halves of characters, marks of our own."""
    kept = "".join(sign for sign in text[: 2 * LONGEST] if sign in "\n\u200d\u200c" or unicodedata.category(sign) not in ("Cc", "Cs", "Co"))
    return kept.strip()[:LONGEST]


def folded(text: str) -> str:
    """`text` for comparing: no case, no accents, no punctuation at the ends, digits of any script as 0-9."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    signs = "".join(_digit(sign) for sign in signs if unicodedata.category(sign) not in ("Mn", "Cf"))
    return " ".join(signs.split()).strip(" .,;:!?\"'()*✓☑“”‘’«»")


def _digit(sign: str) -> str:
    number = unicodedata.decimal(sign, None)
    return sign if number is None else str(number)


def core(text: str) -> str:
    """Only the letters and digits of `text`, as words: phones add marks, emoji and signs that nobody sees."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded(text)).split())


def says_stop(text: str) -> bool:
    """Whether the whole message is a stop word, in any of our languages."""
    return core(text) in STOP_FOLDED


def says_start(text: str) -> bool:
    """Whether the whole message is a word to begin with."""
    return core(text) in START_FOLDED


def says_hello(text: str) -> bool:
    """Whether the whole message is a greeting."""
    return core(text) in HELLO_FOLDED


def numbers_in(text: str) -> list[int]:
    """The numbers that stand in `text` as digits, of any script; none when one has a minus."""
    said = folded(text)
    if re.search(r"(^|\s)[-−–]\s*\d", said):
        return []
    return [int(found) if len(found) < 10 else MOST + 1 for found in re.findall(r"\d+", said)]


def only_number(text: str) -> int | None:
    """The number that `text` is, and nothing else: '14', '١٤' or 'veertien'."""
    said = core(text)
    if said in _NUMBERS:
        return _NUMBERS[said]
    found = numbers_in(text)
    return found[0] if len(found) == 1 and said.isdigit() else None


def match(text: str, options: Sequence[Button], ways: Sequence[Button] = ()) -> Button | None:
    """The button that `text` means: the number of an option, a label, or the beginning of just one label."""
    said = folded(text)
    everything = (*options, *ways)
    exact = [button for button in everything if said in (folded(button.label), folded(button.short))]
    if said and exact:
        return exact[0]
    if said.isascii() and said.isdigit():
        return options[int(said) - 1] if len(said) < 4 and 1 <= int(said) <= len(options) else None
    begun = [button for button in everything if len(said) > 1 and folded(button.label).startswith(said)]
    return begun[0] if len(begun) == 1 else _numbered(said, options)


def _numbered(said: str, options: Sequence[Button]) -> Button | None:
    """'2. Jong en': as it stands in a list, with its number."""
    found = re.fullmatch(r"(\d{1,2})[.)]?\s+(\D.*?)[.…]*", said)
    there = options[int(found[1]) - 1 : int(found[1])] if found and int(found[1]) else ()
    labels = [folded(label) for label in (there[0].label, there[0].short)] if there else []
    return there[0] if found and any(label.startswith(found[2]) for label in labels) else None


def match_several(text: str, options: Sequence[Button]) -> list[Button]:
    """The options that `text` names, as in '1, 3' or 'geld en tijd'. Empty unless every part of it is one."""
    whole = match(text, options)
    if whole:
        return [whole]
    parts = [part for part in re.split(r"[,،;؛/+&]| en | و ", folded(text)) if part.strip()]
    if len(parts) == 1 and not any(sign.isalpha() for sign in parts[0]):
        parts = parts[0].split()
    found = [match(part, options) for part in parts]
    return [button for button in found if button] if all(found) else []


STOP_FOLDED = {core(word) for word in STOP}
START_FOLDED = {core(word) for word in START}
HELLO_FOLDED = {core(word) for word in HELLO}

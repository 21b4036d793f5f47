"""How words look on WhatsApp: its bold, and nothing that people typed taken for markup."""

import re
from collections.abc import Callable, Iterable
from itertools import accumulate

from bot.dialogue.message import BOLD, END, plain
from content.limits import units

ALIKE = {"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"}  # WhatsApp has no way to escape: what looks the same means nothing
LINKS = ("://", "@", "www.", ".me/")  # what holds one of these is an address
BREAKS = (r"\n\n", r"\n", r"[.!?…] ", r"\s")  # between which a text may be cut, best first


def marked(text: str) -> str:
    """The text with WhatsApp's marks for bold."""
    return "\n".join(_line(line) for line in by_line(text).split("\n"))


def by_line(text: str) -> str:
    """The same with each line's bold ended on it: WhatsApp knows no bold over more lines."""
    lines, bold = [], False
    for line in text.split("\n"):
        parts = [BOLD] if bold else []
        for part in re.split(f"([{BOLD}{END}])", line):
            if part not in (BOLD, END):
                parts.append(part)
            elif bold != (part == BOLD):
                parts.append(part)
                bold = part == BOLD
        lines.append("".join([*parts, END] if bold else parts))
    return "\n".join(lines)


def in_pieces(text: str, most: int, last: int) -> list[str]:
    """The text in pieces of at most `most` units, the last of at most `last`; they are cut between thoughts, and no word is lost."""
    text = text.strip()
    if units(text) <= last:
        return [text]
    most, last = most - 2, last - 2  # bold that is cut in two is ended and begun again
    end = len(text)
    until = list(accumulate(map(units, text), initial=0))  # units before each place
    begin = _cut(text, 0, end, lambda place: until[end] - until[place] <= last and bool(plain(text[place:]).strip()), min)
    pieces, start = [], 0
    while until[begin] - until[start] > most:
        place = _cut(text, start, begin, lambda place, start=start: until[place] - until[start] <= most, max)  # type: ignore[misc]
        pieces.append(text[start:place])
        start = place
    return _with_bold_ended([piece.strip() for piece in (*pieces, text[start:begin], text[begin:])])


def _cut(text: str, start: int, end: int, fits: Callable[[int], bool], best: Callable[[Iterable[int]], int]) -> int:
    """The best place that fits to cut `text` at: between paragraphs if there is one, else lines, sentences, words, letters."""
    for between in BREAKS:
        places = [found.end() for found in re.compile(between).finditer(text, start, end)]
        fitting = [place for place in places if start < place < end and fits(place)]
        if fitting:
            return best(fitting)
    return best(place for place in range(start + 1, end) if fits(place))


def _with_bold_ended(pieces: Iterable[str]) -> list[str]:
    whole, bold = [], False
    for piece in pieces:
        begun = BOLD + piece if bold else piece
        bold = begun.rfind(BOLD) > begun.rfind(END)
        whole.append(begun + END if bold else begun)
    return [piece for piece in whole if plain(piece).strip()]


def _line(line: str) -> str:
    """Bold only where WhatsApp sees it as such: between spaces or signs, around something."""
    shown = ""
    parts = re.split(f"{BOLD}([^{END}]*){END}", line)
    for number, part in enumerate(parts):
        if number % 2 == 0:
            shown += _unmarked(plain(part))
            continue
        inner, after = _unmarked(part.strip()), parts[number + 1][:1]
        touches = shown[-1:].isalnum() or shown.endswith("*") or after.isalnum()
        before, behind = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
        free = not touches or (bool(before) and bool(behind))
        shown += f"{before}*{inner}*{behind}" if inner and free else before + inner + behind
    return "› " + shown[2:] if shown.startswith("> ") else shown


def _unmarked(text: str) -> str:
    """What people typed, with every sign that would begin or end a format replaced; within words and addresses none does."""
    return "".join(_unmarked_word(word) for word in re.split(r"(\s+)", text))


def _unmarked_word(word: str) -> str:
    begin, end = 0, 0
    if any(sign in word for sign in LINKS):  # an address begins with a letter, and may end with a line
        letters = [place for place, sign in enumerate(word) if sign.isalnum()]
        begin, end = letters[0] if letters else 0, len(word.rstrip("*~`")) if letters else 0
    signs = []
    for place, sign in enumerate(word):
        within = word[max(place - 1, 0) : place].isalnum() and word[place + 1 : place + 2].isalnum()
        signs.append(sign if within or begin <= place < end else ALIKE.get(sign, sign))
    return "".join(signs)

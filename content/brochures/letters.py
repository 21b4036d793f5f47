"""Letters as people mean them: no ligatures, no invisible signs, no strange spaces, no letters set apart."""

import re
import unicodedata

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij", "Ĳ": "IJ"}
# Word writes ticks, crosses and bullets with letters of its own that only its fonts Wingdings and Symbol know.
WINGDINGS = {"\uf0fc": "✓", "\uf0fe": "✓", "\uf0fb": "✗", "\uf0fd": "✗"}
SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
HYPHENS = "\u2010\u2011"
SOFT = "\u00ad"
PRIVATE = re.compile(r"[\ue000-\uf8ff]")
CIRCLED = re.compile(r"[\u2460-\u2473\u2776-\u277f]")
KEYCAP = re.compile(r"(\d)\ufe0f?\u20e3")
APART = re.compile(r"(?<!\S)[^\W\d_](?: {1,4}\S(?!\S)){3,}")
PAIRS = 3  # letters that must all be doubled before a line is taken for printed twice


def mended(text: str) -> str:
    """`text` with each sign as it is meant. Spaces stay as many as they are, as they may part columns."""
    text = KEYCAP.sub(r"\1. ", SPACES.sub(" ", text))
    text = CIRCLED.sub(lambda found: f"{_circled(found[0])}. ", text)
    for sign, meant in {**LIGATURES, **WINGDINGS}.items():
        text = text.replace(sign, meant)
    text = PRIVATE.sub("•", text)
    for hyphen in HYPHENS:
        text = text.replace(hyphen, "-")
    return within(unicodedata.normalize("NFC", "".join(sign for sign in text if _is_kept(sign))))


def within(text: str) -> str:
    """Without soft hyphens but one at the end, which tells that the word goes on below."""
    body = text.rstrip(f" {SOFT}")
    end = text[len(body) :]
    return body.replace(SOFT, "") + (SOFT if SOFT in end else end)


def _circled(sign: str) -> int:
    return int(unicodedata.numeric(sign))


def _is_kept(sign: str) -> bool:
    """Signs that show, tabs, and what joins letters of other scripts and emoji."""
    if sign in "\t\u200c\u200d" or sign == SOFT:
        return True
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")


def spaced(text: str) -> bool:
    """Whether words of the text are set with a space between their letters."""
    return any(_is_word(found) for found in APART.findall(text))


def _is_word(run: str) -> bool:
    """Three letters at least: dots and dashes with spaces between them are lines, not words."""
    return sum(sign.isalpha() for sign in run) >= PAIRS


def closed(text: str) -> str:
    """`S T A P  E E N` as `STAP EEN`: where more than one space stands, a word ends. Else the spaces only become single."""
    return " ".join(APART.sub(lambda found: _closed(found[0]), text).split())


def _closed(run: str) -> str:
    if not _is_word(run):
        return run
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", run))


def undoubled(text: str) -> str:
    """`SSttaapp` as `Stap`, and `Samen praten Samen praten` as `Samen praten`: print that was made bold by printing it twice."""
    words = text.split()
    letters = "".join(words)
    if len(letters) >= 2 * PAIRS and all(_is_paired(word) for word in words) and len(set(letters)) > 1:
        return " ".join(word[::2] for word in words)
    half = len(words) // 2
    if half >= 2 and words[:half] == words[half:]:
        return " ".join(words[:half])
    middle = len(text) // 2
    if len(text) >= 4 * PAIRS and text[:middle] == text[middle:] and len(set(text)) > PAIRS:
        return text[:middle]
    return text


def _is_paired(word: str) -> bool:
    return len(word) % 2 == 0 and word[::2] == word[1::2]


def folded(text: str) -> str:
    """Only letters and digits, small and without accents: `Do's & Don'ts` is `dos donts`."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’‘`´]", "", text.casefold()))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign))))

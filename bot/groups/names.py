"""What people call themselves and their groups, made fit to show."""

import unicodedata

GROUP, PERSON = 60, 40  # characters of a name
JOINERS = "\u200c\u200d"  # nothing to see, but Persian words and some pictures need them


def cleaned(name: str, most: int) -> str:
    """On one line, without signs that steer, `most` characters at most. Empty: there was nothing to see in it."""
    plain = unicodedata.normalize("NFC", " ".join(name.split()))
    kept = "".join(sign for sign in plain if sign in JOINERS or unicodedata.category(sign)[0] != "C")[:most].strip()
    return kept if any(unicodedata.category(sign)[0] in "LNPS" for sign in kept) else ""

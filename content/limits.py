"""What the narrowest channel can show, so that every text fits everywhere.

Lengths are UTF-16 code units, as the platforms count them.
"""

BODY = 1024  # a WhatsApp interactive message's body
TEXT = 4096  # a text without buttons, on WhatsApp and Telegram
LABEL = 24  # a row of a WhatsApp list
BUTTON = 20  # a WhatsApp reply button
BUTTONS = 3  # more options than these become a list
ROWS = 10  # rows of a WhatsApp list, ways on and back included
OPTIONS = 7  # options of one prompt: ROWS less "back", "skip" and "pause"
ADDRESS = 64  # bytes of Telegram's callback_data
SENTENCE = 20  # words; longer sentences are hard to read


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, most: int) -> str:
    """`text` in at most `most` units, with an ellipsis where something was cut off."""
    if units(text) <= most:
        return text
    kept = ""
    for character in text:
        if units(kept + character) > most - 1:
            break
        kept += character
    return kept.rstrip() + "…"

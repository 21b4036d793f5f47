"""Lines as they are meant: letters mended, and nothing twice."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from content.brochures.letters import SOFT, closed, folded, spaced, undoubled, within
from content.brochures.lines import Line, Note

LONGEST_RUN = 8  # lines that may stand twice one after the other
TWICE = 4  # letters that such lines have at least


def tidied(lines: Sequence[Line], is_heading: Callable[[str], bool]) -> tuple[list[Line], list[Note]]:
    """The lines as they are meant, and what was guessed. `is_heading`: it is that of a part."""
    notes: list[Note] = []
    mended = [line for one in lines if (line := _closed(one, is_heading, notes)).text.strip(SOFT + " ")]
    return _once(mended), notes


def _closed(line: Line, is_heading: Callable[[str], bool], notes: list[Note]) -> Line:
    text = undoubled(within(closed(line.text)))
    apart = spaced(line.text) and text != " ".join(line.text.split())
    if apart and len(text) > 9 and " " not in text and not is_heading(text):
        notes.append(Note(line.where, f"'{text}' was set with spaces between its letters. Look where its words end."))
    return replace(line, text=text)


def _once(lines: Sequence[Line]) -> list[Line]:
    """Without lines, or runs of lines, that follow on themselves."""
    kept: list[Line] = []
    for line in lines:
        kept.append(line)
        for length in range(1, min(LONGEST_RUN, len(kept) // 2) + 1):
            last = [one.text.replace(SOFT, "") for one in kept[-length:]]
            if last == [one.text.replace(SOFT, "") for one in kept[-2 * length : -length]] and len(folded("".join(last))) >= TWICE:
                del kept[-length:]
                break
    return kept

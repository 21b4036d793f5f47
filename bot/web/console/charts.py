"""Bars of answers as the templates draw them: nothing but numbers that may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.disclosure import Counted
from bot.spread import divided

SHADES: dict[int, Sequence[int]] = {2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}  # by the number of options


@dataclass(frozen=True)
class Segment:
    """One option."""

    label: str
    count: int
    start: float  # where it begins in the bar, in percents of it
    width: float
    shade: int  # which of the five colours


@dataclass(frozen=True)
class Bar:
    """One prompt."""

    key: str
    text: str
    n: int  # 0: nothing may be shown
    stacked: bool  # the options make up one bar; else each has its own
    segments: tuple[Segment, ...]
    divided: bool


def bar_of(counted: Counted) -> Bar:
    """How a prompt is drawn. Of several choices, or of more than five options, each option has a bar of its own."""
    prompt, options = counted.asked.prompt, counted.asked.prompt.options
    stacked = prompt.kind != "multi" and len(options) in SHADES
    segments, start = [], 0.0
    for place, (option, count) in enumerate(zip(options, counted.counts, strict=True)):
        width = round(100 * count / counted.n, 1) if counted.n else 0.0
        segments.append(
            Segment(option.label, count, round(start, 1) if stacked else 0.0, width, SHADES[len(options)][place] if stacked else 0)
        )
        start += width
    return Bar(counted.asked.key.replace(".", "-"), prompt.text, counted.n, stacked, tuple(segments), counted.n > 0 and divided(counted))

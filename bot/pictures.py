"""Draws pictures: a QR code, all answers of a group as bars, or how its answers went over several rounds."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.dialogue.attached import Chart, Course, Picture
from bot.dialogue.message import plain

if TYPE_CHECKING:
    import typst

logger = logging.getLogger(__name__)

PATIENCE = 4.0  # seconds: whoever waits for a picture has a message to send
KEPT = 8  # pictures: the same one goes to many, one after the other
QR = 800  # pixels
QUIET = 4  # modules of white around a QR code
WIDTH = 1080  # pixels of a picture with bars
PAGE = 360  # points, where one point is one pixel of the phone that it is made for
TALLEST = 6000  # pixels: what is taller is drawn less finely ...
LEAST = 480  # ... but not narrower than this: then the last questions are left out
ROUGH = 9.0  # dots an inch, to find out how tall a picture will be
CHARTS, BARS = 40, 12  # more than any plan has
MARKS = 8  # of a course: more would stand too close
TITLE, LABEL, LEGEND, MARK = 300, 240, 600, 12  # characters
TURNING = "\u202a\u202b\u202c\u202d\u202e"  # would write what follows backwards
WORD = 28  # letters: a longer one may be broken, as it fits on no line
FONTS = "manimgx_fonts"  # a wheel that holds only fonts: Noto for Latin, Cyrillic, Arabic, and more
PAPER = """
#let given = json(bytes(sys.inputs.given))
#let (main, pale, mark) = (rgb("#623461"), rgb("#e3cfe3"), rgb("#8a4b08"))
#set page(width: 360pt, height: auto, margin: 12pt, fill: rgb("#f7f2ec"))
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Emoji"), size: 15pt, fill: rgb("#2a2229"),
  top-edge: 0.9em, bottom-edge: -0.33em, dir: if given.rtl { rtl } else { ltr }, hyphenate: false, overhang: false)
#let side = if given.rtl { right } else { left }
#set align(side)
#set par(leading: 0pt, spacing: 0pt)
#set block(spacing: 0pt)
#let words(one, ..look) = block(width: 100%, { set align(side); set text(dir: if one.rtl { rtl } else { ltr }, ..look); one.text })
#let words-of-mark(one, ..look) = { set text(dir: if one.rtl { rtl } else { ltr }, ..look); one.text }
#let unlike = box(fill: mark, radius: 9pt, inset: (x: 5pt), text(fill: white, weight: 700, "≠"))
#let row(one, of) = layout(room => {
  let share = if one.count > 0 { calc.max(100% * one.count / of, 2%) } else { 0% }
  let inside = block(width: room.width, inset: (x: 8pt, top: 3pt, bottom: 7pt),
    grid(columns: (1fr, auto), column-gutter: 10pt, align: side + bottom, words(one.label), text(weight: 700, str(one.count))))
  block(width: 100%, height: measure(inside).height, radius: 5pt, clip: true, fill: rgb("#f6f1f5"), {
    place(start + bottom, rect(width: share, height: 100%, fill: pale))
    place(start + bottom, rect(width: 100%, height: 4pt, fill: rgb("#ddd2dc")))
    place(start + bottom, rect(width: share, height: 4pt, fill: main))
    inside
  })
})
#let card(one) = {
  let edge = if one.divided { 6pt } else { 0pt }
  let title = words(one.title, weight: 700, size: 16pt)
  block(width: 100%, fill: if one.divided { mark } else { white }, radius: 8pt, clip: true,
    inset: if given.rtl { (right: edge) } else { (left: edge) }, below: 10pt,
    block(width: 100%, fill: white, inset: (x: 12pt, top: 8pt, bottom: 12pt), stack(spacing: 6pt,
      if one.divided { grid(columns: (1fr, auto), column-gutter: 8pt, title, unlike) } else { title },
      words(one.note, fill: rgb("#655a63")), ..one.bars.map(bar => row(bar, one.of)))))
}
#let course(one) = block(width: 100%, fill: white, radius: 8pt, inset: (x: 12pt, top: 8pt, bottom: 10pt), below: 10pt,
  stack(spacing: 6pt, words(one.title, weight: 700, size: 16pt), layout(room => {
    let (tall, step) = (84pt, room.width / one.marks.len())
    let over(place) = if given.rtl { room.width - step * (place + 0.5) } else { step * (place + 0.5) }
    let down(mark) = 10pt + (tall - 20pt) * (100 - mark.height) / 100
    let edge(end) = words(end, size: 12pt, fill: rgb("#655a63"))
    edge(given.above)
    block(width: 100%, height: tall, radius: 5pt, fill: rgb("#f6f1f5"), {
      place(top + left, line(start: (0pt, tall / 2), end: (room.width, tall / 2), stroke: 1pt + rgb("#ddd2dc")))
      for (place-of, mark) in one.marks.enumerate() {
        if mark.joined and mark.height != none and one.marks.at(place-of - 1).height != none {
          let before = one.marks.at(place-of - 1)
          place(top + left, line(start: (over(place-of - 1), down(before)), end: (over(place-of), down(mark)), stroke: 3pt + main))
        }
      }
      for (place-of, mark) in one.marks.enumerate() {
        if mark.height != none { place(top + left, dx: over(place-of) - 6pt, dy: down(mark) - 6pt, circle(radius: 6pt, fill: main)) }
      }
    })
    edge(given.below)
    v(4pt)
    let under(text, ..look) = align(center, words-of-mark(text, ..look))
    grid(columns: (1fr,) * one.marks.len(), row-gutter: 2pt, ..one.marks.map(mark => under(mark.note, weight: 700)),
      ..one.marks.map(mark => under(mark.label, size: 12pt, fill: rgb("#655a63"))))
  })))
#if given.title.text != "" { block(inset: (x: 4pt, top: 4pt, bottom: 12pt), words(given.title, weight: 700, size: 20pt, fill: main)) }
#for one in given.charts { card(one) }
#for one in given.courses { course(one) }
#if given.more > 0 { block(inset: (x: 4pt, bottom: 8pt), text(weight: 700, "… +" + str(given.more))) }
#if given.legend.text != "" {
  block(inset: (x: 4pt, bottom: 4pt), grid(columns: (auto, 1fr), column-gutter: 8pt,
    if given.charts.any(one => one.divided) { unlike }, words(given.legend)))
}
"""


class Undrawable(Exception):
    """A picture that can't be made."""


def png(picture: Picture) -> bytes:
    """The picture as a PNG, made here and now; for bars that takes up to 200 MB, which stay taken. Raises Undrawable."""
    try:
        return _qr(picture.text) if picture.kind == "qr" else _charts(picture)
    except (KeyboardInterrupt, SystemExit, Undrawable):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic in the library's Rust is no Exception; what it says may hold words
        raise Undrawable(type(error).__name__) from None


async def drawn(picture: Picture) -> bytes | None:
    """The picture as a PNG, made beside all else that runs, one at a time. None: it could not be made."""
    try:
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(_pen(), _apart, picture), PATIENCE)
    except (Undrawable, TimeoutError) as error:
        logger.error("picture not drawn", extra={"kind": picture.kind, "reason": str(error) or type(error).__name__})  # noqa: TRY400 - a trace may hold words
        return None


def size(picture: Picture) -> tuple[int, int]:
    """About how wide and tall it will be, for a page that keeps room for it."""
    if picture.kind == "qr":
        return QR, QR
    around = (16 + 25 * _lines(picture.title, 25) if picture.title else 0) + (4 + 19 * _lines(picture.text, 33) if picture.text else 0)
    tall = 24 + around + sum(_tall(chart) for chart in picture.charts) + sum(185 + 20 * _lines(one.title, 31) for one in picture.courses)
    return PAGE, min(tall, TALLEST * PAGE // LEAST)


def dimensions(drawing: bytes) -> tuple[int, int]:
    """Width and height that a PNG says it has."""
    return int.from_bytes(drawing[16:20], "big"), int.from_bytes(drawing[20:24], "big")


@cache
def _pen() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="pictures")


@lru_cache(maxsize=KEPT)
def _apart(picture: Picture) -> bytes:
    """Bars are drawn by a process of their own, so that what it takes is given back, and what takes too long can be ended."""
    if picture.kind == "qr":
        return png(picture)
    given = json.dumps(picture.to_json()).encode()
    command = [sys.executable, "-m", __name__]
    try:  # its own session: Ctrl-C is for the bot
        done = subprocess.run(command, input=given, capture_output=True, timeout=PATIENCE, check=True, start_new_session=True)  # noqa: S603 - our own
    except (subprocess.SubprocessError, OSError) as error:
        raise Undrawable(type(error).__name__) from None
    return done.stdout


def _qr(text: str) -> bytes:
    import segno  # here, as most processes never draw one

    code, out = segno.make_qr(text, error="m"), io.BytesIO()
    modules = code.symbol_size(border=QUIET)[0]
    code.save(out, kind="png", scale=max(4, QR // modules), border=QUIET)
    return out.getvalue()


def _charts(picture: Picture) -> bytes:
    """All questions below each other; so many as can still be read."""
    left = min(len(picture.charts) or len(picture.courses), CHARTS)
    tall = _height(picture, left)
    while tall * LEAST > TALLEST * PAGE and left > 1:
        left = max(1, min(left - 1, left * TALLEST * PAGE // (LEAST * tall)))
        tall = _height(picture, left)
    return _typeset(_given(picture, left), 72 * min(WIDTH / PAGE, TALLEST / (tall + 8)))


def _height(picture: Picture, most: int) -> int:
    """In points."""
    return round(dimensions(_typeset(_given(picture, most), ROUGH))[1] * 72 / ROUGH)


def _typeset(given: str, dots: float) -> bytes:
    import typst  # here, as few processes draw

    return typst.compile(PAPER.encode(), font_paths=fonts(), ignore_system_fonts=True, format="png", ppi=dots, sys_inputs={"given": given})


@cache
def fonts() -> "typst.Fonts":
    """Only those that came along, so that a picture is the same everywhere."""
    import typst

    found = find_spec(FONTS)
    if found is None or not found.submodule_search_locations:
        raise Undrawable("no fonts")
    return typst.Fonts(include_system_fonts=False, font_paths=[*found.submodule_search_locations])


def _given(picture: Picture, most: int) -> str:
    """What people wrote, as JSON: it never becomes part of the program that draws it."""
    given = {
        "rtl": picture.right_to_left,
        "title": _words(picture.title, TITLE, picture),
        "charts": [_chart(chart, picture) for chart in picture.charts[:most]],
        "courses": [_course(one, picture) for one in picture.courses[:most] if one.marks],
        "above": _words(picture.ends[0], LABEL, picture),
        "below": _words(picture.ends[1], LABEL, picture),
        "more": max(len(picture.charts), len(picture.courses)) - most,
        "legend": _words(picture.text, LEGEND, picture),
    }
    return json.dumps(given)


def _chart(chart: Chart, picture: Picture) -> dict[str, Any]:
    bars = chart.bars[:BARS]
    return {
        "title": _words(chart.title, TITLE, picture),
        "note": _words(chart.note, TITLE, picture),
        "bars": [{"label": _words(label, LABEL, picture), "count": count} for label, count in bars],
        "of": max(chart.of, 1, *(count for _, count in bars)),
        "divided": chart.divided,
    }


def _course(course: Course, picture: Picture) -> dict[str, Any]:
    marks = course.marks[-MARKS:]
    return {
        "title": _words(course.title, TITLE, picture),
        "marks": [
            {
                "label": _words(mark.label, MARK, picture),
                "note": _words(mark.note, MARK, picture),
                "height": None if mark.height is None else min(max(mark.height, 0), 100),
                "joined": mark.joined and place > 0,
            }
            for place, mark in enumerate(marks)
        ],
    }


def _words(text: str, most: int, picture: Picture) -> dict[str, Any]:
    clean = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") or sign in TURNING else sign for sign in plain(text))
    short = clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"
    return {"text": " ".join(map(breakable, short.split())), "rtl": right_to_left(short, otherwise=picture.right_to_left)}


def breakable(word: str) -> str:
    """A word that no line can hold may be broken, but not between a letter and its marks."""
    if len(word) <= WORD:
        return word
    pieces = [""]
    for sign in word:
        joins = unicodedata.category(sign) in ("Mn", "Me", "Mc", "Cf", "Sk") or pieces[-1].endswith("\u200d")
        if len(pieces[-1]) >= WORD // 2 and not joins:
            pieces.append("")
        pieces[-1] += sign
    return "\u200b".join(pieces)


def right_to_left(text: str, *, otherwise: bool) -> bool:
    """By its first letter, as browsers do with `dir="auto"`."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), otherwise)


def _tall(chart: Chart) -> int:
    return 55 + 20 * _lines(chart.title, 31) + sum(16 + 19 * _lines(label, 32) for label, _ in chart.bars)


def _lines(text: str, letters: int) -> int:
    """How many lines it takes when one holds about so many letters."""
    return -(-len(text) // letters)


if __name__ == "__main__":
    sys.stdout.buffer.write(png(Picture.from_json(json.load(sys.stdin))))

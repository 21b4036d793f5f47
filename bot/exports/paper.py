"""Sets pages for print. What people wrote comes as JSON and never becomes part of the program that sets it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.exports.inert import readable
from bot.pictures import breakable, fonts, right_to_left

PATIENCE = 20.0  # seconds: as long as somebody waits for a file
FOLDER = Path(__file__).parent
TEXT = 6000  # letters of one text: longer ones fill pages

Given = Mapping[str, Any]


class Unprintable(Exception):
    """Pages that can't be made, or not in time."""


def pdf(name: str, given: Given) -> bytes:
    """The pages of `name`.typ, set by a process of its own: what it takes is given back, and it can be ended. Raises Unprintable."""
    command = [sys.executable, "-m", __name__, name]
    said = json.dumps(given).encode()
    try:  # its own session: Ctrl-C is for the bot
        done = subprocess.run(command, input=said, capture_output=True, timeout=PATIENCE, check=True, start_new_session=True)  # noqa: S603 - our own
    except (subprocess.SubprocessError, OSError) as error:
        raise Unprintable(type(error).__name__) from None  # what the process says may hold words
    return done.stdout


def words(text: str) -> dict[str, Any]:
    """A text with its direction, by its first letter."""
    found = readable(text)
    found = found if len(found) <= TEXT else found[: TEXT - 1].rstrip() + "…"
    lines = [" ".join(map(breakable, line.split())) for line in found.split("\n")]
    return {"text": "\n".join(lines), "rtl": right_to_left(found, otherwise=False)}


def typeset(name: str, given: str) -> bytes:
    """Here and now; it takes memory that stays taken."""
    import typst  # here, as few processes print

    source = (FOLDER / "frame.typ").read_bytes() + (FOLDER / f"{name}.typ").read_bytes()
    return typst.compile(source, font_paths=fonts(), ignore_system_fonts=True, format="pdf", sys_inputs={"given": given})


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.argv[1], sys.stdin.read()))

"""Figures of runs, and their medians with the spread, as a table."""

import os
import platform
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from statistics import median
from typing import Any, Self

from bench.contenders import PEERS
from bench.load import Counted

OURS = "stappenbot"
LIBRARIES = ("python-telegram-bot", "fastapi", "uvicorn", "uvloop", "sqlalchemy", "asyncpg")
OF_PEERS = ("aiogram", "aiogram-dialog", "python-telegram-bot", "sqlalchemy", "uvloop")


@dataclass(frozen=True)
class Figures:
    """One run of one bot."""

    turns: int
    rate: float  # turns a second
    p50: float  # milliseconds
    p99: float
    cpu: float  # milliseconds of the bot's process for each turn
    memory: float  # megabytes of the bot's process at the end
    busy: list[float]  # the share of each core that was in use, by whomever
    lost: int  # turns that failed
    openings: int  # people who were brought to their first question while time ran: that is not counted, and costs
    reasons: list[str]

    @classmethod
    def of(cls, counted: Counted, seconds: float, spent: float, memory: int, busy: list[float]) -> Self:
        """From what was counted and spent in so many seconds."""
        ordered = sorted(counted.latencies) or [0.0]
        turns = len(counted.latencies)
        return cls(
            turns=turns,
            rate=turns / seconds,
            p50=ordered[len(ordered) // 2] * 1000,
            p99=ordered[int(len(ordered) * 0.99)] * 1000,
            cpu=spent * 1000 / max(turns, 1),
            memory=memory / 1e6,
            busy=busy,
            lost=len(counted.lost),
            openings=counted.openings,
            reasons=sorted(set(counted.lost))[:5],
        )

    def line(self) -> str:
        """For people who wait."""
        busy = " ".join(f"{one:.0%}" for one in self.busy)
        trouble = f", LOST {self.lost}: {'; '.join(self.reasons)}" if self.lost else ""
        late = f", {self.openings} openings" if self.openings else ""
        return (
            f"{self.rate:.0f}/s, p50 {self.p50:.1f} ms, p99 {self.p99:.1f} ms, {self.cpu:.2f} ms CPU, "
            f"{self.memory:.0f} MB, cores {busy}{late}{trouble}"
        )

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


MEASURES: tuple[tuple[str, Callable[[Figures], float], str], ...] = (
    ("turns/s", lambda one: one.rate, ".0f"),
    ("p50 ms", lambda one: one.p50, ".1f"),
    ("p99 ms", lambda one: one.p99, ".1f"),
    ("CPU ms a turn", lambda one: one.cpu, ".2f"),
    ("MB", lambda one: one.memory, ".0f"),
)


def table(runs: Mapping[str, Sequence[Figures]]) -> list[str]:
    """Lines of Markdown, a row for each bot."""
    lines = ["| | " + " | ".join(name for name, _, _ in MEASURES) + " | lost |", "|---|" + "---|" * (len(MEASURES) + 1)]
    for name, figures in runs.items():
        cells = [_spread([take(one) for one in figures], form) for _, take, form in MEASURES]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {sum(one.lost for one in figures)} |")
    return lines


def ratios(runs: Mapping[str, Sequence[Figures]]) -> list[str]:
    """Lines of Markdown: ours compared with each other one, round by round."""
    ours = runs.get(OURS, ())
    lines = ["| ours / theirs | " + " | ".join(name for name, _, _ in MEASURES) + " |", "|---|" + "---|" * len(MEASURES)]
    for name, theirs in runs.items():
        if name != OURS and ours:
            pairs = list(zip(ours, theirs, strict=True))
            cells = [_spread([take(mine) / (take(other) or 1) for mine, other in pairs], ".2f") for _, take, _ in MEASURES]
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines if len(lines) > 2 else []


def _spread(values: Sequence[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def machine() -> str:
    """What this runs on, and with which libraries."""
    ours = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    code = f"from importlib.metadata import version; print(', '.join(n + ' ' + version(n) for n in {OF_PEERS!r}))"
    theirs = ""
    if PEERS.exists():
        theirs = subprocess.run([str(PEERS), "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    where = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"{where}\nours: {ours}\npeers: {theirs}"

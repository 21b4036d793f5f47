"""What a message may carry besides words: a picture made from facts, or a file to keep."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Chart:
    """The answers to one prompt: as many bars as there are options."""

    title: str
    note: str  # how many answers it stands for, in words
    bars: tuple[tuple[str, int], ...]  # label and count, in the plan's order
    of: int  # what a full bar stands for
    divided: bool = False  # the answers lie far apart


@dataclass(frozen=True)
class Mark:
    """How one thing stood at one time."""

    label: str  # when
    note: str  # how many answers it stands for
    height: int | None  # of 100, higher is better; None: not known
    joined: bool = False  # may be compared with the mark before


@dataclass(frozen=True)
class Course:
    """How one question went, mark by mark, the oldest first."""

    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Picture:
    """What to draw. The bytes are made where it is sent or shown, so that rows stay small and the conversation pure."""

    kind: Literal["qr", "charts", "course"]
    about: str  # says the same in words, for whoever can't see it
    title: str = ""
    text: str = ""  # qr: what it says
    charts: tuple[Chart, ...] = ()
    right_to_left: bool = False
    courses: tuple[Course, ...] = ()
    ends: tuple[str, str] = ("", "")  # course: what is above, and what is below

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """The picture that `to_json` wrote."""
        charts = tuple(Chart(**{**one, "bars": tuple((label, count) for label, count in one["bars"])}) for one in value.get("charts", ()))
        courses = tuple(Course(one["title"], tuple(Mark(**mark) for mark in one["marks"])) for one in value.get("courses", ()))
        return cls(**{**value, "charts": charts, "courses": courses, "ends": tuple(value.get("ends", ("", "")))})

    def to_json(self) -> dict[str, Any]:
        """As a JSON value."""
        return asdict(self)


@dataclass(frozen=True)
class Voice:
    """Something that she said aloud, to listen to. The sound itself is fetched where it is sent or shown."""

    id: str

    def to_json(self) -> dict[str, Any]:
        """As a JSON value."""
        return asdict(self)


@dataclass(frozen=True)
class Document:
    """A text that she gets as a file."""

    name: str
    text: str

    def to_json(self) -> dict[str, Any]:
        """As a JSON value."""
        return asdict(self)

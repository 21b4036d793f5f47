"""All that the conversation remembers between two events: one small JSON value."""

from dataclasses import asdict, dataclass
from typing import Any, Self

VERSION = 2


@dataclass(frozen=True)
class State:
    """Where a person is. Her answers are not here: they have tables of their own."""

    language: str = ""  # empty: not chosen yet
    consent: bool | None = None  # None: not asked yet; False: read only, nothing of hers is kept
    stopped: bool = False
    place: str = ""  # the address of the last message she got: what she types belongs there
    sheet: str = ""  # what she is filling in, as `sheet` names it: '3' or '3.17'
    asked: str = ""  # the key of the prompt that was asked last: her words belong there even when the plan has changed
    ways: tuple[tuple[str, str], ...] = ()  # label and address of buttons that the place itself would not show
    choices: int = 0  # so many of these, from the first, are options that may be typed by number
    code: str = ""  # what she came in with, until she said yes or no to it
    puzzled: bool = False  # the last thing she sent was not understood, and she was told so
    late: bool = False  # the last thing she sent came hours late, and she was told so

    def to_json(self) -> dict[str, Any]:
        """With its version, for whoever reads it after an update."""
        return {"version": VERSION, **asdict(self), "ways": [list(way) for way in self.ways]}

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """What can't be used, of a newer version or damaged, gets its default: nobody may be locked out by it."""
        kept = value if isinstance(value, dict) else {}
        usable = {name: kept[name] for name, kinds in _KINDS.items() if name in kept and type(kept[name]) in kinds}
        if type(kept.get("plan")) is int and kept["plan"] > 0:  # as version 1 called it
            usable.setdefault("sheet", str(kept["plan"]))
        return cls(**usable, ways=_ways(kept.get("ways")))


_KINDS: dict[str, tuple[type, ...]] = {
    "language": (str,),
    "consent": (bool, type(None)),
    "stopped": (bool,),
    "place": (str,),
    "sheet": (str,),
    "asked": (str,),
    "choices": (int,),
    "code": (str,),
    "puzzled": (bool,),
    "late": (bool,),
}


def _ways(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple((way[0], way[1]) for way in value if isinstance(way, list | tuple) and [type(part) for part in way] == [str, str])

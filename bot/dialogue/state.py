"""All that the conversation remembers between two events: one small JSON value."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

VERSION = 1


@dataclass(frozen=True)
class State:
    """Where a person is. Her answers are not here: they have tables of their own."""

    language: str = ""  # empty: not chosen yet
    consent: bool | None = None  # None: not asked yet; False: read only, nothing of hers is kept
    stopped: bool = False
    place: str = ""  # the address of the last message she got: what she types belongs there
    plan: int = 0  # the plan whose questions she is answering; 0: none
    puzzled: bool = False  # the last thing she sent was not understood, and she was told so

    def to_json(self) -> dict[str, Any]:
        """With its version, for whoever reads it after an update."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Unknown keys of a newer version are left out; missing ones get their default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: kept for name, kept in value.items() if name in known})

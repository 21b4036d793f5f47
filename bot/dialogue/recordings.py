"""What is asked of the tables, and told by them, about what she said aloud."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["wanted", "kept", "lost"]


@dataclass(frozen=True)
class ShowVoice:
    """One of the recordings on a sheet of hers. -> VoicePage, NoVoice or NotYours"""

    sheet: str
    number: int  # from 1


@dataclass(frozen=True)
class VoicePage:
    """A recording, and what was asked."""

    sheet: str
    number: int
    of: int
    title: str  # of the question; empty: the plan has it not any more
    question: str
    minority: bool
    status: Status
    id: str


@dataclass(frozen=True)
class NoVoice:
    """There is no recording on this sheet, or not any more."""

    sheet: str


OfRecordings = ShowVoice
RecordingFact = VoicePage | NoVoice

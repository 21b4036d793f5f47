"""Who asks, and what every answer needs besides the tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from bot.channels.base import Capabilities
from bot.dialogue.catalogue import Catalogue
from bot.settings import Creation
from storage.db import Connection


@dataclass(frozen=True)
class Who:
    """The person who asks, and the address she asks from."""

    person_id: UUID
    address_id: int
    channel: str
    language: str


@dataclass(frozen=True)
class House:
    """What is the same for everybody in one process."""

    catalogue: Catalogue
    links: Callable[[str], tuple[tuple[str, str], ...]]  # for a code: each channel's name, and the address that opens it with the code
    creation: Creation  # who may make groups: everybody, whoever has a code, or whom the operator added
    dice: Random  # codes are secrets, so for real this is secrets.SystemRandom()
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)  # by the names of the channels that there are
    public_url: str = "http://127.0.0.1:8000"  # where the pages are
    keep_months: int = 24  # so long after its end a round is kept; a group may choose less


@dataclass(frozen=True)
class Table:
    """What one ask is answered with: a transaction, a moment, and the house."""

    connection: Connection
    house: House
    who: Who
    now: datetime

"""The one place that decides who may see or change what of a group."""

from typing import get_args
from uuid import UUID

from bot.dialogue.asks import Ask, OfACoordinator, OfAMember, OfHerself
from bot.dialogue.contribution_asks import OfAModerator
from bot.groups.house import Table
from storage import broadcasts, groups, people, rounds
from storage.db import Connection
from storage.groups import Membership

RIGHTS: dict[type, str] = (
    dict.fromkeys(get_args(OfHerself), "herself")
    | dict.fromkeys(get_args(OfAMember), "member")
    | dict.fromkeys(get_args(OfACoordinator), "coordinator")
    | dict.fromkeys(get_args(OfAModerator), "moderator")
)


class NotHers(Exception):
    """There is no such thing, or she may not do this there. Which of these, nobody is told."""


async def membership(connection: Connection, person_id: UUID, group_id: int, role: str = "member") -> Membership:
    """Her place in that group, if she has at least that role there. Raises NotHers."""
    found = await groups.membership(connection, group_id, person_id)
    if found is None or (role == "coordinator" and found.role != "coordinator"):
        raise NotHers
    return found


async def checked(table: Table, ask: Ask) -> Membership | None:
    """Her place in the group that the ask is about; None: it is about herself. Raises NotHers, and KeyError for an ask without a right."""
    right = RIGHTS[type(ask)]
    if right == "herself":
        return None
    if right == "moderator":
        if not await people.moderates(table.connection, table.who.person_id):
            raise NotHers
        return None
    group_id = await _group_of(table.connection, ask)
    if group_id is None:
        raise NotHers
    return await membership(table.connection, table.who.person_id, group_id, right)


async def _group_of(connection: Connection, ask: Ask) -> int | None:
    """The group that an ask is about: itself, or by its round or broadcast. None: there is no such thing."""
    group: int | None = getattr(ask, "group", None)
    if group is not None:
        return group
    broadcast: int | None = getattr(ask, "broadcast", None)
    if broadcast is not None:
        return await broadcasts.group_of(connection, broadcast)
    return await rounds.group_of(connection, ask.round)  # type: ignore[union-attr]

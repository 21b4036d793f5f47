"""The one place that decides who may see or change what of a group."""

from typing import get_args
from uuid import UUID

from bot.dialogue.asks import Ask, OfACoordinator, OfAMember, OfHerself
from bot.groups.house import Table
from storage import groups, rounds
from storage.db import Connection
from storage.groups import Membership

RIGHTS: dict[type, str] = (
    dict.fromkeys(get_args(OfHerself), "herself")
    | dict.fromkeys(get_args(OfAMember), "member")
    | dict.fromkeys(get_args(OfACoordinator), "coordinator")
)


class NotHers(Exception):
    """There is no such group or round, or she may not do this there. Which of these, nobody is told."""


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
    group_id = getattr(ask, "group", None)
    if group_id is None:
        group_id = await rounds.group_of(table.connection, ask.round)  # type: ignore[union-attr]
    if group_id is None:
        raise NotHers
    return await membership(table.connection, table.who.person_id, group_id, right)

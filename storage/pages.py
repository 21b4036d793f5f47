"""What the web chat reads: messages that are sent by being there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Executable, and_, bindparam, func, select

from storage.db import Connection
from storage.tables import address, message


@dataclass(frozen=True)
class Shown:
    """A message as the web chat shows it."""

    id: int
    body: dict[str, Any]


async def page(connection: Connection, address_id: int, after: int, most: int) -> list[Shown]:
    """What is for the person that an address belongs to, with an id above `after`: the newest `most` of it, oldest first."""
    found = await connection.execute(_page(), {"to_address": address_id, "after": after, "most": most})
    return [Shown(row.id, row.body) for row in reversed(found.all())]


@cache  # building a statement takes longer than running it, and every turn in the web chat asks this
def _page() -> Executable:
    return (
        select(message.c.id, message.c.body)
        .join_from(message, address, _still_hers())
        .where(message.c.address_id == bindparam("to_address"), message.c.id > bindparam("after"))
        .order_by(message.c.id.desc())
        .limit(bindparam("most", type_=BigInteger))
    )


async def one(connection: Connection, address_id: int, id: int) -> Shown | None:
    """One message that is for the person that an address belongs to. None: it is not hers, or there is none."""
    found = (await connection.execute(_one(), {"to_address": address_id, "which": id})).first()
    return Shown(found.id, found.body) if found else None


@cache
def _one() -> Executable:
    which = bindparam("which", type_=BigInteger)
    mine = select(message.c.id, message.c.body).join_from(message, address, _still_hers())
    return mine.where(message.c.address_id == bindparam("to_address"), message.c.id == which)


def _still_hers() -> ColumnElement[bool]:
    """An address may become another person's, who must not see what was said there before."""
    return and_(address.c.id == message.c.address_id, address.c.person_id == message.c.person_id)


async def newest(connection: Connection, address_ids: Sequence[int]) -> dict[int, int]:
    """The highest id on the page of each address that has one."""
    found = await connection.execute(_newest(), {"watched": list(address_ids)})
    return {row.address_id: row.newest for row in found.all()}


@cache
def _newest() -> Executable:
    return (
        select(message.c.address_id, func.max(message.c.id).label("newest"))
        .join_from(message, address, _still_hers())
        .where(message.c.address_id.in_(bindparam("watched", expanding=True)))
        .group_by(message.c.address_id)
    )

"""An address may be known by two names: on WhatsApp by the id that a business has for her, and by her phone number."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, update

from storage import people
from storage.db import Connection
from storage.tables import address, person

HERS = timedelta(days=90)  # a number that nobody wrote from for longer may be somebody else's: companies give it out again after that


async def known_as(connection: Connection, channel: str, id: str, also: str, now: datetime) -> str:
    """The first name of the address that `id` and `also` belong to; `id` itself where it is new. Tells the tables what was not known.

    A phone number passes from one to another. Whoever comes with a number that belonged to another id is somebody else, and so is
    she who comes with a number that nobody wrote from for long.
    """
    if not also:
        return await _by_second_name(connection, channel, id, now) or id
    there = await connection.scalar(select(address.c.id).where(_named(channel, id)))
    if there is not None:
        await _call_also(connection, channel, there, also, now)
        return id
    query = select(address.c.id, address.c.heard_at).where(_named(channel, also))
    old = (await connection.execute(query)).one_or_none()  # from before she had an id
    if old and old.heard_at and now - old.heard_at <= HERS:
        both = {"lookup": id, "external_id": id, "also_lookup": also, "also_id": also}
        await connection.execute(update(address).where(address.c.id == old.id).values(both))
    return id


async def call(connection: Connection, channel: str, id: str, also: str, now: datetime) -> None:
    """The address with this first name has that second one from now on, and no other has."""
    there = await connection.scalar(select(address.c.id).where(_named(channel, id)))
    if there is not None:
        await _call_also(connection, channel, there, also, now)


async def move(connection: Connection, channel: str, old: str, new: str) -> bool:
    """The platform gave an address another name. False: nobody has the old one, or somebody has the new one.

    She may have written from the new one before we hear of it, and was taken for a stranger: then that one is hers too.
    """
    hers, others = await _with_name(connection, channel, old), await _with_name(connection, channel, new)
    if hers is None or (others and others.id == hers.id):
        return hers is not None
    if others:
        if not await _is_stranger(connection, others.person_id):
            return False
        await connection.execute(person.delete().where(person.c.id == others.person_id))
        names = {"lookup": others.external_id, "external_id": others.external_id}
        names |= {"also_lookup": others.also_id or hers.also_id, "also_id": others.also_id or hers.also_id}
    elif hers.external_id == old:
        names = {"lookup": new, "external_id": new}
    else:
        names = {"also_lookup": new, "also_id": new}
    await connection.execute(update(address).where(address.c.id == hers.id).values(**names, unreachable_since=None))
    return True


async def rename(connection: Connection, channel: str, old: str, new: str) -> bool:
    """A chat has another number. False: that is an address we know already, and nothing was changed."""
    if await _with_name(connection, channel, new):
        return False
    changed = update(address).where(_named(channel, old)).values(lookup=new, external_id=new)
    return (await connection.execute(changed)).rowcount == 1


async def _with_name(connection: Connection, channel: str, name: str) -> Row[Any] | None:
    columns = (address.c.id, address.c.person_id, address.c.external_id, address.c.also_id)
    named = (address.c.channel == channel) & ((address.c.lookup == name) | (address.c.also_lookup == name))
    return (await connection.execute(select(*columns).where(named).order_by(address.c.id).with_for_update())).first()


async def _is_stranger(connection: Connection, person_id: UUID) -> bool:
    """Whether somebody said neither yes nor no, and has no other address: nothing is lost with her."""
    state = await people.state_of(connection, person_id)
    addresses = select(func.count()).select_from(address).where(address.c.person_id == person_id)
    return state.get("consent") is None and await connection.scalar(addresses) == 1


async def _by_second_name(connection: Connection, channel: str, name: str, now: datetime) -> str | None:
    query = select(address.c.external_id).where(address.c.channel == channel, address.c.also_lookup == name)
    found: str | None = await connection.scalar(query.where(address.c.heard_at >= now - HERS))
    return found


async def _call_also(connection: Connection, channel: str, address_id: int, also: str, now: datetime) -> None:
    others = update(address).where(address.c.channel == channel, address.c.also_lookup == also, address.c.id != address_id)
    await connection.execute(others.values(also_lookup=None, also_id=None))
    former = select(address.c.id).where(_named(channel, also), address.c.id != address_id)
    for id in (await connection.execute(former)).scalars().all():  # known by the number alone, which is not hers any more
        gone = {"lookup": f"gone:{id}", "external_id": f"gone:{id}", "unreachable_since": now}
        await connection.execute(update(address).where(address.c.id == id).values(gone))
    await connection.execute(update(address).where(address.c.id == address_id).values(also_lookup=also, also_id=also))


def _named(channel: str, name: str) -> ColumnElement[bool]:
    return (address.c.channel == channel) & (address.c.lookup == name)

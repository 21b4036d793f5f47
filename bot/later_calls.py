"""Asks whoever wanted to be asked later, at the time she chose."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bot.advice import Answer
from bot.channels.base import Channel
from bot.dialogue import reminded
from bot.dialogue.sheet import Known, plan_of
from bot.groups.broadcast_recipients import Goes
from bot.groups.house import House
from bot.groups.sheets import facts_of, load
from bot.reminder_letters import Letter, post_for, round_template
from bot.templates import REMINDER
from content.model import Asked
from storage import nudges, recipients, rounds
from storage.db import Connection
from storage.nudges import LATER, Later, key
from storage.rounds import Round

AGAIN = timedelta(days=1)  # another has her phone just now, or she can not be reached


async def ask_again(connection: Connection, house: House, channels: Mapping[str, Channel], who: tuple[UUID, str], now: datetime) -> bool:
    """She wanted to be asked about that sheet by now. Nobody closes its round meanwhile. False: it was done already."""
    round_id = await nudges.round_of(connection, *who)
    row = await rounds.held(connection, round_id) if round_id else None
    wanted, member = await nudges.taken_later(connection, *who, now), await recipients.herself(connection, who[0])
    if wanted is None or member is None or wanted.round_id != round_id:
        return False
    post = await post_for(connection, house, channels, row.group_id if row else None, now)
    if post.quiet.until(now) > now:
        await nudges.ask_later(connection, Later(*who, round_id, post.quiet.until(now)))
        return True
    await nudges.done_with(connection, *who)
    known = (await load(connection, house.catalogue, who[0], [who[1]], now)).known.get(who[1], Known())
    if (row and not (known.round and row.is_open(now))) or not _open(house, wanted, known):  # she left, it is over, or she is done
        return True
    [goes] = await post.reached([member], REMINDER if row else "")
    if isinstance(goes, Goes) and not goes.borrowed:
        await post.queue(goes, _letter(house, row, known, wanted, now))
    elif isinstance(goes, Goes) or (row and goes.reason != "stopped"):  # of a round it is tried again until the end
        await nudges.ask_later(connection, Later(*who, round_id, now + AGAIN))
    return True


def _asked(house: House, wanted: Later, known: Known) -> Sequence[Asked]:
    plan = known.text or house.catalogue.plan(plan_of(wanted.sheet))
    return plan.asked if plan else ()


def _open(house: House, wanted: Later, known: Known) -> bool:
    """Whether something is still asked of her."""
    return any(not known.answers.get(asked.key, Answer(done=False)).done for asked in _asked(house, wanted, known))


def _letter(house: House, row: Round | None, known: Known, wanted: Later, now: datetime) -> Letter:
    begun, name = bool(known.answers), key(LATER, wanted.round_id or 0, f"{wanted.due_at:%Y%m%d%H%M}", wanted.person_id.hex)
    facts = facts_of(row, now) if row else None
    return Letter(
        name,
        lambda here: reminded.asked_for(here, facts, plan_of(wanted.sheet), begun=begun),
        round_template(house.catalogue, REMINDER, row) if row else None,
        wanted.round_id,
        len(_asked(house, wanted, known)),
    )

"""Tells those who lead a group how a broadcast goes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Channel
from bot.dialogue import progress
from bot.dialogue.broadcast_facts import Progress
from bot.dialogue.here import Here
from bot.dialogue.state import State
from bot.groups import broadcast_pages as pages
from bot.groups.broadcast_recipients import Goes, Ways, decided
from bot.groups.house import House
from storage import broadcasts, outbox, recipients
from storage.broadcasts import TOLD, Broadcast
from storage.db import Connection

EVERY = timedelta(seconds=5)  # between two times that she is told how far it is
PRIORITY = outbox.BROADCAST - 1  # it neither waits behind all of them nor delays a reply


@dataclass(frozen=True)
class News:
    """What the telling of one broadcast needs."""

    connection: Connection
    house: House
    channels: Mapping[str, Channel]
    row: Broadcast
    now: datetime


def is_time(row: Broadcast, now: datetime) -> bool:
    """Whether she may be told again how far it is."""
    return row.told_at is None or now - row.told_at >= EVERY


async def is_news(news: News) -> bool:
    """Whether she can be told how far it is, and does not know it yet."""
    if not is_time(news.row, news.now):
        return False
    goes = await _sender(news)
    return goes is not None and _edits(news, goes) and _state(await _how(news)) != news.row.told_state


async def tell_how_far(news: News) -> bool:
    """Where a message can be edited: how far it is, if that is news. False: nothing was told."""
    goes = await _sender(news)
    if goes is None or not await is_news(news):
        return False
    found = await _how(news)
    return await _tell_sender(news, goes, found, _state(found))


async def _how(news: News) -> Progress:
    return await pages.progress(news.connection, news.row, news.now)


def _state(found: Progress) -> str:
    return f"{progress.out(found)}/{progress.in_all(found)}"


async def tell_the_end(news: News) -> bool:
    """How it ended. False: what she was told before is still on its way."""
    found, goes = await _how(news), await _sender(news)
    if goes is not None and not await _tell_sender(news, goes, found, TOLD):
        return False
    if goes is None:
        await broadcasts.tell(news.connection, news.row.id, news.row.told, TOLD, news.now)
    if news.row.reason:  # somebody must do something, or wonders
        await _tell_the_others(news, found, goes)
    return True


async def _tell_sender(news: News, goes: Goes, found: Progress, state: str) -> bool:
    """One message, that is edited where that can be. It waits for the one before it, whose id it needs."""
    row, edit = news.row, ""
    if row.told and _edits(news, goes):
        before = await recipients.message_of(news.connection, broadcasts.told_key(row.id, row.told - 1), goes.phone.address_id)
        if before is not None and before.unfinished:
            return False
        edit = before.external_id if before else ""
    await _queue(news, goes, found, broadcasts.told_key(row.id, row.told), edit)
    await broadcasts.tell(news.connection, row.id, row.told + 1, state, news.now)
    return True


def _edits(news: News, goes: Goes) -> bool:
    return goes.phone.address_id == news.row.address_id and news.house.capabilities[goes.phone.channel].edits


async def _tell_the_others(news: News, found: Progress, knows: Goes | None) -> None:
    for goes in await _coordinators(news):
        if knows is None or goes.member.person_id != knows.member.person_id:
            await _queue(news, goes, found, broadcasts.told_key(news.row.id, news.row.told, goes.member.number), "")


async def _queue(news: News, goes: Goes, found: Progress, key: str, edit: str) -> None:
    here = Here(news.house.catalogue, State(language=goes.member.language), {})
    body: dict[str, Any] = {"message": replace(progress.message(here, found), keep=True).to_json()}
    if edit:
        body["edit"] = edit
    channel = news.channels[goes.phone.channel]
    draft = outbox.Draft(key, goes.member.person_id, goes.phone.address_id, channel.lane, body, PRIORITY, group_id=news.row.group_id)
    await outbox.queue(news.connection, draft, news.now, sent=channel.capabilities.pulls)


async def _sender(news: News) -> Goes | None:
    """Whoever sent it, or tried it again, where she pressed the button; else its sender elsewhere. None: neither leads the group now."""
    found = await _coordinators(news)
    there = next((one for one in found if one.phone.address_id == news.row.address_id), None)
    return there or next((one for one in found if one.member.person_id == news.row.person_id), None)


async def _coordinators(news: News) -> list[Goes]:
    """Those who can be told on a phone that is in their own hands. There is no template for it: it must be open."""
    members = await recipients.coordinators(news.connection, news.row.group_id)
    phones = await recipients.phones_of_coordinators(news.connection, news.row.group_id)
    in_hand = {whose: [_first(news, one) for one in found if one.holder == whose] for whose, found in phones.items()}
    ways = Ways(news.house.capabilities, (), "", news.now)
    return [one for one in decided(members, in_hand, ways) if isinstance(one, Goes)]


def _first(news: News, phone: recipients.Phone) -> recipients.Phone:
    """Where she sent it goes before all others."""
    return replace(phone, last=2**62) if phone.address_id == news.row.address_id else phone

"""Turns broadcasts that are due into messages, a part at a time, and tells their senders how it goes.

Any number of processes may be at it: whoever has the row of a broadcast does its next part, and moves the cursor in the same
transaction. What ends in the middle has not happened.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot import broadcast_news
from bot.broadcast_news import EVERY, News
from bot.channels.base import Channel
from bot.dialogue import sent as words
from bot.dialogue.asks import OpenRound
from bot.dialogue.broadcast_facts import Sent
from bot.dialogue.catalogue import DUTCH
from bot.dialogue.here import Here
from bot.dialogue.message import Message
from bot.dialogue.state import State
from bot.groups import access, rounds
from bot.groups import broadcast_pages as pages
from bot.groups.broadcast_recipients import Goes, Stays, decided, templated
from bot.groups.house import House, Table, Who
from storage import broadcasts, chats, codes, groups, outbox, recipients
from storage import rounds as kept_rounds
from storage.broadcasts import LEFT, Broadcast
from storage.db import Connection, Database
from storage.outbox import Draft
from storage.trouble import away

logger = logging.getLogger(__name__)

PART = 200  # members in one transaction


class Broadcasting:
    """The broadcasts of one process."""

    def __init__(self, database: Database, house: House, channels: Mapping[str, Channel], clock: Callable[[], datetime]) -> None:
        self._database = database
        self._house = house
        self._channels = channels
        self._clock = clock
        self._looked: datetime | None = None

    async def once(self) -> bool:
        """Do the next part of all that is due. False: there was nothing to do."""
        now = self._clock()
        async with self._database.read() as connection:
            due = await broadcasts.active(connection, now)
        done = [await self._try(id, self._step) for id in due]
        if self._looked is None or now - self._looked >= EVERY:
            self._looked = now
            async with self._database.read() as connection:
                ended = await broadcasts.untold(connection)
            done += [await self._try(id, self._tell_of) for id in ended]
        return any(done)

    async def _try(self, id: int, step: "Callable[[int], Any]") -> bool:
        """What goes wrong with one does not stop the others. Raises only when the database is away."""
        try:
            return bool(await step(id))
        except Exception as error:
            if away(error):
                raise
            logger.exception("broadcast could not go on", extra={"broadcast": id})
        return False

    async def _step(self, id: int) -> bool:
        """A look first, as that keeps nobody waiting."""
        now = self._clock()
        async with self._database.read() as connection:
            row = await broadcasts.found(connection, id)
            if row is None:
                return False
            to_come = await broadcasts.to_come(connection, row)
            unfinished = bool(to_come) or await broadcasts.unfinished(connection, id)
            news = unfinished and not to_come and await broadcast_news.is_news(self._news(connection, row, now))
        if row.status == "waiting":
            return await self._begin(row, now)
        if to_come:
            return await self._make_part(id, now)
        if not unfinished:
            return await self._finish(id, now)
        return news and await self._tell_how_far(id, now)

    async def _begin(self, seen: Broadcast, now: datetime) -> bool:
        """Its time has come. The group is locked first, as coordinators do: so nobody waits in a circle."""
        async with self._database.write() as connection:
            await groups.lock(connection, seen.group_id)
            row = await broadcasts.locked(connection, seen.id)
            if row is None or row.status != "waiting" or row.due_at > now:
                return False
            if not await _leads(connection, row):
                await broadcasts.end(connection, row.id, "cancelled", now, "sender")
                return True
            try:
                body = await self._with_round(connection, row, now)
            except access.NotHers:
                await broadcasts.end(connection, row.id, "cancelled", now, "plan")
                return True
            if body is None:
                return False
            await broadcasts.begin(connection, row.id, body)
            begun = await broadcasts.found(connection, row.id)
            assert begun is not None
            await self._to_chats(connection, begun, now)
        logger.info("broadcast begun", extra={"broadcast": seen.id})
        return True

    async def _with_round(self, connection: Connection, row: Broadcast, now: datetime) -> dict[str, Any] | None:
        """What it is, with the round that it is about. None: the round before has still to be closed. Raises NotHers."""
        if pages.plan_gone(self._house, row):
            raise access.NotHers
        if row.body["kind"] != "questions":
            return row.body
        assert row.person_id is not None
        table = Table(connection, self._house, Who(row.person_id, row.address_id or 0, "", DUTCH), now)
        plan = row.body["plan"]
        id = await rounds.opened(table, OpenRound(row.group_id, plan, pages.DAYS, anonymous=True, joint=False))
        if id is None:
            there = await kept_rounds.unclosed(connection, row.group_id, plan)
            id = there.id if there and there.is_open(now) else None
        return None if id is None else {**row.body, "round": id}

    async def _to_chats(self, connection: Connection, row: Broadcast, now: datetime) -> None:
        """One message for each chat of the whole group."""
        channel = self._channels.get(chats.CHANNEL) or self._channels.get("telegram")
        found = await chats.of_group(connection, row.group_id)
        if channel is None or not found:
            return
        code = await codes.invite(connection, row.group_id)
        link = dict(self._house.links(code or "")).get("Telegram", "")
        here = Here(self._house.catalogue, State(language=DUTCH), {})
        made = words.for_chat(here, await pages.sent(connection, row, now), link).to_json()
        for chat in found:
            await broadcasts.add(connection, _for_chat(row, chat, channel.lane, {"message": made}), "queued", now)

    async def _make_part(self, id: int, now: datetime) -> bool:
        """The messages of the next members, with the cursor behind them."""
        async with self._database.write() as connection:
            row = await broadcasts.locked(connection, id)
            if row is None or row.status != "sending":
                return False
            part = await recipients.part(connection, row.group_id, row.whom, row.cursor, PART)
            if not part:
                return False
            members = [one for one in part if one.person_id != row.person_id]
            phones = await recipients.phones(connection, members)
            found = decided(members, phones, await pages.ways(connection, self._house, row.body["kind"], now))
            letters = Letters(self._house, self._channels, row, await pages.sent(connection, row, now))
            for goes in found:
                if isinstance(goes, Goes):
                    await broadcasts.add(connection, letters.draft(goes), letters.status(goes), now)
            stays = [one for one in found if isinstance(one, Stays)]
            left_out = Counter(row.left_out) + Counter(one.reason for one in stays)
            body = {**row.body, LEFT: [*row.body.get(LEFT, []), *(one.member.number for one in stays)]}
            await broadcasts.advance(connection, id, part[-1].number, left_out, body)
        return True

    async def _finish(self, id: int, now: datetime) -> bool:
        """All is out, or never will be."""
        async with self._database.write() as connection:
            row = await broadcasts.locked(connection, id)
            if row is None or row.status != "sending" or await broadcasts.to_come(connection, row):
                return False
            if await broadcasts.unfinished(connection, id):
                return False
            if not await broadcast_news.tell_the_end(self._news(connection, replace(row, status="done"), now)):
                return False
            await broadcasts.end(connection, id, "done", now)
        logger.info("broadcast done", extra={"broadcast": id})
        return True

    async def _tell_how_far(self, id: int, now: datetime) -> bool:
        async with self._database.write() as connection:
            row = await broadcasts.locked(connection, id)
            if row is None or row.status != "sending":
                return False
            return await broadcast_news.tell_how_far(self._news(connection, row, now))

    async def _tell_of(self, id: int) -> bool:
        """Others ended it."""
        async with self._database.write() as connection:
            row = await broadcasts.locked(connection, id)
            if row is None or row.status not in broadcasts.ENDED_BY_OTHERS or row.told_state == broadcasts.TOLD:
                return False
            return await broadcast_news.tell_the_end(self._news(connection, row, self._clock()))

    def _news(self, connection: Connection, row: Broadcast, now: datetime) -> News:
        return News(connection, self._house, self._channels, row, now)


async def _leads(connection: Connection, row: Broadcast) -> bool:
    """Whether its sender may still send to the group."""
    me = await groups.membership(connection, row.group_id, row.person_id) if row.person_id else None
    return me is not None and me.role == groups.COORDINATOR


def _for_chat(row: Broadcast, chat: chats.Chat, lane: str, body: dict[str, Any]) -> Draft:
    key = f"broadcast:{row.id}:chat:{chat.address_id}"
    return Draft(key, chat.person_id, chat.address_id, lane, body, outbox.BROADCAST, broadcast_id=row.id)


@dataclass
class Letters:
    """The messages of one broadcast, each put into words once for all who read the same."""

    house: House
    channels: Mapping[str, Channel]
    row: Broadcast
    sent: Sent
    made: dict[str, Message] = field(default_factory=dict)  # by language
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def draft(self, goes: Goes) -> Draft:
        """Hers."""
        member, phone = goes.member, goes.phone
        key = f"broadcast:{self.row.id}:{member.number}"
        body = {"message": self._message(goes)}
        if goes.template:
            body["template"] = templated(self.house.catalogue, self.sent, *goes.template).to_json()
        lane = self.channels[phone.channel].lane
        return Draft(key, member.person_id, phone.address_id, lane, body, outbox.BROADCAST, broadcast_id=self.row.id)

    def status(self, goes: Goes) -> str:
        """Where she reads it herself, being there is being sent."""
        return "sent" if self.channels[goes.phone.channel].capabilities.pulls else "queued"

    def _message(self, goes: Goes) -> dict[str, Any]:
        language = goes.member.language or DUTCH
        here = Here(self.house.catalogue, State(language=language), {})
        if language not in self.made:
            self.made[language] = words.message(here, self.sent)
            self.bodies[language] = self.made[language].to_json()
        if not goes.borrowed:
            return self.bodies[language]
        name = goes.member.name or here.t("Lid {number}").format(number=goes.member.number).casefold()
        return words.for_another(here, self.made[language], name).to_json()

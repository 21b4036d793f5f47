"""What coordinators send to their groups: making it, sending it, stopping it, and how it went."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any

from bot.dates import local_day
from bot.dialogue import broadcast_asks as asks
from bot.dialogue.broadcast_facts import Broadcasts, News, Sending, Shown, Times
from bot.dialogue.facts import Fact
from bot.dialogue.sent import LONGEST, PARTS, cleaned
from bot.groups import access, membership
from bot.groups import broadcast_pages as pages
from bot.groups.broadcast_times import NoTime, offered, understood
from bot.groups.house import Table
from bot.groups.rounds import anything, looked_at
from storage import broadcasts, outbox, recipients, rounds
from storage.broadcasts import Broadcast
from storage.groups import COORDINATOR

LINES = 7  # that ended, in a list


async def _row(table: Table, id: int) -> Broadcast:
    """That broadcast. Raises NotHers: it may have gone since her right to it was looked up, or it is another's draft."""
    return _hers(table, await broadcasts.found(table.connection, id))


def _hers(table: Table, row: Broadcast | None) -> Broadcast:
    """Nobody sees a draft but who made it: it goes out in her name. Raises NotHers."""
    if row is None or (row.status == "draft" and row.person_id != table.who.person_id):
        raise access.NotHers
    return row


async def _alone(table: Table, id: int) -> Broadcast:
    """That broadcast, and no other coordinator of the group does anything until the end. Raises NotHers."""
    group_id = (await _row(table, id)).group_id
    await membership.alone(table, group_id, COORDINATOR)
    return _hers(table, await broadcasts.held(table.connection, id))


async def _sending(table: Table, group_id: int, *, dropped: bool = False) -> Fact:
    group, _ = await membership.here(table, group_id)
    found = sorted(await rounds.of_group(table.connection, group_id), key=lambda row: -row.id)
    looked_upon = [(await looked_at(table, row.id))[0] for row in found]
    shown = [Shown(row.id, row.plan, row.closed_on or local_day(row.closes_at)) for row in looked_upon if await anything(table, row)]
    return Sending(group.id, group.name, tuple(shown), dropped)


async def _show_sending(table: Table, ask: asks.ShowSending) -> Fact:
    return await _sending(table, ask.group)


async def _compose(table: Table, ask: asks.Compose) -> Fact:
    body = await _body(table, ask)
    digest = sha256(dumps([ask.group, body], sort_keys=True).encode()).hexdigest()
    id = await broadcasts.draft(table.connection, ask.group, table.who.person_id, digest, body, table.now)
    return await pages.preview(table, await _row(table, id))


async def _body(table: Table, ask: asks.Compose) -> dict[str, Any]:
    """What is kept of it. Raises NotHers for what the conversation does not offer."""
    ready = any(plan.number == ask.plan for plan in table.house.catalogue.ready())
    match ask.kind:
        case "plan" | "questions" if ready:
            return {"kind": ask.kind, "plan": ask.plan}
        case "part" if ready and ask.part in PARTS:
            return {"kind": ask.kind, "plan": ask.plan, "part": ask.part}
        case "words" if cleaned(ask.text) == ask.text and 0 < len(ask.text) <= LONGEST:
            return {"kind": ask.kind, "text": ask.text}
        case "result":
            row, _ = await looked_at(table, ask.round)
            if row.group_id == ask.group and await anything(table, row):
                return {"kind": ask.kind, "plan": row.plan, "round": row.id}
    raise access.NotHers


async def _show(table: Table, ask: asks.ShowBroadcast) -> Fact:
    return await _page(table, await _row(table, ask.broadcast))


async def _page(table: Table, row: Broadcast, news: News = "") -> Fact:
    if row.status == "draft":
        return await pages.preview(table, row)
    return await pages.progress(table.connection, row, table.now, news)


async def _times(table: Table, ask: asks.ShowTimes) -> Fact:
    row = await _row(table, ask.broadcast)
    return Times(row.id, offered(table.now, row.zone)) if row.status == "draft" else await _page(table, row)


async def _send_now(table: Table, ask: asks.SendNow) -> Fact:
    return await _send(table, ask.broadcast, table.now + pages.UNDO)


async def _send_later(table: Table, ask: asks.SendLater) -> Fact:
    row = await _row(table, ask.broadcast)
    try:
        due_at = understood(ask.when, table.now, row.zone)
    except NoTime as error:
        wrong = Times(row.id, offered(table.now, row.zone), error.why)  # type: ignore[arg-type]  # only these are ever raised
        return wrong if row.status == "draft" else await _page(table, row)
    return await _send(table, ask.broadcast, due_at)


async def _send(table: Table, id: int, due_at: datetime) -> Fact:
    """Once: what is the same and not out yet goes on as it is, and who comes second sees how. Of a plan that is gone nothing goes."""
    row = await _alone(table, id)
    already = await broadcasts.under_way(table.connection, row.group_id, row.digest)
    if already is not None:
        return await _page(table, await _row(table, already), "already")
    if row.status == "draft" and pages.plan_gone(table.house, row):
        return await _page(table, row)
    sent = await broadcasts.send(table.connection, id, table.who.person_id, table.who.address_id, due_at)
    return await _page(table, await _row(table, id), "begun" if sent else "")


async def _drop(table: Table, ask: asks.DropDraft) -> Fact:
    row = await _alone(table, ask.broadcast)
    if not await broadcasts.drop(table.connection, row.id):
        return await _page(table, row)
    return await _sending(table, row.group_id, dropped=True)


async def _cancel(table: Table, ask: asks.CancelBroadcast) -> Fact:
    """What has not begun to go out stays here. She who does it sees so at once; another who sent it is told."""
    row = await _alone(table, ask.broadcast)
    if row.status not in broadcasts.ACTIVE:
        return await _page(table, row)
    await outbox.cancel_broadcast(table.connection, row.id)
    await broadcasts.end(table.connection, row.id, "cancelled", table.now)
    if row.address_id == table.who.address_id and not row.told:
        await broadcasts.tell(table.connection, row.id, row.told, broadcasts.TOLD, table.now)
    return await _page(table, await _row(table, row.id), "cancelled")


async def _retry(table: Table, ask: asks.RetryBroadcast) -> Fact:
    """Only after the end, so a second press does nothing. The same thing must not be on its way a second time."""
    row = await _alone(table, ask.broadcast)
    if row.status not in ("done", "stopped"):
        return await _page(table, row)
    if await pages.over(table.connection, row, table.now):
        return await _page(table, row, "over")
    already = await broadcasts.under_way(table.connection, row.group_id, row.digest)
    if already is not None:
        return await _page(table, await _row(table, already), "already")
    queued = await outbox.retry_broadcast(table.connection, row.id, table.now)
    queued += await broadcasts.welcome_back(table.connection, row.id, table.now)
    left, rest = row.body.get(broadcasts.LEFT, []), None
    if row.status == "stopped":  # in the middle, so some are not made yet, and some that were will never have begun
        queued += await broadcasts.resume(table.connection, row.id, table.now)
        left = [*left, *(number for number in row.whom.named if number > row.cursor)]
        rest = None if row.whom.rest is None else max(row.whom.rest, row.cursor)
    elif not queued and not left:
        return await _page(table, row)
    await recipients.spare(table.connection, row.group_id, row.id)
    body = {**row.body, broadcasts.AGAIN: sorted(left), broadcasts.REST: rest, broadcasts.LEFT: []}
    await broadcasts.again(table.connection, row.id, table.who.address_id, body)
    return await _page(table, await _row(table, row.id), "retried")


async def _list(table: Table, ask: asks.ShowBroadcasts) -> Fact:
    group, _ = await membership.here(table, ask.group)
    found = await broadcasts.of_group(table.connection, ask.group, LINES)
    lines = tuple([await pages.line(table.connection, row, table.now) for row in found])
    return Broadcasts(group.id, group.name, lines, await broadcasts.under_way_in(table.connection, ask.group))


async def _show_sent(table: Table, ask: asks.ShowSent) -> Fact:
    """What was made, and never sent to anybody, members do not see."""
    row = await _row(table, ask.broadcast)
    if broadcasts.LEFT not in row.body:  # that stands there from the first part on
        raise access.NotHers
    return await pages.sent(table.connection, row, table.now)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowSending: _show_sending,
    asks.Compose: _compose,
    asks.ShowBroadcast: _show,
    asks.ShowTimes: _times,
    asks.SendNow: _send_now,
    asks.SendLater: _send_later,
    asks.DropDraft: _drop,
    asks.CancelBroadcast: _cancel,
    asks.RetryBroadcast: _retry,
    asks.ShowBroadcasts: _list,
    asks.ShowSent: _show_sent,
}

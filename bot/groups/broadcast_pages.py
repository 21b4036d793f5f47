"""Broadcasts as those who lead the group, and its members, may see them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.dates import local_day
from bot.dialogue.broadcast_facts import BroadcastLine, News, Over, Preview, Progress, Sent
from bot.dialogue.broadcast_reasons import name_of
from bot.dialogue.catalogue import DUTCH
from bot.groups import broadcast_recipients as recipients_of
from bot.groups.broadcast_recipients import Goes, Stays, Ways
from bot.groups.broadcast_times import when
from bot.groups.house import House, Table
from storage import broadcasts, chats, people, reach, rounds, templates
from storage.broadcasts import Broadcast
from storage.db import Connection
from storage.rounds import Round

DAYS = 21  # until a round closes that a broadcast opens
UNDO = timedelta(seconds=10)  # in which she may think again


async def sent(connection: Connection, row: Broadcast, now: datetime) -> Sent:
    """What is sent."""
    body, round = row.body, await round_of(connection, row, now)
    by = (await people.profile(connection, row.person_id)).name if row.person_id else ""
    return Sent(
        id=row.id,
        group=row.group_id,
        group_name=row.group_name,
        kind=body["kind"],
        by=by,
        plan=body.get("plan", 0),
        part=body.get("part", ""),
        round=round.id if round else body.get("round", 0),
        closes=local_day(round.closes_at if round else max(now, row.due_at) + timedelta(days=DAYS))
        if body["kind"] == "questions"
        else None,
        anonymous=round.anonymous if round else True,
        joint=round.joint if round else False,
        text=body.get("text", ""),
    )


async def round_of(connection: Connection, row: Broadcast, now: datetime) -> Round | None:
    """The round that it is about: its own, or the one that it would join now, or when its time has come."""
    if "round" in row.body:
        return await rounds.found(connection, row.body["round"])
    if row.body["kind"] != "questions":
        return None
    found = await rounds.unclosed(connection, row.group_id, row.body["plan"])
    return found if found and found.is_open(max(now, row.due_at)) else None


def plan_gone(house: House, row: Broadcast) -> bool:
    """Whether it is about a plan that can't be used any more. The result of a round stays what it is."""
    about_a_plan = row.body["kind"] in ("plan", "part", "questions")
    return about_a_plan and all(plan.number != row.body["plan"] for plan in house.catalogue.ready())


async def ways(connection: Connection, house: House, kind: str, now: datetime) -> Ways:
    """How people can be reached now with something of this kind."""
    return Ways(house.capabilities, await templates.approved(connection), recipients_of.template_for(kind), now)


async def preview(table: Table, row: Broadcast) -> Preview:
    """What it will be, and whom it would reach now."""
    connection, kind = table.connection, row.body["kind"]
    open_to = await ways(connection, table.house, kind, table.now)
    found = await reached(table, row.group_id, open_to)
    goes = [(one, count) for one, count in found if isinstance(one, Goes)]
    made, gone = await sent(connection, row, table.now), plan_gone(table.house, row)
    return Preview(
        sent=made,
        people=sum(count for _, count in goes),
        channels=_counted(_summed((one.phone.channel, count) for one, count in goes)),
        languages=_counted(_summed((one.member.language or DUTCH, count) for one, count in goes)),
        left_out=_summed((one.reason, count) for one, count in found if isinstance(one, Stays)),
        borrowed=sum(count for one, count in goes if one.borrowed),
        templates=sum(count for one, count in goes if one.closed),
        billed=sum(count for one, count in goes if table.house.capabilities[one.phone.channel].billed),
        chats=len(await chats.of_group(connection, row.group_id)),
        opens=kind == "questions" and not made.round and not gone,
        fixed=any(name == open_to.template for name, _ in open_to.approved),
        gone=gone,
    )


async def reached(table: Table, group_id: int, how: Ways) -> list[tuple[Goes | Stays, int]]:
    """What it comes to for everybody but who asks, and for how many. Of those who are alike one is decided on, as the engine will."""
    since = {name: table.now - channel.window for name, channel in how.capabilities.items() if channel.window is not None}
    alike = await reach.alike(table.connection, group_id, table.who.person_id, since, table.now)
    found = [(recipients_of.decided([one.member], {one.member.person_id: one.phones}, how)[0], one.count) for one in alike]
    members, phones = await reach.others(table.connection, group_id, table.who.person_id)
    return [*found, *((one, 1) for one in recipients_of.decided(members, phones, how))]


def _counted(counter: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda one: (-one[1], one[0])))


async def progress(connection: Connection, row: Broadcast, now: datetime, news: News = "") -> Progress:
    """How it goes."""
    went = await broadcasts.tally(connection, row.id)
    to_women, to_chats = [one for one in went if not one.to_chat], [one for one in went if one.to_chat]
    failed = _summed((name_of(one.reason), one.count) for one in to_women if one.status == "failed" or one.reason)
    return Progress(
        sent=await sent(connection, row, now),
        status=row.status,  # type: ignore[arg-type]  # only these are ever kept
        due=when(row.due_at, row.zone),
        counts=_summed((one.status, one.count) for one in to_women),
        left=failed.pop("left", 0),
        failed=failed,
        left_out=row.left_out,
        chats=_summed((one.status, one.count) for one in to_chats),
        to_come=await broadcasts.to_come(connection, row) if row.status in broadcasts.ACTIVE else 0,
        reason=row.reason or "",
        soon=row.status == "waiting" and -UNDO <= row.due_at - now <= UNDO,
        late=row.status == "waiting" and row.due_at - now < -UNDO,
        over=await over(connection, row, now),
        news=news,
    )


def _summed(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, count in counted:
        found[name] += count
    return dict(found)


async def over(connection: Connection, row: Broadcast, now: datetime) -> Over:
    """Why it can't be sent again; empty: it can."""
    if row.person_id is None:
        return "gone"
    if row.body["kind"] != "questions" or "round" not in row.body:
        return ""
    found = await rounds.found(connection, row.body["round"])
    return "" if found and found.is_open(now) else "round"


async def line(connection: Connection, row: Broadcast, now: datetime) -> BroadcastLine:
    """It in a list."""
    return BroadcastLine(await sent(connection, row, now), row.status, when(row.due_at, row.zone))  # type: ignore[arg-type]

"""What the platform tells of a message later is kept, never backwards, and what follows from it is done."""

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Literal
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, update

from bot.channels.base import SendError, Status, Templated
from bot.channels.telegram import TelegramChannel
from bot.consequences import Consequences
from bot.delivery import Delivery
from storage import groups, outbox, people
from storage.db import Database
from storage.sending_tables import broadcast
from storage.tables import address, conversation, lane, message
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.storage.people_here import LANE, draft, meet, queue, rows, statuses, unreachable_since, work_until_idle
from tests.telegram_stub import TelegramStub, too_many

Word = Literal["sent", "delivered", "read", "failed"]
ORDER = ("sent", "delivered", "read")


@pytest.fixture
def told(database: Database, channel: TelegramChannel, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Consequences:
    """Telegram tells no statuses, and has no window; the rules are the same for whoever does."""
    monkeypatch.setattr(channel, "capabilities", replace(channel.capabilities, window=timedelta(hours=24)))
    return Consequences(database, {"telegram": channel}, "one", clock)


async def sent(database: Database, clock: Clock, who: people.Found, key: str, status: str = "sent", **more: object) -> None:
    """A message with that status."""
    await queue(database, clock(), draft(who, key, outbox.BROADCAST))
    async with database.write() as connection:
        await connection.execute(update(message).where(message.c.key == key).values(status=status, attempts=1, **more))


def status(clock: Clock, key: str, word: Word, error: SendError | None = None) -> Status:
    return Status(key, word, clock(), error)


@pytest.mark.parametrize("order", list(itertools.permutations(ORDER)), ids=" ".join)
async def test_in_whatever_order_they_come_and_however_often_the_furthest_counts(
    database: Database, told: Consequences, clock: Clock, order: tuple[Word, ...]
) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one", "sending")
    furthest = -1
    for word in (*order, *order):
        await told.settle(status(clock, "one", word))
        furthest = max(furthest, ORDER.index(word))
        assert await statuses(database) == [ORDER[furthest]]


@pytest.mark.parametrize(
    ("before", "word", "after"),
    [
        ("failed", "delivered", "failed"),  # failed is final
        ("delivered", "failed", "delivered"),  # she has it
        ("read", "sent", "read"),
        ("sent", "failed", "failed"),
        ("unknown", "delivered", "delivered"),  # now it is known
        ("unknown", "failed", "failed"),
        ("queued", "sent", "sent"),  # the answer to the call was lost: it must not go again
        ("leased", "read", "read"),
        ("cancelled", "sent", "cancelled"),
    ],
)
async def test_what_was_known_before_is_never_taken_back(
    database: Database, told: Consequences, clock: Clock, before: str, word: Word, after: str
) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one", before)
    error = SendError("no", permanent=True) if word == "failed" else None
    await told.settle(status(clock, "one", word, error))
    assert await statuses(database) == [after]


async def test_a_status_that_comes_before_the_answer_to_the_call_keeps_it_from_being_sent_again(
    database: Database, telegram: TelegramStub, channel: TelegramChannel, told: Consequences, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one", "queued")
    await told.settle(status(clock, "one", "delivered"))
    await work_until_idle(Delivery(database, {"telegram": channel}, "one", clock))
    assert telegram.calls == []


async def test_of_a_message_that_nobody_knows_nothing_is_kept(database: Database, told: Consequences, clock: Clock) -> None:
    await told.settle(status(clock, "another's", "delivered"))
    assert await rows(database) == []


async def test_who_is_not_reachable_is_noted(database: Database, told: Consequences, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one")
    await told.settle(status(clock, "one", "failed", SendError("not there", unreachable=True)))
    assert await unreachable_since(database, amina) == clock()
    assert (await rows(database))[0]["reason"] == "not there"


async def test_who_said_stop_to_the_platform_gets_nothing_more(database: Database, told: Consequences, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one")
    await sent(database, clock, amina, "two", "queued")
    await told.settle(status(clock, "one", "failed", SendError("she stopped this", stopped=True, permanent=True)))
    assert await statuses(database) == ["failed"]
    async with database.read() as connection:
        assert await connection.scalar(select(conversation.c.stopped))


async def test_outside_her_window_it_goes_again_as_a_template_where_there_is_one(
    database: Database, told: Consequences, clock: Clock
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    body = {"message": {"text": "hallo"}, "template": Templated("ronde_uitnodiging", "nl", ("Laak", "Plan"), "round:1").to_json()}
    await sent(database, clock, amina, "with", body=body)
    await sent(database, clock, boyana, "without")
    async with database.write() as connection:
        await people.heard(connection, amina.address_id, clock())
    for key in ("with", "without"):
        await told.settle(status(clock, key, "failed", SendError("window closed", needs_template=True, permanent=True)))
    assert await statuses(database) == ["queued", "failed"]
    async with database.read() as connection:
        heard = list((await connection.execute(select(address.c.heard_at).order_by(address.c.id))).scalars())
    assert heard == [clock() - timedelta(hours=24), None]


async def test_what_she_wrote_after_the_refusal_keeps_her_window_open(database: Database, told: Consequences, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one")
    refused = status(clock, "one", "failed", SendError("window closed", needs_template=True, permanent=True))
    clock.passes(1)
    async with database.write() as connection:
        await people.heard(connection, amina.address_id, clock())
    await told.settle(refused)
    async with database.read() as connection:
        assert await connection.scalar(select(address.c.heard_at)) == clock()


async def test_what_is_told_again_of_an_attempt_that_failed_neither_sends_it_again_nor_ends_it(
    database: Database, told: Consequences, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one", external_id="first")
    failed = Status("one", "failed", clock(), SendError("try later", slower=True), "first")
    for late in (failed, failed, Status("one", "sent", clock(), None, "first")):
        await told.settle(late)
        assert await statuses(database) == ["queued"]
    async with database.write() as connection:
        await connection.execute(update(message).values(status="sent", attempts=2, external_id="second"))
    await told.settle(failed)
    assert await statuses(database) == ["sent"]
    await told.settle(Status("one", "failed", clock(), SendError("no", permanent=True), "second"))
    assert await statuses(database) == ["failed"]


@pytest.mark.parametrize("priority", [outbox.REPLY, outbox.BROADCAST])
async def test_what_may_pass_is_tried_again_a_few_times_and_then_it_has_failed(
    database: Database, told: Consequences, clock: Clock, priority: int
) -> None:
    amina = await meet(database, AMINA, clock())
    await queue(database, clock(), draft(amina, "one", priority))
    for attempt, (after, wait) in enumerate([("queued", 4), ("queued", 16), ("failed", 0)], 1):
        async with database.write() as connection:
            values = {"status": "sent", "attempts": attempt, "external_id": str(attempt)}
            await connection.execute(update(message).values(**values))
        await told.settle(Status("one", "failed", clock(), SendError("too fast for her", retry_after=4, grows=True), str(attempt)))
        row = (await rows(database))[0]
        assert row["status"] == after
        assert wait == 0 or row["due_at"] == clock() + timedelta(seconds=wait)


async def test_where_the_platform_wants_a_day_of_rest_for_her_others_and_replies_go_on(
    database: Database, told: Consequences, clock: Clock
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    for who, key in ((amina, "one"), (boyana, "two")):
        await sent(database, clock, who, key)
        await told.settle(status(clock, key, "failed", SendError("not today", retry_after=24 * 3600.0)))
    assert [(row["status"], row["due_at"]) for row in await rows(database)] == [("queued", clock() + timedelta(days=1))] * 2
    async with database.read() as connection:
        assert await connection.scalar(select(lane.c.paused_until)) is None


async def begun(database: Database, clock: Clock) -> int:
    """A broadcast that is going out."""
    async with database.write() as connection:
        group = await groups.make(connection, "Laak", 3, clock().date())
        values = {"group_id": group, "lookup": uuid4().hex, "digest": "", "body": {}, "made_at": clock(), "due_at": clock(), "left_out": {}}
        new = insert(broadcast).values(status="sending", **values).returning(broadcast.c.id)
        return int((await connection.execute(new)).scalar_one())


async def test_a_platform_that_wants_no_more_of_it_stops_the_broadcast_at_once(
    database: Database, told: Consequences, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    amina, boyana = await meet(database, AMINA, clock()), await meet(database, BOYANA, clock())
    id = await begun(database, clock)
    await sent(database, clock, amina, "one", broadcast_id=id)
    await sent(database, clock, boyana, "two", "queued", broadcast_id=id)
    await told.settle(status(clock, "one", "failed", SendError("spam", halts=True)))
    assert await statuses(database) == ["failed", "cancelled"]
    async with database.read() as connection:
        assert (await connection.execute(select(broadcast.c.status, broadcast.c.reason))).one() == ("stopped", "halted")
    assert "broadcasts were stopped" in [record.message for record in caplog.records if record.levelname == "ERROR"]


async def test_what_was_being_sent_when_it_was_cancelled_and_did_not_go_never_will(
    database: Database, telegram: TelegramStub, channel: TelegramChannel, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    id = await begun(database, clock)
    await sent(database, clock, amina, "one", "queued", broadcast_id=id)
    telegram.will(too_many(3))
    async with database.write() as connection:
        await connection.execute(update(broadcast).values(status="cancelled"))
    await work_until_idle(Delivery(database, {"telegram": channel}, "one", clock))
    assert await statuses(database) == ["cancelled"]


async def test_a_throttled_lane_goes_slower(database: Database, told: Consequences, clock: Clock) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one")
    await told.settle(status(clock, "one", "failed", SendError("too fast", slower=True, retry_after=1)))
    assert await statuses(database) == ["queued"]
    async with database.read() as connection:
        assert await connection.scalar(select(lane.c.slowness).where(lane.c.name == LANE)) == 2


async def test_a_status_that_comes_while_she_is_forgotten_waits_for_that_and_not_in_a_circle(
    database: Database, told: Consequences, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    await sent(database, clock, amina, "one")
    stop = status(clock, "one", "failed", SendError("she stopped this", stopped=True, permanent=True))
    async with database.write() as turn:
        await people.lock(turn, "telegram", AMINA.telegram)
        settling = asyncio.create_task(told.settle(stop))
        await asyncio.sleep(0.2)
        await outbox.forget(turn, amina.person_id)
    async with asyncio.timeout(5):
        await settling
    assert await rows(database) == []

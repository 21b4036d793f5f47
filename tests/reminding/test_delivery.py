"""What was held up on its way comes neither at night nor too late, and never twice."""

from sqlalchemy import update

from bot.channels.base import SendError
from bot.dialogue.asks import Leave
from storage.tables import message
from tests.reminding.calls import Calls


async def nudged(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=4)


async def statuses(calls: Calls) -> list[str]:
    return [row["status"] for row in await calls.letters("nudge:")]


async def send(calls: Calls) -> int:
    """As the worker does; returns how many came to their phones."""
    before = len(calls.play.terminal.said)
    while await calls.play.parts.delivery.work():
        continue
    return len(calls.play.terminal.said) - before


async def test_a_nudge_that_was_held_up_until_night_goes_in_the_morning(calls: Calls) -> None:
    await nudged(calls)
    calls.at(21)
    assert await send(calls) == 0
    assert set(await statuses(calls)) == {"queued"}
    calls.play.world.clock.passes(12 * 3600)
    assert await send(calls) == 5
    assert set(await statuses(calls)) == {"sent"}


async def test_a_nudge_that_was_held_up_until_she_answered_or_left_never_goes(calls: Calls) -> None:
    await nudged(calls)
    await calls.play.answer("Amina", 1, 0, most=1)
    await calls.play.told("Carla", Leave(calls.play.group))
    assert await send(calls) == 3
    assert sorted(await statuses(calls)) == ["cancelled", "sent", "sent", "sent"]  # Carla's went with her


async def test_after_the_round_nothing_of_it_goes_any_more(calls: Calls) -> None:
    await nudged(calls)
    calls.play.world.clock.passes(18 * 24 * 3600)
    assert await send(calls) == 0


async def test_when_nobody_knows_whether_it_came_it_is_not_sent_again(calls: Calls) -> None:
    await nudged(calls)
    delivery = calls.play.parts.delivery
    real = calls.play.terminal.send

    async def lost(outgoing: object) -> str:
        await real(outgoing)  # type: ignore[arg-type]
        raise SendError("the answer did not come", ambiguous=True)

    calls.play.terminal.send = lost  # type: ignore[method-assign]
    await delivery.work()
    calls.play.terminal.send = real  # type: ignore[method-assign]
    calls.play.world.clock.passes(600)
    assert await send(calls) == 0
    assert set(await statuses(calls)) == {"unknown"}


async def test_a_process_that_ends_while_it_sends_leaves_nothing_to_be_sent_twice(calls: Calls) -> None:
    await nudged(calls)
    async with calls.play.world.database.write() as connection:
        values = {"status": "sending", "lease_by": "gone", "lease_until": calls.in_days(0)}
        await connection.execute(update(message).where(message.c.key.startswith("nudge:")).values(**values))
    calls.play.world.clock.passes(60)
    assert await send(calls) == 0
    assert set(await statuses(calls)) == {"unknown"}


async def test_who_was_done_before_the_word_that_it_closes_came_does_not_get_it(calls: Calls) -> None:
    await calls.rhythm(nudge_days=())
    await calls.play.open(days=7)
    await calls.play.answer("Amina", 1, 0, most=2)
    await calls.run(days=5)
    assert len(await calls.letters("nudge:1:closing:")) == 5
    await calls.play.answer("Amina", 1, 0)
    await calls.play.answer("Carla", 1, 0, most=1)
    await send(calls)
    assert sorted(await statuses(calls)) == ["cancelled", "sent", "sent", "sent", "sent"]

"""What is stopped stays, and what did not come through is tried once more."""

import pytest

from bot import broadcasting as module
from bot.dialogue import asks
from bot.dialogue.broadcast_asks import CancelBroadcast, RetryBroadcast
from storage import broadcasts, outbox
from storage.tables import message
from tests.groups.sending import Post, is_progress, text_of


async def test_in_the_middle_of_it_what_is_not_out_can_be_cancelled(post: Post) -> None:
    await post.crowd(4)
    id = await post.send()
    await post.run()
    first = [row["id"] for row in await post.letters(id)][:1]
    await post.went(only=first)
    stopped = is_progress(await post.world.do(post.boyana, CancelBroadcast(id)))
    assert (stopped.status, stopped.counts, stopped.news) == ("cancelled", {"sent": 1, "cancelled": 3}, "cancelled")
    await post.run()
    assert [row["status"] for row in await post.letters(id)] == ["sent", "cancelled", "cancelled", "cancelled"]


async def test_only_what_failed_is_tried_again_and_who_was_left_out_may_be_reached_now(post: Post) -> None:
    amina, dilek = await post.join("amina"), await post.join("dilek")
    esra, stopped = await post.join("esra"), await post.join("zei stop")
    await post.remember(stopped, stopped=True)
    id = await post.send()
    await post.run()
    of = {row["person_id"]: row["id"] for row in await post.letters(id)}
    await post.went(only=[of[amina.person_id]])
    await post.went("failed", reason="no answer", only=[of[dilek.person_id]])
    await post.went("unknown", only=[of[esra.person_id]])
    await post.went()  # what its sender is told
    await post.run()
    ended = await post.progress(id)
    assert (ended.status, ended.failed, ended.left_out) == ("done", {"trouble": 1}, {"stopped": 1})
    await post.join("nieuw")  # she came after it
    await post.remember(stopped)
    for news in ("retried", ""):
        assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).news == news
    await post.run()
    how = {row["person_id"]: row["status"] for row in await post.letters(id)}
    assert how == {amina.person_id: "sent", dilek.person_id: "queued", esra.person_id: "unknown", stopped.person_id: "queued"}
    await post.went()
    await post.run()
    assert (await post.progress(id)).left_out == {}
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).news == ""
    assert (await post.progress(id)).status == "done"


async def test_to_her_who_left_or_said_stop_meanwhile_nothing_is_tried_again(post: Post) -> None:
    amina, dilek, esra = [await post.join(name) for name in ("amina", "dilek", "esra")]
    id = await post.send()
    await post.run()
    await post.went("failed", reason="no answer", only=[row["id"] for row in await post.letters(id)])
    await post.went()
    await post.run()
    await post.world.do(amina, asks.Leave(post.group))
    await post.remember(dilek, stopped=True)
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).news == "retried"
    how = {row["person_id"]: row["status"] for row in await post.letters(id)}
    assert how == {amina.person_id: "cancelled", dilek.person_id: "cancelled", esra.person_id: "queued"}


async def test_when_the_platform_stops_it_all_who_lead_are_told_and_can_go_on_later(post: Post) -> None:
    amina = await post.join("amina")
    await post.crowd(0)
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    id = await post.send()
    await post.engine.once()
    await post.engine.once()
    async with post.world.database.write() as connection:
        assert await outbox.stop_broadcasts(connection, "telegram", "halted", post.world.clock()) == [id]
    post.world.clock.passes(5)
    await post.run()
    told = await post.told()
    assert {row["person_id"] for row in told} == {amina.person_id, post.boyana.person_id}
    assert all("laat mij dit niet verder sturen" in text_of(row) for row in told)
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).status == "sending"
    assert [row["status"] for row in await post.letters(id)] == ["queued"]


async def test_those_who_all_left_meanwhile_hold_up_no_retry(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 3)
    women = [await post.join(f"vrouw {number}") for number in range(6)]
    for one in women:
        await post.remember(one, stopped=True)
    id = await post.send()
    await post.run()
    await post.leave(*women[:4])
    for one in women[4:]:
        await post.remember(one)
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).news == "retried"
    await post.run()
    assert {row["person_id"] for row in await post.letters(id)} == {one.person_id for one in women[4:]}
    await post.went()
    await post.run()
    assert (await post.progress(id)).status == "done"


async def test_more_left_out_than_a_database_takes_at_once_are_tried_again(post: Post) -> None:
    """Postgres takes 32,767 values in a question."""
    amina = await post.join("amina")
    id = await post.send()
    await post.run()
    await post.went("failed", reason="no answer")
    [row] = [row for row in await post.world.rows("broadcast") if row["id"] == id]
    await post.set("broadcast", id, body={**row["body"], broadcasts.LEFT: list(range(2, 40_000))}, status="done")
    async with post.world.database.write() as connection:
        await connection.execute(message.delete().where(message.c.broadcast_id == id))
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).news == "retried"
    await post.run()
    assert [row["person_id"] for row in await post.letters(id)] == [amina.person_id]


async def test_stopped_in_the_middle_it_goes_on_with_those_who_have_none_and_with_nobody_twice(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PART", 3)
    await post.crowd(11)
    id = await post.send()
    for times in range(2):
        await post.engine.once()
        await post.engine.once()
        async with post.world.database.write() as connection:
            assert await outbox.stop_broadcasts(connection, "telegram", "halted", post.world.clock()) == [id]
        made = await post.letters(id)
        assert 0 < len(made) < 11, times
        assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).status == "sending"
    await post.run()
    letters = await post.letters(id)
    assert len(letters) == 11
    assert {row["status"] for row in letters} == {"queued"}


@pytest.mark.parametrize("why", [None, "Telegram can't be reached, or is in trouble"])
async def test_what_was_tried_before_the_stop_goes_on_as_if_new(post: Post, why: str | None) -> None:
    await post.join("amina")
    id = await post.send()
    await post.run()
    [row] = await post.letters(id)
    await post.set("message", row["id"], reason=why, attempts=3, doubts=1, external_id="!9")
    async with post.world.database.write() as connection:
        await outbox.stop_broadcasts(connection, "telegram", "halted", post.world.clock())
    await post.world.do(post.boyana, RetryBroadcast(id))
    [row] = await post.letters(id)
    assert (row["status"], row["attempts"], row["doubts"], row["external_id"], row["reason"]) == ("queued", 0, 0, None, None)


async def test_questions_of_a_closed_round_are_not_sent_again(post: Post) -> None:
    await post.join("amina")
    id = await post.send("questions", plan=3)
    await post.run()
    await post.went("failed", reason="no answer", only=[row["id"] for row in await post.letters(id)])
    await post.went()
    await post.run()
    assert "retrysend" in await post.seen(id)
    [round] = await post.world.rows("round")
    await post.world.do(post.boyana, asks.CloseRound(round["id"]))
    before = await post.letters(id)
    told = is_progress(await post.world.do(post.boyana, RetryBroadcast(id)))
    assert await post.letters(id) == before
    assert (told.status, told.over) == ("done", "round")
    assert "De ronde is gesloten. Daarom stuur ik de vragen niet meer." in post.words(told)
    assert "retrysend" not in await post.seen(id)


async def test_who_tries_again_hears_how_it_goes_when_the_sender_has_left(post: Post) -> None:
    amina = await post.join("amina")
    await post.join("dilek")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    id = await post.send()
    await post.run()
    await post.went("failed", reason="no answer", only=[row["id"] for row in await post.letters(id)])
    await post.went()
    await post.run()
    await post.went()
    await post.world.do(post.boyana, asks.Leave(post.group))
    before = len(await post.told())
    assert is_progress(await post.world.do(amina, RetryBroadcast(id))).news == "retried"
    await post.went()
    post.world.clock.passes(6)
    await post.run()
    told = (await post.told())[before:]
    assert {(row["person_id"], row["address_id"]) for row in told} == {(amina.person_id, amina.address_id)}
    assert "edit" not in told[0]["body"]  # what was told before stands in another chat
    assert "Klaar. 2 van 2 verstuurd." in text_of(told[-1])


async def test_of_a_channel_that_is_no_more_it_ends_and_says_so(post: Post) -> None:
    await post.join("amina", "whatsapp")
    id = await post.send()
    await post.run()
    await post.went("failed", reason=outbox.NO_CHANNEL, only=[row["id"] for row in await post.letters(id)])
    await post.went()
    await post.run()
    ended = await post.progress(id)
    assert (ended.status, ended.failed) == ("done", {"no_channel": 1})
    assert "1 heeft geen chat waar ik iets kan sturen." in post.words(ended)

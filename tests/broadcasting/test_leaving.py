"""Who leaves, is forgotten or ends the group."""

from hashlib import sha256
from json import dumps

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from bot.dialogue import asks
from bot.dialogue.broadcast_asks import RetryBroadcast, SendLater
from bot.dialogue.console_asks import DeleteGroup
from bot.dialogue.console_facts import GroupGone
from storage import broadcasts, outbox
from storage.sending_tables import broadcast
from tests.groups.sending import Post, buttons_of, is_progress, text_of


async def test_who_leaves_gets_nothing_that_has_not_gone_yet(post: Post) -> None:
    amina = await post.join("amina")
    await post.join("dilek")
    id = await post.send()
    await post.run()
    await post.world.do(amina, asks.Leave(post.group))
    how = {row["person_id"]: row["status"] for row in await post.letters(id)}
    assert how.pop(amina.person_id) == "cancelled"
    assert set(how.values()) == {"queued"}
    await post.went()
    await post.run()
    assert (await post.progress(id)).status == "done"


async def test_of_whom_is_forgotten_nothing_more_is_sent_and_her_words_go(post: Post) -> None:
    await post.join("amina")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    sent, waiting = await post.send(text="Mijn woorden."), (await post.preview(text="Ook van mij.")).sent.id
    await post.run()
    await post.world.do(post.boyana, SendLater(waiting, "morgen 9:00"))
    draft = await post.preview(text="Nog niet gestuurd.")
    await post.world.do(post.boyana, asks.ForgetMe())
    rows = {row["id"]: row for row in await post.world.rows("broadcast")}
    assert set(rows) == {sent, waiting}
    assert draft.sent.id not in rows
    assert {(row["status"], row["reason"], row["body"]["text"]) for row in rows.values()} == {("cancelled", "forgotten", broadcasts.GONE)}
    assert {row["status"] for row in await post.letters(sent)} == {"cancelled"}
    post.world.clock.passes(2 * 86_400)
    await post.run()
    assert await post.letters(waiting) == []


async def test_how_it_went_is_not_told_of_a_group_that_was_deleted_nor_to_who_left_it(post: Post) -> None:
    amina, deleted = await post.join("amina"), DeleteGroup(post.group, "Laak")
    for name in ("dilek", "esra"):
        await post.join(name)
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    await post.send()
    await post.run()
    await post.went(only=[row["id"] for row in await post.told()])
    await stopped(post)
    post.world.clock.passes(6)
    await post.run()
    assert await still_to_be_told(post) == [post.boyana.person_id, amina.person_id]
    await post.leave(amina)
    assert await still_to_be_told(post) == [post.boyana.person_id]
    assert await post.world.do(post.boyana, deleted) == GroupGone("Laak")
    assert await still_to_be_told(post) == []


async def still_to_be_told(post: Post) -> list[object]:
    return [row["person_id"] for row in await post.told() if row["status"] == "queued"]


async def stopped(post: Post) -> None:
    """The platform wants no more of it."""
    async with post.world.database.write() as connection:
        await outbox.stop_broadcasts(connection, "telegram", "refused", post.world.clock())


async def test_nothing_more_is_sent_of_a_group_that_ends(post: Post) -> None:
    amina = await post.join("amina")
    id = await post.send()
    await post.run()
    await post.world.do(amina, asks.Leave(post.group))
    await post.world.do(post.boyana, asks.ForgetMe())
    assert await post.world.rows("broadcast") == []
    assert {row["status"] for row in await post.letters(id)} <= {"cancelled"}
    await post.run()


async def test_of_whom_is_forgotten_neither_name_nor_words_stay_in_what_was_sent(post: Post) -> None:
    await post.join("amina")
    on_web, whatsapp = await post.join("op de website", "web"), await post.join("op whatsapp", "whatsapp")
    await post.world.do(post.boyana, asks.CallMe("Zonnebloem"))
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    done, halted = await post.send(text="Kersenbloesem."), await post.send(text="Kersenbloesem: nog een keer.")
    await post.run()
    first = await post.letters(done)
    await post.went("failed", reason="no answer", only=[row["id"] for row in first if row["address_id"] == whatsapp.address_id])
    await post.went(only=[row["id"] for row in first])
    await post.run()
    async with post.world.database.write() as connection:
        assert await outbox.stop_broadcasts(connection, "telegram", "halted", post.world.clock()) == [halted]
    post.world.clock.passes(6)
    for _ in range(2):
        await post.went()
        await post.run()
    await post.went()
    assert any("Kersenbloesem" in text_of(row) for row in await post.told() if row["person_id"] != post.boyana.person_id)
    going = await post.send(text="Kersenbloesem, voor de derde keer.")
    await post.run()
    await post.set("message", (await post.letters(going))[0]["id"], status="sending")
    await post.world.do(post.boyana, asks.ForgetMe())
    kept = repr([await post.world.rows(table) for table in ("message", "broadcast")])
    assert "Zonnebloem" not in kept
    assert "Kersenbloesem" not in kept
    how = {row["address_id"]: row["status"] for row in await post.letters(going)}
    assert how == {row["address_id"]: status for row, status in zip(first, ("unknown", "sent", "cancelled"), strict=True)}
    [page] = [row for row in await post.letters(done) if row["address_id"] == on_web.address_id]
    assert (text_of(page), buttons_of(page)) == (broadcasts.GONE, [f"group:{post.group}", "menu"])


async def test_what_somebody_made_who_is_forgotten_is_not_tried_again(post: Post) -> None:
    amina = await post.join("amina")
    await post.join("dilek")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    id = await post.send()
    await post.run()
    await post.went("failed", reason="no answer")
    await post.run()
    await post.world.do(post.boyana, asks.ForgetMe())
    told = is_progress(await post.world.do(amina, RetryBroadcast(id)))
    assert (told.news, told.over) == ("over", "gone")
    assert {row["status"] for row in await post.letters(id)} == {"failed"}
    assert "Wie dit maakte, is hier niet meer." in post.words(told)


async def test_who_guesses_the_words_does_not_find_them_in_the_tables(post: Post) -> None:
    """Neither by what two coordinators would have in common, nor after she was forgotten."""
    await post.join("amina")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    id = await post.send(text="Kersenbloesem.")
    guess = sha256(dumps([post.group, {"kind": "words", "text": "Kersenbloesem."}], sort_keys=True).encode()).hexdigest()
    async with post.world.database.read() as connection:
        raw = [type_coerce(column, LargeBinary) for column in (broadcast.c.lookup, broadcast.c.digest)]
        kept = b"".join(bytes(value) for value in (await connection.execute(select(*raw))).one())
        assert guess.encode() not in kept
        assert bytes.fromhex(guess) not in kept
        assert await broadcasts.under_way(connection, post.group, guess) == id
    await post.world.do(post.boyana, asks.ForgetMe())
    async with post.world.database.read() as connection:
        assert (await connection.execute(select(broadcast.c.id).where(broadcast.c.lookup == guess))).all() == []
        assert guess not in (await connection.execute(select(broadcast.c.digest))).scalars().all()


@pytest.mark.parametrize(("on", "status"), [("telegram", "queued"), ("telegram", "sent"), ("whatsapp", "sent")])
async def test_one_woman_who_was_in_the_group_twice_gets_it_once(post: Post, on: str, status: str) -> None:
    amina, other = await post.join("amina"), await post.join("amina ook", "whatsapp")
    id = await post.send()
    await post.run()
    if status == "sent":
        await post.went(only=[row["id"] for row in await post.letters(id) if row["lane"] == on])
    await post.world.link(amina, other)
    how = {row["lane"]: row["status"] for row in await post.letters(id)}
    assert how == {"telegram": "cancelled", "whatsapp": "cancelled"} | {on: status}
    await post.went()
    await post.run()
    ended = await post.progress(id)
    assert (ended.status, ended.counts, ended.failed, ended.left) == ("done", {"sent": 1}, {}, 0)


async def test_what_a_second_phone_got_is_no_reason_to_cancel_when_the_first_failed(post: Post) -> None:
    amina, other = await post.join("amina"), await post.join("amina ook", "whatsapp")
    id = await post.send()
    await post.run()
    letters = {row["lane"]: row["id"] for row in await post.letters(id)}
    await post.went("failed", reason="no answer", only=[letters["telegram"]])
    await post.world.link(amina, other)
    assert {row["lane"]: row["status"] for row in await post.letters(id)} == {"telegram": "failed", "whatsapp": "queued"}

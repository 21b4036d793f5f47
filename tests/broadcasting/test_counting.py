"""What a coordinator reads adds up, before and after."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from bot.dialogue import asks
from bot.dialogue.broadcast_asks import CancelBroadcast, RetryBroadcast, SendNow
from storage import outbox, reach
from tests.groups.sending import Post, is_progress


async def with_chat(post: Post) -> None:
    """The group has a chat of its own on Telegram."""
    chat = await post.world.meet("-100200", "telegram-group")
    await post.set("address", chat.address_id, person_id=post.boyana.person_id)
    await post.world.put("group_chat", address_id=chat.address_id, group_id=post.group)


async def test_who_left_and_who_said_stop_meanwhile_each_have_a_line(post: Post) -> None:
    amina, dilek, _ = [await post.join(name) for name in ("amina", "dilek", "esra")]
    id = await post.send()
    await post.run()
    await post.leave(amina)
    async with post.world.database.write() as connection:
        await outbox.quiet(connection, dilek.person_id)
    await post.went()
    await post.run()
    told = post.words(await post.progress(id))
    assert "Klaar. 1 van 3 verstuurd." in told
    assert "Niet gekregen:\n• 1 is niet meer in de groep.\n• 1 zei STOP." in told


async def test_who_said_stop_and_start_is_reached_when_it_is_tried_again(post: Post) -> None:
    amina, dilek = await post.join("amina"), await post.join("dilek")
    id = await post.send()
    await post.run()
    async with post.world.database.write() as connection:
        for who in (amina, dilek):
            await outbox.quiet(connection, who.person_id)
    await post.remember(dilek, stopped=True)
    await post.went()
    await post.run()
    assert "retrysend" in await post.seen(id)
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).news == "retried"
    how = {row["person_id"]: (row["status"], row["reason"]) for row in await post.letters(id)}
    assert how == {amina.person_id: ("queued", None), dilek.person_id: ("cancelled", outbox.SAID_STOP)}


@pytest.mark.parametrize(
    ("went", "line"),
    [
        ("sent", "Gestopt. Ik stuur niets meer. 1 vrouw had het al.\n\n• Het staat ook in de groepschat."),
        ("unknown", "Gestopt. Ik stuur niets meer.\n\n• Van 1 weet ik het niet zeker."),
    ],
)
async def test_a_chat_of_the_group_is_no_woman_and_who_may_have_it_is_not_nobody(post: Post, went: str, line: str) -> None:
    await with_chat(post)
    await post.join("amina")
    await post.join("dilek")
    id = await post.send()
    await post.run()
    [chat, first, _] = await post.letters(id)
    await post.went(went, only=[first["id"]])
    if went == "sent":
        await post.went(only=[chat["id"]])
    assert line in post.words(is_progress(await post.world.do(post.boyana, CancelBroadcast(id))))


async def test_where_only_the_chat_got_it_that_is_what_is_said(post: Post) -> None:
    await with_chat(post)
    await post.join("amina")
    id = await post.send()
    await post.run()
    await post.went(only=[(await post.letters(id))[0]["id"]])
    told = post.words(is_progress(await post.world.do(post.boyana, CancelBroadcast(id))))
    assert "Alleen de groepschat heeft het gekregen." in told
    assert "Niemand" not in told


async def test_a_chat_that_did_not_get_it_can_be_tried_again(post: Post) -> None:
    await with_chat(post)
    await post.join("amina")
    id = await post.send()
    await post.run()
    chat, hers = await post.letters(id)
    await post.went("failed", reason="no answer", only=[chat["id"]])
    await post.went(only=[hers["id"]])
    await post.went()
    await post.run()
    told = post.words(await post.progress(id))
    assert "Klaar. 1 van 1 verstuurd." in told
    assert "• De groepschat kreeg het niet." in told
    assert "retrysend" in await post.seen(id)


async def test_when_it_goes_is_said_as_it_is(post: Post) -> None:
    await post.join("amina")
    id = (await post.preview()).sent.id
    await post.world.do(post.boyana, SendNow(id))
    post.world.clock.passes(8)
    assert "Ik stuur het zo. Je kunt het nog even tegenhouden." in post.words(await post.progress(id))
    post.world.clock.passes(3)  # it is being made, or about to be
    assert "Ik stuur het zo." in post.words(await post.progress(id))
    post.world.clock.passes(3600)
    assert "Het had al weg moeten zijn. Ik probeer het nog." in post.words(await post.progress(id))


async def mixed(post: Post) -> None:
    """All sorts of women, on all sorts of phones."""
    now = post.world.clock()
    old = now - timedelta(days=2)
    stopped, blocked, shared = await post.join("stop"), await post.join("blokkeert"), await post.join("gedeeld")
    await post.remember(stopped, stopped=True)
    await post.set("address", blocked.address_id, unreachable_since=now)
    await post.world.do(shared, asks.CallMe("Gül"))
    await post.world.do(shared, asks.NewHere("Fatma"))
    await post.world.join(await post.world.now_at(shared), post.boyana, post.group)
    for channel in ("telegram", "whatsapp", "web", "terminal"):
        await post.join(f"op {channel}", channel)
    for language in ("nl", "tr", "bg"):
        late = await post.join(f"lang geleden {language}", "whatsapp")
        await post.set("address", late.address_id, heard_at=old)
        await post.remember(late, language=language)
    edge, never = await post.join("op de seconde", "whatsapp"), await post.join("nooit", "whatsapp")
    await post.set("address", edge.address_id, heard_at=now - timedelta(hours=24))
    await post.set("address", never.address_id, heard_at=None)
    for pair in (("web", "blokkeert"), ("whatsapp", "blokkeert"), ("telegram", "whatsapp"), ("web", "telegram")):
        await two_phones(post, *pair)


async def two_phones(post: Post, first: str, second: str) -> None:
    """She used the second one last."""
    one = await post.join(f"{first} en {second}", first)
    other = await post.world.meet(f"{first} en {second} ook", "telegram" if second == "blokkeert" else second)
    await post.world.link(one, other)
    if second == "blokkeert":
        await post.set("address", other.address_id, unreachable_since=post.world.clock())
    now = post.world.clock()
    values = {"priority": 0, "status": "sent", "due_at": now, "body": {}, "created_at": now, "lane": "x"}
    await post.world.put("message", key=f"reply:{uuid4()}", person_id=one.person_id, address_id=other.address_id, **values)


@pytest.mark.parametrize("approved", [(), ("nl",), ("tr",)])
async def test_what_the_preview_counts_is_what_the_engine_does(post: Post, approved: tuple[str, ...]) -> None:
    await mixed(post)
    for language in approved:
        await post.approve("bericht_coordinator", language=language)
    before = await post.preview()
    id = (await post.preview()).sent.id
    await post.world.do(post.boyana, SendNow(id))
    await post.set("broadcast", id, due_at=post.world.clock())
    await post.run()
    letters, went = await post.letters(id), await post.progress(id)
    addresses = {row["id"]: row for row in await post.world.rows("address")}
    on = [addresses[row["address_id"]] for row in letters]
    assert before.people == len(letters)
    assert dict(before.channels) == tally(row["channel"] for row in on)
    assert before.left_out == went.left_out
    assert before.borrowed == sum(row["person_id"] != at["person_id"] for row, at in zip(letters, on, strict=True)) == 1
    day = timedelta(hours=24)
    late = [at for at in on if at["channel"] == "whatsapp" and (at["heard_at"] is None or post.world.clock() - at["heard_at"] >= day)]
    assert before.templates == len(late) == {(): 0, ("nl",): 6, ("tr",): 1}[approved]
    assert before.billed == sum(at["channel"] == "whatsapp" for at in on)
    languages = {row["person_id"]: row["language"] for row in await post.world.rows("conversation")}
    assert dict(before.languages) == tally(languages[row["person_id"]] or "nl" for row in letters)


async def test_of_many_who_are_alike_one_is_looked_at(post: Post) -> None:
    """Of ten thousand each would keep all who write waiting."""
    await post.crowd(20)
    async with post.world.database.read() as connection:
        [found] = await reach.alike(connection, post.group, post.boyana.person_id, {}, post.world.clock())
        assert (found.count, [phone.channel for phone in found.phones]) == (20, ["telegram"])
        assert await reach.others(connection, post.group, post.boyana.person_id) == ([], {})


def tally(names: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found

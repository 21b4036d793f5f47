"""Those who lead are told how it goes, and not more than that."""

from bot.dialogue import asks
from bot.dialogue.broadcast_asks import CancelBroadcast
from storage import outbox
from tests.groups.sending import Post, text_of


async def test_on_telegram_she_sees_it_go_in_one_message_that_is_edited(post: Post) -> None:
    await post.crowd(3)
    id = await post.send()
    await post.run()
    [first] = await post.told()
    assert "0 van 3 verstuurd" in text_of(first)
    assert (first["key"], first["priority"], "edit" in first["body"]) == (f"told:{id}:0", outbox.BROADCAST - 1, False)
    one, two, three = [row["id"] for row in await post.letters(id)]
    await post.went(only=[one])
    post.world.clock.passes(5)
    await post.run()
    assert len(await post.told()) == 1  # the first is still on its way
    await post.went(only=[first["id"]])
    await post.run()
    second = (await post.told())[1]
    assert "1 van 3 verstuurd" in text_of(second)
    assert second["body"]["edit"] == "77"
    await post.went(only=[second["id"]])
    await post.run()
    await post.went(only=[two])
    await post.run()
    assert len(await post.told()) == 2  # not more often than every five seconds
    await post.went("failed", reason="she blocked the bot or left Telegram", only=[three])
    await post.run()
    last = (await post.told())[2]
    assert "Klaar. 2 van 3 verstuurd" in text_of(last)
    assert "1 is niet te bereiken" in text_of(last)
    assert (await post.progress(id)).status == "done"
    await post.run()
    assert len(await post.told()) == 3


async def test_where_nothing_can_be_edited_she_is_told_the_end_and_nothing_else(post: Post) -> None:
    await post.crowd(2)
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    other = await post.world.meet("op whatsapp", "whatsapp")
    await post.set("address", other.address_id, heard_at=post.world.clock())
    await post.world.link(post.boyana, other)
    id = await post.send()
    await post.set("broadcast", id, address_id=other.address_id)
    for _ in range(3):
        await post.run()
        post.world.clock.passes(6)
    assert await post.told() == []
    await post.went()
    await post.run()
    [told] = await post.told()
    assert (told["address_id"], told["lane"]) == (other.address_id, "whatsapp")


async def test_another_who_cancels_it_is_told_to_its_sender(post: Post) -> None:
    amina = await post.join("amina")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    id = await post.send()
    await post.world.do(amina, CancelBroadcast(id))
    await post.run()
    [told] = await post.told()
    assert told["person_id"] == post.boyana.person_id
    assert "Gestopt" in text_of(told)
    post.world.clock.passes(60)
    await post.run()
    assert len(await post.told()) == 1

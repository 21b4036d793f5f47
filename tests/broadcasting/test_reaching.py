"""Whom a broadcast reaches, where, and in which form."""

from datetime import timedelta

from bot.dialogue import asks
from storage import outbox
from tests.groups.sending import Post, buttons_of, text_of


async def test_it_goes_after_ten_seconds_to_everybody_but_its_sender(post: Post) -> None:
    for name in ("amina", "dilek"):
        await post.join(name)
    id = await post.send()
    post.world.clock.passes(-1)
    assert not await post.engine.once()
    post.world.clock.passes(1)
    await post.run()
    letters = await post.letters(id)
    assert [row["key"] for row in letters] == [f"broadcast:{id}:2", f"broadcast:{id}:3"]
    assert {(row["lane"], row["priority"], row["status"]) for row in letters} == {("telegram", outbox.BROADCAST, "queued")}
    assert "Morgen is er koffie." in text_of(letters[0])
    assert (await post.progress(id)).status == "sending"
    await post.went()
    await post.run()
    assert (await post.progress(id)).status == "done"


async def test_each_gets_it_where_she_was_last_and_what_keeps_it_from_her_is_counted(post: Post) -> None:
    on_web = await post.join("op de website", "web")
    whatsapp = await post.join("op whatsapp", "whatsapp")
    late = await post.join("lang geleden", "whatsapp")
    await post.set("address", late.address_id, heard_at=post.world.clock() - timedelta(days=2))
    stopped, blocked = await post.join("zei stop"), await post.join("blokkeert")
    await post.remember(stopped, stopped=True)
    await post.set("address", blocked.address_id, unreachable_since=post.world.clock())
    await post.join("nergens", "terminal")
    both = await post.join("op twee")
    second = await post.world.meet("op twee ook", "whatsapp")
    await post.world.link(both, second)
    await post.set("address", second.address_id, heard_at=post.world.clock())
    for who, key in ((both, "reply:a"), (second, "reply:b")):
        values = {"priority": 0, "status": "sent", "due_at": post.world.clock(), "body": {}, "created_at": post.world.clock(), "lane": "x"}
        await post.world.put("message", key=key, person_id=both.person_id, address_id=who.address_id, **values)
    before = await post.preview()
    id = await post.send()
    await post.run()
    where = {row["address_id"]: row["status"] for row in await post.letters(id)}
    assert where == {on_web.address_id: "sent", whatsapp.address_id: "queued", second.address_id: "queued"}
    left_out = {"no_template": 1, "stopped": 1, "unreachable": 1, "no_channel": 1}
    assert (await post.progress(id)).left_out == before.left_out == left_out
    assert (before.people, before.billed, before.channels) == (3, 2, (("whatsapp", 2), ("web", 1)))


async def test_who_has_not_written_on_whatsapp_for_a_day_gets_the_template_that_is_approved(post: Post) -> None:
    late = await post.join("lang geleden", "whatsapp")
    await post.set("address", late.address_id, heard_at=post.world.clock() - timedelta(hours=24))
    await post.approve("bericht_coordinator", "ronde_uitnodiging")
    assert ((await post.preview()).templates, (await post.preview()).people) == (1, 1)
    words, questions = await post.send(), await post.send("questions", plan=3)
    await post.run()
    [letter] = await post.letters(words)
    assert letter["body"]["template"] == {
        "name": "bericht_coordinator",
        "language": "nl",
        "values": ["Laak"],
        "address": f"sent:{words}",
    }
    [letter] = await post.letters(questions)
    [round] = await post.world.rows("round")
    template = letter["body"]["template"]
    assert (template["name"], template["address"]) == ("ronde_uitnodiging", f"round:{round['id']}")
    assert template["values"] == ["Laak", "Hoe voorkomen we interne wrijvingen?"]


async def test_who_shares_a_phone_and_has_it_not_just_now_gets_it_with_her_name_above(post: Post) -> None:
    amina = await post.join("amina")
    await post.world.do(amina, asks.CallMe("Amina"))
    await post.world.do(amina, asks.NewHere("Fatima"))
    fatima = await post.world.now_at(amina)
    await post.world.join(fatima, post.boyana, post.group)
    assert (await post.preview()).borrowed == 1
    id = await post.send()
    await post.run()
    hers, her_own = await post.letters(id)
    assert text_of(hers).startswith("\x02Dit is voor Amina.\x03")
    assert "phone" in buttons_of(hers)
    assert "Dit is voor" not in text_of(her_own)
    assert {hers["address_id"], her_own["address_id"]} == {amina.address_id}
    assert hers["person_id"] == amina.person_id


async def test_the_questions_open_a_round_or_join_the_one_that_is_open(post: Post) -> None:
    await post.join("amina")
    assert (await post.preview("questions", plan=3)).opens
    id = await post.send("questions", plan=3)
    assert await post.world.rows("round") == []
    await post.run()
    [round] = await post.world.rows("round")
    assert (round["anonymous"], round["joint"], round["version"]) == (True, False, post.world.house.catalogue.version(3))
    [letter] = await post.letters(id)
    assert f"round:{round['id']}" in buttons_of(letter)
    assert not (await post.preview("questions", plan=3)).opens
    await post.went()
    await post.run()
    again = await post.send("questions", plan=3)
    await post.run()
    assert len(await post.world.rows("round")) == 1
    assert f"round:{round['id']}" in buttons_of((await post.letters(again))[0])


async def test_of_whom_is_no_coordinator_any_more_nothing_is_sent(post: Post) -> None:
    amina = await post.join("amina")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    id = await post.send()
    await post.world.do(post.boyana, asks.StepDown(post.group))
    await post.run()
    post.world.clock.passes(5)
    await post.run()
    assert await post.letters(id) == []
    [row] = await post.world.rows("broadcast")
    assert (row["status"], row["reason"]) == ("cancelled", "sender")
    assert {told["person_id"] for told in await post.told()} == {amina.person_id}


async def test_in_a_chat_of_the_group_stand_no_questions_and_no_answers_but_one_link(post: Post) -> None:
    await post.join("amina")
    chat = await post.world.meet("-100200", "telegram-group")
    await post.set("address", chat.address_id, person_id=post.boyana.person_id)
    await post.world.put("group_chat", address_id=chat.address_id, group_id=post.group)
    assert (await post.preview("questions", plan=3)).chats == 1
    id = await post.send("questions", plan=3)
    await post.run()
    [letter] = [row for row in await post.letters(id) if ":chat:" in row["key"]]
    assert (letter["key"], letter["lane"]) == (f"broadcast:{id}:chat:{chat.address_id}", "telegram")
    code = await post.world.code(post.boyana, post.group)
    assert buttons_of(letter) == [f"https://t.me/stappen_bot?start={code}"]
    assert "Hoe groot" not in text_of(letter)
    assert "STOP" not in text_of(letter)
    assert len(await post.letters(id)) == 2  # it is nobody's own phone

"""How a broadcast went with each: its delivery, and nothing that tells what she does herself."""

from typing import Any

import pytest

from bot.dialogue.asks import Leave
from bot.dialogue.broadcast_asks import RetryBroadcast
from bot.dialogue.console_asks import ShowRecipients
from bot.dialogue.console_facts import RecipientLine, Recipients
from bot.dialogue.facts import NotYours
from bot.groups import console_recipients
from bot.groups.house import Who
from storage import letters
from tests.groups.playing import gather
from tests.groups.sending import Post, open_post
from tests.groups.world import World


@pytest.fixture
async def post(world: World) -> Post:
    """Boyana leads Laak, and nobody else is there yet."""
    return await open_post(world)


async def seen(post: Post, id: int) -> Recipients:
    """As Boyana sees it."""
    found = await post.world.do(post.boyana, ShowRecipients(id))
    assert isinstance(found, Recipients), found
    return found


async def lines(post: Post, id: int) -> list[tuple[str, str, str]]:
    return [(one.name, one.fate, one.reason) for one in (await seen(post, id)).lines]


async def went(post: Post, id: int, who: Who, **values: Any) -> None:
    """What was for her went so."""
    [row] = [row["id"] for row in await post.letters(id) if row["person_id"] == who.person_id]
    await post.set("message", row, **values)


async def test_each_stands_there_once_and_those_with_whom_it_failed_first(post: Post) -> None:
    women = {name: await post.join(name) for name in ("waits", "sent", "delivered", "read", "unknown", "failed", "page")}
    page = await post.join("web", "web")
    id = await post.send()
    await post.run()
    for status in ("sent", "delivered", "read", "unknown"):
        await went(post, id, women[status], status=status)
    await went(post, id, women["failed"], status="failed", reason="no answer")
    await went(post, id, women["page"], status="cancelled")
    found = await lines(post, id)
    assert found[:3] == [("lid 7", "failed", "trouble"), ("lid 6", "unsure", ""), ("lid 8", "cancelled", "")]
    assert sorted(found[3:]) == [
        ("lid 2", "waits", ""),
        ("lid 3", "sent", ""),
        ("lid 4", "delivered", ""),
        ("lid 5", "read", ""),
        ("lid 9", "sent", ""),
    ]
    assert page.channel in {one.channel for one in (await seen(post, id)).lines}


async def test_who_was_left_out_stands_there_where_the_list_of_members_tells_why(post: Post) -> None:
    stopped, lost = await post.join("zei stop"), await post.join("kwijt")
    await post.join("whatsapp", "whatsapp")
    await post.remember(stopped, stopped=True)
    await post.set("address", lost.address_id, unreachable_since=post.world.clock())
    post.world.clock.passes(25 * 3600)
    id = await post.send()
    await post.run()
    assert (await post.progress(id)).left_out == {"stopped": 1, "unreachable": 1, "no_template": 1}
    assert await lines(post, id) == [("lid 2", "failed", "stopped"), ("lid 3", "failed", "unreachable")]
    await post.remember(stopped)
    assert await lines(post, id) == [("lid 3", "failed", "unreachable")]


@pytest.mark.parametrize("reason", ["she has not written for a day, so only a template may be sent", "Meta refused the template"])
async def test_of_nobody_it_tells_that_she_did_not_write_for_a_day(post: Post, reason: str) -> None:
    amina = await post.join("amina", "whatsapp")
    id = await post.send()
    await post.run()
    await went(post, id, amina, status="failed", reason=reason)
    assert await lines(post, id) == [("lid 2", "failed", "other")]


async def test_two_of_one_name_are_told_apart_and_who_left_has_no_name_any_more(post: Post) -> None:
    women = [await post.join(name) for name in ("a", "b", "c")]
    id = await post.send()
    await post.run()
    await post.world.change("person", name="Amina")
    assert await lines(post, id) == [(f"Amina (lid {number})", "waits", "") for number in (2, 3, 4)]
    await post.world.do(women[0], Leave(post.group))
    assert (await lines(post, id))[0] == ("lid 2", "cancelled", "left")


async def test_who_is_in_another_group_too_stands_there_once_with_her_number_here(post: Post) -> None:
    amina = await post.join("amina")
    carla = await post.world.meet("carla")
    elsewhere = await post.world.group(carla, "Moerwijk")
    for name in ("x", "y"):
        await post.world.join(await post.world.meet(name), carla, elsewhere)
    await post.world.join(amina, carla, elsewhere)
    id = await post.send()
    await post.run()
    assert await lines(post, id) == [("lid 2", "waits", "")]


async def test_what_she_got_on_another_phone_of_hers_counts_once(post: Post) -> None:
    amina = await post.join("amina")
    await post.join("dilek")
    id = await post.send()
    await post.run()
    await went(post, id, amina, status="cancelled", reason=letters.TWICE)
    found = await seen(post, id)
    assert ([one.name for one in found.lines], found.more) == (["lid 3"], 0)


async def test_a_chat_of_the_whole_group_is_nobody(post: Post) -> None:
    await post.join("amina")
    id = await post.send()
    await post.run()
    [row] = await post.letters(id)
    await post.set("message", row["id"], key=f"broadcast:{id}:chat:9")
    assert await seen(post, id) == Recipients(id, (), 0)


async def test_more_than_a_page_can_show_are_counted(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_recipients, "MOST", 3)
    await post.crowd(5)
    id = await post.send()
    await post.run()
    [*_, last] = await post.letters(id)
    await post.set("message", last["id"], status="failed", reason="no answer")
    found = await seen(post, id)
    assert (len(found.lines), found.more) == (3, 2)
    assert found.lines[0].fate == "failed"


async def test_of_a_draft_and_of_what_is_tried_again_nothing_strange_is_told(post: Post) -> None:
    amina = await post.join("amina")
    draft = (await post.preview()).sent.id
    assert await seen(post, draft) == Recipients(draft, (), 0)
    id = await post.send()
    await post.run()
    await went(post, id, amina, status="failed", reason="no answer")
    await post.went()
    await post.run()
    await post.world.do(post.boyana, RetryBroadcast(id))
    assert await lines(post, id) == [("lid 2", "waits", "")]


async def test_only_who_leads_the_group_sees_it(post: Post) -> None:
    amina, carla = await post.join("amina"), await post.world.meet("carla")
    await post.world.group(carla, "Moerwijk")
    id = await post.send()
    for who in (amina, carla):
        assert await post.world.do(who, ShowRecipients(id)) == NotYours()
    assert await post.world.do(post.boyana, ShowRecipients(999)) == NotYours()


async def test_who_answered_in_a_round_without_names_looks_like_who_did_not(world: World) -> None:
    play = await gather(world, 5)
    await play.send_questions()
    [round] = await world.rows("round")
    [sent] = [row["id"] for row in await world.rows("broadcast")]
    before = await play.told("Boyana", ShowRecipients(sent))
    assert isinstance(before, Recipients)
    assert {type(one) for one in before.lines} == {RecipientLine}
    assert len({(one.fate, one.reason, one.channel) for one in before.lines}) == 1
    await play.answer("Amina", round["id"], 0)
    await play.answer("Dilek", round["id"], 1, most=2)
    assert await play.told("Boyana", ShowRecipients(sent)) == before

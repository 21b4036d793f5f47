"""A group goes with all that is in it, whatever is just going on there; nobody's conversation breaks by it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.broadcasting import Broadcasting
from bot.channels.base import Channel
from bot.dialogue.asks import ChooseStep, CloseRound, Join, TakeCare
from bot.dialogue.broadcast_asks import Compose, SendNow, ShowSent
from bot.dialogue.broadcast_facts import Preview
from bot.dialogue.console_asks import DeleteGroup
from bot.dialogue.console_facts import GroupGone, OtherName
from bot.dialogue.facts import NoCode, NotYours
from bot.dialogue.reminder_asks import SetReminder
from bot.groups import sheets
from bot.groups.console_keeping import Busy
from bot.groups.house import House
from storage import answers, broadcasts, chats, outbox, people, recipients
from storage.broadcasts import locked
from storage.db import Database
from tests.clock import Clock
from tests.conftest import KEY as KEY_OF_TESTS
from tests.groups.playing import PLAN, Play, gather
from tests.groups.sending import Post, channels, open_post
from tests.groups.world import Cast, World

NAME = "Laak"
STEP = "afspraken"
OF_A_GROUP = (
    *("group", "membership", "round", "submission", "submission_person", "answer", "shown", "remark", "took_part", "chosen_step"),
    *("reminder", "errand", "later", "broadcast", "group_chat", "code", "voice"),
)


@pytest.fixture
async def play(world: World) -> Play:
    """Four women with an open round without names and a closed one, a step, a reminder, a chat and something that was sent."""
    play = await gather(world, 4)
    closed = await play.open(anonymous=False, days=7)
    for name in ("Amina", "Carla", "Dilek"):
        await play.answer(name, closed, 0)
    world.clock.passes(8 * 24 * 3600)
    round = await play.open()
    await play.answer("Amina", round, 1, most=3)
    await play.told("Boyana", ChooseStep(play.group, PLAN, STEP))
    await play.told("Amina", TakeCare(play.group, PLAN, STEP, mine=True))
    await play.told("Boyana", SetReminder(play.group, PLAN, "m3.1.2.1000", "20270202"))
    async with world.database.write() as connection:
        await chats.link(connection, play.group, play.women["Boyana"].person_id, "-1001")
    return play


async def deleted(play: Play) -> None:
    assert await play.told("Boyana", DeleteGroup(play.group, NAME)) == GroupGone(NAME)


async def test_all_of_it_goes_and_the_women_and_the_note_stay(world: World, play: Play) -> None:
    before = {name: len(rows) for name, rows in (await world.everything()).items()}
    assert all(before[name] for name in ("round", "shown", "reminder", "errand", "group_chat", "chosen_step"))
    await deleted(play)
    after = await world.everything()
    assert {name: len(after[name]) for name in OF_A_GROUP} == dict.fromkeys(OF_A_GROUP, 0)
    assert [row["channel"] for row in after["address"]] == ["terminal"] * 4
    assert len(after["person"]) == 4
    [note] = [row for row in after["audit"] if row["act"] == "DeleteGroup"]
    assert (note["group_id"], note["person_id"], note["subject"]) == (play.group, play.women["Boyana"].person_id, None)


async def test_of_another_group_nothing_goes(world: World, cast: Cast) -> None:
    code = await world.code(cast.carla, cast.moerwijk)
    before = {row["group_id"] for row in await world.rows("membership")}
    assert before == {cast.laak, cast.moerwijk}
    await world.do(cast.boyana, DeleteGroup(cast.laak, (await world.rows("group"))[0]["name"]))
    assert {row["group_id"] for row in await world.rows("membership")} == {cast.moerwijk}
    assert not isinstance(await world.do(cast.amina, Join(code)), NoCode)


@pytest.mark.parametrize("name", ["", "Laa", "Laak 2", "Moerwijk", "<script>"])
async def test_with_another_name_nothing_is_deleted_or_noted(world: World, play: Play, name: str) -> None:
    before = await world.everything()
    assert await play.told("Boyana", DeleteGroup(play.group, name)) == OtherName(play.group)
    assert await world.everything() == before


async def test_capitals_and_spaces_do_not_matter(play: Play) -> None:
    assert await play.told("Boyana", DeleteGroup(play.group, "  laak ")) == GroupGone(NAME)


async def test_the_code_opens_nothing_any_more(world: World, play: Play) -> None:
    code = await world.code(play.women["Boyana"], play.group)
    await deleted(play)
    assert await world.do(play.women["Carla"], Join(code)) == NoCode()


async def test_who_was_answering_gets_a_clear_answer_to_whatever_she_does_next(world: World, play: Play) -> None:
    [round] = [row["id"] for row in await world.rows("round") if row["closed_on"] is None]
    key = play.plan.asked[4].key
    await play.press("Carla", play.button("q", round, key))
    await deleted(play)
    said = [
        await play.write("Carla", "Wij praten veel met elkaar."),
        await play.press("Carla", play.button("a", round, play.plan.asked[0].key, 0)),
        await play.press("Carla", play.button("q", round, key)),
        await play.press("Amina", f"round:{round}"),
        await play.press("Amina", f"result:{round}"),
        await play.press("Amina", f"group:{play.group}"),
        await play.press("Boyana", f"manage:{play.group}"),
        await play.press("Boyana", f"members:{play.group}"),
        await play.write("Dilek", "menu"),
    ]
    for reply in said:
        assert "| Menu)" in reply or "Stappenplannen |" in reply, reply  # it leads on
        assert "ging iets mis" not in reply.casefold(), reply
    assert [row["status"] for row in await world.rows("inbox") if row["status"] == "aside"] == []
    assert await world.rows("answer") == []
    await play.press("Carla", f"q:{PLAN}:{world.house.catalogue.version(PLAN)}:0")  # on her own she can go on
    await play.press("Carla", f"a:{PLAN}:{world.house.catalogue.version(PLAN)}:0:0")
    assert len(await world.rows("submission")) == 1


async def test_what_a_round_without_names_leaves_in_messages_tells_nobodys_answers(world: World, play: Play) -> None:
    [round] = [row["id"] for row in await world.rows("round") if row["closed_on"] is None]
    await play.tell("Amina", round, next(one.key for one in play.plan.asked if one.prompt.kind == "open"), "Dat is van Amina.")
    await play.press("Amina", f"overview:{PLAN}.{round}")
    assert "van Amina" in repr(await world.rows("message"))
    await deleted(play)
    assert "van Amina" not in repr(await world.rows("message"))


@pytest.fixture
async def post(world: World) -> Post:
    """Boyana with a group of several hundred on Telegram."""
    world.house = replace(world.house, capabilities={name: one.capabilities for name, one in channels().items()})
    post = await open_post(world)
    await post.crowd(250)
    return post


async def name_of(world: World, group: int) -> str:
    return str(next(row["name"] for row in await world.rows("group") if row["id"] == group))


async def test_a_broadcast_that_is_running_ends_and_what_is_not_out_never_goes(world: World, post: Post) -> None:
    id = await post.send()
    await post.engine.once()
    await post.engine.once()  # the first have their message, the others not
    letters = await post.letters(id)
    assert len(letters) == 199
    await post.set("message", letters[0]["id"], status="sent")
    await post.set("message", letters[1]["id"], status="sending", lease_by="worker", lease_until=world.clock())
    await post.set("message", letters[2]["id"], status="leased", lease_by="worker", lease_until=world.clock())
    assert isinstance(await world.do(post.boyana, DeleteGroup(post.group, await name_of(world, post.group))), GroupGone)
    await post.run()
    assert [(row["id"], row["status"]) for row in await post.letters(id)] == [(letters[0]["id"], "sent"), (letters[1]["id"], "unknown")]
    assert await world.rows("broadcast") == []
    assert await world.do(post.boyana, ShowSent(id)) == NotYours()


async def test_what_waits_for_its_time_is_never_begun(world: World, post: Post) -> None:
    await post.send()
    await world.do(post.boyana, DeleteGroup(post.group, await name_of(world, post.group)))
    await post.run()
    assert [row for row in await world.rows("message") if row["key"].startswith("broadcast")] == []


async def test_reminders_that_wait_for_the_morning_do_not_go(world: World, play: Play) -> None:
    [round] = [row["id"] for row in await world.rows("round") if row["closed_on"] is None]
    amina, now = play.women["Amina"], world.clock()
    values = {"lane": "terminal", "priority": 5, "status": "queued", "due_at": now, "body": {"message": {"text": "x"}}, "created_at": now}
    await world.put("message", key=f"nudge:{round}:1:2", person_id=amina.person_id, address_id=amina.address_id, round_id=round, **values)
    await deleted(play)
    assert [row for row in await world.rows("message") if row["key"].startswith("nudge")] == []


@pytest.fixture
async def on_postgres(postgres_url: str, clock: Clock, house: House) -> AsyncIterator[World]:
    """Where several write at once."""
    database = Database(postgres_url, KEY_OF_TESTS)
    yield World(database, clock, house)
    await database.close()


async def test_while_somebody_is_answering_it_is_not_deleted_and_nothing_is_changed(on_postgres: World) -> None:
    world = on_postgres
    play = await gather(world, 4)
    round = await play.open(anonymous=False)
    name, carla, catalogue = f"{PLAN}.{round}", play.women["Carla"].person_id, world.house.catalogue
    async with world.database.write() as connection:  # a turn that began just before
        await people.lock_person(connection, carla)
        loaded = await sheets.load(connection, catalogue, carla, [name], world.clock())
        before = await world.rows("round")
        with pytest.raises(Busy):
            await play.told("Boyana", DeleteGroup(play.group, NAME))
        assert await world.rows("round") == before  # not closed either
        id = await sheets.begin(connection, catalogue, carla, name, loaded.known[name], world.clock())
        await answers.keep(connection, id, answers.Kept(play.plan.asked[0].key, ("samen",), None, None, done=True))
    await deleted(play)
    assert await world.rows("submission") == []


async def begun(world: World) -> tuple[Play, int]:
    """A group with a broadcast whose messages have still to be made. Returns its id as well."""
    play = await gather(world, 4)
    made = await play.told("Boyana", Compose(play.group, "words", text="Morgen is er koffie."))
    assert isinstance(made, Preview)
    await play.told("Boyana", SendNow(made.sent.id))
    world.clock.passes(10)
    await engine_of(play).once()
    return play, made.sent.id


def engine_of(play: Play) -> Broadcasting:
    found: dict[str, Channel] = dict(play.parts.channels)
    house = replace(play.world.house, capabilities={name: one.capabilities for name, one in found.items()})
    return Broadcasting(play.world.database, house, found, play.world.clock)


async def waits(world: World) -> None:
    """Until somebody waits for another."""
    async with asyncio.timeout(60):
        found = 0
        while not found:
            async with world.database.read() as connection:
                found = int(await connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


async def test_a_part_of_a_broadcast_that_is_just_made_is_waited_for(on_postgres: World) -> None:
    world = on_postgres
    play, id = await begun(world)
    async with world.database.write() as connection:  # another process is about to make its messages
        row = await locked(connection, id)
        assert row is not None
        waiting = asyncio.create_task(play.told("Boyana", DeleteGroup(play.group, NAME)))
        await waits(world)
        assert len(await recipients.part(connection, row.group_id, row.whom, row.cursor, 200)) == 4
        carla = play.women["Carla"]
        draft = outbox.Draft(f"broadcast:{id}:3", carla.person_id, carla.address_id, "terminal", {}, outbox.BROADCAST, broadcast_id=id)
        await broadcasts.add(connection, draft, "queued", world.clock())
    assert await waiting == GroupGone(NAME)
    while await engine_of(play).once():
        continue
    assert [row for row in await world.rows("message") if row["broadcast_id"]] == []


async def test_who_cancels_a_broadcast_meanwhile_and_who_deletes_do_not_wait_for_each_other(on_postgres: World) -> None:
    world = on_postgres
    play, id = await begun(world)
    await engine_of(play).once()
    async with world.database.write() as connection:
        assert await locked(connection, id) is not None
        waiting = asyncio.create_task(play.told("Boyana", DeleteGroup(play.group, NAME)))
        await waits(world)
        assert await outbox.cancel_broadcast(connection, id) == 3
    assert await waiting == GroupGone(NAME)


async def test_reminders_that_are_just_made_do_not_go_either(on_postgres: World) -> None:
    world = on_postgres
    play = await gather(world, 4)
    round, carla = await play.open(), play.women["Carla"]
    async with world.database.write() as connection:
        assert await recipients.part(connection, play.group, recipients.Whom(), 0, 200)
        waiting = asyncio.create_task(play.told("Boyana", DeleteGroup(play.group, NAME)))
        await waits(world)
        draft = outbox.Draft(f"nudge:{round}:1:3", carla.person_id, carla.address_id, "terminal", {}, outbox.REMINDER, round_id=round)
        await outbox.queue(connection, draft, world.clock(), sent=False)
    assert await waiting == GroupGone(NAME)
    assert [row for row in await world.rows("message") if row["key"].startswith("nudge")] == []


async def test_who_is_at_a_closed_round_and_may_want_the_group_is_not_waited_for(on_postgres: World) -> None:
    world = on_postgres
    play = await gather(world, 4)
    round, carla = await play.open(), play.women["Carla"].person_id
    await play.told("Boyana", CloseRound(round))
    async with world.database.write() as connection:
        await people.lock_person(connection, carla)
        await sheets.load(connection, world.house.catalogue, carla, [f"{PLAN}.{round}"], world.clock())
        async with asyncio.timeout(60):
            with pytest.raises(Busy):
                await play.told("Boyana", DeleteGroup(play.group, NAME))
    await deleted(play)


async def test_two_who_delete_it_at_once_both_get_an_answer(on_postgres: World) -> None:
    world = on_postgres
    play = await gather(world, 3)
    await play.appoint("Amina")
    ask = DeleteGroup(play.group, NAME)
    facts = await world.at_once((play.women["Boyana"], ask), (play.women["Amina"], ask))
    assert sorted(type(fact).__name__ for fact in facts) == ["GroupGone", "NotYours"]

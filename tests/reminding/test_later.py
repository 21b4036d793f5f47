"""Whoever wants to be asked later is asked then, once, and not in between."""

from dataclasses import replace
from datetime import timedelta

from bot.dialogue.asks import ForgetMe, Leave, LinkUp
from bot.dialogue.later_asks import AskLater, LaterPage
from storage import people
from tests.reminding.calls import Calls


async def test_she_chooses_a_day_and_is_asked_then_once(calls: Calls) -> None:
    await calls.play.open()
    said = await calls.play.press("Amina", "later:3.1")
    assert "Wanneer zal ik je weer vragen?" in said
    assert "Goed. Ik vraag het je weer op do 26 nov." in await calls.play.press("Amina", "later:3.1:3")
    await calls.run(days=2.9)
    assert await calls.letters("later:") == []
    await calls.run(days=0.2)
    assert await calls.whose("later:1:") == ["Amina"]
    await calls.run(days=0.5)
    assert len(await calls.letters("later:")) == 1
    assert await calls.play.world.rows("later") == []


async def test_while_she_waits_for_her_own_time_she_is_not_nudged(calls: Calls) -> None:
    await calls.play.open()
    await calls.run(days=1)
    await calls.play.press("Amina", "later:3.1:7")
    await calls.run(days=3)
    assert await calls.whose("nudge:1:1") == ["Boyana", "Carla", "Dilek", "Esra"]
    await calls.run(days=4)
    assert await calls.whose("later:1:") == ["Amina"]


async def test_another_day_takes_the_place_of_the_one_before(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.press("Amina", "later:3.1:1")
    await calls.play.press("Amina", "later:3.1:7")
    await calls.run(days=2)
    assert await calls.letters("later:") == []
    await calls.run(days=5.1)
    assert len(await calls.letters("later:")) == 1


async def test_who_is_done_meanwhile_is_not_asked(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.press("Amina", "later:3.1:1")
    await calls.play.answer("Amina", 1, 0)
    await calls.run(days=2)
    assert await calls.letters("later:") == []
    assert await calls.play.world.rows("later") == []


async def test_only_days_on_which_she_can_still_answer_are_offered(calls: Calls) -> None:
    await calls.play.open(days=7)
    calls.play.world.clock.passes(3 * 24 * 3600)
    said = await calls.play.press("Amina", "later:3.1")
    assert "Morgen" in said
    assert "Over drie dagen" in said
    assert "Volgende week" not in said
    calls.play.world.clock.passes(4 * 24 * 3600)
    assert "De vragen sluiten al gauw" in await calls.play.press("Amina", "later:3.1:1")
    assert await calls.play.world.rows("later") == []


async def test_of_a_round_that_is_not_hers_nothing_is_kept(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.told("Amina", Leave(calls.play.group))
    assert "Dit kan ik je niet laten zien" in await calls.play.press("Amina", "later:3.1:1")
    await calls.play.press("Amina", "later:3.77:1")
    await calls.play.press("Amina", "later:3.1:400")
    await calls.play.press("Amina", "later:9:1:1:1")
    assert await calls.play.world.rows("later") == []


async def test_who_leaves_is_not_asked_about_the_group_any_more(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.press("Amina", "later:3.1:1")
    await calls.play.told("Amina", Leave(calls.play.group))
    assert await calls.play.world.rows("later") == []


async def test_on_her_own_she_can_be_asked_as_well(calls: Calls) -> None:
    await calls.play.press("Amina", "go:3")
    assert "Vraag mij later" in await calls.play.press("Amina", "pause")
    await calls.play.write("Amina", "Vraag mij later")
    await calls.play.press("Amina", "later:3:1")
    await calls.run(days=1.1)
    [text] = await calls.texts("later:0:")
    assert "Je vroeg mij om je later te vragen" in text


async def test_at_night_she_is_not_asked(calls: Calls) -> None:
    calls.at(22)
    await calls.play.press("Amina", "later:3:1")
    await calls.run(days=1.1)
    assert await calls.letters("later:") == []
    await calls.run(hours=12)
    assert len(await calls.letters("later:")) == 1


async def test_on_a_phone_that_another_has_just_now_she_is_asked_a_day_later(calls: Calls) -> None:
    await calls.play.press("Amina", "later:3:1")
    await calls.play.press("Amina", "newhere")
    await calls.play.write("Amina", "Zus")
    await calls.run(days=1.1)
    assert await calls.letters("later:") == []
    [row] = await calls.play.world.rows("later")
    assert row["due_at"] > calls.in_days(0.9)


async def test_it_goes_with_her_and_moves_when_two_turn_out_to_be_one(calls: Calls) -> None:
    world = calls.play.world
    await calls.play.told("Amina", AskLater("3", 3))
    await calls.play.told("Carla", AskLater("3", 7))
    code = await world.link_code(calls.play.women["Carla"])
    await world.do(calls.play.women["Amina"], LinkUp(code))
    [row] = await world.rows("later")
    assert row["person_id"] == calls.play.women["Carla"].person_id
    await world.do(calls.play.women["Carla"], ForgetMe())
    assert await world.rows("later") == []


async def test_who_wipes_her_answers_is_not_asked_any_more(calls: Calls) -> None:
    await calls.play.press("Amina", "later:3:1")
    await calls.play.press("Amina", "forget:yes")
    assert await calls.play.world.rows("later") == []


async def test_where_nothing_could_be_sent_by_then_it_is_not_promised(calls: Calls) -> None:
    channel = calls.play.terminal
    closed = replace(channel.capabilities, window=timedelta(hours=24))
    world = calls.play.world
    world.house = replace(world.house, capabilities={channel.name: closed})
    told = await calls.play.told("Amina", AskLater("3", 1))
    assert isinstance(told, LaterPage)
    assert told.offered == ()
    assert await world.rows("later") == []


async def test_who_can_not_be_reached_about_a_round_is_asked_again_the_next_day(calls: Calls) -> None:
    await calls.play.open()
    await calls.play.press("Amina", "later:3.1:1")
    world, amina = calls.play.world, calls.play.women["Amina"]
    async with world.database.write() as connection:
        await people.reachable(connection, amina.address_id, world.clock())
    await calls.run(days=1.1)
    assert await calls.letters("later:") == []
    async with world.database.write() as connection:
        await people.reachable(connection, amina.address_id, None)
    await calls.run(days=1)
    assert len(await calls.letters("later:")) == 1

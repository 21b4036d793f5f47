"""What was said aloud: she alone hears it, and it goes when its answers go."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.chores import MONTH, Chores
from bot.dialogue.asks import ForgetMe, Leave, Remove, ShowResult
from bot.dialogue.events import Sent
from bot.dialogue.facts import Forgotten, Left, NotYours, Result
from bot.dialogue.recordings import NoVoice, ShowVoice, VoicePage
from bot.groups import closing
from storage import voices
from storage.group_tables import membership
from storage.voices import Recording
from tests.groups.planted import read
from tests.groups.playing import Play, gather
from tests.groups.world import World

OPEN, CHOICE = "gezien-gehoord.hoe", "spanningen.omgaan"
DAY = 86_400


async def speak(play: Play, name: str, round: int, key: str, *, verb: str = "q") -> str:
    """She says her name aloud where this is asked, and it is fetched."""
    await play.press(name, play.button(verb, round, key))
    told = await play.do(name, Sent("voice", f"stem van {name}", "audio/ogg"))
    async with play.world.database.write() as connection:  # as whoever fetches it leaves it
        for wanted in await voices.claim(connection, play.world.clock(), timedelta(seconds=60), 9):
            await voices.keep(connection, wanted, Recording(wanted.media_id.encode(), "audio/ogg"))
    return told


async def alone(play: Play, name: str) -> None:
    """The same in her own sheet."""
    await play.press(name, f"q:3:{play.world.house.catalogue.version(3)}:{play.index(CHOICE)}")
    await play.do(name, Sent("voice", f"alleen {name}", "audio/ogg"))


async def sounds(world: World) -> set[bytes]:
    return {row["body"] for row in await world.rows("voice")}


async def page(play: Play, name: str, sheet: str, number: int = 1) -> Any:
    return await play.told(name, ShowVoice(sheet, number))


async def test_she_hears_all_that_she_said_in_the_order_of_the_plan(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    assert "Als de ronde sluit, wis ik de opname." in await speak(play, "Amina", round, OPEN)
    await speak(play, "Amina", round, CHOICE)
    pages = [await page(play, "Amina", f"3.{round}", number) for number in (1, 2, 3, 0)]
    titles = [asked.question.title for asked in play.plan.asked if asked.key in (OPEN, CHOICE)]
    assert [(one.number, one.of, one.title, one.status) for one in pages[:2]] == [(1, 2, titles[0], "kept"), (2, 2, titles[1], "kept")]
    assert pages[2:] == pages[:1] * 2  # a button from when there were more
    assert "Luister" in await play.press("Amina", f"overview:3.{round}")
    assert "🎤" in await play.press("Amina", f"listen:3.{round}")


async def test_it_is_noted_in_the_same_transaction_as_the_answer(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    await play.press("Amina", play.button("q", round, OPEN))
    await play.do("Amina", Sent("voice", "media", "audio/ogg"))
    [voice], [answer] = await world.rows("voice"), await world.rows("answer")
    assert (voice["status"], voice["media_id"], voice["channel"], voice["kind"]) == ("wanted", "media", "terminal", "audio/ogg")
    assert (voice["submission_id"], voice["prompt"]) == (answer["submission_id"], answer["prompt"])
    assert "onderweg" in await play.press("Amina", f"listen:3.{round}")


async def test_what_is_lost_can_be_seen(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    await speak(play, "Amina", round, OPEN)
    await world.change("voice", status="lost", body=None)
    assert "niet goed aangekomen" in await play.press("Amina", f"listen:3.{round}")


async def test_nobody_else_hears_it(world: World) -> None:
    play = await gather(world, 4)
    round = await play.open()
    await speak(play, "Amina", round, OPEN)
    for name in ("Boyana", "Carla"):
        assert await page(play, name, f"3.{round}") == NoVoice(f"3.{round}")
    stranger = await world.meet("stranger")
    assert await world.do(stranger, ShowVoice(f"3.{round}", 1)) == NotYours()
    for sheet in ("3", "3.999", "x", ""):
        assert isinstance(await page(play, "Amina", sheet), NoVoice | NotYours)


async def test_the_group_neither_hears_nor_sees_that_somebody_spoke(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    for name in ("Amina", "Boyana", "Carla", "Dilek"):
        await play.tell(name, round, OPEN, f"{name} schrijft")
    for name in ("Esra", "Fatma"):
        await speak(play, name, round, OPEN)
    world.clock.passes(30 * DAY)
    told = await play.told("Carla", ShowResult(round))
    assert isinstance(told, Result)
    counted = told.counted[play.index(OPEN)]
    assert (counted.n, len(counted.words), told.answered[play.index(OPEN)]) == (4, 4, 4)
    assert told.facts.answered == 6
    for address in (f"result:{round}", *[f"answers:{round}:{n}" for n in range(len(play.plan.questions))]):
        said = await play.press("Carla", address)
        assert "🎤" not in said
        assert "gesproken" not in said


async def test_fewer_written_words_than_the_threshold_are_not_filled_up_with_spoken_ones(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    for name in ("Amina", "Boyana"):
        await play.tell(name, round, OPEN, f"{name} schrijft")
    for name in ("Carla", "Dilek", "Esra", "Fatma"):
        await speak(play, name, round, OPEN)
    world.clock.passes(30 * DAY)
    told = await play.told("Carla", ShowResult(round))
    assert isinstance(told, Result)
    assert told.counted[play.index(OPEN)].n == 0


async def test_another_view_said_aloud_is_heard_by_who_leads_the_group_only(world: World) -> None:
    play = await gather(world, 4)
    await play.appoint("Carla")
    round = await play.open(joint=True)
    await speak(play, "Boyana", round, OPEN, verb="o")
    for name in ("Boyana", "Carla"):
        heard = await page(play, name, f"3.{round}")
        assert isinstance(heard, VoicePage)
        assert heard.minority
    assert await page(play, "Amina", f"3.{round}") == NotYours()


@pytest.mark.parametrize("anonymous", [True, False])
async def test_when_a_round_without_names_closes_nobody_can_hear_or_see_who_spoke(world: World, anonymous: bool) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=anonymous)
    await play.tell("Carla", round, OPEN, "Carla schrijft")
    await speak(play, "Amina", round, OPEN)
    await speak(play, "Amina", round, CHOICE)
    await play.press("Amina", f"listen:3.{round}")
    async with world.database.write() as connection:
        assert await closing.close(connection, world.house.catalogue, round, world.clock())
    words = {row["words"] for row in await world.rows("answer")}
    if anonymous:
        assert await world.rows("voice") == []
        assert words == {"Carla schrijft", None}
        assert await page(play, "Amina", f"3.{round}") == NoVoice(f"3.{round}")
        assert all("voice" not in row["body"]["message"] for row in await world.rows("message"))
    else:
        assert await sounds(world) == {b"stem van Amina"}
        assert isinstance(await page(play, "Amina", f"3.{round}"), VoicePage)


async def test_what_a_group_said_together_reads_the_same_after_the_end(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(joint=True)
    await speak(play, "Boyana", round, OPEN)
    place = [question.id for question in play.plan.questions].index(OPEN.partition(".")[0])
    before = await play.press("Amina", f"answers:{round}:{place}")
    assert "(gesproken antwoord)" in before
    await play.press("Boyana", f"closeround:{round}:yes")
    assert await play.press("Amina", f"answers:{round}:{place}") == before
    assert await world.rows("voice") == []


async def leaves(play: Play) -> None:
    assert isinstance(await play.told("Amina", Leave(play.group)), Left)


async def is_taken_out(play: Play) -> None:
    [number] = [row["number"] for row in await play.world.rows("membership") if row["person_id"] == play.women["Amina"].person_id]
    await play.told("Boyana", Remove(play.group, number))


async def wipes(play: Play) -> None:
    await play.press("Amina", "forget:yes")


async def is_forgotten(play: Play) -> None:
    assert isinstance(await play.told("Amina", ForgetMe()), Forgotten)


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("goes", [leaves, is_taken_out, wipes, is_forgotten])
async def test_hers_goes_with_her_and_that_of_others_stays(world: World, goes: Any, closed: bool) -> None:
    play = await gather(world, 4)
    round = await play.open(anonymous=False)
    for name in ("Amina", "Carla"):
        await speak(play, name, round, OPEN)
    if closed:
        await play.press("Boyana", f"closeround:{round}:yes")
    await goes(play)
    assert await sounds(world) == {b"stem van Carla"}


@pytest.mark.parametrize("goes", [wipes, is_forgotten])
async def test_what_she_said_on_her_own_goes_too(world: World, goes: Any) -> None:
    play = await gather(world, 3)
    await alone(play, "Amina")
    assert len(await world.rows("voice")) == 1
    await leaves(play)
    assert len(await world.rows("voice")) == 1
    await goes(play)
    assert await world.rows("voice") == []


async def test_of_a_group_that_she_is_not_in_any_more_nothing_is_left_either(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(anonymous=False)
    await speak(play, "Amina", round, OPEN)
    async with world.database.write() as connection:
        await connection.execute(membership.delete().where(membership.c.person_id == play.women["Amina"].person_id))
    await is_forgotten(play)
    assert await world.rows("voice") == []


async def test_what_was_kept_long_enough_goes(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(anonymous=False)
    await speak(play, "Amina", round, OPEN)
    await alone(play, "Carla")
    await play.press("Boyana", f"closeround:{round}:yes")
    chores = Chores(world.database, world.house.catalogue, 24, world.clock)
    world.clock.now += MONTH * 23
    for name in ("Amina", "Boyana", "Carla"):
        await play.press(name, "menu")
    await chores.sweep()
    assert len(await world.rows("voice")) == 2
    world.clock.now += MONTH * 2
    await chores.sweep()
    assert await world.rows("voice") == []


async def test_one_person_on_two_phones_has_all_of_it(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    other = await play.newcomer("Amina van thuis")
    for name in ("Amina", "Amina van thuis"):
        await speak(play, name, round, OPEN)
        await alone(play, name)
    await world.link(play.women["Amina"], other)
    owners = {row["submission_id"]: row["person_id"] for row in await world.rows("submission_person")}
    spoken = await world.rows("voice")
    assert [owners[row["submission_id"]] for row in spoken] == [play.women["Amina"].person_id] * 4


async def test_what_two_who_become_one_both_said_in_a_closed_round_is_not_left_lying(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(anonymous=False)
    other = await play.newcomer("Amina van thuis")
    for name in ("Amina", "Amina van thuis"):
        await speak(play, name, round, OPEN)
    await play.press("Boyana", f"closeround:{round}:yes")
    await world.link(play.women["Amina"], other)
    assert await sounds(world) == {b"stem van Amina"}


async def test_her_file_says_how_many_there_are(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    await speak(play, "Amina", round, OPEN)
    await speak(play, "Amina", round, CHOICE)
    file = await read(world, play.women["Amina"])
    question = next(asked.prompt.text for asked in play.plan.asked if asked.key == OPEN)
    assert f"- {question} (gesproken antwoord)" in file.splitlines()
    assert "- Opnamen van je stem: 2" in file.splitlines()
    assert "stem van" not in file.replace("Opnamen van je stem", "")
    assert "Opnamen" not in await read(world, play.women["Carla"])


async def test_the_id_of_a_recording_tells_nothing(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    await speak(play, "Amina", round, OPEN)
    heard = await page(play, "Amina", f"3.{round}")
    assert isinstance(heard, VoicePage)
    assert UUID(heard.id).version == 4

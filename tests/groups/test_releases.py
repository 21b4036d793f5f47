"""What of a round the group sees, and from when on."""

import asyncio
from uuid import UUID, uuid4

import pytest

from bot.dialogue.asks import ForgetMe, Join, Leave, SetThreshold, ShowResult, ShowRound
from bot.dialogue.events import Pressed
from bot.dialogue.facts import Result, RoundPage
from bot.groups import closing
from bot.groups.closing import people_behind
from storage.answers import Kept
from storage.views import Handed
from tests.groups.playing import NAMES, Play, gather
from tests.groups.world import World

KEY, OTHER, OPEN = "spanningen.omgaan", "spanningen.oplossen", "gezien-gehoord.hoe"


async def seen(play: Play, round: int, key: str = KEY, name: str = "Boyana") -> tuple[int, ...]:
    """How many are shown for each option of a prompt; of an open one, how many there are."""
    result = await play.told(name, ShowResult(round))
    assert isinstance(result, Result)
    counted = result.counted[play.index(key)]
    return counted.counts or (counted.n,)


async def waves(world: World, round: int) -> dict[UUID, int]:
    return {row["person_id"]: row["wave"] for row in await world.rows("took_part") if row["round_id"] == round}


async def choose(play: Play, round: int, places: dict[str, int], key: str = KEY) -> None:
    for name, place in places.items():
        await play.choose(name, round, key, place)


async def test_the_third_answer_makes_all_three_appear_without_any_job(world: World) -> None:
    play = await gather(world)
    round = await play.open()
    await choose(play, round, {"Amina": 0, "Carla": 1})
    assert await seen(play, round) == (0, 0, 0, 0, 0, 0)
    page = await play.told("Amina", ShowRound(round))
    assert isinstance(page, RoundPage)
    assert (page.shown, page.facts.answered, page.mine) == (False, 2, "begun")
    await choose(play, round, {"Dilek": 1})
    assert await seen(play, round) == (1, 2, 0, 0, 0, 0)
    page = await play.told("Esra", ShowRound(round))
    assert isinstance(page, RoundPage)
    assert (page.shown, page.mine) == (True, "")


async def test_the_next_ones_appear_three_at_a_time_and_a_remainder_at_the_end(world: World) -> None:
    play = await gather(world)
    round = await play.open(days=7)
    await choose(play, round, dict.fromkeys(NAMES[:3], 0))
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)
    await choose(play, round, dict.fromkeys(NAMES[3:5], 1))
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)
    await choose(play, round, dict.fromkeys(NAMES[5:6], 1))
    assert await seen(play, round) == (3, 3, 0, 0, 0, 0)
    await choose(play, round, dict.fromkeys(NAMES[6:8], 2))
    world.clock.passes(8 * 86_400)
    assert await seen(play, round) == (3, 3, 0, 0, 0, 0)  # the time is up, and two remain two
    of = await waves(world, round)
    assert sorted(of.values()) == [1, 1, 1, 2, 2, 2]
    assert {name for name in NAMES if play.women[name].person_id in of} == set(NAMES[:6])


async def test_when_the_time_is_up_a_look_shows_the_rest_at_once(world: World) -> None:
    play = await gather(world, 5)
    round = await play.open(days=7)
    await choose(play, round, dict.fromkeys(NAMES[:4], 0))
    assert await seen(play, round) == (0,) * 6  # the fifth could be found out if they were shown before her
    world.clock.passes(8 * 86_400)
    assert await seen(play, round) == (4, 0, 0, 0, 0, 0)


async def test_what_is_shown_stays_as_it_was_whatever_she_changes(world: World) -> None:
    play = await gather(world)
    round = await play.open()
    await choose(play, round, dict.fromkeys(NAMES[:3], 0))
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)
    before = await world.rows("shown")
    await choose(play, round, {"Amina": 1})
    await choose(play, round, {"Carla": 1}, OTHER)
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)
    assert await world.rows("shown") == before
    assert [row["options"] for row in await world.rows("answer") if row["prompt"] == KEY].count(["apart"]) == 1


async def test_who_leaves_or_is_forgotten_is_still_counted_but_not_her_words(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    for name in NAMES[:3]:
        await play.choose(name, round, KEY, 0)
        await play.tell(name, round, OPEN, f"woorden van {name}")
    assert await seen(play, round, OPEN) == (3,)
    took_part = await waves(world, round)
    await play.told("Amina", Leave(play.group))
    await play.told("Carla", ForgetMe())
    result = await play.told("Boyana", ShowResult(round))
    assert isinstance(result, Result)
    assert result.counted[play.index(KEY)].counts[0] == 3
    assert sorted(result.counted[play.index(OPEN)].words) == ["…", "…", "…"]
    assert sorted((await waves(world, round)).values()) == sorted(took_part.values()) == [1, 1, 1]


async def test_nobody_learns_what_a_woman_wrote_by_taking_her_out(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    for name in NAMES[:3]:
        await play.choose(name, round, KEY, 0)
        await play.tell(name, round, OPEN, f"woorden van {name}")
    await seen(play, round, OPEN)
    before = await play.told("Boyana", ShowResult(round))
    await play.told("Amina", Leave(play.group))
    after = await play.told("Boyana", ShowResult(round))
    assert isinstance(before, Result)
    assert isinstance(after, Result)
    assert "woorden van Amina" in before.counted[play.index(OPEN)].words
    assert after.counted == before.counted
    assert after.answered == before.answered


async def test_one_woman_who_leaves_and_comes_back_is_no_crowd(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    code = await world.code(play.women["Boyana"], play.group)
    for _ in range(2):
        await play.choose("Amina", round, KEY, 0)
        await play.told("Amina", Leave(play.group))
        await play.told("Amina", Join(code))
    await play.choose("Amina", round, KEY, 0)
    await play.choose("Carla", round, KEY, 1)
    assert sum(await seen(play, round)) == 0


async def test_who_comes_back_counts_once(world: World) -> None:
    play = await gather(world)
    round = await play.open()
    await choose(play, round, dict.fromkeys(NAMES[:3], 0))
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)
    code = await world.code(play.women["Boyana"], play.group)
    await play.told("Amina", Leave(play.group))
    await play.told("Amina", Join(code))
    await choose(play, round, {"Amina": 1, "Dilek": 1, "Esra": 1})
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)  # two new ones and she whom they know
    assert len(await world.rows("submission")) == 6
    await choose(play, round, {"Fatma": 1})
    assert await seen(play, round) == (3, 3, 0, 0, 0, 0)


async def test_a_newcomer_in_the_middle_is_waited_for(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open()
    await choose(play, round, {"Amina": 0, "Boyana": 0})
    await play.newcomer("Dilek")
    await choose(play, round, {"Carla": 0})
    assert await seen(play, round) == (0,) * 6  # shown now, Dilek's answer would be all that is new after it
    await choose(play, round, {"Dilek": 1})
    assert await seen(play, round) == (3, 1, 0, 0, 0, 0)


async def test_a_stricter_threshold_hides_what_was_seen_by_fewer(world: World) -> None:
    play = await gather(world)
    round = await play.open()
    await choose(play, round, dict.fromkeys(NAMES[:3], 0))
    assert await seen(play, round) == (3, 0, 0, 0, 0, 0)
    await play.told("Boyana", SetThreshold(play.group, 5))
    assert await seen(play, round) == (0,) * 6
    page = await play.told("Amina", ShowRound(round))
    assert isinstance(page, RoundPage)
    assert not page.shown


async def test_the_next_round_does_not_show_one_person_more_than_the_one_before(world: World) -> None:
    play = await gather(world, 9)
    first = await play.open(anonymous=True)
    await choose(play, first, dict.fromkeys(NAMES[:4], 0))
    async with world.database.write() as connection:
        assert await closing.close(connection, world.house.catalogue, first, world.clock())
    assert await seen(play, first) == (4, 0, 0, 0, 0, 0)
    second = await play.open()
    await choose(play, second, dict.fromkeys(NAMES[:5], 0))
    assert await seen(play, second) == (0,) * 6
    await choose(play, second, dict.fromkeys(NAMES[5:6], 1))
    assert await seen(play, second) == (0,) * 6  # six, of whom two are new
    await choose(play, second, dict.fromkeys(NAMES[6:], 1))
    assert await seen(play, second) == (5, 4, 0, 0, 0, 0)


async def test_nobody_waits_for_another_and_nothing_comes_out_twice_when_all_answer_and_two_look_at_once(world: World) -> None:
    play = await gather(world)
    round = await play.open()
    for name in NAMES:
        await play.press(name, f"go:3.{round}")
    keys = (KEY, OTHER, "regels.zijn-er", "communicatie.persoon")
    service = play.parts.service

    async def answers(name: str) -> None:
        for key in keys:
            await play.do(name, Pressed(play.button("a", round, key, 0)))

    async def looks(name: str) -> None:
        for turn in range(12):
            await play.do(name, Pressed((f"result:{round}", f"round:{round}", f"groupadvice:{round}")[turn % 3]))

    assert service is not None
    await asyncio.wait_for(asyncio.gather(*(answers(name) for name in NAMES), looks("Boyana"), looks("Carla")), 60)
    for key in keys:
        assert (await seen(play, round, key))[0] == 9
    assert len(await world.rows("shown")) == len(await world.rows("answer")) == 9 * len(keys)
    assert set(await waves(world, round)) == {who.person_id for who in play.women.values()}
    assert {row["status"] for row in await world.rows("inbox")} == {"done"}


def kept(*prompts: str) -> tuple[Kept, ...]:
    return tuple(Kept(prompt, ("ja",), None, None, done=True) for prompt in prompts)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ((("p", "q"), ("p", "q")), True),
        ((("p", "q"), ("p",)), False),  # which of the two has both?
        ((("p",),), False),  # one person too many
    ],
)
def test_who_left_is_known_as_one_of_those_that_nobody_accounts_for(shown: tuple[tuple[str, ...], ...], found: bool) -> None:
    amina, gone = uuid4(), [uuid4(), uuid4()]
    handed = [Handed(uuid4(), amina, kept("p"), kept("p")), *(Handed(uuid4(), None, (), kept(*one)) for one in shown)]
    given = people_behind([*handed, Handed(uuid4(), None, kept("p"), ())], [amina, *gone])
    assert given[0].person == str(amina)
    assert {one.person for one in given[1:-1]} == ({str(one) for one in gone} if found else {""})
    assert given[-1].person == ""  # she was never shown: nothing tells of her

"""What she gave to all groups goes when she does, moves along with her, or stays as nobody's."""

from datetime import timedelta
from uuid import UUID

from bot.chores import MONTH, Chores
from bot.dialogue.asks import ForgetMe
from bot.dialogue.contribution_asks import (
    Accept,
    Refuse,
    ShowMine,
    TakeBack,
    WantTopic,
    Write,
)
from bot.dialogue.contribution_facts import Mine, NotOffered
from bot.dialogue.facts import Forgotten
from bot.dialogue.state import State
from storage import answers, moderating, people
from tests.groups.giving import HERS, give, moderator, speak, stories
from tests.groups.world import Cast, World


async def test_of_who_is_forgotten_nothing_is_read_any_more(world: World, cast: Cast) -> None:
    judge = await moderator(world)
    await world.do(judge, Accept(await give(world, cast.amina)))
    others = await give(world, cast.boyana, "van Boyana")
    await world.do(judge, Accept(others))
    await speak(world, cast.amina)
    assert await world.do(cast.amina, ForgetMe()) == Forgotten()
    assert [row["id"] for row in await world.rows("contribution")] == [others]
    assert await world.rows("voice") == []
    assert await stories(world, cast.carla) == ("van Boyana",)
    await world.do(judge, ForgetMe())
    assert str(judge.person_id) not in repr(await world.rows("contribution"))


async def test_wiping_her_answers_leaves_what_all_read_and_she_can_still_take_it_back(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await give(world, cast.amina)
    await world.do(judge, Accept(id))
    await give(world, cast.amina, "wacht")
    async with world.database.write() as connection:
        await answers.forget(connection, cast.amina.person_id)
    assert [row["id"] for row in await world.rows("contribution")] == [id]
    assert await world.do(cast.amina, TakeBack(id)) == NotOffered(taken=True)
    assert await stories(world, cast.carla) == ()


async def test_of_who_was_not_heard_of_what_all_read_stays_and_is_nobodys(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await give(world, cast.amina)
    await world.do(judge, Accept(id))
    await give(world, cast.amina, "wacht")
    await keep_her(world, judge.person_id, MONTH * 24 + timedelta(days=1))
    [row] = await world.rows("contribution")
    assert (row["id"], row["person_id"]) == (id, None)
    assert cast.amina.person_id not in {row["id"] for row in await world.rows("person")}
    assert await stories(world, judge) == (HERS,)


async def keep_her(world: World, who: UUID, by: timedelta) -> None:
    """So much later only she was heard of."""
    world.clock.now += by
    async with world.database.write() as connection:
        await people.remember(connection, who, State(language="nl", consent=True).to_json(), world.clock())
    assert await Chores(world.database, world.house.catalogue, 24, world.clock).sweep()


async def test_who_wiped_all_but_what_others_read_is_no_stranger(world: World) -> None:
    judge, loner = await moderator(world), await world.meet("loner")
    await world.do(judge, Accept(await give(world, loner)))
    async with world.database.write() as connection:
        await people.remember(connection, loner.person_id, State(language="nl", consent=False).to_json(), world.clock())
    await keep_her(world, judge.person_id, timedelta(days=31))
    assert loner.person_id in {row["id"] for row in await world.rows("person")}


async def test_what_was_refused_or_never_sent_goes_after_the_retention(world: World, cast: Cast) -> None:
    judge = await moderator(world)
    await world.do(judge, Refuse(await give(world, cast.amina, "nee"), "there"))
    waits = await give(world, cast.amina, "wacht")
    await world.do(cast.amina, Write("experience", 3, "half"))
    world.clock.now += MONTH * 24 + timedelta(days=1)
    for who in (cast.amina, judge):
        async with world.database.write() as connection:
            await people.remember(connection, who.person_id, State(language="nl", consent=True).to_json(), world.clock())
    assert await Chores(world.database, world.house.catalogue, 24, world.clock).sweep()
    assert [row["id"] for row in await world.rows("contribution")] == [waits]


async def test_what_both_gave_is_one_womans_when_they_turn_out_to_be_one(world: World, cast: Cast) -> None:
    judge, topics = await moderator(world), [await give(world, cast.carla, f"Onderwerp {number}", "topic") for number in range(3)]
    for id in topics:
        await world.do(judge, Accept(id))
    here, web = cast.amina, await world.meet("sessie", "web")
    for who, wants in ((here, topics[:2]), (web, topics[1:])):
        await give(world, who)
        for id in wants:
            await world.do(who, WantTopic(id, wants=True))
    async with world.database.write() as connection:
        await moderating.appoint(connection, web.person_id)
    await world.do(web, Refuse(await give(world, cast.boyana), "there"))
    await world.link(here, web)
    one = await world.now_at(here)
    mine = await world.do(one, ShowMine())
    assert isinstance(mine, Mine)
    assert (len(mine.lines), mine.waits) == (2, 0)  # she is a moderator, and her own are not hers to judge
    wanted = {row["contribution_id"] for row in await world.rows("topic_wish") if row["person_id"] == one.person_id}
    assert wanted == set(topics)
    assert one.person_id in {row["moderator_id"] for row in await world.rows("contribution")}

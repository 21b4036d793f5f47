"""What members give to all groups, on a real database: who may do what, consent, and where it goes when she does."""

from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.dialogue.asks import MakeGroup, TryCode
from bot.dialogue.contribution_asks import (
    Accept,
    AddWords,
    Agree,
    Decline,
    OfAModerator,
    Propose,
    Refuse,
    SendIn,
    ShowMine,
    ShowOffered,
    ShowQueue,
    ShowTopic,
    ShowTopics,
    ShowWanted,
    TakeBack,
    WantTopic,
    Write,
)
from bot.dialogue.contribution_facts import Decided, Mine, Moderates, NotOffered, Offered, Queue, Topic, Topics, Wanted
from bot.dialogue.facts import NoCode, NotYours
from bot.groups.moderating import make_code
from storage import moderating
from tests.groups.giving import HERS, OTHER, give, moderator, proposed, speak, stories
from tests.groups.planted import read, send
from tests.groups.world import Cast, World


@pytest.mark.parametrize(
    "ask", [ShowQueue(1), Accept(1), Propose(1, "x"), Refuse(1, "there"), ShowWanted()], ids=lambda ask: type(ask).__name__
)
async def test_nobody_but_a_moderator_may(world: World, cast: Cast, ask: Any) -> None:
    assert await give(world, cast.amina) == 1
    judge = await moderator(world)
    async with world.database.write() as connection:
        assert await moderating.dismiss(connection, judge.person_id)
    before = await world.everything()
    for who in (cast.amina, cast.boyana, cast.carla, judge, await world.meet("stranger")):
        assert await world.do(who, ask) == NotYours()
    after = await world.everything()
    assert after["contribution"] == before["contribution"]
    assert {type(one) for one in (ShowQueue(1), Accept(1), Propose(1, "x"), Refuse(1, "there"), ShowWanted())} == set(
        get_args(OfAModerator)
    )


async def test_what_one_gives_no_other_sees_sends_changes_or_takes_back(world: World, cast: Cast) -> None:
    judge = await moderator(world)
    id = await give(world, cast.amina)
    stamp = await proposed(world, cast.amina, judge, id)
    before = await world.rows("contribution")
    for who in (cast.boyana, cast.carla, judge):
        for ask in (ShowOffered(id), SendIn(id), Agree(id, stamp), Decline(id, stamp)):
            assert await world.do(who, ask) == NotOffered()
        assert await world.do(who, TakeBack(id)) == NotOffered(taken=False)
        mine = await world.do(who, ShowMine())
        assert isinstance(mine, Mine)
        assert mine.lines == ()
    assert await world.rows("contribution") == before


async def test_a_moderator_reads_the_words_and_not_whose_they_are(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await give(world, cast.amina)
    assert await world.do(judge, ShowQueue(1)) == Queue(1, 1, id, "experience", 3, "nl", HERS)
    assert await world.do(judge, ShowQueue(9)) == Queue(1, 1, id, "experience", 3, "nl", HERS)  # an old button
    assert await world.do(judge, Accept(id)) == Decided("accepted", mine=True)
    assert await world.do(judge, ShowQueue(1)) == Queue(0, 0)
    assert await stories(world, cast.carla) == (HERS,)


async def test_who_comes_second_sees_how_it_stands(world: World, cast: Cast) -> None:
    judges, id = [await moderator(world, f"moderator {number}") for number in range(2)], await give(world, cast.amina)
    told = await world.at_once((judges[0], Accept(id)), (judges[1], Refuse(id, "there")))
    assert all(isinstance(one, Decided) for one in told)
    assert sorted(one.mine for one in told if isinstance(one, Decided)) == [False, True]
    assert len({one.status for one in told if isinstance(one, Decided)}) == 1
    await world.do(cast.amina, TakeBack(id))
    assert await world.do(judges[0], Accept(id)) == Decided("", mine=False)


async def test_other_words_are_read_only_once_she_agreed_to_just_these(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await give(world, cast.amina)
    stamp = await proposed(world, cast.amina, judge, id, "Eerste woorden")
    assert await stories(world, cast.amina) == ()
    for wrong in ("00000000", ""):
        page = await world.do(cast.amina, Agree(id, wrong))
        assert isinstance(page, Offered)
        assert (page.status, page.said) == ("proposed", "")
    page = await world.do(cast.amina, Agree(id, stamp))
    assert isinstance(page, Offered)
    assert (page.status, page.words, page.edited, page.said) == ("accepted", "Eerste woorden", "", "agreed")
    assert await stories(world, cast.carla) == ("Eerste woorden",)
    assert HERS not in repr(await world.rows("contribution"))


async def test_a_button_under_earlier_words_agrees_to_nothing_later(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await speak(world, cast.amina)
    old = await proposed(world, cast.amina, judge, id, "Eerste woorden")
    await world.do(cast.amina, Decline(id, old))
    await proposed(world, cast.amina, judge, id, "Andere woorden")
    for ask in (Agree(id, old), Decline(id, old)):
        page = await world.do(cast.amina, ask)
        assert isinstance(page, Offered)
        assert (page.status, page.said) == ("proposed", "")
    assert await stories(world, cast.amina) == ()


async def test_a_moderator_hears_a_recording_while_it_waits_and_nobody_after(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await speak(world, cast.amina)
    page = await world.do(judge, ShowQueue(1))
    assert isinstance(page, Queue)
    assert (page.words, page.sound) == ("", "kept")
    [row] = await world.rows("voice")
    assert page.voice == str(row["id"])
    assert await world.do(judge, Accept(id)) == Decided("waiting", mine=False)
    await world.do(cast.amina, Agree(id, await proposed(world, cast.amina, judge, id)))
    assert await world.rows("voice") == []
    assert await stories(world, cast.carla) == (OTHER,)


async def test_who_is_no_moderator_any_more_finds_no_recording_on_an_old_page(world: World, cast: Cast) -> None:
    judge, _ = await moderator(world), await speak(world, cast.amina)
    [row] = await world.rows("voice")
    body = {"message": {"text": "Bijdrage 1 van 1", "voice": {"id": str(row["id"])}}}
    for who in (judge, cast.amina):
        await send(world, who, f"reply:{who.address_id}", body=body)
    async with world.database.write() as connection:
        await moderating.dismiss(connection, judge.person_id)
    found = {one["person_id"]: one["body"]["message"] for one in await world.rows("message")}
    assert found[judge.person_id] == {"text": "Bijdrage 1 van 1"}
    assert "voice" in found[cast.amina.person_id]


async def test_five_wait_at_once_and_the_sixth_is_kept_until_one_is_read(world: World, cast: Cast) -> None:
    judge, ids = await moderator(world), [await give(world, cast.amina, f"{number}") for number in range(5)]
    sixth = await world.do(cast.amina, Write("experience", 3, "zes"))
    assert isinstance(sixth, Offered)
    told = await world.do(cast.amina, SendIn(sixth.id))
    assert told == replace(sixth, said="many")
    await world.do(judge, Refuse(ids[0], "there"))
    told = await world.do(cast.amina, SendIn(sixth.id))
    assert isinstance(told, Offered)
    assert (told.status, told.said) == ("waiting", "sent")
    await give(world, cast.boyana)  # it is hers alone


async def test_groups_are_counted_once_when_somebody_says_so_and_no_number_moves_with_a_woman(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await give(world, cast.amina, "Hoe vinden we geld?", "topic")
    assert await world.do(cast.carla, ShowTopic(id)) == NotOffered()  # it waits
    assert await world.do(cast.carla, WantTopic(id, wants=True)) == NotOffered()
    await world.do(judge, Accept(id))
    loner = await world.meet("loner")
    for who in (cast.boyana, cast.carla, loner, loner):
        told = await world.do(who, WantTopic(id, wants=True))
    assert isinstance(told, Topic)
    assert (told.topic.groups, told.topic.mine) == (2, True)  # Laak, with two women, and Moerwijk
    await world.do(loner, MakeGroup("Buurt"))
    listed = await world.do(judge, ShowTopics(0))
    assert isinstance(listed, Topics)
    assert [(one.words, one.groups, one.mine) for one in listed.topics] == [("Hoe vinden we geld?", 2, False)]
    told = await world.do(cast.carla, WantTopic(id, wants=False))
    assert isinstance(told, Topic)
    assert (told.topic.groups, told.topic.mine) == (2, False)


async def test_a_moderator_sees_how_many_groups_want_a_plan_that_is_coming(world: World, cast: Cast) -> None:
    for who in (cast.amina, cast.boyana, cast.carla, await world.meet("loner")):
        await world.put("wish", person_id=who.person_id, plan=1)
    told = await world.do(await moderator(world), ShowWanted())
    assert isinstance(told, Wanted)
    assert told.plans == ((1, 2), (2, 0), (4, 0), (5, 0))


async def test_her_file_has_all_that_she_gave(world: World, cast: Cast) -> None:
    judge, id = await moderator(world), await give(world, cast.amina)
    await proposed(world, cast.amina, judge, id)
    topic = await give(world, cast.carla, "Hoe vinden we geld?", "topic")
    await world.do(judge, Accept(topic))
    await world.do(cast.amina, WantTopic(topic, wants=True))
    await speak(world, cast.amina)
    told = await read(world, cast.amina)
    for line in (HERS, OTHER, "Hoe vinden we geld?", "(opname van je stem)", "jij mag kiezen", "wacht nog"):
        assert line in told
    assert "Je mag bijdragen van anderen lezen." not in told
    assert HERS not in await read(world, cast.boyana)
    assert "Je mag bijdragen van anderen lezen." in await read(world, judge)


async def test_a_code_makes_one_person_a_moderator_within_a_week(world: World) -> None:
    first, second = await world.meet("first"), await world.meet("second")
    async with world.database.write() as connection:
        used, late = [await make_code(connection, world.house.dice, world.clock()) for _ in range(2)]
    told = await world.at_once((first, TryCode(used)), (second, TryCode(used)))
    assert sorted(map(repr, told)) == [repr(Moderates()), repr(NoCode())]
    judges = [row for row in await world.rows("person") if row["moderator"]]
    assert [row["id"] for row in judges] == [(first, second)[told.index(Moderates())].person_id]
    world.clock.passes(7 * 86_400)
    assert await world.do(second, TryCode(late)) == NoCode()


async def test_a_draft_of_something_else_stays(world: World, cast: Cast) -> None:
    story = await world.do(cast.amina, Write("experience", 3, HERS))
    await world.do(cast.amina, Write("topic", 0, "een onderwerp"))
    changed = await world.do(cast.amina, Write("topic", 0, "een ander onderwerp"))
    assert isinstance(story, Offered)
    assert isinstance(changed, Offered)
    mine = await world.do(cast.amina, ShowMine())
    assert isinstance(mine, Mine)
    assert [line.id for line in mine.lines] == [changed.id, story.id]


async def test_who_presses_twice_is_told_that_she_did_it_herself(world: World, cast: Cast) -> None:
    judge, other, id = await moderator(world), await moderator(world, "other"), await give(world, cast.amina)
    await world.do(judge, Accept(id))
    assert await world.do(judge, Accept(id)) == Decided("accepted", mine=False, before=True)
    assert await world.do(other, Accept(id)) == Decided("accepted", mine=False)


async def test_what_waits_for_her_own_answer_keeps_nothing_back(world: World, cast: Cast) -> None:
    judge = await moderator(world)
    for number in range(5):
        await proposed(world, cast.amina, judge, await give(world, cast.amina, f"verhaal {number}"))
    assert await give(world, cast.amina, "het zesde")


async def test_more_words_go_behind_those_of_her_draft_and_no_further(world: World, cast: Cast) -> None:
    written = await world.do(cast.amina, Write("experience", 3, "Wij eten samen."))
    assert isinstance(written, Offered)
    more = await world.do(cast.amina, AddWords(written.id, "Dat hielp.", 500))
    assert isinstance(more, Offered)
    assert (more.words, more.said) == ("Wij eten samen.\nDat hielp.", "added")
    full = await world.do(cast.amina, AddWords(written.id, "x" * 480, 500))
    assert isinstance(full, Offered)
    assert (full.words, full.said) == (more.words, "full")
    assert await world.do(cast.carla, AddWords(written.id, "van een ander", 500)) == NotOffered()
    await world.do(cast.amina, SendIn(written.id))
    late = await world.do(cast.amina, AddWords(written.id, "Nog iets.", 500))
    assert isinstance(late, Offered)
    assert (late.words, late.said) == (more.words, "late")


async def test_words_that_a_moderator_wrote_are_in_her_language(world: World, cast: Cast) -> None:
    arab = replace(cast.amina, language="ar")
    judge, id = await moderator(world), await give(world, arab)
    await proposed(world, arab, judge, id)
    [row] = await world.rows("contribution")
    assert (row["language"], row["edited_in"]) == ("ar", "nl")
    shown = await world.do(arab, ShowOffered(id))
    assert isinstance(shown, Offered)
    await world.do(arab, Agree(id, shown.stamp))
    [row] = await world.rows("contribution")
    assert (row["language"], row["status"]) == ("nl", "accepted")

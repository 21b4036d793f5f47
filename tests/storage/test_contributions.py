"""What members give to all groups: each status leads to a few others, and of two who decide at once one wins."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from storage import contributions, moderating, people, topics, voices
from storage.coming_back_tables import contribution, topic_wish
from storage.contributions import EXPERIENCE, TOPIC, Contribution, New
from storage.db import Database
from storage.sending_tables import voice
from tests.clock import Clock

HERS = "Wij eten elke maand samen."


@pytest.fixture
async def women(database: Database, clock: Clock) -> list[UUID]:
    """One who gives, and two moderators."""
    async with database.write() as connection:
        found = [await people.make(connection, "", clock()) for _ in range(3)]
        for one in found[1:]:
            await moderating.appoint(connection, one)
    return found


async def give(database: Database, who: UUID, clock: Clock, words: str | None = HERS, kind: str = EXPERIENCE) -> int:
    """It is sent, and waits."""
    async with database.write() as connection:
        id = await contributions.write(connection, who, New(kind, 3 if kind == EXPERIENCE else None, "nl", words), clock())
        if words is None:
            await voices.note_given(connection, id, "telegram", "media", "audio/ogg", clock())
        assert await contributions.send(connection, id, who, clock())
    return id


async def done(database: Database, deed: Any, *given: Any) -> Any:
    async with database.write() as connection:
        return await deed(connection, *given)


async def rows(database: Database, table: Any) -> list[dict[str, Any]]:
    async with database.read() as connection:
        return [dict(row._mapping) for row in (await connection.execute(select(table))).all()]


async def hers(database: Database, id: int, who: UUID) -> Contribution:
    found = await done(database, contributions.hers, id, who)
    assert isinstance(found, Contribution)
    return found


async def test_of_drafts_there_is_one_and_of_what_was_sent_there_may_be_more(database: Database, clock: Clock, women: list[UUID]) -> None:
    new = [New(EXPERIENCE, 3, "nl", f"{number}") for number in range(3)]
    ids = [await done(database, contributions.write, women[0], one, clock()) for one in new]
    assert [one.id for one in await done(database, contributions.of, women[0])] == ids[-1:]
    assert not await done(database, contributions.send, ids[-1], women[1], clock())  # it is not hers
    assert await done(database, contributions.send, ids[-1], women[0], clock())
    assert not await done(database, contributions.send, ids[-1], women[0], clock())  # it is no draft any more
    await done(database, contributions.write, women[0], new[0], clock())
    assert len(await done(database, contributions.of, women[0])) == 2


async def test_of_two_moderators_who_decide_at_once_one_wins(database: Database, clock: Clock, women: list[UUID]) -> None:
    for _ in range(5):
        id, (her, one, other) = await give(database, women[0], clock), women
        deeds = [(moderating.accept, id, one, clock()), (moderating.refuse, id, other, "known", clock())]
        won = await asyncio.gather(
            *(done(database, *deed) for deed in deeds), done(database, moderating.propose, id, other, "x", "nl", clock())
        )
        assert sorted(won) == [False, False, True]
        assert (await hers(database, id, her)).status == ["accepted", "refused", "proposed"][won.index(True)]


async def test_what_is_taken_back_while_it_is_decided_about_is_gone(database: Database, clock: Clock, women: list[UUID]) -> None:
    for _ in range(5):
        id = await give(database, women[0], clock)
        _, taken = await asyncio.gather(
            done(database, moderating.accept, id, women[1], clock()), done(database, contributions.take_back, id, women[0])
        )
        assert taken
        assert await rows(database, contribution) == []
        assert await done(database, moderating.standing, id) == ""


async def test_nothing_is_decided_about_what_does_not_wait(database: Database, clock: Clock, women: list[UUID]) -> None:
    her, one, _ = women
    draft = await done(database, contributions.write, her, New(EXPERIENCE, 3, "nl", HERS), clock())
    settled = [await give(database, her, clock) for _ in range(3)]
    deeds = ((moderating.accept,), (moderating.refuse, "there"), (moderating.propose, "anders", "nl"))
    for id, (deed, *more) in zip(settled, deeds, strict=True):
        assert await done(database, deed, id, one, *more, clock())
    before = await rows(database, contribution)
    for id in (draft, *settled, 10**6):
        for deed, *more in deeds:
            assert not await done(database, deed, id, one, *more, clock())
    assert await rows(database, contribution) == before


async def test_her_own_words_may_be_taken_or_refused_once_she_said_no_to_others(
    database: Database, clock: Clock, women: list[UUID]
) -> None:
    her, one, _ = women
    id = await give(database, her, clock)
    await done(database, moderating.propose, id, one, "anders", "nl", clock())
    assert not await done(database, contributions.decline, id, one, clock())  # she is not asked
    assert await done(database, contributions.decline, id, her, clock())
    assert (await hers(database, id, her)).own
    assert not await done(database, moderating.propose, id, one, "nog anders", "nl", clock())
    assert await done(database, moderating.accept, id, one, clock())
    assert [told.words for told in await done(database, contributions.accepted, 3, ["nl"], 9)] == [HERS]


async def test_a_recording_is_never_taken_as_it_is_and_goes_once_its_words_are(database: Database, clock: Clock, women: list[UUID]) -> None:
    her, one, _ = women
    id = await give(database, her, clock, words=None)
    assert not await done(database, moderating.accept, id, one, clock())
    for words in ("eerst", "dan"):  # a recording may be written out more than once
        assert await done(database, moderating.propose, id, one, words, "nl", clock())
        if words == "eerst":
            await done(database, contributions.decline, id, her, clock())
    assert len(await rows(database, voice)) == 1
    assert await done(database, contributions.accepted, 3, ["nl"], 9) == []
    assert await done(database, contributions.agree, id, her, "dan", clock())
    assert await rows(database, voice) == []
    assert [told.words for told in await done(database, contributions.accepted, 3, ["nl"], 9)] == ["dan"]


@pytest.mark.parametrize("gone", ["refused", "taken back", "written anew"])
async def test_a_recording_goes_with_what_it_belongs_to(database: Database, clock: Clock, women: list[UUID], gone: str) -> None:
    her, one, _ = women
    new = New(EXPERIENCE, 3, "nl", None)
    id = await done(database, contributions.write, her, new, clock())
    await done(database, voices.note_given, id, "telegram", "media", "audio/ogg", clock())
    if gone == "written anew":
        await done(database, contributions.write, her, new, clock())
    elif gone == "taken back":
        await done(database, contributions.take_back, id, her)
    else:
        await done(database, contributions.send, id, her, clock())
        await done(database, moderating.refuse, id, one, "known", clock())
    assert await rows(database, voice) == []


async def test_what_all_may_read_is_of_that_plan_and_language_and_the_newest_first(
    database: Database, clock: Clock, women: list[UUID]
) -> None:
    told = [("nl", 3, "oud"), ("ar", 3, "arabisch"), ("bg", 3, "bulgaars"), ("nl", 2, "ander plan"), ("nl", 3, "nieuw")]
    for language, plan, words in told:
        clock.passes(60)
        id = await done(database, contributions.write, women[0], New(EXPERIENCE, plan, language, words), clock())
        await done(database, contributions.send, id, women[0], clock())
        await done(database, moderating.accept, id, women[1], clock())
    await give(database, women[0], clock, "wacht nog")
    found = await done(database, contributions.accepted, 3, ["ar", "nl"], 9)
    assert [one.words for one in found] == ["nieuw", "arabisch", "oud"]
    assert [one.words for one in await done(database, contributions.accepted, 3, ["nl"], 1)] == ["nieuw"]


async def test_a_moderator_judges_her_own_only_where_she_is_the_only_one(database: Database, clock: Clock, women: list[UUID]) -> None:
    _, one, other = women
    id = await give(database, one, clock)
    assert await done(database, moderating.queue, one) == []
    assert await done(database, moderating.piece, id, one) is None
    assert not await done(database, moderating.accept, id, one, clock())
    assert await done(database, moderating.queue, other) == [id]
    assert await done(database, moderating.dismiss, other)
    assert not await done(database, moderating.dismiss, other)
    assert await done(database, moderating.queue, one) == [id]
    assert await done(database, moderating.accept, id, one, clock())


async def test_a_topic_is_wanted_by_whoever_misses_it_from_the_start(database: Database, clock: Clock, women: list[UUID]) -> None:
    her, one, other = women
    id = await give(database, her, clock, "Hoe vinden we geld?", TOPIC)
    assert await done(database, topics.shown, other, 9) == []
    await done(database, moderating.accept, id, one, clock())
    for _ in range(2):
        await done(database, topics.want, id, other)
    assert {row["person_id"] for row in await rows(database, topic_wish)} == {her, other}
    assert [(topic.groups, topic.mine) for topic in await done(database, topics.shown, other, 9)] == [(0, True)]
    await done(database, topics.unwant, id, other)
    assert await done(database, topics.one, id, other) == topics.Topic(id, "Hoe vinden we geld?", 0, mine=False)
    assert await done(database, topics.wanted_by, her) == ["Hoe vinden we geld?"]


async def test_what_is_to_be_told_is_told_once(database: Database, clock: Clock, women: list[UUID]) -> None:
    id = await give(database, women[0], clock)
    assert await done(database, moderating.untold, clock() - timedelta(seconds=1), 9) == []
    assert await done(database, moderating.untold, clock(), 9) == [id]
    told = await asyncio.gather(*(done(database, moderating.taken, id, clock()) for _ in range(3)))
    assert [one.status for one in told if one] == ["waiting"]
    await done(database, moderating.tell_later, id, clock() + timedelta(days=1))
    assert await done(database, moderating.taken, id, clock()) is None
    clock.passes(86_400)
    assert await done(database, moderating.untold, clock(), 9) == [id]

"""After a round without names has closed, nobody can tell from the tables who gave what; and what comes late is refused."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Select, select, update

from bot.channels.base import Inbound
from bot.dialogue.asks import CloseRound, ShowResult
from bot.dialogue.events import Late, Pressed, Said, Sent
from bot.dialogue.facts import Result
from bot.groups import closing, sheets
from bot.groups.house import House
from storage import answers, people, tables
from storage.db import Connection, Database
from storage.tables import submission, submission_person
from tests.clock import Clock
from tests.conftest import KEY as KEY_OF_TESTS
from tests.groups.attacking import Note, links, take_note
from tests.groups.playing import NAMES, Play, gather
from tests.groups.world import World

DAY, HOUR = 86_400, 3_600
KEY, OTHER, OPEN = "spanningen.omgaan", "spanningen.oplossen", "gezien-gehoord.hoe"
HALFWAY = {"Dilek": 4, "Ivana": 9}


async def close(play: Play, round: int) -> bool:
    async with play.world.database.write() as connection:
        return await closing.close(connection, play.world.house.catalogue, round, play.world.clock())


async def left_lying(play: Play, name: str, address: str) -> None:
    """She presses something, and the process dies before the answer is out."""
    inbound = Inbound("terminal", uuid4().hex, name, Pressed(address), play.world.clock())
    await play.parts.service.handle(inbound)


async def played(world: World, *, anonymous: bool = True) -> tuple[Play, int, Note]:
    """Nine women answer on different days, each in her own way and words; some stop halfway, some look at what they gave."""
    play = await gather(world)
    round = await play.open(anonymous=anonymous)
    for mood, name in enumerate(("Esra", "Amina", "Ivana", "Carla", "Boyana", "Hanan", "Dilek", "Gül", "Fatma")):
        world.clock.passes(DAY + mood * HOUR)
        await play.press(name, f"go:3.{round}")
        await play.write(name, f"een opmerking van {name}")
        await play.answer(name, round, mood, HALFWAY.get(name, 99))
        await play.told("Carla", ShowResult(round))
    await play.press("Amina", f"overview:3.{round}")
    await play.press("Amina", "mydata:send")
    await play.press("Carla", "menu")
    await play.press("Fatma", f"group:{play.group}")
    await play.press("Ivana", f"round:{round}")
    await play.press("Ivana", "menu")
    for name, key in (("Esra", OPEN), ("Hanan", KEY), ("Dilek", OPEN)):
        await play.press(name, play.button("q", round, key))
        await play.do(name, Sent("voice", f"opname van {name}", "audio/ogg"))
    await play.press("Hanan", f"overview:3.{round}")
    for _ in range(2):
        await left_lying(play, "Gül", play.button("q", round, OPEN))
    await play.newcomer("Joyce")  # who answers nothing, but looks
    for address in (f"group:{play.group}", f"round:{round}", f"later:3.{round}", f"go:3.{round}", "mydata:send"):
        await play.press("Joyce", address)
    await play.newcomer("Khadija")  # the same, and she stays there
    await play.press("Khadija", f"round:{round}")
    await play.press("Khadija", f"go:3.{round}")
    await play.send_questions()
    return play, round, await take_note(play)


async def test_while_it_is_open_all_of_this_can_be_told(world: World) -> None:
    play, round, note = await played(world)
    found = set(await links(play, round, note))
    assert {"a tie", "words in message", "where she stopped in conversation", "where she stopped in message"} <= found
    assert {"how far she was in message", "a time in submission.opened_on"} <= found
    assert {"a recording", "that she spoke in answer", "that she spoke in message"} <= found
    assert any("that was there before" in link for link in found)
    if not world.database.is_sqlite:
        assert "the order of the rows of answer" in found
        assert "the transactions that wrote answer" in found


@pytest.mark.parametrize("who", ["a job", "a coordinator", "the next round"])
async def test_after_closing_nothing_of_it_can_be_told(world: World, who: str) -> None:
    play, round, note = await played(world)
    before = await play.told("Carla", ShowResult(round))
    rows = {name: len(await world.rows(name)) for name in ("submission", "answer", "shown", "remark", "took_part")}
    if who == "a coordinator":
        await play.press("Boyana", f"closeround:{round}:yes")
    else:
        world.clock.passes(20 * DAY)
    if who == "a job":
        assert await closing.close_due(world.database, world.house.catalogue, world.clock()) == 1
        assert await closing.close_due(world.database, world.house.catalogue, world.clock()) == 0
    if who == "the next round":
        await play.press("Boyana", f"openround:{play.group}:3:21:a:s")
    assert await links(play, round, note) == []
    assert {name: len(await world.rows(name)) for name in rows} == rows
    after = await play.told("Carla", ShowResult(round))
    assert isinstance(before, Result)
    assert isinstance(after, Result)
    assert after.counted == before.counted
    assert after.counted[play.index(KEY)].n == 6  # of eight: the last two would be known by what was seen before


async def only_the_ties(connection: Connection, round_id: int, *_: object) -> None:
    tied = tables.submission_person.c.submission_id.in_(select(tables.submission.c.id).where(tables.submission.c.round_id == round_id))
    await connection.execute(tables.submission_person.delete().where(tied))


async def nothing(*_: object) -> int:
    return 0


def only_who_gave(round_id: int) -> Select[tuple[UUID]]:
    tied = select(submission_person.c.person_id).join(submission, submission.c.id == submission_person.c.submission_id)
    return tied.where(submission.c.round_id == round_id)


async def as_they_came(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    for row in reversed(rows):
        await connection.execute(table.insert().values(**row))


@pytest.mark.parametrize(
    ("left_out", "instead", "found"),
    [
        ("storage.closing.cut_loose", nothing, "a tie"),
        ("storage.closing.cut_loose", only_the_ties, "an id in submission that was there before, or that was not thrown"),
        ("storage.closing.cut_loose", only_the_ties, "a time in submission.opened_on"),
        ("storage.closing.cut_loose", only_the_ties, "a recording"),
        ("bot.groups.forgetting.SPOKEN", "", "that she spoke in answer"),
        ("storage.closing.unsay", nothing, "words in message"),
        ("storage.closing.everybody", only_who_gave, "that she did not answer in message"),
        ("storage.closing.everybody", only_who_gave, "that she did not answer in conversation"),
        ("storage.closing.remember", nothing, "where she stopped in conversation"),
        ("storage.kept.drop_files", nothing, "words in message"),
        ("bot.groups.forgetting._tells", lambda *_: False, "how far she was in message"),
        ("storage.closing.put", as_they_came, "the order of the rows of answer"),
    ],
)
async def test_whatever_is_left_out_of_closing_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, left_out: str, instead: Callable[..., Awaitable[Any]], found: str
) -> None:
    play, round, note = await played(world)
    monkeypatch.setattr(left_out, instead)
    assert await close(play, round)
    by_key = world.database.is_sqlite and "order" in found  # there rows without a rowid lie in the order of their keys, whatever we do
    assert (found in await links(play, round, note)) != by_key


async def test_who_waits_for_an_answer_hears_that_it_is_over_and_how_to_go_on(world: World) -> None:
    play, round, _ = await played(world)
    assert {row["status"] for row in await world.rows("message")} == {"sent", "leased", "queued"}
    assert await close(play, round)
    world.clock.passes(60)
    said = len(play.terminal.said)
    while await play.parts.delivery.work():
        continue
    heard = play.terminal.said[said:]
    assert len(heard) == 2
    for message in heard:
        assert "Deze ronde is gesloten" in message.text
        assert [button.address for button in message.ways] == [f"group:{play.group}", "menu"]
    assert {row["status"] for row in await world.rows("message")} == {"sent"}


async def test_her_conversation_goes_on_where_she_was_if_that_was_elsewhere(world: World) -> None:
    play, round, _ = await played(world)
    await play.press("Hanan", "settings")
    assert await close(play, round)
    states = {row["person_id"]: row["state"] for row in await world.rows("conversation")}
    hanan, esra = (states[play.women[name].person_id] for name in ("Hanan", "Esra"))
    assert (hanan["place"], hanan["sheet"], hanan["asked"], hanan["consent"]) == ("settings", "", "", True)
    assert (esra["place"], esra["sheet"], esra["asked"], esra["consent"]) == (f"round:{round}", "", "", True)
    assert "Antwoorden van de groep" in await play.press("Esra", f"round:{round}")


async def test_in_a_round_with_names_all_stays_as_it_is(world: World) -> None:
    play, round, _ = await played(world, anonymous=False)
    tables_before = {name: await world.rows(name) for name in ("submission", "submission_person", "answer", "remark", "message")}
    assert await close(play, round)
    assert {name: await world.rows(name) for name in tables_before} == tables_before


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_opens_the_questions_of_a_closed_round_is_told_so_and_nothing_is_kept(world: World, anonymous: bool) -> None:
    play, round, _ = await played(world, anonymous=anonymous)
    await play.press("Esra", play.button("q", round, OPEN))
    assert await close(play, round)
    given = {name: await world.rows(name) for name in ("submission", "answer", "remark", "submission_person")}
    assert "gesloten" in await play.choose("Amina", round, KEY, 0)
    assert "gesloten" in await play.press("Amina", play.button("s", round, OPEN))
    assert "gesloten" in await play.press("Amina", f"go:3.{round}")
    await play.do("Esra", Late(Said("veel te laat")))
    assert await play.write("Esra", "te laat")
    await play.do("Carla", Late(Pressed(play.button("a", round, KEY, 0))))
    assert {name: await world.rows(name) for name in given} == given


async def test_typed_words_where_the_job_did_not_come_by_yet_are_refused_as_well(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(days=7)
    await play.press("Amina", play.button("q", round, OPEN))
    world.clock.passes(8 * DAY)
    assert "gesloten" in await play.write("Amina", "te laat")
    assert await world.rows("answer") == await world.rows("submission") == []


async def test_words_that_lay_waiting_until_after_the_end_are_not_kept(world: World) -> None:
    """She stands at a question; nobody has closed the round yet, and her words come hours late."""
    play = await gather(world, 3)
    round = await play.open(days=7)
    await play.press("Amina", play.button("q", round, OPEN))
    world.clock.passes(8 * DAY)
    await play.do("Amina", Late(Said("veel te laat")))
    for name in ("submission", "answer", "remark"):
        assert await world.rows(name) == []


async def test_an_answer_at_the_moment_of_closing_is_in_or_is_refused(world: World) -> None:
    play = await gather(world, 8)
    for turn in range(5):
        round = await play.open()
        for name in NAMES[1:5]:
            await play.choose(name, round, KEY, 0)  # these have a sheet; the others begin one
        said = len(play.terminal.said)
        presses = [play.do(name, Pressed(play.button("a", round, OTHER, 1))) for name in NAMES[:8]]
        await asyncio.wait_for(asyncio.gather(*presses, _close_after(play, round, 0.004 * turn)), 20)
        await closing.close_due(world.database, world.house.catalogue, world.clock())
        refused = sum("gesloten" in message.text for message in play.terminal.said[said:])
        assert len(await _given(world, round)) == 8 - refused
        assert await world.rows("submission_person") == []
        assert {row["status"] for row in await world.rows("inbox")} == {"done"}


async def _close_after(play: Play, round: int, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await play.told("Boyana", CloseRound(round))


async def _given(world: World, round: int) -> list[Any]:
    ours = {row["id"] for row in await world.rows("submission") if row["round_id"] == round}
    return [row for row in await world.rows("answer") if row["submission_id"] in ours and row["prompt"] == OTHER]


@pytest.fixture
async def on_postgres(postgres_url: str, clock: Clock, house: House) -> AsyncIterator[World]:
    """Where several write at once."""
    database = Database(postgres_url, KEY_OF_TESTS)
    yield World(database, clock, house)
    await database.close()


async def test_a_round_that_somebody_is_in_is_closed_by_the_next_who_comes_by(on_postgres: World) -> None:
    world = on_postgres
    play = await gather(world, 4)
    round = await play.open(days=7)
    await play.answer("Amina", round, 0)
    world.clock.passes(8 * DAY)
    async with world.database.write() as connection:
        await people.lock_person(connection, play.women["Amina"].person_id)  # she does something else just now
        assert await closing.close_due(world.database, world.house.catalogue, world.clock()) == 0
        assert "gesloten" in await play.choose("Carla", round, KEY, 0)
    assert await closing.close_due(world.database, world.house.catalogue, world.clock()) == 1


async def test_who_is_answering_is_waited_for_with_her_first_answer(on_postgres: World) -> None:
    world = on_postgres
    play = await gather(world, 4)
    round = await play.open(days=7)
    await play.answer("Amina", round, 0)
    name, carla, catalogue = f"3.{round}", play.women["Carla"].person_id, world.house.catalogue
    async with world.database.write() as connection:  # a turn that began just before
        await people.lock_person(connection, carla)
        loaded = await sheets.load(connection, catalogue, carla, [name], world.clock())
        world.clock.passes(8 * DAY)
        assert await closing.close_due(world.database, catalogue, world.clock()) == 0
        id = await sheets.begin(connection, catalogue, carla, name, loaded.known[name], world.clock())
        await answers.keep(connection, id, answers.Kept(KEY, ("samen",), None, None, done=True))
    assert await closing.close_due(world.database, catalogue, world.clock()) == 1
    assert len(await world.rows("submission")) == 2
    assert await world.rows("submission_person") == []


async def test_one_round_that_can_not_be_closed_keeps_no_other_open(world: World) -> None:
    play = await gather(world, 3)
    one = await play.open(days=7)
    async with world.database.write() as connection:
        await connection.execute(update(tables.metadata.tables["round"]).values(version="gone"))
    play.group = await world.group(play.women["Boyana"], "Moerwijk")
    other = await play.open(days=7)
    world.clock.passes(8 * DAY)
    assert await closing.close_due(world.database, world.house.catalogue, world.clock()) == 1
    assert {row["id"]: row["closed_on"] is None for row in await world.rows("round")} == {one: True, other: False}

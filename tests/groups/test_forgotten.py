"""What she wants gone is gone, and nothing of anybody else."""

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from bot.chores import Chores
from bot.dialogue.asks import Appoint, CallMe, ForgetMe, NewHere
from bot.dialogue.facts import Forgotten, GroupLine, OnlyCoordinator
from bot.groups.doing import do
from bot.groups.house import House, Table, Who
from storage import groups, people, tables
from storage.db import Database
from tests.cast import AMINA
from tests.clock import Clock
from tests.conftest import KEY
from tests.groups.filled import put_round, put_sheet, remarks, ties, words
from tests.groups.planted import fill, read, send, traces
from tests.groups.world import Cast, World, gather_cast
from tests.person import Person, put_together

DAY = 24 * 3600
SESSION = "sessie-van-amina"


async def test_of_who_is_forgotten_nothing_is_left_in_any_table(world: World, cast: Cast) -> None:
    here = await world.meet(SESSION, "web")
    await world.link(cast.amina, here)
    await fill(world, cast.amina, cast.laak, "Amina")
    for closed in (False, True):
        await put_sheet(world, cast.amina.person_id, await put_round(world, cast.laak, plan=2, closed=closed), p="Amina in de ronde")
    await send(world, cast.amina, "wacht op Amina", "queued")
    planted = ("Amina", SESSION, cast.amina.person_id, "opmerking", "anders")
    assert {one for _, one in await traces(world.database, *planted)} == set(planted)
    assert await world.do(cast.amina, ForgetMe()) == Forgotten()
    assert await traces(world.database, *planted) == set()
    assert await world.owner(cast.amina.address_id) != cast.amina.person_id  # a stranger has it, for the farewell
    assert {place for place, one in await traces(world.database, AMINA.telegram)} == {"address"}


async def test_what_she_chose_counts_on_without_a_word_of_hers(world: World, cast: Cast) -> None:
    her = cast.amina.person_id
    open_one, named = await put_round(world, cast.laak), await put_round(world, cast.laak, plan=2, closed=True)
    hers = [await put_sheet(world, her, round_id, p="van haar") for round_id in (open_one, named)]
    others = await put_sheet(world, cast.boyana.person_id, open_one, p="van Boyana")
    more = [await put_sheet(world, cast.carla.person_id, open_one, p=f"van {number}") for number in range(4)]
    own = await put_sheet(world, her, p="alleen")
    assert await world.do(cast.amina, ForgetMe()) == Forgotten()
    for sheet in hers:
        assert [await words(world, sheet, table) for table in ("answer", "shown")] == [{"p": None}, {"p": "…"}]
        assert await remarks(world, sheet) == []
    assert sorted(row["options"] for row in await world.rows("answer")) == [[], [], *[["ja"]] * 5]
    assert [row["options"] for row in await world.rows("shown")] == [["ja"]] * 7  # what groups see stays
    seen = [(await words(world, sheet, "shown"))["p"] for sheet in (others, *more)]
    assert seen.count("…") == 2  # with hers go others, or whoever had read them would know which were hers
    assert own not in {row["id"] for row in await world.rows("submission")}
    assert await words(world, others) == {"p": "van Boyana"}
    assert set(await ties(world)) == {others, *more}


async def test_notes_and_views_of_old_keep_an_id_that_means_nobody(world: World, cast: Cast) -> None:
    her, boyana = cast.amina.person_id, cast.boyana.person_id
    shown = [await put_round(world, cast.laak, closed=True) for _ in range(2)]
    for round_id in shown:
        for who in (her, boyana):
            await world.put("took_part", round_id=round_id, person_id=who, wave=1)
    await world.put("audit", at=world.clock(), group_id=cast.laak, person_id=her, act="NewCode")
    await world.do(cast.amina, ForgetMe())
    views = [{row["person_id"] for row in await world.rows("took_part") if row["round_id"] == one} for one in shown]
    assert views[0] == views[1]  # else two views would seem to differ by her
    assert len(views[0]) == 2
    assert boyana in views[0]
    assert len(await world.rows("audit")) == 3
    known = {row["id"] for row in await world.rows("person")}
    assert {row["person_id"] for table in ("took_part", "audit") for row in await world.rows(table)} - known
    assert her not in views[0]


async def test_the_only_coordinator_of_others_stays_until_there_is_another(world: World, cast: Cast) -> None:
    before = await world.everything()
    assert await world.do(cast.boyana, ForgetMe()) == OnlyCoordinator(GroupLine(cast.laak, "Laak", coordinator=True))
    assert await world.everything() == before
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    assert await world.do(cast.boyana, ForgetMe()) == Forgotten()
    assert {row["person_id"]: row["role"] for row in await world.rows("membership") if row["group_id"] == cast.laak} == {
        cast.amina.person_id: "coordinator"
    }


async def test_a_group_of_herself_alone_goes_with_her(world: World, cast: Cast) -> None:
    code = await world.code(cast.carla, cast.moerwijk)
    await put_sheet(world, cast.carla.person_id, await put_round(world, cast.moerwijk), p="x")
    assert await world.do(cast.carla, ForgetMe()) == Forgotten()
    assert [row["name"] for row in await world.rows("group")] == ["Laak"]
    for table in ("round", "submission", "answer", "shown"):
        assert await world.rows(table) == [], table
    assert code not in {row["code"] for row in await world.rows("code")}


async def test_of_two_coordinators_who_go_at_once_one_is_refused(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    told = await world.at_once((cast.amina, ForgetMe()), (cast.boyana, ForgetMe()))
    assert sorted(type(one).__name__ for one in told) == ["Forgotten", "OnlyCoordinator"]


async def test_whom_she_shares_a_phone_with_keeps_everything(world: World, cast: Cast) -> None:
    """She has the shared phone just now, and says it on another one of hers."""
    await world.do(cast.amina, CallMe("Amina"))
    await world.do(cast.amina, NewHere("Dalia"))
    dalia = await world.now_at(cast.amina)
    await fill(world, dalia, cast.moerwijk, "Dalia")
    await world.switch(dalia, 1)
    own = await world.meet(SESSION, "web")
    await world.link(cast.amina, own)
    assert await world.owner(cast.amina.address_id) == cast.amina.person_id
    before = await read(world, dalia)
    amina = await world.now_at(own)
    assert await world.do(amina, ForgetMe()) == Forgotten()
    assert await world.now_at(cast.amina) == dalia  # the phone is hers now
    assert await read(world, dalia) == before
    assert [row["key"] for row in await world.rows("message")] == ["Dalia"]
    assert await world.phone(dalia) == ("Dalia", [])


async def test_who_says_it_on_a_shared_phone_leaves_the_others_their_way_in(world: World, cast: Cast) -> None:
    await world.do(cast.amina, CallMe("Amina"))
    await world.do(cast.amina, NewHere("Dalia"))
    dalia = await world.now_at(cast.amina)
    await fill(world, dalia, cast.moerwijk, "Dalia")
    await world.switch(dalia, 1)
    assert await world.do(cast.amina, ForgetMe()) == Forgotten()
    stranger = await world.now_at(cast.amina)
    assert await world.phone(stranger) == ("", ["Dalia"])
    world.clock.passes(DAY + 1)
    await Chores(world.database, world.house.catalogue, 24, world.clock).sweep()
    assert await world.now_at(cast.amina) == dalia  # with the stranger goes nothing of hers
    assert stranger.person_id not in {row["id"] for row in await world.rows("person")}


async def test_her_farewell_comes_in_her_language_and_a_day_later_the_address_is_gone(database: Database, clock: Clock) -> None:
    parts, terminal = put_together(database, clock)
    amina = Person(parts, terminal, clock, "amina")
    for said in ("/start", "ja", "/vergeetmij"):
        await amina.say(said)
    assert "Alles van jou is gewist." in await amina.say("Ja, vergeet mij")
    chores = Chores(database, parts.house.catalogue, 24, clock)
    async with database.read() as connection:
        assert [row.state["language"] for row in await connection.execute(select(tables.conversation.c.state))] == ["nl"]
        assert len((await connection.execute(select(tables.message))).all()) == 1  # the farewell, and nothing before it
    clock.passes(DAY)
    await chores.sweep()
    assert await traces(database, "amina")
    clock.passes(1)
    await chores.sweep()
    assert await traces(database, "amina") == set()
    assert "Mag ik jouw antwoorden bewaren?" in await amina.say("/start")


async def impatient(world: World, who: Who) -> None:
    async with world.database.write() as connection:
        await connection.execute(text("SET LOCAL lock_timeout = '100ms'"))
        await people.lock_person(connection, who.person_id)
        await do(Table(connection, world.house, who, world.clock()), ForgetMe())


async def test_who_forgets_herself_waits_for_whoever_closes_a_round_of_hers(postgres_url: str, clock: Clock, house: House) -> None:
    """Whoever closes it may have her words in hand, to release them. SQLite has one writer at a time anyway."""
    database = Database(postgres_url, KEY)
    world = World(database, clock, house)
    cast = await gather_cast(world)
    round_id = await put_round(world, cast.laak)
    sheet = await put_sheet(world, cast.amina.person_id, round_id, p="van haar")
    async with world.database.write() as closing:
        await groups.lock(closing, cast.laak)
        with pytest.raises(DBAPIError, match="lock timeout"):
            await impatient(world, cast.amina)
    assert await words(world, sheet) == {"p": "van haar"}
    await database.close()


async def test_not_a_word_is_left_in_the_files_of_sqlite_even_without_a_key(sqlite_url: str, clock: Clock) -> None:
    database = Database(sqlite_url)
    parts, terminal = put_together(database, clock)
    amina, boyana = [Person(parts, terminal, clock, name) for name in ("amina-van-hiernaast", "boyana")]
    said = "geheim van de buurvrouw"
    for person in (amina, boyana):
        for text_of_hers in ("/start", "ja", "stappenplannen", "3", "hulpvragen", "begin", "14", said):
            await person.say(text_of_hers)
    chores = Chores(database, parts.house.catalogue, 24, clock)
    await chores.once()
    assert in_files(database, said) > 1
    for text_of_hers in ("/vergeetmij", "Ja, vergeet mij"):
        await boyana.say(text_of_hers)
    await amina.say("/vergeetmij")
    await amina.say("Ja, vergeet mij")
    clock.passes(DAY + 1)
    await chores.once()  # with the strangers goes her address
    assert in_files(database, said) == 0
    assert in_files(database, "amina-van-hiernaast") == 0
    assert in_files(database, "plan_version") > 0  # these are the right files
    await database.close()


def in_files(database: Database, words: str) -> int:
    file = Path(str(database.url.database))
    return sum(path.read_bytes().count(words.encode()) for path in file.parent.glob(f"{file.name}*"))

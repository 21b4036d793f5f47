"""One inbound message, on real databases: kept once, answered once, nothing half done."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Inbound
from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.events import Pressed, Said
from bot.dialogue.state import State
from bot.transcript import read
from content.catalogue import Catalogue as Plans
from storage import tables
from storage.db import Database
from tests.clock import Clock
from tests.person import Person, put_together
from tests.storage.counting import count

TRANSCRIPTS = Path(__file__).parent / "transcripts"


async def to_the_questions(amina: Person) -> None:
    for said in (
        "/start",
        "Ja, dat is goed",
        "Stappenplannen",
        "Hoe voorkomen we interne wrijvingen?",
        "Hulpvragen",
        "Begin met de vragen",
    ):
        await amina.say(said)


@pytest.fixture
def amina(database: Database, clock: Clock) -> Person:
    parts, terminal = put_together(database, clock)
    return Person(parts, terminal, clock, "amina")


@pytest.mark.parametrize("file", sorted(TRANSCRIPTS.glob("*.yaml")), ids=lambda file: file.stem)
async def test_a_conversation_comes_out_the_same_with_real_storage(file: Path, amina: Person) -> None:
    said = [(who, await amina.say(text) if who == "you" else text) for who, text in read(file)]
    answers = [text for who, text in said if who == "you"]
    assert answers == [text for who, text in said if who == "bot"]


async def test_the_same_thing_twice_is_answered_once(database: Database, amina: Person) -> None:
    first = await amina.do(Said("hallo"), id="same")
    again = await amina.do(Said("hallo"), id="same")
    assert first.leased
    assert again.seen
    assert not again.leased
    assert await count(database, "message") == 1


async def test_the_same_thing_twice_at_the_same_time_is_answered_once(database: Database, clock: Clock) -> None:
    parts, _ = put_together(database, clock)
    inbound = Inbound("terminal", "same", "amina", Said("hallo"), clock())
    handled = await asyncio.gather(*(parts.service.handle(inbound) for _ in range(8)))
    assert sum(not one.seen for one in handled) == 1
    assert await count(database, "message") == 1
    assert await count(database, "person") == 1


async def test_first_messages_at_the_same_time_make_one_person(database: Database, clock: Clock) -> None:
    parts, _ = put_together(database, clock)
    inbounds = [Inbound("terminal", f"m{number}", "amina", Said("hallo"), clock()) for number in range(8)]
    await asyncio.gather(*(parts.service.handle(inbound) for inbound in inbounds))
    assert await count(database, "person") == 1
    assert await count(database, "message") == 8


async def test_answers_given_at_the_same_time_are_all_kept(database: Database, amina: Person, clock: Clock) -> None:
    await to_the_questions(amina)
    parts, _ = put_together(database, clock)
    version = parts.house.catalogue.version(3)
    presses = [Inbound("terminal", f"p{place}", "amina", Pressed(f"t:3:{version}:2:{place}:1"), clock()) for place in range(5)]
    await asyncio.gather(*(parts.service.handle(press) for press in presses))
    async with database.read() as connection:
        options = await connection.scalar(select(tables.answer.c.options).where(tables.answer.c.prompt == "diversiteit.verschillen"))
    assert options == ["cultuur", "leeftijd", "migratie", "taal", "opleiding"]


async def test_only_the_first_of_two_quick_replies_is_sent_at_once_and_the_other_waits(database: Database, clock: Clock) -> None:
    parts, terminal = put_together(database, clock)
    first = await parts.service.handle(Inbound("terminal", "1", "amina", Said("hallo"), clock()))
    second = await parts.service.handle(Inbound("terminal", "2", "amina", Said("ja"), clock()))
    assert first.leased
    assert second.queued_for
    assert not await parts.delivery.work()  # not before the first is out
    await parts.delivery.deliver(first.leased)
    assert await parts.delivery.work()
    assert [message.text.split("\n")[0] for message in terminal.said] == [
        "Welkom bij Stappenbot. Hier vind je stappenplannen voor jouw groep.",
        "Dank je wel. Ik bewaar je antwoorden.",
    ]


async def test_a_reply_that_a_dead_process_left_is_sent_by_another_when_its_lease_is_over(database: Database, clock: Clock) -> None:
    dead, _ = put_together(database, clock)
    await dead.service.handle(Inbound("terminal", "1", "amina", Said("hallo"), clock()))
    parts, terminal = put_together(database, clock)
    assert not await parts.delivery.work()
    clock.passes(16)
    assert await parts.delivery.work()
    assert len(terminal.said) == 1


async def test_what_lay_waiting_for_hours_is_kept_as_a_remark(database: Database, amina: Person, clock: Clock) -> None:
    await to_the_questions(amina)
    parts, _ = put_together(database, clock)
    old = clock() - timedelta(hours=7)
    await parts.service.handle(Inbound("terminal", "old", "amina", Said("veertien"), old))
    assert await count(database, "remark") == 1
    assert await count(database, "answer") == 0


@pytest.fixture
def unlucky(database: Database, clock: Clock) -> Person:
    """Amina too, at a process of ours that is broken: it has words but no plans."""
    parts, terminal = put_together(database, clock, replace(read_catalogue(), texts=cast("Plans", None)))
    return Person(parts, terminal, clock, "amina")


async def aside(database: Database) -> list[str | None]:
    async with database.read() as connection:
        return list((await connection.execute(select(tables.inbox.c.body).where(tables.inbox.c.status == "aside"))).scalars())


async def state(database: Database) -> State:
    async with database.read() as connection:
        return State.from_json(await connection.scalar(select(tables.conversation.c.state)))


async def set_state(database: Database, state: object) -> None:
    async with database.write() as connection:
        await connection.execute(tables.conversation.update().values(state=state))


async def test_a_fault_of_ours_is_put_aside_and_answered_with_regret(database: Database, amina: Person, unlucky: Person) -> None:
    await to_the_questions(amina)
    assert "er ging iets mis" in await unlucky.say("dit is geheim")
    (kept,) = await aside(database)
    assert "dit is geheim" in (kept or "")


async def test_without_consent_a_fault_of_ours_keeps_none_of_her_words(database: Database, amina: Person, unlucky: Person) -> None:
    await amina.say("/start")
    await amina.say("Nee, alleen lezen")
    await amina.say("Stappenplannen")
    assert "er ging iets mis" in await unlucky.say("dit is geheim")
    assert await aside(database) == ["Said"]


async def test_after_a_fault_of_ours_she_is_not_led_back_into_it(database: Database, amina: Person, unlucky: Person) -> None:
    await to_the_questions(amina)
    await unlucky.say("veertien")
    assert await state(database) == State(language="nl", consent=True)
    assert await amina.say("menu")
    assert len(await aside(database)) == 1


@pytest.mark.parametrize("odd", [[], 7, {"language": 7, "consent": "ja", "stopped": None, "place": {}, "plan": "x"}], ids=range(3))
async def test_of_a_state_of_any_shape_only_what_can_be_used_stays(database: Database, amina: Person, unlucky: Person, odd: object) -> None:
    await amina.say("/start")
    await set_state(database, odd)
    await unlucky.do(Pressed("menu"))
    await unlucky.say("dit is geheim")
    assert await aside(database) == ["Pressed", "Said"]
    assert (await state(database)).consent is None
    assert "er ging iets mis" not in await amina.say("/start")


async def test_what_was_put_aside_of_hers_goes_with_her_answers(database: Database, amina: Person, unlucky: Person) -> None:
    await to_the_questions(amina)
    await unlucky.say("dit is geheim")
    await amina.do(Pressed("forget:yes"))
    async with database.read() as connection:
        bodies = (await connection.execute(select(tables.inbox.c.body))).scalars()
        assert set(bodies) == {None}


async def test_a_value_that_the_database_refuses_is_no_reason_to_bring_it_for_ever(database: Database, amina: Person) -> None:
    await amina.say("hallo")
    first = await amina.do(Said("hallo"), id="9" * 200)  # SQLite keeps it all the same
    again = await amina.do(Said("hallo"), id="9" * 200)
    assert (len(first.leased), again.seen) == (1, True)


async def test_stop_is_stop_even_where_it_can_not_be_taken(database: Database, amina: Person) -> None:
    await to_the_questions(amina)
    handled = await amina.do(Said("STOP"), id="9" * 200)
    assert "geen berichten meer" in repr([leased.body for leased in handled.leased])
    assert (await state(database)).stopped


async def test_after_stop_what_still_waits_is_not_sent(database: Database, clock: Clock) -> None:
    parts, terminal = put_together(database, clock)
    first = await parts.service.handle(Inbound("terminal", "1", "amina", Said("hallo"), clock()))
    await parts.service.handle(Inbound("terminal", "2", "amina", Said("ja"), clock()))
    await parts.service.handle(Inbound("terminal", "3", "amina", Said("STOP"), clock()))
    await parts.delivery.deliver(first.leased)
    while await parts.delivery.work():
        pass
    assert len(terminal.said) == 2
    assert "geen berichten meer" in terminal.said[1].text


async def test_what_can_not_be_stored_raises_and_leaves_nothing(database: Database, amina: Person) -> None:
    async with database.write() as connection:
        await connection.execute(text("ALTER TABLE message RENAME TO gone"))
    with pytest.raises(SQLAlchemyError):
        await amina.say("hallo")
    assert await count(database, "inbox") == 0
    assert await count(database, "person") == 0


async def test_without_consent_no_word_of_hers_is_kept(database: Database, amina: Person) -> None:
    await amina.say("/start")
    await amina.say("ik heet Amina")
    await amina.say("Nee, alleen lezen")
    await amina.say("mijn geheim")
    for table in ("answer", "remark", "wish", "submission"):
        assert await count(database, table) == 0
    async with database.read() as connection:
        bodies = (await connection.execute(select(tables.message.c.body))).scalars().all()
        state = await connection.scalar(select(tables.conversation.c.state))
    kept = repr(bodies) + repr(state)
    assert "geheim" not in kept
    assert "ik heet" not in kept


async def test_wiping_her_answers_deletes_them_and_the_messages_that_showed_them(database: Database, amina: Person) -> None:
    await to_the_questions(amina)
    for said in ("14", "wij zijn met veel", "Menu", "Instellingen", "Mijn gegevens", "Antwoorden wissen", "Ja, wis alles"):
        await amina.say(said)
    for table in ("answer", "remark", "submission", "submission_person"):
        assert await count(database, table) == 0
    assert await count(database, "message") == 1  # the one that says so


async def test_a_wish_is_kept_once(database: Database, amina: Person) -> None:
    for said in ("/start", "ja", "Stappenplannen", "Hoe vinden we een locatie? (in de maak)"):
        await amina.say(said)
    await amina.do(Pressed("wish:1"))
    await amina.do(Pressed("wish:1"))
    assert await count(database, "wish") == 1

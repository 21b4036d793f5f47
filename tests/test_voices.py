"""What was said aloud is fetched from Telegram, once, and what can't be had is lost only after a day."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from bot.channels.base import Inbound, SendError
from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from bot.dialogue.events import Event, Pressed, Sent
from bot.intake import Intake
from bot.service import Service
from bot.taking import take_in
from bot.voices import LARGEST, Voices
from storage import contributions, moderating, people, voices
from storage.coming_back_tables import contribution
from storage.db import Database
from storage.sending_tables import voice
from storage.tables import submission
from tests import telegram_stub as stub
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.house import house
from tests.telegram_stub import Reaction, TelegramStub
from tests.updates import presses, says, speaks

SOUND = b"OggS" + b"\x01" * 5000


@pytest.fixture
def fetching(database: Database, channel: TelegramChannel, clock: Clock) -> Voices:
    return Voices(database, {"telegram": channel}, clock)


async def said(database: Database, clock: Clock, media: str, channel: str = "telegram") -> None:
    id = uuid4()
    async with database.write() as connection:
        await connection.execute(submission.insert().values(id=id, plan=3, version="v1", opened_on=clock().date()))
        await voices.note(connection, id, "regels.samen", channel, media, "audio/ogg", clock(), minority=False)


async def rows(database: Database) -> list[dict[str, Any]]:
    async with database.read() as connection:
        return [dict(row._mapping) for row in (await connection.execute(select(voice))).all()]


async def test_it_is_fetched_at_once_and_kept(database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock) -> None:
    telegram.files["m1"] = SOUND
    await said(database, clock, "m1")
    assert await fetching.once()
    assert not await fetching.once()
    [kept] = await rows(database)
    assert (kept["status"], kept["body"], kept["kind"], kept["media_id"]) == ("kept", SOUND, "audio/ogg", None)
    assert telegram.downloads == ["m1.oga"]


async def test_of_two_processes_one_fetches(database: Database, telegram: TelegramStub, channel: TelegramChannel, clock: Clock) -> None:
    for number in range(6):
        telegram.files[f"m{number}"] = SOUND
        await said(database, clock, f"m{number}")
    both = [Voices(database, {"telegram": channel}, clock) for _ in range(2)]
    for _ in range(3):
        await asyncio.gather(*(one.once() for one in both))
    assert sorted(telegram.downloads) == [f"m{number}.oga" for number in range(6)]
    assert {row["status"] for row in await rows(database)} == {"kept"}


@pytest.mark.parametrize("reaction", [stub.BAD_GATEWAY, stub.HANGS_UP, stub.too_many(2), stub.UNAUTHORIZED, stub.NOT_JSON])
async def test_trouble_is_waited_out(
    database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock, reaction: Reaction
) -> None:
    telegram.files["m1"] = SOUND
    telegram.will(reaction, method="getFile")
    await said(database, clock, "m1")
    assert await fetching.once()
    assert not await fetching.once()
    assert [row["status"] for row in await rows(database)] == ["wanted"]
    clock.passes(5)
    assert await fetching.once()
    assert [row["status"] for row in await rows(database)] == ["kept"]


@pytest.mark.parametrize("reaction", [stub.BAD_GATEWAY, Reaction(302)])
async def test_a_file_that_does_not_come_is_asked_for_again(
    database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock, reaction: Reaction
) -> None:
    telegram.files["m1"] = SOUND
    telegram.will(reaction, method="download")
    await said(database, clock, "m1")
    await fetching.once()
    clock.passes(5)
    await fetching.once()
    assert [row["status"] for row in await rows(database)] == ["kept"]


async def test_after_a_day_it_is_lost_and_nobody_tries_any_more(
    database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock
) -> None:
    telegram.files["m1"] = SOUND
    await said(database, clock, "m1")
    begun = clock()
    while (await rows(database))[0]["status"] == "wanted":
        telegram.will(stub.INTERNAL, method="getFile")
        assert await fetching.once()
        [row] = await rows(database)
        clock.now = row["due_at"] or clock.now
    assert timedelta(hours=23) < clock() - begun < timedelta(hours=26)
    assert (row["status"], row["due_at"], row["media_id"]) == ("lost", None, None)
    clock.passes(10**6)
    assert not await fetching.once()


@pytest.mark.parametrize("tells", [True, False])
async def test_what_is_too_large_is_lost_at_once_and_not_read_to_its_end(
    database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock, tells: bool
) -> None:
    telegram.files["m1"] = b"x" * (LARGEST + 1)
    if not tells:
        telegram.sizes["m1"] = 10
    await said(database, clock, "m1")
    await fetching.once()
    assert [row["status"] for row in await rows(database)] == ["lost"]
    assert telegram.downloads == ([] if tells else ["m1.oga"])


async def test_no_more_is_read_than_may_be_kept(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.files["m1"], telegram.sizes["m1"] = b"x" * 11, 1
    with pytest.raises(SendError) as refused:
        await channel.fetch("m1", 10)
    assert refused.value.permanent
    assert await channel.fetch("m1", 11) == (b"x" * 11, "")


async def test_as_large_as_it_may_be_is_kept_whole(database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock) -> None:
    telegram.files["m1"] = bytes(range(256)) * (LARGEST // 256)
    await said(database, clock, "m1")
    await fetching.once()
    assert (await rows(database))[0]["body"] == telegram.files["m1"]


async def test_what_can_not_be_had_keeps_no_other_waiting(
    database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock
) -> None:
    telegram.files |= {"m2": SOUND, "empty": b""}
    for media, channel in (("unknown", "telegram"), ("m2", "telegram"), ("empty", "telegram"), ("m3", "web")):
        await said(database, clock, media, channel)
    await fetching.once()
    assert sorted(row["status"] for row in await rows(database)) == ["kept", "lost", "lost", "wanted"]


async def test_the_log_holds_neither_the_token_nor_what_telegram_calls_it(
    database: Database, telegram: TelegramStub, fetching: Voices, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    telegram.files["secret-media"] = SOUND
    telegram.will(stub.NOT_FOUND, method="download")
    await said(database, clock, "secret-media")
    await said(database, clock, "other-media")
    await fetching.once()
    told = caplog.text + " ".join(repr(vars(record)) for record in caplog.records)
    assert "recording not fetched" in told
    for secret in (stub.TOKEN, stub.TOKEN.partition(":")[2], "secret-media", "other-media"):
        assert secret not in told


async def test_she_speaks_on_telegram_and_hears_it_back(
    database: Database, telegram: TelegramStub, channel: TelegramChannel, clock: Clock
) -> None:
    telegram.files["m1"] = SOUND
    delivery = Delivery(database, {"telegram": channel}, "one", clock)
    service = Service(database, house(), {"telegram": channel}, "one", clock)
    intake = Intake(service, delivery)
    for update in (presses(AMINA, "consent:yes"), presses(AMINA, "go:3"), speaks(AMINA, "m1", clock())):
        await take_in(channel, intake, update, clock())
        await delivery.close()
    assert "Ik heb je stem bij de vraag bewaard." in telegram.texts[-1][1]
    await Voices(database, {"telegram": channel}, clock).once()
    await take_in(channel, intake, presses(AMINA, "listen:3"), clock())
    await delivery.close()
    heard = telegram.called("sendVoice")[-1].arguments
    assert heard["voice"].body == SOUND
    assert heard["caption"].startswith("🎤 Opname 1 van 1")


async def test_what_was_kept_by_a_turn_is_told_so_that_it_can_be_fetched_at_once(
    database: Database, channel: TelegramChannel, clock: Clock
) -> None:
    service = Service(database, house(), {"telegram": channel}, "one", clock)
    events: tuple[Event, ...] = (Pressed("consent:yes"), Pressed("go:3"), Sent("voice", "m1", "audio/ogg"), Sent("voice"), Sent("photo"))
    handled = [await service.handle(Inbound("telegram", str(n), "7", event, clock())) for n, event in enumerate(events)]
    assert [one.spoke for one in handled] == [False, False, True, False, False]


async def test_what_she_says_to_all_groups_only_a_moderator_hears_and_only_while_it_waits(
    database: Database, telegram: TelegramStub, channel: TelegramChannel, clock: Clock
) -> None:
    telegram.files["m1"] = SOUND
    delivery = Delivery(database, {"telegram": channel}, "one", clock)
    intake = Intake(Service(database, house(), {"telegram": channel}, "one", clock), delivery)

    async def does(*updates: dict[str, Any]) -> None:
        for update in updates:
            await take_in(channel, intake, update, clock())
            await delivery.close()

    await does(presses(AMINA, "consent:yes"), presses(AMINA, "share:3"), speaks(AMINA, "m1", clock()), presses(AMINA, "givesend:1"))
    assert "Dank je wel." in telegram.calls[-1].arguments["text"]
    await Voices(database, {"telegram": channel}, clock).once()
    await does(presses(BOYANA, "consent:yes"), presses(BOYANA, "mod"))
    assert telegram.called("sendVoice") == []
    async with database.write() as connection:
        found = await people.lock(connection, "telegram", BOYANA.telegram)
        assert found
        await moderating.appoint(connection, found.person_id)
    await does(presses(BOYANA, "mod"))
    heard = telegram.called("sendVoice")[-1].arguments
    assert heard["voice"].body == SOUND
    assert heard["chat_id"] == BOYANA.telegram
    await does(presses(BOYANA, "modwords:1:experience"), says(BOYANA, "Samen eten hielp ons.", clock()), presses(AMINA, "given:1"))
    async with database.read() as connection:
        [mine] = await contributions.of(connection, (await connection.execute(select(contribution.c.person_id))).scalar_one())
    assert mine.edited == "Samen eten hielp ons."
    stamp = hashlib.sha256(mine.edited.encode()).hexdigest()[:8]
    await does(presses(AMINA, f"giveok:1:{stamp}"), presses(BOYANA, "part:3:experiences"))
    assert "Samen eten hielp ons." in telegram.calls[-1].arguments["text"]
    assert await rows(database) == []

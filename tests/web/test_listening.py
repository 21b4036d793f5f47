"""Recordings in the web chat: she can play them, and nobody else can."""

import re
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from bot.dialogue.attached import Voice
from bot.dialogue.message import Message
from storage import voices
from storage.db import Database
from storage.sending_tables import voice
from storage.tables import submission
from storage.voices import Recording
from tests.clock import Clock
from tests.web.conftest import browser
from tests.web.test_carried import AMINA, BOYANA, known
from tests.web.visitor import Visitor

SOUND = bytes(range(100))


async def recorded(database: Database, clock: Clock, kind: str = "audio/ogg") -> UUID:
    """A recording that was fetched."""
    async with database.write() as connection:
        values = {"id": uuid4(), "plan": 3, "version": "v1", "opened_on": clock().date()}
        await connection.execute(submission.insert().values(**values))
        await voices.note(connection, values["id"], "p", "telegram", "m", kind, clock(), minority=False)  # type: ignore[arg-type]
        [wanted] = await voices.claim(connection, clock(), clock() - clock(), 1)
        await voices.keep(connection, wanted, Recording(SOUND, kind))
    return wanted.id


@pytest.fixture
async def url(amina: Visitor, database: Database, clock: Clock) -> str:
    """Where Amina's page finds it."""
    id = await recorded(database, clock)
    await known(database, clock, amina, AMINA, Message("Opname 1 van 1", voice=Voice(str(id))))
    [found] = re.findall(r'<audio [^>]*controls[^>]* src="(/chat/voice/\d+)"', await amina.page())
    return str(found)


async def test_she_can_play_it(amina: Visitor, url: str) -> None:
    answer = await amina.client.get(url)
    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["content-type"] == "audio/ogg"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-1", 0, 1), ("bytes=0-", 0, 99), ("bytes=90-500", 90, 99), ("bytes=99-99", 99, 99)]
)
async def test_phones_get_it_piece_by_piece(amina: Visitor, url: str, asked: str, first: int, last: int) -> None:
    answer = await amina.client.get(url, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, SOUND[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/100"


@pytest.mark.parametrize(("asked", "status"), [("bytes=100-", 416), ("bytes=5-2", 416), ("bytes=x", 200), ("bytes=0-1,3-4", 200)])
async def test_what_can_not_be_a_piece_is_told(amina: Visitor, url: str, asked: str, status: int) -> None:
    assert (await amina.client.get(url, headers={"Range": asked})).status_code == status


async def test_nobody_else_hears_it(app: FastAPI, amina: Visitor, url: str, database: Database, clock: Clock) -> None:
    async with browser(app) as boyana, browser(app) as stranger:
        await known(database, clock, boyana, BOYANA, Message("Hallo"))
        for visitor in (boyana, stranger):
            answer = await visitor.client.get(url)
            assert answer.status_code == 404
            assert SOUND not in answer.content


async def test_when_it_is_gone_the_page_stays(amina: Visitor, url: str, database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(voice.delete())
    assert (await amina.client.get(url)).status_code == 404
    assert "Opname 1 van 1" in await amina.page()


async def test_a_message_without_a_recording_has_none(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Hallo"))
    assert "<audio" not in await amina.page()
    id = re.findall(r'data-id="(\d+)"', await amina.page())[0]
    assert (await amina.client.get(f"/chat/voice/{id}")).status_code == 404

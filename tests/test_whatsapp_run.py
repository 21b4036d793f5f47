"""The main job on WhatsApp, through the whole program, on both databases: from her first hello to her advice, in few messages."""

import asyncio
import base64
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from bot.app import create_app, now
from bot.settings import Settings
from storage import tables
from storage.db import Database
from tests import whatsapp_stub as stub
from tests.cast import AMINA
from tests.conftest import KEY
from tests.whatsapp_stub import Call, WhatsAppStub
from tests.whatsapp_updates import chooses, deliver, delivery, did, presses, says, status

MOST = 20  # messages from us: each is billed


class Phone:
    """Amina's phone: what she does goes in by the webhook, and what she sees is what reached WhatsApp."""

    def __init__(self, client: httpx.AsyncClient, meta: WhatsAppStub) -> None:
        self.client = client
        self.meta = meta

    @property
    def shown(self) -> Call:
        return self.meta.sent[-1]

    async def post(self, value: dict[str, object]) -> None:
        before = len(self.meta.sent)
        answer = await deliver(self.client, delivery(value))
        assert answer.status_code == 200
        for _ in range(500):
            if len(self.meta.sent) > before:
                return
            await asyncio.sleep(0.01)
        raise AssertionError("no reply reached WhatsApp")

    async def types(self, text: str) -> None:
        await self.post(says(AMINA, text, now()))

    async def taps(self, title: str) -> None:
        tap = presses if self.shown.body["interactive"]["type"] == "button" else chooses
        await self.post(tap(AMINA, self.shown.buttons[title], now(), title))


@pytest.fixture
async def phone(database_url: str, meta: WhatsAppStub) -> AsyncIterator[Phone]:
    """The whole program, and Amina's phone."""
    given = {
        "DATABASE_URL": database_url,
        "SECRET_KEY": base64.b64encode(KEY).decode(),
        "WHATSAPP_TOKEN": stub.TOKEN,
        "WHATSAPP_PHONE_ID": stub.PHONE,
        "WHATSAPP_BUSINESS_ID": stub.BUSINESS,
        "WHATSAPP_APP_SECRET": stub.SECRET,
        "WHATSAPP_VERIFY_TOKEN": stub.VERIFY,
        "WHATSAPP_API_URL": meta.url,
    }
    app = create_app(Settings.from_env({f"STAPPENBOT_{name}": value for name, value in given.items()}))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield Phone(client, meta)


async def kept(database_url: str) -> dict[str, tuple[list[str], int | None]]:
    """Her answers, by prompt."""
    database = Database(database_url, KEY)
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.answer.c.prompt, tables.answer.c.options, tables.answer.c.number))).all()
    await database.close()
    return {row.prompt: (row.options, row.number) for row in rows}


async def test_somebody_who_only_taps_gets_to_her_advice_in_few_messages(phone: Phone, database_url: str) -> None:
    await phone.types("Hallo")
    for title in ("Ja, dat is goed", "3. Hoe voorkomen we in…", "Hulpvragen"):
        await phone.taps(next((known for known in phone.shown.buttons if known.startswith(title[:14])), title))
    while "Vraag " in phone.shown.words:
        assert "Klaar" not in (*phone.shown.buttons, phone.shown.words)
        titles = list(phone.shown.buttons)
        await phone.taps("Sla over" if "Typ je antwoord" in phone.shown.words else titles[0])
    await phone.taps("Mijn advies")
    assert phone.shown.words.startswith("*Jouw advies*")
    assert len(phone.meta.sent) <= MOST
    answers = await kept(database_url)
    assert len(answers) == 14
    assert len(answers["diversiteit.verschillen"][0]) == 1


async def test_somebody_who_only_types_gets_there_too_and_names_several_at_once(phone: Phone, database_url: str) -> None:
    for text in ("Hallo", "ja", "vragen"):
        await phone.types(text)
    while "Vraag " in phone.shown.words:
        if "Typ dan de nummers" in phone.shown.words:
            assert "\n3. " in phone.shown.words
            await phone.types("1 3")
        else:
            await phone.types("We geven iedereen een beurt." if "Typ je antwoord" in phone.shown.words else "1")
    await phone.types("Mijn advies")
    assert phone.shown.words.startswith("*Jouw advies*")
    assert len(phone.meta.sent) <= MOST
    answers = await kept(database_url)
    assert len(answers["diversiteit.verschillen"][0]) == 2
    assert answers["grootte.bezoekers"] == ([], 1)


async def test_somebody_who_types_what_stands_on_the_buttons_gets_there_too(phone: Phone) -> None:
    for text in ("Hallo", "Ja, dat is goed", "Stappenplannen", "3", "Hulpvragen"):
        await phone.types(text)
    while "Vraag " in phone.shown.words:
        await phone.types("Sla over" if "Typ je antwoord" in phone.shown.words else next(iter(phone.shown.buttons)))
    await phone.types("Mijn advies")
    assert phone.shown.words.startswith("*Jouw advies*")
    assert len(phone.meta.sent) <= MOST


async def test_she_gets_everything_as_a_file_and_a_sticker_gets_a_kind_word(phone: Phone) -> None:
    await phone.types("Hallo")
    await phone.types("ja")
    await phone.post(did(AMINA, now(), "sticker", sticker={"id": "1", "mime_type": "image/webp"}))
    assert "sticker" in phone.shown.words
    await phone.types("mijn gegevens")
    await phone.taps("Stuur mij alles")
    file = phone.shown.body["interactive"]["header"]["document"]
    kind, content = phone.meta.files[file["id"]]
    assert (kind, file["filename"]) == ("text/plain", "mijn-gegevens.txt")
    assert content.decode("utf-8-sig")


async def test_how_it_went_is_kept_as_meta_tells(phone: Phone, database_url: str) -> None:
    await phone.types("Hallo")
    key = str(phone.shown.body["biz_opaque_callback_data"])
    told = [status(key, name, now(), id=phone.meta.wamids[key]) for name in ("read", "delivered")]
    assert (await deliver(phone.client, delivery(*told))).status_code == 200
    database = Database(database_url, KEY)
    async with database.read() as connection:
        assert await connection.scalar(select(tables.message.c.status)) == "read"
    await database.close()

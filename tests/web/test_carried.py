"""Pictures and files in the web chat: they are hers, and nobody else's."""

import html
import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from bot.dialogue.attached import Chart, Document, Picture
from bot.dialogue.message import Message
from bot.pictures import dimensions
from bot.web.session import Session
from storage import outbox, people, tables
from storage.db import Database
from tests.clock import Clock
from tests.telegram_uploads import PNG
from tests.web.conftest import browser
from tests.web.visitor import Visitor

AMINA, BOYANA = Session("a" * 43), Session("b" * 43)
QR = Picture("qr", 'QR-code van "Ons <huis>"', text="https://t.me/stappenbot?start=LAAK12")
BARS = Picture("charts", "Ja: 4. Nee: 2.", charts=(Chart("Helpen jullie elkaar?", "6 antwoorden", (("Ja", 4), ("Nee", 2)), 6),))
DATA = Document("mijn gegevens é.txt", "Taal: Türkçe\nNaam: <b>Amina</b>\n")
SOURCE = re.compile(r'(?:src|href)="(/chat/(?:picture|document)/\d+)"')


async def known(database: Database, clock: Clock, visitor: Visitor, session: Session, *says: Message) -> people.Found:
    """She is known, these messages are on her page, and her browser has the cookie."""
    async with database.write() as connection:
        await people.meet(connection, "web", session.address, clock())
        found = await people.lock(connection, "web", session.address)
        assert found
        drafts = [
            outbox.Draft(f"{session.token[0]}:{number}", found.person_id, found.address_id, "web", {"message": say.to_json()})
            for number, say in enumerate(says)
        ]
        await outbox.show(connection, drafts, clock())
    visitor.client.cookies.set("sid", session.token)
    return found


async def carried(visitor: Visitor) -> list[str]:
    """The addresses of all that messages on her page carry."""
    return list(dict.fromkeys(SOURCE.findall(await visitor.page())))


async def test_a_picture_stands_below_its_words_and_keeps_its_room(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", picture=QR), Message("Zo ging het", picture=BARS))
    page = await amina.page()
    images = re.findall(r'<img src="/chat/picture/\d+" width="(\d+)" height="(\d+)" alt="([^"]*)"', page)
    assert [html.unescape(about) for _, _, about in images] == [QR.about, BARS.about]
    assert images[0][0] == images[0][1]
    assert page.index("Deel dit") < page.index("<img")
    for (wide, tall, _), url in zip(images, await carried(amina), strict=True):
        answer = await amina.client.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.content.startswith(PNG)
        drawn = dimensions(answer.content)
        assert int(tall) / int(wide) == pytest.approx(drawn[1] / drawn[0], rel=0.1)


async def test_a_file_is_saved_and_never_shown_as_a_page(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Dit weten wij", document=DATA))
    assert "mijn gegevens é.txt</a>" in await amina.page()
    (url,) = await carried(amina)
    answer = await amina.client.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''mijn%20gegevens%20%C3%A9.txt"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content == b"\xef\xbb\xbf" + DATA.text.encode()


async def test_a_script_gets_the_picture_with_the_message(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Hallo"), Message("Deel dit", picture=QR))
    last = min(map(int, re.findall(r'data-id="(\d+)"', await amina.page())))
    headers = {"Accept": "application/json"}
    answer = await amina.client.post("/chat", data={"id": "0123456789", "text": "", "after": str(last)}, headers=headers)
    assert f'<img src="/chat/picture/{last + 1}"' in answer.text


async def test_nobody_else_gets_what_is_hers(app: FastAPI, amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", picture=QR), Message("Dit weten wij", document=DATA))
    urls = await carried(amina)
    assert len(urls) == 2
    async with browser(app) as boyana, browser(app) as stranger:
        await known(database, clock, boyana, BOYANA, Message("Hallo"))
        for url in urls:
            assert (await amina.client.get(url)).status_code == 200
            for visitor in (boyana, stranger):
                answer = await visitor.client.get(url)
                assert answer.status_code == 404
                assert answer.headers["cache-control"] == "no-store"
                assert not answer.content.startswith(PNG)
                assert b"Amina" not in answer.content


async def test_whoever_has_the_address_later_does_not_get_what_was_sent_before(
    app: FastAPI, amina: Visitor, database: Database, clock: Clock
) -> None:
    before = await known(database, clock, amina, AMINA, Message("Deel dit", picture=QR), Message("Dit weten wij", document=DATA))
    urls = await carried(amina)
    async with browser(app) as other:
        after = await known(database, clock, other, BOYANA)
    async with database.write() as connection:
        whose = update(tables.address).where(tables.address.c.id == before.address_id)
        await connection.execute(whose.values(person_id=after.person_id))
    for url in urls:
        assert (await amina.client.get(url)).status_code == 404


async def test_what_is_not_there_is_told_kindly(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", picture=QR), Message("Dit weten wij", document=DATA))
    (picture, document), far = await carried(amina), "9" * 5000
    wrong = [picture.replace("picture", "document"), document.replace("document", "picture")]
    for url in [*wrong, "/chat/picture/0", "/chat/picture/x", f"/chat/picture/{far}", f"/chat/picture/{2**63 - 1}", "/chat/document/-1"]:
        answer = await amina.client.get(url)
        assert answer.status_code == 404
        assert "Deze pagina is er niet" in answer.text


async def test_what_can_not_be_drawn_leaves_its_words(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", picture=Picture("qr", "De code is LAAK12", text="x" * 4000)))
    assert 'alt="De code is LAAK12"' in await amina.page()
    (url,) = await carried(amina)
    assert (await amina.client.get(url)).status_code == 404


async def test_drawing_is_not_asked_without_end(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", picture=QR))
    (url,) = await carried(amina)
    assert {(await amina.client.get(url)).status_code for _ in range(40)} == {200}
    answer = await amina.client.get(url)
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    clock.passes(60)
    assert (await amina.client.get(url)).status_code == 200


async def test_the_same_words_again_take_no_picture_away(amina: Visitor, database: Database, clock: Clock) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", picture=QR), Message("Deel dit", picture=BARS), Message("Deel dit"))
    page = await amina.page()
    assert page.count("<img") == 2
    assert page.count(">Deel dit</p>") == 3


async def test_the_text_of_a_message_with_a_picture_is_kept_sealed(database: Database, clock: Clock, amina: Visitor) -> None:
    await known(database, clock, amina, AMINA, Message("Deel dit", document=Document("a.txt", "Naam: Zonnebloem")))
    async with database.read() as connection:
        raw = (await connection.exec_driver_sql("select body from message")).all()
        read = (await connection.execute(select(tables.message.c.body))).all()
    assert "Zonnebloem" not in str(raw)
    assert "Zonnebloem" in str(read)

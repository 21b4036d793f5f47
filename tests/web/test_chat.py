"""The chat's pages without JavaScript: sessions, forms, and what they show."""

import re

import pytest
from sqlalchemy import func, select

from bot.dialogue.message import Button, Message, bold
from bot.web.session import Session
from storage import outbox, people, tables
from storage.db import Database
from tests.clock import Clock
from tests.storage.counting import count
from tests.web.conftest import browser, make_site
from tests.web.visitor import Visitor, buttons, form_id

TOKEN = "a" * 43


async def _rows(database: Database, table: str) -> int:
    async with database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(tables.metadata.tables[table]))).scalar_one())


async def _amina_with(database: Database, clock: Clock, amina: Visitor, *says: Message) -> None:
    """Amina is known, and these messages are on her page."""
    session = Session(TOKEN)
    async with database.write() as connection:
        await people.meet(connection, "web", session.address, clock())
        found = await people.lock(connection, "web", session.address)
        assert found
        drafts = [
            outbox.Draft(f"hand:{number}", found.person_id, found.address_id, "web", {"message": say.to_json()})
            for number, say in enumerate(says)
        ]
        await outbox.show(connection, drafts, clock())
    amina.client.cookies.set("sid", TOKEN)


async def test_looking_makes_nobody(amina: Visitor, database: Database) -> None:
    answer = await amina.client.get("/chat?code=LAAK12")
    assert answer.status_code == 200
    assert "Begin" in answer.text
    assert 'name="code" value="LAAK12"' in answer.text
    assert "set-cookie" not in answer.headers
    assert await count(database, "person") == 0


async def test_the_first_tap_starts_a_conversation(amina: Visitor, database: Database) -> None:
    answer = await amina.begin()
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#nieuw")
    page = await amina.page()
    assert "Mag ik jouw antwoorden bewaren?" in page
    assert "Ja, dat is goed" in buttons(page)
    assert await count(database, "person") == 1


async def test_the_cookie_is_hers_alone_and_its_secret_is_kept_nowhere(amina: Visitor, database: Database) -> None:
    cookie = (await amina.begin()).headers["set-cookie"]
    token = amina.client.cookies["sid"]
    assert re.fullmatch(r"sid=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax", cookie)
    async with database.read() as connection:
        rows = [(await connection.execute(select(table))).all() for table in (tables.address, tables.inbox, tables.message)]
    assert all(rows)
    assert token not in str(rows)


async def test_over_https_only_the_exact_host_gets_the_cookie(database: Database, clock: Clock) -> None:
    home = "https://stappen.example.nl"
    async with browser(make_site(database, clock, home), home) as amina:
        cookie = (await amina.begin()).headers["set-cookie"]
        assert cookie.startswith("__Host-sid=")
        assert "Secure" in cookie
        assert "Path=/;" in cookie
        assert "Domain" not in cookie


async def test_every_visit_makes_the_cookie_last_again(amina: Visitor) -> None:
    await amina.begin()
    again = await amina.client.get("/chat")
    assert "Max-Age=2592000" in again.headers["set-cookie"]


async def test_a_button_is_pressed_by_a_plain_form(amina: Visitor) -> None:
    await amina.begin()
    answer = await amina.press("Ja, dat is goed")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat#nieuw")
    page = await amina.page()
    assert re.search(r'<p class="bubble mine" dir="auto"><span class="unseen">Jij: </span>Ja, dat is goed</p>', page)
    assert "Stappenplannen" in buttons(page)


async def test_only_the_newest_message_can_be_answered(amina: Visitor) -> None:
    await amina.begin()
    await amina.press("Ja, dat is goed")
    page = await amina.page()
    assert "Mag ik jouw antwoorden bewaren?" in page
    assert "Nee, alleen lezen" not in buttons(page)
    assert page.count('class="choices"') == 1


async def test_the_same_form_posted_twice_counts_once(amina: Visitor, database: Database) -> None:
    await amina.begin()
    page = await amina.page()
    form = {"id": form_id(page), "press": buttons(page)["Ja, dat is goed"]}
    await amina.client.post("/chat", data=form)
    once = await _rows(database, "message")
    assert (await amina.client.post("/chat", data=form)).status_code == 303
    assert await _rows(database, "message") == once


async def test_another_choice_from_the_same_form_is_not_lost(amina: Visitor, database: Database) -> None:
    await amina.begin()
    page = await amina.page()
    before = await _rows(database, "message")
    for label in ("Nee, alleen lezen", "Ja, dat is goed"):  # she went back and chose again
        await amina.client.post("/chat", data={"id": form_id(page), "press": buttons(page)[label]})
    assert await _rows(database, "message") == before + 2


async def test_a_script_gets_what_is_new_in_the_answer(amina: Visitor) -> None:
    await amina.begin()
    page = await amina.page()
    last = max(map(int, re.findall(r'data-id="(\d+)"', page)))
    form = {"id": "0123456789abcdef", "press": buttons(page)["Ja, dat is goed"], "after": str(last)}
    headers = {"Accept": "application/json"}
    answer = await amina.client.post("/chat", data=form, headers=headers)
    assert answer.status_code == 200
    assert [int(id) for id in re.findall(r'data-id="(\d+)"', answer.text)] == [last + 1]
    assert "Mag ik jouw antwoorden" not in answer.text
    again = await amina.client.post("/chat", data=form, headers=headers)  # the first answer was lost on the way
    assert re.findall(r'data-id="(\d+)"', again.text) == re.findall(r'data-id="(\d+)"', answer.text)
    nothing = await amina.client.post("/chat", data={**form, "after": str(last + 1)}, headers=headers)  # the stream was quicker
    assert (nothing.status_code, nothing.text.strip()) == (200, "")


async def test_a_script_starts_afresh_when_its_page_shows_what_was_deleted(amina: Visitor) -> None:
    await amina.begin()
    await amina.press("Ja, dat is goed")
    await amina.press("Instellingen")
    await amina.press("Mijn gegevens")
    await amina.press("Antwoorden wissen")
    page = await amina.page()
    last = max(re.findall(r'data-id="(\d+)"', page), key=int)
    form = {"id": "0123456789abcdef", "press": buttons(page)["Ja, wis alles"], "after": last}
    answer = await amina.client.post("/chat", data=form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.text) == (205, "")
    assert "Ja, dat is goed" not in await amina.page()


async def test_an_empty_text_is_no_event(amina: Visitor, database: Database) -> None:
    await amina.begin()
    before = await _rows(database, "message")
    assert (await amina.say(" \r\n ")).status_code == 303
    assert await _rows(database, "message") == before


@pytest.mark.parametrize("id", ["", "short", "a" * 65, "0123456789 abc", "0123456789<abc"])
async def test_an_id_of_another_form_is_refused(amina: Visitor, database: Database, id: str) -> None:
    await amina.begin()
    before = await _rows(database, "inbox")
    assert (await amina.client.post("/chat", data={"id": id, "text": "hallo"})).status_code == 400
    assert await _rows(database, "inbox") == before


async def test_an_unknown_cookie_leads_kindly_to_the_first_page(amina: Visitor, database: Database) -> None:
    amina.client.cookies.set("sid", TOKEN)
    page = await amina.page()
    assert "begin gerust opnieuw" in page
    form = {"id": "0123456789", "text": "hoi"}
    assert (await amina.client.post("/chat", data=form)).headers["location"] == "/chat"
    assert (await amina.client.post("/chat", data=form, headers={"Accept": "application/json"})).status_code == 401
    assert (await amina.client.get("/chat/stream")).status_code == 401
    assert await count(database, "person") == 0


async def test_a_cookie_that_somebody_else_made_up_is_never_taken_over(amina: Visitor) -> None:
    amina.client.cookies.set("sid", TOKEN, domain="127.0.0.1")
    answer = await amina.begin()
    assert f"sid={TOKEN}" not in answer.headers["set-cookie"]


async def test_a_link_with_a_code_goes_on_in_the_same_conversation(amina: Visitor, database: Database) -> None:
    await amina.begin()
    await amina.press("Ja, dat is goed")
    assert "Begin" in (await amina.client.get("/chat?code=LAAK12")).text
    await amina.begin("LAAK12")
    assert await count(database, "person") == 1
    assert "Welkom terug" in await amina.page()


async def test_her_words_are_shown_and_never_become_code(amina: Visitor) -> None:
    await amina.begin()
    await amina.press("Ja, dat is goed")
    await amina.say("<script>alert(1)</script> & 'zo'")
    page = await amina.page()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;zo&#39;" in page
    assert "<script>alert" not in page


async def test_a_message_is_escaped_and_its_marks_and_links_are_shown(amina: Visitor, database: Database, clock: Clock) -> None:
    text = f"{bold('Let <op>')}\nKijk op https://www.hhs.nl/a?b=1&c=2. Of mail {bold('b@hhs.nl')}!"
    button = Button('"><img src=x>', 'menu"onclick="x')
    await _amina_with(database, clock, amina, Message(text, options=(button,)))
    page = await amina.page()
    assert "<strong>Let &lt;op&gt;</strong>\nKijk op" in page
    assert '<a href="https://www.hhs.nl/a?b=1&amp;c=2" rel="noopener noreferrer">https://www.hhs.nl/a?b=1&amp;c=2</a>. Of' in page
    assert '<strong><a href="mailto:b@hhs.nl">b@hhs.nl</a></strong>!' in page
    assert "<img" not in page
    assert 'value="menu&#34;onclick=&#34;x"' in page


async def test_the_progress_is_that_of_the_newest_message(amina: Visitor, database: Database, clock: Clock) -> None:
    await _amina_with(database, clock, amina, Message("een", progress=(2, 7)), Message("twee", progress=(3, 7)))
    page = await amina.page()
    assert 'value="3" max="7"' in page
    assert "<span>3 van 7</span>" in page


async def test_the_newest_forty_are_on_the_page(amina: Visitor, database: Database, clock: Clock) -> None:
    await _amina_with(database, clock, amina, *(Message(f"bericht {number}.") for number in range(1, 46)))
    page = await amina.page()
    assert "bericht 5." not in page
    assert all(f"bericht {number}." in page for number in range(6, 46))
    assert page.count('id="nieuw"') == 1

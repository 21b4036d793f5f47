"""What holds for the whole site: what is refused, what every answer bears, and how it tells of its health."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from storage.db import Database
from storage.migrate import migrate
from tests.clock import Clock
from tests.storage.counting import count
from tests.web.conftest import browser, make_site
from tests.web.visitor import HOME, Visitor, form_id


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elders.example"},
        {"Origin": "null"},
        {},
    ],
)
async def test_a_post_from_another_site_is_refused(app: FastAPI, database: Database, headers: dict[str, str]) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client:
        assert (await client.post("/chat/begin", headers=headers)).status_code == 403
        assert (await client.post("/chat", data={"id": "0123456789", "text": "hoi"}, headers=headers)).status_code == 403
    assert await count(database, "person") == 0


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "stappen.example.nl"])
async def test_an_old_browser_is_known_by_its_origin(database: Database, clock: Clock, host: str) -> None:
    app = make_site(database, clock, "https://stappen.example.nl")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOME) as client:
        answer = await client.post("/chat/begin", headers={"Origin": f"https://{host}"})
    assert answer.status_code == 303


async def test_too_many_posts_are_asked_to_wait(amina: Visitor, clock: Clock) -> None:
    await amina.begin()
    answers = [await amina.client.post("/chat", data={"text": ""}) for _ in range(41)]
    assert [answer.status_code for answer in answers] == [303] * 40 + [429]
    assert "Even rustig aan" in answers[-1].text
    assert answers[-1].headers["retry-after"] == "1"
    clock.passes(1)
    assert (await amina.client.post("/chat", data={"text": ""})).status_code == 303


async def test_too_many_beginnings_from_one_place_are_asked_to_wait(app: FastAPI, database: Database) -> None:
    async with browser(app) as crowd:
        for _ in range(60):
            crowd.client.cookies.clear()
            assert (await crowd.client.post("/chat/begin")).status_code == 303
        refused = await crowd.client.post("/chat/begin")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3")
    assert await count(database, "person") == 60


@pytest.mark.parametrize("path", ["/chat", "/chat/begin"])
async def test_what_no_page_of_ours_sends_is_too_large(amina: Visitor, path: str) -> None:
    answer = await amina.client.post(path, data={"id": "0123456789", "text": "a" * 70_000})
    assert answer.status_code == 413
    assert "Dat is te lang" in answer.text


async def test_a_body_that_does_not_tell_its_size_is_counted(amina: Visitor) -> None:
    await amina.begin()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"text=" + b"a" * 10_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await amina.client.post("/chat", content=endless(), headers=headers)
    assert answer.status_code == 413


async def test_every_answer_has_the_security_headers(amina: Visitor, database: Database) -> None:
    paths = ["/", "/chat", "/static/none.js", "/nergens", "/healthz", "/readyz", "/chat/stream"]
    answers = [await amina.client.get(path) for path in paths]
    answers.append(await amina.client.post("/chat", data={"text": "a" * 70_000}))
    for answer in answers:
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; "
            "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
        )
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_pages_are_kept_by_nobody_and_their_files_for_ever(amina: Visitor) -> None:
    await amina.begin()
    page = await amina.client.get("/chat")
    assert page.headers["cache-control"] == "no-store"
    files = re.findall(r'"(/static/chat\.[0-9a-f]{12}\.(?:css|js))"', page.text)
    assert len(files) == 2
    for file in files:
        answer = await amina.client.get(file)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await amina.client.get("/static/chat.css")).status_code == 404


async def test_a_page_that_is_not_there_says_so_and_leads_back(amina: Visitor) -> None:
    answer = await amina.client.get("/nergens")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text
    assert 'href="/chat"' in answer.text
    assert (await amina.client.get("/docs")).status_code == 404
    assert (await amina.client.get("/openapi.json")).status_code == 404


async def test_a_fault_of_ours_is_said_to_be_ours(app: FastAPI, amina: Visitor) -> None:
    async def breaks(_request: Request) -> Response:
        raise RuntimeError

    app.router.routes.append(Route("/kapot", breaks))
    answer = await amina.client.get("/kapot")
    assert answer.status_code == 500
    assert "Dat ligt aan ons" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


async def test_the_front_door_leads_to_the_chat(amina: Visitor) -> None:
    answer = await amina.client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (302, "/chat")
    assert (await amina.client.head("/chat")).status_code == 200


async def test_it_is_ready_when_the_tables_are_those_of_this_version(amina: Visitor, database: Database) -> None:
    assert (await amina.client.get("/healthz")).text == "ok\n"
    assert (await amina.client.get("/readyz")).status_code == 200
    await migrate(database, "base")
    answer = await amina.client.get("/readyz")
    assert answer.status_code == 503
    assert "stappenbot migrate" in answer.text
    assert (await amina.client.get("/healthz")).status_code == 200


async def test_what_could_not_be_kept_is_said_to_be_not_kept(amina: Visitor, database: Database) -> None:
    await amina.begin()
    form = {"id": form_id(await amina.page()), "text": "hallo"}
    await migrate(database, "base")  # the database fails
    answer = await amina.client.post("/chat", data=form)
    assert answer.status_code == 503
    assert "niet bewaard" in answer.text
    script = await amina.client.post("/chat", data=form, headers={"Accept": "application/json"})
    assert script.status_code == 503
    assert "niet bewaard" in script.json()["text"]
    assert script.headers["retry-after"] == "10"

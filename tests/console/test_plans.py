"""The plans as coordinators see them: every message on every phone, and a round that opens."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.asks import OpenRound
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.here import Here
from bot.dialogue.message import plain
from bot.dialogue.state import State
from bot.web.console.plan_messages import parts
from tests.console.house import logged_in
from tests.groups.world import Cast, World

AS = ("telegram", "whatsapp", "web")


@pytest.fixture
async def carla(app: FastAPI, world: World, cast: Cast) -> AsyncIterator[httpx.AsyncClient]:
    """She leads Moerwijk, and nothing in Laak."""
    async with logged_in(app, world, cast.carla) as client:
        yield client


def said(page: str) -> str:
    """What a page says, without tags."""
    text = re.sub(r"<[^>]+>", " ", page).replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
    return " ".join(text.split())


async def test_all_plans_are_there_ready_or_coming(boyana: httpx.AsyncClient, cast: Cast, catalogue: Catalogue) -> None:
    page = (await boyana.get(f"/console/{cast.laak}/plans")).text
    for plan in catalogue.plans():
        assert plan.title in said(page)
        assert (f"/plans/{plan.number}" in page) == (plan.status == "ready")
    assert "De CoP werkt eraan." in page


@pytest.mark.parametrize("channel", AS)
async def test_every_part_of_the_plan_is_shown_as_that_channel_shows_it(
    boyana: httpx.AsyncClient, cast: Cast, catalogue: Catalogue, channel: str
) -> None:
    plan = catalogue.plan(3)
    assert plan is not None
    page = await boyana.get(f"/console/{cast.laak}/plans/3?as={channel}")
    assert page.status_code == 200
    text = said(page.text)
    for asked in plan.asked:
        assert asked.prompt.text in text, asked.key
        assert all((option.short or option.label) in text or option.label in text for option in asked.prompt.options), asked.key
    for title in (
        *(step.title for step in plan.steps),
        *(tip.title for tip in plan.tips),
        *(one.title for one in plan.experiences),
        *(step.text for step in plan.steps),
    ):
        assert " ".join(title.split()) in text, title
    assert set(re.findall(r'class="phone (\w+)"', page.text)) == {channel}
    assert "Er staan vragen voor je klaar." in text
    assert ("als zij langer dan een dag niets stuurde" in text) == (channel == "whatsapp")
    assert ("in de groepschat" in text) == (channel == "telegram")


async def test_looking_at_a_plan_changes_nothing(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await boyana.get(f"/console/{cast.laak}/plans/3")
    before = await world.everything()
    for channel in (*AS, "onbekend"):
        assert (await boyana.get(f"/console/{cast.laak}/plans/3?as={channel}")).status_code == 200
    assert await world.everything() == before


def test_the_messages_are_those_of_the_conversation(catalogue: Catalogue) -> None:
    plan = catalogue.plan(3)
    assert plan is not None
    found = {one.name: one.messages for one in parts(Here(catalogue, State(language="nl", consent=True), {}), plan)}
    assert list(found) == ["plan", "challenge", "experiences", "questions", "steps", "do", "dont"]
    assert len(found["questions"]) == 1 + len(plan.asked)
    assert [plain(one.text).split("\n")[1] for one in found["steps"][1:]] == [step.title for step in plan.steps]


async def test_of_a_plan_that_comes_it_says_so_and_others_are_not_there(boyana: httpx.AsyncClient, cast: Cast) -> None:
    coming = await boyana.get(f"/console/{cast.laak}/plans/1")
    assert "Dit plan is nog niet klaar." in coming.text
    for path in ("plans/99", "plans/1/round", "plans/99/round"):
        assert (await boyana.get(f"/console/{cast.laak}/{path}")).status_code == 404
    assert (await boyana.post(f"/console/{cast.laak}/plans/1/round", data={"weeks": "3", "how": "apart"})).status_code == 404


async def test_a_round_is_three_weeks_without_names_unless_she_chooses_otherwise(boyana: httpx.AsyncClient, cast: Cast) -> None:
    page = (await boyana.get(f"/console/{cast.laak}/plans/3/round")).text
    assert re.findall(r'name="(\w+)" value="(\w+)" required checked', page) == [("how", "apart"), ("weeks", "3")]
    assert "Niemand ziet wie heeft geantwoord, ook de coördinator niet." in page
    assert "De coördinator ziet wie heeft geantwoord." in page


@pytest.mark.parametrize(("how", "anonymous", "joint"), [("apart", True, False), ("named", False, False), ("joint", True, True)])
async def test_it_opens_as_she_chose_and_leads_on(
    boyana: httpx.AsyncClient, world: World, cast: Cast, how: str, anonymous: bool, joint: bool
) -> None:
    answer = await boyana.post(f"/console/{cast.laak}/plans/3/round", data={"weeks": "2", "how": how})
    [round] = await world.rows("round")
    assert (round["anonymous"], round["joint"], round["plan"]) == (anonymous, joint, 3)
    assert (round["closes_at"] - world.clock()).days in (13, 14)
    page = (await boyana.get(answer.headers["location"])).text
    assert "De ronde is open." in page
    assert ("Stuur nu de vragen naar de leden." in page) == (not joint)


async def test_one_that_is_open_stays_and_she_is_led_there(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    form = {"weeks": "3", "how": "apart"}
    assert (await boyana.post(f"/console/{cast.laak}/plans/3/round", data=form)).status_code == 303
    again = await boyana.post(f"/console/{cast.laak}/plans/3/round", data={**form, "how": "named"})
    assert again.status_code == 409
    [round] = await world.rows("round")
    for page in (again.text, (await boyana.get(f"/console/{cast.laak}/plans/3/round")).text):
        assert "Er is al een open ronde over dit plan." in page
        assert f"/console/{cast.laak}/answers/{round['id']}" in page
        assert "Open de ronde" not in page


@pytest.mark.parametrize("form", [{}, {"weeks": "5", "how": "apart"}, {"weeks": "2", "how": "geheim"}, {"weeks": "x", "how": "joint"}])
async def test_what_is_no_choice_opens_nothing(boyana: httpx.AsyncClient, world: World, cast: Cast, form: dict[str, str]) -> None:
    answer = await boyana.post(f"/console/{cast.laak}/plans/3/round", data=form)
    assert answer.status_code == 422
    assert "Kies hoe lang de ronde duurt" in answer.text
    assert await world.rows("round") == []


async def test_on_the_pages_of_a_group_of_others_there_is_nothing(carla: httpx.AsyncClient, world: World, cast: Cast) -> None:
    for path in ("plans", "plans/3", "plans/3/round"):
        assert (await carla.get(f"/console/{cast.laak}/{path}")).status_code == 404
    assert (await carla.post(f"/console/{cast.laak}/plans/3/round", data={"weeks": "3", "how": "apart"})).status_code == 404
    assert await world.rows("round") == []


async def test_an_open_round_of_another_group_is_not_hers(boyana: httpx.AsyncClient, world: World, cast: Cast) -> None:
    await world.do(cast.carla, OpenRound(cast.moerwijk, 3, 21, anonymous=True, joint=False))
    assert "Open de ronde" in (await boyana.get(f"/console/{cast.laak}/plans/3/round")).text

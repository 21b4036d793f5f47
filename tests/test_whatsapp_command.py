"""`stappenbot whatsapp templates`: which there are, which are missing at Meta, and what to do about it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.opening import Wrong
from bot.settings import Misset, Settings
from bot.templates import TEMPLATES
from bot.whatsapp_command import at_meta, listed
from storage import templates
from storage.db import Database
from tests import whatsapp_stub as stub
from tests.clock import Clock
from tests.conftest import KEY
from tests.whatsapp_stub import WhatsAppStub, refusal

ALL = {(template.name, template.language) for template in TEMPLATES}


class Command:
    """The command, and what it printed."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self.said: list[str] = []

    async def run(self, deed: Any) -> int:
        self.said.clear()
        return await at_meta(deed, self._settings, self._clock, self.said.append)


@pytest.fixture
def command(database_url: str, meta: WhatsAppStub, clock: Clock) -> Command:
    settings = Settings(database_url, "127.0.0.1", 8000, "http://127.0.0.1:8000", KEY, None, whatsapp=meta.settings())
    return Command(settings, clock)


async def approved(url: str) -> frozenset[tuple[str, str]]:
    database = Database(url, KEY)
    try:
        async with database.read() as connection:
            return await templates.approved(connection)
    finally:
        await database.close()


def judge(meta: WhatsAppStub, status: str, **more: Any) -> None:
    """Meta decides on all that were offered."""
    for one in meta.templates:
        one.update(status=status, **more)


def test_ours_are_listed_with_their_texts_without_asking_anybody() -> None:
    said: list[str] = []
    assert listed(said.append) == 0
    assert [text.partition(" ")[0] for text in said] == [template.name for template in TEMPLATES]
    assert all(template.button in text and template.footer in text for template, text in zip(TEMPLATES, said, strict=True))


async def test_what_is_missing_is_offered_to_meta_once(command: Command, meta: WhatsAppStub) -> None:
    assert await command.run("check") == 1
    assert all("missing. Run `stappenbot whatsapp templates create`." in line for line in command.said)
    assert await command.run("create") == 1  # not judged yet
    assert {(one["name"], one["language"]) for one in meta.templates} == ALL
    assert all(one["category"] == "UTILITY" for one in meta.templates)
    assert sum("offered to Meta, which says PENDING" in line for line in command.said) == len(ALL)
    assert sum("pending: Meta has not judged it yet" in line for line in command.said) == len(ALL)
    await command.run("create")
    assert len(meta.templates) == len(ALL)


async def test_when_all_are_approved_that_is_noted_and_the_exit_code_is_0(command: Command, meta: WhatsAppStub, database_url: str) -> None:
    await command.run("create")
    assert await approved(database_url) == frozenset()
    judge(meta, "APPROVED", rejected_reason="NONE")
    assert await command.run("check") == 0
    assert command.said == [f"{template.name} ({template.language}): ok" for template in TEMPLATES]
    assert await approved(database_url) == ALL
    judge(meta, "PAUSED")
    assert await command.run("check") == 1
    assert await approved(database_url) == frozenset()


async def test_what_meta_has_refused_is_told_with_its_reason(command: Command, meta: WhatsAppStub) -> None:
    await command.run("create")
    judge(meta, "REJECTED", rejected_reason="TAG_CONTENT_MISMATCH")
    assert await command.run("check") == 1
    assert all("rejected (TAG_CONTENT_MISMATCH). See the WhatsApp Manager" in line for line in command.said)


async def test_another_text_at_meta_is_told_and_not_used(command: Command, meta: WhatsAppStub, database_url: str) -> None:
    await command.run("create")
    judge(meta, "APPROVED")
    meta.templates[0]["components"][0]["text"] += " Koop nu!"
    assert await command.run("check") == 1
    assert "another text at Meta than here" in command.said[0]
    assert "Give it a new name in bot/templates.py" in command.said[0]  # one that was deleted can't be used again for weeks
    assert await approved(database_url) == ALL - {(TEMPLATES[0].name, TEMPLATES[0].language)}


async def test_one_that_costs_more_is_told_and_used(command: Command, meta: WhatsAppStub, database_url: str) -> None:
    await command.run("create")
    judge(meta, "APPROVED")
    meta.templates[0]["category"] = "MARKETING"
    assert await command.run("check") == 0
    assert "ok, but Meta counts it as marketing, which costs more" in command.said[0]
    assert [line.partition(": ")[2] for line in command.said[1:]] == ["ok"] * 4
    assert await approved(database_url) == ALL


STRANGE: list[dict[str, Any]] = [
    {"data": [{"name": "herinnering", "language": "nl", "status": "APPROVED", "components": [{"type": "BUTTONS", "buttons": 5}]}]},
    {"data": [{"name": "herinnering", "language": "nl", "status": "APPROVED", "components": 5}]},
    {"data": [{"name": "herinnering", "language": "nl", "status": "APPROVED", "components": [7]}]},
    {"data": [{"name": "herinnering", "language": "nl", "status": {}}]},
    {"data": [], "paging": {"next": "http://["}},
    {"data": [], "paging": {"next": 5}},
    {"data": [], "paging": {"next": "x", "cursors": {"after": [1]}}},
    {"data": 7},
]


@pytest.mark.parametrize("answer", STRANGE)
async def test_a_strange_answer_is_told_in_one_sentence(command: Command, meta: WhatsAppStub, answer: dict[str, Any]) -> None:
    meta.will(*[stub.Reaction(200, json.dumps(answer).encode())] * 2, what="templates")
    with pytest.raises(Wrong, match="Meta did not answer as it should: the answer can't be read"):
        await command.run("check")


async def test_what_is_not_ours_may_be_as_strange_as_it_likes(command: Command, meta: WhatsAppStub) -> None:
    await command.run("create")
    judge(meta, "APPROVED")
    meta.templates += [{"name": {"a": 1}, "language": [1]}, {"name": "reclame", "language": "nl", "components": 5}, 7]  # type: ignore[list-item]
    assert await command.run("check") == 0


async def test_a_list_without_end_is_not_read_for_ever(command: Command, meta: WhatsAppStub) -> None:
    more = {"data": [], "paging": {"next": "x", "cursors": {"after": "2"}}}
    meta.will(*[stub.Reaction(200, json.dumps(more).encode())] * 9, what="templates")
    with pytest.raises(Wrong, match="the answer can't be read"):
        await command.run("check")
    assert len(meta.called("templates")) == 2


async def test_all_pages_of_metas_list_are_read(command: Command, meta: WhatsAppStub) -> None:
    meta.templates += [{"name": f"van_een_ander_{n}", "language": "nl", "status": "APPROVED", "components": []} for n in range(5)]
    meta.page = 2
    await command.run("create")
    assert len(meta.templates) == 5 + len(ALL)
    await command.run("create")
    assert len(meta.templates) == 5 + len(ALL)


@pytest.mark.parametrize("reaction", [stub.UNAUTHORIZED, stub.BAD_GATEWAY, stub.HANGS_UP, stub.A_LIST, refusal(100, subcode=33)])
async def test_trouble_at_meta_is_told_in_one_sentence(command: Command, meta: WhatsAppStub, reaction: stub.Reaction) -> None:
    meta.will(reaction, reaction)  # what is only looked up is asked for twice when the line breaks
    with pytest.raises(Wrong, match="Meta did not answer as it should: ") as told:
        await command.run("check")
    assert stub.TOKEN not in str(told.value)


async def test_without_whatsapp_settings_it_says_which_are_missing(command: Command, clock: Clock) -> None:
    bare = Command(replace(command._settings, whatsapp=None), clock)
    with pytest.raises(Misset, match="STAPPENBOT_WHATSAPP_TOKEN is missing"):
        await bare.run("check")

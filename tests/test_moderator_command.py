"""`stappenbot moderator`: a code for a new one, how many there are, and dismissing one."""

import subprocess
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from bot.codes import in_text
from bot.moderator_command import Deed, moderator
from bot.opening import Wrong
from bot.settings import Settings
from storage import moderating, people
from storage.codes import MODERATE, find
from storage.db import Database
from tests.clock import Clock
from tests.conftest import KEY
from tests.test_command_line import run


class Command:
    """The command, and what it printed."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._settings = Settings(url, "127.0.0.1", 8000, "http://127.0.0.1:8000", KEY, None)
        self._clock = clock
        self._dice = Random(1)

    async def run(self, deed: Deed, id: str = "") -> list[str]:
        said: list[str] = []
        assert await moderator(deed, id, self._settings, self._dice, self._clock(), said.append) == 0
        return said


@pytest.fixture
def command(database_url: str, clock: Clock) -> Command:
    return Command(database_url, clock)


async def put(database: Database, clock: Clock) -> UUID:
    async with database.write() as connection:
        id = await people.make(connection, "Amina", clock())
        await moderating.appoint(connection, id)
    clock.passes(1)
    return id


async def test_each_code_is_another_and_works_for_a_week(command: Command, database: Database, clock: Clock) -> None:
    printed = [await command.run("add") for _ in range(2)]
    codes = [in_text(lines[0])[0] for lines in printed]
    assert codes[0] != codes[1]
    assert "within 7 days" in printed[0][1]
    async with database.read() as connection:
        assert await find(connection, codes[0], [MODERATE], clock())
        clock.passes(7 * 86_400)
        assert not await find(connection, codes[0], [MODERATE], clock())


async def test_ids_are_listed_and_no_names(command: Command, database: Database, clock: Clock) -> None:
    assert await command.run("list") == ["0 moderators."]
    first, second = await put(database, clock), await put(database, clock)
    assert await command.run("list") == [str(first), str(second), "2 moderators."]
    assert await command.run("remove", str(first)) == ["She is no moderator any more. What she decided stays."]
    assert await command.run("list") == [str(second), "1 moderator."]


NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(("deed", "id"), [("remove", ""), ("remove", "Amina"), ("remove", NOBODY), ("add", "x"), ("list", "x")])
async def test_what_can_not_be_is_told_in_a_sentence(command: Command, database: Database, clock: Clock, deed: Deed, id: str) -> None:
    one = await put(database, clock)
    with pytest.raises(Wrong) as wrong:
        await command.run(deed, id)
    assert str(wrong.value).endswith(".")
    async with database.read() as connection:
        assert await moderating.all_of_them(connection) == [one]


def test_it_is_there_on_the_command_line(tmp_path: Path) -> None:
    def tells(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run(tmp_path, "moderator", *arguments)

    assert tells("add").returncode == 1  # no tables yet
    assert run(tmp_path, "migrate").returncode == 0
    assert len(in_text(tells("add").stdout)) == 1
    assert tells("list").stdout == "0 moderators.\n"
    refused = tells("remove", "x")
    assert (refused.returncode, "Traceback" in refused.stderr) == (1, False)
    assert "stappenbot: 'x' is no id." in refused.stderr

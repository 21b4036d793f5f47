"""The demo group has something to show on every page of its coordinator, and is made once."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.demo import BEGUN, LOST, NAME, PLAN, SIZE, demo_code, demo_login
from bot.dialogue.asks import Ask, ShowMembers, ShowResult, ShowSteps
from bot.dialogue.broadcast_asks import ShowBroadcast, ShowBroadcasts
from bot.dialogue.broadcast_facts import Broadcasts, Progress
from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage
from bot.dialogue.console_asks import ShowRounds
from bot.dialogue.console_facts import Rounds
from bot.dialogue.contribution_asks import ShowQueue
from bot.dialogue.contribution_facts import Queue
from bot.dialogue.facts import Fact, MembersPage, Result, StepsPage
from bot.dialogue.reminder_asks import ShowReminders
from bot.dialogue.reminder_facts import Reminders
from bot.groups.doing import do
from bot.groups.house import House, Table, Who
from storage import groups, sessions
from storage.db import Database
from storage.people import NOBODY
from tests.clock import Clock
from tests.house import house


@pytest.fixture
def here() -> House:
    """The real plans."""
    return house(read_catalogue())


async def seen(database: Database, clock: Clock, here: House, ask: Ask) -> Fact:
    """What whoever leads the demo group is told."""
    async with database.write() as connection:
        [leader] = [one for one in await groups.members(connection, 1) if one.role == groups.COORDINATOR]
        return await do(Table(connection, here, Who(leader.person_id, 0, "web", "nl"), clock()), ask)


async def test_it_has_rounds_steps_a_reminder_and_a_broadcast_with_one_failure(database: Database, clock: Clock, here: House) -> None:
    code = await demo_code(database, here.catalogue, clock)
    assert code
    assert await demo_code(database, here.catalogue, clock) == code
    members = await seen(database, clock, here, ShowMembers(1))
    assert isinstance(members, MembersPage)
    assert (members.group.name, len(members.members)) == (NAME, SIZE)
    rounds = await seen(database, clock, here, ShowRounds(1))
    assert isinstance(rounds, Rounds)
    assert [one.facts.open for one in rounds.rounds] == [True, False, False]
    running = await seen(database, clock, here, ShowResult(rounds.rounds[0].facts.id))
    assert isinstance(running, Result)
    assert [counted.n for counted in running.counted[:BEGUN]] == [SIZE] * BEGUN
    assert [(counted.n, answered) for counted, answered in zip(running.counted, running.answered, strict=True)][BEGUN:] == [(0, 2)] * (
        len(running.counted) - BEGUN
    )
    beside = await seen(database, clock, here, ShowComparison(rounds.rounds[1].facts.id))
    assert isinstance(beside, ComparisonPage)
    assert {one.verdict for one in beside.compared} >= {"better", "worse"}
    steps = await seen(database, clock, here, ShowSteps(1))
    assert isinstance(steps, StepsPage)
    assert {one.status for one in steps.steps} == {"done", "busy"}
    reminders = await seen(database, clock, here, ShowReminders(1))
    assert isinstance(reminders, Reminders)
    assert [one.plan for one in reminders.coming] == [PLAN]
    sent = await seen(database, clock, here, ShowBroadcasts(1))
    assert isinstance(sent, Broadcasts)
    how = await seen(database, clock, here, ShowBroadcast(sent.lines[0].sent.id))
    assert isinstance(how, Progress)
    assert (how.status, how.counts) == ("done", {"sent": SIZE - 2, "failed": 1})
    assert LOST in {one.name for one in members.members}
    queue = await seen(database, clock, here, ShowQueue(1))
    assert isinstance(queue, Queue)
    assert queue.of == 1


async def test_its_link_logs_in_whoever_leads_it_a_day_long(database: Database, clock: Clock, here: House) -> None:
    await demo_code(database, here.catalogue, clock)
    async with database.write() as connection:
        link = await demo_login(Table(connection, here, Who(NOBODY, 0, "web", ""), clock()))
    key = parse_qs(urlsplit(link).query)["key"][0]
    clock.passes(23 * 3600)
    async with database.write() as connection:
        id = await sessions.log_in(connection, key, "cookie", "Chrome", clock())
        assert id is not None
        [leader] = [one for one in await groups.members(connection, 1) if one.role == groups.COORDINATOR]
        assert [one.id for one in await sessions.of_person(connection, leader.person_id, clock())] == [id]

"""Whoever may not gets NotYours, whatever she asks, and nothing is changed."""

from typing import get_args

import pytest

from bot.dialogue import asks, broadcast_asks, chat_asks, comparison_asks, console_asks, reminder_asks
from bot.dialogue.asks import Ask, OfACoordinator, OfAMember, OfHerself
from bot.dialogue.contribution_asks import OfAModerator
from bot.dialogue.facts import NotYours
from bot.groups.access import RIGHTS
from bot.groups.doing import DOINGS
from bot.groups.house import Who
from storage import audit, chats
from tests.cast import BOYANA
from tests.groups.filled import put_round, put_sheet
from tests.groups.world import Cast, World

LAAK, ROUND, SENT, DRAFT, STEP = 1, 1, 1, 2, "afspraken"  # the first of each in a new database
CHAT = 4  # behind the addresses of the cast
SAMPLES: tuple[Ask, ...] = (
    asks.ShowGroup(LAAK),
    asks.Leave(LAAK),
    asks.ShowRound(ROUND),
    asks.ShowResult(ROUND),
    asks.ShowAdvice(ROUND),
    asks.ShowSteps(LAAK),
    asks.SetStatus(LAAK, 3, STEP, "busy"),
    asks.TakeCare(LAAK, 3, STEP, mine=True),
    asks.ShowInvite(LAAK),
    asks.NewCode(LAAK),
    asks.EndCode(LAAK),
    asks.ShowMembers(LAAK),
    asks.Appoint(LAAK, 2),
    asks.StepDown(LAAK),
    asks.Remove(LAAK, 2),
    asks.OpenRound(LAAK, 3, 21, anonymous=True, joint=False),
    asks.CloseRound(ROUND),
    asks.ShowAnswerers(ROUND),
    asks.ChooseStep(LAAK, 3, STEP),
    asks.DropStep(LAAK, 3, STEP),
    asks.SetThreshold(LAAK, 4),
    asks.Rename(LAAK, "Buurt"),
    console_asks.ShowRounds(LAAK),
    console_asks.ShowPeople(LAAK),
    console_asks.ShowRecipients(SENT),
    console_asks.ShowKeeping(LAAK),
    console_asks.SetKeeping(LAAK, 12),
    console_asks.DeleteGroup(LAAK, BOYANA.group),
    chat_asks.ShowChats(LAAK),
    chat_asks.LinkChat(LAAK, CHAT),
    chat_asks.UnlinkChat(LAAK, CHAT),
    comparison_asks.ShowComparison(ROUND),
    broadcast_asks.ShowSent(SENT),
    broadcast_asks.ShowSending(LAAK),
    broadcast_asks.ShowBroadcasts(LAAK),
    broadcast_asks.Compose(LAAK, "plan", 3),
    broadcast_asks.ShowBroadcast(DRAFT),
    broadcast_asks.ShowTimes(DRAFT),
    broadcast_asks.SendNow(DRAFT),
    broadcast_asks.SendLater(DRAFT, "morgen 9:00"),
    broadcast_asks.DropDraft(DRAFT),
    broadcast_asks.CancelBroadcast(SENT),
    broadcast_asks.RetryBroadcast(SENT),
    reminder_asks.ShowReminders(LAAK),
    reminder_asks.ShowReminder(LAAK, 3),
    reminder_asks.ShowSchedule(LAAK, 3, "m3.1.2.1000"),
    reminder_asks.SetReminder(LAAK, 3, "m3.1.2.1000", "20270202"),
    reminder_asks.PauseReminder(LAAK, 3, months=1),
    reminder_asks.ResumeReminder(LAAK, 3),
    reminder_asks.StopReminder(LAAK, 3),
    reminder_asks.ShowRhythm(LAAK),
    reminder_asks.SetQuiet(LAAK, 1260, 480),
    reminder_asks.SetNudges(LAAK, (3,)),
    reminder_asks.SetZone(LAAK, "Europe/Sofia"),
)
OF_MEMBERS = [ask for ask in SAMPLES if type(ask) in get_args(OfAMember)]
OF_COORDINATORS = [ask for ask in SAMPLES if type(ask) in get_args(OfACoordinator)]


@pytest.fixture
async def filled(world: World, cast: Cast) -> Cast:
    """Laak has an open round with answers of both, with names, and a chosen step."""
    assert (cast.laak, await put_round(world, cast.laak)) == (LAAK, ROUND)
    await world.change("round", anonymous=False, version=world.house.catalogue.version(3))
    for who in (cast.amina, cast.boyana):
        await put_sheet(world, who.person_id, ROUND, p="x")
    async with world.database.write() as connection:
        assert await chats.link(connection, LAAK, cast.boyana.person_id, "-1001") == CHAT
    await world.put("chosen_step", group_id=LAAK, plan=3, step=STEP, status="todo", changed_on=world.clock().date())
    for status in ("done", "draft"):
        await put_broadcast(world, cast, status)
    return cast


async def put_broadcast(world: World, cast: Cast, status: str) -> None:
    now = world.clock()
    values = {"body": {"kind": "words", "text": "Hallo", "left": []}, "left_out": {}, "made_at": now, "due_at": now}
    hers = {"person_id": cast.boyana.person_id, "lookup": "d", "digest": "d"}
    await world.put("broadcast", group_id=cast.laak, status=status, **values, **hers)


async def former_member(world: World, cast: Cast) -> Who:
    """She was in Laak, and even led it."""
    fatma = await world.meet("fatma")
    await world.join(fatma, cast.boyana, LAAK)
    await world.do(cast.boyana, asks.Appoint(LAAK, 3))
    await world.do(fatma, asks.Leave(LAAK))
    return fatma


def test_every_ask_has_a_right_and_whoever_does_it() -> None:
    everything = set(get_args(Ask))
    unions = (OfHerself, OfAMember, OfACoordinator, OfAModerator)
    assert set().union(*map(get_args, unions)) == everything
    assert set(RIGHTS) == everything
    assert set(DOINGS) == everything


def test_every_ask_of_a_group_is_tried_here() -> None:
    assert {type(ask) for ask in SAMPLES} == set(get_args(OfAMember)) | set(get_args(OfACoordinator))
    assert len(SAMPLES) == len({type(ask) for ask in SAMPLES})


def test_what_only_coordinators_change_is_noted_and_nothing_else() -> None:
    assert {ask.__name__ for ask in get_args(OfACoordinator) if not ask.__name__.startswith("Show")} == audit.KEPT


async def refused(world: World, who: Who, ask: Ask) -> None:
    before = await world.everything()
    assert await world.do(who, ask) == NotYours()
    assert await world.everything() == before


async def test_of_a_group_that_is_not_hers_nobody_sees_or_changes_anything(world: World, filled: Cast) -> None:
    strangers = (await world.meet("stranger"), filled.carla, await former_member(world, filled))
    for ask in SAMPLES:
        for who in strangers:
            await refused(world, who, ask)


async def test_what_coordinators_do_a_member_may_not(world: World, filled: Cast) -> None:
    for ask in OF_COORDINATORS:
        await refused(world, filled.amina, ask)


async def test_who_stepped_down_may_no_more(world: World, filled: Cast) -> None:
    await world.do(filled.boyana, asks.Appoint(LAAK, 2))
    await world.do(filled.amina, asks.StepDown(LAAK))
    for ask in OF_COORDINATORS:
        await refused(world, filled.amina, ask)


@pytest.mark.parametrize("ask", OF_MEMBERS, ids=lambda ask: type(ask).__name__)
async def test_what_members_may_she_gets(world: World, filled: Cast, ask: Ask) -> None:
    assert not isinstance(await world.do(filled.amina, ask), NotYours)


@pytest.mark.parametrize("ask", SAMPLES, ids=lambda ask: type(ask).__name__)
async def test_what_coordinators_may_she_gets(world: World, filled: Cast, ask: Ask) -> None:
    assert not isinstance(await world.do(filled.boyana, ask), NotYours)


async def test_what_there_is_not_looks_like_what_is_not_hers(world: World, filled: Cast) -> None:
    for ask in SAMPLES:
        nowhere = {name: 987_654_321 for name in ("group", "round", "broadcast") if hasattr(ask, name)}
        await refused(world, filled.boyana, type(ask)(**{**vars(ask), **nowhere}))

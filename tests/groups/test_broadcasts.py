"""Making, sending and stopping what goes to a group, in the order in which coordinators press their buttons."""

from datetime import UTC, datetime

import pytest

from bot.dates import HOME
from bot.dialogue import asks
from bot.dialogue.broadcast_asks import (
    CancelBroadcast,
    Compose,
    DropDraft,
    RetryBroadcast,
    SendLater,
    SendNow,
    ShowBroadcast,
    ShowBroadcasts,
    ShowSending,
    ShowSent,
    ShowTimes,
)
from bot.dialogue.broadcast_facts import Broadcasts, Preview, Sending, Sent, Shown, Times
from bot.dialogue.facts import NotYours
from bot.groups.broadcast_times import NoTime, offered, understood, when
from tests.groups.playing import gather
from tests.groups.sending import Post, is_progress, open_post
from tests.groups.world import World

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock where they live


@pytest.fixture
async def post(world: World) -> Post:
    """Boyana leads Laak, and nobody else is there yet."""
    return await open_post(world)


async def test_two_coordinators_who_press_at_the_same_moment_send_one(post: Post) -> None:
    amina = await post.join("amina")
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    words = Compose(post.group, "words", text="Morgen is er koffie.")
    drafts = [await post.world.do(who, words) for who in (amina, post.boyana)]
    ids = [draft.sent.id for draft in drafts if isinstance(draft, Preview)]
    assert len(set(ids)) == 2
    first, second = await post.world.at_once((amina, SendNow(ids[0])), (post.boyana, SendNow(ids[1])))
    assert {is_progress(first).news, is_progress(second).news} == {"begun", "already"}
    assert is_progress(first).sent.id == is_progress(second).sent.id
    assert sorted(row["status"] for row in await post.world.rows("broadcast")) == ["draft", "waiting"]


async def test_who_presses_twice_sends_one_and_after_the_end_the_same_may_go_again(post: Post) -> None:
    await post.join("amina")
    id = (await post.preview()).sent.id
    assert is_progress(await post.world.do(post.boyana, SendNow(id))).news == "begun"
    assert is_progress(await post.world.do(post.boyana, SendNow(id))).news == "already"
    post.world.clock.passes(10)
    await post.run()
    await post.went()
    await post.run()
    assert is_progress(await post.world.do(post.boyana, SendNow(id))).status == "done"
    again = (await post.preview()).sent.id
    assert again != id
    assert is_progress(await post.world.do(post.boyana, SendNow(again))).news == "begun"


async def test_the_same_draft_is_made_once(post: Post) -> None:
    first, second = await post.preview(), await post.preview()
    assert first.sent.id == second.sent.id
    assert len(await post.world.rows("broadcast")) == 1


async def test_within_ten_seconds_nobody_has_it_when_it_is_taken_back(post: Post) -> None:
    await post.join("amina")
    id = (await post.preview()).sent.id
    assert is_progress(await post.world.do(post.boyana, SendNow(id))).soon
    post.world.clock.passes(9)
    await post.run()
    back = is_progress(await post.world.do(post.boyana, CancelBroadcast(id)))
    assert (back.status, back.counts, back.to_come) == ("cancelled", {}, 0)
    post.world.clock.passes(60)
    await post.run()
    assert await post.letters(id) == []
    assert await post.told() == []  # she saw it herself
    assert is_progress(await post.world.do(post.boyana, RetryBroadcast(id))).status == "cancelled"


async def test_a_draft_is_thrown_away_and_what_is_under_way_is_not(post: Post) -> None:
    await post.join("amina")
    id = (await post.preview()).sent.id
    assert await post.world.do(post.boyana, DropDraft(id)) == Sending(post.group, "Laak", (), dropped=True)
    assert await post.world.do(post.boyana, SendNow(id)) == NotYours()
    sent = await post.send()
    assert is_progress(await post.world.do(post.boyana, DropDraft(sent))).status == "waiting"


async def test_later_it_goes_at_that_time_and_not_before(post: Post) -> None:
    await post.join("amina")
    id = (await post.preview()).sent.id
    times = await post.world.do(post.boyana, ShowTimes(id))
    assert isinstance(times, Times)
    [today, *_] = [when for _, when in times.offered]
    waits = is_progress(await post.world.do(post.boyana, SendLater(id, today.stamp)))
    assert (waits.status, waits.soon, waits.due) == ("waiting", False, today)
    post.world.clock.now = datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC)
    assert not await post.engine.once()
    post.world.clock.passes(1)
    await post.run()
    assert len(await post.letters(id)) == 1


@pytest.mark.parametrize(
    ("typed", "wrong"), [("ooit", "unclear"), ("202611230800", "past"), ("1-1-2031 9:00", "far"), ("zo 4 dec 9:00", "unclear")]
)
async def test_a_time_that_can_not_be_is_asked_again_and_nothing_is_noted(post: Post, typed: str, wrong: str) -> None:
    id = (await post.preview()).sent.id
    post.world.clock.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    told = await post.world.do(post.boyana, SendLater(id, typed))
    assert isinstance(told, Times)
    assert told.wrong == wrong
    assert "SendLater" not in {row["act"] for row in await post.world.rows("audit")}


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("vrijdag 10:00", "2026-11-27 09:00"),
        ("Vr. 10u", "unclear"),
        ("vr 10 uur", "2026-11-27 09:00"),
        ("maandag om 9:00", "2026-11-30 08:00"),
        ("maandag 10.30", "2026-11-23 09:30"),
        ("morgen 9:00", "2026-11-24 08:00"),
        ("overmorgen 7u30", "2026-11-25 06:30"),
        ("9:30", "2026-11-24 08:30"),
        ("18:00", "2026-11-23 17:00"),
        ("٣-١٢ ٩:٣٠", "2026-12-03 08:30"),
        ("3-12 9:30", "2026-12-03 08:30"),
        ("3 december 9:30", "2026-12-03 08:30"),
        ("vr 4 dec om 9 uur", "2026-12-04 08:00"),
        ("vr 4-12 9:00", "2026-12-04 08:00"),
        ("vrijdag, 4-12-2026 9:00", "2026-12-04 08:00"),
        ("zo 4-12 9:00", "unclear"),
        ("zo 4 december 9:00", "unclear"),
        ("zo 29 mrt 2:30", "unclear"),  # that is a Monday
        ("x 4 dec 9:00", "unclear"),
        ("vrijdag 10", "2026-11-27 09:00"),
        ("vrijdag om 10", "2026-11-27 09:00"),
        ("morgen 9", "2026-11-24 08:00"),
        ("3-12 9", "2026-12-03 08:00"),
        ("4 dec 2026", "unclear"),
        ("vrijdag 25", "unclear"),
        ("10", "unclear"),
        ("23-11 9:00", "2027-11-23 08:00"),  # in a year, which is near enough
        ("2/1 12:00", "2027-01-02 11:00"),
        ("1-4-2027 12:00", "2027-04-01 10:00"),  # it is summer time then
        ("28-3-2027 2:30", "2027-03-28 01:30"),  # an hour that there is not: an hour later
        ("25-10-2027 9:00", "2027-10-25 07:00"),
        ("vandaag 9:00", "past"),
        ("22-11-2026 9:00", "past"),
        ("31-2 9:00", "unclear"),
        ("29-2 9:00", "unclear"),
        ("morgen 25:00", "unclear"),
        ("vrijdag", "unclear"),
        ("iets 9:00", "unclear"),
        ("", "unclear"),
        ("1-1-9999 9:00", "far"),
        ("209912319999", "unclear"),
        ("000101010000", "unclear"),  # before all time, in hours of Greenwich
        ("999912312359", "far"),
    ],
)
def test_times_are_understood_as_people_type_them(typed: str, moment: str) -> None:
    try:
        found = f"{understood(typed, MONDAY, HOME):%Y-%m-%d %H:%M}"
    except NoTime as error:
        found = error.why
    assert found == moment


def test_what_is_offered_is_never_past_and_keeps_its_hour_when_the_clocks_change() -> None:
    evening = datetime(2026, 10, 24, 16, 0, tzinfo=UTC)  # six o'clock; that night the clocks go back
    found = offered(evening, HOME)
    assert [name for name, _ in found] == ["tomorrow", "tomorrow", "week"]
    assert [one.time for _, one in found] == ["9:00", "18:00", "18:00"]
    assert [f"{understood(one.stamp, evening, HOME):%d %H:%M}" for _, one in found] == ["25 08:00", "25 17:00", "31 17:00"]
    assert when(understood(found[0][1].stamp, evening, HOME), HOME) == found[0][1]


async def test_the_result_can_be_sent_only_where_something_may_be_shown_and_holds_no_numbers(world: World) -> None:
    play = await gather(world, 6)
    round = await play.open()
    boyana = play.women["Boyana"]
    nothing = Compose(play.group, "result", round=round)
    assert await world.do(boyana, nothing) == NotYours()
    for mood, name in enumerate(play.women):
        await play.answer(name, round, mood % 2)
    await world.do(boyana, asks.CloseRound(round))
    world.clock.passes(60)
    assert await world.do(boyana, ShowSending(play.group)) == Sending(play.group, "Laak", (Shown(round, 3, world.clock().date()),))
    seen = await play.press("Boyana", f"send:{play.group}:result:{round}")
    assert "Het resultaat van de vragen is klaar" in seen
    assert not any(sign in seen.partition("———")[2].partition("———")[0] for sign in "0123456789")


async def test_of_another_group_no_round_is_sent(world: World) -> None:
    play = await gather(world, 3)
    round = await play.open(joint=True)
    await play.choose("Boyana", round, "spanningen.omgaan", 0)
    other = await world.group(play.women["Boyana"], "Elders")
    assert isinstance(await world.do(play.women["Boyana"], Compose(play.group, "result", round=round)), Preview)
    assert await world.do(play.women["Boyana"], Compose(other, "result", round=round)) == NotYours()


@pytest.mark.parametrize(
    "ask",
    [
        Compose(1, "plan", 1),
        Compose(1, "part", 3, "alles"),
        Compose(1, "words", text=""),
        Compose(1, "words", text="x" * 1001),
        Compose(1, "words", text="\x02vet\x03"),
        Compose(1, "result", round=77),
    ],
)
async def test_what_the_conversation_does_not_offer_is_not_made(post: Post, ask: Compose) -> None:
    assert post.group == 1
    assert await post.world.do(post.boyana, ask) == NotYours()
    assert await post.world.rows("broadcast") == []


async def test_members_see_what_was_sent_and_nothing_that_was_not(post: Post) -> None:
    amina = await post.join("amina")
    id = (await post.preview()).sent.id
    assert await post.world.do(amina, ShowSent(id)) == NotYours()
    await post.world.do(post.boyana, SendNow(id))
    assert await post.world.do(amina, ShowSent(id)) == NotYours()
    taken_back = await post.send(text="Toch maar niet.")
    await post.world.do(post.boyana, CancelBroadcast(taken_back))
    assert await post.world.do(amina, ShowSent(taken_back)) == NotYours()
    await post.run()
    seen = await post.world.do(amina, ShowSent(id))
    assert isinstance(seen, Sent)
    assert (seen.text, seen.group_name) == ("Morgen is er koffie.", "Laak")
    for ask in (ShowBroadcast(id), ShowBroadcasts(post.group), CancelBroadcast(id)):
        assert await post.world.do(amina, ask) == NotYours()
    assert await post.world.do(await post.world.meet("carla"), ShowSent(id)) == NotYours()


async def test_the_newest_stand_first_in_the_list_and_drafts_do_not(post: Post) -> None:
    await post.join("amina")
    ids = [await gone(post, f"Bericht {number}") for number in range(9)]
    await post.preview(text="Nog niet")
    listed = await post.world.do(post.boyana, ShowBroadcasts(post.group))
    assert isinstance(listed, Broadcasts)
    assert [line.sent.id for line in listed.lines] == ids[:1:-1]


async def gone(post: Post, text: str) -> int:
    """It was sent, and all have it."""
    id = await post.send(text=text)
    await post.run()
    await post.went()
    await post.run()
    return id


async def test_what_waits_stands_in_the_list_however_much_was_sent_after_it_and_can_be_stopped(post: Post) -> None:
    await post.join("amina")
    later = [(await post.preview(text=f"Later {number}")).sent.id for number in range(9)]
    for id in later:
        await post.world.do(post.boyana, SendLater(id, "1-4-2027 12:00"))
    sent = [await gone(post, f"Bericht {number}") for number in range(9)]
    listed = await post.world.do(post.boyana, ShowBroadcasts(post.group))
    assert isinstance(listed, Broadcasts)
    assert ([line.sent.id for line in listed.lines], listed.under_way) == ([*later[::-1], *sent[:1:-1]], 9)
    for id in later[:2]:
        await post.world.do(post.boyana, CancelBroadcast(id))
    listed = await post.world.do(post.boyana, ShowBroadcasts(post.group))
    assert isinstance(listed, Broadcasts)
    assert listed.under_way == 7


async def test_a_time_is_that_of_the_groups_own_clock(post: Post) -> None:
    await post.set("group", post.group, zone="America/Paramaribo")
    post.world.clock.now = MONDAY  # six in the morning there
    id = (await post.preview()).sent.id
    times = await post.world.do(post.boyana, ShowTimes(id))
    assert isinstance(times, Times)
    assert [(name, when.time) for name, when in times.offered] == [
        *(("today", "18:00"), ("tomorrow", "9:00"), ("tomorrow", "18:00"), ("week", "6:00")),
    ]
    waits = is_progress(await post.world.do(post.boyana, SendLater(id, "vandaag 10:00")))
    assert (waits.due.stamp, waits.due.time) == ("202611231000", "10:00")
    assert [row["due_at"] for row in await post.world.rows("broadcast")] == [datetime(2026, 11, 23, 13, 0, tzinfo=UTC)]
    listed = await post.world.do(post.boyana, ShowBroadcasts(post.group))
    assert isinstance(listed, Broadcasts)
    assert [line.due.time for line in listed.lines] == ["10:00"]


async def test_what_coordinators_do_is_noted_by_id_and_never_in_words(post: Post) -> None:
    await post.join("amina")
    id = await post.send(text="Een geheim van de buurt.")
    await post.world.do(post.boyana, CancelBroadcast(id))
    notes = [(row["act"], row["subject"]) for row in sorted(await post.world.rows("audit"), key=lambda row: row["id"])]
    assert [note for note in notes if note[0] in ("SendNow", "CancelBroadcast")] == [("SendNow", str(id)), ("CancelBroadcast", str(id))]
    assert "geheim" not in repr(notes)

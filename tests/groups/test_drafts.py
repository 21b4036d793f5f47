"""What a coordinator is about to send is hers alone, and it goes as she saw it."""

from datetime import UTC, datetime

import pytest

from bot.dialogue import asks, preview
from bot.dialogue.broadcast_asks import Compose, DropDraft, SendLater, SendNow, ShowBroadcast, ShowTimes
from bot.dialogue.broadcast_facts import Preview
from bot.dialogue.facts import NotYours
from bot.dialogue.here import Here
from bot.dialogue.message import plain
from bot.dialogue.state import State
from bot.groups.house import Who
from tests.groups.sending import Post, is_progress, open_post, text_of
from tests.groups.world import World

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock where they live
SENTENCE = "Dit plan is er niet meer."


@pytest.fixture
async def post(world: World) -> Post:
    """Boyana leads Laak with Amina; Dilek is a member."""
    post = await open_post(world)
    post.world.clock.now = MONDAY
    for name in ("amina", "dilek"):
        await post.join(name)
    await post.world.do(post.boyana, asks.Appoint(post.group, 2))
    return post


async def amina_of(post: Post) -> Who:
    return await post.world.meet("amina")


async def test_another_coordinators_draft_can_not_be_seen_sent_or_thrown_away(post: Post) -> None:
    amina, id = await amina_of(post), (await post.preview(text="Alleen van Boyana.")).sent.id
    before = await post.world.rows("broadcast")
    for ask in (ShowBroadcast(id), ShowTimes(id), SendNow(id), SendLater(id, "morgen 9:00"), SendLater(id, "x"), DropDraft(id)):
        assert await post.world.do(amina, ask) == NotYours(), ask
    assert await post.world.rows("broadcast") == before
    assert isinstance(await post.world.do(post.boyana, ShowBroadcast(id)), Preview)


async def test_what_another_sends_can_be_seen_by_all_who_lead(post: Post) -> None:
    id = await post.send()
    assert is_progress(await post.world.do(await amina_of(post), ShowBroadcast(id))).sent.id == id
    assert is_progress(await post.world.do(await amina_of(post), SendNow(id))).news == "already"


async def test_the_draft_of_one_who_stepped_down_is_nobodys(post: Post) -> None:
    amina = await amina_of(post)
    made = await post.world.do(amina, Compose(post.group, "words", text="Van Amina."))
    assert isinstance(made, Preview)
    await post.world.do(amina, asks.StepDown(post.group))
    for who in (amina, post.boyana):
        for ask in (ShowBroadcast(made.sent.id), SendNow(made.sent.id), DropDraft(made.sent.id)):
            assert await post.world.do(who, ask) == NotYours()
    assert [row["status"] for row in await post.world.rows("broadcast")] == ["draft"]


def said(post: Post, fact: Preview) -> str:
    """What she is told before it goes."""
    return plain("\n".join(preview.reach(Here(post.world.house.catalogue, State(language="nl"), {}), fact)))


async def test_sent_later_the_members_get_the_last_day_that_she_saw_while_it_waited(post: Post) -> None:
    draft = await post.preview("questions", plan=3)
    assert "De drie weken beginnen als het bericht weggaat." in said(post, draft)
    waits = is_progress(await post.world.do(post.boyana, SendLater(draft.sent.id, "22-1-2027 10:00")))
    assert "Antwoorden kan dan tot en met vr 12 feb." in post.words(waits)
    post.world.clock.now = datetime(2027, 1, 22, 9, 0, tzinfo=UTC)
    await post.run()
    assert "tot en met vr 12 feb" in text_of((await post.letters(draft.sent.id))[0])


async def test_where_the_round_that_is_open_will_be_over_by_then_it_is_the_last_day_of_the_next(post: Post) -> None:
    await post.world.do(post.boyana, asks.OpenRound(post.group, 3, 7, anonymous=True, joint=False))
    draft = await post.preview("questions", plan=3)
    assert "De ronde is al open." in said(post, draft)
    waits = is_progress(await post.world.do(post.boyana, SendLater(draft.sent.id, "22-1-2027 10:00")))
    assert "tot en met vr 12 feb" in post.words(waits)


@pytest.mark.parametrize("number", [1, 77])  # one that is not ready, and one that there is not at all
@pytest.mark.parametrize("about", [{"kind": "plan"}, {"kind": "part", "part": "steps"}, {"kind": "questions"}])
async def test_of_a_plan_that_is_gone_nothing_is_sent_and_she_is_told_why(post: Post, about: dict[str, str], number: int) -> None:
    draft = (await post.preview(about["kind"], plan=3, **({"part": about["part"]} if "part" in about else {}))).sent.id  # type: ignore[arg-type]
    await post.set("broadcast", draft, body={**about, "plan": number})
    for ask in (ShowBroadcast(draft), SendNow(draft), SendLater(draft, "morgen 9:00")):
        seen = await post.world.do(post.boyana, ask)
        assert isinstance(seen, Preview)
        assert said(post, seen).startswith(SENTENCE)
    assert [row["status"] for row in await post.world.rows("broadcast")] == ["draft"]


@pytest.mark.parametrize("about", [{"kind": "plan"}, {"kind": "part", "part": "steps"}, {"kind": "questions"}])
async def test_what_waits_when_its_plan_goes_is_cancelled_and_its_sender_told(post: Post, about: dict[str, str]) -> None:
    id = await post.send("plan", plan=3)
    await post.set("broadcast", id, body={**about, "plan": 77})
    await post.run()
    assert await post.letters(id) == []
    assert SENTENCE in post.words(await post.progress(id))
    assert any(SENTENCE in text_of(row) for row in await post.told())

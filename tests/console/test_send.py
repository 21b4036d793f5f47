"""What a coordinator sends from the pages: choosing, looking, sending, stopping, and trying again."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.dialogue.asks import Appoint, OpenRound
from tests.console.house import logged_in, stranger
from tests.console.sending import app_of, compose, failed, id_of, words
from tests.groups.sending import Post, open_post
from tests.groups.world import World


@pytest.fixture
async def post(world: World) -> Post:
    """Boyana leads Laak; Amina is on Telegram, Dilek on WhatsApp, Esra on the web."""
    post = await open_post(world)
    for name, channel in (("amina", "telegram"), ("dilek", "whatsapp"), ("esra", "web")):
        who = await post.join(name, channel)
        await post.remember(who)
    return post


@pytest.fixture
async def boyana(post: Post) -> AsyncIterator[httpx.AsyncClient]:
    """Her browser."""
    async with logged_in(app_of(post), post.world, post.boyana) as client:
        yield client


async def read(client: httpx.AsyncClient, path: str) -> str:
    """A page that is there."""
    page = await client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    return page.text


async def test_she_chooses_what_to_send_and_sees_what_the_group_had(post: Post, boyana: httpx.AsyncClient) -> None:
    page = await read(boyana, f"/console/{post.group}/send")
    assert all(label in page for label in ("De vragen", "Het hele plan", "Een stuk van het plan", "Eigen woorden"))
    assert "Het resultaat" not in page
    assert "Er is nog niets gestuurd" in page
    await post.send()
    page = await read(boyana, f"/console/{post.group}/send")
    assert "Morgen is er koffie." in page
    assert "wacht op zijn tijd" in page


async def test_before_it_goes_she_sees_each_phone_and_whom_it_reaches(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group, "Morgen is er <b>koffie</b>.")
    page = await read(boyana, path)
    assert "Stuur naar 3 leden" in page
    assert "Telegram: 1, Website: 1, WhatsApp: 1" in page or "Telegram: 1, Website: 1" in page
    assert all(f'class="phone {name}"' in page for name in ("telegram", "whatsapp", "web"))
    assert "&lt;b&gt;koffie&lt;/b&gt;" in page
    assert "Dit kost ongeveer 1 WhatsApp-bericht." in page
    assert (await post.world.rows("message")) == []


async def test_who_wrote_too_long_ago_gets_the_template_and_she_sees_it(post: Post, boyana: httpx.AsyncClient) -> None:
    await post.approve("ronde_uitnodiging")
    post.world.clock.passes(25 * 3600)
    page = await read(boyana, await compose(boyana, post.group, kind="questions", plan="3"))
    assert "als zij langer dan een dag niets stuurde" in page
    assert "Jouw groep Laak is begonnen met nieuwe vragen." in page
    assert "gaat de ronde open: drie weken, zonder namen" in page


async def test_without_a_template_nobody_is_shown_one(post: Post, boyana: httpx.AsyncClient) -> None:
    post.world.clock.passes(25 * 3600)
    page = await read(boyana, await words(boyana, post.group))
    assert "als zij langer dan een dag" not in page
    assert "Ons vaste bericht is nog niet goedgekeurd." in page
    assert "Bij 1 laat WhatsApp het nu niet toe." in page


async def test_who_reads_another_language_is_named_and_so_is_that_it_is_not_translated(post: Post, boyana: httpx.AsyncClient) -> None:
    who = await post.join("fatma")
    await post.remember(who, language="ar")
    page = await read(boyana, await words(boyana, post.group))
    assert "Jouw woorden vertaal ik niet." in page
    assert "العربية: 1" in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "words", "text": " \u202e "}, "Ik zie geen tekst."),
        ({"kind": "words", "text": "a" * 1001}, "Je bericht is 1 teken te lang."),
        ({"kind": "plan"}, "Kies eerst een plan."),
        ({"kind": "plan", "plan": "1"}, "Kies eerst een plan."),
        ({"kind": "part", "plan": "3"}, "Kies eerst een stuk van het plan."),
        ({"kind": "part", "plan": "3", "part": "nergens"}, "Kies eerst een stuk van het plan."),
    ],
)
async def test_what_can_not_be_sent_stays_in_the_form_with_a_remedy(
    post: Post, boyana: httpx.AsyncClient, form: dict[str, str], said: str
) -> None:
    answer = await boyana.post(f"/console/{post.group}/send", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert form.get("text", "").strip() in answer.text
    assert await post.world.rows("broadcast") == []


async def test_a_kind_that_there_is_not_is_no_page(post: Post, boyana: httpx.AsyncClient) -> None:
    for kind in ("", "result", "alles"):
        assert (await boyana.post(f"/console/{post.group}/send", data={"kind": kind, "round": "1"})).status_code == 404


async def test_every_kind_can_be_looked_at(post: Post, boyana: httpx.AsyncClient) -> None:
    for part in ("challenge", "experiences", "questions", "steps", "do", "dont"):
        assert 'class="phone' in await read(boyana, await compose(boyana, post.group, kind="part", plan="3", part=part))
    assert "Lees het plan" in await read(boyana, await compose(boyana, post.group, kind="plan", plan="3"))
    for kind in ("questions", "plan", "part", "words"):
        assert "Bekijk het eerst" in await read(boyana, f"/console/{post.group}/send?kind={kind}")


async def test_pressed_twice_it_goes_once(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group)
    first = await boyana.post(path)
    assert first.headers["location"] == f"{path}?done=begun"
    page = await read(boyana, first.headers["location"])
    assert "Ik stuur het zo." in page
    assert "Stop, toch niet" in page
    second = await boyana.post(path)
    assert "Dit is al onderweg." in await read(boyana, second.headers["location"])
    post.world.clock.passes(10)
    await post.run()
    assert len(await post.letters(id_of(path))) == 3


async def test_within_ten_seconds_she_can_think_again(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group)
    await boyana.post(path)
    stopped = await boyana.post(f"{path}/stop")
    assert "Gestopt. Ik stuur niets meer. Niemand heeft het gekregen." in await read(boyana, stopped.headers["location"])
    post.world.clock.passes(60)
    await post.run()
    assert await post.letters(id_of(path)) == []


async def test_two_coordinators_see_the_same_and_send_it_once(post: Post, boyana: httpx.AsyncClient) -> None:
    amina = await post.world.meet("amina")
    await post.world.do(post.boyana, Appoint(post.group, 2))
    async with logged_in(app_of(post), post.world, amina) as other:
        mine, hers = await words(boyana, post.group), await words(other, post.group)
        assert mine != hers
        await boyana.post(mine)
        answer = await other.post(hers)
        assert answer.headers["location"] == f"{mine}?done=already"
        assert "Dit is al onderweg." in await read(other, answer.headers["location"])
        await other.post(f"{mine}/stop")
        assert "Gestopt." in await read(boyana, mine)


async def test_what_another_threw_away_meanwhile_is_said_plainly(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group)
    dropped = await boyana.post(f"{path}/drop")
    assert "Goed. Ik stuur het niet." in await read(boyana, dropped.headers["location"])
    for answer in (await boyana.post(path), await boyana.get(path), await boyana.get(f"{path}/later"), await boyana.post(f"{path}/drop")):
        assert answer.status_code == 404
        assert "Dit bericht is er niet" in answer.text


async def test_what_is_under_way_is_not_thrown_away(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group)
    await boyana.post(path)
    assert (await boyana.post(f"{path}/drop")).headers["location"] == path
    assert "Ik stuur het zo." in await read(boyana, path)
    assert (await boyana.get(f"{path}/later")).headers["location"] == path


async def test_she_can_send_it_later_by_a_button_or_a_day_and_a_time(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group)
    page = await read(boyana, f"{path}/later")
    assert "Morgen 9:00" in page
    wrong = await boyana.post(f"{path}/later", data={"day": "2020-01-01", "time": "10:00"})
    assert wrong.status_code == 422
    assert "Die tijd is al voorbij." in wrong.text
    assert 'value="2020-01-01"' in wrong.text
    for form in ({"day": "nooit", "time": "10:00"}, {}, {"when": "x" * 400}):
        assert (await boyana.post(f"{path}/later", data=form)).status_code == 422
    gone = await boyana.post(f"{path}/later", data={"day": "2026-11-28", "time": "09:30"})
    page = await read(boyana, gone.headers["location"])
    assert "om 9:30." in page
    assert "Toch niet" in page


async def test_what_failed_stands_on_top_in_plain_words_and_is_tried_again(post: Post, boyana: httpx.AsyncClient) -> None:
    amina, id = await post.world.meet("amina"), await post.send()
    await post.run()
    await failed(post, id, amina, "no answer")
    await post.went()
    await post.run()
    page = await read(boyana, f"/console/{post.group}/send/{id}")
    assert "2 van 3 verstuurd." in page
    assert '<progress aria-label="Hoeveel er verstuurd is" value="2" max="3">' in page
    assert (
        page.index("Telegram of WhatsApp gaf te lang geen antwoord") < page.index("Opnieuw naar 1") < page.index("Hoe het bij ieder ging")
    )
    tried = await boyana.post(f"/console/{post.group}/send/{id}/again")
    assert "Ik probeer het opnieuw bij wie het niet kreeg." in await read(boyana, tried.headers["location"])
    assert sorted(row["status"] for row in await post.letters(id)) == ["queued", "sent", "sent"]
    twice = await boyana.post(f"/console/{post.group}/send/{id}/again")
    assert twice.headers["location"] == f"/console/{post.group}/send/{id}"


async def test_who_only_said_stop_is_not_counted_as_somebody_to_try(post: Post, boyana: httpx.AsyncClient) -> None:
    await post.remember(await post.world.meet("amina"), stopped=True)
    id = await post.send()
    await post.run()
    await post.went()
    await post.run()
    page = await read(boyana, f"/console/{post.group}/send/{id}")
    assert "zei STOP" in page
    assert "Opnieuw naar" not in page
    assert "Probeer mislukte opnieuw" in page


async def test_with_nobody_to_send_to_she_is_shown_how_to_invite(world: World) -> None:
    post = await open_post(world)
    async with logged_in(app_of(post), world, post.boyana) as client:
        page = await read(client, await words(client, post.group))
        assert "Er is nog niemand anders in de groep." in page
        assert "Stuur naar" not in page
        assert f"/console/{post.group}/members/invite" in page


async def test_her_words_can_be_changed_before_they_go(post: Post, boyana: httpx.AsyncClient) -> None:
    path = await words(boyana, post.group, "Morgen is er thee.")
    assert f"kind=words&amp;from={id_of(path)}" in await read(boyana, path)
    assert "Morgen is er thee.</textarea>" in await read(boyana, f"/console/{post.group}/send?kind=words&from={id_of(path)}")


async def test_the_result_of_a_round_can_be_sent_once_there_is_something_to_see(post: Post, boyana: httpx.AsyncClient) -> None:
    await post.world.do(post.boyana, OpenRound(post.group, 3, 21, anonymous=True, joint=True))
    [round] = await post.world.rows("round")
    await post.set("round", round["id"], closed_on=post.world.clock().date())
    assert "Het resultaat" in await read(boyana, f"/console/{post.group}/send")
    assert f'value="{round["id"]}"' in await read(boyana, f"/console/{post.group}/send?kind=result")
    page = await read(boyana, await compose(boyana, post.group, kind="result", round=str(round["id"])))
    assert "Het resultaat van de vragen is klaar." in page
    assert (await boyana.post(f"/console/{post.group}/send", data={"kind": "result", "round": "99"})).status_code == 422


async def test_of_another_group_nothing_is_there(post: Post, boyana: httpx.AsyncClient) -> None:
    draft, sent = await words(boyana, post.group), await post.send(text="Andere woorden.")
    carla = await post.world.meet("carla")
    elsewhere = await post.world.group(carla, "Moerwijk")
    paths = [f"send/{id}{rest}" for id in (id_of(draft), sent, 999) for rest in ("", "/later", "/live")]
    deeds = [f"send/{id}{rest}" for id in (id_of(draft), sent, 999) for rest in ("", "/later", "/drop", "/stop", "/again")]
    before = await post.world.rows("broadcast")
    async with logged_in(app_of(post), post.world, carla) as client:
        for group in (post.group, elsewhere):
            for path in paths:
                assert (await client.get(f"/console/{group}/{path}")).status_code == 404
            for path in deeds:
                assert (await client.post(f"/console/{group}/{path}")).status_code == 404
        assert (await client.get(f"/console/{post.group}/send")).status_code == 404
        assert (await client.post(f"/console/{post.group}/send", data={"kind": "plan", "plan": "3"})).status_code == 404
        assert "Andere woorden" not in (await client.get(f"/console/{elsewhere}/send?kind=words&from={sent}")).text
    async with stranger(app_of(post)) as nobody:
        assert (await nobody.post(f"/console/{post.group}/send", data={"kind": "plan", "plan": "3"})).status_code == 401
    assert await post.world.rows("broadcast") == before


async def test_who_leads_two_groups_does_nothing_to_one_on_the_page_of_the_other(post: Post, boyana: httpx.AsyncClient) -> None:
    draft, sent = id_of(await words(boyana, post.group)), await post.send(text="Andere woorden.")
    second = await post.world.group(post.boyana, "Buurt")
    before = await post.world.rows("broadcast")
    for id in (draft, sent):
        for rest in ("", "/later", "/drop", "/stop", "/again"):
            assert (await boyana.post(f"/console/{second}/send/{id}{rest}")).status_code == 404
        for rest in ("", "/later", "/live"):
            assert (await boyana.get(f"/console/{second}/send/{id}{rest}")).status_code == 404
    assert "Morgen is er koffie." not in (await boyana.get(f"/console/{second}/send?kind=words&from={draft}")).text
    assert await post.world.rows("broadcast") == before

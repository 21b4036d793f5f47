"""Files to take along: whose they are, what they are called, and that they say no more than the pages."""

import httpx
import pytest

from bot.dialogue.asks import CloseRound, EndCode
from bot.web.console import press
from bot.web.console.downloads import saved_as, slug
from tests.console.house import logged_in, site_of, stranger
from tests.exports.reading import cells, lines, pages
from tests.groups.playing import Play, gather
from tests.groups.world import World

KINDS = ("xlsx", "csv", "pdf")
DAY = 24 * 3600


@pytest.fixture
async def play(world: World) -> Play:
    """Seven women, of whom Boyana leads the group."""
    return await gather(world, 7)


async def answered(play: Play, *names: str) -> int:
    """A round that they answered."""
    round = await play.open()
    for name in names:
        await play.answer(name, round, 0)
    return round


async def given(play: Play, *paths: str) -> list[httpx.Response]:
    """What Boyana gets."""
    async with logged_in(site_of(play.world), play.world, play.women["Boyana"]) as client:
        return [await client.get(f"/console/{play.group}/downloads{path}") for path in paths]


async def test_each_file_is_saved_under_a_name_that_tells_what_it_is_and_kept_by_nobody(play: Play) -> None:
    round = await answered(play, "Amina", "Boyana", "Carla")
    found = await given(play, f"/{round}.xlsx", f"/{round}.csv", f"/{round}.pdf", "/plan/3.pdf", "/poster.pdf")
    assert [one.status_code for one in found] == [200] * 5
    opened = (await play.world.rows("round"))[0]["opened_on"]
    name = f"laak-voorkomen-wrijvingen-{opened}"
    assert found[0].headers["content-disposition"] == f"attachment; filename=\"{name}.xlsx\"; filename*=UTF-8''{name}.xlsx"
    assert all(one.headers["cache-control"] == "private, no-store" for one in found)
    assert all(one.headers["x-content-type-options"] == "nosniff" for one in found)
    assert [one.headers["content-type"].split(";")[0].split("/")[1] for one in found[1:]] == ["csv", "pdf", "pdf", "pdf"]
    assert {row[5] for row in cells(found[0].content)["Antwoorden"][1:]} == {3}
    assert {row[6] for row in lines(found[1].content)[1:]} == {"3", ""}
    assert "Laak" in pages(found[2].content)[0]
    assert "Hoe voorkomen we interne wrijvingen?" in pages(found[3].content)[0].replace("\n", " ")
    assert await play.world.code(play.women["Boyana"], play.group) in pages(found[4].content)[0].replace(" ", "")


async def test_an_answer_that_is_held_back_changes_no_byte_of_any_file(play: Play) -> None:
    round = await answered(play, "Amina", "Boyana", "Carla")
    paths = [f"/{round}.{kind}" for kind in KINDS]
    before = [one.content for one in await given(play, *paths)]
    await play.answer("Dilek", round, 2)
    await play.newcomer("Hanan")
    assert [one.content for one in await given(play, *paths)] == before
    assert "Dilek" not in "".join(pages(before[2]))
    for name in ("Esra", "Fatma"):
        await play.answer(name, round, 2)
    await play.answer("Hanan", round, 2)
    await play.answer("Gül", round, 2)
    after = [one.content for one in await given(play, *paths)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "8" in {row[6] for row in lines(after[1])}


async def test_below_k_there_is_a_page_that_says_so_and_no_file(play: Play) -> None:
    round = await answered(play, "Amina", "Carla")
    for one in await given(play, *(f"/{round}.{kind}" for kind in KINDS)):
        assert one.status_code == 409
        assert one.headers["content-type"].startswith("text/html")
        assert "Van deze ronde is nog niets te laten zien." in one.text
    [page] = await given(play, "")
    assert "nog te weinig antwoorden" in page.text
    assert f"/{round}.xlsx" not in page.text


async def test_the_page_offers_all_files_of_the_round_she_chooses(play: Play) -> None:
    first = await answered(play, *play.women)
    await play.told("Boyana", CloseRound(first))
    second = await play.open()
    page, chosen = [one.text for one in await given(play, "", f"?round={second}")]
    assert all(f"/downloads/{first}.{kind}" in page for kind in KINDS)
    assert f"?round={second}" in page
    assert "nog te weinig antwoorden" in chosen
    assert f"?round={first}" in chosen
    for path in ("/plan/3.pdf", "/poster.pdf", "/members.csv"):
        assert f"/downloads{path}" in page
    assert page.count("Zonder namen.") == 3


async def test_after_a_second_round_the_files_have_both(play: Play) -> None:
    for _ in range(2):
        round = await answered(play, *play.women)
        await play.told("Boyana", CloseRound(round))
    book, report = await given(play, f"/{round}.xlsx", f"/{round}.pdf")
    assert [row[3:5] for row in cells(book.content)["Verloop"][1:]] == [["7", "7"]] * len(play.plan.questions)
    assert "Vergeleken met vorige keer" in " ".join(pages(report.content))


async def test_what_the_group_answered_on_one_phone_can_be_taken_along(play: Play) -> None:
    round = await play.open(joint=True)
    [empty] = await given(play, f"/{round}.csv")
    assert empty.status_code == 409
    await play.answer("Boyana", round, 0)
    for one in await given(play, *(f"/{round}.{kind}" for kind in KINDS)):
        assert one.status_code == 200
    [file] = await given(play, f"/{round}.csv")
    assert {row[3] for row in lines(file.content)[1:]} == {"samen"}


async def test_before_there_is_a_round_the_page_names_the_next_step(world: World) -> None:
    play = await gather(world, 1)
    [page] = await given(play, "")
    assert "Kies eerst een plan" in page.text


async def test_files_of_another_group_are_not_there(play: Play, world: World) -> None:
    round = await answered(play, "Amina", "Boyana", "Carla")
    zeynep = await world.meet("zeynep")
    group = await world.group(zeynep, "Moerwijk")
    paths = [f"{round}.xlsx", f"{round}.csv", f"{round}.pdf", "999.pdf", "99999999999999999999.csv", "plan/1.pdf", "plan/99.pdf", "1.exe"]
    async with logged_in(site_of(world), world, zeynep) as client:
        for path in paths:
            assert (await client.get(f"/console/{group}/downloads/{path}")).status_code == 404, path
        for path in ("", f"/{round}.pdf", "/plan/3.pdf", "/poster.pdf", "/members.csv"):
            assert (await client.get(f"/console/{play.group}/downloads{path}")).status_code == 404, path
    async with stranger(site_of(world)) as client:
        assert (await client.get(f"/console/{play.group}/downloads/{round}.pdf")).status_code == 401


async def test_a_round_stands_only_under_the_group_that_it_belongs_to(play: Play, world: World) -> None:
    round = await answered(play, "Amina", "Boyana", "Carla")
    other = await world.group(play.women["Boyana"], "Moerwijk")
    async with logged_in(site_of(world), world, play.women["Boyana"]) as client:
        for kind in KINDS:
            assert (await client.get(f"/console/{play.group}/downloads/{round}.{kind}")).status_code == 200
            assert (await client.get(f"/console/{other}/downloads/{round}.{kind}")).status_code == 404


async def test_names_are_given_only_to_who_logged_in_today(play: Play) -> None:
    async with logged_in(site_of(play.world), play.world, play.women["Boyana"]) as client:
        path = f"/console/{play.group}/downloads"
        file = await client.get(f"{path}/members.csv")
        assert file.status_code == 200
        assert len(lines(file.content)) == 8
        play.world.clock.passes(DAY)
        late = await client.get(f"{path}/members.csv")
        assert late.status_code == 403
        assert "content-disposition" not in late.headers
        assert "Log eerst opnieuw in" in late.text
        assert "Voor de ledenlijst moet je opnieuw inloggen." in (await client.get(path)).text
        assert (await client.get(f"{path}/plan/3.pdf")).status_code == 200


async def test_without_a_code_there_is_no_poster(play: Play) -> None:
    await play.told("Boyana", EndCode(play.group))
    [page] = await given(play, "/poster.pdf")
    assert page.status_code == 409
    assert "Maak eerst een nieuwe code." in page.text


async def test_who_takes_too_many_files_waits(play: Play) -> None:
    found = await given(play, *["/plan/3.pdf"] * 14)
    assert [one.status_code for one in found] == [200] * 12 + [429] * 2
    assert int(found[-1].headers["retry-after"]) > 0


async def test_a_file_that_takes_too_long_is_told_kindly(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.exports.paper.PATIENCE", 0.0)
    [page] = await given(play, "/plan/3.pdf")
    assert page.status_code == 503
    assert int(page.headers["retry-after"]) > 0
    assert "Het bestand is niet gemaakt." in page.text
    assert press.LONGEST > 20


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("laak", "attachment; filename=\"laak.pdf\"; filename*=UTF-8''laak.pdf"),
        ("gül", "attachment; filename=\"gul.pdf\"; filename*=UTF-8''g%C3%BCl.pdf"),
        ("نساء", "attachment; filename=\"stappenbot.pdf\"; filename*=UTF-8''%D9%86%D8%B3%D8%A7%D8%A1.pdf"),
    ],
)
def test_a_name_in_any_script_is_given_to_any_browser(name: str, header: str) -> None:
    assert saved_as(name, "pdf") == header


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("Vrouwen van Laak!", "vrouwen-van-laak"),
        ('../a"b\r\nSet-Cookie: x', "a-b-set-cookie-x"),
        ("…", "groep"),
        ("x" * 99, "x" * 50),
        ("نساء لاك", "نساء-لاك"),
    ],
)
def test_a_group_s_name_becomes_part_of_a_file_s_name(name: str, becomes: str) -> None:
    assert slug(name) == becomes

"""The one code of a group."""

from bot.dialogue.asks import EndCode, Join, NewCode, ShowInvite
from bot.dialogue.facts import GroupLine, GroupPage, InvitePage, NoCode
from tests.groups.world import Cast, World


async def test_the_page_shows_the_code_and_where_it_leads(world: World, cast: Cast) -> None:
    code = await world.code(cast.boyana, cast.laak)
    links = (("Telegram", f"https://t.me/stappen_bot?start={code}"), ("Website", f"http://test/chat?code={code}"))
    assert await world.do(cast.boyana, ShowInvite(cast.laak)) == InvitePage(GroupLine(cast.laak, "Laak", coordinator=True), code, links)
    assert code != await world.code(cast.carla, cast.moerwijk)


async def test_a_new_code_ends_the_one_before(world: World, cast: Cast) -> None:
    before = await world.code(cast.boyana, cast.laak)
    page = await world.do(cast.boyana, NewCode(cast.laak))
    assert isinstance(page, InvitePage)
    assert page.code == await world.code(cast.boyana, cast.laak) != before
    dalia = await world.meet("dalia")
    assert await world.do(dalia, Join(before)) == NoCode()
    assert isinstance(await world.do(dalia, Join(page.code)), GroupPage)


async def test_without_a_code_nobody_comes_in_until_there_is_a_new_one(world: World, cast: Cast) -> None:
    before = await world.code(cast.boyana, cast.laak)
    ended = InvitePage(GroupLine(cast.laak, "Laak", coordinator=True), "", ())
    assert await world.do(cast.boyana, EndCode(cast.laak)) == ended
    assert await world.do(cast.boyana, EndCode(cast.laak)) == ended
    assert await world.do(await world.meet("dalia"), Join(before)) == NoCode()
    assert await world.code(cast.carla, cast.moerwijk)
    await world.do(cast.boyana, NewCode(cast.laak))
    assert await world.code(cast.boyana, cast.laak)


async def test_two_new_codes_at_once_leave_one(world: World, cast: Cast) -> None:
    await world.join(cast.carla, cast.boyana, cast.laak)
    await world.change("membership", role="coordinator")
    await world.at_once(*((who, NewCode(cast.laak)) for who in (cast.amina, cast.boyana, cast.carla)))
    assert len([row for row in await world.rows("code") if row["group_id"] == cast.laak]) == 1

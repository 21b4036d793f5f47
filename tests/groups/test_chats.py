"""Group chats on Telegram: a coordinator's, for her group, and no place to reach her."""

import pytest

from bot.dialogue.asks import Appoint, CallMe, ForgetMe, Leave, MyData, Remove, StepDown
from bot.dialogue.chat_asks import ChatAdded, ChatGone, LinkChat, ShowChats, UnlinkChat, WhichGroup
from bot.dialogue.chat_facts import ChatLinked, Chats, ChatTaken, ChatToChoose, NothingToSay
from bot.dialogue.facts import Data, NotYours
from bot.groups.house import Who
from storage import aliases, audit, chats, people
from tests.groups.world import Cast, World

LAAK_CHAT, OTHER_CHAT = "-1001234567890", "-400"


async def linked(world: World, who: Who, chat: str = LAAK_CHAT, title: str = "Vrouwen van Laak") -> int:
    told = await world.do(who, ChatAdded(chat, title))
    assert isinstance(told, ChatLinked), told
    return told.chat


async def of_group(world: World, group: int) -> list[chats.Chat]:
    async with world.database.read() as connection:
        return await chats.of_group(connection, group)


async def rooms(world: World) -> set[str]:
    """All chats that are kept."""
    return {row["external_id"] for row in await world.rows("address") if row["channel"] == chats.CHANNEL}


async def second_group(world: World, cast: Cast) -> int:
    return await world.group(cast.boyana, "Schilderswijk")


async def test_where_she_leads_one_group_the_chat_is_that_groups(world: World, cast: Cast) -> None:
    told = await world.do(cast.boyana, ChatAdded(LAAK_CHAT, "Vrouwen\n van  Laak \u202e"))
    [chat] = await of_group(world, cast.laak)
    assert told == ChatLinked(cast.laak, "Laak", chat.address_id, "Vrouwen van Laak")
    assert chat.person_id == cast.boyana.person_id
    assert await of_group(world, cast.moerwijk) == []
    async with world.database.read() as connection:
        notes = [note for note in await audit.of_group(connection, cast.laak) if note.act == "LinkChat"]
    assert [(note.person_id, note.subject) for note in notes] == [(cast.boyana.person_id, str(chat.address_id))]


async def test_added_twice_it_is_one_chat(world: World, cast: Cast) -> None:
    assert await linked(world, cast.boyana) == await linked(world, cast.boyana)
    assert len(await of_group(world, cast.laak)) == 1


async def test_of_somebody_who_leads_no_group_nothing_is_kept_or_said(world: World, cast: Cast) -> None:
    before = await world.everything()
    for who in (cast.amina, await world.meet("stranger")):
        kept = await world.everything()
        assert await world.do(who, ChatAdded(LAAK_CHAT, "Familie")) == NothingToSay()
        assert await world.everything() == kept
    assert before["address"] != []


async def test_where_she_leads_several_she_is_asked(world: World, cast: Cast) -> None:
    other = await second_group(world, cast)
    asked = await world.do(cast.boyana, ChatAdded(LAAK_CHAT, "Vrouwen"))
    assert isinstance(asked, ChatToChoose)
    assert asked.groups == ((cast.laak, "Laak"), (other, "Schilderswijk"))
    assert await of_group(world, cast.laak) == await of_group(world, other) == []
    assert await world.do(cast.boyana, WhichGroup(asked.chat)) == ChatToChoose(asked.chat, "", asked.groups)
    assert await world.do(cast.boyana, LinkChat(other, asked.chat)) == ChatLinked(other, "Schilderswijk", asked.chat, "")
    assert [chat.address_id for chat in await of_group(world, other)] == [asked.chat]
    assert await world.do(cast.boyana, LinkChat(cast.laak, asked.chat)) == NotYours()  # an old button, pressed later


async def test_what_she_never_said_the_group_of_does_not_pile_up(world: World, cast: Cast) -> None:
    await second_group(world, cast)
    for chat in (OTHER_CHAT, LAAK_CHAT):
        await world.do(cast.boyana, ChatAdded(chat, "Vrouwen"))
    assert await rooms(world) == {LAAK_CHAT}


async def test_a_chat_of_another_group_is_not_taken_over(world: World, cast: Cast) -> None:
    chat = await linked(world, cast.boyana)
    assert await world.do(cast.carla, ChatAdded(LAAK_CHAT, "Vrouwen")) == ChatTaken("Vrouwen")
    for ask in (LinkChat(cast.moerwijk, chat), WhichGroup(chat)):
        assert await world.do(cast.carla, ask) == NotYours()
    assert isinstance(await world.do(cast.carla, UnlinkChat(cast.moerwijk, chat)), Chats)
    assert [one.address_id for one in await of_group(world, cast.laak)] == [chat]
    assert await of_group(world, cast.moerwijk) == []


async def test_a_chat_that_has_no_group_yet_is_hers_who_added_the_bot(world: World, cast: Cast) -> None:
    await second_group(world, cast)
    asked = await world.do(cast.boyana, ChatAdded(LAAK_CHAT, "Vrouwen"))
    assert isinstance(asked, ChatToChoose)
    for ask in (LinkChat(cast.moerwijk, asked.chat), WhichGroup(asked.chat)):
        assert await world.do(cast.carla, ask) == NotYours()
    assert await world.rows("group_chat") == []


async def test_who_is_second_gets_none_also_when_both_looked_before(world: World, cast: Cast) -> None:
    await linked(world, cast.boyana)
    async with world.database.write() as connection:
        assert await chats.claim(connection, cast.carla.person_id, LAAK_CHAT) is None
        assert await chats.link(connection, cast.moerwijk, cast.carla.person_id, LAAK_CHAT) is None
    [chat] = await of_group(world, cast.laak)
    assert chat.person_id == cast.boyana.person_id


async def test_a_forged_button_links_no_place_that_is_not_a_chat_of_hers(world: World, cast: Cast) -> None:
    for number in (cast.amina.address_id, cast.boyana.address_id, 987_654):
        assert await world.do(cast.boyana, LinkChat(cast.laak, number)) == NotYours()
        await world.do(cast.boyana, UnlinkChat(cast.laak, number))
    assert {cast.amina.address_id, cast.boyana.address_id} <= {row["id"] for row in await world.rows("address")}


async def test_two_coordinators_at_once_make_it_one_groups(world: World, cast: Cast) -> None:
    told = await world.at_once((cast.boyana, ChatAdded(LAAK_CHAT, "")), (cast.carla, ChatAdded(LAAK_CHAT, "")))
    assert sorted(type(one).__name__ for one in told) == ["ChatLinked", "ChatTaken"]
    assert len(await world.rows("group_chat")) == 1


async def test_what_is_gone_can_be_any_groups_again(world: World, cast: Cast) -> None:
    await linked(world, cast.boyana)
    assert await world.do(cast.boyana, ChatGone(LAAK_CHAT)) == NothingToSay()
    assert await world.do(cast.boyana, ChatGone(LAAK_CHAT)) == NothingToSay()
    assert await rooms(world) == set()
    assert isinstance(await world.do(cast.carla, ChatAdded(LAAK_CHAT, "Vrouwen")), ChatLinked)


async def test_any_coordinator_of_the_group_sees_it_and_can_end_it(world: World, cast: Cast) -> None:
    chat = await linked(world, cast.boyana)
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    assert await world.do(cast.amina, ShowChats(cast.laak)) == Chats(cast.laak, "Laak", (chat,))
    assert await world.do(cast.amina, UnlinkChat(cast.laak, chat)) == Chats(cast.laak, "Laak", (), gone=True)
    assert await world.do(cast.amina, UnlinkChat(cast.laak, chat)) == Chats(cast.laak, "Laak", ())
    assert await rooms(world) == set()


async def test_who_steps_down_leaves_the_chat_to_the_group(world: World, cast: Cast) -> None:
    chat = await linked(world, cast.boyana)
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    await world.do(cast.boyana, StepDown(cast.laak))
    assert [one.address_id for one in await of_group(world, cast.laak)] == [chat]


@pytest.mark.parametrize("way", ["leaves", "is taken out", "is forgotten"])
async def test_it_goes_with_her_who_added_the_bot(world: World, cast: Cast, way: str) -> None:
    await linked(world, cast.boyana)
    await world.do(cast.boyana, Appoint(cast.laak, 2))
    await linked(world, cast.amina, OTHER_CHAT)
    if way == "leaves":
        await world.do(cast.boyana, Leave(cast.laak))
    if way == "is taken out":
        await world.do(cast.amina, Remove(cast.laak, 1))
    if way == "is forgotten":
        await world.do(cast.boyana, ForgetMe())
    assert await rooms(world) == {OTHER_CHAT}


async def test_it_goes_with_the_group(world: World, cast: Cast) -> None:
    await linked(world, cast.carla)
    await world.do(cast.carla, Leave(cast.moerwijk))
    await linked(world, cast.boyana, OTHER_CHAT)
    assert await rooms(world) == {OTHER_CHAT}


async def test_nobody_takes_it_for_a_place_to_reach_her(world: World, cast: Cast) -> None:
    await linked(world, cast.boyana)
    async with world.database.read() as connection:
        assert await people.channels(connection, cast.boyana.person_id) == ["telegram"]
        assert await people.other_addresses(connection, cast.boyana.person_id, cast.boyana.address_id) == []
    await world.do(cast.boyana, CallMe("Boyana"))
    told = await world.do(cast.boyana, MyData())
    assert isinstance(told, Data)
    assert f"Groepschat op Telegram waar jij mij in zette: {LAAK_CHAT}, van de groep Laak" in told.text.splitlines()
    assert "Kanaal: telegram-group" not in told.text
    assert LAAK_CHAT not in str(await world.do(cast.amina, MyData()))


async def test_two_who_become_one_keep_the_chats_of_both(world: World, cast: Cast) -> None:
    await linked(world, cast.boyana)
    await linked(world, cast.carla, OTHER_CHAT)
    await world.link(cast.boyana, cast.carla)
    for group in (cast.laak, cast.moerwijk):
        assert [chat.person_id for chat in await of_group(world, group)] == [cast.boyana.person_id]


async def test_a_chat_that_became_a_supergroup_is_followed(world: World, cast: Cast) -> None:
    chat = await linked(world, cast.boyana, OTHER_CHAT)
    async with world.database.write() as connection:
        assert await aliases.rename(connection, chats.CHANNEL, OTHER_CHAT, LAAK_CHAT)
    assert await rooms(world) == {LAAK_CHAT}
    assert [one.address_id for one in await of_group(world, cast.laak)] == [chat]


async def test_where_nothing_arrives_nothing_is_sent_until_the_bot_is_there_again(world: World, cast: Cast) -> None:
    chat = await linked(world, cast.boyana)
    async with world.database.write() as connection:
        await people.reachable(connection, chat, world.clock())
    assert await of_group(world, cast.laak) == []
    assert await world.do(cast.boyana, ShowChats(cast.laak)) == Chats(cast.laak, "Laak", (chat,))
    await linked(world, cast.boyana)
    assert [one.address_id for one in await of_group(world, cast.laak)] == [chat]

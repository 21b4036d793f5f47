"""Chats of several people on Telegram: the bot notices when it is added or taken out, and answers nobody there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.base import Inbound
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parse import ALLOWED, Unreadable, parse
from bot.delivery import Delivery
from bot.dialogue.events import Added, Removed
from bot.dialogue.message import Button, Message
from bot.intake import Intake
from bot.service import Service
from bot.taking import take_in
from storage import chats, outbox
from storage.db import Database
from tests import telegram_stub as stub
from tests.cast import AMINA, BOYANA, Person
from tests.clock import Clock
from tests.groups.world import World
from tests.house import house
from tests.storage.people_here import rows, work_until_idle
from tests.telegram_stub import TelegramStub
from tests.updates import changes, presses, says

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUPER, PLAIN = -1001234567890, -400
RIGHTS = {"can_manage_chat": True, "something_new": {"odd": [1]}}


def parsed(before: str, after: str, chat: int = SUPER, **more: Any) -> Inbound | None:
    update = changes(BOYANA, chat, before, after, NOW)
    update["my_chat_member"]["new_chat_member"] |= more
    update["my_chat_member"]["old_chat_member"] |= more
    return parse(update, NOW)


@pytest.mark.parametrize("chat", [SUPER, PLAIN])
@pytest.mark.parametrize("after", ["member", "administrator"])
@pytest.mark.parametrize("before", ["left", "kicked"])
def test_who_adds_the_bot_does_something(before: str, after: str, chat: int) -> None:
    inbound = parsed(before, after, chat, **RIGHTS)
    assert inbound is not None
    assert (inbound.channel, inbound.address, inbound.met, inbound.at) == ("telegram", BOYANA.telegram, False, NOW)
    assert inbound.event == Added(str(chat), "Vrouwen van Laak")


@pytest.mark.parametrize("after", ["left", "kicked"])
def test_that_it_was_taken_out_the_chat_tells_whoever_did_it(after: str) -> None:
    inbound = parsed("member", after)
    assert inbound is not None
    assert (inbound.channel, inbound.address, inbound.met) == (chats.CHANNEL, str(SUPER), False)
    assert inbound.event == Removed(str(SUPER))


@pytest.mark.parametrize(
    ("before", "after"), [("member", "administrator"), ("administrator", "member"), ("left", "kicked"), ("odd", "left")]
)
def test_what_it_may_do_there_is_nothing_to_us(before: str, after: str) -> None:
    assert parsed(before, after) is None


def test_restricted_it_may_be_in_or_out() -> None:
    update = changes(BOYANA, SUPER, "left", "restricted", NOW)
    assert parse(update, NOW) is None
    update["my_chat_member"]["new_chat_member"]["is_member"] = True
    found = parse(update, NOW)
    assert found is not None
    assert isinstance(found.event, Added)


def test_a_channel_and_a_private_chat_are_no_such_chat() -> None:
    for kind in ("channel", "private"):
        update = changes(BOYANA, SUPER, "left", "member", NOW)
        update["my_chat_member"]["chat"]["type"] = kind
        assert parse(update, NOW) is None


def test_another_bot_that_adds_it_is_nobody() -> None:
    update = changes(BOYANA, SUPER, "left", "member", NOW)
    update["my_chat_member"]["from"]["is_bot"] = True
    assert parse(update, NOW) is None


anything: some.SearchStrategy[Any] = some.none() | some.booleans() | some.integers() | some.text(max_size=5) | some.just([]) | some.just({})


@given(part=some.integers(0, 30), instead=anything)
def test_no_part_of_it_can_be_so_strange_that_it_crashes(part: int, instead: Any) -> None:
    update = changes(BOYANA, SUPER, "left", "member", NOW)
    holders = [update, update["my_chat_member"], *[one for one in update["my_chat_member"].values() if isinstance(one, dict)]]
    places = [(holder, key) for holder in holders for key in holder]
    holder, key = places[part % len(places)]
    holder[key] = instead
    try:
        inbound = parse(update, NOW)
    except Unreadable:
        return
    assert inbound is None or (inbound.id and inbound.address)


async def test_telegram_is_asked_to_tell_it(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.updates(0)
    assert "my_chat_member" in ALLOWED
    assert all(name in telegram.calls[0].arguments["allowed_updates"] for name in ALLOWED)


class Bot:
    """Our side of Telegram, with a real database."""

    def __init__(self, database: Database, channel: TelegramChannel, clock: Clock) -> None:
        self._channel, self._clock = channel, clock
        channels = {channel.name: channel, chats.CHANNEL: channel}
        self.delivery = Delivery(database, channels, "one", clock)
        self.intake = Intake(Service(database, house(), channels, "one", clock), self.delivery)

    async def take(self, update: dict[str, Any]) -> None:
        await take_in(self._channel, self.intake, update, self._clock())
        await self.delivery.close()

    async def press(self, person: Person, address: str) -> None:
        await self.take(presses(person, address))

    async def change(self, person: Person, before: str, after: str, chat: int = SUPER) -> None:
        await self.take(changes(person, chat, before, after, self._clock()))


@pytest.fixture
def bot(database: Database, channel: TelegramChannel, clock: Clock) -> Bot:
    return Bot(database, channel, clock)


@pytest.fixture
async def group(bot: Bot, database: Database, clock: Clock, telegram: TelegramStub) -> int:
    """Boyana leads a group, and stands in its settings."""
    world = World(database, clock, house())
    await bot.press(BOYANA, "consent:yes")
    made = await world.group(await world.meet(BOYANA.telegram), "Laak")
    await bot.press(BOYANA, "settings")
    telegram.calls.clear()
    return made


async def linked(database: Database, group: int) -> list[int]:
    async with database.read() as connection:
        return await chats.listed(connection, group)


async def test_she_hears_in_her_own_chat_that_the_group_chat_is_in_use(
    bot: Bot, group: int, database: Database, telegram: TelegramStub
) -> None:
    await bot.change(BOYANA, "left", "member")
    [chat] = await linked(database, group)
    [(to, text)] = telegram.texts
    assert to == BOYANA.telegram
    assert text.startswith("De groepschat <b>Vrouwen van Laak</b> hoort nu bij <b>Laak</b>.")
    assert "Ik stel daar nooit vragen." in text
    await bot.press(BOYANA, f"nochat:{group}:{chat}")
    await bot.press(BOYANA, f"nochat:{group}:{chat}:yes")
    assert await linked(database, group) == []


async def test_who_was_asked_something_is_still_asked_it(bot: Bot, group: int, telegram: TelegramStub, database: Database) -> None:
    await bot.press(BOYANA, "newgroup")
    await bot.change(BOYANA, "left", "member")
    await bot.take(says(BOYANA, "Schilderswijk", NOW))
    assert "Schilderswijk" in telegram.calls[-1].arguments["text"]
    assert [row["name"] for row in await World(database, Clock(), house()).rows("group")].count("Schilderswijk") == 1


async def test_somebody_we_do_not_know_adds_it_and_stays_unknown(bot: Bot, database: Database, telegram: TelegramStub) -> None:
    await bot.change(AMINA, "left", "member")
    assert telegram.calls == []
    assert await rows(database) == []
    async with database.read() as connection:
        assert await chats.find(connection, str(SUPER)) is None
    assert await World(database, Clock(), house()).rows("person") == []


async def test_it_is_taken_out_by_somebody_we_do_not_know(bot: Bot, group: int, database: Database, telegram: TelegramStub) -> None:
    await bot.change(BOYANA, "left", "member")
    before = len(telegram.calls)
    await bot.change(AMINA, "member", "kicked")
    assert await linked(database, group) == []
    assert len(telegram.calls) == before


async def test_a_chat_that_is_nobodys_is_left_in_silence(bot: Bot, group: int, database: Database, telegram: TelegramStub) -> None:
    await bot.change(AMINA, "member", "left")
    assert telegram.calls == []
    assert await World(database, Clock(), house()).rows("person") != []


async def test_after_stop_she_hears_nothing_and_nothing_is_linked(bot: Bot, group: int, database: Database, telegram: TelegramStub) -> None:
    await bot.take(says(BOYANA, "STOP", NOW))
    telegram.calls.clear()
    await bot.change(BOYANA, "left", "member")
    assert (await linked(database, group), telegram.calls) == ([], [])


@pytest.mark.parametrize("text", ["/start", "/start@stappenbot", "/start@stappenbot LAAK-7Q2", "STOP", "menu"])
async def test_whatever_is_said_in_the_chat_is_not_answered(bot: Bot, group: int, telegram: TelegramStub, text: str) -> None:
    await bot.change(BOYANA, "left", "member")
    telegram.calls.clear()
    update = says(BOYANA, text, NOW)
    update["message"]["chat"] = {"id": SUPER, "type": "supergroup", "title": "Vrouwen van Laak"}
    await bot.take(update)
    pressed = presses(BOYANA, "menu")
    pressed["callback_query"]["message"]["chat"] = update["message"]["chat"]
    await bot.take(pressed)
    assert telegram.calls == []


async def to_the_chat(bot: Bot, database: Database, channel: TelegramChannel, group: int, key: str, clock: Clock) -> None:
    message = Message("Het plan", ways=(Button("Open", "https://t.me/stappenbot"),))
    async with database.write() as connection:
        [chat] = await chats.of_group(connection, group)
        body = {"message": message.to_json()}
        draft = outbox.Draft(key, chat.person_id, chat.address_id, channel.lane, body, outbox.BROADCAST)
        await outbox.queue(connection, draft, clock(), sent=False)
    await work_until_idle(bot.delivery)


async def test_what_is_sent_there_goes_there_with_a_button_that_opens_the_private_chat(
    bot: Bot, group: int, database: Database, channel: TelegramChannel, telegram: TelegramStub, clock: Clock
) -> None:
    await bot.change(BOYANA, "left", "member")
    await to_the_chat(bot, database, channel, group, "one", clock)
    sent = telegram.calls[-1].arguments
    assert str(sent["chat_id"]) == str(SUPER)
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "Open", "url": "https://t.me/stappenbot"}]]}


async def test_a_chat_that_became_a_supergroup_is_followed(
    bot: Bot, group: int, database: Database, channel: TelegramChannel, telegram: TelegramStub, clock: Clock
) -> None:
    await bot.change(BOYANA, "left", "member", PLAIN)
    telegram.will(stub.migrated(SUPER), chat=str(PLAIN))
    await to_the_chat(bot, database, channel, group, "one", clock)
    clock.passes(5)
    await work_until_idle(bot.delivery)
    assert [call.chat for call in telegram.called("sendMessage")[-2:]] == [str(PLAIN), str(SUPER)]
    async with database.read() as connection:
        assert await chats.find(connection, str(SUPER)) is not None


async def test_where_it_was_thrown_out_unseen_nothing_more_is_sent(
    bot: Bot, group: int, database: Database, channel: TelegramChannel, telegram: TelegramStub, clock: Clock
) -> None:
    await bot.change(BOYANA, "left", "member")
    telegram.will(stub.refusal(403, "Forbidden: bot was kicked from the supergroup chat"), chat=str(SUPER))
    await to_the_chat(bot, database, channel, group, "one", clock)
    async with database.read() as connection:
        assert await chats.of_group(connection, group) == []


async def test_the_address_of_the_private_chat_is_known_once_telegram_told_it(channel: TelegramChannel) -> None:
    assert channel.home() == ""
    assert channel.link("") == ""
    await channel.learn_name()
    assert channel.home() == channel.link("") == "https://t.me/stappenbot"

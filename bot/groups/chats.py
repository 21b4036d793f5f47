"""Chats of a whole group on Telegram: which group they belong to, and the end of that."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue.chat_asks import ChatAdded, ChatGone, LinkChat, ShowChats, UnlinkChat, WhichGroup
from bot.dialogue.chat_facts import ChatLinked, Chats, ChatTaken, ChatToChoose, NothingToSay
from bot.dialogue.facts import Fact, NotYours
from bot.groups import membership
from bot.groups.access import NotHers
from bot.groups.house import Table
from bot.groups.names import GROUP, cleaned
from storage import audit, chats, groups
from storage.groups import COORDINATOR, Group


async def _hers(table: Table) -> list[Group]:
    """The groups that she leads, by name."""
    found = await groups.of_person(table.connection, table.who.person_id)
    return sorted((group for group, role in found if role == COORDINATOR), key=lambda group: (group.name.casefold(), group.id))


async def _added(table: Table, ask: ChatAdded) -> Fact:
    """Whoever leads no group has no use for it, and nothing is kept. No chat passes from one group to another behind its back."""
    hers, title = await _hers(table), cleaned(ask.title, GROUP)
    if not hers:
        return NothingToSay()
    there = await chats.find(table.connection, ask.chat)
    if there is not None and there.group_id is not None:
        group = next((one for one in hers if one.id == there.group_id), None)
        if group is None:
            return ChatTaken(title)
        await chats.back(table.connection, there.address_id)
        return ChatLinked(group.id, group.name, there.address_id, title)
    if len(hers) == 1:
        return await _only(table, hers[0], ask.chat, title)
    address_id = await chats.claim(table.connection, table.who.person_id, ask.chat)
    return ChatTaken(title) if address_id is None else _to_choose(address_id, title, hers)


async def _only(table: Table, group: Group, chat: str, title: str) -> Fact:
    await membership.alone(table, group.id, COORDINATOR)  # nobody takes her out of the group meanwhile
    address_id = await chats.link(table.connection, group.id, table.who.person_id, chat)
    if address_id is None:
        return ChatTaken(title)
    await audit.note(table.connection, group.id, table.who.person_id, LinkChat.__name__, str(address_id), table.now)
    return ChatLinked(group.id, group.name, address_id, title)


def _to_choose(address_id: int, title: str, hers: list[Group]) -> ChatToChoose:
    return ChatToChoose(address_id, title, tuple((group.id, group.name) for group in hers))


async def _gone(table: Table, ask: ChatGone) -> Fact:
    """Telegram says so, whoever did it."""
    there = await chats.find(table.connection, ask.chat)
    if there is not None:
        await chats.unlink(table.connection, there.address_id)
    return NothingToSay()


async def _which(table: Table, ask: WhichGroup) -> Fact:
    there = await chats.known(table.connection, ask.chat)
    if there is None or there.person_id != table.who.person_id:
        return NotYours()
    return _to_choose(there.address_id, "", await _hers(table))


async def _link(table: Table, ask: LinkChat) -> Fact:
    """Only a chat that she added the bot to herself, and only where it belongs to no other group."""
    group, _ = await membership.alone(table, ask.group, COORDINATOR)
    there = await chats.known(table.connection, ask.chat)
    if there is None or there.person_id != table.who.person_id or there.group_id not in (None, ask.group):
        raise NotHers
    await chats.assign(table.connection, ask.group, there.address_id)
    return ChatLinked(group.id, group.name, there.address_id, "")


async def _unlink(table: Table, ask: UnlinkChat) -> Fact:
    await membership.alone(table, ask.group, COORDINATOR)
    there = await chats.known(table.connection, ask.chat)
    gone = there is not None and there.group_id == ask.group and await chats.unlink(table.connection, there.address_id)
    return await _page(table, ask.group, gone=gone)


async def _show(table: Table, ask: ShowChats) -> Fact:
    return await _page(table, ask.group)


async def _page(table: Table, group_id: int, *, gone: bool = False) -> Fact:
    group, _ = await membership.here(table, group_id)
    return Chats(group.id, group.name, tuple(await chats.listed(table.connection, group_id)), gone)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    ChatAdded: _added,
    ChatGone: _gone,
    WhichGroup: _which,
    ShowChats: _show,
    LinkChat: _link,
    UnlinkChat: _unlink,
}

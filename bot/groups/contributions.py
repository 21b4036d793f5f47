"""What she gives to all groups: written, sent, read, agreed to and taken back; and which topics are wanted."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, cast

from bot.dialogue.catalogue import DUTCH
from bot.dialogue.contribution_asks import (
    AddWords,
    Agree,
    Decline,
    Kind,
    SendIn,
    ShowMine,
    ShowOffered,
    ShowStories,
    ShowTopic,
    ShowTopics,
    Speak,
    TakeBack,
    WantTopic,
    Write,
)
from bot.dialogue.contribution_facts import Mine, MineLine, NotOffered, Offered, Status, Stories, Topic, TopicLine, Topics
from bot.dialogue.facts import Fact
from bot.groups.house import Table
from content.limits import units
from storage import contributions, moderating, people, topics, voices
from storage.contributions import DRAFT, EXPERIENCE, PROPOSED, TOPIC, WAITING, Contribution, New
from storage.voices import KEPT

AT_ONCE = 5  # of one person, sent and not decided about
STORIES, TOPICS = 600, 600  # that are shown at most


async def _stories(table: Table, ask: ShowStories) -> Fact:
    languages = {table.who.language, DUTCH}
    found = await contributions.accepted(table.connection, ask.plan, sorted(languages), STORIES)
    return Stories(ask.plan, ask.page, tuple(one.words for one in found))


async def _write(table: Table, ask: Write) -> Fact:
    return await _kept(table, New(ask.kind, ask.plan or None, table.who.language or DUTCH, ask.words))


async def _speak(table: Table, ask: Speak) -> Fact:
    id = await _draft(table, New(EXPERIENCE, ask.plan, table.who.language or DUTCH, None))
    await voices.note_given(table.connection, id, table.who.channel, ask.media, ask.mime, table.now)
    return await offered(table, id)


async def _kept(table: Table, new: New) -> Fact:
    return await offered(table, await _draft(table, new))


async def _draft(table: Table, new: New) -> int:
    return await contributions.write(table.connection, table.who.person_id, new, table.now)


async def offered(table: Table, id: int, said: str = "") -> Offered | NotOffered:
    """One of hers, as it stands."""
    found = await contributions.hers(table.connection, id, table.who.person_id)
    return _told(found, said) if found else NotOffered()


def _told(found: Contribution, said: str) -> Offered:
    heard = str(found.voice) if found.voice_status == KEPT and found.status in (DRAFT, WAITING) else ""
    kind, status = cast("Kind", found.kind), cast("Status", found.status)
    words = (found.words, found.edited, _stamp(found.edited))
    return Offered(found.id, kind, found.plan, status, found.reason, *words, heard, found.voice_status, said)


def _stamp(words: str) -> str:
    """A button holds it, so that nobody agrees to other words than she read."""
    return hashlib.sha256(words.encode(errors="replace")).hexdigest()[:8]


async def _add(table: Table, ask: AddWords) -> Fact:
    """Many send a story in pieces. What does not fit, or comes after it was sent, she is told."""
    found = await contributions.hers(table.connection, ask.id, table.who.person_id)
    if found is None or found.status != DRAFT or not found.words:
        return await offered(table, ask.id, "late")
    longer = f"{found.words}\n{ask.words}"
    if units(longer) > ask.most:
        return await offered(table, ask.id, "full")
    await contributions.rewrite(table.connection, ask.id, table.who.person_id, longer)
    return await offered(table, ask.id, "added")


async def _send(table: Table, ask: SendIn) -> Fact:
    """Too many are kept back, not lost."""
    who = table.who.person_id
    if await contributions.undecided(table.connection, who) >= AT_ONCE:
        return await offered(table, ask.id, "many")
    sent = await contributions.send(table.connection, ask.id, who, table.now)
    found = await contributions.hers(table.connection, ask.id, who) if sent else None
    if found and found.kind == TOPIC:  # she wants it herself
        await topics.want(table.connection, ask.id, who)
    return await offered(table, ask.id, "sent" if sent else "")


async def _mine(table: Table, _ask: ShowMine) -> Fact:
    who = table.who.person_id
    found = await contributions.of(table.connection, who)
    lines = tuple(MineLine(one.id, cast("Kind", one.kind), cast("Status", one.status), one.words) for one in found)
    guards = await people.moderates(table.connection, who)
    return Mine(lines, len(await moderating.queue(table.connection, who)) if guards else None)


async def _show(table: Table, ask: ShowOffered) -> Fact:
    return await offered(table, ask.id)


async def _take_back(table: Table, ask: TakeBack) -> Fact:
    return NotOffered(taken=await contributions.take_back(table.connection, ask.id, table.who.person_id))


async def _agree(table: Table, ask: Agree) -> Fact:
    found = await contributions.hers(table.connection, ask.id, table.who.person_id)
    if found is None or not _asked(found, ask.stamp):
        return await offered(table, ask.id)
    agreed = await contributions.agree(table.connection, ask.id, table.who.person_id, found.edited, table.now)
    return await offered(table, ask.id, "agreed" if agreed else "")


async def _decline(table: Table, ask: Decline) -> Fact:
    found = await contributions.hers(table.connection, ask.id, table.who.person_id)
    if found is None or not _asked(found, ask.stamp):
        return await offered(table, ask.id)
    declined = await contributions.decline(table.connection, ask.id, table.who.person_id, table.now)
    return await offered(table, ask.id, "declined" if declined else "")


def _asked(found: Contribution, stamp: str) -> bool:
    """Whether she is asked about these words now. Only she can change that, and she is locked."""
    return found.status == PROPOSED and stamp == _stamp(found.edited)


async def _topics(table: Table, ask: ShowTopics) -> Fact:
    found = await topics.shown(table.connection, table.who.person_id, TOPICS)
    return Topics(ask.page, tuple(line(one) for one in found))


def line(one: topics.Topic) -> TopicLine:
    """A topic in a list."""
    return TopicLine(one.id, one.words, one.groups, one.mine)


async def _topic(table: Table, ask: ShowTopic) -> Fact:
    found = await topics.one(table.connection, ask.id, table.who.person_id)
    return Topic(line(found)) if found else NotOffered()


async def _want(table: Table, ask: WantTopic) -> Fact:
    if await topics.one(table.connection, ask.id, table.who.person_id) is None:
        return NotOffered()
    change = topics.want if ask.wants else topics.unwant
    await change(table.connection, ask.id, table.who.person_id)
    return await _topic(table, ShowTopic(ask.id))


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    ShowStories: _stories,
    Write: _write,
    Speak: _speak,
    AddWords: _add,
    SendIn: _send,
    ShowMine: _mine,
    ShowOffered: _show,
    TakeBack: _take_back,
    Agree: _agree,
    Decline: _decline,
    ShowTopics: _topics,
    ShowTopic: _topic,
    WantTopic: _want,
}

"""Tells a group about its rounds when it is time: that one is open, that answers are still missing, how far it is, how it ended."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from bot.advice import Answer
from bot.channels.base import Channel
from bot.dates import Day, local_day
from bot.dialogue import reminded
from bot.dialogue.reminded import Ended
from bot.disclosure import least
from bot.groups import errands as planning
from bot.groups.broadcast_recipients import Goes, Stays
from bot.groups.house import House
from bot.groups.reminders import Fired
from bot.groups.sheets import by_prompt, facts_of, plan_as_pinned
from bot.reminder_letters import Letter, Post, post_for, round_template
from bot.templates import INVITATION, REMINDER, RESULT
from content.model import Plan
from storage import chats, codes, errands, nudges, recipients, rounds, views
from storage.db import Connection
from storage.errands import CLOSING, END, HALF, NUDGE, START, Errand
from storage.nudges import NUDGES, key
from storage.recipients import Member, Whom
from storage.rounds import Round

PART = 200  # members in one transaction
SAME_DAY = timedelta(hours=20)  # who hears so soon that the round closes need not be nudged before it
CAP = 2  # nudges that one person gets about one round, the one before closing included
SOON = timedelta(minutes=1)  # a round whose time is up is closed by then


class Calling:
    """Tells it, for one process."""

    def __init__(self, house: House, channels: Mapping[str, Channel]) -> None:
        self._house = house
        self._channels = channels

    async def begun(self, connection: Connection, fired: Fired, now: datetime) -> None:
        """A reminder opened a round, or could not."""
        if fired.round_id is not None:
            await errands.plan(connection, fired.round_id, [(START, 1, now)])
        there = await rounds.unclosed(connection, fired.group_id, fired.plan) if fired.why == "open" else None
        if there is not None:
            post = await self._post(connection, there.group_id, now)
            letter = Letter(f"passed:{there.id}:{now:%Y%m%d}", lambda here: reminded.passed_over(here, facts_of(there, now)))
            await _to_leaders(post, there.group_id, letter)

    async def run(self, connection: Connection, name: errands.Name, now: datetime) -> bool:
        """The next part of an errand. Nobody closes the round meanwhile, so that nothing is written about it that its end takes away."""
        row, errand = await rounds.held(connection, name[0]), await errands.taken(connection, name, now)
        if row is None or errand is None:
            return False
        post = await self._post(connection, row.group_id, now)
        if post.quiet.until(now) > now:
            await errands.move(connection, name, post.quiet.until(now))
            return True
        if errand.kind == END:
            return await self._end(post, row, errand)
        if not row.is_open(now):
            await errands.move(connection, name, None)
            return True
        if errand.kind == HALF:
            return await self._half(post, row, errand)
        return await self._part(post, row, errand)

    async def _post(self, connection: Connection, group_id: int, now: datetime) -> Post:
        return await post_for(connection, self._house, self._channels, group_id, now)

    async def _part(self, post: Post, row: Round, errand: Errand) -> bool:
        """The messages to the next members, with the cursor behind them."""
        if errand.cursor == 0 and not await self._first(post, row, errand):
            await errands.move(post.connection, errand.name, None)
            return True
        members = await recipients.part(post.connection, row.group_id, Whom(), errand.cursor, PART)
        if not members:
            await errands.move(post.connection, errand.name, None)
            return True
        plan = await plan_as_pinned(post.connection, self._house.catalogue, row)
        wanted = await _whom(post.connection, row, errand, plan, members)
        before = await rounds.closed_of(post.connection, row.group_id, row.plan, 1) if errand.kind == START else []
        last = local_day(before[-1].closes_at) if before else None
        template = INVITATION if errand.kind == START else REMINDER
        for goes in await post.reached(wanted, template):
            if isinstance(goes, Goes) and not (goes.borrowed and errand.kind != START):  # whoever has her phone need not know
                await post.queue(goes, await self._letter(post, row, errand, goes.member, len(plan.asked), last))
        await errands.advance(post.connection, errand.name, members[-1].number)
        return True

    async def _first(self, post: Post, row: Round, errand: Errand) -> bool:
        """What comes before the first of them. False: it is not needed any more, as the next nudge is due as well."""
        if errand.kind == START:
            await self._to_chats(post, row)
        if errand.kind != NUDGE:
            return True
        waiting = await errands.to_do(post.connection, row.id)
        if any(one.kind == NUDGE and one.number > errand.number and one.due_at <= post.now for one in waiting):
            return False
        if any(one.kind == CLOSING and one.due_at <= post.now + SAME_DAY for one in waiting):
            return False
        await planning.make_room(post.connection, errand, row.closes_at, post.now)
        return True

    async def _letter(self, post: Post, row: Round, errand: Errand, member: Member, prompts: int, last: Day | None) -> Letter:
        facts = facts_of(row, post.now)
        template = round_template(self._house.catalogue, INVITATION if errand.kind == START else REMINDER, row)
        if errand.kind == START:
            return Letter(key(nudges.START, row.id, 1, member.number), lambda here: reminded.start(here, facts, last), template)
        if errand.kind == NUDGE:
            return Letter(key(NUDGES, row.id, errand.number, member.number), lambda here: reminded.nudge(here, facts), template, row.id)
        begun = not row.joint and bool(await rounds.submission_of(post.connection, row.id, member.person_id))
        name = key(NUDGES, row.id, nudges.CLOSING, member.number)
        return Letter(name, lambda here: reminded.closing(here, facts, begun=begun), template, row.id, prompts)

    async def _to_chats(self, post: Post, row: Round) -> None:
        """Chats of the whole group hear that a round is open; nothing is asked there."""
        if chats.CHANNEL not in self._channels:
            return
        code = await codes.invite(post.connection, row.group_id)
        facts, link = facts_of(row, post.now), dict(self._house.links(code or "")).get("Telegram", "")
        for chat in await chats.of_group(post.connection, row.group_id):
            letter = Letter(f"chat:{row.id}:start:{chat.address_id}", lambda here: reminded.for_chat(here, facts, link))
            await post.to_chat(chat.person_id, chat.address_id, chats.CHANNEL, letter)

    async def _half(self, post: Post, row: Round, errand: Errand) -> bool:
        facts, unreachable, after = facts_of(row, post.now), 0, 0
        while members := await recipients.part(post.connection, row.group_id, Whom(), after, PART):
            unreachable += sum(isinstance(one, Stays) for one in await post.reached(members, REMINDER))
            after = members[-1].number
        letter = Letter(f"half:{row.id}", lambda here: reminded.half(here, facts, unreachable))
        await _to_leaders(post, row.group_id, letter)
        await errands.move(post.connection, errand.name, None)
        return True

    async def _end(self, post: Post, row: Round, errand: Errand) -> bool:
        """After the round was closed, which others do."""
        if row.closed_on is None:
            await errands.move(post.connection, errand.name, post.now + SOON)
            return True
        facts, ended = facts_of(row, post.now), await _ended(post.connection, row)
        template = round_template(self._house.catalogue, RESULT, row) if ended.shown else None
        await _to_leaders(post, row.group_id, Letter(f"end:{row.id}", lambda here: reminded.end(here, facts, ended), template))
        await errands.move(post.connection, errand.name, None)
        return True


async def _to_leaders(post: Post, group_id: int, letter: Letter) -> None:
    for goes in await post.leaders(group_id, letter.template.name if letter.template else ""):
        hers = Letter(f"{letter.key}:{goes.member.number}", letter.words, letter.template)
        await post.queue(goes, hers)


async def _whom(connection: Connection, row: Round, errand: Errand, plan: Plan, members: Sequence[Member]) -> Sequence[Member]:
    """Those who are to hear of it: nobody who answered, nor who chose a time of her own, nor who heard of it often enough."""
    if row.joint:
        leaders = {one.person_id for one in await recipients.coordinators(connection, row.group_id)}
        return [one for one in members if errand.kind == START or one.person_id in leaders]
    if errand.kind == START:  # all of them: this stays when the round closes, and where it were missing, somebody would have answered
        return members
    answered = await rounds.answerers(connection, row.id)
    waits, heard = await nudges.who_waits(connection, row.id), await nudges.counts(connection, row.id)
    enough = answered if errand.kind == NUDGE else await _done(connection, row, plan)
    left = [one for one in members if one.person_id not in enough and one.person_id not in waits]
    return [one for one in left if heard.get(one.person_id, 0) < CAP]


async def _done(connection: Connection, row: Round, plan: Plan) -> Collection[UUID]:
    """Who answered or skipped everything."""
    keys = [asked.key for asked in plan.asked]
    handed = [(one.person_id, by_prompt(one.answers)) for one in await views.handed_in(connection, row.id)]
    return {who for who, given in handed if who and all(given.get(key, Answer(done=False)).done for key in keys)}


async def _ended(connection: Connection, row: Round) -> Ended:
    shown = row.answered > 0 if row.joint else await views.most_shown(connection, row.id) >= least(row.threshold)
    closed = await rounds.closed_of(connection, row.group_id, row.plan, 2)
    return Ended(shown, any(one.id < row.id for one in closed))

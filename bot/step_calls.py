"""Asks how a chosen step goes: whoever takes care of it, or, while nobody does, whoever leads the group."""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.base import Channel
from bot.dialogue import reminded
from bot.dialogue.catalogue import DUTCH
from bot.dialogue.here import Here
from bot.dialogue.message import Message
from bot.dialogue.reminded import StepAsked
from bot.dialogue.state import State
from bot.groups import followups as planning
from bot.groups.broadcast_recipients import Goes
from bot.groups.house import House
from bot.reminder_letters import Letter, Post, Template, post_for
from bot.templates import STEP
from storage import followups, groups, recipients
from storage.db import Connection
from storage.followups import Followup


async def ask(connection: Connection, house: House, channels: Mapping[str, Channel], which: followups.Which, now: datetime) -> bool:
    """It is time to ask about this step. False: that was done already."""
    step, group = await followups.taken(connection, which, now), await groups.find(connection, which[0])
    if step is None or group is None:
        return False
    post = await post_for(connection, house, channels, group.id, now)
    if post.quiet.until(now) > now:
        await followups.plan(connection, which, post.quiet.until(now))
        return True
    asked = StepAsked(group.id, group.name, step.plan, step.step, mine=step.person_id is not None)
    await followups.plan(connection, which, planning.after_asking(step, post.quiet, now), asked=step.asked + 1)
    if reminded.step(Here(house.catalogue, State(language=DUTCH), {}), asked) is None:  # the plan has it not any more
        return True
    for goes in await _whom(post, step):
        await post.queue(goes, _letter(house, asked, f"step:{group.id}:{step.plan}:{step.step}:{now:%Y%m%d}:{goes.member.number}"))
    return True


async def _whom(post: Post, step: Followup) -> list[Goes]:
    if step.person_id is None:
        return await post.leaders(step.group_id, STEP)
    one = await recipients.herself(post.connection, step.person_id)
    found = await post.reached([one], STEP) if one else []
    return [goes for goes in found if isinstance(goes, Goes)]


def _letter(house: House, asked: StepAsked, key: str) -> Letter:
    def words(here: Here) -> Message:
        made = reminded.step(here, asked)
        assert made is not None  # it was looked for above
        return made

    def values(language: str) -> tuple[str, ...]:
        plan = house.catalogue.plan(asked.plan, language)
        title = next((one.title for one in plan.steps if one.id == asked.step), "") if plan else ""
        return asked.group_name, title or asked.step

    return Letter(key, words, Template(STEP, values, f"cstep:{asked.group}:{asked.plan}:{asked.step}"))

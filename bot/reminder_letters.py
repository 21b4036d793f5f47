"""Puts what comes by itself into the outbox: to whom, where, in her language, and never in the quiet hours of her group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.channels.base import Channel, Templated
from bot.dialogue import sent
from bot.dialogue.catalogue import DUTCH, Catalogue
from bot.dialogue.here import Here
from bot.dialogue.message import Message
from bot.dialogue.state import State
from bot.groups.broadcast_recipients import Goes, Stays, Ways, decided
from bot.groups.errands import quiet_of
from bot.groups.house import House
from bot.quiet import Quiet
from bot.templates import RESULT
from storage import outbox, recipients, rhythm, templates
from storage.db import Connection
from storage.outbox import Draft
from storage.recipients import Member
from storage.rounds import Round


@dataclass(frozen=True)
class Template:
    """What goes in place of the message where somebody has not written for a while."""

    name: str
    values: Callable[[str], tuple[str, ...]]  # what stands in its gaps, in a language
    address: str  # where its button leads


@dataclass(frozen=True)
class Letter:
    """One message to one person."""

    key: str
    words: Callable[[Here], Message]  # in her language
    template: Template | None = None
    round_id: int | None = None  # it tells that she is not done with this round: it goes when that closes
    prompts: int = 0  # so many that round has


@dataclass(frozen=True)
class Post:
    """What writing letters needs."""

    connection: Connection
    house: House
    channels: Mapping[str, Channel]
    quiet: Quiet
    now: datetime
    group_id: int | None  # that the letters are about; None: about none

    async def reached(self, members: Sequence[Member], template: str) -> list[Goes | Stays]:
        """Where each of them can be found, or why not. `template`: the name of one; empty: there is none for this."""
        phones = await recipients.phones(self.connection, members)
        ways = Ways(self.house.capabilities, await templates.approved(self.connection), template, self.now)
        return decided(members, phones, ways)

    async def leaders(self, group_id: int, template: str = "") -> list[Goes]:
        """Those who lead the group, where they can be told on a phone that is in their own hands."""
        found = await self.reached(await recipients.coordinators(self.connection, group_id), template)
        return [one for one in found if isinstance(one, Goes) and not one.borrowed]

    async def queue(self, goes: Goes, letter: Letter) -> None:
        """Once, however often this is called."""
        language = goes.member.language or DUTCH
        here = Here(self.house.catalogue, State(language=language), {})
        message = letter.words(here)
        if goes.borrowed:
            name = goes.member.name or here.t("Lid {number}").format(number=goes.member.number).casefold()
            message = sent.for_another(here, message, name)
        body: dict[str, object] = {"message": message.to_json(), "quiet": self.quiet.to_json(), "prompts": letter.prompts}
        if goes.template and letter.template:
            name, language = goes.template
            body["template"] = Templated(name, language, letter.template.values(language), letter.template.address).to_json()
        await self._put(goes.member.person_id, goes.phone.address_id, goes.phone.channel, letter, body)

    async def to_chat(self, person_id: UUID, address_id: int, channel: str, letter: Letter) -> None:
        """The same into a chat of the whole group."""
        here = Here(self.house.catalogue, State(language=DUTCH), {})
        body: dict[str, object] = {"message": letter.words(here).to_json(), "quiet": self.quiet.to_json()}
        await self._put(person_id, address_id, channel, letter, body)

    async def _put(self, person_id: UUID, address_id: int, name: str, letter: Letter, body: dict[str, object]) -> None:
        channel = self.channels[name]
        draft = Draft(letter.key, person_id, address_id, channel.lane, body, outbox.REMINDER, letter.round_id, group_id=self.group_id)
        await outbox.queue(self.connection, draft, self.now, sent=channel.capabilities.pulls)


async def post_for(connection: Connection, house: House, channels: Mapping[str, Channel], group_id: int | None, now: datetime) -> Post:
    """For letters to people of that group; None: to somebody on her own."""
    found = await rhythm.of_group(connection, group_id) if group_id else None
    return Post(connection, house, channels, quiet_of(found) if found else Quiet(), now, group_id)


def round_template(catalogue: Catalogue, name: str, row: Round) -> Template:
    """One that is about a round."""

    def values(language: str) -> tuple[str, ...]:
        plan = catalogue.plan(row.plan, language)
        return row.group_name, plan.title if plan else str(row.plan)

    return Template(name, values, f"result:{row.id}" if name == RESULT else f"round:{row.id}")

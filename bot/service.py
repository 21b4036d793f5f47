"""One inbound message, from receipt to queued replies, in one transaction."""

import hashlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.base import Channel, Inbound
from bot.dialogue import turning
from bot.dialogue.asks import ForgetMe, LinkUp, NewHere, SwitchTo
from bot.dialogue.events import Effect, Forget, Keep, KeepVoice, Late, Quiet, Remark, Say, Turn, Wish
from bot.dialogue.facts import Data, Fact, Forgotten, Linked, Switched
from bot.dialogue.message import Message
from bot.dialogue.state import State
from bot.groups.doing import do
from bot.groups.house import House, Table, Who
from bot.groups.sheets import Sheets, begin, load
from storage import aliases, answers, groups, inbox, leaving, outbox, people, voices
from storage.db import Connection, Database
from storage.trouble import of_a_value

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)  # of a reply: when this process dies, another one sends it after that
LONGEST = 80  # characters of an inbound id: what it is answered with is named after it
ASKS = 5  # of one turn at most: each may lead to another
MOVES, MOVED = (LinkUp, SwitchTo, NewHere, ForgetMe), (Linked, Switched, Forgotten)  # asks and facts after which she may be another person
FRESH = timedelta(days=1)  # a conversation that stays as it is, is kept again after that: it tells when she was last here
STALE = timedelta(hours=6)  # older things are kept, but not taken as an answer to what is asked now


@dataclass(frozen=True)
class Handled:
    """What became of an inbound message. The leased replies are this process's to send, now and in order."""

    leased: tuple[outbox.Leased, ...] = ()
    queued_for: int | None = None  # the address id whose replies wait behind earlier ones: a worker sends them
    seen: bool = False  # it came before, and nothing happened now
    spoke: bool = False  # she said something aloud, which is to be fetched


@dataclass
class Talk:
    """One turn on its way to its end. Whose it is may change in the middle: somebody else takes the phone."""

    found: people.Found
    before: State
    turn: Turn
    sheets: Sheets
    round: int  # the round whose answers the replies may show; 0: none
    says: list[Message] = field(default_factory=list)
    spoke: bool = False  # she said something aloud


class Service:
    """Takes what comes in, from any channel."""

    def __init__(
        self, database: Database, house: House, channels: Mapping[str, Channel], worker: str, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._house = house
        self._catalogue = house.catalogue
        self._channels = channels
        self._worker = worker
        self._clock = clock

    async def handle(self, inbound: Inbound) -> Handled:
        """Take it, once, and queue what to say. What can't be handled is put aside and answered with regret.

        Raises what the database raises when it can't be kept; then the platform must send it again.
        """
        try:
            async with self._database.write() as connection:
                return await self._take(connection, inbound)
        except Exception as error:
            if _of_the_database(error):
                raise
            logger.exception("inbound put aside", extra={"channel": inbound.channel, "inbound": inbound.id})
        async with self._database.write() as connection:
            return await self._regret(connection, inbound)

    async def put_aside(self, channel: str, id: str, body: str, reason: str) -> None:
        """Keep what could not even be read, for the operator to look at."""
        async with self._database.write() as connection:
            await inbox.receive(connection, channel, id, self._clock(), aside=body, reason=reason)
        logger.warning("inbound put aside", extra={"channel": channel, "inbound": id, "reason": reason})

    async def _take(self, connection: Connection, inbound: Inbound) -> Handled:
        now = self._clock()
        if not await inbox.receive(connection, inbound.channel, inbound.id, now):
            return Handled(seen=True)
        if not inbound.met and await people.find(connection, inbound.channel, inbound.address) is None:
            return Handled()
        found = await self._person(connection, inbound, now)
        state = State.from_json(found.state)
        event = Late(inbound.event) if now - inbound.at > STALE and not isinstance(inbound.event, Late) else inbound.event
        sheets = await self._sheets(connection, found, turning.focus(state, event), now)
        billed = self._channels[inbound.channel].capabilities.billed
        turn = turning.turn(self._catalogue, state, sheets.known, event, inbound.language, billed=billed)
        talk = Talk(found, state, turn, sheets, turning.round_touched(state, turn.state))
        await self._to_the_end(connection, inbound, talk, now)
        if talk.turn.state != talk.before or now - talk.found.changed_at > FRESH:
            await people.remember(connection, talk.found.person_id, talk.turn.state.to_json(), now)
        handled = await self._post(connection, talk.found, inbound, talk.says, turn.heard, now, talk.round)
        return replace(handled, spoke=talk.spoke)

    async def _sheets(self, connection: Connection, found: people.Found, names: Collection[str], now: datetime) -> Sheets:
        return await load(connection, self._catalogue, found.person_id, names, now) if names else Sheets()

    async def _to_the_end(self, connection: Connection, inbound: Inbound, talk: "Talk", now: datetime) -> None:
        """Carry out what the turn says; while it asks the tables something, tell it what they answer."""
        for _ in range(ASKS):
            talk.says += await self._carry_out(connection, talk, inbound.channel, now)
            ask = talk.turn.ask
            if ask is None:
                return
            if isinstance(ask, MOVES):  # she may be another person after this: what she was doing is kept now
                await people.remember(connection, talk.found.person_id, talk.turn.state.to_json(), now)
            who = Who(talk.found.person_id, talk.found.address_id, inbound.channel, talk.turn.state.language)
            fact = await do(Table(connection, self._house, who, now), ask)
            if isinstance(fact, Data):
                talk.round = outbox.EVERYTHING
            if isinstance(fact, MOVED):
                await self._become(connection, inbound, talk, fact, now)
            talk.turn = turning.told(self._catalogue, talk.turn.state, talk.sheets.known, fact, talk.turn.opening)
        raise RuntimeError("the turn asks and asks")

    async def _become(self, connection: Connection, inbound: Inbound, talk: "Talk", fact: Fact, now: datetime) -> None:
        """The address is another person's from here on: hers is the conversation that goes on."""
        talk.found = await self._person(connection, inbound, now)
        talk.before = State.from_json(talk.found.state)
        talk.sheets = await self._sheets(connection, talk.found, {talk.before.sheet} - {""}, now)
        talk.turn = replace(talk.turn, state=talk.before)
        talk.round = 0
        if isinstance(fact, Linked):
            await self._tell_the_others(connection, inbound, talk, now)

    async def _tell_the_others(self, connection: Connection, inbound: Inbound, talk: "Talk", now: datetime) -> None:
        """Her other addresses hear that one has come: if it was not she who did that, she must know."""
        notice = {"message": turning.notice_of_link(self._catalogue, talk.before.language, inbound.channel).to_json()}
        for other in await people.other_addresses(connection, talk.found.person_id, talk.found.address_id):
            channel = self._channels.get(other.channel)
            if channel:
                key = f"linked:{inbound.channel}:{_keepable(inbound.id)}:{other.address_id}"
                draft = outbox.Draft(key, talk.found.person_id, other.address_id, channel.lane, notice)
                await outbox.queue(connection, draft, now, sent=channel.capabilities.pulls)

    async def _regret(self, connection: Connection, inbound: Inbound) -> Handled:
        """Put it aside and say sorry. STOP is obeyed all the same, and she leaves the place where it went wrong."""
        now, inbound = self._clock(), replace(inbound, id=_keepable(inbound.id))
        found = await self._person(connection, inbound, now)
        before = State.from_json(found.state)
        language, consents, stops = before.language, before.consent is True, turning.stops(inbound.event)
        event = ascii(inbound.event) if consents else type(inbound.event).__name__  # her words are kept only where she agreed to that
        reason = "the conversation could not take it"
        if not await inbox.receive(connection, inbound.channel, inbound.id, now, aside=event, reason=reason, person_id=found.person_id):
            return Handled(seen=True)
        left = State(language=language, consent=before.consent, stopped=before.stopped or stops)
        await people.remember(connection, found.person_id, left.to_json(), now)
        if stops:
            await outbox.quiet(connection, found.person_id)
        says = turning.goodbye(self._catalogue, language) if stops else turning.regret(self._catalogue, language, kept=consents)
        return await self._post(connection, found, inbound, [says], "", now)

    async def _person(self, connection: Connection, inbound: Inbound, now: datetime) -> people.Found:
        name, found = inbound.address, await people.lock(connection, inbound.channel, inbound.address)
        if found is None or (inbound.also and found.also != inbound.also):
            name = await aliases.known_as(connection, inbound.channel, inbound.address, inbound.also, now)
            found = await people.lock(connection, inbound.channel, name)
        while found is None:
            await people.meet(connection, inbound.channel, name, now)
            if inbound.also:
                await aliases.call(connection, inbound.channel, name, inbound.also, now)
            found = await people.lock(connection, inbound.channel, name)
        if found.unreachable:
            await people.reachable(connection, found.address_id, None)
        if self._channels[inbound.channel].capabilities.window:
            await people.heard(connection, found.address_id, min(inbound.at, now))
        return found

    async def _carry_out(self, connection: Connection, talk: "Talk", channel: str, now: datetime) -> list[Message]:
        """Keep what is to be kept; returns what is to be said."""
        person_id, sheets, effects = talk.found.person_id, talk.sheets, talk.turn.effects
        for name in {effect.sheet for effect in effects if isinstance(effect, Keep | Remark | KeepVoice)} - set(sheets.ids):
            sheets.ids[name] = await begin(connection, self._catalogue, person_id, name, sheets.known.get(name), now)
        for effect in effects:
            await _keep(connection, person_id, sheets.ids, effect)
            if isinstance(effect, KeepVoice):
                id, said = sheets.ids[effect.sheet], (channel, effect.media, effect.mime)
                await voices.note(connection, id, effect.prompt, *said, now, minority=effect.minority)
                talk.spoke = True
        return [effect.message for effect in effects if isinstance(effect, Say)]

    async def _post(
        self,
        connection: Connection,
        found: people.Found,
        inbound: Inbound,
        says: Sequence[Message],
        heard: str,
        now: datetime,
        round: int = 0,
    ) -> Handled:
        if not says:  # nobody waits for an answer
            return Handled()
        channel, to = self._channels[inbound.channel], (found.person_id, found.address_id)
        bodies: list[dict[str, Any]] = [{"message": say.to_json()} for say in says]
        if inbound.pressed and channel.capabilities.edits:
            bodies[0]["edit"] = inbound.pressed  # the first reply takes the place of what was pressed
        if heard and channel.capabilities.pulls:
            bodies[0]["heard"] = heard
        drafts = [
            outbox.Draft(f"reply:{inbound.channel}:{inbound.id}:{number}", *to, channel.lane, body, round_id=round or None)
            for number, body in enumerate(bodies)
        ]
        if channel.capabilities.pulls:
            await outbox.show(connection, drafts, now)
            return Handled()
        ids = await outbox.post(connection, drafts, self._worker, now, LEASE, channel.rate)
        if not ids:
            return Handled(queued_for=found.address_id)
        both = zip(ids, drafts, strict=True)
        return Handled(leased=tuple(_leased(id, draft, found, inbound, now) for id, draft in both))


def _leased(id: int, draft: outbox.Draft, found: people.Found, inbound: Inbound, now: datetime) -> outbox.Leased:
    return outbox.Leased(
        id,
        draft.key,
        inbound.channel,
        found.address_id,
        inbound.address,
        draft.body,
        1,
        now,
        now + LEASE,
        heard_at=min(inbound.at, now),
    )


async def _keep(connection: Connection, person_id: UUID, submissions: Mapping[str, UUID], effect: Effect) -> None:
    match effect:
        case Keep(sheet=sheet, prompt=prompt, answer=answer):
            kept = answers.Kept(prompt, answer.options, answer.number, answer.text or None, answer.done)
            await answers.keep(connection, submissions[sheet], kept)
        case Remark(sheet=sheet, prompt=prompt, text=text, minority=minority):
            await answers.keep_remark(connection, submissions[sheet], prompt, text, minority=minority)
        case Wish(plan=plan):
            await answers.keep_wish(connection, person_id, plan)
        case Quiet():
            await outbox.quiet(connection, person_id)
        case Forget():
            await _lock_groups(connection, person_id)
            await answers.forget(connection, person_id)
            await leaving.take_back(connection, leaving.of_person(person_id))
            await leaving.untie(connection, leaving.of_person(person_id))
            await outbox.forget(connection, person_id)
            await inbox.forget(connection, person_id)


async def _lock_groups(connection: Connection, person_id: UUID) -> None:
    """Nobody releases or closes anything in her groups until this is done."""
    for found, _role in await groups.of_person(connection, person_id):
        await groups.lock(connection, found.id)


def _of_the_database(error: Exception) -> bool:
    """Whether the database failed us, rather than what came in. A value that it can't take is a fault of what came in."""
    return isinstance(error, SQLAlchemyError | OSError) and not of_a_value(error)


def _keepable(id: str) -> str:
    """An id that any database takes, and the same for the same."""
    return id if len(id) <= LONGEST else hashlib.sha256(id.encode(errors="surrogatepass")).hexdigest()

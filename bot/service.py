"""One inbound message, from receipt to queued replies, in one transaction."""

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from bot.advice import Answer
from bot.channels.base import Channel, Inbound
from bot.dialogue import turning
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Effect, Forget, Keep, Late, Quiet, Remark, Say, Turn, Wish
from bot.dialogue.message import Message
from bot.dialogue.state import State
from storage import answers, inbox, outbox, people
from storage.db import Connection, Database

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)  # of a reply: when this process dies, another one sends it after that
LONGEST = 80  # characters of an inbound id: what it is answered with is named after it
STALE = timedelta(hours=6)  # older things are kept, but not taken as an answer to what is asked now


@dataclass(frozen=True)
class Handled:
    """What became of an inbound message. The leased replies are this process's to send, now and in order."""

    leased: tuple[outbox.Leased, ...] = ()
    queued_for: int | None = None  # the address id whose replies wait behind earlier ones: a worker sends them
    seen: bool = False  # it came before, and nothing happened now


class Service:
    """Takes what comes in, from any channel."""

    def __init__(
        self, database: Database, catalogue: Catalogue, channels: Mapping[str, Channel], worker: str, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
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
        found = await self._person(connection, inbound, now)
        state = State.from_json(found.state)
        event = Late(inbound.event) if now - inbound.at > STALE and not isinstance(inbound.event, Late) else inbound.event
        plans = turning.focus(state, event)
        submissions = await answers.of(connection, found.person_id, plans) if plans else []
        turn = turning.turn(self._catalogue, state, _answered(submissions), event, inbound.language)
        says = await self._carry_out(connection, found, {one.plan: one.id for one in submissions}, turn, now)
        if turn.state != state:
            await people.remember(connection, found.person_id, turn.state.to_json(), now)
        return await self._post(connection, found, inbound, says, turn.heard, now)

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
        found = await people.lock(connection, inbound.channel, inbound.address)
        while found is None:
            await people.meet(connection, inbound.channel, inbound.address, now)
            found = await people.lock(connection, inbound.channel, inbound.address)
        if found.unreachable:
            await people.reachable(connection, found.address_id, None)
        return found

    async def _carry_out(
        self, connection: Connection, found: people.Found, submissions: dict[int, UUID], turn: Turn, now: datetime
    ) -> list[Message]:
        """Keep what is to be kept; returns what is to be said. `submissions` are those there are, by plan."""
        for plan in {effect.plan for effect in turn.effects if isinstance(effect, Keep | Remark)} - set(submissions):
            version = self._catalogue.version(plan)
            submissions[plan] = await answers.begin(connection, found.person_id, plan, version, now)
        for effect in turn.effects:
            await _keep(connection, found.person_id, submissions, effect)
        return [effect.message for effect in turn.effects if isinstance(effect, Say)]

    async def _post(
        self, connection: Connection, found: people.Found, inbound: Inbound, says: Sequence[Message], heard: str, now: datetime
    ) -> Handled:
        channel = self._channels[inbound.channel]
        bodies: list[dict[str, Any]] = [{"message": say.to_json()} for say in says]
        if inbound.pressed and channel.capabilities.edits:
            bodies[0]["edit"] = inbound.pressed  # the first reply takes the place of what was pressed
        if heard and channel.capabilities.pulls:
            bodies[0]["heard"] = heard
        drafts = [
            outbox.Draft(f"reply:{inbound.channel}:{inbound.id}:{number}", found.person_id, found.address_id, channel.lane, body)
            for number, body in enumerate(bodies)
        ]
        if channel.capabilities.pulls:
            await outbox.show(connection, drafts, now)
            return Handled()
        ids = await outbox.post(connection, drafts, self._worker, now, LEASE)
        if not ids:
            return Handled(queued_for=found.address_id)
        leased = (
            outbox.Leased(id, draft.key, inbound.channel, found.address_id, inbound.address, draft.body, 1, now, now + LEASE)
            for id, draft in zip(ids, drafts, strict=True)
        )
        return Handled(leased=tuple(leased))


async def _keep(connection: Connection, person_id: UUID, submissions: Mapping[int, UUID], effect: Effect) -> None:
    match effect:
        case Keep(plan=plan, prompt=prompt, answer=answer):
            kept = answers.Kept(prompt, answer.options, answer.number, answer.text or None, answer.done)
            await answers.keep(connection, submissions[plan], kept)
        case Remark(plan=plan, prompt=prompt, text=text):
            await answers.keep_remark(connection, submissions[plan], prompt, text)
        case Wish(plan=plan):
            await answers.keep_wish(connection, person_id, plan)
        case Quiet():
            await outbox.quiet(connection, person_id)
        case Forget():
            await answers.forget(connection, person_id)
            await outbox.forget(connection, person_id)
            await inbox.forget(connection, person_id)


def _answered(submissions: Sequence[answers.Submission]) -> dict[int, dict[str, Answer]]:
    return {one.plan: {kept.prompt: _answer(kept) for kept in one.answers} for one in submissions}


def _answer(kept: answers.Kept) -> Answer:
    return Answer(kept.options, kept.number, kept.words or "", kept.done)


def _of_the_database(error: Exception) -> bool:
    """Whether the database failed us, rather than what came in. A value that it can't take is a fault of what came in."""
    if isinstance(error, DBAPIError):
        return not isinstance(error, DataError | IntegrityError) and not _of_a_value(error)
    return isinstance(error, SQLAlchemyError | OSError) and not isinstance(error, StatementError)


def _of_a_value(error: DBAPIError) -> bool:
    """Postgres' driver tells it by the class of its code only: 22 is data, 23 a constraint."""
    return str(getattr(error.orig, "sqlstate", "")).startswith(("22", "23"))


def _keepable(id: str) -> str:
    """An id that any database takes, and the same for the same."""
    return id if len(id) <= LONGEST else hashlib.sha256(id.encode(errors="surrogatepass")).hexdigest()

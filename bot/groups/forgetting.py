"""What a closed round without names leaves of who gave what: nothing, neither in its own rows nor in messages and conversations."""

from bot.advice import SPOKEN
from bot.dialogue import turning
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Say, Turn
from bot.dialogue.facts import RoundPage
from bot.dialogue.message import Message
from bot.dialogue.sheet import RoundFacts, round_of
from bot.dialogue.state import State
from bot.groups.sheets import facts_of
from storage import closing, kept
from storage.closing import Told
from storage.db import Connection
from storage.rounds import Round


async def forget_who(connection: Connection, catalogue: Catalogue, row: Round) -> None:
    """Cut the ties of a round that was just closed, and all that would bind them again. Nobody else may be in it."""
    facts = facts_of(row, row.closes_at)
    states = {who: State.from_json(state) for who, state in (await closing.hushed(connection, row.id) or {}).items()}
    away = {who: put_away(catalogue, state, facts) for who, state in states.items()}
    await closing.remember(connection, {who: state.to_json() for who, state in away.items() if state != states[who]})
    await kept.drop_files(connection, row.id)
    telling = [one for one in await closing.told(connection, row.id, row.opened_on) if one.tagged or _tells(one, facts)]
    instead = {one.id: _instead(catalogue, one, facts) for one in telling if one.needed}
    await closing.unsay(connection, {one.id for one in telling} - set(instead), instead)
    aloud = "" if row.joint else SPOKEN  # what they said together tells of nobody
    await closing.cut_loose(connection, row.id, row.opened_on, aloud)


def put_away(catalogue: Catalogue, state: State, facts: RoundFacts) -> State:
    """What a conversation may remember after the end of a round: not at which question she stopped, for not all stop there."""
    if any(_about(address, facts) for address in (state.place, *(address for _, address in state.ways))):
        there = _closed(catalogue, State(language=state.language, consent=state.consent), facts).state
        return State(language=state.language, consent=state.consent, stopped=state.stopped, place=there.place, ways=there.ways)
    return State.from_json({**state.to_json(), "sheet": "", "asked": ""}) if round_of(state.sheet) == facts.id else state


def _about(address: str, facts: RoundFacts) -> bool:
    """Whether an address leads into the round's questions, or to where she was with them."""
    return address == f"round:{facts.id}" or any(round_of(part) == facts.id for part in address.split(":"))


def _tells(one: Told, facts: RoundFacts) -> bool:
    """Whether its buttons say how far she was with the questions: that may tell hers from others that are half filled in."""
    addresses = [button.address for button in Message.from_json(one.body["message"]).buttons()]
    return any(address == "go" or _about(address, facts) for address in addresses)


def _instead(catalogue: Catalogue, one: Told, facts: RoundFacts) -> dict[str, object]:
    """She waits for an answer, or reads her page again: she hears that the round is closed, and how to go on."""
    said = [effect.message for effect in _closed(catalogue, State(language=one.language), facts).effects if isinstance(effect, Say)]
    return {name: value for name, value in one.body.items() if name == "edit"} | {"message": said[-1].to_json()}


def _closed(catalogue: Catalogue, state: State, facts: RoundFacts) -> Turn:
    """What anybody is told of the closed round."""
    return turning.told(catalogue, state, {}, RoundPage(facts, coordinator=False, mine="", shown=True))

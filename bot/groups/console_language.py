"""Another language, chosen on the coordinators' pages: it is that of the chat as well."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue.console_asks import SetLanguage
from bot.dialogue.console_facts import Speaks
from bot.dialogue.facts import Fact
from bot.dialogue.here import Here
from bot.dialogue.state import State
from bot.groups import access
from bot.groups.house import Table
from storage import people


async def _set(table: Table, ask: SetLanguage) -> Fact:
    """She stays where she is in the conversation; what comes next is said in that language. She must be locked."""
    if ask.language not in table.house.catalogue.languages:
        raise access.NotHers
    state = State.from_json(await people.state_of(table.connection, table.who.person_id))
    changed = Here(table.house.catalogue, state, {}).at(language=ask.language).state
    if changed != state:
        await people.remember(table.connection, table.who.person_id, changed.to_json(), table.now)
    return Speaks(ask.language)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {SetLanguage: _set}

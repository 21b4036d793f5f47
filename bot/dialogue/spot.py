"""One prompt on one sheet: what the buttons of the questions name."""

from dataclasses import dataclass, replace

from bot.dialogue.here import Here, Over, Stale, whole
from bot.dialogue.sheet import Sheet
from content.model import Asked, Plan


@dataclass(frozen=True)
class Spot:
    """One prompt on one sheet, as buttons name it."""

    sheet: Sheet
    index: int  # in plan.asked

    @property
    def plan(self) -> Plan:
        return self.sheet.plan

    @property
    def asked(self) -> Asked:
        return self.plan.asked[self.index]

    def address(self, verb: str, *rest: object) -> str:
        """A button that does `verb` here: q show, a answer, t tick, d done, s skip, k keep as it was, o another view."""
        return ":".join([verb, self.sheet.name, self.sheet.version, str(self.index), *map(str, rest)])

    def at(self, index: int) -> "Spot":
        """Another prompt of the same sheet."""
        return replace(self, index=index)


def spot_at(here: Here, name: str, version: str, index: str) -> Spot:
    """Raises Stale when the plan has changed since the button was made, and Over when the round has closed."""
    sheet = here.sheet(name)
    spot = Spot(sheet, whole(index))
    if sheet.round and not sheet.round.open:
        raise Over(sheet.round)
    if version != sheet.version or spot.index >= len(sheet.plan.asked):
        raise Stale
    return spot

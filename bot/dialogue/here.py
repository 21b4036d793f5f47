"""Where a person is in the conversation, and what she may read there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.advice import Answer
from bot.dialogue.asks import Ask
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Effect, Say, Turn
from bot.dialogue.message import Button, Message
from bot.dialogue.sheet import Known, RoundFacts, Sheet, plan_of, round_of
from bot.dialogue.state import State
from content.model import Plan

PAGE = 7  # options shown at once: with three ways they fill a WhatsApp list


class Stale(Exception):
    """An address that leads nowhere, or nowhere any more."""


class Over(Exception):
    """The round that an address belongs to is closed."""

    def __init__(self, round: RoundFacts) -> None:
        super().__init__(round.id)
        self.round = round


def with_opening(effects: Sequence[Effect], opening: str) -> tuple[Effect, ...]:
    """The same effects; what they say begins with `opening`."""
    return tuple(Say(effect.message.opening(opening)) if isinstance(effect, Say) and opening else effect for effect in effects)


@dataclass(frozen=True)
class Again:
    """She stays where she is and gets that message once more, below `opening`."""

    opening: str
    effects: tuple[Effect, ...] = ()


Place = Callable[..., "Turn | Again"]
Places = dict[str, tuple[Place, int, int]]  # by the first word of an address; so many words of its own follow, at least and at most
Listeners = dict[str, Callable[..., "Turn | Again | None"]]


@dataclass(frozen=True)
class Here:
    """All that a place needs to know. It bundles what every place would otherwise take one by one."""

    catalogue: Catalogue
    state: State
    known: Mapping[str, Known]  # by the names of sheets, of those that the event may touch
    billed: bool = False  # each message costs: shorter ways are taken

    def t(self, dutch: str) -> str:
        """The bot's own words in her language."""
        return self.catalogue.words(self.state.language).t(dutch)

    def n(self, one: str, many: str, count: int) -> str:
        """The bot's own words for a number of things."""
        return self.catalogue.words(self.state.language).n(one, many, count)

    def plan(self, number: str) -> Plan:
        """A plan in her language. Raises Stale."""
        found = self.catalogue.plan(whole(number), self.state.language)
        if found is None:
            raise Stale
        return found

    def ready(self, number: str) -> Plan:
        """A plan that can be used. Raises Stale."""
        found = self.plan(number)
        if found.status != "ready":
            raise Stale
        return found

    def sheet(self, name: str) -> Sheet:
        """What she fills in, of that name; her own may be empty still. Raises Stale."""
        known = self.known.get(name, Known())
        if round_of(name) == 0:
            plan = self.ready(name)
            return Sheet(str(plan.number), plan, self.catalogue.version(plan.number), known.answers, voices=known.voices)
        if known.round is None:  # it is not hers to fill in
            raise Stale
        text = known.text or self.ready(str(known.round.plan))
        return Sheet(name, text, known.round.version, known.answers, known.round, known.voices)

    def current(self, plan: Plan) -> str:
        """The name of the sheet that she fills in for this plan: that of an open round if she is in one, else her own."""
        known = self.known.get(self.state.sheet)
        in_round = plan_of(self.state.sheet) == plan.number and known and known.round and known.round.open
        return self.state.sheet if in_round else str(plan.number)

    def given(self, sheet: str) -> Mapping[str, Answer]:
        """Her answers on a sheet, by prompt key."""
        known = self.known.get(sheet)
        return known.answers if known else {}

    def answered(self, sheet: str, prompt: str, answer: Answer) -> "Here":
        """The same after one more answer."""
        before = self.known.get(sheet, Known())
        return replace(self, known={**self.known, sheet: replace(before, answers={**before.answers, prompt: answer})})

    def spoke(self, sheet: str) -> "Here":
        """The same after something was said aloud."""
        return replace(self, known={**self.known, sheet: replace(self.known.get(sheet, Known()), voices=True)})

    def leads(self, button: Button) -> str:
        """Where a button leads her."""
        return button.once if self.billed and button.once else button.address

    def way(self, name: str, *rest: object) -> Button:
        """A button to a place that has one fixed label."""
        return Button(self.t(LABELS[name]), ":".join([name, *map(str, rest)]), self.t(SHORT[name]) if name in SHORT else "")

    def show(self, place: str, message: Message, *effects: Effect) -> Turn:
        """She goes to `place` and gets `message`, after the effects."""
        return Turn(replace(self.state, place=place, ways=(), choices=0, puzzled=False), (*effects, Say(message)))

    def ask(self, place: str, ask: Ask, *effects: Effect, opening: str = "") -> Turn:
        """She goes to `place`, and what she gets there depends on what the tables tell."""
        return Turn(replace(self.state, place=place, ways=(), choices=0, puzzled=False), effects, ask=ask, opening=opening)

    def tell(self, message: Message, place: str = "", *effects: Effect) -> Turn:
        """What the tables told, in words. Its buttons are remembered: without the tables the place could not show them again."""
        ways = tuple((button.label, button.address) for button in message.buttons())
        state = replace(self.state, place=place or self.state.place, ways=ways, choices=len(message.options))
        return Turn(state, (*effects, Say(message)))

    def stay(self, message: Message, *effects: Effect) -> Turn:
        """She stays where she is and gets a message with ways of its own, which she may also type."""
        ways = tuple((button.label, button.address) for button in message.buttons())
        return Turn(replace(self.state, ways=ways, choices=0), (*effects, Say(message)))

    def at(self, **changes: object) -> "Here":
        """The same with another state."""
        return replace(self, state=replace(self.state, **changes))  # type: ignore[arg-type]


def _(dutch: str) -> str:
    """Marks words for translation where no language is known yet."""
    return dutch


LABELS = {
    "menu": _("Menu"),
    "plans": _("Stappenplannen"),
    "go": _("Verder met de vragen"),
    "settings": _("Instellingen"),
    "language": _("Taal"),
    "about": _("Over ons"),
    "help": _("Hulp"),
    "stop": _("Stop met berichten"),
    "start": _("Weer beginnen"),
    "back": _("Terug"),
    "forget": _("Antwoorden wissen"),
    "groups": _("Mijn groep"),
    "newgroup": _("Nieuwe groep"),
    "code": _("Ik heb een code"),
    "callme": _("Mijn naam"),
    "mydata": _("Mijn gegevens"),
    "mygiven": _("Mijn bijdragen"),
    "forgetme": _("Vergeet mij"),
    "phone": _("Andere persoon op deze telefoon"),
    "link": _("Ook op een ander kanaal"),
    "keeping": _("Mag ik bewaren?"),
    "plan": _("Naar het plan"),
    "overview": _("Mijn antwoorden"),
    "advice": _("Mijn advies"),
}

SHORT = {"phone": _("Andere persoon")}  # stands on a button where the label does not fit


def whole(text: str) -> int:
    """A number in an address. Raises Stale."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Stale
    return int(text)


def page_of(buttons: tuple[Button, ...], page: str, address: str, more: str) -> tuple[Button, ...]:
    """One page of many options; the last leads to the next page, and from the end to the first again."""
    if len(buttons) <= PAGE:
        return buttons
    size = PAGE - 1
    number = whole(page or "0")
    shown = buttons[number * size : (number + 1) * size]
    if not shown:
        raise Stale
    following = number + 1 if (number + 1) * size < len(buttons) else 0
    return (*shown, Button(more, f"{address}:{following}"))

"""Where a person is in the conversation, and what she may read there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.advice import Answer
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Effect, Say, Turn
from bot.dialogue.message import Button, Message
from bot.dialogue.state import State
from content.model import Plan

PAGE = 7  # options shown at once: with three ways they fill a WhatsApp list


class Stale(Exception):
    """An address that leads nowhere, or nowhere any more."""


@dataclass(frozen=True)
class Again:
    """She stays where she is and gets that message once more, below `opening`."""

    opening: str
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class Here:
    """All that a place needs to know. It bundles what every place would otherwise take one by one."""

    catalogue: Catalogue
    state: State
    answers: Mapping[int, Mapping[str, Answer]]  # by plan number, of the plans that the event may touch

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

    def given(self, plan: Plan) -> Mapping[str, Answer]:
        """Her answers to a plan, by prompt key."""
        return self.answers.get(plan.number, {})

    def answered(self, plan: int, prompt: str, answer: Answer) -> "Here":
        """The same after one more answer."""
        return replace(self, answers={**self.answers, plan: {**self.answers.get(plan, {}), prompt: answer}})

    def way(self, name: str, *rest: object) -> Button:
        """A button to a place that has one fixed label."""
        return Button(self.t(LABELS[name]), ":".join([name, *map(str, rest)]))

    def show(self, place: str, message: Message, *effects: Effect) -> Turn:
        """She goes to `place` and gets `message`, after the effects."""
        return Turn(replace(self.state, place=place, ways=(), puzzled=False), (*effects, Say(message)))

    def stay(self, message: Message, *effects: Effect) -> Turn:
        """She stays where she is and gets a message with ways of its own, which she may also type."""
        ways = tuple((button.label, button.address) for button in message.buttons())
        return Turn(replace(self.state, ways=ways), (*effects, Say(message)))

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
    "keeping": _("Mag ik bewaren?"),
    "plan": _("Naar het plan"),
    "overview": _("Mijn antwoorden"),
    "advice": _("Mijn advies"),
}


def whole(text: str) -> int:
    """A number in an address. Raises Stale."""
    if not (text.isascii() and text.isdigit() and len(text) < 6):
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

"""A phone without a network: it plays one person's conversation and keeps what the bot would keep."""

from collections.abc import Callable

from bot.advice import Answer
from bot.dialogue import turning
from bot.dialogue.asks import Ask
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Effect, Event, Forget, Keep, KeepVoice, Opened, Pressed, Remark, Said, Say, Wish
from bot.dialogue.facts import Fact
from bot.dialogue.message import Button, Message
from bot.dialogue.sheet import Known, RoundFacts, round_of
from bot.dialogue.state import State
from bot.transcript import act, as_text
from tests.dialogue.facts import fact_for


class Phone:
    """Holds the state as JSON between turns, as the database does."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.kept = State().to_json()
        self.answers: dict[str, dict[str, Answer]] = {}  # by sheet
        self.remarks: list[Remark] = []
        self.voices: list[KeepVoice] = []
        self.wishes: list[int] = []
        self.message = Message("")
        self.heard = ""
        self.tells: Callable[[Ask], Fact] = fact_for  # the tables' part
        self.round: RoundFacts | None = None  # a round that she is in
        self.billed = False  # each message costs

    def copy(self) -> "Phone":
        """Another phone at the same point of the same conversation."""
        other = Phone(self.catalogue)
        other.kept = dict(self.kept)
        other.answers = {sheet: dict(answers) for sheet, answers in self.answers.items()}
        other.message = self.message
        other.voices = list(self.voices)
        other.tells, other.round = self.tells, self.round
        return other

    @property
    def state(self) -> State:
        return State.from_json(self.kept)

    @property
    def buttons(self) -> list[Button]:
        return list(self.message.buttons())

    def do(self, event: Event) -> list[Effect]:
        """One turn, with the answers that it asks for and no others."""
        focus = turning.focus(self.state, event)
        known = {sheet: Known(self.answers.get(sheet, {}), self._round(sheet), voices=self._spoke(sheet)) for sheet in focus}
        turn = turning.turn(self.catalogue, self.state, known, event, "nl", billed=self.billed)
        self.heard = turn.heard
        effects = list(turn.effects)
        while turn.ask:
            turn = turning.told(self.catalogue, turn.state, known, self.tells(turn.ask), turn.opening)
            effects += turn.effects
        self.kept = turn.state.to_json()
        for effect in effects:
            self._carry_out(effect)
        return effects

    def _round(self, sheet: str) -> RoundFacts | None:
        return self.round if self.round and round_of(sheet) == self.round.id else None

    def _spoke(self, sheet: str) -> bool:
        return any(voice.sheet == sheet for voice in self.voices)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say(message=message):
                self.message = Message.from_json(message.to_json())
            case Keep(sheet=sheet, prompt=prompt, answer=answer):
                self.answers.setdefault(sheet, {})[prompt] = answer
            case Remark():
                self.remarks.append(effect)
            case KeepVoice():
                self.voices.append(effect)
            case Wish(plan=plan):
                self.wishes.append(plan)
            case Forget():
                self.answers, self.remarks, self.voices, self.wishes = {}, [], [], []

    def open(self) -> str:
        """She opens the chat."""
        self.do(Opened())
        return as_text(self.message)

    def say(self, text: str) -> str:
        """She opens the chat with /start, taps the button of that name if it is there, else types it."""
        self.do(act(text, self.message))
        return as_text(self.message)

    def type(self, text: str) -> str:
        """She types it, also when there is a button of that name."""
        self.do(Said(text))
        return as_text(self.message)

    def press(self, address: str) -> str:
        """She presses a button, of this message or of an old one."""
        self.do(Pressed(address))
        return as_text(self.message)


def walk_to(phone: Phone, key: str) -> str:
    """Skip until that prompt is asked; returns its address."""
    plan = phone.catalogue.plan(3)
    assert plan is not None
    index = next(index for index, asked in enumerate(plan.asked) if asked.key == key)
    address = f"q:3:{phone.catalogue.version(3)}:{index}"
    phone.press(address)
    assert phone.state.place == address
    return address

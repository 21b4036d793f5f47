"""Meta takes every message of the conversation, wherever somebody walks and whatever she is told, as one message where that can be."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.channels.whatsapp_look import Media, look
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.dialogue.events import Opened, Pressed, Said
from bot.dialogue.message import Message, plain
from bot.dialogue.places import PLACES
from tests.cast import AMINA
from tests.dialogue.facts import ROUND, of_a_coordinator
from tests.dialogue.phone import Phone
from tests.dialogue.test_telling import samples, told
from tests.whatsapp_rules import check

CATALOGUE = read_catalogue()
HEAD = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": AMINA.phone}
IMAGE, FILE = Media("1", "image"), Media("2", "document", "gegevens.txt")


def as_sent(message: Message) -> int:
    """Look at what is sent as Meta does; returns in how many messages it goes."""
    files = [IMAGE] * (message.picture is not None) + [FILE] * (message.document is not None)
    bodies = look(Message.from_json(message.to_json()), files, "k")
    for body in bodies:
        check({**HEAD, **body, "biz_opaque_callback_data": "k"}, {"1": "image/png", "2": "text/plain"})
    return len(bodies)


class Walking(RuleBasedStateMachine):
    """A coordinator, whose group has an open round, taps whatever WhatsApp shows her, and types."""

    def __init__(self) -> None:
        super().__init__()
        self.phone = Phone(CATALOGUE)
        plan = CATALOGUE.plan(3)
        assert plan is not None
        self.phone.tells = of_a_coordinator(plan, CATALOGUE.version(3))
        self.phone.round = replace(ROUND, version=CATALOGUE.version(3))

    @initialize()
    def hello(self) -> None:
        self.phone.do(Opened())

    @rule(choice=st.integers(0, 20))
    def tap(self, choice: int) -> None:
        button = self.phone.buttons[choice % len(self.phone.buttons)]
        self.phone.do(Pressed(button.once or button.address))
        assert "knop" not in self.phone.message.text or "niet meer" not in self.phone.message.text

    @rule(
        text=st.sampled_from(
            ["ja", "1 3", "2", "menu", "vragen", "veertien", "*vet* _schuin_ " * 40, "https://x.example/_a_", "> x", "😀" * 90]
        )
    )
    def type(self, text: str) -> None:
        self.phone.do(Said(text))

    @rule(place=st.sampled_from(["go:3", "go:3.17", "group:4", "round:17", "result:17", "steps:4", "members:4", "manage:4", "mydata"]))
    def go_somewhere(self, place: str) -> None:
        self.phone.do(Pressed(place))

    @rule(
        name=st.sampled_from(sorted(PLACES)), rest=st.lists(st.sampled_from(["3", "3.17", "17", "4", "0", "1", "yes", "steps"]), max_size=4)
    )
    def go_anywhere(self, name: str, rest: list[str]) -> None:
        self.phone.do(Pressed(":".join([name, *rest])))

    @invariant()
    def meta_takes_it(self) -> None:
        as_sent(self.phone.message)


Walking.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestWalking = Walking.TestCase


def questions(catalogue: Catalogue) -> Iterator[Message]:
    """Every prompt of plan 3, before and after an answer."""
    plan = catalogue.plan(3)
    assert plan is not None
    for index in range(len(plan.asked)):
        phone = Phone(catalogue)
        phone.open()
        phone.say("Ja, dat is goed")
        address = f"q:3:{catalogue.version(3)}:{index}"
        phone.press(address)
        yield phone.message
        phone.type("1")
        phone.press(address)
        yield phone.message


def test_every_question_goes_as_one_message() -> None:
    found = list(questions(CATALOGUE))
    assert {as_sent(message) for message in found} == {1}
    assert any(message.once for message in found)
    assert all("Klaar" not in message.once for message in found)


def test_what_the_tables_tell_goes_as_one_message_unless_it_carries_a_picture_above_a_list() -> None:
    plan = CATALOGUE.plan(3)
    assert plan is not None
    for fact in samples(plan):
        for _, message in told(CATALOGUE, fact):
            carried = (message.picture is not None) + (message.document is not None)
            assert as_sent(message) <= 1 + carried, plain(message.text)

"""Somebody who taps, types and sends anything at all finds no dead end, no fault, and nothing too long to show."""

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.events import Added, Keep, KeepVoice, Late, Opened, Pressed, Remark, Said, Sent, Wish
from bot.dialogue.message import BOLD, END, plain
from bot.dialogue.places import PLACES
from bot.dialogue.state import State
from content.limits import ADDRESS, BODY, BUTTON, ROWS, units
from tests.dialogue.facts import ROUND, of_a_coordinator
from tests.dialogue.phone import Phone

CATALOGUE = read_catalogue()
WORDS = st.one_of(
    st.sampled_from(
        [
            "ja",
            "nee",
            "1",
            "2",
            "7",
            "99",
            "٣",
            "۱۲",
            "veertien",
            "1, 3",
            "1 en 2",
            "menu",
            "hulp",
            "/help",
            "/x",
            "terug",
            "klaar",
            "sla over",
            "mijn groep",
            "AC3D4EF",
            "vergeet mij",
        ]
    ),
    st.sampled_from(
        ["", "   ", "\x00\x02\x03", "😀" * 50, "a" * 10_000, "ą" * 5000, "\ud800", "\u202e abc", "سلام", "Здравей", "<b>&", "q:3"]
    ),
    st.text(max_size=60),
)
BROADCASTS = ("send:4", "send:4:words", "send:4:part:3", "broadcast:5", "broadcasts:4", "sendlater:5", "sendnow:5", "sent:5")
STOPS = st.sampled_from(["STOP", "stop.", "توقف", "Стоп", "dur"])
KINDS = st.sampled_from(["sticker", "photo", "video", "voice", "location", "contact", "document", "poll", "other"])
RUBBISH = st.one_of(
    st.text(max_size=80),
    st.builds(
        lambda name, rest: ":".join([name, *rest]),
        st.sampled_from(sorted(PLACES)),
        st.lists(st.sampled_from(["3", "3.17", "0", "99", "x", "", "-1", "afspraken", "yes"])),
    ),
)


class Wandering(RuleBasedStateMachine):
    """One person, who keeps every button she ever saw."""

    def __init__(self) -> None:
        super().__init__()
        self.phone = Phone(CATALOGUE)
        self.seen: list[str] = []
        self.effects: list[Any] = []
        self.agreed = False
        self.fresh = False

    def _do(self, event: Any) -> None:
        before = bool(self.phone.state.consent)
        self.effects = self.phone.do(event)
        self.agreed = before or bool(self.phone.state.consent)
        self.seen += [button.address for button in self.phone.buttons]
        self.fresh = False

    @initialize()
    def hello(self) -> None:
        self._do(Opened())

    @rule(choice=st.integers(0, 20))
    def press_what_is_there(self, choice: int) -> None:
        self._do(Pressed(self.phone.buttons[choice % len(self.phone.buttons)].address))
        self.fresh = True

    @rule(choice=st.integers(0, 10_000))
    def press_an_old_button(self, choice: int) -> None:
        self._do(Pressed(self.seen[choice % len(self.seen)]))

    @rule(address=RUBBISH)
    def press_a_forged_button(self, address: str) -> None:
        self._do(Pressed(address))

    @rule(text=WORDS)
    def type_something(self, text: str) -> None:
        self._do(Said(text))

    @rule(choice=st.integers(0, 20))
    def type_a_label(self, choice: int) -> None:
        button = self.phone.buttons[choice % len(self.phone.buttons)]
        pressing = self.phone.copy()
        pressing.do(Pressed(button.address))
        self._do(Said(button.label))
        if not button.address.startswith("t:"):  # typing an option of several is her whole answer, a tap is one tick
            assert self.phone.state.place == pressing.state.place, button
        assert (self.phone.state.consent, self.phone.state.stopped) == (pressing.state.consent, pressing.state.stopped)

    @rule(kind=KINDS)
    def send_something(self, kind: Any) -> None:
        self._do(Sent(kind))

    @rule(media=st.sampled_from(["m1", "m2"]))
    def say_something_aloud(self, media: str) -> None:
        self._do(Sent("voice", media, "audio/ogg"))

    @rule()
    def listen(self) -> None:
        self._do(Pressed("listen:3"))

    @rule()
    def add_the_bot_to_a_chat(self) -> None:
        place = self.phone.state.place
        self._do(Added("-1001", "Vrouwen van Laak"))
        assert self.phone.state.place == place

    @rule(text=WORDS)
    def write_hours_ago(self, text: str) -> None:
        self._do(Late(Said(text)))

    @rule(choice=st.integers(0, 10_000))
    def press_hours_ago(self, choice: int) -> None:
        self._do(Late(Pressed(self.seen[choice % len(self.seen)])))

    @rule()
    def open_again(self) -> None:
        self._do(Opened("LAAK42"))

    @precondition(lambda self: not self.phone.state.stopped)
    @rule(text=STOPS)
    def stop(self, text: str) -> None:
        self._do(Said(text))
        assert self.phone.state.stopped

    @precondition(lambda self: self.phone.state.stopped)
    @rule()
    def start(self) -> None:
        self._do(Said("START"))
        assert not self.phone.state.stopped

    @rule()
    def go_to_the_questions(self) -> None:
        self._do(Pressed("go:3"))

    @invariant()
    def there_is_a_way_on(self) -> None:
        if self.effects:
            assert self.phone.buttons, self.phone.message.text

    @invariant()
    def every_channel_can_show_it(self) -> None:
        message = self.phone.message
        assert units(plain(message.text)) <= BODY, message.text
        assert len(self.phone.buttons) <= ROWS, message
        assert len(message.ways) <= 3
        addresses = [button.address for button in self.phone.buttons]
        assert len(set(addresses)) == len(addresses)
        for button in self.phone.buttons:
            assert button.label.strip()
            assert len(button.address.encode()) <= ADDRESS
        for way in message.ways:
            assert units(way.short or way.label) <= BUTTON, way
        assert message.text.count(BOLD) == message.text.count(END)

    @invariant()
    def a_button_that_is_there_works(self) -> None:
        assert not (self.fresh and "knop" in self.phone.message.text and "niet meer" in self.phone.message.text)

    @invariant()
    def the_state_survives_json(self) -> None:
        assert State.from_json(self.phone.kept).to_json() == self.phone.kept

    @invariant()
    def nothing_is_kept_without_consent(self) -> None:
        kept = [effect for effect in self.effects if isinstance(effect, Keep | Remark | KeepVoice | Wish)]
        assert self.agreed or not kept
        assert self.agreed or not self.phone.state.sheet


class Leading(Wandering):
    """The same of a coordinator: her group has an open round."""

    @initialize()
    def in_a_group(self) -> None:
        plan = CATALOGUE.plan(3)
        assert plan is not None
        self.phone.tells = of_a_coordinator(plan, CATALOGUE.version(3))
        self.phone.round = replace(ROUND, version=CATALOGUE.version(3))

    @rule(
        place=st.sampled_from(
            ["group:4", "round:17", "go:3.17", "result:17", "steps:4", "members:4", "manage:4", "newround:4", *BROADCASTS]
        )
    )
    def go_somewhere(self, place: str) -> None:
        self._do(Pressed(place))


Wandering.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
Leading.TestCase.settings = settings(max_examples=70, stateful_step_count=40, deadline=None)
TestWandering = Wandering.TestCase
TestLeading = Leading.TestCase

"""What comes by itself is short, says how to stop, and leads where she can answer."""

from dataclasses import replace
from datetime import date

import pytest

from bot.dialogue import reminded
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.here import Here
from bot.dialogue.message import Message, plain
from bot.dialogue.places import PLACES
from bot.dialogue.reminded import Ended, StepAsked
from bot.dialogue.sheet import RoundFacts
from bot.dialogue.state import State
from content.limits import ADDRESS, BODY, units

DAY = date(2027, 1, 5)
FACTS = RoundFacts(2_000_000_000, 1_000_000_000, "W" * 60, 3, "v1", True, False, True, DAY, 12, 5, 3)
STEP = StepAsked(1_000_000_000, "W" * 60, 3, "afspraken", mine=True)


def all_of_them(here: Here) -> dict[str, Message | None]:
    return {
        "start": reminded.start(here, FACTS, DAY),
        "first start": reminded.start(here, FACTS, None),
        "joint start": reminded.start(here, replace(FACTS, joint=True), None),
        "nudge": reminded.nudge(here, FACTS),
        "closing": reminded.closing(here, FACTS, begun=True),
        "closing, not begun": reminded.closing(here, FACTS, begun=False),
        "asked for": reminded.asked_for(here, FACTS, 3, begun=True),
        "asked for, alone": reminded.asked_for(here, None, 3, begun=True),
        "half": reminded.half(here, FACTS, 2),
        "end": reminded.end(here, FACTS, Ended(shown=True, earlier=True)),
        "end, nothing shown": reminded.end(here, FACTS, Ended(shown=False, earlier=True)),
        "passed over": reminded.passed_over(here, FACTS),
        "step": reminded.step(here, STEP),
        "step of nobody": reminded.step(here, replace(STEP, mine=False)),
        "chat": reminded.for_chat(here, FACTS, "https://t.me/stappen_bot?start=abc"),
    }


@pytest.fixture
def here(catalogue: Catalogue) -> Here:
    return Here(catalogue, State(language="nl", consent=True), {})


def test_every_message_fits_everywhere_and_its_buttons_lead_somewhere(here: Here) -> None:
    for name, message in all_of_them(here).items():
        assert message is not None, name
        assert units(message.text) <= BODY, name
        assert len(list(message.buttons())) <= 4, name
        for button in message.buttons():
            assert len(button.address.encode()) <= ADDRESS, name
            assert button.address.startswith("https://") or button.address.partition(":")[0] in PLACES, (name, button)


def test_what_comes_to_members_says_how_to_stop(here: Here) -> None:
    others = {"half", "end", "end, nothing shown", "passed over", "chat"}
    for name, message in all_of_them(here).items():
        assert message is not None
        assert (name not in others) == ("Typ STOP" in message.text), name


def test_whoever_has_not_begun_reads_first_who_will_see_what(here: Here) -> None:
    for message in (reminded.start(here, FACTS, DAY), reminded.nudge(here, FACTS), reminded.closing(here, FACTS, begun=False)):
        assert message.options[0].address == f"round:{FACTS.id}"
    assert reminded.closing(here, FACTS, begun=True).options[0].address == f"go:3.{FACTS.id}"


def test_a_step_that_the_plan_has_not_any_more_is_not_asked_about(here: Here) -> None:
    assert reminded.step(here, replace(STEP, step="weg")) is None
    assert reminded.step(here, replace(STEP, plan=99)) is None


def test_half_time_says_how_many_can_not_be_reached_only_when_there_are_any(here: Here) -> None:
    assert "2 vrouwen kan ik niet bereiken." in plain(reminded.half(here, FACTS, 2).text)
    assert "1 vrouw kan ik niet bereiken." in plain(reminded.half(here, FACTS, 1).text)
    assert "bereiken" not in reminded.half(here, FACTS, 0).text


def test_the_last_time_is_named_by_its_day(here: Here) -> None:
    assert "De vorige keer was op di 5 jan 2027." in reminded.start(here, FACTS, DAY).text
    assert "vorige keer" not in reminded.start(here, FACTS, None).text

"""Labels fit on buttons, stay unlike each other, and nothing they leave out is lost."""

from hypothesis import given
from hypothesis import strategies as some

from bot.channels.labels import fit
from bot.dialogue.message import Button, Message
from content.limits import units

LONG = "Wij helpen elkaar met formulieren, brieven en bellen naar instanties"


def test_labels_that_fit_stay_as_they_are() -> None:
    message = Message("Welke?", options=(Button("Ja", "a:1"), Button("Nee", "a:2")), ways=(Button("Terug", "back"),))
    assert fit(message, 40) == ("Welke?", [("Ja", "a:1"), ("Nee", "a:2"), ("Terug", "back")])


def test_one_long_option_makes_a_numbered_list_of_all() -> None:
    message = Message("Welke?", options=(Button(LONG, "a:1", "Formulieren"), Button("Nee", "a:2")))
    text, buttons = fit(message, 40)
    assert text == f"Welke?\n\n1. {LONG}\n2. Nee"
    assert buttons == [("1. Formulieren", "a:1"), ("2. Nee", "a:2")]


def test_options_that_begin_the_same_stay_unlike_when_cut() -> None:
    message = Message("Welke?", options=(Button(LONG + " A", "a:1"), Button(LONG + " B", "a:2")))
    labels = [label for label, _ in fit(message, 40)[1]]
    assert labels == ["1. Wij helpen elkaar met formulieren, b…", "2. Wij helpen elkaar met formulieren, b…"]


def test_ways_that_begin_the_same_stay_unlike_when_cut() -> None:
    message = Message("Welke?", ways=(Button(LONG + " A", "a"), Button(LONG + " B", "b")))
    labels = [label for label, _ in fit(message, 20)[1]]
    assert len(set(labels)) == 2
    assert max(map(units, labels)) <= 20


some_buttons = some.lists(some.builds(Button, some.text(min_size=1, max_size=60), some.just("a:1"), some.text(max_size=30)), max_size=9)


@given(options=some_buttons, ways=some_buttons, most=some.integers(12, 60))
def test_no_label_is_ever_too_long_and_no_long_option_is_lost(options: list[Button], ways: list[Button], most: int) -> None:
    text, buttons = fit(Message("Welke?", tuple(options), tuple(ways)), most)
    assert len(buttons) == len(options) + len(ways)
    assert all(units(label) <= most for label, _ in buttons)
    assert all(option.label in text for option in options if units(option.label) > most)

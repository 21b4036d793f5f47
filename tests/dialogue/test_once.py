"""Where each message costs, one tap is a whole answer, and the way to the questions is shorter."""

from bot.dialogue.catalogue import Catalogue
from bot.dialogue.message import Button, Message
from tests.dialogue.phone import Phone, walk_to

KEY = "diversiteit.verschillen"


def once(phone: Phone, label: str) -> str:
    """Where the button of that name leads on such a channel."""
    return next(button.once for button in phone.buttons if button.label.removeprefix("✓ ") == label)


def test_one_tap_is_the_whole_answer_and_leads_on(asked: Phone) -> None:
    walk_to(asked, KEY)
    asked.press(once(asked, "Jong en oud"))
    answer = asked.answers["3"][KEY]
    assert (len(answer.options), answer.done) == (1, True)
    assert "Vraag 3 van 7" in asked.message.text


def test_what_was_ticked_on_another_channel_is_kept_with_it(asked: Phone) -> None:
    walk_to(asked, KEY)
    asked.say("Jong en oud")
    asked.press(once(asked, "Waarom we hier kwamen"))
    assert len(asked.answers["3"][KEY].options) == 2
    walk_to(asked, KEY)
    asked.press(once(asked, "We lijken op elkaar"))  # after that she begins anew
    assert len(asked.answers["3"][KEY].options) == 1


def test_the_text_tells_how_to_name_several_and_speaks_of_no_button_that_is_not_there(asked: Phone) -> None:
    walk_to(asked, KEY)
    assert "Klaar" in asked.message.text
    assert "Klaar" not in asked.message.once
    assert "\n2. Jong en oud\n" in asked.message.once
    asked.type("1 2")
    assert len(asked.answers["3"][KEY].options) == 2


def test_an_opening_stands_above_both_texts_and_both_survive_json() -> None:
    message = Message("lang", options=(Button("Ja", "t:1", once="a:1"),), once="kort").opening("Dank je.")
    assert (message.text, message.once) == ("Dank je.\n\nlang", "Dank je.\n\nkort")
    assert Message.from_json(message.to_json()) == message


def test_a_message_that_is_the_same_everywhere_says_nothing_of_it() -> None:
    message = Message("Hallo", options=(Button("Ja", "a:1"),)).opening("Dank je.")
    assert message.to_json() == {"text": "Dank je.\n\nHallo", "options": ({"label": "Ja", "address": "a:1", "short": ""},)}


def test_yes_leads_to_the_plans_and_the_plan_to_its_questions(phone: Phone, catalogue: Catalogue) -> None:
    phone.open()
    phone.press(once(phone, "Ja, dat is goed"))
    assert (phone.state.consent, phone.state.place) == (True, "plans")
    phone.press("plan:3")
    phone.press(once(phone, "Hulpvragen"))
    assert phone.state.place == f"q:3:{catalogue.version(3)}:0"

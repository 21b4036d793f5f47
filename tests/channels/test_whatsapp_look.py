"""How messages look on WhatsApp: reply buttons, lists, links, files, and as few messages as can be."""

from typing import Any

import pytest

from bot.channels.base import Templated
from bot.channels.whatsapp_look import Media, look, template
from bot.dialogue.message import Button, Message, bold
from content.limits import units
from tests.whatsapp_rules import check
from tests.whatsapp_stub import Call

MENU, HELP, BACK = Button("Menu", "menu"), Button("Hulp", "help"), Button("Terug", "back")
IMAGE, FILE, SOUND = Media("1", "image"), Media("2", "document", "gegevens.txt"), Media("3", "audio")
HEAD = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": "31600000001"}


def shown(message: Message, *files: Media) -> list[Call]:
    """What is sent, after Meta has looked at it."""
    bodies = [{**HEAD, **body} for body in look(message, files, "k")]
    for body in bodies:
        check(body, {"1": "image/png", "2": "text/plain", "3": "audio/ogg"})
    return [Call("messages", body) for body in bodies]


def options(count: int, label: str = "Optie") -> tuple[Button, ...]:
    return tuple(Button(f"{label} {number}", f"a:{number}") for number in range(1, count + 1))


def kind(call: Call) -> str:
    return str(call.body.get("interactive", call.body)["type"])


def rows(call: Call) -> list[dict[str, str]]:
    found: list[dict[str, str]] = call.body["interactive"]["action"]["sections"][0]["rows"]
    return found


@pytest.mark.parametrize(("count", "sort"), [(0, "text"), (1, "button"), (3, "button"), (4, "list"), (10, "list")])
def test_up_to_three_are_buttons_and_up_to_ten_a_list(count: int, sort: str) -> None:
    (call,) = shown(Message(f"{bold('Kies')} maar", options=options(count)))
    assert (kind(call), call.words) == (sort, "*Kies* maar")
    assert call.buttons == {f"Optie {number}": f"a:{number}" for number in range(1, count + 1)}


def test_more_than_a_list_holds_is_left_out_and_the_ways_stay(caplog: pytest.LogCaptureFixture) -> None:
    (call,) = shown(Message("Kies", options=options(14), ways=(BACK, MENU)))
    assert list(call.buttons.values()) == [*(f"a:{number}" for number in range(1, 9)), "back", "menu"]
    assert "buttons were left out" in caplog.text


def test_a_button_with_too_long_an_address_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    (call,) = shown(Message("Kies", options=(Button("Ja", "é" * 33), Button("Nee", "a:2"))))
    assert call.buttons == {"Nee": "a:2"}
    assert "buttons were left out" in caplog.text


def test_an_option_too_long_for_a_row_stands_whole_below_its_title() -> None:
    long = (Button("Hoe goed we Nederlands spreken", "a:1", "Nederlands spreken"), Button("Jong en oud", "a:2"))
    (call,) = shown(Message("Waarin?", options=long, ways=(MENU,)))
    assert rows(call) == [
        {"id": "a:1", "title": "1. Nederlands spreken", "description": "Hoe goed we Nederlands spreken"},
        {"id": "a:2", "title": "2. Jong en oud", "description": "Jong en oud"},
        {"id": "menu", "title": "Menu"},
    ]
    assert call.words == "Waarin?"


def test_an_option_too_long_for_that_too_stands_numbered_in_the_text() -> None:
    long = (Button("Dat " * 20 + "einde", "a:1", "Lang"), Button("Kort", "a:2"))
    (call,) = shown(Message("Waarin?", options=long))
    assert f"1. {long[0].label}\n2. Kort" in call.words
    assert list(call.buttons) == ["1. Lang", "2. Kort"]


def test_an_option_is_never_shortened_to_fit_a_button_but_a_way_is() -> None:
    (listed,) = shown(Message("Kies", options=(Button("Twee mensen praten samen", "a:1", "Samen"),)))
    assert kind(listed) == "list"
    (few,) = shown(Message("Kies", ways=(Button("Andere persoon op deze telefoon", "phone", "Andere persoon"), MENU)))
    assert few.buttons == {"Andere persoon": "phone", "Menu": "menu"}


def test_two_with_the_same_label_are_a_list_as_buttons_must_differ() -> None:
    (call,) = shown(Message("Kies", options=(Button("Laak", "group:1"), Button("Laak", "group:2"))))
    assert [row["id"] for row in rows(call)] == ["group:1", "group:2"]


def test_a_shorter_way_is_taken_where_each_message_costs() -> None:
    ticks = tuple(Button(f"Reden {n}", f"t:{n}:1", once=f"a:{n}") for n in range(1, 5))
    message = Message("Kies en druk op Klaar.", options=ticks, ways=(BACK,), once="1. Reden 1\n\nKies wat past.")
    (call,) = shown(Message.from_json(message.opening("Dank je.").to_json()))
    assert call.words == "Dank je.\n\n1. Reden 1\n\nKies wat past."
    assert list(call.buttons.values()) == ["a:1", "a:2", "a:3", "a:4", "back"]


def test_a_text_too_long_for_buttons_goes_first_and_loses_no_word() -> None:
    paragraphs = [f"Gedachte {number}. " + "woord " * 30 for number in range(12)]
    calls = shown(Message("\n\n".join(paragraphs), ways=(MENU,)))
    assert [kind(call) for call in calls] == ["text", "button"]
    assert " ".join(call.words for call in calls).split() == " ".join(paragraphs).split()
    assert calls[1].words.startswith("Gedachte ")


def test_bold_costs_no_second_message() -> None:
    text = "x" * 1000 + " " + bold("y" * 23)
    (call,) = shown(Message(text, ways=(MENU,)))
    assert call.words.endswith("y" * 23)
    (fits,) = shown(Message(text[:-2], ways=(MENU,)))
    assert "*" not in call.words
    assert units(fits.words) <= 1024


def test_a_text_without_buttons_may_be_long_and_is_cut_only_beyond_that() -> None:
    assert [units(call.words) for call in shown(Message("a" * 4096))] == [4096]
    assert [kind(call) for call in shown(Message("een woord " * 900))] == ["text"] * 3


def test_a_link_is_a_line_of_text_beside_other_buttons_and_a_button_when_alone() -> None:
    link = Button("Open het gesprek", "https://t.me/een_bot?start=AC3D4EF")
    (call,) = shown(Message("Kies", options=(link,), ways=(MENU,)))
    assert call.words == "Kies\n\nOpen het gesprek: https://t.me/een_bot?start=AC3D4EF"
    assert call.buttons == {"Menu": "menu"}
    (alone,) = shown(Message("Kies", options=(link,)))
    parameters = alone.body["interactive"]["action"]["parameters"]
    assert (kind(alone), parameters) == ("cta_url", {"display_text": "Open het gesprek", "url": link.address})


def test_a_picture_or_file_stands_above_the_buttons_in_one_message() -> None:
    (call,) = shown(Message("Kijk", ways=(MENU,)), IMAGE)
    assert call.body["interactive"]["header"] == {"type": "image", "image": {"id": "1"}}
    (call,) = shown(Message("Kijk", ways=(MENU,)), FILE)
    assert call.body["interactive"]["header"] == {"type": "document", "document": {"id": "2", "filename": "gegevens.txt"}}


def test_above_a_list_there_can_be_no_picture_so_it_goes_first() -> None:
    assert [kind(call) for call in shown(Message("Kijk", options=options(5)), IMAGE)] == ["image", "list"]
    assert [kind(call) for call in shown(Message("Kijk", ways=(MENU,)), IMAGE, FILE)] == ["image", "button"]
    assert [kind(call) for call in shown(Message("Luister", ways=(MENU,)), SOUND)] == ["audio", "button"]


def test_without_buttons_the_words_stand_below_the_picture() -> None:
    (call,) = shown(Message(f"Kijk {bold('eens')}"), IMAGE)
    assert call.body["image"] == {"id": "1", "caption": "Kijk *eens*"}
    assert [kind(call) for call in shown(Message("w " * 600), FILE)] == ["document", "text"]
    assert [kind(call) for call in shown(Message("Luister"), SOUND)] == ["audio", "text"]
    assert [kind(call) for call in shown(Message(""), FILE)] == ["document"]


def test_a_template_has_one_line_in_each_gap_and_a_button_that_leads_somewhere() -> None:
    body = template(Templated("herinnering", "nl", ("Vrouwen\nvan *Laak*", " "), "go:3.17"))
    check({**HEAD, **body}, {})
    given: dict[str, Any] = body["template"]
    assert given["language"] == {"code": "nl", "policy": "deterministic"}
    assert [one["text"] for one in given["components"][0]["parameters"]] == ["Vrouwen van ∗Laak∗", "-"]
    assert given["components"][1]["parameters"] == [{"type": "payload", "payload": "go:3.17"}]
    assert template(Templated("kaal", "nl"))["template"]["components"] == []


def test_two_buttons_to_the_same_place_are_one(caplog: pytest.LogCaptureFixture) -> None:
    (call,) = shown(Message("Kies", options=(Button("Ja", "a:1"), Button("Nee", "a:2")), ways=(Button("Graag", "a:1"), MENU)))
    assert call.buttons == {"Ja": "a:1", "Nee": "a:2", "Menu": "menu"}
    assert caplog.text == ""


def test_there_is_always_something_to_read_above_the_buttons() -> None:
    assert [call.words for call in shown(Message("  ", ways=(MENU,)))] == ["…"]
    assert [call.words for call in shown(Message("", ways=(MENU,)), IMAGE)] == ["…"]
    assert [call.words for call in shown(Message(" "))] == ["…"]

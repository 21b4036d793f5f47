"""What a coordinator sees beforehand is what each channel sends."""

import pytest

from bot.channels import telegram_look, whatsapp_look
from bot.channels.base import Templated
from bot.channels.bubbles import Bubble, Carried, Tap, shown, template
from bot.channels.whatsapp_text import marked
from bot.dialogue.attached import Document, Picture, Voice
from bot.dialogue.message import Button, Message, bold, plain
from bot.templates import INVITATION

SEVEN = tuple(Button(f"Antwoord {number}", f"a:{number}") for number in range(7))
WAYS = (Button("Sla over", "s"), Button("Terug", "b"), Button("Later verder", "p"))
QR = Picture("qr", "De code van de groep", text="https://example.nl")


def one(message: Message, channel: str) -> Bubble:
    (bubble,) = shown(message, channel)
    return bubble


def test_bold_stands_where_each_channel_shows_it_and_what_people_typed_is_never_a_mark() -> None:
    message = Message(f"{bold('Vraag 1 & 2')}\n\n<b>niet vet</b> *ook niet* 2*3*4")
    assert one(message, "telegram").text == message.text
    assert one(message, "web").text == message.text
    whatsapp = one(message, "whatsapp").text
    assert whatsapp.startswith(bold("Vraag 1 & 2"))
    assert whatsapp.count(bold("Vraag 1 & 2")[0]) == 1
    assert "∗ook niet∗ 2*3*4" in whatsapp


def test_telegram_shows_its_keyboard_row_by_row() -> None:
    bubble = one(Message("Kies", options=SEVEN[:2], ways=WAYS[:2]), "telegram")
    assert bubble.buttons == ((Tap("Antwoord 0"),), (Tap("Antwoord 1"),), (Tap("Sla over"), Tap("Terug")))


def test_whatsapp_shows_a_few_buttons_and_else_a_list() -> None:
    few = one(Message("Kies", options=SEVEN[:2]), "whatsapp")
    assert (few.buttons, few.list) == (((Tap("Antwoord 0"),), (Tap("Antwoord 1"),)), "")
    many = one(Message("Kies", options=SEVEN, ways=WAYS), "whatsapp")
    assert (many.buttons, many.list) == ((), whatsapp_look.CHOOSE)
    assert [row.label for row in many.rows] == [*(button.label for button in SEVEN), *(way.label for way in WAYS)]


def test_what_does_not_fit_in_a_row_stands_below_it() -> None:
    long = Button("Wij hebben samen afspraken gemaakt", "a:1", "Samen gemaakt")
    rows = one(Message("Kies", options=(long, *SEVEN[:3])), "whatsapp").rows
    assert (rows[0].label, rows[0].about) == ("1. Samen gemaakt", long.label)


def test_a_long_text_comes_in_parts_with_the_buttons_below_the_last() -> None:
    text = "\n\n".join(f"Stuk {number}. " + "woord " * 60 for number in range(6))
    parts = shown(Message(text, ways=WAYS), "whatsapp")
    assert len(parts) > 1
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert " ".join(" ".join(part.text for part in parts).split()) == " ".join(text.split())
    assert len(shown(Message(text, ways=WAYS), "telegram")) == 1


def test_a_link_is_a_button_that_opens_a_page() -> None:
    message = Message("Lees", ways=(Button("Open Stappenbot", "https://t.me/x"),))
    for channel in ("telegram", "whatsapp", "web"):
        assert one(message, channel).buttons == ((Tap("Open Stappenbot", link=True),),)


@pytest.mark.parametrize("channel", ["telegram", "whatsapp", "web"])
def test_what_it_carries_is_told_in_words(channel: str) -> None:
    assert one(Message("Nodig uit", ways=WAYS[:2], picture=QR), channel).carried == (Carried("picture", QR.about),)
    both = shown(Message("Jouw gegevens", document=Document("alles.txt", "x"), voice=Voice("1")), channel)
    assert [file.kind for bubble in both for file in bubble.carried] == ["document", "voice"]
    assert [bubble.text for bubble in both if bubble.text] == ["Jouw gegevens"]


def test_a_template_stands_there_as_she_reads_it() -> None:
    bubble = template(Templated(INVITATION, "nl", ("Laak *1*", "Wat\nnu?"), "round:1"))
    assert "Jouw groep Laak ∗1∗ is begonnen met nieuwe vragen. Ze gaan over: Wat nu?" in bubble.text
    assert bubble.buttons == ((Tap("Naar de vragen"),),)
    assert "STOP" in bubble.small
    with pytest.raises(KeyError):
        template(Templated(INVITATION, "xx", ("Laak", "x")))


def test_a_channel_that_nobody_drew_is_shown_as_the_web() -> None:
    assert shown(Message("Hoi", ways=WAYS), "terminal") == shown(Message("Hoi", ways=WAYS), "web")


def test_no_word_and_no_button_is_another_than_what_is_sent() -> None:
    message = Message(f"{bold('Kop')} en tekst", options=SEVEN[:3], ways=WAYS)
    html, keyboard = telegram_look.look(message, "k")
    assert plain(one(message, "telegram").text) == html.replace("<b>", "").replace("</b>", "")
    assert [tap.label for row in one(message, "telegram").buttons for tap in row] == [key["text"] for row in keyboard for key in row]
    [body] = whatsapp_look.look(message, [], "k")
    assert marked(one(message, "whatsapp").text) == body["interactive"]["body"]["text"]

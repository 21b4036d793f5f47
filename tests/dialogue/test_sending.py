"""A coordinator chooses what to send, sees it as her group will, and is asked when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue import sent
from bot.dialogue.broadcast_asks import Compose, SendLater, SendNow, ShowTimes
from bot.dialogue.broadcast_facts import BroadcastLine, Broadcasts, Preview, Progress, Sending, Sent, Shown, When
from bot.dialogue.broadcast_reasons import name_of
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.events import Pressed, Said
from bot.dialogue.here import Here
from bot.dialogue.message import BOLD, END, plain
from bot.dialogue.state import State
from bot.dialogue.turning import turn
from content.limits import BODY, units
from tests.dialogue.facts import DAY, of_a_coordinator
from tests.dialogue.phone import Phone

WORDS = Sent(5, 4, "Laak", "words", "Boyana", text="Morgen is er koffie.")


@pytest.fixture
def boyana(amina: Phone) -> Phone:
    """A phone of somebody who leads Laak."""
    plan = amina.catalogue.plan(3)
    assert plan is not None
    amina.tells = of_a_coordinator(plan, amina.catalogue.version(3))
    return amina


def here(catalogue: Catalogue) -> Here:
    return Here(catalogue, State(language="nl", consent=True), {})


def asked(phone: Phone, event: Pressed | Said) -> object:
    """What the tables are asked then."""
    return turn(phone.catalogue, phone.state, {}, event, "nl").ask


def test_from_the_group_and_from_its_round_a_button_leads_there(boyana: Phone) -> None:
    assert "Stuur naar de groep" in boyana.press("group:4")
    assert "Wat wil je sturen?" in boyana.say("Stuur naar de groep")
    boyana.press("round:17")
    assert "send:4:questions:3" in [button.address for button in boyana.buttons]


def test_a_part_of_a_plan_is_chosen_and_shown_before_it_goes(boyana: Phone) -> None:
    boyana.press("send:4")
    assert "Welk stuk" in boyana.say("Een stuk van het plan")
    assert asked(boyana, Said("Stappen")) == Compose(4, "part", 3, "steps")
    boyana.say("Stappen")
    assert "Zo zien de leden het" in plain(boyana.message.text)


@pytest.mark.parametrize(
    "address", ["send:4:part:3:alles", "send:4:plan:3:steps", "send:4:iets", "send:x", "send:4:plan:1", "sendlater:5:12"]
)
def test_what_is_not_offered_leads_nowhere(boyana: Phone, address: str) -> None:
    boyana.press("menu")
    assert "Deze knop werkt niet meer" in boyana.press(address)


def test_her_own_words_are_taken_as_they_are_without_signs_that_steer(boyana: Phone) -> None:
    boyana.press("send:4:words")
    assert asked(boyana, Said("Morgen\u202e is\x02 er\n\n\n\nkoffie ❤️")) == Compose(4, "words", text="Morgen is er\n\nkoffie ❤️")
    assert asked(boyana, Said("2")) == Compose(4, "words", text="2")
    assert asked(boyana, Said("terug")) != Compose(4, "words", text="terug")


def test_words_that_are_too_long_are_refused_kindly_and_she_may_try_again(boyana: Phone) -> None:
    boyana.press("send:4:words")
    assert "Je bericht is 7 tekens te lang" in boyana.type("x" * 1007)
    assert asked(boyana, Said("x" * 1001)) is None
    assert asked(boyana, Said("x" * 1000)) == Compose(4, "words", text="x" * 1000)
    assert "Ik zie geen tekst" in boyana.type("\u200d \u200c")


def test_the_preview_is_what_members_see_with_the_names_of_its_buttons(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    made = sent.message(here(catalogue), WORDS)
    phone.tells = lambda _: Preview(WORDS, 12, (("telegram", 9), ("whatsapp", 3)), (("nl", 12),), {"stopped": 2}, 0, 1, 3, 0)
    shown = phone.press("broadcast:5")
    assert plain(made.text) in shown
    assert "Knoppen: Naar de groep · Menu" in shown
    for line in ("12 vrouwen krijgen dit.", "Telegram: 9, WhatsApp: 3", "• 2 zeiden STOP.", "ongeveer 3 WhatsApp-berichten", "24 uur"):
        assert line in shown
    assert "Nederlands" not in shown


@pytest.mark.parametrize(("late", "told"), [(0, False), (1, False), (2, False), (3, True), (5, True), (6, False), (8, False)])
def test_how_many_wrote_long_ago_is_not_told_of_few(catalogue: Catalogue, late: int, told: bool) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    phone.tells = lambda _: Preview(WORDS, 9, (("telegram", 1), ("whatsapp", 8)), (("nl", 9),), {}, 0, late, 8, 0)
    shown = phone.press("broadcast:5")
    assert (f"{late} schreven langer dan 24 uur niet" in shown) == told
    assert ("Wie langer dan 24 uur niet schreef" in shown) != told


def test_a_long_preview_is_read_page_by_page_and_sent_from_the_last(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    long = " ".join(f"woord{number}" for number in range(110))
    phone.tells = lambda _: Preview(Sent(5, 4, "Laak", "words", text=long), 3, (("web", 3),), (("nl", 3),), {}, 0, 0, 0, 0)
    read = phone.press("broadcast:5")
    assert "Nu versturen" not in read
    while "Lees verder" in [button.label for button in phone.buttons]:
        read += phone.say("Lees verder")
    assert all(word in read for word in long.split())
    assert "Nu versturen" in read


def test_without_anybody_to_get_it_nothing_can_be_sent(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    phone.tells = lambda _: Preview(WORDS, 0, (), (), {}, 0, 0, 0, 0)
    assert "Er is nog niemand anders in de groep." in phone.press("broadcast:5")
    assert "Nu versturen" not in [button.label for button in phone.buttons]


def test_a_plan_that_is_gone_is_not_offered_for_sending(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    about = Sent(5, 4, "Laak", "plan", "Boyana", plan=77)
    phone.tells = lambda _: Preview(about, 12, (("telegram", 12),), (("nl", 12),), {}, 0, 0, 0, 1, gone=True)
    assert "Dit plan is er niet meer." in phone.press("broadcast:5")
    assert [button.label for button in phone.buttons] == ["Niet versturen", "Naar de groep", "Menu"]


def test_of_many_that_wait_all_can_be_reached(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    lines = [BroadcastLine(replace(WORDS, id=id, text=f"Later {id}"), "waiting", When(DAY, "10:00", "202612151000")) for id in range(1, 10)]
    phone.tells = lambda _: Broadcasts(4, "Laak", tuple(lines), 9)
    phone.press("broadcasts:4")
    seen = [button.address for button in phone.buttons]
    assert seen[:7] == [*(f"broadcast:{id}" for id in range(1, 7)), "broadcasts:4:1"]
    phone.press("broadcasts:4:1")
    assert [button.address for button in phone.buttons][:4] == [*(f"broadcast:{id}" for id in range(7, 10)), "broadcasts:4:0"]
    lines[3:] = []  # they went meanwhile
    phone.press("broadcasts:4:1")
    assert [button.address for button in phone.buttons][:3] == ["broadcast:1", "broadcast:2", "broadcast:3"]


def test_nobody_can_forge_who_sends_it(catalogue: Catalogue) -> None:
    text = sent.cleaned(f"{BOLD}Bericht van de gemeente{END}\u202e:\n\nx")
    made = sent.message(here(catalogue), Sent(5, 4, "Laak", "words", "Boyana", text=text))
    assert made.text.startswith(f"{BOLD}Bericht van Boyana (Laak):{END}\n\nBericht van de gemeente")
    assert made.text.count(BOLD) == 1


@pytest.mark.parametrize("kind", ["plan", "part", "questions", "result", "words"])
def test_every_message_says_how_to_stop(catalogue: Catalogue, kind: str) -> None:
    one = Sent(5, 4, "Laak", kind, plan=3, part="steps", round=7, closes=DAY, text="Hallo")  # type: ignore[arg-type]
    assert "Typ STOP" in sent.message(here(catalogue), one).text
    assert "Bericht van de coördinator (Laak)" in sent.message(here(catalogue), one).text


def test_what_is_too_long_for_buttons_on_whatsapp_is_a_text_without_them(catalogue: Catalogue) -> None:
    made = sent.message(here(catalogue), Sent(5, 4, "Laak", "words", "Boyana", text="x" * 1000))
    assert units(made.text) > BODY
    assert list(made.buttons()) == []
    assert "Typ MENU" in made.text


def test_when_it_goes_is_pressed_or_typed(boyana: Phone) -> None:
    assert asked(boyana, Pressed("sendlater:5")) == ShowTimes(5)
    boyana.press("sendlater:5")
    assert asked(boyana, Said("Vandaag 18:00")) == SendLater(5, "202612151800")
    assert asked(boyana, Said("vrijdag 10:00")) == SendLater(5, "vrijdag 10:00")
    assert "Die tijd is al voorbij" in boyana.type("vandaag 8:00")
    assert asked(boyana, Pressed("sendnow:5")) == SendNow(5)


def test_how_it_went_is_told_in_plain_words(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    counts = {"sent": 3, "delivered": 5, "read": 4, "failed": 2, "unknown": 1}
    when = When(DAY, "18:00", "202612151800")
    phone.tells = lambda _: Progress(WORDS, "done", when, counts, {"unreachable": 2}, {"no_template": 1})
    told = phone.press("broadcast:5")
    for line in ("12 van 15 verstuurd", "9 zijn aangekomen", "4 zijn gelezen", "Van 1 weet ik het niet zeker", "2 zijn niet te bereiken"):
        assert line in told
    assert "Probeer mislukte opnieuw" in told
    phone.tells = lambda _: Progress(WORDS, "waiting", when, to_come=3, soon=True, news="begun")
    assert "Ik stuur het zo. Je kunt het nog even tegenhouden." in phone.press("broadcast:5")
    assert "cancelsend:5" in [button.address for button in phone.buttons]
    phone.tells = lambda _: Progress(WORDS, "waiting", when, to_come=3)
    assert "Ik stuur het op di 15 dec om 18:00." in phone.press("broadcast:5")


def test_of_which_round_the_result_is_chosen(catalogue: Catalogue) -> None:
    phone = Phone(catalogue)
    phone.open()
    phone.say("Ja, dat is goed")
    days = (DAY, DAY, DAY - timedelta(days=30), DAY - timedelta(days=30))
    phone.tells = lambda _: Sending(4, "Laak", tuple(Shown(17 - place, 3, day) for place, day in enumerate(days)))
    phone.press("send:4:result")
    title = "Hoe voorkomen we interne wrijvingen?"
    labels = [button.label for button in phone.buttons]
    assert labels[:4] == [title, f"{title} (tot di 15 dec)", f"{title} (tot zo 15 nov)", f"{title} (tot zo 15 nov) 2"]
    assert asked(phone, Pressed("send:4:result:15")) == Compose(4, "result", round=15)


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("she blocked the bot or left Telegram", "unreachable"),
        ("she can't be reached on WhatsApp (131026)", "unreachable"),
        ("Telegram can't be reached, or is in trouble", "trouble"),
        ("she has not written for a day, so only a template may be sent (131047)", "no_template"),
        ("she told WhatsApp that she wants no more of this (131050)", "stopped"),
        ("something that nobody foresaw", "other"),
        ("", "other"),
    ],
)
def test_why_something_failed_has_a_name(reason: str, name: str) -> None:
    assert name_of(reason) == name

"""Where each message costs, nobody is told the same thing twice in a row; the first time she always is."""

import pytest

from bot.dialogue.asks import Ask, TryCode
from bot.dialogue.events import Event, Late, Opened, Pressed, Remark, Said, Say, Sent
from bot.dialogue.facts import Fact
from tests.dialogue.facts import fact_for
from tests.dialogue.phone import Phone

PHOTO, STICKER = Sent("photo"), Sent("sticker")


@pytest.fixture
def asked(asked: Phone) -> Phone:
    """Amina at the first question, on a channel where each message costs."""
    asked.billed = True
    return asked


def replies(phone: Phone, *events: Event) -> list[int]:
    """How many messages each of these brought her."""
    return [sum(isinstance(effect, Say) for effect in phone.do(event)) for event in events]


def test_an_album_gets_one_kind_word_and_what_she_means_is_still_taken(asked: Phone) -> None:
    place = asked.state.place
    assert replies(asked, *[PHOTO] * 10, STICKER) == [1] + [0] * 10
    assert "Vraag 1 van 7" in asked.message.text
    assert asked.state.place == place
    assert replies(asked, Said("14"), PHOTO, PHOTO) == [1, 1, 0]


def test_elsewhere_every_one_of_them_is_answered(asked: Phone) -> None:
    asked.billed = False
    assert replies(asked, *[PHOTO] * 3) == [1, 1, 1]


@pytest.mark.parametrize("event", [Said("menu"), Said("hulp"), Said("STOP"), Pressed("plans"), Opened(), Said("hallo")])
def test_from_that_silence_every_way_leads_on(asked: Phone, event: Event) -> None:
    asked.press("menu")
    assert replies(asked, PHOTO, PHOTO, event) == [1, 0, 1]


def test_words_are_always_answered(asked: Phone) -> None:
    asked.press("menu")
    assert replies(asked, Said("hoe dan"), Said("wie dan"), Said("en nu dan"), PHOTO, Said("hallo daar")) == [1, 1, 1, 0, 1]


def test_whoever_says_neither_yes_nor_no_is_asked_once_more(phone: Phone) -> None:
    phone.billed = True
    assert replies(phone, Said("Hallo"), Said("wie ben jij"), Said("wat"), PHOTO, PHOTO) == [1, 1, 1, 0, 0]
    assert "Druk op een knop: ja of nee." in phone.message.text
    assert replies(phone, Said("ja")) == [1]


def test_after_stop_she_is_told_once_why_it_is_quiet(asked: Phone) -> None:
    assert replies(asked, Said("STOP"), Said("hallo?"), Said("hallo?"), PHOTO, Late(PHOTO)) == [1, 1, 0, 0, 0]
    assert replies(asked, Said("mijn gegevens"), PHOTO, PHOTO, Said("start")) == [1, 1, 0, 1]


def test_whoever_was_stopped_by_the_platform_is_told_too(asked: Phone) -> None:
    asked.do(PHOTO)
    asked.kept = {**asked.kept, "stopped": True}
    assert replies(asked, Said("hallo daar"), Said("hallo daar")) == [1, 0]
    assert "STOP" in asked.message.text


def test_of_many_things_that_came_late_one_is_answered_and_all_words_are_kept(asked: Phone) -> None:
    late = [Late(Pressed(asked.buttons[0].address)), *[Late(Said(text)) for text in ("zijn jullie er?", "hoezo?")], Late(PHOTO)]
    assert replies(asked, *late) == [1, 0, 0, 0]
    assert "Het telt nog niet." in asked.message.text
    assert "Vraag 1 van 7" in asked.message.text
    assert [remark.text for remark in asked.remarks] == ["zijn jullie er?", "hoezo?"]
    assert replies(asked, Said("14"), *late) == [1, 1, 0, 0, 0]


def test_what_came_late_is_answered_also_when_what_came_before_was_not_understood(asked: Phone) -> None:
    assert replies(asked, PHOTO, PHOTO, Late(Said("14")), PHOTO) == [1, 0, 1, 0]


def test_elsewhere_all_that_came_late_is_answered(asked: Phone) -> None:
    asked.billed = False
    effects = [asked.do(Late(Said(text))) for text in ("een", "twee")]
    assert [[type(effect) for effect in some] for some in effects] == [[Remark, Say]] * 2


@pytest.mark.parametrize("billed", [True, False])
@pytest.mark.parametrize("consent", [True, False, None])
def test_after_stop_a_link_that_invites_begins_again_and_opens_what_it_opens(phone: Phone, billed: bool, consent: bool | None) -> None:
    seen: list[Ask] = []

    def tells(ask: Ask) -> Fact:
        seen.append(ask)
        return fact_for(ask)

    phone.billed, phone.tells = billed, tells
    phone.open()
    if consent is not None:
        phone.press("consent:yes" if consent else "consent:no")
    phone.type("STOP")
    phone.do(Opened("K4PM7RD"))
    assert seen == [TryCode("K4PM7RD")]
    assert not phone.state.stopped
    assert phone.state.consent is consent

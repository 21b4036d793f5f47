"""She tells something to all groups, and a moderator reads it: the conversation, with the tables' part played here."""

from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue import contribution_asks as asked
from bot.dialogue import sent
from bot.dialogue.broadcast_facts import Sent as Broadcast
from bot.dialogue.events import Late, Said, Sent
from bot.dialogue.here import Here
from content.limits import BODY, units
from tests.dialogue.giving import DRAFT, WORDS, Tables, shown
from tests.dialogue.phone import Phone


@pytest.fixture
def tables(amina: Phone) -> Tables:
    amina.tells = Tables()
    return amina.tells


def test_she_hears_who_will_read_it_before_she_tells_it_and_sees_it_once_more(amina: Phone, tables: Tables) -> None:
    amina.press("part:3:experiences")
    told = amina.say("Deel je ervaring")
    for promise in ("Een vrouw van de CoP leest het eerst.", "Jouw naam en je groep staan er nooit bij.", "500 tekens", "terugnemen"):
        assert promise in told
    assert WORDS in amina.say(WORDS)
    assert tables.last() == asked.Write("experience", 3, WORDS)
    told = amina.say("Ja, stuur")
    assert tables.last() == asked.SendIn(7)
    assert "Dank je wel." in told
    assert "wacht" in told


def test_who_said_no_to_keeping_is_asked_first(phone: Phone) -> None:
    phone.open()
    phone.say("Nee, alleen lezen")
    phone.tells = Tables()
    for place, onward in (("share:3", "Typ je ervaring."), ("topic", "Typ het onderwerp."), ("want:8:yes", "Wij willen dit ook")):
        other = phone.copy()
        assert "bewaren" in other.press(place)
        other.type(WORDS)
        assert not any(isinstance(ask, asked.Write | asked.WantTopic) for ask in phone.tells.asked)
        assert onward in other.press(next(button.address for button in other.buttons if "consent:yes" in button.address))


@pytest.mark.parametrize(
    ("words", "over"),
    [("ع" * 500, 0), ("ع" * 501, 1), ("x" * 620, 120), ("😀" * 250, 0), ("😀" * 251, 2), (" \n" * 600 + "kort", 0)],
)
def test_five_hundred_signs_fit_and_of_more_she_hears_how_many(amina: Phone, tables: Tables, words: str, over: int) -> None:
    amina.press("share:3")
    told = amina.type(words)
    assert amina.state.place == ("share:3" if over else "given:7")
    assert ("te lang" in told) == bool(over)
    if over:
        assert f"Dat is {over} te" in told
        assert not tables.asked
    assert units(shown(amina.message)) <= BODY


@pytest.mark.parametrize("words", ["\u200d", "\u202e\u202e", "\x02\x03"])
def test_words_with_nothing_to_see_are_asked_for_again(amina: Phone, tables: Tables, words: str) -> None:
    amina.press("share:3")
    amina.type(words)
    assert not tables.asked
    assert amina.state.place == "share:3"


def test_marks_and_signs_that_steer_do_not_get_in(amina: Phone, tables: Tables) -> None:
    amina.press("share:3")
    amina.type("wij \x02eten\x03 \u202esamen\u2066 *ja* <b>nee</b>")
    assert tables.asked == [asked.Write("experience", 3, "wij eten samen *ja* <b>nee</b>")]


@pytest.mark.parametrize(
    ("words", "sees"),
    [
        ("Bel 06-12345678 voor hulp", "telefoonnummer"),
        ("Bel ٠٦١٢٣٤٥٦٧٨", "telefoonnummer"),
        ("+31 6 12 34 56 78", "telefoonnummer"),
        ("mail naar amina@example.nl", "mailadres"),
        ("Op 12-05-2024 met 20 vrouwen", ""),
        ("20 vrouwen en 35 kinderen", ""),
    ],
)
def test_a_number_or_address_is_seen_and_she_may_send_it_all_the_same(amina: Phone, tables: Tables, words: str, sees: str) -> None:
    amina.press("share:3")
    told = amina.type(words)
    assert ("Ik zie een" in told) == bool(sees)
    assert sees in told
    assert "Dank je wel." in amina.say("Ja, stuur")
    assert tables.last() == asked.SendIn(7)


def test_every_way_back(amina: Phone, tables: Tables) -> None:
    amina.press("share:3")
    amina.say("Toch niet")
    assert amina.state.place == "part:3:experiences"
    amina.press("share:3")
    amina.type("terug")  # it may be how her story begins
    assert tables.last() == asked.Write("experience", 3, "terug")
    assert "Typ je ervaring." in amina.say("Verander")
    assert "Wat wil je doen?" in amina.type("menu")
    amina.press("share:3")
    amina.type(WORDS)
    assert "Ik heb het gewist." in amina.say("Toch niet")
    assert tables.last() == asked.TakeBack(7)
    amina.press("topic")
    amina.say("Toch niet")
    assert amina.state.place == "topics"


def test_a_story_in_two_messages_becomes_one(amina: Phone, tables: Tables) -> None:
    amina.press("share:3")
    amina.type(WORDS)
    told = amina.type("En we zingen ook.")
    assert tables.last() == asked.AddWords(7, "En we zingen ook.", 500)
    assert f"Ik heb het erbij gezet.\n\n{WORDS}\nEn we zingen ook." in told
    assert "Ja, stuur" in told


def test_she_may_say_it_aloud_where_she_may_tell_it_and_hears_that_nobody_else_will(amina: Phone, tables: Tables) -> None:
    amina.press("share:3")
    amina.do(Sent("voice", "media", "audio/ogg"))
    assert tables.asked == [asked.Speak(3, "media", "audio/ogg")]
    assert "Andere groepen horen je stem nooit." in shown(amina.message)
    amina.press("topic")
    amina.do(Sent("voice", "media", "audio/ogg"))
    assert "Hier kan ik niet naar je stem luisteren." in shown(amina.message)
    assert len(tables.asked) == 1


def test_the_page_of_experiences_is_as_it_was_where_nobody_told_anything(amina: Phone, tables: Tables) -> None:
    told = amina.press("part:3:experiences")
    assert "Van een deelneemster" not in told
    assert [button.label for button in amina.buttons] == ["Deel je ervaring", "Begin met de vragen", "Naar het plan", "Menu"]
    own, tables.told = shown(amina.message), ("Samen eten.",)
    amina.press("part:3:experiences")
    assert shown(amina.message) == f"{own}\n\nVan een deelneemster:\nSamen eten."


def test_what_many_told_is_read_page_by_page_and_none_in_two_pieces(amina: Phone, tables: Tables) -> None:
    tables.told = tuple(f"verhaal {number} " + "ع" * 480 for number in range(5))
    amina.press("part:3:experiences")
    seen, places = "", []
    while amina.state.place not in places:
        assert units(shown(amina.message)) <= BODY
        seen += shown(amina.message)
        places.append(amina.state.place)
        amina.say("Meer ervaringen")
    assert [seen.count(words) for words in tables.told] == [1] * 5
    assert places[0] == "part:3:experiences"
    amina.press("part:3:experiences:99")  # from when there were more
    assert amina.state.place == "part:3:experiences"


def test_what_a_coordinator_sends_is_the_plans_own(amina: Phone, tables: Tables) -> None:
    tables.told = ("Samen eten.",)
    here = Here(amina.catalogue, amina.state, {})
    made = sent.message(here, Broadcast(1, 4, "Laak", "part", "Boyana", plan=3, part="experiences"))
    plan = amina.catalogue.plan(3)
    assert plan
    assert plan.experiences[0].text in made.text
    assert "Van een deelneemster" not in made.text


def test_she_agrees_to_other_words_or_keeps_her_own(amina: Phone, tables: Tables) -> None:
    tables.kept = replace(DRAFT, status="proposed", words=WORDS, edited="Samen eten hielp ons.", stamp="0a1b2c3d")
    told = amina.press("given:7")
    assert "Samen eten hielp ons." in told
    assert f"Jij schreef: {WORDS}" in told
    assert "Groepen kunnen het lezen" in amina.copy().say("Zo is het goed")
    assert tables.last() == asked.Agree(7, "0a1b2c3d")
    assert "Zij weet dat je het niet in haar woorden wilt." in amina.say("Nee, liever mijn eigen woorden")
    assert tables.last() == asked.Decline(7, "0a1b2c3d")


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("there", "staat er al"),
        ("known", "zonder namen"),
        ("elsewhere", "ander plan"),
        ("unkind", "zachtere woorden"),
        ("new one", "Dank je wel"),
    ],
)
def test_a_no_is_kind_and_says_what_she_can_do(amina: Phone, tables: Tables, reason: str, says: str) -> None:
    tables.kept = replace(DRAFT, status="refused", reason=reason, words=WORDS)
    assert says in amina.press("given:7")
    assert [button.address for button in amina.message.options] == ["share:3", "giveback:7"]


def test_taking_back_asks_once(amina: Phone, tables: Tables) -> None:
    tables.kept = replace(DRAFT, status="accepted", words=WORDS)
    amina.press("given:7")
    amina.say("Neem terug")
    assert not any(isinstance(ask, asked.TakeBack) for ask in tables.asked)
    amina.say("Ja, neem terug")
    assert tables.last() == asked.TakeBack(7)


def test_a_topic_that_is_missed_is_written_read_and_wanted(amina: Phone, tables: Tables) -> None:
    amina.press("plans")
    told = amina.say("Ik mis een onderwerp")
    assert "Hoe vinden we geld?" in told
    assert "Nog niet veel groepen willen dit." in told  # of two it could be told which they are
    amina.say("1. Hoe vinden we geld?")
    told = amina.say("Wij willen dit ook")
    assert tables.last() == asked.WantTopic(8, wants=True)
    assert "3 groepen willen dit. Jij wilt dit ook." in told
    amina.press("topic")
    assert "Dat is 1 teken te lang." in amina.type("x" * 301)
    amina.type("Hoe werken we samen met de gemeente?")
    assert tables.last() == asked.Write("topic", 0, "Hoe werken we samen met de gemeente?")


def test_a_moderator_finds_her_way_and_decides(amina: Phone, tables: Tables) -> None:
    amina.press("settings")
    amina.say("Mijn bijdragen")
    assert WORDS in amina.say("Bijdragen lezen (2)")
    assert "Alle groepen kunnen het lezen." in amina.copy().say("Neem op")
    assert tables.asked[-2:] == [asked.Accept(7), asked.ShowQueue(1)]
    other = amina.copy()
    other.say("Niet opnemen")
    assert "Zij hoort van mij waarom." in other.say("Te herkenbaar")
    assert tables.last(2) == asked.Refuse(7, "known")
    amina.say("Schrijf anders")
    assert "te lang" in amina.type("x" * 501)
    assert "Zij krijgt jouw woorden te lezen." in amina.type("Samen eten hielp ons.")
    assert tables.last(2) == asked.Propose(7, "Samen eten hielp ons.")


@pytest.mark.parametrize(
    "address",
    [
        *(
            "share:1",
            "share:77",
            "share:x",
            "share:3:4",
            "given:x",
            "given:",
            "giveok:7:x",
            "giveok:7:GGGGGGGG",
            "giveown:7",
            "giveback:7:no",
        ),
        *("want:8:maybe", "modno:7:why", "modwords:7:novel", "topics:x", "mod:x", "modtake:", "mygiven:x", "part:3:experiences:x"),
    ],
)
def test_forged_and_old_buttons_are_answered(amina: Phone, tables: Tables, address: str) -> None:
    assert "werkt niet meer" in amina.press(address)
    assert tables.asked == []


def test_of_words_nothing_stands_where_an_ask_is_logged() -> None:
    asks: list[Any] = [asked.Write("topic", 0, "geheim"), asked.Propose(1, "geheim"), asked.Speak(3, "geheim", "audio/ogg")]
    assert "geheim" not in repr(asks)


def test_a_story_that_comes_late_is_a_draft_all_the_same(amina: Phone, tables: Tables) -> None:
    for place, kind, number in (("share:3", "experience", 3), ("topic", "topic", 0)):
        amina.press(place)
        amina.do(Late(Said(WORDS)))
        assert "kwam pas laat" in shown(amina.message)
        assert tables.last() == asked.Write(kind, number, WORDS)  # type: ignore[arg-type]

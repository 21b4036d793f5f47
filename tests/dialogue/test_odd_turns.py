"""Old buttons, late words, STOP, no consent, a changed plan: a clear answer and no harm."""

import pytest

from bot.advice import Answer
from bot.dialogue.events import Late, Pressed, Said, Sent
from tests.dialogue.phone import Phone, walk_to

FIRST = "grootte.vrijwilligers"


def test_the_same_old_button_says_that_it_was_noted_and_another_one_changes_the_answer(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    yes, _, no = [button.address for button in asked.buttons[:3]]
    asked.press(yes)
    place = asked.state.place
    again = asked.press(yes)
    assert "Dat had ik al opgeschreven: Ja." in again
    assert asked.state.place == place
    changed = asked.press(no)
    assert "Ik heb je antwoord veranderd. Nu staat er: Nee." in changed
    assert asked.answers["3"]["regels.zijn-er"].options == ("nee",)
    assert asked.state.place == place


@pytest.mark.parametrize("address", ["a:3:00000000:0:1", "t:3:00000000:2:1:1", "q:3:00000000:4"])
def test_a_button_of_an_older_plan_says_so_and_changes_nothing(asked: Phone, address: str) -> None:
    place = asked.state.place
    assert "oudere versie van het plan" in asked.press(address)
    assert asked.answers == {}
    assert asked.state.place == place


@pytest.mark.parametrize(
    "address",
    [
        "",
        "x",
        "plan:77",
        "step:3:0",
        "step:3:8",
        "a:3:{v}:0:99",
        "a:3:{v}:99:0",
        "q:1:{v}:0",
        "menu:1",
        "needed:1",
        "name:²",
        "plan:" + "9" * 70,
    ],
)
def test_a_forged_button_is_answered_kindly_and_does_no_harm(asked: Phone, address: str) -> None:
    said = asked.press(address.replace("{v}", asked.catalogue.version(3)))
    assert "Deze knop" in said
    assert asked.answers == {}


def test_what_came_hours_late_is_kept_but_is_no_answer(asked: Phone) -> None:
    asked.do(Late(Said("14")))
    assert FIRST not in asked.answers.get("3", {})
    assert [remark.text for remark in asked.remarks] == ["14"]
    asked.do(Late(Pressed(asked.buttons[0].address)))
    assert FIRST not in asked.answers.get("3", {})
    assert "kwam pas laat bij mij" in asked.message.text


def test_stop_stops_even_when_it_came_late(asked: Phone) -> None:
    asked.do(Late(Said("STOP")))
    assert asked.state.stopped


@pytest.mark.parametrize("word", ["STOP", "stop", " Stop! ", "توقف", "стоп", "/stop", "Afmelden"])
def test_stop_goes_before_any_other_meaning(asked: Phone, word: str) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type(word)
    assert asked.state.stopped
    assert "gezien-gehoord.hoe" not in asked.answers.get("3", {})


def test_after_stop_it_is_quiet_until_start(asked: Phone) -> None:
    asked.type("STOP")
    assert "STOP hebt getypt" in asked.type("hallo daar")
    assert "STOP hebt getypt" in asked.press("menu")
    assert "Welkom terug" in asked.type("start")
    assert "Verder met de vragen" not in asked.message.text


def test_an_open_answer_may_hold_any_words_but_stop(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type("hulp van elkaar, menu en 3 dingen\nen 😀 نعم")
    assert asked.answers["3"]["gezien-gehoord.hoe"].text == "hulp van elkaar, menu en 3 dingen\nen 😀 نعم"


@pytest.mark.parametrize("kind", ["sticker", "photo", "video", "voice", "location", "contact", "document", "poll", "other"])
def test_anything_that_is_not_words_gets_a_kind_word_and_the_question_once(asked: Phone, kind: str) -> None:
    place = asked.state.place
    asked.do(Sent(kind))  # type: ignore[arg-type]
    assert "Vraag 1 van 7" in asked.message.text
    asked.do(Sent(kind))  # type: ignore[arg-type]
    assert "Vraag 1 van 7" not in asked.message.text
    assert asked.buttons[0].address == place
    asked.type("14")
    assert asked.answers["3"][FIRST] == Answer(number=14)


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x02", "\ud800"])
def test_an_empty_message_is_answered(asked: Phone, typed: str) -> None:
    assert "leeg bericht" in asked.type(typed)
    assert not asked.remarks


def test_later_she_goes_on_where_she_was(asked: Phone) -> None:
    asked.type("14")
    place = asked.state.place
    asked.say("Later verder")
    assert asked.buttons[0].label == "Verder met de vragen"
    asked.say("Verder met de vragen")
    assert asked.state.place == place


def test_without_consent_questions_and_wishes_are_not_taken(phone: Phone) -> None:
    phone.open()
    phone.say("Nee, alleen lezen")
    for address in ("go:3", f"a:3:{phone.catalogue.version(3)}:0:1", f"t:3:{phone.catalogue.version(3)}:2:1:1", "wish:1"):
        assert "moet ik je antwoorden bewaren" in phone.press(address)
    assert phone.answers == {}
    assert phone.wishes == []
    assert "Vraag 1 van 7" not in phone.type("14")
    assert phone.heard == ""


def test_wiping_her_answers_asks_first_and_then_forgets_all(asked: Phone) -> None:
    asked.type("14")
    asked.press("settings")
    asked.say("Mijn gegevens")
    asked.say("Antwoorden wissen")
    assert asked.answers
    assert "gewist" in asked.say("Ja, wis alles")
    assert asked.answers == {}
    assert asked.state.consent is False


@pytest.mark.parametrize(
    ("typed", "place"), [("menu", "menu"), ("Hulp", "help"), ("/help", "help"), ("plannen", "plans"), ("/menu", "menu")]
)
def test_a_command_is_no_remark(asked: Phone, typed: str, place: str) -> None:
    asked.type(typed)
    assert asked.state.place == place
    assert not asked.remarks


def test_where_she_writes_in_her_own_words_a_word_of_ours_is_an_answer_too(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type("Hulp")
    assert asked.answers["3"]["gezien-gehoord.hoe"].text == "Hulp"


def test_words_typed_after_the_plan_has_changed_are_kept_and_she_goes_on_with_the_new_one(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.kept["place"] = "q:3:deadbeef:12"  # as if an author had changed a letter since
    said = asked.type("Wij koken elke week samen")
    assert "Het plan is veranderd. Ik heb je woorden bewaard." in said
    assert [(remark.prompt, remark.text) for remark in asked.remarks] == [("gezien-gehoord.hoe", "Wij koken elke week samen")]
    assert asked.state.place.startswith(f"q:3:{asked.catalogue.version(3)}:")


def test_buttons_of_a_message_in_between_can_be_typed(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    for typed in ("lastig", "heel lastig"):
        asked.type(typed)
    assert "Zijn er regels" in asked.type("toon de vraag")
    asked.do(Sent("sticker"))
    asked.do(Sent("sticker"))
    assert "Zijn er regels" in asked.type("toon het nog eens")
    assert len(asked.remarks) == 2
    asked.type("STOP")
    assert "Welkom terug" in asked.type("weer beginnen")
    asked.press("wish:1")
    assert "Kies een stappenplan" in asked.type("stappenplannen")


def test_an_old_skip_takes_no_ticks_off(asked: Phone) -> None:
    walk_to(asked, "diversiteit.verschillen")
    skip = next(button.address for button in asked.buttons if button.label == "Sla over")
    asked.say("Jong en oud")
    asked.press(skip)
    assert asked.answers["3"]["diversiteit.verschillen"] == Answer(options=("leeftijd",))


def test_after_no_even_old_buttons_show_and_keep_nothing(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    answer = asked.buttons[0].address
    asked.press("settings")
    for label in ("Mijn gegevens", "Antwoorden wissen", "Ja, wis alles"):
        asked.say(label)
    assert asked.heard == "Ja, wis alles"
    asked.press(answer)
    assert asked.heard == ""
    asked.press("pause")
    assert "bewaard" not in asked.message.text
    assert asked.answers == {}


def test_who_says_yes_when_it_is_needed_gets_what_she_wanted(phone: Phone) -> None:
    phone.open()
    phone.say("Nee, alleen lezen")
    phone.press("wish:1")
    phone.say("Ja, bewaar ze")
    assert phone.wishes == [1]
    phone.press("settings")
    for label in ("Mijn gegevens", "Antwoorden wissen", "Ja, wis alles"):
        phone.say(label)
    phone.press("go:3")
    assert "Vraag 1 van 7" in phone.say("Ja, bewaar ze")


@pytest.mark.parametrize(
    ("said", "agreed"), [("ja hoor", True), ("👍", True), ("نعم", True), ("да", True), ("nee bedankt", False), ("liever niet", False)]
)
def test_yes_and_no_in_her_own_words(phone: Phone, said: str, agreed: bool) -> None:
    phone.open()
    phone.type(said)
    assert phone.state.consent is agreed


def test_before_she_said_yes_or_no_she_is_heard_kindly_and_can_get_help(phone: Phone) -> None:
    phone.open()
    assert "Ik begrijp je nog niet." in phone.type("wat is dit?")
    assert "Druk op een knop: ja of nee." in phone.type("???")
    assert "Hulp" in phone.type("help")
    assert "Mag ik jouw antwoorden bewaren?" in phone.say("Menu")
    phone.do(Sent("sticker"))
    assert "Ik begrijp je nog niet." in phone.message.text
    assert phone.state.consent is None


@pytest.mark.parametrize(
    "kept", [None, [], {"version": 0, "place": None, "consent": False}, {"plan": "x", "ways": [["a"], 3], "stopped": "ja"}]
)
def test_a_damaged_state_locks_nobody_out(phone: Phone, kept: object) -> None:
    phone.kept = kept  # type: ignore[assignment]
    phone.type("hallo")
    assert phone.buttons
    phone.kept = kept  # type: ignore[assignment]
    phone.type("STOP")
    assert phone.state.stopped


@pytest.mark.parametrize("said", ["vergeet mij", "/mijngegevens", "Mijn gegevens"])
def test_who_said_stop_may_still_see_and_delete_what_is_kept(amina: Phone, said: str) -> None:
    amina.say("STOP")
    amina.type(said)
    assert amina.state.place.split(":")[0] in ("mydata", "forgetme")
    assert amina.state.stopped


def test_words_to_be_forgotten_are_no_answer_to_an_open_question(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type("Vergeet mij!")
    assert asked.state.place == "forgetme"
    assert "gezien-gehoord.hoe" not in asked.answers.get("3", {})

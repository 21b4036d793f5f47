"""The questions: what typed words, pressed buttons and old buttons do."""

import pytest

from bot.advice import Answer
from bot.dialogue.events import Late, Pressed, Said, Sent
from tests.dialogue.phone import Phone

FIRST = "grootte.vrijwilligers"


def walk_to(phone: Phone, key: str) -> str:
    """Skip until that prompt is asked; returns its address."""
    plan = phone.catalogue.plan(3)
    assert plan is not None
    index = next(index for index, asked in enumerate(plan.asked) if asked.key == key)
    address = f"q:3:{phone.catalogue.version(3)}:{index}"
    phone.press(address)
    assert phone.state.place == address
    return address


@pytest.mark.parametrize("typed", ["14", "١٤", "۱۴", "veertien", "१४", " 14. "])
def test_a_number_is_understood_in_any_script_and_in_words(asked: Phone, typed: str) -> None:
    asked.type(typed)
    assert asked.answers[3][FIRST] == Answer(number=14)
    assert not asked.remarks


def test_a_number_among_words_is_taken_and_the_words_are_kept(asked: Phone) -> None:
    asked.type("ongeveer 14 vrouwen")
    assert asked.answers[3][FIRST] == Answer(number=14)
    assert [remark.text for remark in asked.remarks] == ["ongeveer 14 vrouwen"]


def test_two_numbers_are_a_remark_and_no_answer(asked: Phone) -> None:
    asked.type("10 of 12")
    assert FIRST not in asked.answers.get(3, {})
    assert [remark.text for remark in asked.remarks] == ["10 of 12"]


def test_an_absurd_number_is_a_remark(asked: Phone) -> None:
    asked.type("9" * 5000)
    assert FIRST not in asked.answers.get(3, {})
    assert len(asked.remarks) == 1


def test_a_label_and_its_unique_start_are_understood(asked: Phone) -> None:
    walk_to(asked, "communicatie.persoon")
    asked.type("het is niet DUIDELIJK.")
    assert asked.answers[3]["communicatie.persoon"].options == ("onduidelijk",)
    walk_to(asked, "communicatie.persoon")
    asked.type("nee")
    assert asked.answers[3]["communicatie.persoon"].options == ("nee",)


def test_a_start_that_two_labels_share_is_a_remark(asked: Phone) -> None:
    walk_to(asked, "communicatie.persoon")
    asked.type("ja")
    assert "communicatie.persoon" not in asked.answers.get(3, {})
    assert [remark.prompt for remark in asked.remarks] == ["communicatie.persoon"]


def test_a_typed_number_chooses_that_option(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    asked.type("٣")
    assert asked.answers[3]["regels.zijn-er"].options == ("nee",)


@pytest.mark.parametrize("typed", ["1, 3", "1 en 3", "1 3", "afkomst, waarom we hier kwamen", "١ + ٣"])
def test_several_options_can_be_typed_at_once(asked: Phone, typed: str) -> None:
    walk_to(asked, "diversiteit.verschillen")
    asked.type(typed)
    assert asked.answers[3]["diversiteit.verschillen"] == Answer(options=("cultuur", "migratie"))


def test_ticks_stay_when_pressed_twice_and_an_option_alone_takes_them_off(asked: Phone) -> None:
    walk_to(asked, "diversiteit.verschillen")
    first = asked.buttons[0].address
    asked.press(first)
    asked.press(first)
    assert asked.answers[3]["diversiteit.verschillen"] == Answer(options=("cultuur",), done=False)
    assert asked.buttons[0].label.startswith("✓ ")
    asked.say("We lijken op elkaar")
    assert asked.answers[3]["diversiteit.verschillen"].options == ("gelijk",)
    asked.say("Jong en oud")
    assert asked.answers[3]["diversiteit.verschillen"].options == ("leeftijd",)
    asked.say("Klaar")
    assert asked.answers[3]["diversiteit.verschillen"] == Answer(options=("leeftijd",))


def test_words_that_are_no_option_are_kept_and_the_question_is_shown_once(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    first = asked.type("dat is lastig te zeggen")
    assert "Dank je." in first
    assert "Zijn er regels" in first
    second = asked.type("het ligt eraan")
    assert "Zijn er regels" not in second
    assert "Toon de vraag" in second
    assert [remark.text for remark in asked.remarks] == ["dat is lastig te zeggen", "het ligt eraan"]
    assert "Zijn er regels" in asked.say("Toon de vraag")


def test_a_skipped_question_counts_as_done_and_an_answered_one_is_never_wiped_by_skip(asked: Phone) -> None:
    skip = next(button.address for button in asked.buttons if button.label == "Sla over")
    asked.press(skip)
    assert asked.answers[3][FIRST].skipped
    asked.say("Terug")
    asked.type("14")
    asked.press(skip)
    assert asked.answers[3][FIRST] == Answer(number=14)


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
    assert asked.answers[3]["regels.zijn-er"].options == ("nee",)
    assert asked.state.place == place


@pytest.mark.parametrize("address", ["a:3:00000000:0:1", "t:3:00000000:2:1:1", "q:3:00000000:4"])
def test_a_button_of_an_older_plan_says_so_and_changes_nothing(asked: Phone, address: str) -> None:
    place = asked.state.place
    assert "oudere versie van het plan" in asked.press(address)
    assert asked.answers == {}
    assert asked.state.place == place


@pytest.mark.parametrize(
    "address", ["", "x", "plan:77", "step:3:0", "step:3:8", "a:3:{v}:0:99", "a:3:{v}:99:0", "q:1:{v}:0", "menu:1", "plan:" + "9" * 70]
)
def test_a_forged_button_is_answered_kindly_and_does_no_harm(asked: Phone, address: str) -> None:
    said = asked.press(address.replace("{v}", asked.catalogue.version(3)))
    assert "Deze knop" in said
    assert asked.answers == {}


def test_what_came_hours_late_is_kept_but_is_no_answer(asked: Phone) -> None:
    asked.do(Late(Said("14")))
    assert FIRST not in asked.answers.get(3, {})
    assert [remark.text for remark in asked.remarks] == ["14"]
    asked.do(Late(Pressed(asked.buttons[0].address)))
    assert FIRST not in asked.answers.get(3, {})
    assert "heel laat aan" in asked.message.text


def test_stop_stops_even_when_it_came_late(asked: Phone) -> None:
    asked.do(Late(Said("STOP")))
    assert asked.state.stopped


@pytest.mark.parametrize("word", ["STOP", "stop", " Stop! ", "توقف", "стоп", "/stop", "Afmelden"])
def test_stop_goes_before_any_other_meaning(asked: Phone, word: str) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type(word)
    assert asked.state.stopped
    assert "gezien-gehoord.hoe" not in asked.answers.get(3, {})


def test_after_stop_it_is_quiet_until_start(asked: Phone) -> None:
    asked.type("STOP")
    assert "STOP gezegd" in asked.type("hallo daar")
    assert "STOP gezegd" in asked.press("menu")
    assert "Welkom terug" in asked.type("start")
    assert "Verder met de vragen" not in asked.message.text


def test_an_open_answer_may_hold_any_words_but_stop(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type("hulp van elkaar, menu en 3 dingen\nen 😀 نعم")
    assert asked.answers[3]["gezien-gehoord.hoe"].text == "hulp van elkaar, menu en 3 dingen\nen 😀 نعم"


def test_ten_thousand_characters_are_kept_whole(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type("a" * 10_000)
    assert len(asked.answers[3]["gezien-gehoord.hoe"].text) == 10_000


@pytest.mark.parametrize("kind", ["sticker", "photo", "video", "voice", "location", "contact", "document", "poll", "other"])
def test_anything_that_is_not_words_gets_a_kind_word_and_the_question_once(asked: Phone, kind: str) -> None:
    place = asked.state.place
    asked.do(Sent(kind))  # type: ignore[arg-type]
    assert "Vraag 1 van 7" in asked.message.text
    asked.do(Sent(kind))  # type: ignore[arg-type]
    assert "Vraag 1 van 7" not in asked.message.text
    assert asked.buttons[0].address == place
    asked.type("14")
    assert asked.answers[3][FIRST] == Answer(number=14)


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


def test_a_changed_answer_leads_back_to_the_overview(asked: Phone) -> None:
    while asked.state.place.startswith("q:"):
        asked.say("Sla over")
    assert asked.state.place == "overview:3"
    asked.press(asked.buttons[0].address)
    asked.say("Laat zo")  # to the second part of the same question
    assert "deel 2 van 2" in asked.message.text
    asked.type("40")
    assert asked.state.place == "overview:3"
    assert "40" in asked.message.text


def test_without_answers_there_is_no_advice_but_a_way_on(asked: Phone) -> None:
    while asked.state.place.startswith("q:"):
        asked.say("Sla over")
    said = asked.say("Mijn advies")
    assert "nog te weinig" in said
    assert {"Mijn antwoorden", "Alle stappen", "Toon alles", "Menu"} == {button.label for button in asked.buttons}


def test_advice_names_its_reason_and_leads_to_the_step(asked: Phone) -> None:
    walk_to(asked, "communicatie.persoon")
    asked.type("nee")
    said = asked.press("advice:3")
    assert "omdat jullie nog geen vast aanspreekpunt hebben" in said
    assert "Stap " in asked.press(asked.message.options[0].address)


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
    assert asked.answers[3]["gezien-gehoord.hoe"].text == "Hulp"


def test_back_leads_one_step_back_from_wherever_she_is(asked: Phone) -> None:
    asked.type("14")
    asked.press("back")
    assert "deel 1 van 2" in asked.message.text
    for start, above in [
        ("step:3:2", "part:3:steps"),
        ("part:3:steps", "plan:3"),
        ("advice:3", "plan:3"),
        ("plan:3", "plans"),
        ("plans", "menu"),
    ]:
        asked.press(start)
        asked.press("back")
        assert asked.state.place == above


def test_words_typed_after_the_plan_has_changed_are_kept_and_she_goes_on_with_the_new_one(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.kept["place"] = "q:3:deadbeef:12"  # as if an author had changed a letter since
    said = asked.type("Wij koken elke week samen")
    assert "Het plan is veranderd. Ik heb je woorden bewaard." in said
    assert [(remark.prompt, remark.text) for remark in asked.remarks] == [("gezien-gehoord.hoe", "Wij koken elke week samen")]
    assert asked.state.place.startswith(f"q:3:{asked.catalogue.version(3)}:")


@pytest.mark.parametrize("text", ["geen idee", "een paar", "dat is een moeilijke vraag", "-5"])
def test_a_sentence_is_never_mistaken_for_a_number(asked: Phone, text: str) -> None:
    asked.type(text)
    assert FIRST not in asked.answers.get(3, {})
    assert [remark.text for remark in asked.remarks] == [text]


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


def test_ticks_and_typed_options_add_up_and_one_that_stands_alone_stays_alone(asked: Phone) -> None:
    walk_to(asked, "diversiteit.verschillen")
    asked.say("Afkomst, cultuur, geloof")
    asked.type("4")
    assert asked.answers[3]["diversiteit.verschillen"] == Answer(options=("cultuur", "taal"))
    walk_to(asked, "diversiteit.verschillen")
    asked.type("1 en 6")
    assert asked.answers[3]["diversiteit.verschillen"] == Answer(options=("gelijk",))


def test_an_old_skip_takes_no_ticks_off(asked: Phone) -> None:
    walk_to(asked, "diversiteit.verschillen")
    skip = next(button.address for button in asked.buttons if button.label == "Sla over")
    asked.say("Jong en oud")
    asked.press(skip)
    assert asked.answers[3]["diversiteit.verschillen"] == Answer(options=("leeftijd",))


def test_ready_where_nothing_is_to_be_finished_is_no_remark(asked: Phone) -> None:
    asked.type("klaar")
    assert not asked.remarks
    assert "Vraag 1 van 7" in asked.message.text


def test_after_no_even_old_buttons_show_and_keep_nothing(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    answer = asked.buttons[0].address
    asked.press("settings")
    for label in ("Antwoorden wissen", "Ja, wis alles"):
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
    for label in ("Antwoorden wissen", "Ja, wis alles"):
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


def test_advice_without_a_step_shows_the_tips_that_fit(amina: Phone) -> None:
    plan = amina.catalogue.plan(3)
    assert plan is not None
    of_steps = {signal for step in plan.steps for signal in step.signals}
    for asked in plan.asked:  # whatever the plan says now, only what brings no step is chosen
        silent = [option.id for option in asked.prompt.options if not set(option.signals) & of_steps and not option.unless]
        amina.answers.setdefault(3, {})[asked.key] = Answer(options=tuple(silent[:1]))
    said = amina.press("advice:3")
    assert "Jouw advies" in said or "geen stap naar voren" in said
    assert {"Alle stappen", "Menu"} & {button.label for button in amina.buttons}


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

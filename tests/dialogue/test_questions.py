"""The questions: what typed words and pressed buttons do."""

import pytest

from bot.advice import Answer
from tests.dialogue.phone import Phone, walk_to

FIRST = "grootte.vrijwilligers"


@pytest.mark.parametrize("typed", ["14", "١٤", "۱۴", "veertien", "१४", " 14. "])
def test_a_number_is_understood_in_any_script_and_in_words(asked: Phone, typed: str) -> None:
    asked.type(typed)
    assert asked.answers["3"][FIRST] == Answer(number=14)
    assert not asked.remarks


def test_a_number_among_words_is_taken_and_the_words_are_kept(asked: Phone) -> None:
    asked.type("ongeveer 14 vrouwen")
    assert asked.answers["3"][FIRST] == Answer(number=14)
    assert [remark.text for remark in asked.remarks] == ["ongeveer 14 vrouwen"]


def test_two_numbers_are_a_remark_and_no_answer(asked: Phone) -> None:
    asked.type("10 of 12")
    assert FIRST not in asked.answers.get("3", {})
    assert [remark.text for remark in asked.remarks] == ["10 of 12"]


def test_an_absurd_number_is_a_remark(asked: Phone) -> None:
    asked.type("9" * 5000)
    assert FIRST not in asked.answers.get("3", {})
    assert len(asked.remarks) == 1


def test_a_label_and_its_unique_start_are_understood(asked: Phone) -> None:
    walk_to(asked, "communicatie.persoon")
    asked.type("het is niet DUIDELIJK.")
    assert asked.answers["3"]["communicatie.persoon"].options == ("onduidelijk",)
    walk_to(asked, "communicatie.persoon")
    asked.type("nee")
    assert asked.answers["3"]["communicatie.persoon"].options == ("nee",)


def test_a_start_that_two_labels_share_is_a_remark(asked: Phone) -> None:
    walk_to(asked, "communicatie.persoon")
    asked.type("ja")
    assert "communicatie.persoon" not in asked.answers.get("3", {})
    assert [remark.prompt for remark in asked.remarks] == ["communicatie.persoon"]


def test_a_typed_number_chooses_that_option(asked: Phone) -> None:
    walk_to(asked, "regels.zijn-er")
    asked.type("٣")
    assert asked.answers["3"]["regels.zijn-er"].options == ("nee",)


@pytest.mark.parametrize("typed", ["1, 3", "1 en 3", "1 3", "afkomst, waarom we hier kwamen", "١ + ٣"])
def test_several_options_can_be_typed_at_once(asked: Phone, typed: str) -> None:
    walk_to(asked, "diversiteit.verschillen")
    asked.type(typed)
    assert asked.answers["3"]["diversiteit.verschillen"] == Answer(options=("cultuur", "migratie"))


def test_ticks_stay_when_pressed_twice_and_an_option_alone_takes_them_off(asked: Phone) -> None:
    walk_to(asked, "diversiteit.verschillen")
    first = asked.buttons[0].address
    asked.press(first)
    asked.press(first)
    assert asked.answers["3"]["diversiteit.verschillen"] == Answer(options=("cultuur",), done=False)
    assert asked.buttons[0].label.startswith("✓ ")
    asked.say("We lijken op elkaar")
    assert asked.answers["3"]["diversiteit.verschillen"].options == ("gelijk",)
    asked.say("Jong en oud")
    assert asked.answers["3"]["diversiteit.verschillen"].options == ("leeftijd",)
    asked.say("Klaar")
    assert asked.answers["3"]["diversiteit.verschillen"] == Answer(options=("leeftijd",))


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
    assert asked.answers["3"][FIRST].skipped
    asked.say("Terug")
    asked.type("14")
    asked.press(skip)
    assert asked.answers["3"][FIRST] == Answer(number=14)


def test_ten_thousand_characters_are_kept_whole(asked: Phone) -> None:
    walk_to(asked, "gezien-gehoord.hoe")
    asked.type("a" * 10_000)
    assert len(asked.answers["3"]["gezien-gehoord.hoe"].text) == 10_000


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


@pytest.mark.parametrize("text", ["geen idee", "een paar", "dat is een moeilijke vraag", "-5"])
def test_a_sentence_is_never_mistaken_for_a_number(asked: Phone, text: str) -> None:
    asked.type(text)
    assert FIRST not in asked.answers.get("3", {})
    assert [remark.text for remark in asked.remarks] == [text]


def test_ticks_and_typed_options_add_up_and_one_that_stands_alone_stays_alone(asked: Phone) -> None:
    walk_to(asked, "diversiteit.verschillen")
    asked.say("Afkomst, cultuur, geloof")
    asked.type("4")
    assert asked.answers["3"]["diversiteit.verschillen"] == Answer(options=("cultuur", "taal"))
    walk_to(asked, "diversiteit.verschillen")
    asked.type("1 en 6")
    assert asked.answers["3"]["diversiteit.verschillen"] == Answer(options=("gelijk",))


def test_ready_where_nothing_is_to_be_finished_is_no_remark(asked: Phone) -> None:
    asked.type("klaar")
    assert not asked.remarks
    assert "Vraag 1 van 7" in asked.message.text


def test_advice_without_a_step_shows_the_tips_that_fit(amina: Phone) -> None:
    plan = amina.catalogue.plan(3)
    assert plan is not None
    of_steps = {signal for step in plan.steps for signal in step.signals}
    for asked in plan.asked:  # whatever the plan says now, only what brings no step is chosen
        silent = [option.id for option in asked.prompt.options if not set(option.signals) & of_steps and not option.unless]
        amina.answers.setdefault("3", {})[asked.key] = Answer(options=tuple(silent[:1]))
    said = amina.press("advice:3")
    assert "Jouw advies" in said or "geen stap naar voren" in said
    assert {"Alle stappen", "Menu"} & {button.label for button in amina.buttons}

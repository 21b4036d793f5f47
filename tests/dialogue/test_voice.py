"""What she says aloud is kept with the question, and nowhere else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.advice import SPOKEN, Answer
from bot.dialogue.events import Keep, KeepVoice, Late, Pressed, Sent
from bot.dialogue.sheet import RoundFacts
from tests.dialogue.facts import ROUND
from tests.dialogue.phone import Phone, walk_to

VOICE = Sent("voice", "media-1", "audio/ogg")
OPEN, CHOICE = "gezien-gehoord.hoe", "regels.samen"


def in_a_round(phone: Phone, **differs: Any) -> RoundFacts:
    phone.round = replace(ROUND, version=phone.catalogue.version(3), closes=date(2026, 12, 15), **differs)
    phone.press(f"go:3.{phone.round.id}")
    return phone.round


def kept(phone: Phone, event: object = VOICE) -> list[KeepVoice]:
    return [effect for effect in phone.do(event) if isinstance(effect, KeepVoice)]  # type: ignore[arg-type]


def test_beside_a_choice_it_is_kept_and_the_question_comes_again(asked: Phone) -> None:
    place, question = asked.state.place, asked.message
    assert kept(asked) == [KeepVoice("3", asked.state.asked, "media-1", "audio/ogg")]
    assert asked.state.place == place
    assert asked.message.text == f"Dank je. Ik heb je stem bij de vraag bewaard. Kies nu wat past.\n\n{question.text}"
    assert asked.message.options == question.options
    assert asked.answers == {}


def test_the_second_time_in_a_row_there_is_only_a_way_on(asked: Phone) -> None:
    asked.do(VOICE)
    assert kept(asked)
    assert asked.message.text == "Ook dit heb ik bewaard. Wil je verder?"
    assert [button.address.partition(":")[0] for button in asked.buttons] == ["q", "s", "menu"]


def test_where_words_are_asked_for_it_is_the_answer(amina: Phone) -> None:
    address = walk_to(amina, OPEN)
    effects = amina.do(VOICE)
    assert [effect for effect in effects if isinstance(effect, Keep | KeepVoice)] == [
        Keep("3", OPEN, Answer(text=SPOKEN)),
        KeepVoice("3", OPEN, "media-1", "audio/ogg"),
    ]
    assert amina.state.place != address
    assert amina.message.text.startswith("Dank je. Ik heb je stem bij de vraag bewaard.\n\nVraag ")
    assert "(gesproken antwoord)" in amina.press(address)
    assert "(gesproken antwoord)" in amina.press("overview:3")
    assert SPOKEN not in amina.message.text


def test_the_last_answer_said_aloud_can_be_listened_to_at_once(amina: Phone) -> None:
    plan = amina.catalogue.plan(3)
    assert plan is not None
    amina.answers["3"] = {asked.key: Answer() for asked in plan.asked if asked.key != OPEN}
    walk_to(amina, OPEN)
    amina.do(VOICE)
    assert amina.state.place == "overview:3"
    assert "listen:3" in [button.address for button in amina.buttons]


@pytest.mark.parametrize("place", ["menu", "overview:3", "plan:3", "settings", "newgroup"])
def test_elsewhere_she_hears_that_nobody_listens_here(asked: Phone, place: str) -> None:
    asked.press(place)
    before = asked.state.place
    assert kept(asked) == []
    assert asked.message.text.startswith("Hier kan ik niet naar je stem luisteren. Kun je het typen?")
    assert asked.state.place == before


def test_without_her_yes_nothing_is_kept(phone: Phone) -> None:
    phone.open()
    phone.press("consent:no")
    phone.press("go:3")
    assert kept(phone) == []


def test_where_she_took_back_her_yes_nothing_is_kept(asked: Phone) -> None:
    asked.kept = {**asked.kept, "consent": False}
    assert kept(asked) == []
    assert "bewaard" not in asked.message.text


def test_what_can_not_be_had_is_not_promised(asked: Phone) -> None:
    assert kept(asked, Sent("voice")) == []
    assert "bewaard" not in asked.message.text


def test_in_a_round_without_names_she_hears_that_it_goes(amina: Phone) -> None:
    in_a_round(amina)
    amina.do(VOICE)
    assert "Als de ronde sluit, wis ik de opname." in amina.message.text
    amina.press("menu")
    in_a_round(amina, anonymous=False)
    amina.do(VOICE)
    assert "wis ik" not in amina.message.text


def test_in_a_closed_round_nothing_is_kept(amina: Phone) -> None:
    in_a_round(amina)
    assert amina.round
    amina.round = replace(amina.round, open=False)
    for event in (VOICE, Late(VOICE)):
        assert kept(amina, event) == []


def test_who_sees_it_in_another_way_may_say_so_aloud(amina: Phone) -> None:
    round = in_a_round(amina, joint=True)
    question = amina.state.place
    amina.press(question.replace("q:", "o:", 1))
    assert kept(amina) == [KeepVoice(f"3.{round.id}", amina.state.asked, "media-1", "audio/ogg", minority=True)]
    assert amina.state.place == question
    assert amina.message.text.startswith("Dank je. Ik heb deze stem erbij bewaard. Alleen wie de groep leidt, kan hem horen.")


def test_what_lay_waiting_for_hours_is_kept_and_answers_nothing(amina: Phone) -> None:
    address = walk_to(amina, OPEN)
    assert kept(amina, Late(VOICE)) == [KeepVoice("3", OPEN, "media-1", "audio/ogg")]
    assert amina.state.place == address
    assert amina.answers == {}


def test_where_the_plan_has_changed_it_is_kept_with_what_was_asked(asked: Phone) -> None:
    key = asked.state.asked
    asked.kept = {**asked.kept, "place": "q:3:oldtext:0"}
    assert kept(asked) == [KeepVoice("3", key, "media-1", "audio/ogg")]
    assert "Het plan is veranderd. Ik heb je stem bewaard." in asked.message.text


def test_there_is_a_way_to_listen_only_where_there_is_something(asked: Phone) -> None:
    asked.press("overview:3")
    assert "Luister 🎤" not in [button.label for button in asked.buttons]
    asked.press("go:3")
    asked.do(VOICE)
    asked.press("overview:3")
    asked.type("luister")
    assert asked.state.place == "listen:3:1"
    assert asked.message.voice is not None
    assert [button.address for button in asked.buttons] == ["listen:3:2", "overview:3", "menu"]
    asked.press("back")
    assert asked.state.place == "overview:3"


def test_what_the_platform_calls_it_shows_nowhere(asked: Phone) -> None:
    assert "media-1" not in repr(VOICE)
    asked.do(VOICE)
    assert "media-1" not in repr(asked.kept) + repr(asked.message)
    assert asked.do(Pressed("menu"))

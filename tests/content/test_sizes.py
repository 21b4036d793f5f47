"""Titles and reasons have their limits, and the longest advice fits one message."""

from pathlib import Path

from bot.advice import Answer
from bot.dialogue import summary
from bot.dialogue.catalogue import read_catalogue as words_and_plans
from bot.dialogue.events import Say
from bot.dialogue.here import Here
from bot.dialogue.sheet import Known
from bot.dialogue.state import State
from content.catalogue import read_catalogue
from content.limits import BODY, units
from content.longest import STORY, longest_advice
from content.scoring import EXPERIENCES, STEPS, TIPS
from content.sizes import FRAME
from tests.content.small import SMALL, checked, line, replaced, write
from tests.content.test_translation import english


def test_a_title_of_a_plan_that_is_too_long_for_the_menu(tmp_path: Path) -> None:
    text = replaced("title: Een klein plan", "title: " + "a" * 121)
    assert checked(tmp_path, text) == ["plan.yaml:4: the title of the plan is 121 characters; the menu shows at most 120. Shorten it."]
    assert checked(tmp_path, text.replace("a" * 121, "a" * 120)) == []


def test_a_reason_that_is_too_long_for_the_advice(tmp_path: Path) -> None:
    text = replaced("jullie weinig praten", "a" * 101)
    assert checked(tmp_path, text) == [
        "plan.yaml:12: the reason of signal 'stil' is 101 characters; the advice has room for 100. Shorten it."
    ]
    assert checked(tmp_path, text.replace("a" * 101, "a" * 100)) == []


def test_a_reason_that_says_what_the_bot_says_already(tmp_path: Path) -> None:
    assert checked(tmp_path, replaced("jullie weinig praten", "Omdat jullie weinig praten.")) == [
        "plan.yaml:12: the reason of signal 'stil' begins with 'omdat', which the bot says already. Leave it out.",
        "plan.yaml:12: the reason of signal 'stil' ends with a full stop, and the bot adds one. Leave it out.",
    ]


def test_the_limits_of_titles_and_reasons_hold_in_every_language(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path, {"title": "a" * 121, "signals.stil.because": "you talk little."}), "en.yaml")
    assert checked(tmp_path, SMALL) == [
        "en.yaml:1: the title of the plan is 121 characters; the menu shows at most 120. Shorten it.",
        "en.yaml:5: the reason of signal 'stil' ends with a full stop, and the bot adds one. Leave it out.",
    ]


def test_a_conversation_starter_that_is_too_long_for_its_message(tmp_path: Path) -> None:
    text = replaced("Noem om de beurt een regel.", "Ja. " * 74 + "Nee!!")
    assert checked(tmp_path, text) == [
        "plan.yaml:40: the talk of question 'regels' is 301 characters; its message has room for 300. Shorten it."
    ]
    assert checked(tmp_path, text.replace("Nee!!", "Nee!")) == []


def test_a_conversation_starter_may_be_as_long_in_every_language(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path, {"questions.regels.talk": "a" * 301}), "en.yaml")
    assert checked(tmp_path, SMALL) == [
        "en.yaml:17: the talk of question 'regels' is 301 characters; its message has room for 300. Shorten it."
    ]


ITEM = "  - {{id: {id}, {kind}title: '{title}', text: A, signals: [{signals}]}}\n"


def large(tip: str) -> str:
    """A plan whose steps, reasons and experience are as long as they may be, with tips of that title."""
    reason, title = "r" * 98, "t" * 58
    text = replaced("jullie geen regels hebben", f"{reason} 1").replace("jullie weinig praten", f"{reason} 2")
    text = text.replace("title: Maak regels", f"title: 1 {title}").replace("title: Praat samen", f"title: 2 {title}")
    text = text.replace("tips:\n", ITEM.format(id="derde", kind="", title=f"3 {title}", signals="stil") + "tips:\n")
    text = text.replace("title: Doe het samen", f"title: {tip} 1").replace("title: Doe het niet alleen", f"title: {tip} 2")
    text += ITEM.format(id="nog-een", kind="kind: do, ", title=f"{tip} 3", signals="stil")
    text += ITEM.format(id="nog-geen", kind="kind: dont, ", title=f"{tip} 4", signals="geen-regels")
    return text.replace("Praten helpt.", "Praat maar. " * 30 + "Ja.")


def test_the_longest_advice_is_one_message_or_its_longest_texts_are_named(tmp_path: Path) -> None:
    step, room = len(f"1. {'t' * 60}, omdat {'r' * 100}.\n"), BODY - FRAME
    tip = (room - 3 * step - STORY) // 4 - len("• \n")
    assert checked(tmp_path, large("d" * (tip - len(" 1")))) == []
    text = large("d" * (tip - len(" 1") + 1))
    [problem] = checked(tmp_path, text)
    assert problem == (
        f"plan.yaml:{line('Praat maar', text)}: the longest advice is {room + 1} characters; one message has room for {room}. "
        "Shorten experiences.ervaring.text, signals.geen-regels.because, signals.stil.because."
    )


def test_the_bot_leaves_nothing_out_of_the_longest_advice(tmp_path: Path) -> None:
    tip = (BODY - FRAME - 3 * len(f"1. {'t' * 60}, omdat {'r' * 100}.\n") - STORY) // 4 - len("•  1\n")
    write(tmp_path / "klein", large("d" * tip))
    answers = {"regels.zijn-er": Answer(("nee",)), "regels.praten": Answer(("niets",))}
    here = Here(words_and_plans(tmp_path), State(consent=True), {"9": Known(answers)})
    [said] = [effect for effect in summary.advice(here, "9").effects if isinstance(effect, Say)]
    assert said.message.text.count("• ") == 4
    assert "Praat maar." in said.message.text


def test_an_advice_is_cut_here_where_the_bot_cuts_it() -> None:
    assert summary.STORY == STORY


def test_the_longest_advice_of_plan_three_is_made_of_its_longest_lines() -> None:
    plan = read_catalogue().plan(3)
    assert plan is not None
    lines = longest_advice(plan)
    assert len(lines) == STEPS + 2 * TIPS + EXPERIENCES
    assert units(lines[0].text) == max(
        units(f"1. {step.title}, omdat {plan.because[signal]}.") for step in plan.steps for signal in step.signals
    )

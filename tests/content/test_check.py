"""The check finds each kind of problem and says what to do."""

import time
from pathlib import Path

import pytest

from content.catalogue import read_catalogue
from content.check import check
from content.loader import Broken
from tests.content.small import SMALL, checked, line, replaced, write


def test_the_plans_of_the_cop_have_no_problems_and_are_checked_within_two_seconds() -> None:
    start = time.perf_counter()
    assert check() == []
    assert time.perf_counter() - start < 2


def test_a_plan_can_be_named_by_its_file_its_folder_or_the_folder_around_it(tmp_path: Path) -> None:
    file = write(tmp_path / "klein", replaced("label: Nee", "label: " + "n" * 25))
    assert len(check(file)) == 1
    assert check(file) == check(file.parent) == check(tmp_path)


def test_a_path_without_a_plan_says_so(tmp_path: Path) -> None:
    [problem] = check(tmp_path / "nothing")
    assert str(problem) == f"{tmp_path}/nothing:1: there is no plan here. Name a plan.yaml, its folder, or a folder of plans."


def test_a_folder_whose_plan_has_another_name_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", SMALL, "plan.yml")
    problem = f"{tmp_path}/b:1: this folder has no plan.yaml. Put one in it, or remove the folder."
    assert [str(found) for found in check(tmp_path)] == [problem]
    with pytest.raises(Broken) as caught:
        read_catalogue(tmp_path)
    assert str(caught.value) == problem


def test_all_problems_of_all_files_come_sorted_by_file_and_line(tmp_path: Path) -> None:
    write(tmp_path / "a", replaced("label: Nee", "label: " + "n" * 25).replace("- id: stil", "- id: stol"))
    write(tmp_path / "b", "")
    found = [(problem.file.parent.name, problem.line) for problem in check(tmp_path)]
    assert found == sorted(found)
    assert {name for name, _ in found} == {"a", "b"}
    assert len(found) > 3


def test_two_plans_with_one_number_are_named(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", replaced("id: klein", "id: ander"))
    [problem] = check(tmp_path)
    assert str(problem) == f"{tmp_path}/b/plan.yaml:2: number '9' is also used by a/plan.yaml. Choose another number."


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("id: stil\n", "id: geen-regels\n", 11, "signal 'geen-regels' stands here twice, first on line 9. Choose another id."),
        (
            "    signals: [stil]\nquestions:",
            "    signals: [stil]\n  - {id: ervaring, title: A, text: B, signals: [geen-regels]}\nquestions:",
            18,
            "experience 'ervaring' stands here twice, first on line 14. Choose another id.",
        ),
        (
            "steps:",
            "  - {id: regels, title: A, talk: B, prompts: [{id: a, kind: open, text: B}]}\nsteps:",
            41,
            "question 'regels' stands here twice, first on line 19. Choose another id.",
        ),
        (
            "id: praten\n    title",
            "id: afspraken\n    title",
            46,
            "step 'afspraken' stands here twice, first on line 42. Choose another id.",
        ),
        ("id: alleen", "id: samen", 56, "tip 'samen' stands here twice, first on line 51. Choose another id."),
        (
            "id: praten\n        kind",
            "id: zijn-er\n        kind",
            31,
            "prompt 'zijn-er' stands here twice, first on line 22. Choose another id.",
        ),
        ("id: nee", "id: ja", 28, "option 'ja' stands here twice, first on line 26. Choose another id."),
    ],
)
def test_a_doubled_id_is_named_with_its_line(tmp_path: Path, old: str, new: str, at: int, message: str) -> None:
    found = checked(tmp_path, replaced(old, new))
    assert f"plan.yaml:{at}: {message}" in found


def test_a_signal_that_a_step_names_but_nobody_declared(tmp_path: Path) -> None:
    text = replaced("text: Drink thee.\n    signals: [stil]", "text: Drink thee.\n    signals: [stil, still]")
    assert checked(tmp_path, text) == [
        (
            f"plan.yaml:{line('[stil, still]', text)}: step 'praten' names the signal 'still', which is not declared. "
            "Declare it under signals, or did you mean 'stil'?"
        )
    ]


def test_a_signal_that_an_option_gives_but_nobody_declared(tmp_path: Path) -> None:
    text = replaced("{geen-regels: 2}", "{geen-regels: 2, xyz: 1}")
    assert checked(tmp_path, text) == [
        (
            f"plan.yaml:{line('xyz', text)}: option 'nee' of 'regels.zijn-er' names the signal 'xyz', which is not declared. "
            "Declare it under signals."
        )
    ]


def test_a_signal_that_nothing_gives_and_nothing_answers(tmp_path: Path) -> None:
    text = replaced("  - id: stil\n", "  - id: leeg\n    because: jullie niets weten\n  - id: stil\n")
    assert checked(tmp_path, text) == [
        "plan.yaml:11: no answer gives the signal 'leeg'. Name it in an option, or remove it.",
        "plan.yaml:11: no step, tip or experience answers the signal 'leeg'. Name it in one, or remove it.",
    ]


def test_an_answer_that_alone_would_bring_tips_but_no_step(tmp_path: Path) -> None:
    text = replaced("text: Drink thee.\n    signals: [stil]", "text: Drink thee.\n    signals: [geen-regels]")
    assert checked(tmp_path, text) == [
        (
            f"plan.yaml:{line('unless: {stil', text)}: what option 'samen' of 'regels.praten' gives when it is not chosen reaches no step, "
            "so who answers only this gets tips but no step. Name 'stil' in a step."
        )
    ]
    given = replaced("text: Schrijf ze op.\n    signals: [geen-regels]", "text: Schrijf ze op.\n    signals: [stil]")
    assert checked(tmp_path, given) == [
        (
            f"plan.yaml:{line('signals: {geen', given)}: what option 'nee' of 'regels.zijn-er' gives reaches no step, "
            "so who answers only this gets tips but no step. Name 'geen-regels' in a step."
        )
    ]


def test_one_signal_of_an_answer_that_reaches_a_step_is_enough(tmp_path: Path) -> None:
    text = replaced("text: Drink thee.\n    signals: [stil]", "text: Drink thee.\n    signals: [geen-regels]")
    assert checked(tmp_path, text.replace("{stil: 1}", "{stil: 1, geen-regels: 1}")) == []


def test_what_no_answer_can_bring_into_the_advice(tmp_path: Path) -> None:
    text = replaced("            unless: {stil: 1}\n", "")
    never = "can never be advised, as no answer gives one of its signals. Name them in options."
    assert checked(tmp_path, text) == [
        f"plan.yaml:{line('- id: stil', text)}: no answer gives the signal 'stil'. Name it in an option, or remove it.",
        f"plan.yaml:{line('- id: ervaring', text)}: experience 'ervaring' {never}",
        f"plan.yaml:{line('- id: praten' + chr(10) + '    title', text)}: step 'praten' {never}",
        f"plan.yaml:{line('- id: alleen', text)}: tip 'alleen' {never}",
    ]


def test_what_others_always_push_out_of_the_advice(tmp_path: Path) -> None:
    rival = "  - {{id: {id}, kind: do, title: A, text: B, signals: [geen-regels, stil]}}\n"
    text = replaced("tips:\n", "tips:\n" + rival.format(id="a") + rival.format(id="b"))
    assert checked(tmp_path, text) == [
        (
            f"plan.yaml:{line('- id: samen' + chr(10) + '    kind', text)}: no answers were found that bring tip 'samen' among the best 2. "
            "Give its signals more weight, or name more of them."
        )
    ]


def test_more_options_than_a_list_has_room_for(tmp_path: Path) -> None:
    more = "".join(f"          - {{id: o{n}, label: Keuze {n}}}\n" for n in range(6))
    text = replaced("          - id: nee\n", more + "          - id: nee\n")
    assert checked(tmp_path, text) == [
        "plan.yaml:25: prompt 'regels.zijn-er' has 8 options; a list has room for 7. Leave some out, or make two prompts of it."
    ]


def test_a_label_that_is_too_long_for_a_list(tmp_path: Path) -> None:
    text = replaced("label: Nee", "label: Nee, wij hebben geen regels")
    assert checked(tmp_path, text) == [
        "plan.yaml:29: option 2 of 'regels.zijn-er' is 27 characters; WhatsApp shows at most 24 in a list. Give it a short label."
    ]
    assert checked(tmp_path, text.replace("geen regels\n            sig", "geen regels\n            short: Nee\n            sig")) == []


def test_an_emoji_counts_as_two_characters_as_platforms_count(tmp_path: Path) -> None:
    text = replaced("label: Nee", "label: Nee, we hebben het niet🙂")
    assert [problem.split(";")[0] for problem in checked(tmp_path, text)] == ["plan.yaml:29: option 2 of 'regels.zijn-er' is 25 characters"]


def test_a_short_label_that_is_not_short(tmp_path: Path) -> None:
    text = replaced("label: Nee", "label: Nee\n            short: Nee, wij hebben niets")
    assert checked(tmp_path, text) == [
        "plan.yaml:30: the short label of option 2 of 'regels.zijn-er' is 21 characters; a button shows at most 20. Shorten it."
    ]


def test_labels_that_look_the_same_once_they_are_cut(tmp_path: Path) -> None:
    text = replaced("label: Ja", "label: We hebben heel veel regels samen").replace(
        "label: Nee", "label: We hebben heel veel regels alleen"
    )
    long = "WhatsApp shows at most 24 in a list. Give it a short label."
    assert checked(tmp_path, text) == [
        f"plan.yaml:27: option 1 of 'regels.zijn-er' is 32 characters; {long}",
        f"plan.yaml:29: option 2 of 'regels.zijn-er' is 33 characters; {long}",
        "plan.yaml:29: options 1 and 2 of 'regels.zijn-er' both show as 'We hebben heel veel reg…'. Give them different labels.",
    ]


def test_a_short_label_that_is_another_options_label(tmp_path: Path) -> None:
    text = replaced("label: Nee", "label: Nee, geen\n            short: ja")
    assert checked(tmp_path, text) == ["plan.yaml:30: options 1 and 2 of 'regels.zijn-er' both show as 'ja'. Give them different labels."]


def test_a_prompt_that_does_not_fit_a_message(tmp_path: Path) -> None:
    text = replaced("text: Zijn er regels?", "text: " + "Ja. " * 190 + "Nee.")
    assert checked(tmp_path, text) == [
        "plan.yaml:24: prompt 'regels.zijn-er' with its options is 778 characters; a message has room for 774. Shorten it."
    ]


@pytest.mark.parametrize(
    ("old", "what", "length"),
    [("Schrijf ze op.", "step 'afspraken'", 776), ("Dat is zwaar.", "tip 'alleen'", 784), ("Praten helpt.", "experience 'ervaring'", 777)],
)
def test_a_step_tip_or_experience_that_does_not_fit_a_message(tmp_path: Path, old: str, what: str, length: int) -> None:
    text = replaced(old, "Ja. " * 190 + "Nee.")
    assert checked(tmp_path, text) == [
        f"plan.yaml:{line('Ja. Ja.', text)}: {what} is {length} characters; a message has room for 774. Shorten it."
    ]


@pytest.mark.parametrize(
    ("part", "extra", "name"),
    [
        ("experiences:\n", "", "experiences"),
        ("tips:\n", "kind: do, ", "do tips"),
        ("tips:\n", "kind: dont, ", "don't tips"),
    ],
)
def test_a_list_that_does_not_fit_one_message(tmp_path: Path, part: str, extra: str, name: str) -> None:
    item = f"  - {{id: a, {extra}title: A, text: {'Ja. ' * 110}Ja., signals: [stil]}}\n"
    text = replaced(part, part + item + item.replace("id: a", "id: b").replace("stil", "geen-regels"))
    found = [problem for problem in checked(tmp_path, text) if "together" in problem]
    assert [problem.split(" are ")[0] for problem in found] == [f"plan.yaml:{line(part, text) + 1}: the {name}"]
    assert found[0].endswith(" characters together; one message has room for 874. Shorten them.")


def test_a_challenge_that_does_not_fit_one_message(tmp_path: Path) -> None:
    text = replaced("ask: Wat doen jullie?", "ask: " + "Ja. " * 220 + "Nee.")
    assert checked(tmp_path, text) == [
        "plan.yaml:6: the text and ask of the challenge are 909 characters together; one message has room for 874. Shorten them."
    ]


@pytest.mark.parametrize(("old", "what"), [("Maak regels", "step 'afspraken'"), ("Hebben jullie regels?", "question 'regels'")])
def test_a_title_that_is_too_long_for_a_heading(tmp_path: Path, old: str, what: str) -> None:
    text = replaced(old, "a" * 61)
    assert checked(tmp_path, text) == [
        f"plan.yaml:{line('a' * 61, text)}: the title of {what} is 61 characters; a heading shows at most 60. Shorten it."
    ]


def test_titles_of_steps_that_look_the_same_once_they_are_cut(tmp_path: Path) -> None:
    text = replaced("title: Maak regels", "title: Praat samen met iedereen over regels")
    text = text.replace("title: Praat samen\n", "title: Praat samen met iedereen over thee\n")
    assert checked(tmp_path, text) == [
        (
            "plan.yaml:47: the titles of step 'afspraken' and step 'praten' both show as 'Praat samen met iederee…' in a list. "
            "Begin them with different words."
        )
    ]


def test_a_question_without_a_conversation_starter(tmp_path: Path) -> None:
    text = replaced("    talk: Noem om de beurt een regel.\n", "")
    assert checked(tmp_path, text) == [
        "plan.yaml:19: question 'regels' has no 'talk'. Add it: what to ask the group when its answers lie far apart."
    ]
    assert checked(tmp_path, text.replace("status: ready", "status: coming")) == []


def test_a_sentence_of_more_than_twenty_words(tmp_path: Path) -> None:
    words = " ".join(["Wij", "praten", "hier", "samen", "over", *["heel"] * 15, "veel."])
    text = replaced("Drink thee.", f"Drink thee. {words} Dat helpt.")
    assert checked(tmp_path, text) == [
        (
            f"plan.yaml:{line(words, text)}: the sentence 'Wij praten hier samen over ...' has 21 words; more than 20 are hard to read. "
            "Make two of it."
        )
    ]


def test_twenty_words_are_no_problem(tmp_path: Path) -> None:
    assert checked(tmp_path, replaced("Drink thee.", " ".join(["Ja"] * 20) + ". Goed.")) == []


def test_the_small_plan_of_these_tests_has_no_problems(tmp_path: Path) -> None:
    assert checked(tmp_path, SMALL) == []

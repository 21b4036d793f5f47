"""Plans in other languages."""

from pathlib import Path

from content.loader import read_plan
from content.translation import hash_of, texts, translated
from tests.content.small import checked, replaced, write


def english(folder: Path, changes: dict[str, str] | None = None) -> str:
    """A whole translation of the small plan, every text with 'EN' before it."""
    plan = read_plan(write(folder))
    words = {id: f"EN {text}" for id, text in texts(plan).items()} | (changes or {})
    return "".join(f"{id}: {{of: {hash_of(texts(plan).get(id, ''))}, text: '{text}'}}\n" for id, text in words.items())


def test_every_text_has_an_id_that_says_where_it_stands(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path, replaced("label: Ja", "label: Ja\n            short: J")))
    assert texts(plan) == {
        "title": "Een klein plan",
        "challenge.text": "Er is iets aan de hand.",
        "challenge.ask": "Wat doen jullie?",
        "signals.geen-regels.because": "jullie geen regels hebben",
        "signals.stil.because": "jullie weinig praten",
        "experiences.ervaring.title": "Een ervaring",
        "experiences.ervaring.text": "Praten helpt.",
        "steps.afspraken.title": "Maak regels",
        "steps.afspraken.text": "Schrijf ze op.",
        "steps.praten.title": "Praat samen",
        "steps.praten.text": "Drink thee.",
        "tips.samen.title": "Doe het samen",
        "tips.samen.text": "Dat is fijn.",
        "tips.alleen.title": "Doe het niet alleen",
        "tips.alleen.text": "Dat is zwaar.",
        "questions.regels.title": "Hebben jullie regels?",
        "questions.regels.talk": "Noem om de beurt een regel.",
        "questions.regels.zijn-er.text": "Zijn er regels?",
        "questions.regels.zijn-er.ja.label": "Ja",
        "questions.regels.zijn-er.ja.short": "J",
        "questions.regels.zijn-er.nee.label": "Nee",
        "questions.regels.praten.text": "Hoe praten jullie?",
        "questions.regels.praten.samen.label": "Samen",
        "questions.regels.praten.niets.label": "Niets hiervan",
    }


def test_every_text_can_be_translated(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path, replaced("label: Ja", "label: Ja\n            short: J")))
    words = {id: f"EN {text}" for id, text in texts(plan).items()}
    assert texts(translated(plan, words)) == words


def test_what_is_not_translated_stays_dutch_and_nothing_else_changes(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path))
    assert translated(plan, {}) == plan
    kinds = read_plan(write(tmp_path, replaced("because: jullie geen regels hebben", "because: x\n    kind: fact")))
    assert [signal.kind for signal in translated(kinds, {"signals.geen-regels.because": "y"}).signals] == ["fact", "trouble"]
    assert translated(plan, {"steps.praten.title": "Talk"}).steps[1].text == "Drink thee."


def test_a_dutch_short_label_never_stands_for_a_translated_label(tmp_path: Path) -> None:
    plan = read_plan(write(tmp_path, replaced("label: Ja", "label: Ja\n            short: J")))
    option = translated(plan, {"questions.regels.zijn-er.ja.label": "Yes"}).asked[0].prompt.options[0]
    assert (option.label, option.short) == ("Yes", None)


def test_a_whole_translation_has_no_problems(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path), "en.yaml")
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == []


def test_a_missing_text_is_named_with_the_hash_it_needs(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path).replace("title: ", "# ", 1), "en.yaml")
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == [
        f"en.yaml:1: 'title' is missing, so its Dutch is shown. Add it, with 'of: {hash_of('Een klein plan')}'."
    ]


def test_a_translation_of_older_dutch_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path), "en.yaml")
    assert checked(tmp_path, replaced("Wat doen jullie?", "Wat gaan jullie doen?")) == [
        (
            "en.yaml:3: the Dutch of 'challenge.ask' has changed since. "
            f"Look whether this still says the same, and set 'of: {hash_of('Wat gaan jullie doen?')}'."
        )
    ]


def test_a_text_that_the_plan_does_not_have_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path, {"steps.weg.title": "Gone"}), "en.yaml")
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == [
        "en.yaml:24: the plan has no text 'steps.weg.title'. Correct the id, or remove it."
    ]


def test_a_long_translated_label_is_named_in_its_own_file_and_a_short_one_mends_it(tmp_path: Path) -> None:
    long = english(tmp_path, {"questions.regels.zijn-er.ja.label": "Yes, we have a lot of rules"})
    write(tmp_path, long, "en.yaml")
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == [
        "en.yaml:19: option 1 of 'regels.zijn-er' is 27 characters; WhatsApp shows at most 24 in a list. Give it a short label."
    ]
    write(tmp_path, long + f"questions.regels.zijn-er.ja.short: {{of: {hash_of('Ja')}, text: 'Yes'}}\n", "en.yaml")
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == []


def test_a_dutch_short_label_needs_no_translation_when_the_label_is_short_enough(tmp_path: Path) -> None:
    write(tmp_path, english(tmp_path), "en.yaml")
    assert checked(tmp_path, replaced("label: Ja", "label: Ja\n            short: J")) == []


def test_a_broken_translation_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, "title:\n  txt: A\n  of: 12345678\n", "en.yaml")
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == [
        "en.yaml:1: key 'text' is missing. Add it.",
        "en.yaml:2: unknown key 'txt'. Remove it, or did you mean 'text'?",
    ]


def test_a_file_that_is_named_after_no_language_is_a_problem(tmp_path: Path) -> None:
    for name in ("arabic.yaml", "nl.yaml", "ar.yml"):
        write(tmp_path, "title: A\n", name)
    remedy = "this file is never read. Name it by its language, such as 'ar.yaml'; the Dutch belongs in plan.yaml."
    assert checked(tmp_path, replaced("number: 9", "number: 8")) == [f"{name}:1: {remedy}" for name in ("ar.yml", "arabic.yaml", "nl.yaml")]

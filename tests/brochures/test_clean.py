"""A brochure as it is meant becomes what is expected, word for word."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.brochures.writing import written
from content.check import check
from content.loader import read_plan
from tests.brochures.cast import COOKING, GARDEN, GARDEN_PLAN, LESSONS, MONEY, made, plain, told


def test_a_clean_brochure_becomes_its_plan_and_nothing_is_unsure() -> None:
    draft = made(GARDEN)
    assert plain(draft) == GARDEN_PLAN
    assert told(draft) == []


def test_a_recipe_of_steps_out_of_order_with_doubled_lines_ticks_and_spaced_headings() -> None:
    draft = made(COOKING)
    assert draft.number == 7
    assert plain(draft) == (
        "Hoe koken we voor de hele wijk?",
        ("Koken voor veel mensen kost kracht. Soms komen er te weinig handen.", "Hoe blijft koken leuk voor iedereen?"),
        [
            ("Een vaste avond", "Dan weet de wijk wanneer er eten is."),
            ("Eén baas in de keuken", "Dat geeft rust, ook als er veel vrouwen zijn."),
        ],
        [
            ("Met hoeveel vrouwen koken jullie?", ["Met hoeveel vrouwen koken jullie?"]),
            ("Wie doet de boodschappen?", ["Wie doet de boodschappen?", "En wie betaalt ze?"]),
        ],
        [
            ("Kies een menu", "Neem een gerecht dat iedereen kent."),
            ("Schrijf een lijst", "Zet erop wie wat meebrengt."),
            ("Ruim samen op", "Niemand gaat naar huis voor de keuken schoon is."),
        ],
        [
            ("do", "Proef samen", "Zo leer je van elkaar."),
            ("dont", "Kook niet te veel", "Weggooien is zonde."),
            ("do", "Vraag naar allergie", "Doe dat voor je boodschappen doet."),
        ],
    )
    assert told(draft) == ["line 19: the steps stood in the order 3, 1, 2. They were put in order by their numbers."]


def test_columns_beside_each_other_are_read_one_after_the_other() -> None:
    draft = made(LESSONS)
    assert plain(draft) == (
        "Hoe geven we taalles aan elkaar?",
        ("Veel vrouwen willen Nederlands leren. De wachtlijst van de school is lang.", "Hoe leren jullie van elkaar?"),
        [("Leer bij een kop thee", "Dat is minder eng dan in een klas."), ("Kinderen mogen mee", "Zo kan iedere moeder komen.")],
        [
            ("Wie kan goed Nederlands?", ["Wie kan goed Nederlands?"]),
            ("Wanneer hebben vrouwen tijd?", ["Wanneer hebben vrouwen tijd?"]),
        ],
        [("Zoek een plek", "Een keuken is genoeg."), ("Vraag een buurvrouw", "Zij hoeft geen juf te zijn.")],
        [
            ("do", "Oefen kort", "Een half uur is genoeg."),
            ("do", "Praat over je dag", "Dat zijn de woorden die je nodig hebt."),
            ("dont", "Lach niemand uit", "Wie fouten maakt, leert."),
            ("dont", "Geef geen huiswerk", "Thuis is er vaak geen rust."),
        ],
    )
    unclear = "no bullets tell where each tip from here on begins. Look whether it is right."
    assert told(draft) == [f"line 18: {unclear}", f"line 18: {unclear}"]


def test_a_brochure_without_a_title_with_a_gap_in_its_steps_and_a_colophon() -> None:
    draft = made(MONEY)
    assert plain(draft) == (
        "brochure",
        ("Zonder geld kan een groep weinig doen. Subsidie vragen is moeilijk.", "Hoe komen jullie aan geld?"),
        [("Begin bij de buurt", "Een winkel geeft vaak graag iets."), ("Schrijf kort", "Een fonds leest honderd brieven.")],
        [("Hoeveel geld is er nodig?", ["Hoeveel geld is er nodig?"]), ("Wie kan goed rekenen?", ["Wie kan goed rekenen?"])],
        [
            ("Maak een begroting", "Schrijf op wat alles kost."),
            ("Zoek een fonds", "De bibliotheek helpt daarbij."),
            ("Schrijf een brief", "Laat hem nalezen."),
        ],
        [("do", "Bewaar alle bonnen", "Het fonds vraagt ernaar."), ("dont", "Vraag te weinig", "Dan lukt het plan niet.")],
    )
    assert told(draft) == [
        "the brochure: no title was found. 'brochure' is the name of the file: write a title.",
        "line 13: before step 4 no step 3 was found. Look it up in the brochure.",
        "line 17: it stood after the plan: Contact Bel het buurthuis.",
    ]


def test_the_draft_is_a_plan_that_the_loader_reads_with_its_notes_beside_what_they_are_about(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(written(made(MONEY), "geld", 8, "geld.txt"), encoding="utf-8")
    plan = read_plan(file)
    assert (plan.id, plan.number, plan.status, plan.title) == ("geld", 8, "coming", "brochure")
    assert [step.title for step in plan.steps] == ["Maak een begroting", "Zoek een fonds", "Schrijf een brief"]
    assert [prompt.kind for question in plan.questions for prompt in question.prompts] == ["open", "open"]
    assert [(tip.kind, tip.text) for tip in plan.tips] == [("do", "Het fonds vraagt ernaar."), ("dont", "Dan lukt het plan niet.")]
    lines = file.read_text(encoding="utf-8").splitlines()
    note = lines.index("# LOOK line 13: before step 4 no step 3 was found. Look it up in the brochure.")
    assert lines[note + 1] == "steps:"
    loose = lines.index("# NOT PLACED line 17: it stood after the plan.")
    assert lines[loose + 1] == "#   Contact Bel het buurthuis."


def test_the_check_says_of_each_question_what_an_author_still_has_to_add(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(written(made(GARDEN), "tuin", 8, "tuin.txt"), encoding="utf-8")
    found = [str(problem).partition("plan.yaml:")[2] for problem in check(file)]
    open_only = "so its answers bring no advice. Give a prompt a kind, options and signals. Add a 'talk' too."
    never = "names no signals, so it is never advised. Name those that it answers."
    assert found == [
        "11: the draft declares no signals yet. Write under 'signals' what answers can tell about a group, each with its 'because'.",
        f"16: experience 'samen-oogsten' {never}",
        f"19: experience 'kleine-stukjes-grond' {never}",
        f"24: question 'werkt-tuin' has only 2 open prompts, {open_only}",
        f"33: question 'regels-water' has only 2 open prompts, {open_only}",
        f"42: question 'groeit-al' has only an open prompt, {open_only}",
        f"50: step 'kijk' {never}",
        f"53: step 'verdeel-werk' {never}",
        f"56: step 'zoek-hulp' {never}",
        f"59: step 'vier-oogst' {never}",
        f"64: tip 'begin-klein' {never}",
        f"68: tip 'deel-oogst' {never}",
        f"72: tip 'wacht-geld' {never}",
        f"76: tip 'alles-zelf' {never}",
    ]


@pytest.mark.parametrize(
    "title", ["Wat is 't?", "Let op: dit", "#samen", "- streepje", "Ja", "'s Avonds samen", "[x] klaar", "Hoe? " + "woord " * 30 + "!"]
)
def test_any_words_can_be_a_title(tmp_path: Path, title: str) -> None:
    draft = replace(made(GARDEN), title=title)
    file = tmp_path / "plan.yaml"
    file.write_text(written(draft, "tuin", 8, "tuin.txt"), encoding="utf-8")
    assert read_plan(file).title == title

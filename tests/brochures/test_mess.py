"""What copying out of a brochure does to its text is undone, and told where nobody can be sure."""

import pytest

from content.brochures.making import drafted
from content.brochures.text import read_text
from tests.brochures.cast import GARDEN, GARDEN_PLAN, LESSONS, made, plain, told


def replaced(*pairs: tuple[str, str], text: str = GARDEN) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


STEPS = GARDEN[GARDEN.index("1. Kijk") : GARDEN.index("5. Do's")]
IN_DISORDER = "".join(f"{STEPS.splitlines()[index]}\n" for index in (2, 0, 3, 1)) + "\n"
BEFORE, TIPS = GARDEN.split("Do's\n")
TWO_COLUMNS = BEFORE + "\n".join(
    f"{left:<44}{right}"
    for left, right in (
        ("Wel", "Niet"),
        ("• Begin klein: Een paar bakken zijn", "• Wacht niet op geld: Met oude emmers"),
        ("  genoeg voor het eerste jaar.", "  kun je ook beginnen."),
        ("• Deel de oogst: Iedereen die helpt,", "• Doe niet alles zelf: Laat anderen"),
        ("  neemt iets mee.", "  ook iets kiezen."),
    )
)
SIGNED = BEFORE + "".join(
    f"{sign} {tip}\n"
    for sign, tip in zip("✓✓✗✗", [line.removeprefix("• ") for line in TIPS.splitlines() if line.startswith("•")], strict=True)
)
PRINTED_TWICE = "\n".join(f"{line} {line}" if line.count(" ") > 2 else line for line in GARDEN.splitlines())
FIRST, SECOND = GARDEN.split("4. Stappen\n")
PAGES = f"Buurttuin Laak\n{FIRST}\nPagina 1 van 2\n\fBuurttuin Laak\n4. Stappen\n{SECOND}\nPagina 2 van 2\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GARDEN.replace("\n", "\r\n"), id="lines end as on Windows"),
        pytest.param("".join(line * 2 for line in GARDEN.splitlines(keepends=True)), id="each line stands twice"),
        pytest.param(PRINTED_TWICE, id="printed twice on a line"),
        pytest.param(replaced(("4. Stappen", "44.. SSttaappppeenn")), id="each letter stands twice"),
        pytest.param(replaced((STEPS, STEPS + STEPS)), id="a whole list stands twice"),
        pytest.param(replaced((STEPS, IN_DISORDER)), id="steps out of order"),
        pytest.param(replaced(("Wie samen oogst,", "Wie sa-\nmen oogst,")), id="a word cut at the end of a line"),
        pytest.param(replaced(("gereedschap", "gereed\u00ad\nschap")), id="a soft hyphen at the end of a line"),
        pytest.param(replaced(("gemeente", "ge\u00admeen\u00adte")), id="soft hyphens in a word"),
        pytest.param(replaced((" een ", "\u00a0een\u202f")), id="spaces that do not break"),
        pytest.param(replaced(("•", "▪")), id="square bullets"),
        pytest.param(replaced(("•", "-")), id="hyphens as bullets"),
        pytest.param(replaced(("• ", "\uf0b7\t")), id="bullets of the font Symbol"),
        pytest.param(replaced(("• ", "•")), id="bullets that touch their text"),
        pytest.param(replaced(("• ", "•\n")), id="bullets on lines of their own"),
        pytest.param(replaced(("   - ", "   o ")), id="Word's second bullet"),
        pytest.param(replaced(*((f"\n{number}. ", f"\n{number}) ") for number in range(1, 6))), id="1) for 1."),
        pytest.param(replaced(("1. De", "Deel 1 – De"), ("2. Er", "Deel 2: Er"), ("4. St", "DEEL 4\nSt")), id="Deel 1"),
        pytest.param(replaced(("1. De uitdaging", "DE UITDAGING"), ("4. Stappen", "STAPPEN")), id="headings in capitals"),
        pytest.param(replaced(("1. De uitdaging", "1. D E  U I T D A G I N G"), ("4. Stappen", "S T A P P E N")), id="headings spaced out"),
        pytest.param(replaced(("5. Do's en don'ts", "D O ' S  &  D O N ' T S")), id="do's and don'ts spaced out"),
        pytest.param(replaced(("1. De uitdaging", "D E U I T D A G I N G")), id="spaced out without an end of words"),
        pytest.param(replaced(("Do's\n", "Dos:\n"), ("Don'ts", "Don’ts")), id="other apostrophes"),
        pytest.param(replaced(("Do's\n", "Wel\n"), ("Don'ts", "Niet")), id="wel and niet"),
        pytest.param(TWO_COLUMNS, id="wel and niet beside each other"),
        pytest.param(SIGNED, id="ticks and crosses"),
        pytest.param(SIGNED.replace("✓", "☑️").replace("✗", "❌"), id="ticks and crosses as emoji"),
        pytest.param(SIGNED.replace("✓", "+").replace("✗", "-"), id="plus and minus"),
        pytest.param(SIGNED.replace("✓", "• ✓").replace("✗", "• ✗"), id="ticks after bullets"),
        pytest.param(SIGNED.replace("✓", "Do:").replace("✗", "Don't:"), id="a word before each"),
        pytest.param(PAGES, id="headers, footers and page numbers"),
        pytest.param(PAGES.replace("\f", ""), id="headers and footers without form feeds"),
        pytest.param(replaced(("\n1. Kijk", "\nStap 1: Kijk"), ("\n2. Verdeel", "\nSTAP 2 – Verdeel")), id="Stap 1"),
        pytest.param(replaced(("\n1. Kijk", "\n① Kijk"), ("\n2. Verdeel", "\n2️⃣ Verdeel")), id="numbers in circles and boxes"),
        pytest.param(replaced(("\n1. Kijk", "\n4.1 Kijk"), ("\n2. Verdeel", "\n4.2 Verdeel")), id="numbers with that of the part"),
        pytest.param(replaced(("Wat groeit", "Wat  groeit")), id="two spaces"),
        pytest.param(replaced(("Kijk wat er is: ", "Kijk wat er is\n   ")), id="titles on lines of their own"),
        pytest.param("Inhoud\n1. De uitdaging ........ 2\n4. Stappen ........ 3\n\n" + GARDEN, id="a table of contents"),
        pytest.param("1. De uitdaging\n3. Hulpvragen 4\n5. Do's en don'ts\n\n" + GARDEN, id="a table of contents without dots"),
        pytest.param("Stappenplan\n" + GARDEN, id="the kind of brochure above it"),
    ],
)  # fmt: skip
def test_a_messy_brochure_says_the_same_as_the_clean_one(text: str) -> None:
    assert plain(made(text)) == GARDEN_PLAN


def test_ligatures_become_letters() -> None:
    draft = made(replaced(("Vraag de gemeente", "Vraag oﬃcieel een ﬁets en ĳs aan de gemeente")))
    assert draft.steps[2].text == "Vraag officieel een fiets en ijs aan de gemeente om zaden en gereedschap."


def test_headers_footers_and_page_numbers_are_left_out_and_told_once() -> None:
    draft = made(PAGES)
    assert plain(draft) == GARDEN_PLAN
    assert told(draft) == ["line 1: 'Buurttuin Laak' stands on more than one page and was left out."]


@pytest.mark.parametrize(
    ("cut", "whole", "unsure"),
    [
        ("vrijwil-\nligers", "vrijwilligers", False),
        ("e-\nmail", "e-mail", False),
        ("zuid-\nholland", "zuid-holland", True),
        ("Zuid-\nHolland", "Zuid-Holland", False),
        ("women-\nonly", "women-only", True),
        ("e-mail-\nadres", "e-mailadres", True),
        ("voor-\nen nadelen", "voor- en nadelen", False),
        ("tuin-\nregels", "tuinregels", True),  # both stand alone elsewhere
        ("2024-\nplan", "2024-plan", False),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_unless_it_belongs_there(cut: str, whole: str, unsure: bool) -> None:
    draft = made(replaced(("de hele groep", cut)))
    assert draft.steps[1].text == f"Maak een rooster met {whole}."
    assert [note.partition("Look")[0] for note in told(draft)] == ([f"line 26: '{whole}' stood on two lines. "] if unsure else [])


def test_a_word_that_stands_whole_elsewhere_tells_how_it_is_written() -> None:
    kept = made(replaced(("de hele groep", "een women-\nonly-middag"), ("Schrijf op wat", "Een women-only-middag mag. Schrijf op wat")))
    assert "women-only-middag" in kept.steps[1].text
    assert told(kept) == []


def test_gaps_and_double_numbers_are_told_with_their_lines() -> None:
    draft = made(replaced(("3. Zoek hulp", "6. Zoek hulp"), ("2. Verdeel", "1. Verdeel")))
    assert [step.title for step in draft.steps] == ["Kijk wat er is", "Verdeel het werk", "Vier de oogst", "Zoek hulp"]
    assert told(draft) == [
        "line 24: the steps stood in the order 1, 1, 6, 4. They were put in order by their numbers.",
        "line 25: step 1 stands here twice. Look whether both belong, and in which order.",
        "line 27: before step 4 no step 2 to 3 was found. Look it up in the brochure.",
        "line 26: before step 6 no step 5 was found. Look it up in the brochure.",
    ]


def test_what_has_no_place_is_kept_with_where_it_stood() -> None:
    text = replaced(
        ("1. De uitdaging", "Gemaakt in Laak.\n\n1. De uitdaging"),
        ("1. Kijk", "Volg ze samen.\n\n1. Kijk"),
        ("1. Wie werkt", "Praat erover:\n1. Wie werkt"),
    )
    draft = made(text + "\nContact\n\nBel Amina.\n")
    assert plain(draft) == GARDEN_PLAN
    assert told(draft) == [
        "line 3: it stood before the first part: Gemaakt in Laak.",
        "line 18: it stood before the first question: Praat erover:",
        "line 27: it stood before the first step: Volg ze samen.",
        "line 44: it stood after the plan: Contact",
        "line 46: it stood after the plan: Bel Amina.",
    ]  # fmt: skip


def test_a_tip_of_which_nothing_says_what_it_is_gets_a_guess_and_a_note() -> None:
    draft = made(SIGNED.replace("✓ ", "• ").replace("✗ ", "• "))
    assert [tip.side for tip in draft.tips] == ["do", "do", "dont", "dont"]
    assert [note for note in told(draft) if "nothing says whether" in note] == [
        f"line {line}: nothing says whether this is a do or a don't; it was taken for a {side}."
        for line, side in ((31, "do"), (32, "do"), (33, "don't"), (34, "don't"))
    ]


def test_a_cross_under_do_is_told() -> None:
    draft = made(replaced(("• Begin klein", "✗ Begin klein")))
    assert draft.tips[0].side == "dont"
    assert told(draft) == ["line 32: its sign says that this is a don't, its heading the other. Look which is meant."]


def test_a_title_in_capitals_becomes_a_sentence_and_is_told() -> None:
    draft = made(replaced(("Hoe houden we samen een buurttuin?", "HOE HOUDEN WE SAMEN EEN BUURTTUIN?")))
    assert plain(draft) == GARDEN_PLAN
    assert told(draft) == ["line 1: 'Hoe houden we samen een buurttuin?' stood in capitals. Give names in it their capital again."]


def test_a_title_over_two_lines_is_one() -> None:
    draft = made(replaced(("Hoe houden we samen een buurttuin?", "Samen sterk\nHoe houden we samen\neen buurttuin?")))
    assert draft.title == "Hoe houden we samen een buurttuin?"
    assert told(draft) == ["line 1: it stood before the first part: Samen sterk"]


def test_parts_that_are_missing_or_empty_are_told() -> None:
    without = GARDEN[: GARDEN.index("2. Ervaringen")] + "2. Ervaringen\n\n" + GARDEN[GARDEN.index("4. Stappen") :]
    draft = made(without)
    assert (draft.experiences, draft.questions) == ((), ())
    assert told(draft) == [
        "the brochure: the part 'Ervaringen' has a heading, but nothing under it. Look where it stands, and write it here.",
        "the brochure: the part 'Hulpvragen' was not found. Look where it stands, and write it here.",
    ]


@pytest.mark.parametrize(
    ("said", "text", "ask", "note"),
    [
        ("Een tuin is van iedereen.", "Een tuin is van iedereen.", "Hoe houden we samen een buurttuin?", "the challenge asks nothing"),
        ("Doet iedereen mee? Een tuin is druk. Wie wiedt?", "Doet iedereen mee? Een tuin is druk.", "Wie wiedt?", "more than one thing"),
    ],
)
def test_a_challenge_that_asks_nothing_or_much_is_told(said: str, text: str, ask: str, note: str) -> None:
    old = "Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen.\nHoe zorgen jullie dat iedereen meedoet?"
    draft = made(replaced((old, said)))
    assert draft.challenge
    assert (draft.challenge.text, draft.challenge.ask) == (text, ask)
    assert [note in one for one in told(draft)] == [True]


def test_a_challenge_that_only_asks_is_kept_as_a_comment() -> None:
    old = "Een tuin is van iedereen. Toch werken vaak dezelfde vrouwen.\n"
    draft = made(replaced((old, "")))
    assert draft.challenge is None
    assert "line 5: only a question was found, and no text before it: Hoe zorgen jullie dat iedereen meedoet?" in told(draft)


def test_steps_without_numbers_keep_their_order_and_are_told() -> None:
    draft = made(
        replaced(*((f"\n{number}. {word}", f"\n• {word}") for number, word in ((1, "Kijk"), (2, "Verdeel"), (3, "Zoek"), (4, "Vier"))))
    )
    assert plain(draft) == GARDEN_PLAN
    assert told(draft) == ["line 24: the steps have no numbers. Look whether their order is right."]


def test_a_list_under_a_step_becomes_its_text_and_is_told() -> None:
    draft = made(replaced(("Vraag de gemeente om zaden en gereedschap.", "Vraag om:\n   - zaden\n   - gereedschap")))
    assert draft.steps[2].text == "Vraag om: zaden; gereedschap"
    assert told(draft) == ["line 26: the list under it was made one text. Look how it reads."]


def test_a_step_of_one_sentence_is_its_own_title_and_is_told() -> None:
    draft = made(replaced(("Vier de oogst: Kook samen van wat er groeit.", "Kook samen van wat er groeit.")))
    assert (draft.steps[3].title, draft.steps[3].text) == ("Kook samen van wat er groeit", "Kook samen van wat er groeit.")
    assert told(draft) == [
        "line 27: the brochure has one sentence here, which stands as title and as text. Shorten the title, or the text."
    ]


def test_subquestions_that_are_no_questions_are_told() -> None:
    draft = made(replaced(("Hoeveel vrouwen komen elke week?", "elke week"), ("Hoeveel vrouwen komen soms?", "soms")))
    assert [prompt.text for prompt in draft.questions[0].prompts] == ["elke week", "soms"]
    no = "this is no question in the brochure. Write it as one."
    assert told(draft) == [f"line 17: {no}", f"line 18: {no}"]


def test_a_text_without_any_part_is_no_draft() -> None:
    assert drafted(read_text(b"Vandaag is het mooi weer. Morgen ook."), "weer") is None


def test_columns_with_a_heading_across_are_taken_apart_above_and_below_it() -> None:
    beside = LESSONS.replace("HULPVRAGEN\n", "Dit is een regel die over de hele breedte van de pagina gaat.\n\nHULPVRAGEN\n")
    draft = made(beside)
    assert [one.title for one in draft.experiences] == ["Leer bij een kop thee", "Kinderen mogen mee"]
    assert [one.title for one in draft.questions] == ["Wie kan goed Nederlands?", "Wanneer hebben vrouwen tijd?"]

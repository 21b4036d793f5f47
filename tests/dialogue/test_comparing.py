"""A round beside the one before it, as she reads it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.dialogue import turning
from bot.dialogue.catalogue import Catalogue
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage, NothingToCompare
from bot.dialogue.events import Pressed, Say
from bot.dialogue.facts import Fact, GroupLine, RoundPage, StepLine, StepsPage
from bot.dialogue.message import Message, plain
from bot.dialogue.places import PLACES
from bot.dialogue.sheet import Known, RoundFacts
from bot.dialogue.state import State
from content.limits import BODY, ROWS, units
from content.model import Plan
from tests.dialogue.comparisons import of_each_kind, on_one_phone, page, seen
from tests.dialogue.facts import DAY

ROUND = RoundFacts(17, 4, "Laak", 3, "", anonymous=True, joint=False, open=False, closes=DAY, members=9, answered=4, threshold=3)
HERS = State(language="nl", consent=True)
QUESTIONS = 7


@pytest.fixture(scope="session")
def three(catalogue: Catalogue) -> Plan:
    found = catalogue.plan(3)
    assert found is not None
    return found


def read(catalogue: Catalogue, fact: Fact, place: str = "compare:17") -> Message:
    turn = turning.told(catalogue, replace(HERS, place=place), {"3": Known()}, fact, "")
    [message] = [effect.message for effect in turn.effects if isinstance(effect, Say)]
    return message


def lines(message: Message) -> list[str]:
    return plain(message.text).splitlines()


def test_each_question_has_a_line_with_its_verdict_and_both_numbers(catalogue: Catalogue, three: Plan) -> None:
    said = lines(read(catalogue, page(three, ROUND, seen(three, [0] * 6), seen(three, [-1] * 7))))
    assert said[:3] == ["Vergeleken met vorige keer", "Laak", "Toen: di 1 sep 2026. Nu: di 15 dec 2026."]
    assert "↗ Beter: Is er soms spanning? (toen 6, nu 7 antwoorden)" in said
    assert "↘ Moeilijker: Hebben jullie regels? (toen 6, nu 7 antwoorden)" in said
    assert "· Niet te vergelijken: Wie komen er? (toen 6, nu 7 antwoorden)" in said
    same = lines(read(catalogue, page(three, ROUND, seen(three, [0] * 6), seen(three, [0] * 7))))
    assert "→ Hetzelfde: Is er soms spanning? (toen 6, nu 7 antwoorden)" in same
    assert sum(one.startswith(("↗", "→", "↘", "·")) for one in said) == QUESTIONS


def test_where_too_few_answered_the_number_is_not_told(catalogue: Catalogue, three: Plan) -> None:
    text = plain(read(catalogue, page(three, ROUND, seen(three, [0] * 2), seen(three, [-1] * 7))).text)
    assert "· Niet te vergelijken: Is er soms spanning? (toen te weinig, nu 7 antwoorden)" in text
    assert "toen 2" not in text


def test_what_is_so_of_all_questions_is_said_once_and_kindly(catalogue: Catalogue, three: Plan) -> None:
    others = read(catalogue, page(three, ROUND, seen(three, [0] * 6), seen(three, [-1] * 7, same=False)))
    assert others.text.count("Er deden nu vooral andere vrouwen mee.") == 1
    mixed = read(catalogue, page(three, ROUND, on_one_phone(three, 0), seen(three, [-1] * 7)))
    assert mixed.text.count("antwoordden jullie samen op één telefoon") == 1


def test_steps_that_were_done_stand_beside_it_and_are_not_called_the_cause(catalogue: Catalogue, three: Plan) -> None:
    fact = page(three, ROUND, seen(three, [0] * 6), seen(three, [-1] * 7), done=("relaties", "van-vroeger"))
    text = read(catalogue, fact).text
    assert "In die tijd deden jullie: Leer elkaar beter kennen, van-vroeger. Of het daardoor komt, weten we niet." in text
    assert "In die tijd" not in read(catalogue, replace(fact, done=())).text


def test_when_something_is_harder_or_stuck_she_gets_what_can_help(catalogue: Catalogue, three: Plan) -> None:
    worse = page(three, ROUND, seen(three, [0] * 6), seen(three, [-1] * 7))
    assert "Dit kan helpen" in [way.label for way in read(catalogue, worse).ways]
    message = read(catalogue, worse, "compare:17:help")
    assert "Moeilijker dan vorige keer: Hebben jullie regels?" in message.text
    assert "Dat is geen fout." in message.text
    assert "Let op:" in plain(message.text)
    assert "Uit ervaring:" in plain(message.text)
    assert [button.address for button in message.options] == ["cstep:4:3:bemiddelaar", "part:3:experiences"]
    better = page(three, ROUND, seen(three, [0] * 6), seen(three, [0] * 7))
    assert "Dit kan helpen" not in [way.label for way in read(catalogue, better).ways]
    stuck = replace(better, stuck=("afspraken", "bemiddelaar", "van-vroeger"))
    assert "Dit kan helpen" in [way.label for way in read(catalogue, stuck).ways]
    message = read(catalogue, stuck, "compare:17:help")
    assert [button.address for button in message.options] == ["cstep:4:3:bemiddelaar", "cstep:4:3:afspraken", "part:3:experiences"]
    assert "Maak geen regels zonder de groep" in message.text
    assert "Moeilijker dan vorige keer" not in message.text


def test_a_question_shows_the_answers_of_both_rounds_as_bars(catalogue: Catalogue, three: Plan) -> None:
    fact = page(three, ROUND, seen(three, [0] * 6 + [-1] * 2), seen(three, [-1] * 7))
    said = lines(read(catalogue, fact, "compare:17:5"))
    assert said[:2] == ["Gezien en gehoord", "↗ Beter"]
    at = said.index("• Nee, helemaal niet")
    assert said[at + 1 : at + 3] == ["toen ■■■■■■□□ 6", "nu □□□□□□□□ 0"]
    assert "• Een beetje" not in said  # nobody said so
    assert "Alle keren:" not in " ".join(said)
    assert "Alle keren: mrt 2026: 6 antwoorden, " in " ".join(
        lines(read(catalogue, page(three, ROUND, seen(three, [0] * 6), seen(three, [0]), seen(three, [0] * 7)), "compare:17:5"))
    )


@pytest.mark.parametrize(
    ("before", "now", "question", "words"),
    [
        ([0] * 6, [0] * 7, 1, "Hier is geen antwoord beter of minder goed."),
        ([0] * 2, [0] * 7, 2, "Er waren te weinig antwoorden."),
    ],
)
def test_why_a_question_is_not_compared_is_said_in_plain_words(
    catalogue: Catalogue, three: Plan, before: list[int], now: list[int], question: int, words: str
) -> None:
    fact = page(three, ROUND, seen(three, before), seen(three, now))
    assert words in read(catalogue, fact, f"compare:17:{question}").text


def test_what_they_answered_together_stands_side_by_side(catalogue: Catalogue, three: Plan) -> None:
    fact = page(three, ROUND, on_one_phone(three, 0), on_one_phone(three, -1))
    said = lines(read(catalogue, fact, "compare:17:5"))
    assert "toen: Nee, helemaal niet" in said
    assert "nu: Ja, altijd" in said
    assert "antwoord" not in plain(read(catalogue, fact).text)


def test_the_picture_says_in_words_what_it_shows_and_comes_once(catalogue: Catalogue, three: Plan) -> None:
    fact = page(three, ROUND, seen(three, [0] * 6), seen(three, [0]), seen(three, [0] * 5 + [-1] * 3), seen(three, [-1] * 7))
    picture = read(catalogue, fact).picture
    assert picture is not None
    assert (picture.kind, picture.title, picture.right_to_left) == ("course", "Laak", False)
    assert [course.title for course in picture.courses] == [question.title for question in three.questions if question.id != "diversiteit"]
    assert [mark.note for mark in picture.courses[0].marks] == ["6", "–", "8", "7"]
    assert [mark.label for mark in picture.courses[0].marks] == ["mrt", "jun", "sep", "dec"]
    assert "Gezien en gehoord: mrt 6, jun –, sep 8, dec 7 beter" in picture.about
    assert all(mark.note in picture.about for course in picture.courses for mark in course.marks)
    assert read(catalogue, fact, "compare:17:list").picture is None
    assert read(catalogue, page(three, ROUND, seen(three, [0]), seen(three, [-1] * 7))).picture is None
    arabic = turning.told(catalogue, replace(HERS, place="compare:17", language="ar"), {}, fact, "")
    assert [effect.message.picture and effect.message.picture.right_to_left for effect in arabic.effects if isinstance(effect, Say)] == [
        True
    ]


def test_on_the_longest_page_there_is_nothing_is_left_out(catalogue: Catalogue, three: Plan) -> None:
    name = "W" * 60
    for fact in of_each_kind(three, replace(ROUND, id=99999, group=99999, group_name=name)):
        if isinstance(fact, NothingToCompare):
            continue
        message = read(catalogue, fact, "compare:99999")
        assert units(plain(message.text)) <= BODY
        assert ("In die tijd" in message.text) == bool(fact.done)
        assert sum(one.startswith(("↗", "→", "↘", "↕", "·")) for one in lines(message)) == QUESTIONS
        assert len([*message.buttons()]) <= ROWS
        for question in range(QUESTIONS):
            whole = "".join(words for part in pages(catalogue, fact, question) for words in lines(part))
            for asked in three.questions[question].prompts:
                assert asked.text in whole
            assert "…" not in whole


def pages(catalogue: Catalogue, fact: ComparisonPage, question: int) -> Iterator[Message]:
    """All pages of a question."""
    address = f"compare:{fact.facts.id}:{question}"
    for _ in range(9):
        message = read(catalogue, fact, address)
        yield message
        onward = next((way for way in message.ways if way.label == "Lees verder"), None)
        if onward is None:
            return
        address = onward.address
    raise AssertionError("it never ends")


def test_a_plan_with_more_questions_than_fit_has_more_pages(catalogue: Catalogue, three: Plan) -> None:
    more = tuple(question.model_copy(update={"id": f"q{n}", "title": f"Vraag {n}"}) for n, question in enumerate(three.questions * 2))
    long = Plan.model_validate({**three.model_dump(), "questions": [question.model_dump() for question in more]})
    fact = page(long, ROUND, seen(long, [0] * 6), seen(long, [-1] * 7))
    seen_titles: list[str] = []
    address = "compare:17"
    for _ in range(3):
        message = read(catalogue, fact, address)
        *shown, onward = message.options
        seen_titles += [button.label for button in shown]
        assert all(f" {button.label} " in plain(message.text) for button in shown)
        address = onward.address
    assert seen_titles == [question.title for question in more]
    assert address == "compare:17:list:0"


def test_every_button_leads_on_and_an_old_one_does_no_harm(catalogue: Catalogue, three: Plan) -> None:
    for place in ("compare:17", "compare:17:list", "compare:17:help", *(f"compare:17:{n}" for n in range(QUESTIONS))):
        for fact in of_each_kind(three, ROUND):
            for button in read(catalogue, fact, place).buttons():
                assert button.address.partition(":")[0] in PLACES
    for address in ("compare:17:99", "compare:17:list:99", "compare:17:2:99"):
        pressed = turning.turn(catalogue, HERS, {}, Pressed(address))
        assert pressed.ask == ShowComparison(17)
        fact = page(three, ROUND, seen(three, [0] * 6), seen(three, [-1] * 7))
        assert turning.told(catalogue, pressed.state, {}, fact, "").effects
    for address in ("compare:x", "compare:17:meer", "compare:17:1:x", "compare:17:1:1:1", "compare"):
        assert turning.turn(catalogue, HERS, {}, Pressed(address)).ask is None


def test_what_can_not_be_compared_says_so_and_leads_back(catalogue: Catalogue) -> None:
    assert "geen eerdere ronde" in read(catalogue, NothingToCompare(ROUND)).text
    still = read(catalogue, NothingToCompare(replace(ROUND, open=True)))
    assert "nog open" in still.text
    assert [way.address for way in still.ways] == ["round:17", "group:4", "menu"]


def test_the_page_of_a_closed_round_leads_to_it_where_there_is_one_before(catalogue: Catalogue) -> None:
    for earlier in (True, False):
        message = read(catalogue, RoundPage(ROUND, False, "", True, earlier=earlier), "round:17")
        assert ("compare:17" in [button.address for button in message.options]) == earlier


def test_a_step_that_is_stuck_brings_an_experience_that_fits_it_and_the_page_stays_short_enough(catalogue: Catalogue, three: Plan) -> None:
    for step in three.steps:
        fact = StepsPage(GroupLine(4, "Laak", coordinator=True), (StepLine(3, step.id, "stuck", "Boyana", mine=True),))
        text = plain(read(catalogue, fact, f"cstep:4:3:{step.id}").text)
        fits = [one for one in three.experiences if set(one.signals) & set(step.signals)]
        assert ("Uit ervaring:" in text) == bool(fits), step.id
        assert not fits or any(one.text in text for one in fits)
        assert units(text) <= BODY

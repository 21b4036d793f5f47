"""Two rounds beside each other: carefully better, the same or worse."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import pytest

from bot.advice import Answer
from bot.comparison import Compared, Seen, compare, course, same_people, together, troubles
from bot.disclosure import view
from content.catalogue import read_catalogue
from content.model import Option, Plan, Prompt, Question, Signal

Sheet = Mapping[str, Answer]
LABELS = ("nooit", "soms", "altijd")


def kept(words: list[str]) -> None:
    """Leaves the words in order."""


def option(id: str, *, alone: bool = False, **signals: int) -> Option:
    return Option(id=id, label=id, signals=signals, alone=alone)


FEELING = Prompt(
    id="gevoel", kind="scale", text="Hoe gaat het?", options=(option("nooit", hard=4), option("soms"), option("altijd", fijn=2))
)
ABOUT = Prompt(
    id="waarover",
    kind="multi",
    text="Waarover?",
    options=(
        option("praten", hard=2),
        option("taken", hard=3),
        option("gewoon", zo=5),
        Option(id="regels", label="regels", unless={"los": 1}),
        option("geen", alone=True, fijn=2),
    ),
)
MANY = Prompt(id="hoeveel", kind="number", text="Hoeveel?", options=(Option(id="weinig", label="weinig", up_to=5), option("veel", zo=3)))
OPEN = Prompt(id="vertel", kind="open", text="Vertel.")
SIGNALS = (
    Signal(id="hard", because="x"),
    Signal(id="los", because="x"),
    Signal(id="fijn", because="x", kind="good"),
    Signal(id="zo", because="x", kind="fact"),
)


def plan_with(*questions: Question) -> Plan:
    return Plan(id="x", number=1, status="coming", title="x", signals=SIGNALS, questions=questions)


def plan_of(*prompts: Prompt) -> Plan:
    """Each prompt is a question of its own."""
    return plan_with(*(Question(id=prompt.id, title=prompt.id, prompts=(prompt,)) for prompt in prompts))


PLAN = plan_of(FEELING, ABOUT, MANY, OPEN)
FEEL, TOPIC = "gevoel.gevoel", "waarover.waarover"


def says(*options: str, key: str = FEEL) -> dict[str, Answer]:
    return {key: Answer(options)}


def seen(sheets: Sequence[Sheet], plan: Plan = PLAN, k: int = 3, *, same: bool = True) -> Seen:
    return Seen(plan, view(plan, sheets, k, kept), same)


def told(before: Seen, now: Seen, question: str = "gevoel") -> Compared:
    return next(one for one in compare(before, now) if one.question == question)


def verdict(before: Sequence[Sheet], now: Sequence[Sheet], question: str = "gevoel") -> str:
    return told(seen(before), seen(now), question).verdict


LOW, MID, HIGH = says("nooit"), says("soms"), says("altijd")


def test_fewer_troubles_are_better_and_more_are_worse() -> None:
    assert verdict([LOW] * 6, [HIGH] * 7) == "better"
    assert verdict([HIGH] * 6, [LOW] * 7) == "worse"
    assert verdict([MID] * 6, [MID] * 9) == "same"
    one = told(seen([LOW] * 6), seen([HIGH] * 7))
    assert (one.before, one.now, one.reason) == (6, 7, "")


def test_a_small_change_is_the_same() -> None:
    assert verdict([MID] * 20, [MID] * 16 + [LOW] * 4) == "same"  # 4 of 20 by two thirds of the range: 0.13
    assert verdict([MID] * 20, [MID] * 15 + [LOW] * 5) == "worse"  # 0.17


def test_in_a_small_group_it_takes_more_than_one_woman() -> None:
    assert verdict([HIGH] * 4, [HIGH] * 3 + [LOW]) == "same"
    assert verdict([HIGH] * 4, [HIGH] * 2 + [LOW] * 2) == "worse"


def test_of_several_choices_all_count_also_what_nobody_chose() -> None:
    assert verdict([says("praten", "taken", key=TOPIC)] * 4, [says("regels", key=TOPIC)] * 4, "waarover") == "better"
    assert verdict([says("gewoon", key=TOPIC)] * 4, [says("gewoon", "regels", key=TOPIC)] * 4, "waarover") == "same"
    assert verdict([says("geen", key=TOPIC)] * 4, [says("praten", "taken", key=TOPIC)] * 4, "waarover") == "worse"


def test_what_all_say_can_go_from_the_best_to_the_worst_there_is_and_no_further() -> None:
    worst, best = says("praten", "taken", key=TOPIC), says("geen", key=TOPIC)
    points = course([seen([worst] * 3), seen([best] * 3), seen([says("regels", key=TOPIC)] * 3)])["waarover"]
    assert [point.height for point in points] == [Fraction(0), Fraction(1), Fraction(6, 7)]


def test_facts_and_words_are_never_better_or_worse() -> None:
    few, much = [{"hoeveel.hoeveel": Answer(number=2)}] * 4, [{"hoeveel.hoeveel": Answer(number=9)}] * 4
    assert (told(seen(few), seen(much), "hoeveel").verdict, told(seen(few), seen(much), "hoeveel").reason) == ("", "fact")
    words = [{"vertel.vertel": Answer(text="goed")}] * 4
    assert told(seen(words), seen(words), "vertel").reason == "words"


@pytest.mark.parametrize(
    "changed",
    [
        FEELING.model_copy(update={"text": "Hoe is het?"}),
        FEELING.model_copy(update={"kind": "choice"}),
        FEELING.model_copy(update={"options": FEELING.options[::-1]}),
        FEELING.model_copy(update={"options": (FEELING.options[0].model_copy(update={"label": "Nooit"}), *FEELING.options[1:])}),
        FEELING.model_copy(update={"options": FEELING.options[:2]}),
    ],
)
def test_a_question_that_was_asked_in_another_way_is_not_compared(changed: Prompt) -> None:
    question = PLAN.questions[0].model_copy(update={"prompts": (changed,)})
    old = plan_with(question, *PLAN.questions[1:])
    one = told(seen([MID] * 6, old), seen([LOW] * 6))
    assert (one.verdict, one.reason, one.before, one.now) == ("", "changed", 6, 6)


def test_a_new_question_is_new_and_a_new_order_of_questions_or_other_weights_change_nothing() -> None:
    older = plan_of(ABOUT, MANY)
    one = told(seen([says("geen", key=TOPIC)] * 6, older), seen([LOW] * 6))
    assert (one.verdict, one.reason, one.before) == ("", "changed", None)
    weaker = FEELING.model_copy(update={"options": (option("nooit", hard=1), *FEELING.options[1:])})
    assert told(seen([LOW] * 6, plan_of(ABOUT, weaker)), seen([LOW] * 6)).verdict == "same"


def test_where_too_few_answered_in_one_of_them_nothing_is_said() -> None:
    for before, now in ((2, 6), (6, 2)):
        one = told(seen([LOW] * before), seen([HIGH] * now))
        assert (one.verdict, one.reason) == ("", "few")
        assert (one.before, one.now) == (before if before > 2 else 0, now if now > 2 else 0)
    assert told(seen([LOW] * 4, k=5), seen([HIGH] * 6)).reason == "few"


def test_of_other_people_no_question_is_compared() -> None:
    found = compare(seen([LOW] * 6), seen([HIGH] * 6, same=False))
    assert [one.reason for one in found] == ["people", "people", "fact", "words"]
    assert {pair.verdict for one in found for pair in one.pairs} == {""}


def test_people_are_the_same_as_long_as_half_of_the_larger_group_are() -> None:
    assert same_people("abcdef", "abcxyz")
    assert same_people("abc", "abcxyz")
    assert not same_people("abc", "abcwxyz")
    assert not same_people("abcd", "axyz")
    assert same_people("", "abc")
    assert same_people("abc", "")


def test_on_one_phone_one_answer_stands_for_all_and_is_not_compared_with_answers_of_each() -> None:
    before, now = (Seen(PLAN, together(PLAN, sheet), together=True) for sheet in (LOW, HIGH))
    assert told(before, now).verdict == "better"
    assert told(before, Seen(PLAN, now.counted, same=False, together=True)).verdict == "better"
    assert told(seen([LOW] * 6), now).reason == "together"
    assert told(before, seen([LOW] * 6)).reason == "together"
    assert told(before, Seen(PLAN, together(PLAN, {}), together=True)).reason == "few"


def test_a_question_of_which_parts_went_apart_is_both() -> None:
    plan = plan_with(Question(id="q", title="q", prompts=(FEELING, ABOUT)))
    good, bad = says("altijd", key="q.gevoel"), says("nooit", key="q.gevoel")
    many, none = says("praten", "taken", key="q.waarover"), says("geen", key="q.waarover")

    def of(before: Sheet, now: Sheet) -> str:
        return told(seen([before] * 4, plan), seen([now] * 4, plan), "q").verdict

    assert of(good | many, bad | none) == "mixed"
    assert of(good | none, bad | many) == "worse"
    assert of(bad | none, good | none) == "better"
    assert of(bad, good | none) == "better"  # of the other part too little is known


def test_what_got_worse_sounds_with_the_troubles_that_k_women_name() -> None:
    before = [HIGH | says("geen", key=TOPIC)] * 6
    now = [LOW | says("geen", key=TOPIC)] * 6
    assert troubles(seen(now), compare(seen(before), seen(now)), 3) == {"hard": 24}
    assert troubles(seen(before), compare(seen(now), seen(before)), 3) == {}
    apart = [says("praten", key=TOPIC), says("praten", key=TOPIC), says("taken", key=TOPIC), says("taken", key=TOPIC)]
    worse = seen([*apart, says("gewoon", key=TOPIC), says("gewoon", key=TOPIC)])
    compared = compare(seen([says("geen", key=TOPIC)] * 6), worse)
    assert [one.verdict for one in compared if one.question == "waarover"] == ["worse"]
    assert troubles(worse, compared, 3) == {"los": 6}  # no three of them named another
    assert troubles(worse, compared, 2) == {"hard": 10, "los": 6}


def test_where_no_k_name_the_same_all_that_could_be_named_sounds() -> None:
    plan = plan_of(ABOUT.model_copy(update={"options": tuple(one for one in ABOUT.options if one.id != "regels")}))
    sheets = [says("praten", key=TOPIC)] * 2 + [says("taken", key=TOPIC)] * 2
    now = seen(sheets, plan)
    compared = compare(seen([says("geen", key=TOPIC)] * 4, plan), now)
    assert compared[0].verdict == "worse"
    assert troubles(now, compared, 3) == {"hard": 1}


def test_a_course_has_gaps_where_too_few_answered_and_breaks_where_others_did() -> None:
    rounds = [seen([LOW] * 6), seen([MID] * 5), seen([MID] * 2), seen([HIGH] * 4), seen([HIGH] * 7, same=False)]
    points = course(rounds)["gevoel"]
    assert [point.n for point in points] == [6, 5, 0, 4, 7]
    assert [point.height for point in points] == [Fraction(0), Fraction(2, 3), None, Fraction(1), Fraction(1)]
    assert [point.joined for point in points] == [False, True, True, True, False]
    assert [point.verdict for point in points] == ["", "better", "", "", ""]
    assert {point.height for key in ("hoeveel", "vertel") for point in course(rounds)[key]} == {None}


def test_a_question_stands_in_a_course_only_where_all_its_parts_are_known() -> None:
    plan = plan_with(Question(id="q", title="q", prompts=(FEELING, ABOUT, OPEN)))
    both = says("altijd", key="q.gevoel") | says("praten", "taken", key="q.waarover")
    rounds = [seen([both] * 4, plan), seen([says("altijd", key="q.gevoel")] * 4, plan), seen([both] * 5, plan)]
    assert [(point.n, point.height) for point in course(rounds)["q"]] == [(4, Fraction(1, 2)), (0, None), (5, Fraction(1, 2))]


def test_a_course_leaves_out_what_was_asked_in_another_way_and_breaks_between_one_phone_and_many() -> None:
    other = plan_of(FEELING.model_copy(update={"text": "Anders?"}), ABOUT)
    joint = Seen(PLAN, together(PLAN, HIGH), together=True)
    points = course([seen([LOW] * 6, other), seen([LOW] * 6), joint, joint])["gevoel"]
    assert [(point.n, point.height) for point in points] == [(0, None), (6, 0), (1, 1), (1, 1)]
    assert [point.joined for point in points] == [False, True, False, True]


def test_in_plan_three_all_but_size_of_the_differences_and_words_can_be_compared() -> None:
    plan = read_catalogue().plan(3)
    assert plan is not None
    sheets = [{asked.key: Answer((asked.prompt.options[0].id,)) for asked in plan.asked if asked.prompt.options}] * 4
    found = {one.question: one.reason for one in compare(seen(sheets, plan), seen(sheets, plan))}
    assert found == dict.fromkeys(found, "") | {"diversiteit": "fact"}

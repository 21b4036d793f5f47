"""From answers to advice."""

from bot.advice import Answer, advise
from content.catalogue import read_catalogue
from content.model import Plan
from content.scoring import best, strengths
from tests.content.groups import GROUPS


def plan_three() -> Plan:
    plan = read_catalogue().plan(3)
    assert plan is not None
    return plan


def test_no_answers_bring_no_advice() -> None:
    given = advise(plan_three(), {})
    assert (given.steps, given.dos, given.donts, given.experiences) == ((), (), (), ())


def test_skipped_questions_and_options_that_are_gone_count_for_nothing() -> None:
    answers = {"regels.zijn-er": Answer(), "hulp.wie": Answer(options=("bestaat-niet",)), "weg.weg": Answer(options=("ja",))}
    assert advise(plan_three(), answers).steps == ()


def test_a_number_counts_as_the_band_it_falls_into() -> None:
    typed = advise(plan_three(), {"grootte.bezoekers": Answer(number=200)})
    tapped = advise(plan_three(), {"grootte.bezoekers": Answer(options=("heel-veel",))})
    assert typed == tapped
    assert typed.steps


def test_never_more_than_three_steps_two_tips_of_a_kind_and_one_experience() -> None:
    plan = plan_three()
    everything = {asked.key: Answer(options=tuple(option.id for option in asked.prompt.options)) for asked in plan.asked}
    given = advise(plan, everything)
    assert (len(given.steps), len(given.dos), len(given.donts), len(given.experiences)) == (3, 2, 2, 1)


def test_a_step_is_given_a_reason_that_no_step_before_it_has_where_it_can_be() -> None:
    plan, more = plan_three(), 0
    for group in GROUPS:
        sounding = strengths(plan, group.chosen)
        loudest = [fit.signal for fit in best(plan.steps, sounding, 3)]
        told = [fit.signal for fit in advise(plan, {key: Answer(options=ids) for key, ids in group.chosen.items()}).steps]
        assert len(set(told)) >= len(set(loudest))
        assert all(sounding[signal] for signal in told)
        more += len(set(told)) - len(set(loudest))
    assert more  # else these groups would show nothing


def test_each_reason_is_one_that_her_answers_gave() -> None:
    plan = plan_three()
    steps = advise(plan, {"communicatie.persoon": Answer(options=("nee",))}).steps
    assert {plan.because[fit.signal] for fit in steps} == {"jullie nog geen vast aanspreekpunt hebben bij ruzie"}

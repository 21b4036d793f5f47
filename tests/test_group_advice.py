"""From what is shown of a group's answers to its advice, with how many say why."""

from collections.abc import Mapping, Sequence

import pytest

from bot.advice import Answer, advise
from bot.group_advice import Backed, GroupAdvice, Reason, advise_group
from content.catalogue import read_catalogue
from content.model import Experience, Plan, Step, Tip
from tests.content.groups import GROUPS, Group


@pytest.fixture
def plan() -> Plan:
    found = read_catalogue().plan(3)
    assert found is not None
    return found


def answers(text: str) -> dict[str, Answer]:
    """Written as 'regels.zijn-er=nee hulp.wie=gemeente,niemand'."""
    given = (answer.partition("=") for answer in text.split())
    return {key: Answer(tuple(options.split(","))) for key, _, options in given}


def told(advice: GroupAdvice) -> dict[str, Reason]:
    return {backed.item.id: backed.reason for backed in everything(advice)}


def everything(advice: GroupAdvice) -> Sequence[Backed[Step] | Backed[Tip] | Backed[Experience]]:
    return [*advice.steps, *advice.dos, *advice.donts, *advice.experiences]


NOTHING = GroupAdvice((), (), (), ())
NO_RULES, RULES = answers("regels.zijn-er=nee"), answers("regels.zijn-er=ja")


def test_no_answers_bring_no_advice(plan: Plan) -> None:
    assert advise_group(plan, [], 3) == NOTHING


def test_the_reason_says_how_many_of_those_who_answered_say_it(plan: Plan) -> None:
    advice = advise_group(plan, [NO_RULES] * 4 + [RULES] * 2 + [{}, answers("hulp.wie=gemeente")], 3)
    assert told(advice)["afspraken"] == Reason("geen-regels", 4, 6)
    assert set(told(advice).values()) == {Reason("geen-regels", 4, 6)}
    assert [len(part) for part in (advice.steps, advice.dos, advice.donts, advice.experiences)] == [1, 1, 1, 1]


def test_what_fewer_than_k_say_is_no_reason_and_moves_nothing(plan: Plan) -> None:
    assert advise_group(plan, [NO_RULES] * 2 + [RULES] * 5, 3) == NOTHING
    assert advise_group(plan, [NO_RULES] * 4, 5) == NOTHING
    assert advise_group(plan, [NO_RULES] * 2 + [RULES], 1) == NOTHING
    # Two who shout louder than all others do not push their step before that of the others.
    calm = answers("regels.zijn-er=ja spanningen.oplossen=samen gezien-gehoord.gevoel=altijd")
    loud = calm | answers("spanningen.oplossen=lukt-niet hulp.wie=niemand")
    assert advise_group(plan, [calm] * 4, 3).steps[0].item.id == "evalueren"
    assert "bemiddelaar" not in told(advise_group(plan, [calm] * 4 + [loud] * 2, 3))
    assert "bemiddelaar" in told(advise_group(plan, [calm] * 4 + [loud] * 3, 3))


def test_a_prompt_that_fewer_than_k_answered_counts_for_nothing(plan: Plan) -> None:
    assert advise_group(plan, [NO_RULES] * 2, 3) == NOTHING
    silent = answers("spanningen.omgaan=zwijgen spanningen.oorzaak=niets")
    strange = answers("spanningen.omgaan=apart spanningen.oorzaak=regels")
    shown = [silent] * 3 + [strange] * 4 + [answers("communicatie.manier=weinig")] * 2
    for k in (1, 3):
        assert advise_group(plan, shown, k).steps[0].item.id == "evalueren"
    assert advise_group(plan, [*shown, shown[-1]], 3).steps[0].item.id == "relaties"


def test_skipped_answers_and_such_as_are_not_done_are_nobodys_voice(plan: Plan) -> None:
    skipped, busy = {"regels.zijn-er": Answer()}, {"regels.zijn-er": Answer(("nee",), done=False)}
    advice = advise_group(plan, [NO_RULES] * 3 + [skipped, busy], 3)
    assert told(advice)["afspraken"] == Reason("geen-regels", 3, 3)


def test_who_says_the_same_with_several_prompts_is_counted_once(plan: Plan) -> None:
    silent = answers("spanningen.omgaan=zwijgen spanningen.oplossen=wachten communicatie.manier=weinig")
    half = answers("spanningen.omgaan=samen spanningen.oplossen=wachten communicatie.manier=mail")
    other = answers("spanningen.omgaan=zwijgen spanningen.oplossen=hulp communicatie.manier=mail")
    advice = advise_group(
        plan, [silent, silent, half, other, answers("spanningen.omgaan=apart spanningen.oplossen=hulp communicatie.manier=mail")], 3
    )
    assert told(advice)["relaties"] == Reason("zwijgen", 4, 5)


def test_prompts_that_others_answered_are_never_counted_together_as_that_could_tell_what_one_of_them_said(plan: Plan) -> None:
    silent, waiting = answers("spanningen.omgaan=zwijgen"), answers("spanningen.oplossen=wachten")
    # a, b and c answered the first, b, c and d the second: of four, less the three who are seen, d would be left.
    assert told(advise_group(plan, [silent, silent | waiting, silent | waiting, waiting], 3))["relaties"] == Reason("zwijgen", 3, 3)


def test_when_two_prompts_give_a_signal_apart_the_one_with_most_voices_is_the_reason(plan: Plan) -> None:
    silent, waiting = answers("spanningen.omgaan=zwijgen"), answers("spanningen.oplossen=wachten")
    shown = [silent] * 3 + [waiting] * 4 + [answers("spanningen.oplossen=hulp")]
    assert told(advise_group(plan, shown, 3))["relaties"] == Reason("zwijgen", 4, 5)
    shown = [silent] * 4 + [waiting] * 4 + [answers("spanningen.oplossen=hulp")]
    assert told(advise_group(plan, shown, 3))["relaties"] == Reason("zwijgen", 4, 4)


def test_a_number_speaks_for_its_band_and_what_is_not_chosen_speaks_too(plan: Plan) -> None:
    shown: list[Mapping[str, Answer]] = [{"grootte.bezoekers": Answer(number=80)}] * 3
    assert told(advise_group(plan, shown, 3))["analyseren"] == Reason("grote-groep", 3, 3)
    assert told(advise_group(plan, [answers("regels.wat-klopt=omgang")] * 3, 3))["afspraken"] == Reason("niet-samen", 3, 3)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_women_who_all_say_the_same_get_together_what_each_gets_alone(plan: Plan, group: Group) -> None:
    said = {key: Answer(options) for key, options in group.chosen.items()}
    alone, together = advise(plan, said), advise_group(plan, [said] * 4, 3)
    for mine, ours in (
        (alone.steps, together.steps),
        (alone.dos, together.dos),
        (alone.donts, together.donts),
        (alone.experiences, together.experiences),
    ):
        assert [(fit.item.id, fit.signal) for fit in mine] == [(backed.item.id, backed.reason.signal) for backed in ours]
    assert {(backed.reason.count, backed.reason.of) for backed in everything(together)} == {(4, 4)}


def test_never_more_than_three_steps_two_tips_of_a_kind_and_one_experience_and_steps_have_different_reasons(plan: Plan) -> None:
    shown = [{key: Answer(options) for key, options in group.chosen.items()} for group in GROUPS * 3]
    advice = advise_group(plan, shown, 3)
    assert [len(part) for part in (advice.steps, advice.dos, advice.donts, advice.experiences)] == [3, 2, 2, 1]
    assert len({backed.reason.signal for backed in advice.steps}) == 3


def test_what_more_women_say_comes_first(plan: Plan) -> None:
    silent = answers("spanningen.omgaan=zwijgen spanningen.oorzaak=niets")
    strange = answers("spanningen.omgaan=apart spanningen.oorzaak=regels")
    assert advise_group(plan, [silent] * 4 + [strange] * 3, 3).steps[0].item.id == "relaties"
    assert advise_group(plan, [silent] * 3 + [strange] * 4, 3).steps[0].item.id == "evalueren"


def test_every_reason_reads_well_after_what_women_say(plan: Plan) -> None:
    for signal in plan.signals:
        sentence = f"omdat 4 van 6 zeggen dat {signal.because}."
        assert "dat dat" not in sentence
        assert " jij " not in sentence
        assert not signal.because.startswith(("jij", "je bent", "omdat", "dat")), signal.id

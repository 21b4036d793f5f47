"""Plan 3 is whole, fits a phone, and advises groups as a sensible person would."""

import re

import pytest

from content.catalogue import read_catalogue
from content.limits import LABEL
from content.model import Plan
from content.scoring import EXPERIENCES, STEPS, TIPS, best, strengths
from tests.content.groups import GROUPS, Group


@pytest.fixture
def plan() -> Plan:
    found = read_catalogue().plan(3)
    assert found is not None
    return found


def advised(plan: Plan, group: Group) -> list[str]:
    """What the group is advised: steps first, each as 'steps.afspraken'."""
    sounding = strengths(plan, group.chosen)
    dos = [tip for tip in plan.tips if tip.kind == "do"]
    donts = [tip for tip in plan.tips if tip.kind == "dont"]
    return [
        *(f"steps.{fit.item.id}" for fit in best(plan.steps, sounding, STEPS)),
        *(f"tips.{fit.item.id}" for fit in best(dos, sounding, TIPS)),
        *(f"tips.{fit.item.id}" for fit in best(donts, sounding, TIPS)),
        *(f"experiences.{fit.item.id}" for fit in best(plan.experiences, sounding, EXPERIENCES)),
    ]


def test_it_has_every_item_of_the_brochure_and_no_other(plan: Plan) -> None:
    assert plan.challenge is not None
    assert [item.id for item in plan.experiences] == ["overhand", "regels-helpen", "samen-regels", "niveaus"]
    assert [item.id for item in plan.questions] == [
        "grootte",
        "diversiteit",
        "spanningen",
        "regels",
        "communicatie",
        "gezien-gehoord",
        "hulp",
    ]
    assert [step.id for step in plan.steps] == (
        ["analyseren", "afspraken", "relaties", "rekening-houden", "communiceren", "evalueren", "bemiddelaar"]
    )
    assert [tip.id for tip in plan.tips if tip.kind == "do"] == (
        ["structuur", "visie", "samen-regels-maken", "rustig-opbouwen", "handhaver", "aansluiten"]
    )
    assert [tip.id for tip in plan.tips if tip.kind == "dont"] == ["een-persoon", "opleggen", "te-groot", "een-groep", "loslaten"]


def test_it_asks_at_most_fourteen_times_in_every_way_there_is(plan: Plan) -> None:
    assert [(asked.key, asked.prompt.kind) for asked in plan.asked] == [
        ("grootte.vrijwilligers", "number"),
        ("grootte.bezoekers", "number"),
        ("diversiteit.verschillen", "multi"),
        ("spanningen.waarover", "multi"),
        ("spanningen.oorzaak", "multi"),
        ("spanningen.omgaan", "choice"),
        ("spanningen.oplossen", "choice"),
        ("regels.zijn-er", "choice"),
        ("regels.wat-klopt", "multi"),
        ("communicatie.manier", "multi"),
        ("communicatie.persoon", "choice"),
        ("gezien-gehoord.gevoel", "scale"),
        ("gezien-gehoord.hoe", "open"),
        ("hulp.wie", "multi"),
    ]


def test_titles_that_are_chosen_from_a_list_are_never_cut(plan: Plan) -> None:
    assert [question.title for question in plan.questions if len(question.title) > LABEL] == []
    assert [step.title for step in plan.steps if len(step.title) > LABEL] == []


def test_every_question_has_a_conversation_starter_of_a_few_sentences_that_blames_nobody(plan: Plan) -> None:
    for question in plan.questions:
        assert question.talk is not None, question.id
        assert 2 <= len(re.findall(r"[.?](?: |$)", question.talk)) <= 3, question.id
        assert not re.search(r"\b(afspraken|waarom|schuld|fout)\b", question.talk, re.IGNORECASE), question.id


def test_steps_stay_short(plan: Plan) -> None:
    assert [step.id for step in plan.steps if len(step.text) > 700] == []


def test_a_number_falls_into_its_band(plan: Plan) -> None:
    prompt = plan.asked[0].prompt
    assert [prompt.band(number).id for number in (0, 3, 4, 14, 25, 26, 999)] == (
        ["weinig", "weinig", "gemiddeld", "veel", "veel", "heel-veel", "heel-veel"]
    )


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_a_group_answers_everything_with_options_that_exist(plan: Plan, group: Group) -> None:
    prompts = {asked.key: asked.prompt for asked in plan.asked if asked.prompt.kind != "open"}
    assert set(group.chosen) == set(prompts)
    for key, chosen in group.chosen.items():
        assert all(prompts[key].option(id) for id in chosen), key
        assert len(chosen) == 1 or prompts[key].kind == "multi", key


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_a_group_gets_what_a_sensible_person_would_tell_it(plan: Plan, group: Group) -> None:
    advice = advised(plan, group)
    assert advice[0] == f"steps.{group.first_step}"
    assert group.expected <= set(advice)


def test_together_the_groups_are_advised_everything_there_is(plan: Plan) -> None:
    everything = {f"{part}.{item.id}" for part, items in plan.items for item in items}
    assert len(everything) == 22
    assert {advice for group in GROUPS for advice in advised(plan, group)} == everything


def test_what_is_only_so_is_no_trouble_and_what_goes_well_is_none_either(plan: Plan) -> None:
    kinds = {signal.id: signal.kind for signal in plan.signals}
    assert {id for id, kind in kinds.items() if kind == "fact"} == {"grote-groep", "taal-verschil", "verschillen", "lijken-op-elkaar"}
    assert {id for id, kind in kinds.items() if kind == "good"} == {"gaat-goed"}


def test_whoever_answers_one_thing_that_says_something_gets_a_step(plan: Plan) -> None:
    for asked in plan.asked:
        for option in asked.prompt.options:
            sounding = strengths(plan, {asked.key: [option.id]})
            assert not sounding or best(plan.steps, sounding, STEPS), f"{asked.key}={option.id}"


def test_no_rules_is_never_told_to_a_group_that_has_them(plan: Plan) -> None:
    for group in GROUPS:
        says_no = group.chosen["regels.zijn-er"] == ("nee",)
        assert ("geen-regels" in strengths(plan, group.chosen)) == says_no


def test_all_words_of_the_reasons_complete_a_sentence(plan: Plan) -> None:
    for signal in plan.signals:
        assert signal.because[0].islower() or signal.because.startswith("één"), signal.id
        assert not signal.because.endswith("."), signal.id

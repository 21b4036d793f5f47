"""The search for answers that bring something into the advice."""

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest

from content.catalogue import read_catalogue
from content.model import Item, Option, Plan, Prompt, Question, Step
from content.reach import Search, _choices
from content.scoring import EXPERIENCES, STEPS, TIPS, best, strengths


def plan_three() -> Plan:
    plan = read_catalogue().plan(3)
    assert plan is not None
    return plan


def lists(plan: Plan) -> list[tuple[Sequence[Item], int]]:
    dos = [tip for tip in plan.tips if tip.kind == "do"]
    donts = [tip for tip in plan.tips if tip.kind == "dont"]
    return [(plan.steps, STEPS), (dos, TIPS), (donts, TIPS), (plan.experiences, EXPERIENCES)]


def test_the_answers_that_are_found_do_bring_it_into_the_advice() -> None:
    plan = plan_three()
    for items, most in lists(plan):
        search = Search(plan, items, most)
        for index, item in enumerate(items):
            answers = search.answers(index)
            assert answers is not None, item.id
            assert item in [fit.item for fit in best(items, strengths(plan, answers), most)]


def test_the_same_plan_gives_the_same_answers() -> None:
    plan = plan_three()
    assert Search(plan, plan.steps, 1).answers(2) == Search(plan, plan.steps, 1).answers(2)


def _random_plan(random: Random) -> Plan:
    """Few prompts, so that all answers can be tried; few signals, so that much is hard to reach."""
    signals = ["a", "b", "c", "d"]

    def weights() -> dict[str, int]:
        return {signal: random.randint(1, 5) for signal in random.sample(signals, random.randint(0, 2))}

    def options() -> tuple[Option, ...]:
        return tuple(Option(id=f"o{n}", label="x", signals=weights(), unless=weights()) for n in range(2))

    prompts = tuple(Prompt(id=f"p{n}", kind="multi", text="?", options=options()) for n in range(3))
    steps = tuple(Step(id=f"s{n}", title="x", text="x", signals=tuple(random.sample(signals, random.randint(1, 3)))) for n in range(5))
    return Plan(id="x", number=1, status="coming", title="x", questions=(Question(id="q", title="x", prompts=prompts),), steps=steps)


def _reachable(plan: Plan, most: int) -> set[str]:
    """By trying every answer there is."""
    sets: list[tuple[str, ...]] = [(), ("o0",), ("o1",), ("o0", "o1")]
    reached: set[str] = set()
    for chosen in product(sets, repeat=3):
        answers = {f"q.p{n}": options for n, options in enumerate(chosen)}
        reached |= {fit.item.id for fit in best(plan.steps, strengths(plan, answers), most)}
    return reached


@pytest.mark.parametrize("most", [1, 2])
def test_the_search_finds_what_trying_all_answers_finds(most: int) -> None:
    random = Random(7)
    for _ in range(60):
        plan = _random_plan(random)
        search = Search(plan, plan.steps, most)
        found = {step.id for index, step in enumerate(plan.steps) if search.answers(index) is not None}
        assert found == _reachable(plan, most)


def test_an_option_that_stands_alone_is_never_combined_with_another() -> None:
    options = tuple(Option(id=id, label=id, alone=id == "niets") for id in ("een", "twee", "niets"))
    chosen = set(_choices(Prompt(id="x", kind="multi", text="x", options=options)))
    assert chosen == {frozenset(), frozenset({"een"}), frozenset({"twee"}), frozenset({"niets"}), frozenset({"een", "twee"})}

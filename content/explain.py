"""Tells an author which answers bring which advice: `stappenbot check --explain`."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from content.catalogue import PLANS, attempt, plan_files
from content.loader import read_plan, read_source
from content.model import Asked, Item, Option, Plan
from content.reach import Answers, Search
from content.scoring import EXPERIENCES, STEPS, TIPS, best, strengths
from content.translation import PLAN

WIDTH = 100  # columns
RULE = (
    "An answer gives signals. The weights of a signal add up; an item scores the sum of its signals.",
    f"The best {STEPS} steps, {TIPS} do's, {TIPS} don'ts and {EXPERIENCES} experience are the advice; ties keep the plan's order.",
    "In a group the weights of all women add up; a signal counts only when 3 or more of them give it.",
)


class Unexplained(Exception):
    """There is nothing to explain. The text says why and what to do."""


def explained(name: str, folder: Path = PLANS) -> str:
    """The explanation of the plan that an author names. Raises Unexplained, and Broken when the plan can't be read."""
    file = plan_file(name, folder)
    if file is None:
        ours = ", ".join(f"{number} {id}" for id, number, _ in _our_plans(folder))
        raise Unexplained(f"there is no plan '{name}'. Name a plan.yaml or its folder, or one of ours by number or id: {ours}.")
    plan = read_plan(file)
    if plan.status == "coming":
        raise Unexplained(f"plan '{plan.id}' is coming and advises nothing yet. Set status: ready in it, or name another plan.")
    return explain(plan)


def plan_file(name: str, folder: Path = PLANS) -> Path | None:
    """The file of the plan that an author means by a path, or by the id or number of one of our plans."""
    path = Path(name)
    if path.is_file():
        return path
    if (path / PLAN).is_file():
        return path / PLAN
    return next((file for id, number, file in _our_plans(folder) if name in (id, str(number))), None)


def _our_plans(folder: Path) -> list[tuple[str, int, Path]]:
    """Id, number and file of each of our plans, by number; one that can't be read is left out."""
    sources = [source for file in plan_files(folder) if (source := attempt(read_source, file, []))]
    return sorted(((source.plan.id, source.plan.number, source.file) for source in sources), key=lambda found: found[1])


def explain(plan: Plan) -> str:
    """Every step, tip and experience with the answers that speak for it, and an example that brings it into the advice."""
    return "\n".join([f"Plan {plan.number}: {plan.title}", "", *RULE, *_parts(plan)])


def _parts(plan: Plan) -> Iterator[str]:
    dos = [tip for tip in plan.tips if tip.kind == "do"]
    donts = [tip for tip in plan.tips if tip.kind == "dont"]
    parts: list[tuple[str, Sequence[Item], int]] = [
        ("STEPS", plan.steps, STEPS),
        ("DO'S", dos, TIPS),
        ("DON'TS", donts, TIPS),
        ("EXPERIENCES", plan.experiences, EXPERIENCES),
    ]
    for heading, items, most in parts:
        yield from ("", "", heading)
        search = Search(plan, items, most)
        for place, item in enumerate(items):
            yield from ("", *_wrapped(f"{place + 1}. ", f"{item.title} ({item.id})"))
            for signal in item.signals:
                yield from _signal(plan, signal)
            yield from _example(plan, _shortest(plan, items, most, place, search.answers(place)))


def _signal(plan: Plan, signal: str) -> Iterator[str]:
    """A signal with every answer that gives it; what it says of the group stands behind it where it is no trouble."""
    kind = next((one.kind for one in plan.signals if one.id == signal), "trouble")
    name = signal if kind == "trouble" else f"{signal} ({kind})"
    yield from _wrapped("   - ", f"{name}: {plan.because.get(signal, 'not declared')}")
    for asked in plan.asked:
        lines = [line for option in asked.prompt.options for line in _weights(option, signal)]
        yield from [*_prompt(asked), *lines] if lines else []


def _weights(option: Option, signal: str) -> Iterator[str]:
    if signal in option.signals:
        yield from _wrapped(f"         +{option.signals[signal]}  ", option.label)
    if signal in option.unless:
        yield from _wrapped(f"         +{option.unless[signal]}  ", f"something else is chosen, and not: {option.label}")


def _prompt(asked: Asked) -> list[str]:
    return _wrapped("      ", f"[{asked.key}] {asked.prompt.text}")


def _shortest(plan: Plan, items: Sequence[Item], most: int, place: int, answers: Answers | None) -> Answers | None:
    """The example without the answers that it can do without, as the search answers whatever helps."""
    for key in answers or ():
        fewer = {other: chosen for other, chosen in (answers or {}).items() if other != key}
        if items[place] in [fit.item for fit in best(items, strengths(plan, fewer), most)]:
            answers = fewer
    return answers


def _example(plan: Plan, answers: Answers | None) -> Iterator[str]:
    if answers is None:
        yield "   = No answers were found that bring it into the advice."
        return
    yield "   = In the advice, for example, of who answers only this:"
    for asked in plan.asked:
        chosen = answers.get(asked.key, frozenset())
        if chosen:
            yield from _prompt(asked)
            yield from _wrapped("         ", _labels(asked.prompt.options, chosen))


def _labels(options: Sequence[Option], chosen: frozenset[str]) -> str:
    return " + ".join(option.label for option in options if option.id in chosen)


def _wrapped(mark: str, text: str) -> list[str]:
    """The text behind its mark, in lines of the width, the next ones below the first."""
    return textwrap.wrap(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False)

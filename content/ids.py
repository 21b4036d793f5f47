"""Ids and signals: used twice, never declared, never given, never answered."""

import difflib
from collections.abc import Iterator, Sequence

from content.limits import OPTIONS
from content.loader import Place, Problem, Source, line_of
from content.model import Asked

Placed = tuple[str, Place]  # an id and where it stands


def id_problems(source: Source) -> Iterator[Problem]:
    """Everything about ids and signals that the schema cannot see."""
    yield from _doubled(source)
    yield from _unknown(source)
    yield from _idle(source)
    yield from _without_a_step(source)
    yield from _too_many_options(source)


def _place(asked: Asked) -> Place:
    return ("questions", asked.number - 1, "prompts", asked.part - 1)


def _doubled(source: Source) -> Iterator[Problem]:
    for noun, place, ids in _lists(source):
        yield from _doubled_in(source, noun, [(id, (*place, index, "id")) for index, id in enumerate(ids)])


def _lists(source: Source) -> Iterator[tuple[str, Place, list[str]]]:
    """Every list whose ids must differ: what it lists, where it stands, and the ids."""
    plan = source.plan
    yield "signal", ("signals",), [signal.id for signal in plan.signals]
    for part, items in plan.items:
        yield part.removesuffix("s"), (part,), [item.id for item in items]
    yield "question", ("questions",), [question.id for question in plan.questions]
    for index, question in enumerate(plan.questions):
        yield "prompt", ("questions", index, "prompts"), [prompt.id for prompt in question.prompts]
    for asked in plan.asked:
        yield "option", (*_place(asked), "options"), [option.id for option in asked.prompt.options]


def _doubled_in(source: Source, noun: str, placed: Sequence[Placed]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for id, place in placed:
        line = line_of(source.lines, place)
        if id in first:
            yield Problem(source.file, line, f"{noun} '{id}' stands here twice, first on line {first[id]}. Choose another id.")
        first.setdefault(id, line)


def _given(source: Source) -> list[tuple[str, Placed]]:
    """Which option gives which signal, and where."""
    return [
        (f"option '{option.id}' of '{asked.key}'", (signal, (*_place(asked), "options", index, key, signal)))
        for asked in source.plan.asked
        for index, option in enumerate(asked.prompt.options)
        for key, weights in (("signals", option.signals), ("unless", option.unless))
        for signal in weights
    ]


def _answered(source: Source) -> list[tuple[str, Placed]]:
    """Which step, tip or experience answers which signal, and where."""
    return [
        (f"{part.removesuffix('s')} '{item.id}'", (signal, (part, index, "signals", number)))
        for part, items in source.plan.items
        for index, item in enumerate(items)
        for number, signal in enumerate(item.signals)
    ]


def _unknown(source: Source) -> Iterator[Problem]:
    declared = [signal.id for signal in source.plan.signals]
    for what, (signal, place) in [*_given(source), *_answered(source)]:
        if signal in declared:
            continue
        near = difflib.get_close_matches(signal, declared, n=1)
        meant = f", or did you mean '{near[0]}'?" if near else "."
        message = f"{what} names the signal '{signal}', which is not declared. Declare it under signals{meant}"
        yield Problem(source.file, line_of(source.lines, place), message)


def _idle(source: Source) -> Iterator[Problem]:
    given = {signal for _, (signal, _) in _given(source)}
    answered = {signal for _, (signal, _) in _answered(source)}
    for index, signal in enumerate(source.plan.signals):
        line = line_of(source.lines, ("signals", index, "id"))
        if signal.id not in given:
            yield Problem(source.file, line, f"no answer gives the signal '{signal.id}'. Name it in an option, or remove it.")
        if signal.id not in answered:
            message = f"no step, tip or experience answers the signal '{signal.id}'. Name it in one, or remove it."
            yield Problem(source.file, line, message)


def _without_a_step(source: Source) -> Iterator[Problem]:
    """Options that bring tips but no step; a signal that nothing answers, or nobody declared, is told above."""
    by_step = {signal for step in source.plan.steps for signal in step.signals}
    answered = {signal for _, (signal, _) in _answered(source)} & {signal.id for signal in source.plan.signals}
    for what, place, signals in _choices(source):
        if not by_step or not signals or signals & by_step or not signals <= answered:
            continue
        message = f"{what} reaches no step, so who answers only this gets tips but no step. Name '{min(signals)}' in a step."
        yield Problem(source.file, line_of(source.lines, place), message)


def _choices(source: Source) -> Iterator[tuple[str, Place, set[str]]]:
    """What choosing an option gives, and what leaving it out gives, and where that stands."""
    for asked in source.plan.asked:
        for index, option in enumerate(asked.prompt.options):
            what, place = f"what option '{option.id}' of '{asked.key}' gives", (*_place(asked), "options", index)
            yield what, (*place, "signals"), {*option.signals}
            yield f"{what} when it is not chosen", (*place, "unless"), {*option.unless}


def _too_many_options(source: Source) -> Iterator[Problem]:
    for asked in source.plan.asked:
        count = len(asked.prompt.options)
        if count > OPTIONS:
            line = line_of(source.lines, (*_place(asked), "options"))
            message = f"prompt '{asked.key}' has {count} options; a list has room for {OPTIONS}. Leave some out, or make two prompts of it."
            yield Problem(source.file, line, message)

"""Rounds beside the ones before them, as the tables would tell them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import get_args

from bot.advice import Answer
from bot.comparison import Compared, Reason, Seen, Verdict, compare, course, together, troubles
from bot.dialogue.comparison_facts import ComparisonPage, NothingToCompare
from bot.dialogue.sheet import RoundFacts
from bot.disclosure import view
from content.model import Plan, Prompt

CLOSED = (date(2026, 3, 3), date(2026, 6, 2), date(2026, 9, 1), date(2026, 12, 15))


def sheets(plan: Plan, ends: Sequence[int]) -> list[dict[str, Answer]]:
    """One for each of these places: who chooses the first option everywhere, or the last."""
    return [{asked.key: _answer(asked.prompt, end) for asked in plan.asked} for end in ends]


def _answer(prompt: Prompt, end: int) -> Answer:
    if prompt.kind == "open":
        return Answer(text="Wij luisteren.")
    return Answer(number=1 if end == 0 else 99) if prompt.kind == "number" else Answer(options=(prompt.options[end].id,))


def seen(plan: Plan, ends: Sequence[int], *, same: bool = True) -> Seen:
    """A round in which these answered."""
    return Seen(plan, view(plan, sheets(plan, ends), 3, list.reverse), same)


def on_one_phone(plan: Plan, end: int) -> Seen:
    """A round that they answered together."""
    return Seen(plan, together(plan, sheets(plan, (end,))[0]), together=True)


def page(plan: Plan, round: RoundFacts, *rounds: Seen, done: tuple[str, ...] = (), stuck: tuple[str, ...] = ()) -> ComparisonPage:
    """The last of these rounds beside the others."""
    before, now = rounds[-2:]
    compared = compare(before, now)
    facts = replace(round, open=False, joint=now.together)
    earlier = replace(facts, id=round.id - 1, closes=CLOSED[-2], joint=before.together)
    days = (*[CLOSED[place % 3] for place in range(len(rounds) - 1)], round.closes)
    return ComparisonPage(facts, earlier, plan, compared, days, course(rounds), done, stuck, troubles(now, compared, 3))


def of_each_kind(plan: Plan, round: RoundFacts) -> Iterator[ComparisonPage | NothingToCompare]:
    """All that can be told, as long as it can be."""
    yield from (NothingToCompare(round), NothingToCompare(replace(round, open=False)))
    first, last, few = seen(plan, [0] * 9), seen(plan, [-1] * 9), seen(plan, [0])
    every = tuple(step.id for step in plan.steps)
    yield page(plan, round, *[first, last] * 4, done=every, stuck=every)
    yield page(plan, round, *[last, few] * 2, done=every)
    yield page(plan, round, first, seen(plan, [-1] * 9, same=False), done=every, stuck=every)
    yield page(plan, round, on_one_phone(plan, 0), on_one_phone(plan, -1), stuck=("van-vroeger",))
    yield page(plan, round, on_one_phone(plan, 0), last, done=("van-vroeger",))
    yield page(plan, round, last, on_one_phone(plan, 0))
    long = page(plan, round, first, last, done=every)
    for verdict in get_args(Verdict):
        for reason in get_args(Reason) if not verdict else ("",):
            for before in (None, 0, 99):
                yield replace(long, compared=tuple(_said(one, verdict, reason or "few", before) for one in long.compared))


def _said(one: Compared, verdict: Verdict, reason: Reason, before: int | None) -> Compared:
    pairs = one.pairs if before is not None else tuple(replace(pair, before=None) for pair in one.pairs)
    return replace(one, verdict=verdict, reason="" if verdict else reason, before=before, now=before or 0, pairs=pairs)

"""A round of a group beside the one before it: per question better, the same, worse, or why that can't be said.

What is told here is made of nothing but what each of the rounds shows already under `bot.disclosure`, and of one bit: whether the
same people stand behind both, by and large. So it tells nothing that two results side by side would not tell:

- An answer that was not released is in no count, and moves no verdict. Nor does a newcomer whose answer is held back.
- Who left or was forgotten stays in what was shown, and in who took part, as she was. Nothing moves by her going.
- The bit is one for all questions, and says only whether at least half are the same. Views of two rounds are of the same people, or
  of such as differ by k or more: so where it says "others", k people at least came or left, and it does not say who.

A verdict is careful: answers must have moved by a good part of what is possible, and by more than one woman could move them alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from bot.advice import Answer, chosen_in
from bot.disclosure import Counted, says
from content.model import Asked, Plan, Prompt, Weights

CHANGE = Fraction(15, 100)  # of all that the answers to a prompt could move: less is the same
SIDES = {"trouble": 1, "good": -1, "fact": 0}

Verdict = Literal["better", "same", "worse", "mixed", ""]  # empty: it can't be said
Reason = Literal["", "changed", "few", "people", "words", "fact", "together"]


@dataclass(frozen=True)
class Seen:
    """One round as the group may see it."""

    plan: Plan
    counted: tuple[Counted, ...]
    same: bool = True  # by and large the people of the round before are behind it
    together: bool = False  # answered on one phone: one answer stands for the whole group


@dataclass(frozen=True)
class Pair:
    """One prompt in both rounds."""

    before: Counted | None  # None: it was not asked then, or not in this way
    now: Counted
    weighed: bool  # whether any answer to it is better or worse than another
    verdict: Verdict


@dataclass(frozen=True)
class Compared:
    """One question of the later round."""

    question: str
    verdict: Verdict
    reason: Reason  # why there is no verdict
    before: int | None  # so many answers are shown of the earlier round; None: it was not asked then
    now: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Point:
    """One question in one of several rounds."""

    n: int  # answers that are shown; 0: too few, or it was asked in another way
    height: Fraction | None  # how it goes, from 0 to 1: as well as the answers can tell. None: not known
    joined: bool  # may be compared with the point before
    verdict: Verdict  # beside the round before


def same_people(before: Collection[object], now: Collection[object]) -> bool:
    """Whether at least half of the larger group of people are in both. Where nobody is shown, nobody else is."""
    if not before or not now:
        return True
    return 2 * len(set(before) & set(now)) >= max(len(set(before)), len(set(now)))


def together(plan: Plan, answers: Mapping[str, Answer]) -> tuple[Counted, ...]:
    """What a group answered on one phone, as one answer to each prompt. It is no secret who gave it: all of them."""
    return tuple(_alone(asked, answers.get(asked.key)) for asked in plan.asked)


def _alone(asked: Asked, answer: Answer | None) -> Counted:
    if answer is None or not says(answer):
        return Counted(asked, 0, (0,) * len(asked.prompt.options), ())
    chosen = chosen_in(asked.prompt, answer)
    return Counted(asked, 1, tuple(int(option.id in chosen) for option in asked.prompt.options), ())


def compare(before: Seen, now: Seen) -> tuple[Compared, ...]:
    """Every question of the later round."""
    return tuple(_question(question.id, before, now) for question in now.plan.questions)


def _question(id: str, before: Seen, now: Seen) -> Compared:
    ours = [counted for counted in now.counted if counted.asked.question.id == id]
    theirs = [counted for counted in before.counted if counted.asked.question.id == id]
    pairs = tuple(_pair(counted, theirs, now) for counted in ours)
    reason = _why_not(pairs, before, now)
    old, new = max((counted.n for counted in theirs), default=None), max(counted.n for counted in ours)
    if reason:
        return Compared(id, "", reason, old, new, tuple(replace(pair, verdict="") for pair in pairs))
    return Compared(id, _both({pair.verdict for pair in pairs}), "", old, new, pairs)


def _pair(now: Counted, theirs: Sequence[Counted], round: Seen) -> Pair:
    before = next((one for one in theirs if alike(one.asked.prompt, now.asked.prompt)), None)
    low, high = _ends(round.plan, now.asked.prompt)
    if before is None or low == high or not before.n or not now.n:
        return Pair(before, now, low != high, "")
    weights = _weights(round.plan, now.asked.prompt)  # as they are now, for both
    change = (_load(weights, now) - _load(weights, before)) / (high - low)
    alone = Fraction(0) if round.together else Fraction(1, min(before.n, now.n))  # what one woman could move
    if abs(change) < CHANGE or abs(change) <= alone:
        return Pair(before, now, weighed=True, verdict="same")
    return Pair(before, now, weighed=True, verdict="worse" if change > 0 else "better")


def alike(one: Prompt, other: Prompt) -> bool:
    """Whether both ask the same in the same words, with the same answers in the same order."""
    return _asks(one) == _asks(other)


def _asks(prompt: Prompt) -> object:
    return prompt.id, prompt.kind, prompt.text, [(one.id, one.label, one.up_to, one.alone) for one in prompt.options]


def _why_not(pairs: Sequence[Pair], before: Seen, now: Seen) -> Reason:
    weighed = [pair for pair in pairs if pair.weighed]
    if not weighed:
        return "fact" if any(pair.now.asked.prompt.options for pair in pairs) else "words"
    if before.together != now.together:
        return "together"
    if not (now.same or now.together):
        return "people"
    if any(pair.verdict for pair in weighed):
        return ""
    return "few" if any(pair.before for pair in weighed) else "changed"


def _both(verdicts: set[Verdict]) -> Verdict:
    if {"better", "worse"} <= verdicts:
        return "mixed"
    return next((one for one in ("better", "worse") if one in verdicts), "same")


def _weight(plan: Plan, signals: Weights) -> int:
    """How much harder it is for the group where these are given; less than nothing where it goes well."""
    kinds = {signal.id: signal.kind for signal in plan.signals}
    return sum(weight * SIDES[kinds.get(signal, "fact")] for signal, weight in signals.items())


def _weights(plan: Plan, prompt: Prompt) -> list[tuple[int, int]]:
    """Of each option, what it weighs when it is chosen, and when others are."""
    return [(_weight(plan, option.signals), _weight(plan, option.unless)) for option in prompt.options]


def _load(weights: Sequence[tuple[int, int]], counted: Counted) -> Fraction:
    """What the answers weigh, by woman."""
    pairs = zip(counted.counts, weights, strict=True)
    return Fraction(sum(count * chosen + (counted.n - count) * left for count, (chosen, left) in pairs), counted.n)


def _ends(plan: Plan, prompt: Prompt) -> tuple[int, int]:
    """The least and the most that one woman's answer can weigh."""
    weights = _weights(plan, prompt)
    if prompt.kind != "multi":
        return min((chosen for chosen, _ in weights), default=0), max((chosen for chosen, _ in weights), default=0)
    nothing = sum(left for _, left in weights)
    by_option = [(option.alone, chosen - left) for option, (chosen, left) in zip(prompt.options, weights, strict=True)]
    alone, free = [more for alone, more in by_option if alone], [more for alone, more in by_option if not alone]
    high = [*alone, *([_most(free)] if free else [])]
    low = [*alone, *([-_most([-more for more in free])] if free else [])]
    return nothing + min(low), nothing + max(high)


def _most(more: Sequence[int]) -> int:
    """The most that any choice of one or more can bring."""
    return sum(one for one in more if one > 0) or max(more)


def troubles(now: Seen, compared: Sequence[Compared], k: int) -> dict[str, int]:
    """How strongly each trouble sounds in the answers that got worse; what fewer than k say counts for nothing.

    Where no k say the same, all that these prompts could tell sounds as much.
    """
    worse = [pair.now for one in compared for pair in one.pairs if pair.verdict == "worse"]
    heard: dict[str, int] = {}
    possible: dict[str, int] = {}
    for counted in worse:
        for option, count in zip(counted.asked.prompt.options, counted.counts, strict=True):
            for signals, many in ((option.signals, count), (option.unless, counted.n - count)):
                for signal, weight in signals.items():
                    heard[signal] = heard.get(signal, 0) + (weight * many if many >= k else 0)
                    possible[signal] = 1
    hard = {signal.id for signal in now.plan.signals if signal.kind == "trouble"}
    loud = {signal: weight for signal, weight in heard.items() if signal in hard and weight}
    return loud or {signal: weight for signal, weight in possible.items() if signal in hard}


def course(rounds: Sequence[Seen]) -> dict[str, tuple[Point, ...]]:
    """How each question of the last round went over all of them, the oldest first."""
    verdicts: list[dict[str, Verdict]] = [{}]
    verdicts += [{one.question: one.verdict for one in compare(before, now)} for before, now in pairwise(rounds)]
    joined = [False, *(now.together if before.together else now.same and not now.together for before, now in pairwise(rounds))]
    return {
        question.id: tuple(
            Point(*_stands(question.id, one, rounds[-1]), joins, said.get(question.id, ""))
            for one, joins, said in zip(rounds, joined, verdicts, strict=True)
        )
        for question in rounds[-1].plan.questions
    }


def _stands(question: str, round: Seen, last: Seen) -> tuple[int, Fraction | None]:
    """How many answered a question as it is asked now, and how it went; all of its prompts must be there."""
    heights, most = [], 0
    for asked in last.plan.asked:
        low, high = _ends(last.plan, asked.prompt)
        if asked.question.id != question or low == high:
            continue
        found = next((one for one in round.counted if one.asked.key == asked.key and alike(one.asked.prompt, asked.prompt)), None)
        if found is None or not found.n:
            return 0, None
        most = max(most, found.n)
        heights.append(1 - (_load(_weights(last.plan, asked.prompt), found) - low) / (high - low))
    return most, sum(heights, Fraction(0)) / len(heights) if heights else None

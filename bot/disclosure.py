"""Decides what a group may see of its members' answers: never fewer than k people, and nothing by comparing.

Answers are released in batches of at least k people per prompt, and what was released is frozen, for good. So all that
a group ever sees of a prompt in a round are sets that grow by k people or more: whatever is subtracted from whatever,
at least k people remain. Three things follow from that:

- A shown answer stays as it was when its batch was released, also when she changes it, skips it, leaves the group or
  wants to be forgotten. Taking a few old answers out would tell them: what is missing in the new view can only be theirs.
  Her own overview and advice follow the change at once, and the group's do in its next round.
- Who comes too late for a batch of k stays hidden. No total over shown and hidden answers is ever given, option by option
  or otherwise, so a hidden part can't be found by subtraction and no neighbour needs hiding with it.
- Rounds of the same group are compared as well: the people behind a view are those behind an earlier one, or differ from
  them by at least k.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations_with_replacement, islice
from types import MappingProxyType

from bot.advice import Answer, chosen_in
from content.model import Asked, Plan

FEWEST = 3  # people; a group may ask for more, never for fewer
TRIES = 5_000  # ways to hold answers back at closing; more would keep others waiting

Views = Collection[frozenset[str]]  # of one prompt: the people behind each
NO_VIEWS: Mapping[str, Views] = MappingProxyType({})


@dataclass(frozen=True)
class Given:
    """One member's answers in a round. What is shown of them must be kept until the round is gone, whatever she does."""

    submission: str
    person: str  # stands for whoever gave it, the same in all rounds of a group; "" when nobody knows
    answers: Mapping[str, Answer]  # now, by prompt key
    shown: Mapping[str, Answer]  # what of it the group may see already, as it was when released


@dataclass(frozen=True)
class Counted:
    """One prompt as the group may see it."""

    asked: Asked
    n: int  # people whose answers are in it; 0: nothing may be shown yet
    counts: tuple[int, ...]  # per option in the plan's order; a number counts in the band it falls in
    words: tuple[str, ...]  # written answers, shuffled


def least(k: int) -> int:
    """How many people must stand behind all that is shown, whatever k a group was given."""
    return max(k, FEWEST)


def says(answer: Answer | None) -> bool:
    """Whether this answer counts: she made it, is done with it, and did not skip it.

    What she said aloud counts for nothing here. Nobody hears it, so it would be a gap among the words of the others: whoever knows
    who can't write would know whose it is, and that the words that stand there are of fewer than k people.
    """
    return answer is not None and answer.done and not answer.skipped and not answer.spoken


def release(
    prompts: Iterable[str],
    given: Sequence[Given],
    k: int,
    *,
    closing: bool,
    members: int,
    earlier: Mapping[str, Views] = NO_VIEWS,
) -> dict[tuple[str, str], Answer]:
    """(submission, prompt key) -> answer that the group may see from now on; to be kept as shown, and never changed.

    `members` are the people who could answer in this round. `earlier` holds per prompt the people behind every view that
    former rounds of this group and plan gave of it: after each of their releases, not only after the last one.
    """
    released: dict[tuple[str, str], Answer] = {}
    for prompt in prompts:
        people = _one_each(prompt, given)
        shown = [one for one in people if prompt in one.shown]
        fresh = [one for one in people if prompt not in one.shown and says(one.answers.get(prompt))]
        views = sorted(earlier.get(prompt, ()), key=sorted)
        if closing:
            batch = _most(shown, fresh, views, least(k))
        else:
            batch = _now(shown, fresh, views, least(k), left=members - len(shown) - len(fresh))
        released |= {(one.submission, prompt): one.answers[prompt] for one in batch}
    return released


def _one_each(prompt: str, given: Sequence[Given]) -> list[Given]:
    """One submission of each person, as k counts people; one that is shown goes before one that is not."""
    kept: dict[tuple[str, str], Given] = {}
    for one in sorted(given, key=lambda one: (prompt not in one.shown, one.submission)):
        kept.setdefault((one.person, "" if one.person else one.submission), one)
    return list(kept.values())


def _now(shown: Sequence[Given], fresh: Sequence[Given], views: Sequence[frozenset[str]], k: int, *, left: int) -> Sequence[Given]:
    """All that is fresh, or nothing yet. Fewer than k left could never be shown after it, so they are waited for.

    After an earlier round everybody is waited for, or the end: what is shown of it must be the people of then, or differ from them by k,
    and three who happen to be first would leave little to compare.
    """
    enough = len(fresh) >= k and (left <= 0 if views else not 0 < left < k)
    return fresh if enough and _apart([*shown, *fresh], views, k) else []


def _most(shown: Sequence[Given], fresh: Sequence[Given], views: Sequence[frozenset[str]], k: int) -> Sequence[Given]:
    """As many of the fresh as can be shown at the end; who is in the fewest earlier views is held back first."""
    kinds: dict[tuple[bool, ...], list[Given]] = {}
    for one in fresh:
        kinds.setdefault(tuple(one.person in view for view in views), []).append(one)
    by_views = sorted(kinds, key=lambda kind: (sum(kind), kind))
    ways = chain.from_iterable(combinations_with_replacement(by_views, size) for size in range(len(fresh) - k + 1))
    for way in islice(ways, TRIES):
        held = Counter(way)
        kept = [one for kind, ones in kinds.items() for one in ones[held[kind] :]]
        if _apart([*shown, *kept], views, k):
            return kept
    return []


def _apart(people: Sequence[Given], views: Sequence[frozenset[str]], k: int) -> bool:
    """Whether these people are the same as behind each earlier view, or differ from them by at least k."""
    known = {one.person for one in people if one.person}
    unknown = len(people) - len(known)
    if not known:
        return True  # the rule is about persons, and nobody can tell who these are
    for view in views:
        gone, new = len(view - known), len(known - view) + unknown
        # Each of the unknown may be one of those who are gone, so every number that this may make must do.
        if any(0 < gone + new - 2 * same < k for same in range(min(unknown, gone) + 1)):
            return False
    return True


def view(plan: Plan, shown: Sequence[Mapping[str, Answer]], k: int, shuffle: Callable[[list[str]], None]) -> tuple[Counted, ...]:
    """Every prompt as the group may see it, from what was released of each submission. Below k there is nothing to see."""
    return tuple(_counted(asked, shown, least(k), shuffle) for asked in plan.asked)


def _counted(asked: Asked, shown: Sequence[Mapping[str, Answer]], k: int, shuffle: Callable[[list[str]], None]) -> Counted:
    answers = [answers[asked.key] for answers in shown if says(answers.get(asked.key))]
    if len(answers) < k:
        return Counted(asked, 0, (0,) * len(asked.prompt.options), ())
    chosen = Counter(id for answer in answers for id in chosen_in(asked.prompt, answer))
    words = [answer.text for answer in answers if answer.text]
    if asked.prompt.kind != "open" or len(words) < k:
        words = []
    shuffle(words)
    return Counted(asked, len(answers), tuple(chosen[option.id] for option in asked.prompt.options), tuple(words))

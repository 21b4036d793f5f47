"""A closed round of a group beside the one before it, as far as both may be shown."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.comparison import Seen, compare, course, same_people, together, troubles
from bot.dates import local_day
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage, NothingToCompare
from bot.dialogue.facts import Fact
from bot.disclosure import least, view
from bot.groups import results
from bot.groups.house import Table
from bot.groups.rounds import looked_at
from bot.groups.sheets import by_prompt, facts_of, plan_as_pinned
from storage import rounds, steps, views
from storage.rounds import Round

MOST = 8  # rounds that are looked at: more points stand in no picture on a phone


async def _compare(table: Table, ask: ShowComparison) -> Fact:
    row, _ = await looked_at(table, ask.round)
    earlier = await rounds.closed_of(table.connection, row.group_id, row.plan, MOST - 1, row.id)
    if row.is_open(table.now) or not earlier:
        return NothingToCompare(facts_of(row, table.now))
    every = [*earlier, row]
    seen = [await _seen(table, one, before) for one, before in zip(every, [None, *earlier], strict=True)]
    compared = compare(seen[-2], seen[-1])
    period = earlier[-1].closes_at.date(), row.closes_at.date()
    chosen = await steps.of_group(table.connection, row.group_id)
    return ComparisonPage(
        facts=facts_of(row, table.now),
        before=facts_of(earlier[-1], table.now),
        plan=await plan_as_pinned(table.connection, table.house.catalogue, row, table.who.language),
        compared=compared,
        days=tuple(local_day(one.closes_at) for one in every),
        course=course(seen),
        done=tuple(await steps.done_between(table.connection, row.group_id, row.plan, *period)),
        stuck=tuple(one.step for one in chosen if (one.plan, one.status) == (row.plan, "stuck")),
        troubles=troubles(seen[-1], compared, 1 if row.joint else least(row.threshold)),
    )


async def _seen(table: Table, row: Round, before: Round | None) -> Seen:
    """A round as all its members may see it, in Dutch: a translation that was made meanwhile is no other question."""
    connection = table.connection
    plan = await plan_as_pinned(connection, table.house.catalogue, row)
    if row.joint:
        return Seen(plan, together(plan, await results.together(connection, row)), together=True)
    shown = [by_prompt(kept) for kept in await views.shown_in(connection, row.id)]
    counted = view(plan, shown, row.threshold, lambda words: results.in_their_own_order(row.id, words))
    same = before is None or same_people(await views.part(connection, before.id), await views.part(connection, row.id))
    return Seen(plan, counted, same)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {ShowComparison: _compare}

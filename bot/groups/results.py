"""What a group answered in a round and what fits it, as far as it may be shown."""

from collections import Counter
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from bot.advice import Answer, advise
from bot.dialogue import asks
from bot.dialogue.facts import Fact, GroupAdvicePage, Result
from bot.disclosure import says, view
from bot.group_advice import advise_group
from bot.groups.house import Table
from bot.groups.rounds import earlier, looked_at
from bot.groups.sheets import by_prompt, facts_of, plan_as_pinned
from content.model import Plan
from storage import rounds, steps, views
from storage.db import Connection
from storage.groups import COORDINATOR
from storage.rounds import Round


async def _result(table: Table, ask: asks.ShowResult) -> Fact:
    row, _ = await looked_at(table, ask.round)
    plan = await _plan(table, row)
    shown = [by_prompt(kept) for kept in await views.shown_in(table.connection, row.id)]
    given = await views.answered(table.connection, row.id)
    everybody = [] if row.joint else [pair for kept in given.values() for pair in by_prompt(kept).items()]
    answered = Counter(key for key, answer in everybody if says(answer) or _taken_back(answer))
    return Result(
        facts=facts_of(row, table.now),
        plan=plan,
        counted=view(plan, shown, row.threshold, lambda words: in_their_own_order(row.id, words)),
        answered=tuple(answered[asked.key] for asked in plan.asked),
        together=await together(table.connection, row),
        minority=await views.minority(table.connection, row.id) if row.joint else {},
        earlier=await earlier(table, row),
    )


def _taken_back(answer: Answer) -> bool:
    """Of somebody who left: that she had answered must not show by a number that falls."""
    return not answer.done and not answer.options


def in_their_own_order(round_id: int, words: list[str]) -> None:
    """An order that only the words make: it tells nothing of who wrote them, and two looks can't be compared by it."""
    words.sort(key=lambda text: sha256(f"{round_id} {text}".encode(errors="surrogatepass")).digest())


async def _plan(table: Table, row: Round) -> Plan:
    return await plan_as_pinned(table.connection, table.house.catalogue, row, table.who.language)


async def together(connection: Connection, row: Round) -> dict[str, Answer]:
    """What the group answered on one phone."""
    id = await rounds.joint_submission(connection, row.id) if row.joint else None
    return by_prompt(await rounds.answers_in(connection, id)) if id else {}


async def _advice(table: Table, ask: asks.ShowAdvice) -> Fact:
    row, me = await looked_at(table, ask.round)
    plan = await _plan(table, row)
    shown = [by_prompt(kept) for kept in await views.shown_in(table.connection, row.id)]
    advice = advise(plan, await together(table.connection, row)) if row.joint else advise_group(plan, shown, row.threshold)
    chosen = frozenset(one.step for one in await steps.of_group(table.connection, row.group_id) if one.plan == row.plan)
    return GroupAdvicePage(facts_of(row, table.now), plan, advice, me.role == COORDINATOR, chosen)


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {asks.ShowResult: _result, asks.ShowAdvice: _advice}

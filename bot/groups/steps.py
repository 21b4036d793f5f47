"""The steps that a group chose, who takes care of them, and how they go."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialogue import asks
from bot.dialogue.facts import Fact, NotYours, StepLine, StepsPage
from bot.groups import followups, membership
from bot.groups.house import Table
from bot.groups.rounds import called
from bot.groups.sheets import plan_as_pinned
from storage import groups, rounds, steps
from storage.groups import COORDINATOR
from storage.steps import Step

MOST = 10  # steps that a group may have before it at once

OfAStep = asks.ChooseStep | asks.DropStep | asks.SetStatus | asks.TakeCare


async def open_count(table: Table, group_id: int) -> int:
    """How many steps the group chose that are not done."""
    return await steps.open_count(table.connection, group_id)


async def _show(table: Table, ask: asks.ShowSteps) -> Fact:
    return await _page(table, ask.group)


async def _page(table: Table, group_id: int, changed: str = "") -> StepsPage:
    """What the group chose: what is done comes last, the rest in the order of its plan."""
    group, me = await membership.here(table, group_id)
    members = await groups.members(table.connection, group_id)
    words = table.house.catalogue.words(table.who.language)
    names = called(words, members)
    found = sorted(await steps.of_group(table.connection, group_id), key=lambda one: _place(table, one))
    lines = [
        StepLine(
            plan=one.plan,
            step=one.step,
            status=one.status,  # type: ignore[arg-type]  # only these are ever kept
            by=names.get(one.person_id, "") if one.person_id else "",
            mine=one.person_id == table.who.person_id,
        )
        for one in found
    ]
    return StepsPage(membership.line(group, me.role), tuple(lines), changed)


def _place(table: Table, one: Step) -> tuple[bool, int, int]:
    plan = table.house.catalogue.plan(one.plan)
    order = [step.id for step in plan.steps] if plan else []
    return one.status == "done", one.plan, order.index(one.step) if one.step in order else len(order)


async def _choose(table: Table, ask: asks.ChooseStep) -> Fact:
    """Chosen before, it stays as it is; more than fit are not taken."""
    await membership.alone(table, ask.group, COORDINATOR)
    if not await _known(table, ask):
        return NotYours()
    if await open_count(table, ask.group) >= MOST:
        return await _page(table, ask.group)
    new = await steps.choose(table.connection, ask.group, ask.plan, ask.step, table.now.date())
    if new:
        await followups.begin(table.connection, (ask.group, ask.plan, ask.step), "todo", table.now)
    return await _page(table, ask.group, ask.step if new else "")


async def _known(table: Table, ask: asks.ChooseStep) -> bool:
    """Whether the plan has that step: as it is now, or as a round of this group asked it."""
    newest = table.house.catalogue.plan(ask.plan)
    plans = [newest] if newest else []
    asked = [row for row in await rounds.of_group(table.connection, ask.group) if row.plan == ask.plan]
    plans += [await plan_as_pinned(table.connection, table.house.catalogue, row) for row in asked]
    return any(step.id == ask.step for plan in plans for step in plan.steps)


async def _drop(table: Table, ask: asks.DropStep) -> Fact:
    gone = await steps.drop(table.connection, ask.group, ask.plan, ask.step)
    return await _page(table, ask.group, ask.step if gone else "")


async def _set_status(table: Table, ask: asks.SetStatus) -> Fact:
    """Only hers who takes care of it, or a coordinator's. Where nobody does, others see how it stands, and can take it."""
    _, me = await membership.here(table, ask.group)
    one = await _found(table, ask)
    if one is None or (one.person_id is None and me.role != COORDINATOR):
        return await _page(table, ask.group)
    if me.role != COORDINATOR and one.person_id != me.person_id:
        return NotYours()
    await steps.set_status(table.connection, ask.group, ask.plan, ask.step, ask.status, table.now.date())
    await followups.begin(table.connection, (ask.group, ask.plan, ask.step), ask.status, table.now)
    return await _page(table, ask.group, ask.step)


async def _found(table: Table, ask: OfAStep) -> Step | None:
    chosen = await steps.of_group(table.connection, ask.group)
    return next((one for one in chosen if (one.plan, one.step) == (ask.plan, ask.step)), None)


async def _take_care(table: Table, ask: asks.TakeCare) -> Fact:
    """Who comes second sees who was first."""
    care = steps.take_care if ask.mine else steps.let_go
    changed = await care(table.connection, ask.group, ask.plan, ask.step, table.who.person_id, table.now.date())
    one = await _found(table, ask) if changed else None
    if one is not None:
        await followups.begin(table.connection, (ask.group, ask.plan, ask.step), one.status, table.now)
    return await _page(table, ask.group, ask.step if changed else "")


DOINGS: dict[type, Callable[[Table, Any], Awaitable[Fact]]] = {
    asks.ShowSteps: _show,
    asks.ChooseStep: _choose,
    asks.DropStep: _drop,
    asks.SetStatus: _set_status,
    asks.TakeCare: _take_care,
}

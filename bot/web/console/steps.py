"""The steps that a group chose, and how each is going."""

from typing import get_args

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue.asks import DropStep, SetStatus, ShowSteps, Status
from bot.dialogue.facts import StepLine, StepsPage
from bot.dialogue.steps import labels
from bot.web.console.desk import Desk, Visit


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    return [desk.get("/console/{group:int}/steps", show), desk.post("/console/{group:int}/steps", change)]


async def show(visit: Visit) -> Response:
    """All of them."""
    fact = await visit.ask(ShowSteps(visit.group), StepsPage)
    notice = {"chosen": visit.t("De stap staat erbij."), "changed": visit.t("Het is veranderd."), "dropped": visit.t("De stap is weg.")}
    steps = [(line, title_of(visit, line)) for line in fact.steps]
    return visit.page("steps", tab="start", steps=steps, labels=labels(visit.chat), notice=notice.get(visit.done, ""))


def title_of(visit: Visit, line: StepLine) -> str:
    """What it is called; of a step that the plan has not any more only its id is left."""
    plan = visit.desk.house.catalogue.plan(line.plan, visit.language)
    return next((step.title for step in plan.steps if step.id == line.step), line.step) if plan else line.step


async def change(visit: Visit) -> Response:
    """Another status, or not that step after all."""
    plan, step, status = visit.chosen("plan"), visit.typed("step", 40), visit.typed("status", 10)
    if status == "drop":
        await visit.ask(DropStep(visit.group, plan, step), StepsPage)
        return visit.go("/steps", done="dropped")
    if status not in get_args(Status):
        raise HTTPException(404)
    await visit.ask(SetStatus(visit.group, plan, step, status), StepsPage)  # type: ignore[arg-type]  # looked at above
    return visit.go("/steps", done="changed")

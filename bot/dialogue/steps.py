"""The steps that a group chose: which, who takes care of it, and how it is going."""

from typing import get_args

from bot.dialogue.asks import ChooseStep, DropStep, SetStatus, ShowSteps, Status, TakeCare
from bot.dialogue.events import Turn
from bot.dialogue.facts import StepLine, StepsPage
from bot.dialogue.here import Here, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.summary import STORY, fitting
from content.limits import ADDRESS, cut
from content.model import Plan, Step, Tip
from content.scoring import TIPS, best

MEDIATOR = "bemiddelaar"  # the step for a group that is stuck


def show(here: Here, group: str) -> Turn:
    """All chosen steps."""
    return here.ask(f"steps:{whole(group)}", ShowSteps(whole(group)))


def one(here: Here, group: str, plan: str, step: str) -> Turn:
    """One step, chosen or not."""
    found = _found(here, plan, step)
    return here.ask(f"cstep:{whole(group)}:{whole(plan)}:{found.id}", ShowSteps(whole(group)))


def _found(here: Here, plan: str, step: str) -> Step:
    found = next((one for one in here.ready(plan).steps if one.id == step), None)
    if found is None:
        raise Stale
    return found


def choose(here: Here, group: str, plan: str, step: str) -> Turn:
    """The group takes it."""
    found = _found(here, plan, step)
    return here.ask(f"cstep:{whole(group)}:{whole(plan)}:{found.id}", ChooseStep(whole(group), whole(plan), found.id))


def drop(here: Here, group: str, plan: str, step: str) -> Turn:
    """The group does not take it after all; the plan of today need not know it any more."""
    if not step.replace("-", "").isalnum():
        raise Stale
    return here.ask(f"steps:{whole(group)}", DropStep(whole(group), whole(plan), step))


def set_status(here: Here, group: str, plan: str, step: str, status: str) -> Turn:
    """How it is going."""
    found = _found(here, plan, step)
    if status not in get_args(Status):
        raise Stale
    ask = SetStatus(whole(group), whole(plan), found.id, status)  # type: ignore[arg-type]
    return here.ask(f"cstep:{whole(group)}:{whole(plan)}:{found.id}", ask)


def care(here: Here, group: str, plan: str, step: str, mine: str) -> Turn:
    """She takes care of it, or not any more."""
    found = _found(here, plan, step)
    if mine not in ("0", "1"):
        raise Stale
    return here.ask(f"cstep:{whole(group)}:{whole(plan)}:{found.id}", TakeCare(whole(group), whole(plan), found.id, mine == "1"))


def told(here: Here, fact: StepsPage) -> Turn:
    """All steps, or the one she opened."""
    name, *rest = here.state.place.split(":")
    plan = here.catalogue.plan(int(rest[1]), here.state.language) if name == "cstep" and len(rest) == 3 else None
    step = next((step for step in plan.steps if step.id == rest[2]), None) if plan else None
    return _one(here, fact, plan, step) if plan and step else _all(here, fact)


def _all(here: Here, fact: StepsPage) -> Turn:
    group = fact.group
    ways = (Button(here.t("Naar de groep"), f"group:{group.id}"), here.way("menu"))
    head = bold(here.t("Stappen van de groep"))
    if not fact.steps:
        text = f"{head}\n\n{here.t('De groep heeft nog geen stap gekozen. Kijk bij het advies voor de groep.')}"
        return here.tell(Message(text, ways=ways), f"steps:{group.id}")
    lines = [f"• {_title(here, line)}: {_going(here, line)}" for line in fact.steps[:7]]
    options = [one for line in fact.steps[:7] for one in _leads(here, fact, line)]
    return here.tell(Message(f"{head}\n\n" + "\n".join(lines), options=tuple(options), ways=ways), f"steps:{group.id}")


def _title(here: Here, line: StepLine) -> str:
    """What it is called; of a step that the plan has not any more only its id is left."""
    step = _step(here, line)
    return cut(step.title, 60) if step else line.step


def _leads(here: Here, fact: StepsPage, line: StepLine) -> list[Button]:
    """To the step; one that the plan has not any more can only be taken away."""
    which = f"{fact.group.id}:{line.plan}:{line.step}"
    if _step(here, line):
        return [Button(_title(here, line), f"cstep:{which}")]
    return [Button(here.t("Haal weg: {step}").format(step=line.step), f"drop:{which}")] if fact.group.coordinator else []


def _step(here: Here, line: StepLine) -> Step | None:
    plan = here.catalogue.plan(line.plan, here.state.language)
    return next((step for step in plan.steps if step.id == line.step), None) if plan else None


def _going(here: Here, line: StepLine) -> str:
    words = labels(here)[line.status].casefold()
    return f"{words} ({line.by})" if line.by else words


def labels(here: Here) -> dict[str, str]:
    """What each status is called."""
    return {"todo": here.t("Nog te doen"), "busy": here.t("Bezig"), "done": here.t("Gedaan"), "stuck": here.t("Vastgelopen")}


def _one(here: Here, fact: StepsPage, plan: Plan, step: Step) -> Turn:
    group = fact.group
    place = f"cstep:{group.id}:{plan.number}:{step.id}"
    line = next((line for line in fact.steps if (line.plan, line.step) == (plan.number, step.id)), None)
    thoughts = [f"{bold(step.title)}\n{step.text}"]
    if line:
        thoughts.append(here.t("Nu: {going}.").format(going=_going(here, line)))
    if line and line.status == "done" and fact.changed == step.id:
        thoughts.append(here.t("Mooi! Goed gedaan samen."))
    options = _of_the_line(here, fact, plan, line) if line else _to_choose(here, fact, plan, step)
    if line and line.status == "stuck":
        thoughts += [_help(here, plan, step), *_story(here, plan, step)]
        mediator = next((other for other in plan.steps if other.id == MEDIATOR and other is not step), None)
        if mediator:
            options.insert(0, Button(mediator.title, f"cstep:{group.id}:{plan.number}:{mediator.id}"))
    ways = (
        Button(here.t("Alle gekozen stappen"), f"steps:{group.id}", here.t("Stappen")),
        Button(here.t("Naar de groep"), f"group:{group.id}"),
    )
    shown = tuple(option for option in options if len(option.address.encode()) <= ADDRESS)
    return here.tell(Message(fitting(thoughts), options=shown[:7], ways=(*ways, here.way("menu"))), place)


def _to_choose(here: Here, fact: StepsPage, plan: Plan, step: Step) -> list[Button]:
    if not fact.group.coordinator:
        return []
    return [Button(here.t("Deze stap gaan we doen"), f"choose:{fact.group.id}:{plan.number}:{step.id}")]


def _of_the_line(here: Here, fact: StepsPage, plan: Plan, line: StepLine) -> list[Button]:
    which = f"{fact.group.id}:{plan.number}:{line.step}"
    options = []
    if line.mine or fact.group.coordinator:
        options += [Button(label, f"st:{which}:{status}") for status, label in labels(here).items() if status != line.status]
    if line.mine:
        options.append(Button(here.t("Ik zorg er niet meer voor"), f"care:{which}:0"))
    elif not line.by:
        options.append(Button(here.t("Ik zorg hiervoor"), f"care:{which}:1"))
    if fact.group.coordinator:
        options.append(Button(here.t("Toch niet doen"), f"drop:{which}"))
    return options


def _help(here: Here, plan: Plan, step: Step) -> str:
    """The tips that fit this step best: those that answer most of what it answers."""
    found: list[Tip] = []
    for kind in ("do", "dont"):
        near = [tip for tip in plan.tips if tip.kind == kind and set(tip.signals) & set(step.signals)]
        found += sorted(near, key=lambda tip: -len(set(tip.signals) & set(step.signals)))[:TIPS]
    head = here.t("Lukt het niet? Dat geeft niet. Dit kan helpen:")
    return "\n".join([bold(head), *(f"• {tip.title}. {cut(tip.text, 90)}" for tip in found[:3])])


def _story(here: Here, plan: Plan, step: Step) -> list[str]:
    """The experience that fits this step best."""
    found = best(plan.experiences, dict.fromkeys(step.signals, 1), 1)
    return [f"{bold(here.t('Uit ervaring:'))} {cut(one.item.text, STORY)}" for one in found]


PLACES: Places = {
    "steps": (show, 1, 1),
    "cstep": (one, 3, 3),
    "choose": (choose, 3, 3),
    "drop": (drop, 3, 3),
    "st": (set_status, 4, 4),
    "care": (care, 4, 4),
}

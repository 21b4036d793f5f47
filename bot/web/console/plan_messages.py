"""All messages of a plan, made by the conversation itself: nothing of anybody is looked up for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.dialogue import sent, stories
from bot.dialogue.contribution_facts import Stories
from bot.dialogue.events import Say, Turn
from bot.dialogue.here import Again, Here
from bot.dialogue.message import Message
from bot.dialogue.places import go_to
from content.model import Plan


@dataclass(frozen=True)
class Part:
    """One part of a plan: what it is called, and its messages in the order in which they can be read."""

    name: str  # as `sent.PARTS` names it; 'plan': the page of the plan itself
    title: str
    messages: tuple[Message, ...]


def parts(here: Here, plan: Plan) -> Iterator[Part]:
    """The page of the plan and its parts. `here` is somebody who answered nothing yet."""
    number = plan.number
    yield Part("plan", here.t("Het begin van het plan"), (_said(go_to(here, f"plan:{number}")),))
    titles = {button.address: button.label for button in sent.part_buttons(here, "part")}
    for name in sent.PARTS:
        first = stories.told(here, Stories(number, 0, ())) if name == "experiences" else go_to(here, f"part:{number}:{name}")
        yield Part(name, titles[f"part:{name}"], (_said(first), *_behind(here, plan, name)))


def _behind(here: Here, plan: Plan, name: str) -> Iterator[Message]:
    """What stands behind the first message of a part."""
    version = here.catalogue.version(plan.number)
    if name == "questions":
        for index in range(len(plan.asked)):
            yield _said(go_to(here, f"q:{plan.number}:{version}:{index}"))
    if name == "steps":
        for place in range(1, len(plan.steps) + 1):
            yield _said(go_to(here, f"step:{plan.number}:{place}"))


def _said(turn: Turn | Again) -> Message:
    assert isinstance(turn, Turn)  # the plan is ready, so all its places are there
    return next(effect.message for effect in turn.effects if isinstance(effect, Say))

"""A plan as pages to print: what it is about, what others learned, the questions, steps and tips."""

from collections.abc import Iterable
from typing import Any

from bot.dialogue.here import Here
from bot.exports import round as told
from bot.exports.paper import Given, pdf, words
from content.model import Experience, Plan, Question, Step, Tip


def handout(here: Here, plan: Plan) -> bytes:
    """The file, of a plan that is ready. Raises Unprintable."""
    return pdf("handout", given(here, plan))


def given(here: Here, plan: Plan) -> Given:
    """What stands on the pages."""
    rtl = told.right_to_left(here)

    def part(title: str, items: Iterable[Experience | Step | Tip], *, numbers: bool = False) -> dict[str, Any]:
        titles = [(f"{place}. {one.title}" if numbers else one.title, one.text) for place, one in enumerate(items, 1)]
        return {"title": words(title), "items": [{"title": words(head), "text": words(text)} for head, text in titles]}

    challenge = plan.challenge
    return {
        "rtl": rtl,
        "lang": here.state.language,
        "title": words(plan.title),
        "foot": words(f"Stappenbot · {plan.title}"),
        "challenge": words(challenge.text if challenge else ""),
        "ask": words(challenge.ask if challenge else ""),
        "learned": part(here.t("Ervaringen"), plan.experiences),
        "parts": [
            part(here.t("Stappen"), plan.steps, numbers=True),
            part(here.t("Wel doen"), [one for one in plan.tips if one.kind == "do"]),
            part(here.t("Niet doen"), [one for one in plan.tips if one.kind == "dont"]),
        ],
        "asking": words(here.t("Vragen")),
        "questions": [{"title": words(f"{place}. {one.title}"), "prompts": _prompts(one)} for place, one in enumerate(plan.questions, 1)],
    }


def _prompts(question: Question) -> list[dict[str, Any]]:
    return [{"text": words(one.text), "options": [words(option.label) for option in one.options]} for one in question.prompts]

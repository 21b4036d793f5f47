"""What an author still has to add to a plan that is coming, question by question."""

from collections.abc import Iterator

from content.loader import Problem, Source, line_of
from content.model import Question

PARTS = ("challenge", "experiences", "questions", "steps", "tips")


def draft_problems(source: Source) -> Iterator[Problem]:
    """What a draft lacks before it can be ready. A plan that has only its title is no draft."""
    plan = source.plan
    if plan.status != "coming" or not any(getattr(plan, part) for part in PARTS):
        return
    for part in PARTS:
        if not getattr(plan, part):
            yield Problem(source.file, 1, f"the draft has no {part} yet. Add {'it' if part == 'challenge' else 'them'}.")
    if not plan.signals:
        line = min(line_of(source.lines, (part,)) for part in PARTS if getattr(plan, part))
        message = "the draft declares no signals yet. Write under 'signals' what answers can tell about a group, each with its 'because'."
        yield Problem(source.file, line, message)
    for index, question in enumerate(plan.questions):
        if lacks := _lacks(question):
            line = line_of(source.lines, ("questions", index, "id"))
            yield Problem(source.file, line, f"question '{question.id}' {lacks}")


def _lacks(question: Question) -> str:
    """What keeps its answers from bringing advice, if anything does."""
    starter = "" if question.talk else " Add a 'talk' too."
    if all(prompt.kind == "open" for prompt in question.prompts):
        several = f"{len(question.prompts)} open prompts" if len(question.prompts) > 1 else "an open prompt"
        return f"has only {several}, so its answers bring no advice. Give a prompt a kind, options and signals.{starter}"
    options = [option for prompt in question.prompts for option in prompt.options]
    if not any(option.signals or option.unless for option in options):
        return f"has options, but none gives a signal, so its answers bring no advice. Name signals in them.{starter}"
    return ""

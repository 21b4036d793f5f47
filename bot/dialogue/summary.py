"""At the end: the overview of her answers, and the advice they bring."""

from collections.abc import Mapping

from bot.advice import Answer, advise
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, page_of
from bot.dialogue.message import Button, Message, bold
from content.limits import BODY, cut, units
from content.model import Plan, Prompt, Question, Step, Tip
from content.scoring import Fit

TITLE, ANSWER = 34, 70  # units of a question's title and of her answers to it, in one line of the overview
STORY = 220  # units of an experience in the advice


def answer_in_words(here: Here, prompt: Prompt, answer: Answer) -> str:
    """An answer as a person would say it."""
    if answer.number is not None:
        return str(answer.number)
    if answer.text:
        return answer.text
    labels = [option.label for option in prompt.options if option.id in answer.options]
    return ", ".join(labels) or here.t("overgeslagen")


def overview(here: Here, number: str, page: str = "") -> Turn:
    """All her answers by question; each can be changed."""
    found = here.ready(number)
    place = f"overview:{found.number}:{page}" if page else f"overview:{found.number}"
    buttons = tuple(_change(here, found, question) for question in found.questions)
    shown = page_of(buttons, page, f"overview:{found.number}", here.t("Meer vragen"))
    given = here.given(found)
    lines = [_line(here, question, given) for button, question in zip(buttons, found.questions, strict=True) if button in shown]
    complete = all(given.get(asked.key, Answer(done=False)).done for asked in found.asked)
    if complete:
        onward = here.way("advice", found.number)
        opening = here.t("Dit zijn je antwoorden. Wil je iets veranderen? Kies dan de vraag.")
    else:
        onward = Button(here.t("Verder met de vragen"), f"go:{found.number}", here.t("Verder"))
        opening = here.t("Dit zijn je antwoorden tot nu toe.")
    text = "\n\n".join([bold(here.t("Mijn antwoorden")), opening, "\n".join(lines)])
    return here.show(place, Message(text, options=shown, ways=(onward, here.way("plan", found.number), here.way("menu")), keep=True))


def _change(here: Here, found: Plan, question: Question) -> Button:
    index = next(index for index, asked in enumerate(found.asked) if asked.question is question)
    return Button(question.title, f"q:{found.number}:{here.catalogue.version(found.number)}:{index}")


def _line(here: Here, question: Question, answers: Mapping[str, Answer]) -> str:
    given = [(prompt, answers.get(f"{question.id}.{prompt.id}")) for prompt in question.prompts]
    words = [answer_in_words(here, prompt, answer) if answer and answer.done else "-" for prompt, answer in given]
    title = cut(question.title, TITLE)
    return f"• {title if title.endswith('?') else title + ':'} {cut('; '.join(words).replace(chr(10), ' '), ANSWER)}"


def advice(here: Here, number: str) -> Turn:
    """What fits her answers, with the reasons."""
    found = here.ready(number)
    given = advise(found, here.given(found))
    place = f"advice:{found.number}"
    ways = (
        Button(here.t("Alle tips"), f"part:{found.number}:do"),
        Button(here.t("Toon alles"), f"plan:{found.number}"),
        here.way("menu"),
    )
    if not (given.steps or given.dos or given.donts or given.experiences):
        complete = all(here.given(found).get(asked.key, Answer(done=False)).done for asked in found.asked)
        answered = any(not answer.skipped for answer in here.given(found).values())
        text = here.t("Ik weet nog te weinig voor een advies. Beantwoord eerst een paar vragen. Je kunt ook alle stappen lezen.")
        if complete and answered:
            text = here.t("Uit je antwoorden komt geen stap naar voren. Je kunt wel alle stappen lezen.")
        options = (here.way("overview", found.number), Button(here.t("Alle stappen"), f"part:{found.number}:steps"))
        return here.show(place, Message(text, options=options, ways=ways[1:]))
    steps = [f"{place}. {_reasoned(here, fit, found)}" for place, fit in enumerate(given.steps, 1)]
    thoughts = [
        bold(here.t("Jouw advies")),
        here.t("Deze stappen passen nu het beste bij jullie:") if steps else here.t("Deze tips passen nu bij jullie:"),
        "\n".join(steps),
        _titles(here.t("Wel doen:"), given.dos),
        _titles(here.t("Let op:"), given.donts),
        "\n".join(f"{bold(here.t('Uit ervaring:'))} {cut(fit.item.text, STORY)}" for fit in given.experiences),
    ]
    reads = tuple(Button(fit.item.title, f"step:{found.number}:{found.steps.index(fit.item) + 1}") for fit in given.steps)
    return here.show(place, Message(_fitting([thought for thought in thoughts if thought]), options=reads, ways=ways, keep=True))


def _reasoned(here: Here, fit: Fit[Step], found: Plan) -> str:
    return here.t("{step}, omdat {reason}.").format(step=bold(fit.item.title), reason=found.because[fit.signal])


def _titles(head: str, fits: tuple[Fit[Tip], ...]) -> str:
    return "\n".join([bold(head), *(f"• {fit.item.title}" for fit in fits)]) if fits else ""


def _fitting(thoughts: list[str]) -> str:
    """As many of the thoughts, most important first, as one message with buttons can hold."""
    while units("\n\n".join(thoughts)) > BODY:
        thoughts = thoughts[:-1]
    return "\n\n".join(thoughts)

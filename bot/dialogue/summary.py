"""At the end: the overview of her answers, and the advice they bring."""

from collections.abc import Mapping, Sequence

from bot.advice import Answer, advise
from bot.dialogue.events import Turn
from bot.dialogue.here import Here, page_of
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.sheet import RoundFacts, Sheet
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
        return here.t("(gesproken antwoord)") if answer.spoken else answer.text
    labels = [option.label for option in prompt.options if option.id in answer.options]
    return ", ".join(labels) or here.t("overgeslagen")


def overview(here: Here, name: str, page: str = "") -> Turn:
    """All her answers by question; each can be changed while the round is open."""
    sheet = here.sheet(name)
    place = f"overview:{sheet.name}:{page}" if page else f"overview:{sheet.name}"
    buttons = tuple(_change(sheet, question) for question in sheet.plan.questions)
    shown = page_of(buttons, page, f"overview:{sheet.name}", here.t("Meer vragen"))
    pairs = zip(buttons, sheet.plan.questions, strict=True)
    lines = [_line(here, question, sheet.answers) for button, question in pairs if button in shown]
    text = "\n\n".join([bold(here.t("Mijn antwoorden")), *_about(here, sheet), "\n".join(lines)])
    if sheet.round and not sheet.round.open:
        shown = ()
    return here.show(place, Message(text, options=shown, ways=_ways(here, sheet), keep=True))


def _about(here: Here, sheet: Sheet) -> list[str]:
    """What she can do with her answers, and how many others of her group have answered."""
    if sheet.round and not sheet.round.open:
        return [here.t("De ronde is gesloten. Je kunt niets meer veranderen.")]
    said = here.t("Dit zijn je antwoorden tot nu toe.")
    if sheet.complete:
        said = here.t("Dit zijn je antwoorden. Wil je iets veranderen? Kies dan de vraag.")
    return [said] if sheet.round is None else [said, so_many(here, sheet.round)]


def so_many(here: Here, round: RoundFacts) -> str:
    """'4 van 9 hebben geantwoord': never who."""
    if round.joint:
        return here.t("Jullie antwoorden samen, op één telefoon.")
    return here.n("{n} van {all} heeft geantwoord.", "{n} van {all} hebben geantwoord.", round.answered).format(
        n=round.answered, all=round.members
    )


def _ways(here: Here, sheet: Sheet) -> tuple[Button, ...]:
    if not sheet.complete and not (sheet.round and not sheet.round.open):
        onward = Button(here.t("Verder met de vragen"), f"go:{sheet.name}", here.t("Verder"))
    else:
        onward = here.way("advice", sheet.name)
    if sheet.voices:
        return onward, Button(here.t("Luister 🎤"), f"listen:{sheet.name}"), here.way("menu")
    if sheet.round:
        return onward, Button(here.t("Naar de groep"), f"round:{sheet.round.id}"), here.way("menu")
    return onward, here.way("plan", sheet.plan.number), here.way("menu")


def _change(sheet: Sheet, question: Question) -> Button:
    index = next(index for index, asked in enumerate(sheet.plan.asked) if asked.question is question)
    return Button(question.title, f"q:{sheet.name}:{sheet.version}:{index}")


def _line(here: Here, question: Question, answers: Mapping[str, Answer]) -> str:
    given = [(prompt, answers.get(f"{question.id}.{prompt.id}")) for prompt in question.prompts]
    words = [answer_in_words(here, prompt, answer) if answer and answer.done else "-" for prompt, answer in given]
    title = cut(question.title, TITLE)
    return f"• {title if title.endswith('?') else title + ':'} {cut('; '.join(words).replace(chr(10), ' '), ANSWER)}"


def advice(here: Here, name: str) -> Turn:
    """What fits her answers, with the reasons."""
    sheet = here.sheet(name)
    found, given = sheet.plan, advise(sheet.plan, sheet.answers)
    place = f"advice:{sheet.name}"
    ways = (
        Button(here.t("Alle tips"), f"part:{found.number}:do"),
        Button(here.t("Naar de groep"), f"round:{sheet.round.id}") if sheet.round else Button(here.t("Toon alles"), f"plan:{found.number}"),
        here.way("menu"),
    )
    if not (given.steps or given.dos or given.donts or given.experiences):
        answered = any(not answer.skipped for answer in sheet.answers.values())
        text = here.t("Ik weet nog te weinig voor een advies. Beantwoord eerst een paar vragen. Je kunt ook alle stappen lezen.")
        if sheet.complete and answered:
            text = here.t("Uit je antwoorden komt geen stap naar voren. Je kunt wel alle stappen lezen.")
        options = (here.way("overview", sheet.name), Button(here.t("Alle stappen"), f"part:{found.number}:steps"))
        return here.show(place, Message(text, options=options, ways=ways[1:]))
    steps = [f"{place}. {_reasoned(here, fit, found)}" for place, fit in enumerate(given.steps, 1)]
    thoughts = [
        bold(here.t("Jouw advies")),
        here.t("Deze stappen passen nu het beste bij jullie:") if steps else here.t("Deze tips passen nu bij jullie:"),
        "\n".join(steps),
        titles(here.t("Wel doen:"), [fit.item for fit in given.dos]),
        titles(here.t("Let op:"), [fit.item for fit in given.donts]),
        "\n".join(f"{bold(here.t('Uit ervaring:'))} {cut(fit.item.text, STORY)}" for fit in given.experiences),
    ]
    reads = reading(here, found.number, [fit.item for fit in given.steps])
    return here.show(place, Message(fitting([thought for thought in thoughts if thought]), options=reads, ways=ways, keep=True))


def reading(here: Here, number: int, steps: Sequence[Step]) -> tuple[Button, ...]:
    """Buttons that open these steps. A round may know a step that the plan of today has not any more: that has none."""
    today = [step.id for step in here.ready(str(number)).steps]
    return tuple(Button(step.title, f"step:{number}:{today.index(step.id) + 1}") for step in steps if step.id in today)


def _reasoned(here: Here, fit: Fit[Step], found: Plan) -> str:
    return here.t("{step}, omdat {reason}.").format(step=bold(fit.item.title), reason=found.because[fit.signal])


def titles(head: str, tips: Sequence[Tip]) -> str:
    """The titles of these tips below a head; nothing when there are none."""
    return "\n".join([bold(head), *(f"• {tip.title}" for tip in tips)]) if tips else ""


def fitting(thoughts: list[str]) -> str:
    """As many of the thoughts, most important first, as one message with buttons can hold."""
    while units("\n\n".join(thoughts)) > BODY:
        thoughts = thoughts[:-1]
    return "\n\n".join(thoughts)

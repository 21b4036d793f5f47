"""What a group answered and what fits it, as far as it may be shown."""

from collections.abc import Sequence

from bot.dialogue.asks import ShowAdvice, ShowResult
from bot.dialogue.attached import Chart, Picture
from bot.dialogue.events import Turn
from bot.dialogue.facts import GroupAdvicePage, Result
from bot.dialogue.here import Here, Places, page_of, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.sheet import RoundFacts
from bot.dialogue.summary import answer_in_words, fitting, titles
from bot.disclosure import Counted
from bot.group_advice import Backed
from bot.spread import divided, extremes, most_divided
from content.limits import cut, units
from content.model import Plan, Question, Step
from content.scoring import Fit

BAR = 8  # signs of a full bar
PAGE = 850  # units of a page with bars or words
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def show(here: Here, round: str) -> Turn:
    """All questions, as one picture."""
    return here.ask(f"result:{whole(round)}", ShowResult(whole(round)))


def show_question(here: Here, round: str, question: str = "", page: str = "") -> Turn:
    """One question, in words; without one the list of them, without the picture that she has already."""
    rest = [str(whole(part)) for part in (question, page) if part]
    return here.ask(":".join(["answers", str(whole(round)), *rest]), ShowResult(whole(round)))


def show_advice(here: Here, round: str) -> Turn:
    """What fits."""
    return here.ask(f"groupadvice:{whole(round)}", ShowAdvice(whole(round)))


def told(here: Here, fact: Result) -> Turn:
    """All questions, or the one she opened."""
    name, *rest = here.state.place.split(":")
    if name == "answers" and len(rest) > 1 and whole(rest[1]) < len(fact.plan.questions):
        return _question(here, fact, whole(rest[1]), whole(rest[2]) if len(rest) > 2 else 0)
    return _all(here, fact, drawn=name != "answers")


def _all(here: Here, fact: Result, *, drawn: bool) -> Turn:
    facts, id = fact.facts, fact.facts.id
    buttons = tuple(Button(question.title, f"answers:{id}:{place}") for place, question in enumerate(fact.plan.questions))
    group, menu = _home(here, facts)
    beside = Button(here.t("Vergelijk met vorige keer"), f"compare:{id}", here.t("Vergelijk")) if fact.earlier else group
    ways = (Button(here.t("Advies voor de groep"), f"groupadvice:{id}", here.t("Advies")), beside, menu)
    people = max((counted.n for counted in fact.counted), default=0)
    head = f"{bold(here.t('Antwoorden van de groep'))}\n{facts.group_name} · {cut(fact.plan.title, 90)}"
    if not people and not facts.joint:
        return here.tell(Message(f"{head}\n\n{too_few(here, facts, facts.answered)}", ways=ways[1:]), f"result:{id}")
    thoughts = [head]
    if not facts.joint:
        late = fact.counted and any(0 < counted.n < answered for counted, answered in zip(fact.counted, fact.answered, strict=True))
        whose = here.n("Hierin zit het antwoord van {n} vrouw.", "Hierin zitten de antwoorden van {n} vrouwen.", people)
        thoughts.append(whose.format(n=people))
        if late:
            hidden = here.t("Een paar antwoorden laat ik niet zien. Dat zijn er te weinig tegelijk. Zo blijft niemand herkenbaar.")
            wait = here.t("Een paar antwoorden laat ik nog niet zien. Dat zijn er te weinig tegelijk. Zo blijft niemand herkenbaar.")
            thoughts.append(wait if facts.open else hidden)
    talk = _starter(here, fact)
    thoughts += [talk] if talk else []
    thoughts.append(here.t("Kies een vraag voor meer."))
    picture = _picture(here, fact) if drawn and not facts.joint else None
    shown = page_of(buttons, "", f"result:{id}", here.t("Meer vragen")) if len(buttons) <= 7 else buttons[:7]
    return here.tell(Message(fitting(thoughts), options=shown, ways=ways, picture=picture, keep=True), here.state.place or f"result:{id}")


def _home(here: Here, facts: RoundFacts) -> tuple[Button, Button]:
    return Button(here.t("Naar de groep"), f"group:{facts.group}"), here.way("menu")


def too_few(here: Here, facts: RoundFacts, n: int) -> str:
    """Why nothing is shown of `n` answers."""
    if n >= facts.threshold and facts.open:
        return here.t("Er zijn genoeg antwoorden. Ik laat ze zien als er meer zijn, of als de ronde sluit. Zo blijft niemand herkenbaar.")
    text = here.t("Nog te weinig antwoorden ({n} van {all}). Zo blijft niemand herkenbaar.")
    return text.format(n=min(n, facts.threshold - 1), all=facts.threshold)


def _starter(here: Here, fact: Result) -> str:
    """Where the group differs most: in words, and how to begin a talk about it."""
    widest = most_divided(fact.counted)
    if widest is None:
        return ""
    said = here.t("⚡ Jullie denken verschillend over: {question}").format(question=bold(widest.asked.question.title))
    return f"{said}\n{apart(here, widest)}"


def apart(here: Here, counted: Counted) -> str:
    """Between which answers the group is divided, and how to begin a talk about it."""
    (most, many), (other, few) = extremes(counted)
    first = here.n("{n} vrouw kiest '{answer}'", "{n} vrouwen kiezen '{answer}'", many).format(n=many, answer=most.label)
    second = here.n("{n} kiest '{answer}'", "{n} kiezen '{answer}'", few).format(n=few, answer=other.label)
    return f"{first}, {second}.\n{counted.asked.question.talk or here.t('Goed om samen over te praten.')}"


def _picture(here: Here, fact: Result) -> Picture:
    charts = tuple(_chart(here, counted) for counted in fact.counted if counted.asked.prompt.options)
    about = "; ".join(f"{chart.title}: " + ", ".join(f"{label} {count}" for label, count in chart.bars) for chart in charts if chart.bars)
    return Picture(
        "charts",
        about=cut(about, 900),
        title=fact.facts.group_name,
        text=here.t("= hierover denken jullie verschillend"),
        charts=charts,
        right_to_left=here.state.language in RIGHT_TO_LEFT,
    )


def _chart(here: Here, counted: Counted) -> Chart:
    title = f"{counted.asked.question.title} · {counted.asked.prompt.text}"
    if not counted.n:
        return Chart(title, here.t("Nog te weinig antwoorden. Zo blijft niemand herkenbaar."), (), 1)
    note = here.n("{n} antwoord", "{n} antwoorden", counted.n).format(n=counted.n)
    bars = tuple((option.label, count) for option, count in zip(counted.asked.prompt.options, counted.counts, strict=True))
    return Chart(title, note, bars, counted.n, divided(counted))


def _question(here: Here, fact: Result, place: int, page: int) -> Turn:
    facts, question = fact.facts, fact.plan.questions[place]
    pages = _pages(_together(here, fact, question) if facts.joint else _bars(here, fact, question))
    number = page if page < len(pages) else 0
    text = f"{bold(question.title)}\n\n{pages[number]}"
    if number + 1 < len(pages):
        onward = Button(here.t("Lees verder"), f"answers:{facts.id}:{place}:{number + 1}")
    elif place + 1 < len(fact.plan.questions):
        onward = Button(here.t("Volgende vraag"), f"answers:{facts.id}:{place + 1}")
    else:
        onward = Button(here.t("Advies voor de groep"), f"groupadvice:{facts.id}", here.t("Advies"))
    ways = (onward, Button(here.t("Alle vragen"), f"answers:{facts.id}"), here.way("menu"))
    here_at = f"answers:{facts.id}:{place}" + (f":{number}" if number else "")
    return here.tell(Message(text, ways=ways, keep=True), here_at)


def _bars(here: Here, fact: Result, question: Question) -> list[str]:
    """Blocks of text, each of which stays whole."""
    blocks = []
    for counted, answered in zip(fact.counted, fact.answered, strict=True):
        if counted.asked.question.id != question.id:
            continue
        if not counted.n:
            blocks.append(f"{counted.asked.prompt.text}\n{too_few(here, fact.facts, answered)}")
            continue
        count = here.n("{n} antwoord", "{n} antwoorden", counted.n).format(n=counted.n)
        bars = [f"{bar(one, counted.n)} {one} · {label}" for label, one in _labelled(counted)]
        note = [here.t("⚡ Hierover denken jullie verschillend.")] if divided(counted) else []
        blocks.append("\n".join([f"{counted.asked.prompt.text} ({count})", *bars, *note]))
        blocks += [f"“{words}”" for words in counted.words]
    if any(counted.n and divided(counted) for counted in fact.counted if counted.asked.question.id == question.id) and question.talk:
        blocks.append(question.talk)
    return blocks


def _labelled(counted: Counted) -> list[tuple[str, int]]:
    return [(option.label, count) for option, count in zip(counted.asked.prompt.options, counted.counts, strict=True)]


def bar(count: int, of: int) -> str:
    """Whoever is there is seen: one answer is one sign at least."""
    full = max(round(BAR * count / of), 1 if count else 0)
    return "■" * full + "□" * (BAR - full)


def _together(here: Here, fact: Result, question: Question) -> list[str]:
    """What the group answered on one phone, and who saw it in another way."""
    blocks = []
    for prompt in question.prompts:
        key = f"{question.id}.{prompt.id}"
        answer = fact.together.get(key)
        said = answer_in_words(here, prompt, answer) if answer and answer.done else here.t("geen antwoord")
        blocks.append(f"{prompt.text}\n{bold(said)}")
        blocks += [here.t("Ander geluid: “{words}”").format(words=words) for words in fact.minority.get(key, ())]
    return blocks


def _pages(blocks: Sequence[str]) -> list[str]:
    """The blocks on as few pages as they need; one that is too long for a page is cut."""
    pages: list[str] = []
    for block in blocks:
        short = cut(block, PAGE)
        if pages and units(f"{pages[-1]}\n\n{short}") <= PAGE:
            pages[-1] = f"{pages[-1]}\n\n{short}"
        else:
            pages.append(short)
    return pages or [""]


def advice(here: Here, fact: GroupAdvicePage) -> Turn:
    """What fits the group, with who says why."""
    facts, plan = fact.facts, fact.plan
    ways = (Button(here.t("Antwoorden"), f"result:{facts.id}"), *_home(here, facts))
    given = fact.advice
    if not (given.steps or given.dos or given.donts or given.experiences):
        text = here.t("Er is nog geen advies waar genoeg vrouwen het over eens zijn. Je kunt wel alle stappen lezen.")
        every = Button(here.t("Alle stappen"), f"part:{facts.plan}:steps")
        return here.tell(Message(text, options=(every,), ways=ways), f"groupadvice:{facts.id}")
    backed: Sequence[Backed[Step] | Fit[Step]] = given.steps
    steps = [f"{place}. {reasoned(here, plan, one)}" for place, one in enumerate(backed, 1)]
    thoughts = [
        f"{bold(here.t('Advies voor de groep'))}\n{facts.group_name}",
        here.t("Deze stappen passen nu het beste bij jullie:") if steps else here.t("Deze tips passen nu bij jullie:"),
        "\n".join(steps),
        titles(here.t("Wel doen:"), [one.item for one in given.dos]),
        titles(here.t("Let op:"), [one.item for one in given.donts]),
        "\n".join(f"{bold(here.t('Uit ervaring:'))} {cut(one.item.text, 220)}" for one in given.experiences),
    ]
    newest = here.catalogue.plan(facts.plan, here.state.language)
    today = {step.id for step in newest.steps} if newest else set()
    options = tuple(_step(fact, one.item) for one in given.steps if one.item.id in today)
    if fact.coordinator and not facts.open:
        options = (*options, Button(here.t("Volgende keer plannen"), f"remind:{facts.group}:{facts.plan}"))
    message = Message(fitting([thought for thought in thoughts if thought]), options=options, ways=ways, keep=True)
    return here.tell(message, f"groupadvice:{facts.id}")


def _step(fact: GroupAdvicePage, step: Step) -> Button:
    mark = "✓ " if step.id in fact.chosen else ""
    return Button(f"{mark}{step.title}", f"cstep:{fact.facts.group}:{fact.facts.plan}:{step.id}")


def reasoned(here: Here, plan: Plan, one: Backed[Step] | Fit[Step]) -> str:
    """A step, and why it fits."""
    if isinstance(one, Fit):
        return here.t("{step}, omdat {reason}.").format(step=bold(one.item.title), reason=plan.because[one.signal])
    reason = one.reason
    text = here.n("{step}, omdat {n} van {all} zegt dat {reason}.", "{step}, omdat {n} van {all} zeggen dat {reason}.", reason.count)
    return text.format(step=bold(one.item.title), n=reason.count, all=reason.of, reason=plan.because[reason.signal])


PLACES: Places = {
    "result": (show, 1, 1),
    "answers": (show_question, 1, 3),
    "groupadvice": (show_advice, 1, 1),
}

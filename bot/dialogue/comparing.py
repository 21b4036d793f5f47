"""A closed round beside the one before it: what goes better, what is harder, and what can help."""

from bot.advice import fitting as advised
from bot.comparison import Compared, Pair
from bot.dates import Day, day_in_words
from bot.dialogue.comparison_asks import ShowComparison
from bot.dialogue.comparison_facts import ComparisonPage, NothingToCompare
from bot.dialogue.comparison_words import SIGNS, drawn, few, many, over_time, picture, reason, words
from bot.dialogue.events import Turn
from bot.dialogue.here import PAGE as MOST
from bot.dialogue.here import Here, Places, Stale, page_of, whole
from bot.dialogue.message import Button, Message, bold
from bot.dialogue.result import bar
from bot.dialogue.steps import MEDIATOR
from bot.dialogue.summary import STORY, fitting
from bot.disclosure import Counted
from content.limits import ADDRESS, cut, units
from content.model import Plan, Question

PAGE = 850  # units of a page about one question
TITLE, DONE = 32, 100  # units of a question's title in the list, and of the steps that were done
LIST, HELP = "list", "help"  # in place of a question: all of them, without the picture that she has already; and what can help


def show(here: Here, round: str, question: str = "", page: str = "") -> Turn:
    """All questions with one picture, or one of them."""
    rest = [question if question in (LIST, HELP) else str(whole(question))] if question else []
    rest += [str(whole(page))] if page else []
    return here.ask(":".join(["compare", str(whole(round)), *rest]), ShowComparison(whole(round)))


def nothing(here: Here, fact: NothingToCompare) -> Turn:
    """It can't be compared yet, or not any more."""
    id = fact.facts.id
    text = here.t("Deze ronde is nog open. Als hij gesloten is, kun je hem vergelijken met de vorige keer.")
    if not fact.facts.open:
        text = here.t("Er is geen eerdere ronde om mee te vergelijken.")
    ways = (Button(here.t("Naar de ronde"), f"round:{id}"), Button(here.t("Naar de groep"), f"group:{fact.facts.group}"))
    return here.tell(Message(text, ways=(*ways, here.way("menu"))), f"compare:{id}")


def told(here: Here, fact: ComparisonPage) -> Turn:
    """All questions, what can help, or the question she opened."""
    name, *rest = here.state.place.split(":")
    what = rest[1] if name == "compare" and len(rest) > 1 else ""
    page = whole(rest[2]) if len(rest) > 2 else 0
    if what == HELP:
        return _help(here, fact)
    if what.isdigit() and int(what) < len(fact.compared):
        return _one(here, fact, int(what), page)
    return _all(here, fact, page if what == LIST else 0, pictured=what != LIST)


def _all(here: Here, fact: ComparisonPage, page: int, *, pictured: bool) -> Turn:
    id = fact.facts.id
    buttons = tuple(Button(question.title, f"compare:{id}:{place}") for place, question in enumerate(fact.plan.questions))
    try:
        shown = page_of(buttons, str(page), f"compare:{id}:{LIST}", here.t("Meer vragen"))
    except Stale:  # the plan was longer once
        page, shown = 0, page_of(buttons, "", f"compare:{id}:{LIST}", here.t("Meer vragen"))
    pairs = zip(buttons, fact.plan.questions, fact.compared, strict=True)
    lines = [_line(here, fact, question, one) for button, question, one in pairs if button in shown]
    days = here.t("Toen: {before}. Nu: {now}.").format(before=_day(here, fact.before.closes), now=_day(here, fact.facts.closes))
    thoughts = [
        f"{bold(here.t('Vergeleken met vorige keer'))}\n{fact.facts.group_name}\n{days}",
        *_why_nothing(here, fact),
        "\n".join(lines),
    ]
    thoughts += done_between(here, fact)
    if any(one.verdict in ("worse", "mixed") for one in fact.compared):
        thoughts.append(here.t("Gaat iets moeilijker? Dat geeft niet. Kijk wat kan helpen."))
    back = Button(here.t("Naar de ronde"), f"round:{id}")
    first = Button(here.t("Dit kan helpen"), f"compare:{id}:{HELP}") if _needs_help(fact) else Button(here.t("Antwoorden"), f"result:{id}")
    drawing = picture(here, fact) if pictured else None
    message = Message(fitting(thoughts), options=shown, ways=(first, back, here.way("menu")), picture=drawing, keep=True)
    return here.tell(message, here.state.place or f"compare:{id}")


def _day(here: Here, day: Day) -> str:
    return f"{day_in_words(here, day)} {day.year}"


def _needs_help(fact: ComparisonPage) -> bool:
    return bool(fact.stuck) or any(one.verdict in ("worse", "mixed") for one in fact.compared)


def _why_nothing(here: Here, fact: ComparisonPage) -> list[str]:
    """What is so of all questions is said once."""
    reasons = {one.reason for one in fact.compared}
    return [reason(here, name) for name in ("people", "together") if name in reasons]


def _line(here: Here, fact: ComparisonPage, question: Question, one: Compared) -> str:
    """What became of a question, and from how many answers; on one phone that is always one."""
    said = f"{SIGNS[one.verdict]} {words(here)[one.verdict]}: {bold(cut(question.title, TITLE))}"
    return said if fact.facts.joint and fact.before.joint else f"{said} {_numbers(here, one.before, one.now)}"


def _numbers(here: Here, before: int | None, now: int) -> str:
    if before is None:
        return here.t("(toen niet gevraagd, nu {now})").format(now=many(here, now))
    return here.t("(toen {before}, nu {now})").format(before=few(here, before), now=many(here, now))


def done_between(here: Here, fact: ComparisonPage) -> list[str]:
    """The steps that were done stand beside it; nobody knows whether they did it."""
    titles = {step.id: step.title for step in fact.plan.steps}
    steps = cut(", ".join(titles.get(step, step) for step in fact.done), DONE)
    if not steps:
        return []
    return [here.t("In die tijd deden jullie: {steps}. Of het daardoor komt, weten we niet.").format(steps=steps)]


def _one(here: Here, fact: ComparisonPage, place: int, page: int) -> Turn:
    id, question, one = fact.facts.id, fact.plan.questions[place], fact.compared[place]
    pages = _pages(_pieces(here, fact, question, one))
    number = page if page < len(pages) else 0
    if number + 1 < len(pages):
        onward = Button(here.t("Lees verder"), f"compare:{id}:{place}:{number + 1}")
    elif place + 1 < len(fact.compared):
        onward = Button(here.t("Volgende vraag"), f"compare:{id}:{place + 1}")
    else:
        onward = Button(here.t("Antwoorden"), f"result:{id}")
    ways = (onward, Button(here.t("Alle vragen"), f"compare:{id}:{LIST}"), here.way("menu"))
    here_at = f"compare:{id}:{place}" + (f":{number}" if number else "")
    then = Button(here.t("Antwoorden van toen"), f"result:{fact.before.id}")
    options = (Button(here.t("Antwoorden van nu"), f"answers:{id}:{place}"), then)
    return here.tell(Message(f"{bold(question.title)}\n{pages[number]}", options=options, ways=ways, keep=True), here_at)


def _pieces(here: Here, fact: ComparisonPage, question: Question, one: Compared) -> list[str]:
    """What is said of a question, in pieces that stay whole; an empty line before a piece begins something new."""
    pieces = [f"{SIGNS[one.verdict]} {words(here)[one.verdict]}"]
    pieces += [reason(here, one.reason)] if one.reason else []
    for asked, pair in zip(question.prompts, one.pairs, strict=True):
        pieces += [f"\n{bold(asked.text)}", *_beside(here, fact, one, pair)]
        pieces += _bars(here, fact, pair, [option.label for option in asked.options])
    if len(fact.days) > 2 and drawn(fact.course[one.question]):
        pieces.append(f"\n{bold(here.t('Alle keren:'))} {over_time(here, fact, one.question)}")
    return pieces


def _beside(here: Here, fact: ComparisonPage, one: Compared, pair: Pair) -> list[str]:
    """How one prompt went, where its question has more of them, and with how many answers."""
    verdict = f"{SIGNS[pair.verdict]} {words(here)[pair.verdict]} " if pair.verdict and len(one.pairs) > 1 else ""
    if pair.before is None:
        return [here.t("Dit vroegen we toen niet zo. Nu: {now}.").format(now=many(here, pair.now.n))]
    if fact.facts.joint and fact.before.joint:
        return [verdict.strip()] if verdict else []
    return [verdict + _numbers(here, pair.before.n, pair.now.n)]


def _bars(here: Here, fact: ComparisonPage, pair: Pair, labels: list[str]) -> list[str]:
    """Every answer that anybody gave, with a bar for each round; of a round of which too little is known there is none."""
    both = [(here.t("toen"), pair.before), (here.t("nu"), pair.now)]
    sides = [(when, counted) for when, counted in both if labels and counted and counted.n]
    if fact.facts.joint and fact.before.joint:
        return [f"{when}: {_chosen(counted, labels)}" for when, counted in sides]
    given = [place for place in range(len(labels)) if any(counted.counts[place] for _, counted in sides)]
    return ["\n".join([f"• {labels[place]}", *(f"{when} {_bar(counted, place)}" for when, counted in sides)]) for place in given]


def _chosen(counted: Counted, labels: list[str]) -> str:
    return ", ".join(label for label, count in zip(labels, counted.counts, strict=True) if count)


def _bar(counted: Counted, place: int) -> str:
    return f"{bar(counted.counts[place], counted.n)} {counted.counts[place]}"


def _pages(pieces: list[str]) -> list[str]:
    """The pieces on as few pages as they need; one that is too long for a page is cut."""
    pages = [""]
    for piece in pieces:
        short = cut(piece, PAGE)
        longer = f"{pages[-1]}\n{short}" if pages[-1] else short
        if units(longer) <= PAGE:
            pages[-1] = longer
        else:
            pages.append(short.lstrip("\n"))
    return pages


def _help(here: Here, fact: ComparisonPage) -> Turn:
    """For a group for which something became harder, or that can't get on with a step."""
    titles = [question.title for question, one in zip(fact.plan.questions, fact.compared, strict=True) if one.verdict in ("worse", "mixed")]
    thoughts = [bold(here.t("Dit kan helpen"))]
    if titles:
        thoughts.append(here.t("Moeilijker dan vorige keer: {questions}").format(questions=cut(", ".join(titles), 150)))
    thoughts.append(here.t("Dat is geen fout. Een groep verandert steeds. Praat er samen over."))
    back = Button(here.t("Terug"), f"compare:{fact.facts.id}:{LIST}")
    ways = (back, Button(here.t("Naar de groep"), f"group:{fact.facts.group}"), here.way("menu"))
    plan = here.catalogue.plan(fact.facts.plan, here.state.language) or fact.plan  # as it is today, where the buttons lead
    fits = advised(plan, _sounding(fact))
    tips = [f"• {one.item.title}. {cut(one.item.text, 90)}" for one in fits.donts]
    thoughts += ["\n".join([bold(here.t("Let op:")), *tips])] if tips else []
    thoughts += [f"{bold(here.t('Uit ervaring:'))} {cut(one.item.text, STORY)}" for one in fits.experiences]
    message = Message(fitting(thoughts), options=_steps(here, fact, plan), ways=ways)
    return here.tell(message, f"compare:{fact.facts.id}:{HELP}")


def _steps(here: Here, fact: ComparisonPage, plan: Plan) -> tuple[Button, ...]:
    """To whoever can help from outside, to the steps that are stuck, and to what others tell."""
    wanted = [step for step in plan.steps if step.id == MEDIATOR] + [step for step in plan.steps if step.id in fact.stuck]
    leads = [Button(step.title, f"cstep:{fact.facts.group}:{plan.number}:{step.id}") for step in dict.fromkeys(wanted)]
    shown = [lead for lead in leads if len(lead.address.encode()) <= ADDRESS][: MOST - 1]
    return (*shown, Button(here.t("Meer ervaringen"), f"part:{plan.number}:experiences"))


def _sounding(fact: ComparisonPage) -> dict[str, int]:
    """What got worse, and what the steps that are stuck are about."""
    about = {signal: 1 for step in fact.plan.steps if step.id in fact.stuck for signal in step.signals}
    return {**about, **fact.troubles}


PLACES: Places = {"compare": (show, 1, 3)}

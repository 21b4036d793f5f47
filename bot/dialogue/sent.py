"""What a coordinator sends to her group, as its members read it."""

import unicodedata
from dataclasses import replace

from bot.dates import day_in_words
from bot.dialogue import plan
from bot.dialogue.broadcast_asks import ShowSent
from bot.dialogue.broadcast_facts import Sent
from bot.dialogue.events import Say, Turn
from bot.dialogue.here import Here, Places, Stale, whole
from bot.dialogue.message import Button, Message, bold
from content.limits import BODY, cut, units

LONGEST = 1000  # characters of her own words
PAGE = 800  # units of a page of what is too long for one message
PARTS = ("challenge", "experiences", "questions", "steps", "do", "dont")
JOINERS = "\u200c\u200d"  # nothing to see, but Persian words and some pictures need them


def cleaned(text: str) -> str:
    """Her own words without signs that steer: nobody may forge marks, or turn the text round. Not more than one empty line."""
    kept = "".join(sign for sign in text if sign in "\n" + JOINERS or unicodedata.category(sign)[0] != "C")
    lines = [" ".join(line.split()) for line in kept.splitlines()]
    shown = "\n".join(line for place, line in enumerate(lines) if line or (place and lines[place - 1])).strip()
    return shown if any(unicodedata.category(sign)[0] in "LNPS" for sign in shown) else ""


def message(here: Here, sent: Sent) -> Message:
    """The message that a member gets. One that is too long to have buttons everywhere has none."""
    text, options = told(here, sent), options_of(here, sent)
    whole_text = f"{text}\n\n{here.t('Typ STOP als je geen berichten meer wilt.')}"
    if units(whole_text) > BODY:
        return Message(f"{text}\n\n{here.t('Typ MENU om verder te gaan. Typ STOP als je geen berichten meer wilt.')}", keep=True)
    return Message(whole_text, options=options, ways=_ways(here, sent), keep=True)


def _ways(here: Here, sent: Sent) -> tuple[Button, ...]:
    return Button(here.t("Naar de groep"), f"group:{sent.group}"), here.way("menu")


def for_another(here: Here, made: Message, name: str) -> Message:
    """The same, for somebody whose phone another has just now."""
    opening = here.t("Dit is voor {name}.").format(name=name)
    return replace(made.opening(bold(opening)), ways=(here.way("phone"), here.way("menu")) if made.ways else ())


def for_chat(here: Here, sent: Sent, link: str) -> Message:
    """The same, for a chat of the whole group: nothing is asked or shown there, and one button leads to the private chat."""
    ways = (Button(here.t("Open Stappenbot"), link),) if link else ()
    return Message(told(here, sent), ways=ways, keep=True)


def told(here: Here, sent: Sent) -> str:
    """The text, with who sends it above it."""
    by = sent.by or here.t("de coördinator")
    head = bold(here.t("Bericht van {name} ({group}):").format(name=by, group=sent.group_name))
    return "\n\n".join([head, *_thoughts(here, sent)])


def _thoughts(here: Here, sent: Sent) -> list[str]:
    if sent.kind == "words":
        return [sent.text]
    found = here.catalogue.plan(sent.plan, here.state.language)
    title = [bold(cut(found.title, 120))] if found else []
    match sent.kind:
        case "questions":
            return [*title, *_questions(here, sent)]
        case "result":
            return [*title, here.t("Het resultaat van de vragen is klaar. Druk op een knop om het te zien.")]
        case "part":
            return [*title, _part(here, sent)]
    ask = [found.challenge.ask] if found and found.challenge else []
    return [*title, *ask, here.t("Je kunt het hele plan lezen. Of kies een stuk.")]


def _questions(here: Here, sent: Sent) -> list[str]:
    if sent.joint:
        return [here.t("We beantwoorden deze vragen samen, op één telefoon.")]
    until = here.t("Je kunt antwoorden tot en met {day}.").format(day=day_in_words(here, sent.closes)) if sent.closes else ""
    names = (
        here.t("Niemand ziet wie heeft geantwoord.") if sent.anonymous else here.t("De coördinator ziet wie heeft geantwoord, niet wat.")
    )
    return [f"{here.t('Er staan vragen voor je klaar.')} {until}".strip(), names]


def _part(here: Here, sent: Sent) -> str:
    """As the plan itself shows it; of the steps all titles, which there are buttons. What members told changes, and is not sent along."""
    try:
        found = here.ready(str(sent.plan))
        turn = plan.part(here, str(sent.plan), sent.part)
    except Stale:  # the plan is not there any more
        return here.t("Dit stuk is er nu niet.")
    if sent.part == "steps":
        titles = "\n".join(f"{number}. {step.title}" for number, step in enumerate(found.steps, 1))
        return f"{bold(here.t('Stappen'))}\n\n{titles}"
    if sent.part == "experiences":
        return plan.experiences_of(here, found)
    return next(effect.message.text for effect in turn.effects if isinstance(effect, Say))


def options_of(here: Here, sent: Sent) -> tuple[Button, ...]:
    """The buttons that lead to what is sent."""
    match sent.kind:
        case "words":
            return ()
        case "questions":
            return (Button(here.t("Naar de vragen"), f"round:{sent.round}"),)
        case "result":
            see = Button(here.t("Antwoorden van de groep"), f"result:{sent.round}", here.t("Antwoorden"))
            return see, Button(here.t("Advies voor de groep"), f"groupadvice:{sent.round}", here.t("Advies"))
        case "part":
            read = Button(here.t("Lees verder"), f"part:{sent.plan}:{sent.part}")
            return read, Button(here.t("Naar het plan"), f"plan:{sent.plan}")
    return (Button(here.t("Lees het plan"), f"plan:{sent.plan}"), *part_buttons(here, f"part:{sent.plan}"))


def part_buttons(here: Here, where: str) -> tuple[Button, ...]:
    """One button for each part of a plan."""
    names = {
        "challenge": here.t("De uitdaging"),
        "experiences": here.t("Uit ervaring"),
        "questions": here.t("Hulpvragen"),
        "steps": here.t("Stappen"),
        "do": here.t("Tips: wel doen"),
        "dont": here.t("Tips: let op"),
    }
    return tuple(Button(label, f"{where}:{name}") for name, label in names.items())


def about(here: Here, sent: Sent) -> str:
    """What it is, in a few words."""
    if sent.kind == "words":
        return cut(" ".join(sent.text.split()), 60)
    found = here.catalogue.plan(sent.plan, here.state.language)
    kinds = {
        "plan": here.t("Het hele plan"),
        "part": here.t("Een stuk van het plan"),
        "questions": here.t("De vragen"),
        "result": here.t("Het resultaat"),
    }
    return f"{kinds[sent.kind]}: {cut(found.title, 60)}" if found else kinds[sent.kind]


def pages(text: str, most: int = PAGE) -> list[str]:
    """A long text in pieces, cut between paragraphs where that is possible, else between words."""
    found = [""]
    for paragraph in text.split("\n\n"):
        for place, piece in enumerate(_pieces(paragraph, most)):
            joined = f"{found[-1]}\n\n{piece}" if found[-1] else piece
            if place or units(joined) > most:
                found.append(piece)
            else:
                found[-1] = joined
    return [page for page in found if page]


def _pieces(paragraph: str, most: int) -> list[str]:
    pieces = [""]
    for word in paragraph.split(" "):
        for part in _parts(word, most):
            joined = f"{pieces[-1]} {part}" if pieces[-1] else part
            if units(joined) > most:
                pieces.append(part)
            else:
                pieces[-1] = joined
    return pieces


def _parts(word: str, most: int) -> list[str]:
    """A word that is longer than a page, in parts: somebody may type without spaces."""
    size = most // 2
    return [word] if units(word) <= most else [word[start : start + size] for start in range(0, len(word), size)]


def show(here: Here, broadcast: str, page: str = "") -> Turn:
    """What was sent to her group."""
    rest = f":{whole(page)}" if page else ""
    return here.ask(f"sent:{whole(broadcast)}{rest}", ShowSent(whole(broadcast)))


def page(here: Here, fact: Sent) -> Turn:
    """The message itself; a long one page by page."""
    found = pages(told(here, fact), BODY - 60)
    name, _, rest = here.state.place.partition(":")
    asked = rest.partition(":")[2] if name == "sent" else ""
    number = int(asked) if asked and int(asked) < len(found) else 0
    more = (Button(here.t("Lees verder"), f"sent:{fact.id}:{number + 1}"),) if number + 1 < len(found) else options_of(here, fact)
    shown = Message(found[number], options=more, ways=_ways(here, fact))
    return here.tell(shown, f"sent:{fact.id}:{number}" if number else f"sent:{fact.id}")


PLACES: Places = {"sent": (show, 1, 2)}

"""A plan and its five parts, each to be read on its own."""

from bot.dialogue import entry, menu
from bot.dialogue.contribution_asks import ShowStories
from bot.dialogue.events import Turn, Wish
from bot.dialogue.here import Here, Stale, page_of, whole
from bot.dialogue.message import Button, Message, bold
from content.model import Plan


def plan(here: Here, number: str) -> Turn:
    """The page of a plan."""
    found = here.plan(number)
    if found.status == "coming" or found.challenge is None:
        return menu.coming(here, found)
    options = [
        Button(here.t("De uitdaging"), f"part:{number}:challenge"),
        Button(here.t("Uit ervaring"), f"part:{number}:experiences"),
        Button(here.t("Hulpvragen"), f"part:{number}:questions", once=f"go:{here.current(found)}"),
        Button(here.t("Stappen"), f"part:{number}:steps"),
        Button(here.t("Tips"), f"part:{number}:do"),
    ]
    sheet = here.current(found)
    ways = [here.way("overview", sheet), here.way("advice", sheet)] if here.given(sheet) else []
    text = f"{bold(found.title)}\n\n{found.challenge.ask}\n\n{here.t('Kies wat je wilt lezen of doen.')}"
    return here.show(f"plan:{found.number}", Message(text, options=tuple(options), ways=(*ways, here.way("menu"))))


def part(here: Here, number: str, name: str, page: str = "") -> Turn:
    """One of the five parts."""
    found = here.ready(number)
    place = f"part:{found.number}:{name}"
    match name:
        case "challenge":
            message = _challenge(here, found)
        case "experiences":
            wanted = whole(page) if page else 0
            return here.ask(f"{place}:{wanted}" if wanted else place, ShowStories(found.number, wanted))
        case "questions":
            message = _questions(here, found)
        case "steps":
            message = _steps(here, found, page)
            place = f"{place}:{page}" if page else place
        case "do" | "dont":
            message = _tips(here, found, name)
        case _:
            raise Stale
    return here.show(place, message)


def _challenge(here: Here, found: Plan) -> Message:
    challenge = found.challenge
    text = f"{bold(here.t('De uitdaging'))}\n\n{challenge.text}\n\n{bold(challenge.ask)}" if challenge else ""
    experiences = Button(here.t("Uit ervaring"), f"part:{found.number}:experiences")
    return Message(text, ways=(start(here, found), experiences, here.way("plan", found.number)))


def experiences_of(here: Here, found: Plan) -> str:
    """The plan's own experiences; what members told stands in the tables."""
    told = "\n\n".join(f"{bold(one.title)}\n{one.text}" for one in found.experiences)
    return f"{bold(here.t('Uit ervaring'))}\n\n{told}"


def _questions(here: Here, found: Plan) -> Message:
    count = here.n("Er is {count} hulpvraag.", "Er zijn {count} hulpvragen.", len(found.questions)).format(count=len(found.questions))
    calm = here.t("Je mag vragen overslaan. Je mag stoppen en later verdergaan.")
    asked = "\n".join(f"{number}. {question.title}" for number, question in enumerate(found.questions, 1))
    text = f"{bold(here.t('Hulpvragen'))}\n\n{count}\n{asked}\n\n{calm}"
    return Message(text, options=(start(here, found),), ways=(here.way("plan", found.number), here.way("menu")))


def start(here: Here, found: Plan) -> Button:
    """To the questions of the plan."""
    sheet = here.current(found)
    label = here.t("Verder met de vragen") if here.given(sheet) else here.t("Begin met de vragen")
    return Button(label, f"go:{sheet}", here.t("De vragen"))


def _steps(here: Here, found: Plan, page: str) -> Message:
    steps = tuple(Button(step.title, f"step:{found.number}:{place}") for place, step in enumerate(found.steps, 1))
    shown = page_of(steps, page, f"part:{found.number}:steps", here.t("Meer stappen"))
    text = f"{bold(here.t('Stappen'))}\n\n{here.t('Kies een stap om hem te lezen.')}"
    return Message(text, options=shown, ways=(here.way("plan", found.number), here.way("menu")))


def step(here: Here, number: str, place: str) -> Turn:
    """One step, whole."""
    found = here.ready(number)
    steps, index = found.steps, whole(place)
    if not 1 <= index <= len(steps):
        raise Stale
    ways = [Button(here.t("Alle stappen"), f"part:{found.number}:steps"), here.way("menu")]
    if index < len(steps):
        ways.insert(0, Button(here.t("Volgende stap"), f"step:{found.number}:{index + 1}"))
    sheet = here.current(found)
    if here.given(sheet):
        ways[-1] = here.way("advice", sheet)
    head = here.t("Stap {number} van {count}").format(number=index, count=len(steps))
    chosen = steps[index - 1]
    text = f"{head}\n{bold(chosen.title)}\n\n{chosen.text}"
    return here.show(f"step:{found.number}:{index}", Message(text, ways=tuple(ways)))


def _tips(here: Here, found: Plan, kind: str) -> Message:
    title = here.t("Tips: wel doen") if kind == "do" else here.t("Tips: let op")
    told = "\n\n".join(f"{bold(tip.title)}\n{tip.text}" for tip in found.tips if tip.kind == kind)
    if kind == "do":
        other = Button(here.t("Tips: let op"), f"part:{found.number}:dont")
    else:
        other = Button(here.t("Tips: wel doen"), f"part:{found.number}:do")
    ways = [other, here.way("plan", found.number), here.way("menu")]
    sheet = here.current(found)
    if here.given(sheet):
        ways[-1] = here.way("advice", sheet)
    return Message(f"{bold(title)}\n\n{told}", ways=tuple(ways))


def wish(here: Here, number: str) -> Turn:
    """She would like a plan that is coming."""
    found = here.plan(number)
    if found.status != "coming":
        return plan(here, number)
    if not here.state.consent:
        return entry.needed(here, "wish", number)
    return here.stay(menu.wished(here, found), Wish(found.number))

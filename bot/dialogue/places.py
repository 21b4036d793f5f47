"""All places of the conversation by the names that buttons use, and the ways to get there."""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import (
    chats,
    comparing,
    contributing,
    entry,
    group,
    joining,
    later,
    leading,
    listening,
    login,
    menu,
    minority,
    moderating,
    mydata,
    offered,
    persons,
    plan,
    questions,
    reminders,
    result,
    rounds,
    sending,
    sent,
    setting,
    steps,
    summary,
    times,
    topics,
)
from bot.dialogue.events import Effect, Keep, KeepVoice, Remark, Say, Turn
from bot.dialogue.here import Again, Here, Listeners, Over, Places, Stale, with_opening
from bot.dialogue.message import Button, Message
from bot.dialogue.sheet import plan_of
from content.limits import ADDRESS

# Every button begins with one of these names.
PLACES: Places = {
    "language": (entry.language, 0, 1),
    "consent": (entry.consent, 0, 1),
    "needed": (entry.needed, 0, 2),
    "keeping": (entry.consent, 0, 0),
    "forget": (entry.forget, 0, 1),
    "stop": (entry.stop, 0, 0),
    "stopped": (entry.silent, 0, 0),
    "start": (entry.start, 0, 0),
    "menu": (menu.menu, 0, 0),
    "plans": (menu.plans, 0, 1),
    "settings": (menu.settings, 0, 0),
    "about": (menu.about, 0, 0),
    "help": (menu.help, 0, 0),
    "plan": (plan.plan, 1, 1),
    "part": (plan.part, 2, 3),
    "step": (plan.step, 2, 2),
    "wish": (plan.wish, 1, 1),
    "go": (questions.go, 0, 1),
    "pause": (questions.pause, 0, 0),
    "q": (questions.show, 3, 3),
    "a": (questions.choose, 4, 4),
    "t": (questions.tick, 5, 5),
    "d": (questions.done, 3, 3),
    "s": (questions.skip, 3, 3),
    "k": (questions.leave, 3, 3),
    "o": (minority.ask, 3, 3),
    "overview": (summary.overview, 1, 2),
    "advice": (summary.advice, 1, 1),
    **joining.PLACES,
    **later.PLACES,
    **group.PLACES,
    **leading.PLACES,
    **rounds.PLACES,
    **result.PLACES,
    **comparing.PLACES,
    **steps.PLACES,
    **persons.PLACES,
    **mydata.PLACES,
    **listening.PLACES,
    **login.PLACES,
    **chats.PLACES,
    **sending.PLACES,
    **sent.PLACES,
    **contributing.PLACES,
    **offered.PLACES,
    **topics.PLACES,
    **moderating.PLACES,
    **reminders.PLACES,
    **setting.PLACES,
    **times.PLACES,
}
# Where words that she types are waited for.
LISTENERS: Listeners = {
    "q": questions.hear,
    "o": minority.hear,
    **joining.LISTENERS,
    **leading.LISTENERS,
    **persons.LISTENERS,
    **sending.LISTENERS,
    **contributing.LISTENERS,
    **offered.LISTENERS,
    **moderating.LISTENERS,
    **reminders.LISTENERS,
    **setting.LISTENERS,
    **times.LISTENERS,
}
OF_A_PLAN = {"later", "plan", "part", "step", "go", "q", "a", "t", "d", "s", "k", "o", "overview", "advice", "listen", "share"}
OF_A_PROMPT = {"q", "a", "t", "d", "s", "k", "o"}
AGREED = "consent:yes:"  # and what she wanted when she was asked


def go_to(here: Here, address: str) -> Turn | Again:
    """Go where an address leads, or say that it leads nowhere any more."""
    if address == "back":
        return _back(here)
    if len(address.encode(errors="replace")) > ADDRESS:
        return Again(why_stale(here, ""))
    if address.startswith(AGREED):
        return settled(here.at(consent=True), go_to(here.at(consent=True), address.removeprefix(AGREED)))
    name, *rest = address.split(":")
    if name not in PLACES:
        return Again(why_stale(here, ""))
    place, least, most = PLACES[name]
    if not least <= len(rest) <= most:
        return Again(why_stale(here, name))
    try:
        return place(here, *rest)
    except Over as over:
        return rounds.closed(here, over.round)
    except Stale:
        return Again(why_stale(here, name))


def _back(here: Here) -> Turn | Again:
    """One step back from the message that she has before her."""
    name, *rest = here.state.place.split(":")
    if name == "q":
        return next((go_to(here, way.address) for way in before_her(here).ways[1:2]), menu.menu(here))
    if name in OF_A_PLAN and rest:
        above = {"step": f"part:{rest[0]}:steps", "plan": "plans", "listen": f"overview:{rest[0]}"}
        return go_to(here, above.get(name, f"plan:{plan_of(rest[0])}"))
    if name in group.ABOVE and rest:
        return go_to(here, f"{group.ABOVE[name]}:{rest[0]}")
    return menu.menu(here)


def why_stale(here: Here, name: str) -> str:
    """What to say of a button that leads nowhere any more."""
    if name in OF_A_PROMPT:
        return here.t("Deze knop hoort bij een oudere versie van het plan. Je kunt hier verder:")
    return here.t("Deze knop werkt niet meer. Je kunt hier verder:")


def settled(here: Here, taken: Turn | Again) -> Turn:
    """A turn as it is; for Again, the place where she is with the opening above it."""
    if isinstance(taken, Turn):
        return taken
    there = _after(here, taken.effects)
    turn = go_to(there, here.state.place or "menu")
    if isinstance(turn, Again) and there.state.place.startswith("q:"):  # the plan has changed: on with the new one
        turn = go_to(there, f"go:{there.state.sheet}")
    if isinstance(turn, Again):
        turn = menu.menu(there)
    puzzled = here.state.puzzled or any(isinstance(effect, Remark | KeepVoice) for effect in taken.effects)
    effects = (*taken.effects, *with_opening(turn.effects, taken.opening))
    return replace(turn, state=replace(turn.state, puzzled=puzzled), effects=effects, opening=taken.opening if turn.ask else "")


def _after(here: Here, effects: Sequence[Effect]) -> Here:
    """`here` as it is once these effects have been carried out."""
    for effect in effects:
        if isinstance(effect, Keep):
            here = here.answered(effect.sheet, effect.prompt, effect.answer)
        if isinstance(effect, KeepVoice):
            here = here.spoke(effect.sheet)
    return here


def before_her(here: Here) -> Message:
    """The message that she has before her: what she types may mean one of its buttons."""
    turn = go_to(here, here.state.place)
    says = [effect.message for effect in turn.effects if isinstance(effect, Say)] if isinstance(turn, Turn) else []
    return says[-1] if says else Message("")


def own_ways(here: Here) -> tuple[Button, ...]:
    """The buttons of the last message that its place itself would not show."""
    return tuple(Button(label, address) for label, address in here.state.ways)

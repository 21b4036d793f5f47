"""The experiences with a plan: its own, and below them those that members told."""

from bot.dialogue import plan
from bot.dialogue.contribution_facts import Stories
from bot.dialogue.events import Turn
from bot.dialogue.here import Here
from bot.dialogue.message import Button, Message, bold
from content.limits import BODY, units

ROOM = BODY - 100  # units of a page: something may come to stand above it


def told(here: Here, fact: Stories) -> Turn:
    """One page of them. A page that is not there any more is the first."""
    found = here.ready(str(fact.plan))
    shown = _pages(plan.experiences_of(here, found), [_marked(here, words) for words in fact.told], _head(here))
    number = fact.page if fact.page < len(shown) else 0
    place = f"part:{found.number}:experiences"
    share = Button(here.t("Deel je ervaring"), f"share:{found.number}")
    following = (number + 1) % len(shown)
    more = (Button(here.t("Meer ervaringen"), f"{place}:{following}" if following else place),) if len(shown) > 1 else ()
    ways = (plan.start(here, found), here.way("plan", found.number), here.way("menu"))
    return here.tell(Message(shown[number], options=(*more, share), ways=ways), f"{place}:{number}" if number else place)


def _head(here: Here) -> str:
    return bold(here.t("Uit ervaring"))


def _marked(here: Here, words: str) -> str:
    """Neither who told it nor when: both could tell whose it is."""
    return f"{bold(here.t('Van een deelneemster:'))}\n{words}"


def _pages(own: str, told: list[str], head: str) -> list[str]:
    """First the plan's own experiences; then as many on each page as fit, none in two pieces."""
    found = [own]
    for one in told:
        longer = f"{found[-1]}\n\n{one}"
        if units(longer) <= ROOM:
            found[-1] = longer
        else:
            found.append(f"{head}\n\n{one}")
    return found

"""Deleting a group: a page of its own, that says what goes with it and wants the name typed."""

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue.asks import ShowSteps
from bot.dialogue.broadcast_asks import ShowBroadcasts
from bot.dialogue.broadcast_facts import Broadcasts
from bot.dialogue.console_asks import DeleteGroup, ShowRounds
from bot.dialogue.console_facts import OtherName, Rounds
from bot.dialogue.facts import StepsPage
from bot.dialogue.reminder_asks import ShowReminders
from bot.dialogue.reminder_facts import Reminders
from bot.groups.console_keeping import Busy
from bot.web.console.desk import Desk, Visit

TRIES = 3  # whoever waited for the group while it was tried gets on in between


@dataclass(frozen=True)
class Going:
    """So many of what goes with it."""

    members: int
    rounds: int
    open: int  # of these
    steps: int
    reminders: int
    broadcasts: int  # that are not out yet


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    path = "/console/{group:int}/more/delete"
    return [desk.get(path, show), desk.post(path, delete)]


async def show(visit: Visit) -> Response:
    """What goes with it. Only who logged in not long ago gets further."""
    return await _page(visit)


async def _page(visit: Visit, status: int = 200, *, wrong: str = "", typed: str = "") -> Response:
    if not visit.fresh:
        return visit.page("delete_login", 403, tab="more")
    return visit.page("delete", status, tab="more", wrong=wrong, typed=typed, going=await _going(visit))


async def _going(visit: Visit) -> Going:
    rounds = (await visit.ask(ShowRounds(visit.group), Rounds)).rounds
    steps = (await visit.ask(ShowSteps(visit.group), StepsPage)).steps
    reminders = (await visit.ask(ShowReminders(visit.group), Reminders)).coming
    broadcasts = (await visit.ask(ShowBroadcasts(visit.group), Broadcasts)).under_way
    return Going(visit.here.members, len(rounds), sum(one.facts.open for one in rounds), len(steps), len(reminders), broadcasts)


async def delete(visit: Visit) -> Response:
    """It goes, for good."""
    if not visit.fresh:
        return await _page(visit)
    typed = visit.typed("name", 200)
    for _ in range(TRIES):
        try:
            fact = await visit.told(DeleteGroup(visit.group, typed))
        except Busy:
            continue
        if isinstance(fact, OtherName):
            wrong = visit.t("Dat is niet de naam van de groep. Typ de naam precies zoals hij hieronder staat.")
            return await _page(visit, 422, wrong=wrong, typed=typed)
        return RedirectResponse("/console/left?done=deleted", 303)
    wrong = visit.t("Er is nu iemand bezig in de groep. Er is niets gewist. Wacht even en probeer het nog eens.")
    return await _page(visit, 503, wrong=wrong, typed=typed)

"""How a broadcast goes: how far it is, with whom it failed and why, and what can be done about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import get_args

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue import broadcast_reasons, sent
from bot.dialogue import progress as words
from bot.dialogue.broadcast_asks import CancelBroadcast, RetryBroadcast, ShowBroadcast
from bot.dialogue.broadcast_facts import News, Progress
from bot.dialogue.console_asks import ShowRecipients
from bot.dialogue.console_facts import Fate, RecipientLine, Recipients
from bot.dialogue.preview import CHANNELS
from bot.web.console.desk import Desk, Visit
from bot.web.console.live import stamp

STOPPED = "stopped"  # she said so: trying again does not help until she begins again


@dataclass(frozen=True)
class Chip:
    """One woman, and how it went with her."""

    name: str
    where: str
    said: str
    good: bool


def routes(desk: Desk) -> list[Route]:
    """What is mounted, beside the page itself."""
    one = "/console/{group:int}/send/{broadcast:int}"
    return [desk.post(f"{one}/stop", stop), desk.post(f"{one}/again", again)]


async def _found(visit: Visit) -> Progress:
    """Raises HTTPException: there is no such thing in this group, or it is a draft still."""
    fact = await visit.ask(ShowBroadcast(visit.number("broadcast")), Progress)
    if fact.sent.group != visit.group:
        raise HTTPException(404)
    return fact


async def show(visit: Visit, fact: Progress) -> Response:
    """The page."""
    part = await _part(visit)
    news = words.news(visit.chat, replace(fact, news=visit.done)) if visit.done in get_args(News) else []  # type: ignore[arg-type]  # looked at
    about = sent.about(visit.chat, fact.sent)
    return visit.page("send_progress", tab="send", part=part, stamp=stamp(part), fact=fact, about=about, notice=" ".join(news))


async def _part(visit: Visit) -> str:
    fact = await _found(visit)
    people = await visit.ask(ShowRecipients(fact.sent.id), Recipients)
    missed = [(one.name, broadcast_reasons.of_one(visit.chat, one.reason)) for one in people.lines if one.fate == "failed"]
    chips = [_chip(visit, one) for one in people.lines if one.fate != "failed"]
    bar = (words.out(fact), words.in_all(fact)) if fact.status != "waiting" and words.in_all(fact) else None
    unnamed = sum(fact.failed.values()) + sum(fact.left_out.values()) > len(missed)
    known = {
        "bar": bar,
        "said": words.now(visit.chat, fact),
        "came": [line.removeprefix("• ") for line in words.came(visit.chat, fact)],
        "why": [line.removeprefix("• ") for line in words.missed(visit.chat, fact)] if unnamed else [],
    }
    return visit.part("send_progress_part", fact=fact, missed=missed, chips=chips, more=people.more, again=_again(visit, fact), **known)


def _chip(visit: Visit, one: RecipientLine) -> Chip:
    said = broadcast_reasons.of_one(visit.chat, one.reason) if one.reason else _fates(visit)[one.fate]
    return Chip(one.name, CHANNELS.get(one.channel, CHANNELS["web"]), said, one.fate in ("delivered", "read"))


def _fates(visit: Visit) -> dict[Fate, str]:
    return {
        "waits": visit.t("wacht nog"),
        "sent": visit.t("verstuurd"),
        "delivered": visit.t("aangekomen"),
        "read": visit.t("gelezen"),
        "failed": visit.t("mislukt"),
        "cancelled": visit.t("niet verstuurd"),
        "unsure": visit.t("niet zeker"),
    }


def _again(visit: Visit, fact: Progress) -> str:
    """The button that tries it once more; empty: there is nothing to try."""
    if fact.over or fact.status not in ("done", "stopped"):
        return ""
    if fact.status == "stopped":
        return visit.t("Toch verder versturen")
    missed = [(name, count) for found in (fact.failed, fact.left_out) for name, count in found.items()]
    count = sum(count for name, count in missed if name != STOPPED) + fact.chats.get("failed", 0)
    if count:
        return visit.t("Opnieuw naar {count}").format(count=count)
    return visit.t("Probeer mislukte opnieuw") if any(count for _, count in missed) else ""


async def stop(visit: Visit) -> Response:
    """What is not out stays here."""
    await _found(visit)
    return _on(visit, await visit.ask(CancelBroadcast(visit.number("broadcast")), Progress))


async def again(visit: Visit) -> Response:
    """Once more for those who did not get it."""
    await _found(visit)
    return _on(visit, await visit.ask(RetryBroadcast(visit.number("broadcast")), Progress))


def _on(visit: Visit, went: Progress) -> Response:
    return visit.go(f"/send/{went.sent.id}", done=went.news)


LIVE: dict[str, Callable[[Visit], Awaitable[str]]] = {"/console/{group:int}/send/{broadcast:int}": _part}

"""Who is in the group: to look for somebody, to make her a coordinator too, or to take her out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from bot.dates import month_in_words
from bot.dialogue.asks import Appoint, Remove
from bot.dialogue.console_asks import ShowPeople
from bot.dialogue.console_facts import People, PersonLine
from bot.dialogue.entry import NAMES
from bot.dialogue.facts import MembersPage
from bot.dialogue.preview import CHANNELS
from bot.dialogue.reading import folded
from bot.web.console.desk import Desk, Visit
from bot.web.console.sure import Question, asked

PAGE = 100  # rows at once
LONGEST = 60  # signs of what is looked for
OPEN, LOST = "open", "lost"  # filters: not done yet, and not reached; the others are languages


@dataclass(frozen=True)
class Filter:
    """A choice above the list."""

    name: str  # empty: everybody
    label: str
    count: int
    query: str  # of the address


@dataclass(frozen=True)
class Row:
    """Somebody in the list."""

    line: PersonLine
    name: str
    about: str
    trouble: str  # why she gets nothing; empty: she does


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/members"
    return [
        desk.get(group, show),
        desk.get(f"{group}/{{number:int}}", one),
        desk.get(f"{group}/{{number:int}}/appoint", ask_appoint),
        desk.post(f"{group}/{{number:int}}/appoint", appoint),
        desk.get(f"{group}/{{number:int}}/remove", ask_remove),
        desk.post(f"{group}/{{number:int}}/remove", remove),
    ]


async def show(visit: Visit) -> Response:
    """All of them, or those she looks for."""
    fact = await visit.ask(ShowPeople(visit.group), People)
    asked_for = visit.request.query_params
    q, chosen = asked_for.get("q", "")[:LONGEST].strip(), asked_for.get("show", "")
    filters = _filters(visit, fact, q)
    chosen = chosen if chosen in {one.name for one in filters} else ""
    rows = [row for row in _rows(visit, fact) if _wanted(row, chosen) and _found(row, q)]
    shown, before, after = _part(rows, asked_for.get("page", ""), {"q": q, "show": chosen})
    known = {"q": q, "chosen": chosen, "filters": filters, "rows": shown, "before": before, "after": after}
    everybody = len(fact.people)
    return visit.page("members", 200, tab="members", notice=_notice(visit), everybody=everybody, named=fact.named, **known)


def _notice(visit: Visit) -> str:
    return {"appointed": visit.t("Zij is nu ook coördinator."), "removed": visit.t("Zij is uit de groep.")}.get(visit.done, "")


def _filters(visit: Visit, fact: People, q: str) -> list[Filter]:
    """Only those that tell people apart."""
    people = fact.people
    languages = Counter(one.language for one in people)
    found = [("", visit.t("Iedereen"), len(people))]
    if fact.named:
        found.append((OPEN, visit.t("Nog niet klaar"), sum(one.done != "done" for one in people)))
    if any(one.unreached for one in people):
        found.append((LOST, visit.t("Krijgt geen berichten"), sum(bool(one.unreached) for one in people)))
    if len(languages) > 1:
        found += [(name, NAMES.get(name, name), count) for name, count in sorted(languages.items())]
    return [Filter(name, label, count, _query({"q": q, "show": name})) for name, label, count in found]


def _query(values: dict[str, str]) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def _wanted(row: Row, chosen: str) -> bool:
    if chosen == OPEN:
        return row.line.done != "done"
    if chosen == LOST:
        return bool(row.line.unreached)
    return chosen in ("", row.line.language)


def _found(row: Row, q: str) -> bool:
    """By a part of her name, or by her number."""
    return folded(q) in folded(row.name) or q == str(row.line.number)


def _part(rows: Sequence[Row], page: str, values: dict[str, str]) -> tuple[Sequence[Row], str | None, str | None]:
    """One page of them, and where those before and behind it are. None: there are none."""
    last = max(0, (len(rows) - 1) // PAGE)
    number = min(int(page), last) if page.isascii() and page.isdigit() and len(page) < 6 else 0
    shown = rows[number * PAGE : (number + 1) * PAGE]
    before = _query({**values, "page": str(number - 1)}) if number else None
    after = _query({**values, "page": str(number + 1)}) if number < last else None
    return shown, before, after


def _rows(visit: Visit, fact: People) -> list[Row]:
    twice = Counter(one.name for one in fact.people)
    many = len({one.language for one in fact.people}) > 1
    return [
        Row(one, called(visit, one, twice=twice[one.name] > 1), _about(visit, one, many=many), _trouble(visit, one)) for one in fact.people
    ]


def called(visit: Visit, one: PersonLine, *, twice: bool = False) -> str:
    """Her name, or 'Lid 4'; both where another has that name too."""
    number = visit.t("Lid {number}").format(number=one.number)
    if not one.name:
        return number
    return f"{one.name} ({number.casefold()})" if twice else one.name


def _about(visit: Visit, one: PersonLine, *, many: bool) -> str:
    """What is known of her, in a few words; her language where they are not all the same."""
    where = ", ".join(visit.t(CHANNELS.get(name, name)) for name in one.channels)
    since = visit.t("sinds {day}").format(day=f"{one.since.day} {month_in_words(visit.words, one.since)} {one.since.year}")
    done = {"done": visit.t("klaar met de vragen"), "begun": visit.t("begonnen met de vragen"), "open": visit.t("nog niet begonnen")}
    language = NAMES.get(one.language, one.language) if many else ""
    return " · ".join(part for part in (where, language, since, done.get(one.done, "")) if part)


def _trouble(visit: Visit, one: PersonLine) -> str:
    return {"stopped": visit.t("Zij zei STOP"), "lost": visit.t("Niet te bereiken")}.get(one.unreached, "")


async def _member(visit: Visit) -> tuple[PersonLine, Row]:
    """The one whose page it is. Raises HTTPException: she is not in this group."""
    fact, number = await visit.ask(ShowPeople(visit.group), People), visit.number("number")
    row = next((row for row in _rows(visit, fact) if row.line.number == number), None)
    if row is None:
        raise HTTPException(404)
    return row.line, row


async def one(visit: Visit) -> Response:
    """One of them."""
    line, row = await _member(visit)
    language = NAMES.get(line.language, line.language)
    return visit.page("member", tab="members", row=row, speaks=language, why=_why(visit, line))


def _why(visit: Visit, one: PersonLine) -> str:
    """Why she gets nothing, and what may help."""
    return {
        "stopped": visit.t("Zij zei STOP. Zij krijgt geen berichten, tot zij zelf weer begint."),
        "lost": visit.t("Onze berichten komen niet bij haar aan. Vraag haar om Stappenbot een bericht te sturen."),
    }.get(one.unreached, "")


async def ask_appoint(visit: Visit) -> Response:
    """She can do all that a coordinator can: is that meant?"""
    line, row = await _member(visit)
    path, texts = f"/members/{line.number}", (visit.t("Zij kan dan alles wat jij kunt. Zij ziet ook wie er in de groep zit."),)
    title, yes = visit.t("Maak haar ook coördinator"), visit.t("Ja, maak haar coördinator")
    return asked(visit, "members", Question(title, texts, yes, f"{path}/appoint", path, about=row.name))


async def appoint(visit: Visit) -> Response:
    """She is one too."""
    line, _ = await _member(visit)
    await visit.ask(Appoint(visit.group, line.number), MembersPage)
    return visit.go("/members", done="appointed")


async def ask_remove(visit: Visit) -> Response:
    """Out of the group, after a question. Herself she takes out at the settings."""
    line, row = await _member(visit)
    if line.me:
        raise HTTPException(404)
    path = f"/members/{line.number}"
    texts = (
        visit.t("Wat de groep al ziet van haar antwoorden, blijft staan, zonder naam."),
        visit.t("Met de code kan zij weer lid worden."),
    )
    title, yes = visit.t("Haal haar uit de groep"), visit.t("Ja, haal haar uit de groep")
    return asked(visit, "members", Question(title, texts, yes, f"{path}/remove", path, about=row.name))


async def remove(visit: Visit) -> Response:
    """She is out of it. An old login may do that: it must be quick where a stranger came in, and with the code she comes back."""
    await visit.ask(Remove(visit.group, visit.number("number")), MembersPage)
    return visit.go("/members", done="removed")

"""What a coordinator can set up, and how she stops."""

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue.asks import Leave, Rename, SetThreshold, StepDown
from bot.dialogue.chat_asks import ShowChats, UnlinkChat
from bot.dialogue.chat_facts import Chats
from bot.dialogue.console_asks import SetKeeping, SetLanguage, ShowKeeping
from bot.dialogue.console_facts import Keeping, Speaks
from bot.dialogue.entry import NAMES
from bot.dialogue.facts import GroupPage, OnlyCoordinator
from bot.dialogue.leading import LONGEST
from bot.groups.console_keeping import offered
from bot.groups.membership import LEAST, MOST
from bot.groups.names import GROUP, cleaned
from bot.web.console.desk import Desk, Visit
from bot.web.console.sure import Question, asked

PATH = "/more/settings"


def routes(desk: Desk) -> list[Route]:
    """What is mounted."""
    group = "/console/{group:int}/more"
    return [
        desk.get(f"{group}/settings", show),
        desk.post(f"{group}/name", rename),
        desk.post(f"{group}/threshold", set_threshold),
        desk.post(f"{group}/keeping", set_keeping),
        desk.post(f"{group}/language", set_language),
        desk.get(f"{group}/chats/{{chat:int}}", ask_unlink),
        desk.post(f"{group}/chats/{{chat:int}}", unlink),
        desk.get(f"{group}/stepdown", ask_step_down),
        desk.post(f"{group}/stepdown", step_down),
        desk.get(f"{group}/leave", ask_leave),
        desk.post(f"{group}/leave", leave),
        desk.get("/console/left", left),
    ]


async def show(visit: Visit) -> Response:
    """How it is set up now."""
    return await _page(visit)


async def _page(visit: Visit, *, wrong: str = "", name: str | None = None) -> Response:
    keeping = await visit.ask(ShowKeeping(visit.group), Keeping)
    chats = (await visit.ask(ShowChats(visit.group), Chats)).chats
    months = [(0, keeping.most), *((count, count) for count in reversed(offered(keeping.most)))]
    notice = {
        "changed": visit.t("Goed. Het is veranderd."),
        "unlinked": visit.t("Ik stuur niets meer naar die chat. Je kunt mij daar nu weghalen."),
    }.get(visit.done, "")
    known = {
        "name": visit.here.group.name if name is None else name,
        "thresholds": range(LEAST, MOST + 1),
        "keeping": keeping,
        "months": [(value, visit.words.n("{count} maand", "{count} maanden", count).format(count=count), count) for value, count in months],
        "chats": chats,
        "languages": [(code, NAMES.get(code, code)) for code in visit.desk.house.catalogue.languages],
        "mine": NAMES.get(visit.language, visit.language),
    }
    return visit.page("settings", 422 if wrong else 200, tab="more", notice=notice, wrong=wrong, **known)


async def rename(visit: Visit) -> Response:
    """Another name for the group."""
    name = " ".join(visit.typed("name").split())
    if len(name) > LONGEST:
        wrong = visit.t("Deze naam is te lang. Typ een naam van {count} tekens of minder.").format(count=LONGEST)
        return await _page(visit, wrong=wrong, name=name)
    if not cleaned(name, GROUP):
        return await _page(visit, wrong=visit.t("Typ een naam voor de groep."), name=name)
    await visit.ask(Rename(visit.group, name), GroupPage)
    return visit.go(PATH, done="changed")


async def set_threshold(visit: Visit) -> Response:
    """From how many women on answers are shown."""
    if not LEAST <= visit.chosen("threshold") <= MOST:
        raise HTTPException(404)
    await visit.ask(SetThreshold(visit.group, visit.chosen("threshold")), GroupPage)
    return visit.go(PATH, done="changed")


async def set_keeping(visit: Visit) -> Response:
    """How long answers are kept."""
    most = (await visit.ask(ShowKeeping(visit.group), Keeping)).most
    if visit.typed("months", 4) not in {"0", *map(str, offered(most))}:
        raise HTTPException(404)
    await visit.ask(SetKeeping(visit.group, visit.chosen("months")), Keeping)
    return visit.go(PATH, done="changed")


async def set_language(visit: Visit) -> Response:
    """Another language, for her alone."""
    await visit.ask(SetLanguage(visit.typed("language", 8)), Speaks)
    return visit.go(PATH, done="changed")


async def ask_unlink(visit: Visit) -> Response:
    """Nothing goes to that chat any more, after a question."""
    chats = (await visit.ask(ShowChats(visit.group), Chats)).chats
    if visit.number("chat") not in chats:
        raise HTTPException(404)
    texts = (visit.t("De chat zelf blijft, en je groep ook."),)
    title, yes = visit.t("Zal ik niets meer naar deze groepschat sturen?"), visit.t("Ja, niets meer sturen")
    return asked(visit, "more", Question(title, texts, yes, f"/more/chats/{visit.number('chat')}", PATH))


async def unlink(visit: Visit) -> Response:
    """Nothing goes to that chat any more."""
    there = (await visit.ask(ShowChats(visit.group), Chats)).chats
    await visit.ask(UnlinkChat(visit.group, visit.number("chat")), Chats)
    return visit.go(PATH, done="unlinked" if visit.number("chat") in there else "")


async def ask_step_down(visit: Visit) -> Response:
    """No coordinator any more, after a question."""
    texts = (visit.t("Je blijft wel lid van de groep. Deze pagina's zie je dan niet meer."),)
    title, yes = visit.t("Wil je geen coördinator meer zijn?"), visit.t("Ja, ik stop als coördinator")
    return asked(visit, "more", Question(title, texts, yes, "/more/stepdown", PATH))


async def step_down(visit: Visit) -> Response:
    """A member only, unless nobody else leads the group."""
    fact = await visit.told(StepDown(visit.group))
    return _only(visit) if isinstance(fact, OnlyCoordinator) else _gone("stepped")


async def ask_leave(visit: Visit) -> Response:
    """Out of the group, after a question. The last one takes the group along, so she must have logged in not long ago."""
    if _ends_it(visit):
        return visit.page("delete_login", 403, tab="more")
    alone = visit.t("Je bent de laatste. De groep wordt dan ook gewist.")
    others = visit.t("Wat de groep al ziet van jouw antwoorden, blijft staan, zonder naam.")
    title, yes = visit.t("Wil je uit de groep gaan?"), visit.t("Ja, ik ga uit de groep")
    return asked(visit, "more", Question(title, (others if visit.here.members > 1 else alone,), yes, "/more/leave", PATH))


async def leave(visit: Visit) -> Response:
    """Out of it, unless nobody else leads it."""
    if _ends_it(visit):
        return visit.page("delete_login", 403, tab="more")
    fact = await visit.told(Leave(visit.group))
    return _only(visit) if isinstance(fact, OnlyCoordinator) else _gone("left")


def _ends_it(visit: Visit) -> bool:
    """Whether leaving would end the group, and she logged in too long ago for that."""
    return visit.here.members == 1 and not visit.fresh


def _only(visit: Visit) -> Response:
    return visit.page("only", 409, tab="more")


def _gone(done: str) -> Response:
    """The group is not hers to see any more, so she goes where it says that."""
    return RedirectResponse(f"/console/left?done={done}", 303)


async def left(visit: Visit) -> Response:
    """What she just left, and where she can go on."""
    said = {
        "stepped": visit.t("Je bent geen coördinator meer van die groep. Je bent nog wel lid."),
        "left": visit.t("Je bent uit de groep."),
        "deleted": visit.t("De groep is gewist."),
    }.get(visit.done, "")
    return visit.page("left", said=said)

"""What every page of the coordinators needs: who looks, what she may see, and how it is shown."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from bot.dialogue.asks import Ask, ShowGroup
from bot.dialogue.catalogue import DUTCH, Words
from bot.dialogue.facts import Fact, GroupPage, NotYours
from bot.dialogue.here import Here
from bot.dialogue.state import State
from bot.groups.doing import do
from bot.groups.house import House, Table, Who
from bot.web.console.words import day, moment
from bot.web.limits import Limiter
from bot.web.rendering import Assets, Pages
from bot.web.session import Cookies, from_our_pages
from storage import people, sessions
from storage.db import Connection, Database
from storage.sessions import Session

FRESH = timedelta(hours=24)  # since she logged in: after that, names and deleting need a new login
LARGEST = 2**31  # ids; no page of ours has a larger number in its address
FIELDS = 40  # of one form

F = TypeVar("F")


@dataclass(frozen=True)
class Visit:
    """One request of somebody who is logged in."""

    desk: "Desk"
    request: Request
    session: Session
    now: datetime
    form: FormData = field(default_factory=FormData)  # what she posted
    home: GroupPage | None = None  # the group that the page belongs to, which she leads

    @property
    def here(self) -> GroupPage:
        """The group that the page belongs to."""
        assert self.home is not None  # its route names one
        return self.home

    @property
    def group(self) -> int:
        """Its id."""
        return self.here.group.id

    @property
    def language(self) -> str:
        """Hers, as in the chat, where the pages have words in it."""
        return self.session.language if self.session.language in self.desk.house.catalogue.own else DUTCH

    @property
    def words(self) -> Words:
        """The pages' own words in it."""
        return self.desk.house.catalogue.words(self.language)

    @property
    def fresh(self) -> bool:
        """Whether she logged in not long ago."""
        return self.now - self.session.made_at < FRESH

    @property
    def done(self) -> str:
        """The name of what she did just before, for a notice on the page that follows."""
        return self.request.query_params.get("done", "")[:20]

    @property
    def chat(self) -> Here:
        """For what the chat says in the same words."""
        return Here(self.desk.house.catalogue, State(language=self.language), {})

    def t(self, dutch: str) -> str:
        """The pages' own words in her language."""
        return self.words.t(dutch)

    def day(self, one: date) -> str:
        """'di 24 nov'."""
        return day(self.words, one)

    def number(self, name: str) -> int:
        """An id in the address of the page. Raises HTTPException: there is no such page."""
        found = int(self.request.path_params[name])
        if not found < LARGEST:
            raise HTTPException(404)
        return found

    def typed(self, name: str, most: int = 4000) -> str:
        """What she typed in a field of the form, or chose there."""
        value = self.form.get(name, "")
        return value.replace("\r\n", "\n").strip()[:most] if isinstance(value, str) else ""

    def chosen(self, name: str) -> int:
        """A number that she chose in the form; 0: none."""
        given = self.typed(name, 10)
        return int(given) if given.isascii() and given.isdigit() else 0

    async def ask(self, ask: Ask, kind: type[F]) -> F:
        """The fact that answers it. Raises HTTPException: there is no such thing for her."""
        fact = await self.told(ask)
        if not isinstance(fact, kind):
            raise HTTPException(404)
        return fact

    async def told(self, ask: Ask) -> Fact:
        """The same, where there is more than one kind of answer."""
        async with self.desk.database.write() as connection:
            await people.lock_person(connection, self.session.person_id)  # persons come before groups, as in every turn
            fact = await do(self.table(connection), ask)
        if isinstance(fact, NotYours):
            raise HTTPException(404)
        return fact

    def table(self, connection: Connection) -> Table:
        """For what is asked in a transaction of its own."""
        who = Who(self.session.person_id, self.session.address_id, self.session.channel, self.language)
        return Table(connection, self.desk.house, who, self.now)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A whole page of the console; `template` without folder and ending."""
        return self.desk.pages(self.language).page(f"console/{template}.html", status, **self.known(), **values)

    def part(self, template: str, **values: Any) -> str:
        """A piece of a page, as it is sent again when something has changed."""
        return self.desk.pages(self.language).part(f"console/{template}.html", **self.known(), **values)

    def known(self) -> Mapping[str, Any]:
        """What all templates know."""
        return {"home": self.home, "base": f"/console/{self.group}" if self.home else "/console", "now": self.now, "fresh": self.fresh}

    def go(self, path: str, done: str = "") -> Response:
        """On to another page; `path` begins at the group."""
        base = f"/console/{self.group}" if self.home else "/console"
        return RedirectResponse(f"{base}{path}" + (f"?done={done}" if done else ""), 303)


Handler = Callable[[Visit], Awaitable[Response]]


class Page(Route):
    """One address, or one for each group. A number of so many digits that Python refuses to read it is no address of a page."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it is this one that was asked for."""
        try:
            return super().matches(scope)
        except ValueError:
            return Match.NONE, {}


class Desk:
    """The coordinators' pages in one process. It holds no state but limits: everything else is in the tables."""

    def __init__(self, database: Database, house: House, assets: Assets, public_url: str, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.house = house
        self.clock = clock
        self.cookies = Cookies(public_url, "console")
        self.logins = Limiter(20, 20, clock)  # of one address of the internet
        self._assets = assets
        self._public_url = public_url
        self._posts = Limiter(60, 40, clock)
        self._looks = Limiter(240, 120, clock)
        self._pages: dict[str, Pages] = {}

    def pages(self, language: str) -> Pages:
        """The templates in a language."""
        if language not in self._pages:
            words = self.house.catalogue.words(language)
            made = Pages(words, self._assets, language)
            made.know(home=None, tab="", notice="", wrong="")  # on a page that is nobody's
            made.know(n=words.n, day=lambda one: day(words, one), moment=lambda one: moment(words, one), plan_of=self._plan_of(language))
            self._pages[language] = made
        return self._pages[language]

    def _plan_of(self, language: str) -> Callable[[int], str]:
        def title(number: int) -> str:
            found = self.house.catalogue.plan(number, language)
            return found.title if found else ""

        return title

    def get(self, path: str, handler: Handler) -> Route:
        """A page to look at. Only who is logged in sees it, and only who leads the group that `{group}` names."""

        async def look(request: Request) -> Response:
            return await self._answer(request, handler)

        return Page(path, look, methods=["GET"])

    def post(self, path: str, handler: Handler) -> Route:
        """A deed, from a form on one of our pages."""

        async def take(request: Request) -> Response:
            if not self.ours(request):
                return self.foreign(request)
            return await self._answer(request, handler)

        return Page(path, take, methods=["POST"])

    def ours(self, request: Request) -> bool:
        """Whether one of our pages sent it."""
        return from_our_pages(request, self._public_url)

    def foreign(self, request: Request) -> Response:
        """Another site sent it in her name."""
        pages = self.pages(DUTCH)
        return pages.note(request, 403, pages.t("Dat kan hier niet"), pages.t("Open de pagina van je groep en probeer het nog eens."))

    def busy(self, request: Request, wait: int) -> Response:
        """Too much at once."""
        pages = self.pages(DUTCH)
        text = pages.t("Het gaat nu te snel. Wacht even en probeer het nog eens.")
        return pages.note(request, 429, pages.t("Even rustig aan"), text, wait)

    async def session(self, request: Request) -> Session | None:
        """Who holds the cookie."""
        cookie = self.cookies.read(request)
        if cookie is None:
            return None
        async with self.database.read() as connection:
            return await sessions.find(connection, cookie.address, self.clock())

    async def visit(self, request: Request) -> Visit | None:
        """Who looks, with the group that the address names. None: nobody is logged in. Raises HTTPException: it is not hers."""
        session = await self.session(request)
        if session is None:
            return None
        visit = Visit(self, request, session, self.clock())
        if "group" not in request.path_params:
            return visit
        home = await visit.ask(ShowGroup(visit.number("group")), GroupPage)
        if not home.group.coordinator:
            raise HTTPException(404)
        return Visit(self, request, session, visit.now, home=home)

    async def _answer(self, request: Request, handler: Handler) -> Response:
        visit = await self.visit(request)
        if visit is None:
            return self.pages(DUTCH).page("console/outside.html", 401, wrong=False)
        posts = request.method == "POST"
        wait = (self._posts if posts else self._looks).wait(str(visit.session.id))
        if wait:
            return self.busy(request, wait)
        form = await request.form(max_files=0, max_fields=FIELDS) if posts else FormData()
        response = await handler(Visit(self, request, visit.session, visit.now, form, visit.home))
        return await self._keep(request, visit, response)

    async def _keep(self, request: Request, visit: Visit, response: Response) -> Response:
        """She was here: her login lasts from now on again."""
        cookie = self.cookies.read(request)
        if cookie is None or visit.now - visit.session.seen_at < sessions.NOTED or "set-cookie" in response.headers:
            return response
        async with self.database.write() as connection:
            await sessions.seen(connection, visit.session.id, visit.now)
        return self.cookies.keep(response, cookie)

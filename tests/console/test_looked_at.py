"""No page of the console is left out when all of them are looked at in a browser."""

from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.routing import Route

from tests.journeys.test_console_pages import ASKING, addresses

ELSEWHERE = {  # looked at where they come about
    "/console/login",
    "/console/{group:int}/send/{broadcast:int}/later",
    "/console/{group:int}/more/chats/{chat:int}",
}
FILES = ("/live", ".xlsx", ".csv", ".pdf", "/sound")


def test_every_page_is_looked_at_in_a_browser(app: FastAPI) -> None:
    paths = [urlsplit(path).path for path in (*addresses().values(), *ASKING)]
    pages = [
        one for one in app.router.routes if isinstance(one, Route) and one.path.startswith("/console") and "GET" in (one.methods or ())
    ]
    assert pages
    missed = {one.path for one in pages if not any(one.path_regex.match(path) for path in paths)}
    assert {path for path in missed if not path.endswith(FILES)} == ELSEWHERE

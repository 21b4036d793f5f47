"""Somebody with a browser that knows no JavaScript."""

import html
import re

import httpx

HOME = "http://127.0.0.1:8000"
_BUTTON = re.compile(r'<button class="(?:option|way)" name="press" value="([^"]*)" dir="auto">([^<]*)</button>')
_FORM_ID = re.compile(r'name="id" value="([^"]*)"')


class Visitor:
    """Opens pages and posts their forms, as a browser does."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def page(self) -> str:
        """The chat as she sees it."""
        return (await self.client.get("/chat")).text

    async def begin(self, code: str = "") -> httpx.Response:
        """Press 'Begin' on the first page."""
        first = (await self.client.get("/chat", params={"code": code} if code else None)).text
        return await self.client.post("/chat/begin", data={"id": form_id(first), **({"code": code} if code else {})})

    async def press(self, label: str) -> httpx.Response:
        """Press the button of that label on the page as it is now."""
        page = await self.page()
        return await self.client.post("/chat", data={"id": form_id(page), "press": buttons(page)[label]})

    async def say(self, text: str) -> httpx.Response:
        """Type and send."""
        return await self.client.post("/chat", data={"id": form_id(await self.page()), "text": text})


def form_id(page: str) -> str:
    """The id that the page gave its first form."""
    found = _FORM_ID.search(page)
    assert found, "there is no form with an id on this page"
    return found[1]


def buttons(page: str) -> dict[str, str]:
    """The buttons in the chat that can be pressed: label and address."""
    return {html.unescape(label): html.unescape(address) for address, label in _BUTTON.findall(page)}

"""Boyana's browser beside the engine that sends: what she presses really goes out."""

import re

import httpx
from fastapi import FastAPI

from bot.groups.house import Who
from tests.console.house import site_of
from tests.groups.sending import Post


def app_of(post: Post) -> FastAPI:
    """The site where the post's house lives, with its channels."""
    return site_of(post.world)


async def compose(client: httpx.AsyncClient, group: int, **form: str) -> str:
    """The path of the page where she looks at what she made."""
    answer = await client.post(f"/console/{group}/send", data=form)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def words(client: httpx.AsyncClient, group: int, text: str = "Morgen is er koffie.") -> str:
    """The same, of her own words."""
    return await compose(client, group, kind="words", text=text)


async def failed(post: Post, id: int, who: Who, reason: str) -> None:
    """What went to her did not come through."""
    [row] = [row["id"] for row in await post.letters(id) if row["person_id"] == who.person_id]
    await post.went("failed", reason=reason, only=[row])


def id_of(path: str) -> int:
    """Of the broadcast whose page it is."""
    return int(re.findall(r"/send/(\d+)", path)[0])

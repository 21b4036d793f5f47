"""Logging in: a link that works once, for ten minutes, and only after a press."""

import httpx
from fastapi import FastAPI

from tests.console.house import key_for, logged_in, stranger
from tests.groups.world import Cast, World


async def test_a_link_that_is_looked_at_still_logs_in_and_works_once(app: FastAPI, world: World, cast: Cast) -> None:
    key = await key_for(world, cast.boyana)
    async with stranger(app) as client:
        for _ in range(3):
            assert "Log hier in" in (await client.get("/console/login", params={"key": key})).text
        first = await client.post("/console/login", data={"key": key})
        assert (first.status_code, first.headers["location"]) == (303, "/console")
        cookie = first.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=lax", "max-age=2592000"))
        page = await client.get("/console", follow_redirects=True)
        assert page.status_code == 200
    async with stranger(app) as client:
        assert (await client.post("/console/login", data={"key": key})).status_code == 403


async def test_after_ten_minutes_a_link_does_not_log_in(app: FastAPI, world: World, cast: Cast) -> None:
    key = await key_for(world, cast.boyana)
    world.clock.passes(10 * 60)
    async with stranger(app) as client:
        assert (await client.get("/console/login", params={"key": key})).status_code == 403
        assert (await client.post("/console/login", data={"key": key})).status_code == 403


async def test_a_group_of_others_is_not_there(boyana: httpx.AsyncClient, cast: Cast) -> None:
    assert (await boyana.get(f"/console/{cast.laak}")).status_code == 200
    for group in (cast.moerwijk, 999, 99999999999999999999):
        assert (await boyana.get(f"/console/{group}")).status_code == 404


async def test_a_member_sees_nothing_of_her_group_there(app: FastAPI, world: World, cast: Cast) -> None:
    async with logged_in(app, world, cast.boyana) as client:
        async with world.database.write() as connection:
            from storage import groups

            await groups.set_role(connection, cast.laak, 1, groups.MEMBER)
        assert (await client.get(f"/console/{cast.laak}")).status_code == 404

"""A broadcast is made in parts, each of them once, however many processes are at it."""

import asyncio
from typing import Any

import pytest

from bot import broadcasting as module
from bot.broadcasting import Broadcasting
from storage import broadcasts, outbox
from tests.groups.sending import Post


async def test_many_are_done_in_parts_and_a_newcomer_in_the_middle_gets_it_too(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 3)
    await post.crowd(7)
    id = await post.send()
    assert await post.engine.once()  # it begins
    assert await post.engine.once()
    assert len(await post.letters(id)) == 2  # the first three, without its sender
    assert (await post.progress(id)).to_come == 5
    await post.join("nieuw")
    await post.run()
    assert sorted(row["key"] for row in await post.letters(id)) == [f"broadcast:{id}:{number}" for number in range(2, 10)]


async def test_two_processes_at_once_never_do_anybody_twice(post: Post, other: Broadcasting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 5)
    await post.crowd(40)
    id = await post.send()
    queued: list[str] = []
    add = broadcasts.add

    async def counted(connection: Any, draft: outbox.Draft, status: str, now: Any) -> None:
        queued.append(draft.key)
        await add(connection, draft, status, now)

    monkeypatch.setattr(broadcasts, "add", counted)
    for _ in range(20):
        await asyncio.gather(*(engine.once() for engine in (post.engine, other, post.engine, other)))
    assert len(queued) == len(set(queued)) == 40
    assert len(await post.letters(id)) == 40
    await post.went()
    await asyncio.gather(*(engine.once() for engine in (post.engine, other)))
    assert (await post.progress(id)).status == "done"


async def test_what_ends_in_the_middle_of_a_part_loses_nobody(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.crowd(6)
    id = await post.send()
    assert await post.engine.once()
    add, count = broadcasts.add, iter(range(100))

    async def dies(connection: Any, draft: outbox.Draft, status: str, now: Any) -> None:
        if next(count) == 3:
            raise RuntimeError("the power went")
        await add(connection, draft, status, now)

    monkeypatch.setattr(broadcasts, "add", dies)
    assert not await post.engine.once()
    assert await post.letters(id) == []
    await post.run()
    assert len(await post.letters(id)) == 6


async def test_one_that_is_broken_holds_up_no_other(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await post.join("amina")
    broken, whole = await post.send(text="stuk"), await post.send(text="heel")
    await post.set("broadcast", broken, body={})
    await post.run()
    assert len(await post.letters(whole)) == 1
    assert {getattr(record, "broadcast", 0) for record in caplog.records if record.levelname == "ERROR"} == {broken}
    assert "stuk" not in caplog.text


REFUSED = {
    "sqlite": ["CREATE TRIGGER no BEFORE INSERT ON message WHEN NEW.broadcast_id = {id} BEGIN SELECT RAISE(ABORT, 'no'); END"],
    "postgresql": [
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE check_violation; END'",
        "CREATE TRIGGER no BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.broadcast_id = {id}) EXECUTE FUNCTION no()",
    ],
}


async def test_one_that_the_database_refuses_holds_up_no_other(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await post.join("amina")
    broken, whole = await post.send(text="stuk"), await post.send(text="heel")
    async with post.world.database.write() as connection:
        for statement in REFUSED[connection.dialect.name]:
            await connection.exec_driver_sql(statement.format(id=broken))
    await post.run()
    assert (len(await post.letters(broken)), len(await post.letters(whole))) == (0, 1)
    assert {getattr(record, "broadcast", 0) for record in caplog.records if record.levelname == "ERROR"} == {broken}


async def test_a_database_that_is_away_is_told_to_who_runs_it(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.join("amina")
    await post.send()

    async def away(*_: Any) -> None:
        raise OSError("nobody answers")

    monkeypatch.setattr(broadcasts, "locked", away)
    with pytest.raises(OSError, match="nobody answers"):
        await post.run()

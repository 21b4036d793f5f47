"""Rounds and answers as other parts of the program leave them."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.groups.world import World


async def put_round(world: World, group: int, *, plan: int = 3, closed: bool = False, joint: bool = False) -> int:
    """A round of a group. Returns its id."""
    now = world.clock()
    values = {"plan": plan, "version": "v1", "anonymous": True, "joint": joint, "threshold": 3, "opened_on": now.date()}
    ends = {"closes_at": now + timedelta(days=21), "closed_on": now.date() if closed else None}
    before = {row["id"] for row in await world.rows("round")}
    await world.put("round", group_id=group, **values, **ends)
    (id,) = {row["id"] for row in await world.rows("round")} - before
    return int(id)


async def put_sheet(world: World, person: UUID, round_id: int | None = None, *, plan: int = 3, **words: str) -> UUID:
    """What somebody filled in: the words per prompt, each with an option and a remark, all of it shown to the group."""
    id = uuid4()
    await world.put("submission", id=id, plan=plan, version="v1", opened_on=world.clock().date(), round_id=round_id)
    await world.put("submission_person", submission_id=id, person_id=person)
    for prompt, text in words.items():
        given: dict[str, Any] = {"submission_id": id, "prompt": prompt, "options": ["ja"], "number": None, "words": text}
        await world.put("answer", **given, done=True)
        await world.put("shown", **given)
        await world.put("remark", id=uuid4(), submission_id=id, prompt=prompt, words=f"bij {text}")
    return id


async def words(world: World, sheet: UUID, table: str = "answer") -> dict[str, str | None]:
    """The words of a sheet, by prompt."""
    return {row["prompt"]: row["words"] for row in await world.rows(table) if row["submission_id"] == sheet}


async def remarks(world: World, sheet: UUID) -> list[str]:
    """What was remarked on a sheet."""
    return sorted(row["words"] for row in await world.rows("remark") if row["submission_id"] == sheet)


async def ties(world: World) -> dict[UUID, UUID]:
    """Whose each sheet is."""
    return {row["submission_id"]: row["person_id"] for row in await world.rows("submission_person")}

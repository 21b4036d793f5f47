"""Something of a person in every table, and a look for what is left of it."""

from uuid import UUID, uuid4

from sqlalchemy import LargeBinary, Table, select, type_coerce

from bot.dialogue.asks import CallMe, MyData
from bot.dialogue.facts import Data
from bot.groups.house import Who
from storage import chats, tables
from storage.db import Connection, Database
from storage.sealed import Blinded, Vault
from tests.groups.filled import put_round
from tests.groups.world import World


async def read(world: World, who: Who) -> str:
    """Her file."""
    told = await world.do(who, MyData())
    assert isinstance(told, Data)
    return told.text


async def answer(world: World, who: UUID, prompt: str, *, round_id: int | None = None, **given: object) -> None:
    """An answer to the plan as it is now, on a sheet of its own."""
    sheet, version = uuid4(), world.house.catalogue.version(3)
    await world.put("submission", id=sheet, plan=3, version=version, opened_on=world.clock().date(), round_id=round_id)
    await world.put("submission_person", submission_id=sheet, person_id=who)
    values = {"options": [], "number": None, "words": None, "done": True} | given
    await world.put("answer", submission_id=sheet, prompt=prompt, **values)
    await world.put("remark", id=uuid4(), submission_id=sheet, prompt=prompt, words=f"opmerking {prompt}")
    await world.put("remark", id=uuid4(), submission_id=sheet, prompt=prompt, words=f"anders {prompt}", minority=True)
    sound = {"channel": "telegram", "body": f"stem {values['words']}".encode(), "kind": "audio/ogg", "status": "kept"}
    await world.put("voice", id=uuid4(), submission_id=sheet, prompt=prompt, minority=False, **sound)


async def send(world: World, who: Who, key: str, status: str = "sent", **more: object) -> None:
    now = world.clock()
    body = {"message": {"text": f"bericht {key}"}}
    values = {"key": key, "lane": "x", "priority": 0, "status": status, "due_at": now, "body": body, "created_at": now} | more
    await world.put("message", person_id=who.person_id, address_id=who.address_id, **values)


async def fill(world: World, who: Who, group: int, name: str) -> None:
    """Something of hers wherever something can be, and her name in all words."""
    now, today, her = world.clock(), world.clock().date(), who.person_id
    await world.do(who, CallMe(name))
    await answer(world, her, "spanningen.omgaan", words=f"{name} alleen")
    await answer(world, her, "grootte.bezoekers", number=41, round_id=await put_round(world, group))
    await world.put("wish", person_id=her, plan=1)
    await world.put("chosen_step", group_id=group, plan=3, step="afspraken", status="busy", person_id=her, changed_on=today)
    await world.put("took_part", person_id=her, round_id=await put_round(world, group, closed=True), wave=1)
    await world.put("audit", at=now, group_id=group, person_id=her, act="NewCode")
    await world.put("inbox", channel="web", id=str(uuid4()), received_at=now, status="aside", body=f"raar {name}", person_id=her)
    given = {"kind": "topic", "language": "nl", "made_at": now}
    for status in ("draft", "waiting", "accepted"):
        words = {"words": f"{name} mist iets", "edited": f"{name} zelf"}
        await world.put("contribution", person_id=her, status=status, moderator_id=her, **given, **words)
    await world.put("topic_wish", person_id=her, contribution_id=max(row["id"] for row in await world.rows("contribution")))
    await world.link_code(who)
    await send(world, who, name)
    async with world.database.write() as connection:
        await chats.claim(connection, her, f"groepschat {name}")


async def traces(database: Database, *planted: object) -> set[tuple[str, object]]:
    """In which tables something of this stands: as a word, an id or a keyed hash."""
    found = set()
    async with database.read() as connection:
        vault: Vault = connection.dialect.vault  # type: ignore[attr-defined]
        for table in tables.metadata.sorted_tables:
            stands = repr((await connection.execute(select(table))).all()) + await hashes(connection, table)
            found |= {(table.name, one) for one in planted if str(one) in stands or vault.blind(str(one)).hex() in stands}
    return found


async def hashes(connection: Connection, table: Table) -> str:
    blinded = [type_coerce(column, LargeBinary) for column in table.columns if isinstance(column.type, Blinded)]
    rows = (await connection.execute(select(*blinded))).all() if blinded else []
    return " ".join(bytes(value).hex() for row in rows for value in row if value is not None)

"""Five hundred reminders are due at once, and processes are killed in the middle: each opens one round, and nobody hears of it twice."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select

from bot.dialogue.state import State
from storage import groups
from storage.coming_back_tables import errand, reminder
from storage.db import Database
from storage.group_tables import group, membership, round_
from storage.outbox import REMINDER
from storage.tables import address, conversation, message, person
from tests.processes.house import FIRST, killed, processes, until
from tests.telegram_stub import TelegramStub

GROUPS = 500
RULE = "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU"
HELD = 14  # messages at most that one process has begun and not ended, as with broadcasts
DAY = timedelta(days=1)


async def fill(database: Database) -> None:
    """So many groups of one coordinator and one member, where it is never night; each has a reminder that was due yesterday."""
    now, state = datetime.now(UTC), State(language="nl", consent=True, place="menu").to_json()
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in (group, person, conversation, address, membership, reminder)}
    for number in range(GROUPS):
        ids = [uuid4(), uuid4()]
        rows[group].append(
            {"name": f"Groep {number}", "threshold": 3, "numbers": 2, "made_on": now.date(), "quiet_from": 0, "quiet_until": 0}
        )
        for place, id in enumerate(ids):
            chat = str(FIRST + 2 * number + place)
            rows[person].append({"id": id, "created_at": now})
            rows[conversation].append({"person_id": id, "state": state, "changed_at": now, "language": "nl", "stopped": False})
            rows[address].append({"person_id": id, "channel": "telegram", "lookup": chat, "external_id": chat})
            role = groups.MEMBER if place else groups.COORDINATOR
            rows[membership].append({"group_id": number + 1, "person_id": id, "number": place + 1, "role": role, "joined_on": now.date()})
        due = {"next_at": now - DAY, "next_local": f"{now - DAY:%Y-%m-%dT10:00}"}
        rows[reminder].append({"group_id": number + 1, "plan": 3, "rule": RULE, "starts_on": now.date() - DAY, "minute": 600, **due})
    async with database.write() as connection:
        for table, values in rows.items():
            await connection.execute(insert(table).values(values))


async def begun(database: Database) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(round_)))


async def got(database: Database, count: int) -> bool:
    return await begun(database) >= count


async def all_told(database: Database) -> bool:
    """Whether all that is due has been queued and has gone out."""
    async with database.read() as connection:
        due = await connection.scalar(select(func.count()).select_from(errand).where(errand.c.due_at <= datetime.now(UTC)))
        waiting = select(func.count()).select_from(message).where(message.c.status.in_(("queued", "leased", "sending")))
        return not due and not await connection.scalar(waiting) and await begun(database) == GROUPS


def heard(telegram: TelegramStub) -> Counter[str]:
    return Counter(chat for chat, said in telegram.texts if "Er staan vragen voor je klaar" in said)


@pytest.mark.parametrize("many", [2, 4])
async def test_each_of_five_hundred_reminders_fires_once_through_kills(
    shared: Database, postgres_url: str, telegram: TelegramStub, many: int
) -> None:
    await fill(shared)
    async with processes(postgres_url, telegram.url, QUICK_RATE="200") as house:
        workers = [await house.worker() for _ in range(many)]
        for kill in range(3):
            await until(partial(got, shared, (kill + 1) * 100), 60)
            await killed(workers[kill % many])
            workers[kill % many] = await house.worker()
        await until(lambda: all_told(shared), 90)
    async with shared.read() as connection:
        rounds = Counter((await connection.execute(select(round_.c.group_id))).scalars())
        due = (await connection.execute(select(reminder.c.next_at))).scalars().all()
        went = Counter((await connection.execute(select(message.c.status).where(message.c.priority == REMINDER))).scalars())
    assert rounds == dict.fromkeys(range(1, GROUPS + 1), 1)
    assert all(at is not None and at > datetime.now(UTC) for at in due)
    assert set(heard(telegram).values()) == {1}  # nobody twice
    assert set(went) <= {"sent", "unknown"}
    assert went.total() == 2 * GROUPS
    assert went["unknown"] <= 3 * HELD
    assert went["sent"] <= len(heard(telegram)) <= went.total()

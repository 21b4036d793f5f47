"""What Meta thinks of a template is kept as it said last."""

from datetime import UTC, datetime, timedelta

from storage import templates
from storage.db import Database

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


async def test_only_what_is_approved_now_may_be_sent(database: Database) -> None:
    async with database.write() as connection:
        assert await templates.approved(connection) == frozenset()
        await templates.note(connection, "herinnering", "nl", "APPROVED", NOW)
        await templates.note(connection, "herinnering", "tr", "PENDING", NOW)
        await templates.note(connection, "resultaat_klaar", "nl", "APPROVED", NOW)
        assert await templates.approved(connection) == {("herinnering", "nl"), ("resultaat_klaar", "nl")}
        await templates.note(connection, "resultaat_klaar", "nl", "PAUSED", NOW + timedelta(hours=1))
        await templates.note(connection, "herinnering", "tr", "APPROVED", NOW + timedelta(hours=1))
    async with database.read() as connection:
        assert await templates.approved(connection) == {("herinnering", "nl"), ("herinnering", "tr")}

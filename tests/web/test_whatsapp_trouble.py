"""Trouble with one part of what Meta delivers, or with what goes back, keeps nothing else out."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.whatsapp import WhatsAppChannel
from bot.intake import Intake
from bot.service import Service
from bot.web.whatsapp import MOST
from storage.db import Database
from tests import whatsapp_stub as stub
from tests import whatsapp_updates as updates
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.web.whatsapp_hook import Hook, aside, hooked, until
from tests.whatsapp_stub import WhatsAppStub, refusal
from tests.whatsapp_updates import delivery, says, status


@pytest.fixture
async def hook(database: Database, whatsapp: WhatsAppChannel, meta: WhatsAppStub, clock: Clock) -> AsyncIterator[Hook]:
    """The webhook on a fresh database."""
    async with hooked(database, whatsapp, meta, clock) as opened:
        yield opened


async def test_what_could_not_be_kept_is_asked_for_again_and_the_rest_is_not_taken_twice(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies, before = delivery(says(AMINA, "Hallo", clock()), says(BOYANA, "Hallo", clock())), Service.handle
    failing = {AMINA.user_id}

    async def handle(self: Service, inbound: Any) -> Any:
        if inbound.address in failing:
            raise OSError
        return await before(self, inbound)

    monkeypatch.setattr(Service, "handle", handle)
    assert await hook.post(bodies) == 503
    assert [call.to for call in meta.sent] == [BOYANA.user_id]
    failing.clear()
    assert await hook.post(bodies) == 200
    assert [call.to for call in meta.sent] == [BOYANA.user_id, AMINA.user_id]


async def test_when_the_database_is_away_the_rest_of_a_batch_does_not_wait_for_it(
    hook: Hook, database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.write() as connection:
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
    assert await hook.post(delivery(*(says(AMINA, f"woord {number}", clock()) for number in range(50)))) == 503
    assert sum("part of a delivery" in record.message for record in caplog.records) == 3
    assert AMINA.phone not in caplog.text


async def test_what_the_database_refuses_is_put_aside_and_the_rest_is_taken(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock
) -> None:
    async with database.write() as connection:  # so that it refuses the second one
        await connection.exec_driver_sql("CREATE UNIQUE INDEX one_of_each ON template (status)")
    names = ("herinnering", "resultaat_klaar")
    told = [{"event": "APPROVED", "message_template_name": name, "message_template_language": "nl"} for name in names]
    body = delivery(*told, field="message_template_status_update")
    body["entry"] += delivery(says(AMINA, "Hallo", clock()))["entry"]
    assert await hook.post(body) == 200
    assert len(meta.sent) == 1
    ((_, kept),) = await aside(database)
    assert "resultaat_klaar" in (kept or "")


async def test_a_mistake_of_ours_in_one_part_keeps_none_of_the_others_out(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def settle(_self: Intake, _status: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Intake, "settle", settle)
    assert await hook.post(delivery(status("k", "read", clock()), says(AMINA, "Hallo", clock()))) == 200
    assert (len(meta.sent), len(await aside(database))) == (1, 1)


async def test_what_is_for_another_number_is_warned_of_once_an_hour(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def warned() -> int:
        return sum("STAPPENBOT_WHATSAPP_PHONE_ID" in record.message for record in caplog.records)

    other = says(AMINA, "Hallo", clock())
    other["metadata"]["phone_number_id"] = "990001"
    assert await hook.post(delivery(other, other)) == 200
    clock.passes(59 * 60)
    await hook.post(delivery(other))
    assert warned() == 1
    clock.passes(60)
    await hook.post(delivery(other))
    assert warned() == 2
    assert (meta.calls, await aside(database)) == ([], [])
    assert "990001" not in caplog.text


async def test_trouble_with_a_read_receipt_is_nobodys_trouble(
    hook: Hook, meta: WhatsAppStub, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    meta.will(refusal(131009), what="seen")
    assert await hook.post(delivery(says(AMINA, "Hallo", clock()))) == 200
    await until(lambda: "read receipt not sent" in caplog.text)
    assert len(meta.sent) == 1


async def test_she_sees_that_an_answer_is_written_before_it_is_there(
    hook: Hook, meta: WhatsAppStub, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Service.handle

    async def handle(self: Service, inbound: Any) -> Any:
        await until(lambda: meta.called("seen"))
        return await before(self, inbound)

    monkeypatch.setattr(Service, "handle", handle)
    assert await hook.post(delivery(says(AMINA, "Hallo", clock()))) == 200
    assert [call.what for call in meta.calls] == ["seen", "messages"]


async def test_read_receipts_never_pile_up(hook: Hook, meta: WhatsAppStub, clock: Clock) -> None:
    meta.will(*[stub.SLOW] * (MOST + 20), what="seen")
    values = [updates.did(AMINA, clock(), "sticker") for _ in range(MOST + 20)]
    assert await hook.post(delivery(*values)) == 200
    await until(lambda: meta.called("seen"))
    assert len(meta.called("seen")) <= MOST

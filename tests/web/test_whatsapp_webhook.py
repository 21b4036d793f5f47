"""What Meta delivers is kept before it is told so, each part on its own, and answered."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.channels.whatsapp import WhatsAppChannel
from storage import templates
from storage.db import Database
from storage.tables import address, message
from tests import whatsapp_updates as updates
from tests.cast import AMINA, BOYANA
from tests.clock import Clock
from tests.web.whatsapp_hook import Hook, aside, hooked, statuses, until
from tests.whatsapp_stub import VERIFY, WhatsAppStub
from tests.whatsapp_updates import PATH, delivery, presses, says, signed, status


@pytest.fixture
async def hook(database: Database, whatsapp: WhatsAppChannel, meta: WhatsAppStub, clock: Clock) -> AsyncIterator[Hook]:
    """The webhook on a fresh database."""
    async with hooked(database, whatsapp, meta, clock) as opened:
        yield opened


async def test_a_first_hello_is_answered_to_her_id_and_shown_as_read(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock
) -> None:
    assert await hook.post(delivery(says(AMINA, "Hallo", clock()))) == 200
    (call,) = meta.sent
    assert (call.to, call.words.partition(".")[0]) == (AMINA.user_id, "Welkom bij Stappenbot")
    assert list((await statuses(database)).values()) == ["sent"]
    await until(lambda: meta.called("seen"))
    assert meta.called("seen")[0].body["message_id"].startswith("wamid.")


async def test_she_is_known_by_her_id_and_her_number_and_when_she_wrote(hook: Hook, database: Database, clock: Clock) -> None:
    await hook.post(delivery(says(AMINA, "Hallo", clock())))
    async with database.read() as connection:
        row = (await connection.execute(select(address.c.external_id, address.c.also_id, address.c.heard_at))).one()
    assert (row.external_id, row.also_id, row.heard_at) == (AMINA.user_id, AMINA.phone, clock())


async def test_a_press_leads_on(hook: Hook, meta: WhatsAppStub, clock: Clock) -> None:
    await hook.post(delivery(says(AMINA, "Hallo", clock())))
    await hook.post(delivery(presses(AMINA, meta.sent[-1].buttons["Ja, dat is goed"], clock())))
    assert "Kies een stappenplan" in meta.sent[-1].words


async def test_the_same_delivery_again_says_nothing_new(hook: Hook, meta: WhatsAppStub, clock: Clock) -> None:
    body = delivery(says(AMINA, "Hallo", clock()))
    assert [await hook.post(body) for _ in range(3)] == [200, 200, 200]
    assert len(meta.sent) == 1
    await until(lambda: meta.called("seen"))
    assert len(meta.called("seen")) == 1


async def test_the_same_delivery_at_the_same_time_is_taken_once(hook: Hook, meta: WhatsAppStub, clock: Clock) -> None:
    body = delivery(says(AMINA, "Hallo", clock()))
    assert set(await asyncio.gather(*(hook.post(body) for _ in range(5)))) == {200}
    assert len(meta.sent) == 1


async def test_all_of_a_batch_is_taken_and_a_bad_part_is_put_aside(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock
) -> None:
    bad = updates.value(messages=[{"id": "wamid.bad", "type": "text", "text": "strange"}])
    assert await hook.post(delivery(says(AMINA, "Hallo", clock()), bad, says(BOYANA, "Hallo", clock()))) == 200
    assert {call.to for call in meta.sent} == {AMINA.user_id, BOYANA.user_id}
    ((id, kept),) = await aside(database)
    assert (len(id), "strange" in (kept or "")) == (32, True)


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 401),
        ({"X-Hub-Signature-256": ""}, 401),
        ({"X-Hub-Signature-256": "sha256=" + "0" * 64}, 403),
        ({"X-Hub-Signature-256": "nonsense"}, 403),
        (signed(b"something else"), 403),
        (signed(b"{}", "another secret"), 403),
        ({"X-Hub-Signature-256": signed(b"{}")["X-Hub-Signature-256"].removeprefix("sha256=")}, 403),
    ],
)
async def test_without_the_right_signature_nothing_is_even_read(hook: Hook, database: Database, headers: dict[str, str], code: int) -> None:
    assert await hook.post(b"{}", headers) == code
    assert await aside(database) == []


async def test_a_body_that_is_too_large_is_refused_while_it_is_read(hook: Hook) -> None:
    assert await hook.post(b"{" + b" " * 3 * 1024 * 1024 + b"}") == 413


async def test_three_megabytes_are_still_taken(hook: Hook, database: Database) -> None:
    assert await hook.post(b"[" + b" " * (3 * 1024 * 1024 - 2) + b"]") == 200
    assert len(await aside(database)) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[1]", b"7", b"[" * 100_000], ids=range(6))
async def test_what_is_no_delivery_at_all_is_put_aside_once(hook: Hook, database: Database, body: bytes) -> None:
    assert [await hook.post(body), await hook.post(body)] == [200, 200]
    ((id, _),) = await aside(database)
    assert len(id) == 32


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}, 200, "1158201444"),
        ({"hub.mode": "subscribe", "hub.verify_token": "wrong", "hub.challenge": "1"}, 403, ""),
        ({"hub.mode": "subscribe", "hub.verify_token": "café", "hub.challenge": "1"}, 403, ""),
        ({"hub.mode": "unsubscribe", "hub.verify_token": VERIFY, "hub.challenge": "1"}, 403, ""),
        ({}, 403, ""),
    ],
)
async def test_meta_gets_its_challenge_back_for_our_word_only(hook: Hook, asked: dict[str, str], code: int, said: str) -> None:
    answer = await hook.client.get(PATH, params=asked)
    assert (answer.status_code, answer.text) == (code, said)


async def test_statuses_repeated_and_out_of_order_never_go_backwards(
    hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock
) -> None:
    await hook.post(delivery(says(AMINA, "Hallo", clock())))
    (key,) = await statuses(database)
    for name in ("read", "delivered", "sent", "read", "failed"):
        code = 131026 if name == "failed" else 0
        assert await hook.post(delivery(status(key, name, clock(), code, meta.wamids[key]))) == 200
    assert await statuses(database) == {key: "read"}
    assert await hook.post(delivery(status("nobody's", "read", clock()))) == 200


async def test_what_failed_later_is_told_as_failed(hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock) -> None:
    await hook.post(delivery(says(AMINA, "Hallo", clock())))
    (key,) = await statuses(database)
    assert await hook.post(delivery(status(key, "failed", clock(), 131026, meta.wamids[key]))) == 200
    assert await statuses(database) == {key: "failed"}
    async with database.read() as connection:
        reason = await connection.scalar(select(message.c.reason))
        unreachable = await connection.scalar(select(address.c.unreachable_since))
    assert (reason, unreachable) == ("she can't be reached on WhatsApp (131026)", clock())


async def test_after_her_number_has_changed_she_is_still_the_same(hook: Hook, database: Database, meta: WhatsAppStub, clock: Clock) -> None:
    await hook.post(delivery(says(AMINA, "Hallo", clock())))
    await hook.post(delivery(presses(AMINA, "consent:yes", clock())))
    change = {"type": "user_changed_number", "wa_id": "31600000009", "user_id": "NL.79", "previous_user_id": AMINA.user_id}
    assert await hook.post(delivery(updates.did(AMINA, clock(), "system", system=change))) == 200
    moved = type(AMINA)("Amina", "Laak", "", "31600000009", "NL.79")
    await hook.post(delivery(says(moved, "menu", clock())))
    assert (meta.sent[-1].to, "Wat wil je doen?" in meta.sent[-1].words) == ("NL.79", True)


async def test_what_meta_thinks_of_a_template_is_noted(hook: Hook, database: Database) -> None:
    told = {"event": "APPROVED", "message_template_name": "herinnering", "message_template_language": "nl", "message_template_id": 7}
    assert await hook.post(delivery(told, field="message_template_status_update")) == 200
    async with database.read() as connection:
        assert await templates.approved(connection) == {("herinnering", "nl")}

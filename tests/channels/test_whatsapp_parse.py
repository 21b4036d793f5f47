"""What Meta delivers is understood, each part on its own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Inbound, Moved, Status
from bot.channels.whatsapp_parse import Aside, Astray, Heard, Told, hashed, parse
from bot.dialogue.events import Event, Opened, Pressed, Said, Sent
from tests import whatsapp_updates as updates
from tests.cast import AMINA, BOYANA
from tests.whatsapp_stub import PHONE

DATA = Path(__file__).parent / "data" / "whatsapp"
NOW = datetime(2026, 11, 23, 9, 0, 5, tzinfo=UTC)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "reply:whatsapp:1:0"

EVENTS: dict[str, Event] = {
    "text": Said("Wij praten er samen over."),
    "text_in_reply": Said("Ja"),
    "start": Opened("AC3D4EF"),
    "button_reply": Pressed("consent:yes"),
    "list_reply": Pressed("a:3:1a2b3c4d:2:1"),
    "flow_reply": Sent("other"),
    "template_button": Pressed("go:3.17"),
    "template_button_without_address": Said("Lees het bericht"),
    "voice": Sent("voice", media="770001", mime="audio/ogg"),
    "image": Sent("photo"),
    "image_with_words": Said("Dit is ons buurthuis"),
    "video": Sent("video"),
    "document": Sent("document"),
    "document_with_words": Said("Onze afspraken"),
    "sticker": Sent("sticker"),
    "location": Sent("location"),
    "contacts": Sent("contact"),
    "order": Sent("other"),
    "unsupported": Sent("other"),
    "something_new": Sent("other"),
    "edited": Sent("edited"),
    "opened": Opened(),
}
NAMES = {
    "text": (AMINA.user_id, AMINA.phone),
    "text_with_id_in_contacts": (AMINA.user_id, AMINA.phone),
    "text_without_id": (AMINA.phone, ""),
    "text_without_number": (AMINA.user_id, ""),
}
MOVES = {
    "changed_number": [
        Moved("whatsapp", AMINA.user_id, "NL.70000000000000000009", AT),
        Moved("whatsapp", AMINA.phone, "31600000009", AT),
    ],
    "changed_user_id": [Moved("whatsapp", AMINA.user_id, "NL.70000000000000000009", AT)],
}
NOTHING = ["reaction", "revoked", "in_a_group", "echo", "changed_identity", "status_without_key", "other_field"]
STATUSES = {"status_delivered": "delivered", "status_played": "read", "status_failed": "failed"}
OTHERS = ["error", "template_approved", "other_number"]


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found


def one(name: str) -> Inbound:
    (heard,) = parse(read(name), NOW, PHONE)
    assert isinstance(heard, Heard)
    return heard.inbound


def test_every_captured_delivery_is_tested() -> None:
    tested = {*EVENTS, *NAMES, *MOVES, *NOTHING, *STATUSES, *OTHERS}
    assert {path.stem for path in DATA.glob("*.json")} == tested


@pytest.mark.parametrize(("name", "event"), EVENTS.items())
def test_what_she_did_is_understood(name: str, event: Event) -> None:
    inbound = one(name)
    assert inbound.event == event
    assert (inbound.channel, inbound.at) == ("whatsapp", AT)


@pytest.mark.parametrize(("name", "names"), NAMES.items())
def test_she_is_known_by_her_id_first_and_her_number_second(name: str, names: tuple[str, str]) -> None:
    assert (one(name).address, one(name).also) == names


def test_what_is_kept_of_its_id_holds_no_number() -> None:
    (heard,) = parse(read("text"), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert heard.inbound.id == hashed(heard.wamid) != hashed(heard.wamid + "x")
    assert len(heard.inbound.id) == 32
    assert heard.wamid not in repr(heard)
    assert json.loads(heard.body())["text"] == {"body": "Wij praten er samen over."}


@pytest.mark.parametrize("name", NOTHING)
def test_what_is_nothing_to_us_is_nothing(name: str) -> None:
    assert parse(read(name), NOW, PHONE) == []


def test_what_is_for_another_number_is_told_apart_and_not_read() -> None:
    assert parse(read("other_number"), NOW, PHONE) == [Astray()]


@pytest.mark.parametrize(("name", "moves"), MOVES.items())
def test_a_new_number_or_id_is_told(name: str, moves: list[Moved]) -> None:
    assert parse(read(name), NOW, PHONE) == moves


@pytest.mark.parametrize(("name", "told"), STATUSES.items())
def test_a_status_is_told_under_our_own_key(name: str, told: str) -> None:
    (status,) = parse(read(name), NOW, PHONE)
    assert isinstance(status, Status)
    assert (status.key, status.status, status.at) == (KEY, told, AT)
    wamid = read(name)["entry"][0]["changes"][0]["value"]["statuses"][0]["id"]
    assert status.external_id == hashed(wamid)
    assert (status.error is not None and status.error.needs_template) == (told == "failed")


@pytest.mark.parametrize("text", ["AC3D4EF", " ac3d4ef\n", "(AC3D-4EF)", "AC3D 4EF", "ac٣d٤ef"])
def test_the_code_that_a_link_writes_for_her_opens_what_it_opens_and_is_no_answer(text: str) -> None:
    (heard,) = parse(updates.delivery(updates.says(AMINA, text, AT)), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert heard.inbound.event == Opened(text.strip())


@pytest.mark.parametrize(
    "text", ["Mijn code is AC3D4EF", "AC3D4EF en AC3D4EH", "I AC3D4EF", "34 dagen", "14", "Verschillen", "", "3, 4, 6, 7"]
)
def test_words_are_words_also_with_a_code_among_them(text: str) -> None:
    (heard,) = parse(updates.delivery(updates.says(AMINA, text, AT)), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert heard.inbound.event == Said(text)


def test_a_verdict_on_a_template_is_told() -> None:
    assert parse(read("template_approved"), NOW, PHONE) == [Told("herinnering", "nl", "APPROVED")]


@pytest.mark.parametrize(
    ("event", "noted"), [("REINSTATED", "APPROVED"), ("UNPAUSED", "APPROVED"), ("PAUSED", "PAUSED"), ("rejected", "REJECTED")]
)
def test_a_template_that_is_usable_again_is_approved(event: str, noted: str) -> None:
    told = {"event": event, "message_template_name": "herinnering", "message_template_language": "nl"}
    assert parse(updates.delivery(told, field="message_template_status_update"), NOW, PHONE) == [Told("herinnering", "nl", noted)]


def test_a_template_of_somebody_else_is_nothing() -> None:
    told = {"event": "APPROVED", "message_template_name": "reclame" * 60, "message_template_language": "nl"}
    assert parse(updates.delivery(told, field="message_template_status_update"), NOW, PHONE) == []


def test_an_error_of_metas_own_is_put_aside_with_its_meaning() -> None:
    (aside,) = parse(read("error"), NOW, PHONE)
    assert isinstance(aside, Aside)
    assert aside.reason == "Meta tells of an error: too many messages at once (130429)"


def test_a_batch_is_sorted_by_time_and_what_is_as_old_keeps_its_order() -> None:
    later, earlier = AT, AT - timedelta(seconds=30)
    values = [updates.says(AMINA, "drie", later), updates.says(BOYANA, "een", earlier), updates.says(BOYANA, "twee", earlier)]
    heard = parse(updates.delivery(*values, updates.status(KEY, "sent", earlier - timedelta(1))), NOW, PHONE)
    assert isinstance(heard[0], Status)
    assert [one.inbound.event for one in heard[1:] if isinstance(one, Heard)] == [Said("een"), Said("twee"), Said("drie")]


def test_what_is_ahead_of_our_clock_keeps_its_order_too() -> None:
    values = [updates.says(AMINA, "twee", NOW + timedelta(seconds=12)), updates.says(AMINA, "een", NOW + timedelta(seconds=11))]
    heard = [one for one in parse(updates.delivery(*values), NOW, PHONE) if isinstance(one, Heard)]
    assert [one.inbound.event for one in heard] == [Said("een"), Said("twee")]
    assert {one.inbound.at for one in heard} == {NOW}


def test_her_clock_counts_but_never_lies_ahead_and_what_is_older_than_any_repetition_is_nothing() -> None:
    def at(moment: datetime) -> list[datetime]:
        found = parse(updates.delivery(updates.says(AMINA, "Hallo", moment)), NOW, PHONE)
        return [one.inbound.at for one in found if isinstance(one, Heard)]

    assert at(AT - timedelta(days=7)) == [AT - timedelta(days=7)]
    assert at(NOW + timedelta(days=9)) == [NOW]
    assert at(AT - timedelta(days=40)) == []


def test_a_thousand_at_once_are_read_quickly_enough_to_be_told_one_by_one() -> None:
    values = [updates.says(AMINA, f"woord {number}", AT) for number in range(1000)]
    found = parse(updates.delivery(*values), NOW, PHONE)
    assert len({one.inbound.id for one in found if isinstance(one, Heard)}) == 1000

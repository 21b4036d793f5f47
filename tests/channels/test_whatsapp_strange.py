"""Whatever stands in a delivery, it raises nothing: what can't be read is put aside and never keeps the rest out."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Moved, Status
from bot.channels.whatsapp_parse import Aside, Astray, Heard, Told, parse
from bot.dialogue.events import Opened, Said, Sent
from tests import whatsapp_updates as updates
from tests.cast import AMINA, BOYANA
from tests.channels.test_whatsapp_parse import AT, DATA, NOW, read
from tests.whatsapp_stub import PHONE


def test_a_text_without_end_is_not_searched_for_codes() -> None:
    endless = "AC3D4EF" + " " * 2**20 + "x"
    values = [updates.says(AMINA, begin + endless, AT) for begin in ("", "/start ")]
    events = [one.inbound.event for one in parse(updates.delivery(*values), NOW, PHONE) if isinstance(one, Heard)]
    assert events == [Said(endless), Opened(endless[:100])]


def test_half_an_emoji_does_not_keep_her_words_out() -> None:
    (heard,) = parse(updates.delivery(updates.says(AMINA, "Hallo \ud83d", AT)), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert heard.inbound.event == Said("Hallo ?")


@pytest.mark.parametrize("part", ["event", "message_template_name", "message_template_language"])
def test_a_verdict_that_no_database_takes_is_put_aside(part: str) -> None:
    told = {"event": "PAUSED", "message_template_name": "herinnering", "message_template_language": "nl", part: "\x00"}
    (found,) = parse(updates.delivery(told, field="message_template_status_update"), NOW, PHONE)
    assert isinstance(found, Aside)


@pytest.mark.parametrize("kind", ["audio/ogg\x00", "\ud800", None, "x" * 400])
def test_what_she_said_aloud_is_heard_whatever_its_kind_is_called(kind: str | None) -> None:
    (heard,) = parse(updates.delivery(updates.did(AMINA, AT, "audio", audio={"id": "7", "mime_type": kind})), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert isinstance(heard.inbound.event, Sent)
    assert heard.inbound.event.mime == (kind[:60] if kind and kind.isalnum() and kind.isascii() else "")


@pytest.mark.parametrize("strange", ["316\x00", "NL.\ud800", "NL.7\n", "é" * 9])
def test_an_address_that_no_database_takes_is_put_aside(strange: str) -> None:
    (found,) = parse(updates.delivery(updates.did(replace(AMINA, user_id=strange), AT, "sticker")), NOW, PHONE)
    assert isinstance(found, Aside)


@pytest.mark.parametrize("strange", [{"wa_id": "31\u00a0600"}, {"user_id": 7.5}, 7, None, {"wa_id": []}])
def test_a_strange_contact_keeps_nobody_out(strange: Any) -> None:
    value = updates.says(AMINA, "Hallo", AT)
    value["contacts"] = [strange, *value["contacts"]]
    del value["messages"][0]["from"]
    (heard,) = parse(updates.delivery(value), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert (heard.inbound.address, heard.inbound.also) == (AMINA.user_id, AMINA.phone)


@pytest.mark.parametrize("strange", [{"wa_id": "31\u00a0600"}, 7, None])
def test_beside_a_strange_contact_nobody_is_taken_for_somebody_else(strange: Any) -> None:
    value = updates.says(AMINA, "Hallo", AT)
    value["contacts"] = [strange, *value["contacts"]]
    del value["messages"][0]["from"], value["messages"][0]["from_user_id"]
    (found,) = parse(updates.delivery(value), NOW, PHONE)
    assert isinstance(found, Aside)


@pytest.mark.parametrize("contacts", [7, "x", {"wa_id": "1"}, None])
def test_without_a_list_of_contacts_she_is_known_by_her_message(contacts: Any) -> None:
    (heard,) = parse(updates.delivery({**updates.says(AMINA, "Hallo", AT), "contacts": contacts}), NOW, PHONE)
    assert isinstance(heard, Heard)
    assert heard.inbound.address == AMINA.user_id


@pytest.mark.parametrize(
    "metadata",
    [
        7,
        None,
        {},
        {"display_phone_number": "\u202a31\u202c", "phone_number_id": PHONE},
        {"phone_number_id": int(PHONE)},
        {"phone_number_id": []},
    ],
)
def test_what_is_strange_about_our_number_keeps_nobody_out(metadata: Any) -> None:
    (heard,) = parse(updates.delivery({**updates.says(AMINA, "Hallo", AT), "metadata": metadata}), NOW, PHONE)
    assert isinstance(heard, Heard)


def test_a_bad_part_is_put_aside_alone() -> None:
    bad = updates.value(messages=[{"id": "wamid.bad", "type": "text"}, 7, None], statuses=[{"status": "read"}])
    body = updates.delivery(updates.says(AMINA, "een", AT), bad, updates.says(BOYANA, "twee", AT))
    found = parse(body, NOW, PHONE)
    asides = [one for one in found if isinstance(one, Aside)]
    assert [one.inbound.event for one in found if isinstance(one, Heard)] == [Said("een"), Said("twee")]
    assert len({aside.id for aside in asides}) == len(asides) == 4
    assert asides == [one for one in parse(body, NOW, PHONE) if isinstance(one, Aside)]  # under the same ids when it comes again


@pytest.mark.parametrize(
    "body", [{}, {"entry": 7}, {"entry": [7]}, {"entry": [{"changes": [7]}]}, {"entry": [{"changes": [{"field": "messages"}]}]}]
)
def test_what_is_no_delivery_is_put_aside(body: dict[str, Any]) -> None:
    (aside,) = parse(body, NOW, PHONE)
    assert isinstance(aside, Aside)
    assert (len(aside.id), bool(aside.reason)) == (32, True)


def test_what_is_nested_without_end_is_put_aside() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    body = updates.delivery(updates.value(messages=[{"id": deep}]))
    (aside,) = parse(body, NOW, PHONE)
    assert isinstance(aside, Aside)
    while deep:  # taken apart by hand: to let go of it at once would go as deep
        deep = deep[0]


STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ALL = sorted(path.stem for path in DATA.glob("*.json"))


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if way:
        yield way
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from places(part, (*way, name))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(ALL), st.integers(0, 500), STRANGE)
def test_nothing_that_may_stand_anywhere_in_it_is_too_strange(name: str, place: int, strange: Any) -> None:
    body = copy.deepcopy(read(name))
    ways = list(places(body))
    *way, last = ways[place % len(ways)]
    part: Any = body
    for step in way:
        part = part[step]
    part[last] = strange
    for element in parse(body, NOW, PHONE):
        assert isinstance(element, Heard | Status | Moved | Told | Aside | Astray)

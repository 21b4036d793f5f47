"""What Telegram delivers, as it looks on the wire, and what we take it for."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.channels.telegram_parse import Unreadable, parse, query_id
from bot.dialogue.events import Event, Opened, Pressed, Said, Sent
from tests.cast import AMINA

DATA = Path(__file__).parent / "data"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WRITTEN = datetime(2025, 11, 23, 9, 0, tzinfo=UTC)

EVENTS: dict[str, Event] = {
    "text": Said("veertien"),
    "start": Opened(),
    "start_with_code": Opened("LAAK-7Q2"),
    "start_with_bot_name": Opened("LAAK-7Q2"),
    "plannen": Pressed("plans"),
    "vragen": Pressed("go"),
    "stop": Said("STOP"),
    "help": Pressed("help"),
    "unknown_command": Said("/dansen nu"),
    "press": Pressed("a:7:1:0"),
    "press_on_kept": Pressed("menu"),
    "press_on_old": Pressed("a:7:1:0"),
    "press_without_message": Pressed("a:7:1:0"),
    "sticker": Sent("sticker"),
    "photo": Sent("photo"),
    "photo_with_words": Said("Ons buurthuis"),
    "video_with_words": Said("Onze keuken"),
    "document_with_words": Said("STOP"),
    "edited_message": Sent("edited"),
    "edited_words_under_photo": Sent("edited"),
    "video": Sent("video"),
    "animation": Sent("video"),
    "video_note": Sent("video"),
    "voice": Sent("voice", "vo-file", "audio/ogg"),
    "audio": Sent("voice", "au-file", "audio/mpeg"),
    "location": Sent("location"),
    "venue": Sent("location"),
    "contact": Sent("contact"),
    "document": Sent("document"),
    "poll": Sent("poll"),
    "dice": Sent("other"),
    "something_new": Sent("other"),
}
NOTHING = {
    "blocked",
    "channel_post",
    "edited_in_group",
    "edited_live_location",
    "from_a_bot",
    "group_message",
    "pinned",
    "press_in_group",
    "press_in_inline_message",
    "press_of_a_game",
    "reaction",
}


def payload(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return read


@pytest.mark.parametrize("name", EVENTS)
def test_what_a_person_does_becomes_an_event(name: str) -> None:
    update = payload(name)
    inbound = parse(update, NOW)
    assert inbound is not None
    assert inbound.event == EVENTS[name]
    assert (inbound.channel, inbound.id, inbound.address) == ("telegram", str(update["update_id"]), AMINA.telegram)
    assert inbound.language == "ar"


@pytest.mark.parametrize("name", sorted(NOTHING))
def test_what_nobody_said_to_the_bot_is_nothing(name: str) -> None:
    assert parse(payload(name), NOW) is None


def test_every_payload_is_used() -> None:
    assert {path.stem for path in DATA.glob("*.json")} == EVENTS.keys() | NOTHING


@pytest.mark.parametrize("name", ["voice", "audio"])
def test_a_recording_too_large_to_keep_is_not_fetched(name: str) -> None:
    update = payload(name)
    update["message"][name]["file_size"] = 2 * 2**20 + 1
    inbound = parse(update, NOW)
    assert inbound is not None
    assert inbound.event == Sent("voice")


def test_words_carry_the_time_they_were_written_and_a_press_the_time_it_came() -> None:
    said, pressed = parse(payload("text"), NOW), parse(payload("press"), NOW)
    assert said is not None
    assert pressed is not None
    assert (said.at, pressed.at) == (WRITTEN, NOW)


def test_changed_words_carry_the_time_they_were_changed() -> None:
    changed = parse(payload("edited_message"), NOW)
    assert changed is not None
    assert changed.at == WRITTEN + timedelta(seconds=100)


@pytest.mark.parametrize(("name", "pressed"), [("press", "56"), ("press_on_kept", ""), ("press_on_old", ""), ("press_without_message", "")])
def test_only_a_message_that_may_be_edited_is_named(name: str, pressed: str) -> None:
    inbound = parse(payload(name), NOW)
    assert inbound is not None
    assert inbound.pressed == pressed


def test_the_id_to_answer_a_press_under_is_found_whatever_the_press_is_about() -> None:
    assert query_id(payload("press")) == "3006477107999999999"
    assert query_id(payload("press_of_a_game")) == "3006477107999999999"
    assert query_id(payload("text")) == ""
    assert query_id({"callback_query": ["odd"]}) == ""


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"update_id": "7"},
        {"update_id": True},
        {**payload("text"), "update_id": 10**20},
        {"update_id": 7, "message": []},
        {"update_id": 7, "message": {"message_id": 1}},
        {"update_id": 7, "message": {**payload("text")["message"], "date": "gisteren"}},
        {"update_id": 7, "message": {**payload("text")["message"], "date": 10**30}},
        {"update_id": 7, "message": {**payload("text")["message"], "chat": {"id": "700000001", "type": "private"}}},
        {"update_id": 7, "message": {**payload("text")["message"], "text": ["veertien"]}},
        {"update_id": 7, "message": {**payload("photo")["message"], "caption": ["Ons buurthuis"]}},
        {"update_id": 7, "edited_message": {**payload("edited_message")["edited_message"], "edit_date": "gisteren"}},
        {"update_id": 7, "callback_query": {"id": "1"}},
        {"update_id": 7, "callback_query": {**payload("press")["callback_query"], "data": 7}},
        {"update_id": 7, "callback_query": {**payload("press")["callback_query"], "from": None}},
    ],
    ids=range(15),
)
def test_an_update_of_another_shape_is_unreadable_and_not_a_crash(update: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        parse(update, NOW)


anything = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(name=some.sampled_from(sorted(EVENTS)), part=some.integers(0, 30), instead=anything)
def test_no_part_of_an_update_can_be_so_strange_that_it_crashes(name: str, part: int, instead: Any) -> None:
    update = payload(name)
    holders = [update, *update.values()]
    holders = [holder for holder in holders if isinstance(holder, dict)]
    holders += [inner for holder in holders for inner in holder.values() if isinstance(inner, dict)]
    places = [(holder, key) for holder in holders for key in holder]
    holder, key = places[part % len(places)]
    holder[key] = instead
    try:
        inbound = parse(update, NOW)
    except Unreadable:
        return
    assert inbound is None or (inbound.id and inbound.address and isinstance(inbound.language, str))

"""Another program that knows WhatsApp reads the same in what Meta delivers, and writes the same as we do."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pywa.client import WhatsApp
from pywa.types.callback import Button as TheirButton
from pywa.types.callback import CallbackButton, CallbackSelection, Section, SectionList, SectionRow, URLButton
from pywa.types.message import Message as TheirMessage
from pywa.types.message_status import MessageStatus
from pywa.types.system import PhoneNumberChange

from bot.channels.base import Moved, Status
from bot.channels.whatsapp_look import look
from bot.channels.whatsapp_parse import Heard, hashed, parse
from bot.dialogue.events import Pressed, Said, Sent
from bot.dialogue.message import Button, Message, bold
from tests.channels.test_whatsapp_parse import NOW, read
from tests.whatsapp_stub import PHONE

ANSWER = {"messaging_product": "whatsapp", "contacts": [{"input": "1", "wa_id": "31600000001"}], "messages": [{"id": "wamid.1"}]}


class Other:
    """The other program; what it sends ends here."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.session = httpx.Client(transport=httpx.MockTransport(self._answer), base_url="https://graph.facebook.com")
        self.program = WhatsApp(phone_id=PHONE, token="x", session=self.session)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(json.loads(request.content))
        return httpx.Response(200, json=ANSWER)


@pytest.fixture
def other() -> Iterator[Other]:
    made = Other()
    yield made
    made.session.close()


def theirs_of(kind: Any, other: Other, name: str) -> Any:
    """What the other program takes a delivery for."""
    return kind.from_update(other.program, read(name))


def ours(name: str) -> Heard:
    (heard,) = parse(read(name), NOW, PHONE)
    assert isinstance(heard, Heard)
    return heard


def one(message: Message) -> dict[str, Any]:
    (body,) = look(message, [], "k")
    return body


@pytest.mark.parametrize("name", ["text", "text_in_reply"])
def test_words_are_read_alike(other: Other, name: str) -> None:
    theirs, heard = theirs_of(TheirMessage, other, name), ours(name)
    assert heard.inbound.event == Said(theirs.text or "")
    assert (heard.wamid, heard.inbound.id) == (theirs.id, hashed(theirs.id))
    assert (heard.inbound.address, heard.inbound.also) == (theirs.from_user.bsuid, theirs.from_user.wa_id)
    assert heard.inbound.at == theirs.timestamp


@pytest.mark.parametrize(
    ("name", "kind"), [("button_reply", CallbackButton), ("template_button", CallbackButton), ("list_reply", CallbackSelection)]
)
def test_taps_are_read_alike(other: Other, name: str, kind: Any) -> None:
    theirs = theirs_of(kind, other, name)
    assert ours(name).inbound.event == Pressed(theirs.data)


def test_a_recording_is_read_alike(other: Other) -> None:
    theirs = theirs_of(TheirMessage, other, "voice")
    assert theirs.audio is not None
    assert ours("voice").inbound.event == Sent("voice", media=theirs.audio.id, mime=theirs.audio.mime_type.partition(";")[0])


def test_a_status_and_a_change_of_number_are_read_alike(other: Other) -> None:
    theirs = theirs_of(MessageStatus, other, "status_delivered")
    (status,) = parse(read("status_delivered"), NOW, PHONE)
    assert status == Status(str(theirs.tracker), theirs.status.value, theirs.timestamp, external_id=hashed(theirs.id))
    moved = theirs_of(PhoneNumberChange, other, "changed_number")
    assert {one.new for one in parse(read("changed_number"), NOW, PHONE) if isinstance(one, Moved)} == {moved.new_wa_id, moved.new_user_id}


def test_words_and_buttons_are_written_alike(other: Other) -> None:
    other.program.send_message("31600000001", "Hallo *daar*")
    assert other.sent[0]["text"] == one(Message(f"Hallo {bold('daar')}"))["text"]
    other.program.send_message("31600000001", "Ja of nee?", buttons=[TheirButton("Ja", "a:1"), TheirButton("Nee", "a:2")], tracker="k")
    assert other.sent[1]["interactive"] == one(Message("Ja of nee?", options=(Button("Ja", "a:1"), Button("Nee", "a:2"))))["interactive"]
    assert other.sent[1]["biz_opaque_callback_data"] == "k"


def test_lists_and_links_are_written_alike(other: Other) -> None:
    options = tuple(Button(f"Optie {number}", f"a:{number}") for number in range(5))
    rows = [SectionRow(option.label, option.address) for option in options]
    other.program.send_message("31600000001", "Welke?", buttons=SectionList("Kies", sections=[Section(title="x", rows=rows)]))
    theirs = other.sent[0]["interactive"]
    theirs["action"]["sections"][0].pop("title")  # needed only where there are more of them
    assert theirs == one(Message("Welke?", options=options))["interactive"]
    other.program.send_message("31600000001", "Kijk", buttons=URLButton("Open", "https://t.me/een_bot"))
    assert other.sent[1]["interactive"] == one(Message("Kijk", ways=(Button("Open", "https://t.me/een_bot"),)))["interactive"]

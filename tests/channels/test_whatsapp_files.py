"""Pictures, files and recordings go to WhatsApp, and what she said aloud is fetched from it."""

import pytest

from bot.channels import whatsapp_http
from bot.channels.base import Outgoing, SendError
from bot.channels.whatsapp import WhatsAppChannel
from bot.dialogue.attached import Document, Picture
from bot.dialogue.message import Button, Message
from tests import whatsapp_stub as stub
from tests.cast import AMINA
from tests.whatsapp_stub import TOKEN, Reaction, WhatsAppStub, refusal

QR = Picture("qr", "Een QR-code met de link.", text="https://wa.me/31600000000?text=AC3D4EF")
FILE = Document("gegevens.txt", "Wat ik van je bewaar: één ding.")
MENU = (Button("Menu", "menu"),)
SOUND = b"OggS" + bytes(range(200))


def to_amina(message: Message, key: str = "k") -> Outgoing:
    return Outgoing(key, AMINA.phone, message)


async def test_a_picture_is_brought_first_and_shown_in_the_same_message(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await whatsapp.send(to_amina(Message("Scan dit.", ways=MENU, picture=QR)))
    assert [call.what for call in meta.calls] == ["media", "messages"]
    assert meta.sent[0].body["interactive"]["header"]["type"] == "image"
    ((kind, content),) = meta.files.values()
    assert (kind, content[:4]) == ("image/png", b"\x89PNG")


async def test_the_same_picture_for_many_is_brought_once(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    for number in range(3):
        await whatsapp.send(to_amina(Message("Scan dit.", ways=MENU, picture=QR), key=str(number)))
    assert (len(meta.called("media")), len(meta.sent)) == (1, 3)


async def test_a_file_keeps_its_name_and_its_letters(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await whatsapp.send(to_amina(Message("Dit is alles.", document=FILE)))
    (call,) = meta.sent
    assert call.body["document"]["filename"] == "gegevens.txt"
    ((kind, content),) = meta.files.values()
    assert (kind, content.decode("utf-8-sig")) == ("text/plain", FILE.text)


async def test_a_recording_goes_before_the_words_that_belong_to_it(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await whatsapp.send(Outgoing("k", AMINA.phone, Message("Dit zei je.", ways=MENU), recording=SOUND, mime="audio/ogg"))
    assert [call.body["type"] for call in meta.sent] == ["audio", "interactive"]
    assert list(meta.files.values()) == [("audio/ogg", SOUND)]


async def test_a_picture_that_is_refused_is_told_in_words(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, caplog: pytest.LogCaptureFixture
) -> None:
    meta.will(refusal(131053), what="media")
    await whatsapp.send(to_amina(Message("Scan dit.", ways=MENU, picture=QR)))
    (call,) = meta.sent
    assert call.words == f"Scan dit.\n\n{QR.about}"
    assert "WhatsApp refused a file" in caplog.text


async def test_a_recording_of_a_sort_that_meta_does_not_take_is_left_out_and_the_words_go(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel
) -> None:
    meta.will(refusal(100), what="media")
    await whatsapp.send(Outgoing("k", AMINA.phone, Message("Dit zei je.", ways=MENU), recording=SOUND, mime="audio/webm"))
    assert [call.words for call in meta.sent] == ["Dit zei je."]


async def test_a_picture_that_can_not_be_drawn_is_told_in_words(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await whatsapp.send(to_amina(Message("Scan dit.", ways=MENU, picture=Picture("qr", "Te lang.", text="x" * 9000))))
    assert meta.sent[0].words == "Scan dit.\n\nTe lang."


@pytest.mark.parametrize("reaction", [stub.BAD_GATEWAY, stub.HANGS_UP, Reaction(200, b"{}")])
async def test_trouble_with_bringing_a_file_means_that_nothing_was_sent(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, reaction: Reaction
) -> None:
    meta.will(reaction, what="media")
    with pytest.raises(SendError) as caught:
        await whatsapp.send(to_amina(Message("Dit is alles.", document=FILE)))
    assert (caught.value.ambiguous, caught.value.permanent) == (False, False)
    assert meta.sent == []


async def test_what_she_said_aloud_is_fetched_with_its_kind(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    meta.files["9"] = ("audio/ogg", SOUND)
    assert await whatsapp.fetch("9", 1000) == (SOUND, "audio/ogg")
    assert meta.called("media_url")[0].body == {"id": "9", "phone_number_id": stub.PHONE}


@pytest.mark.parametrize(("size", "most"), [(len(SOUND), 100), (1, 100)])
async def test_what_is_too_large_is_not_fetched_whatever_it_says_it_is(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, size: int, most: int
) -> None:
    meta.files["9"] = ("audio/ogg", SOUND)
    told = b'{"url": "%b/files/9", "file_size": %d}' % (meta.url.encode(), size)
    meta.will(Reaction(body=told), what="media_url")
    with pytest.raises(SendError, match="too large") as caught:
        await whatsapp.fetch("9", most)
    assert caught.value.permanent


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/file",
        "http://lookaside.fbsbx.com/file",  # not in clear text
        "https://lookaside.fbsbx.com.elsewhere.example/file",
        "https://fbsbx.com@elsewhere.example/file",
        "https://lookaside.fbsbx.com:8443/file",
        "http://127.0.0.1:1/file",
        "file:///etc/passwd",
        "http://[x",
    ],
)
async def test_the_token_is_shown_to_meta_only(meta: WhatsAppStub, whatsapp: WhatsAppChannel, url: str) -> None:
    meta.files["9"], meta.file_url = ("audio/ogg", SOUND), url
    with pytest.raises(SendError, match="where no file") as caught:
        await whatsapp.fetch("9", 1000)
    assert caught.value.permanent
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(("reaction", "permanent"), [(Reaction(404, b""), True), (Reaction(500, b""), False), (stub.UNAUTHORIZED, False)])
async def test_a_file_that_is_gone_is_gone_for_good(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, reaction: Reaction, permanent: bool
) -> None:
    meta.files["9"] = ("audio/ogg", SOUND)
    meta.will(reaction, what="file")
    with pytest.raises(SendError) as caught:
        await whatsapp.fetch("9", 1000)
    assert (caught.value.permanent, caught.value.ambiguous) == (permanent, False)


async def test_a_file_that_meta_does_not_know_is_gone_for_good(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    with pytest.raises(SendError) as caught:
        await whatsapp.fetch("../../77", 1000)
    assert caught.value.permanent


async def test_fetching_gives_up_in_time(meta: WhatsAppStub, whatsapp: WhatsAppChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatsapp_http, "TOTAL", 1.2)
    meta.files["9"] = ("audio/ogg", SOUND)
    meta.will(stub.SLOW, what="media_url")
    with pytest.raises(SendError, match="no answer") as caught:
        await whatsapp.fetch("9", 1000)
    assert not caught.value.permanent

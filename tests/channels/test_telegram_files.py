"""Pictures and files on Telegram: with their words where these fit, and never twice for nothing."""

from dataclasses import replace

import pytest

from bot.channels import telegram_http
from bot.channels.base import Outgoing, SendError
from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from bot.dialogue.attached import Chart, Document, Picture, Voice
from bot.dialogue.message import Button, Message, bold
from bot.pictures import dimensions
from storage import outbox
from storage.db import Database
from tests import telegram_stub as stub
from tests.cast import AMINA
from tests.channels.test_telegram_send import TABLE, Row, refused, to_amina
from tests.clock import Clock
from tests.storage.people_here import LANE, meet, queue, rows, statuses, work_until_idle
from tests.telegram_stub import Reaction, TelegramStub
from tests.telegram_uploads import CAPTION, PNG, Upload

QR = Picture("qr", "QR-code van de groep", text="https://t.me/stappenbot?start=LAAK12")
CHART = Chart("Helpen jullie elkaar?", "6 antwoorden", (("Ja, met formulieren", 4), ("Nee, nog niet", 2)), 6)
INVITE = Message(f"{bold('Nodig uit')} & deel", ways=(Button("Menu", "menu"),), picture=QR)
DATA = Message(
    "Dit is alles wat wij van je weten.", ways=(Button("Menu", "menu"),), document=Document("mijn-gegevens.txt", "Taal: Türkçe\n")
)
LONG = replace(INVITE, text="😀" * (CAPTION // 2) + "x")
KEPT_MENU = {"inline_keyboard": [[{"text": "Menu", "callback_data": "!menu"}]]}


def methods(telegram: TelegramStub) -> list[str]:
    return [call.method for call in telegram.calls]


def upload(telegram: TelegramStub, number: int = 0) -> Upload:
    arguments = telegram.calls[number].arguments
    found = arguments.get("photo") or arguments["document"]
    assert isinstance(found, Upload)
    return found


async def test_a_picture_goes_as_a_photo_with_the_words_below_it(telegram: TelegramStub, channel: TelegramChannel) -> None:
    assert await channel.send(to_amina(INVITE)) == "1"
    assert methods(telegram) == ["sendPhoto"]
    sent = telegram.calls[0].arguments
    assert sent["chat_id"] == AMINA.telegram
    assert sent["caption"] == "<b>Nodig uit</b> &amp; deel"
    assert sent["parse_mode"] == "HTML"
    assert sent["reply_markup"] == KEPT_MENU
    assert upload(telegram).body.startswith(PNG)


async def test_a_file_goes_as_a_document_that_phones_read_right(telegram: TelegramStub, channel: TelegramChannel) -> None:
    assert await channel.send(to_amina(DATA)) == "1"
    assert methods(telegram) == ["sendDocument"]
    sent = telegram.calls[0].arguments
    assert sent["caption"] == DATA.text
    assert sent["reply_markup"] == KEPT_MENU
    assert upload(telegram) == Upload("mijn-gegevens.txt", "text/plain", b"\xef\xbb\xbf" + "Taal: Türkçe\n".encode())


async def test_a_caption_is_counted_as_telegram_counts_it(telegram: TelegramStub, channel: TelegramChannel) -> None:
    just_fits = bold("&" * 24) + "😀" * ((CAPTION - 24) // 2)
    await channel.send(to_amina(replace(INVITE, text=just_fits)))
    assert methods(telegram) == ["sendPhoto"]


async def test_a_text_too_long_for_a_caption_follows_with_the_buttons(telegram: TelegramStub, channel: TelegramChannel) -> None:
    assert await channel.send(to_amina(LONG)) == "2"
    assert methods(telegram) == ["sendPhoto", "sendMessage"]
    photo, text = (call.arguments for call in telegram.calls)
    assert "caption" not in photo
    assert "reply_markup" not in photo
    assert text["text"] == LONG.text
    assert text["reply_markup"] == KEPT_MENU


async def test_a_picture_and_a_file_go_before_the_words(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.send(to_amina(replace(DATA, picture=QR)))
    assert methods(telegram) == ["sendPhoto", "sendDocument", "sendMessage"]
    assert telegram.texts == [(AMINA.telegram, DATA.text)]


@pytest.mark.parametrize("message", [INVITE, DATA, LONG])
async def test_what_carries_something_never_takes_the_place_of_what_was_pressed(
    telegram: TelegramStub, channel: TelegramChannel, message: Message
) -> None:
    await channel.send(to_amina(replace(message, noted="Ja"), edit="41"))
    assert "editMessageText" not in methods(telegram)
    last = telegram.calls[-1].arguments
    assert "✓" not in last.get("caption", "") + last.get("text", "")
    assert last["reply_markup"] == KEPT_MENU


async def test_a_picture_too_tall_to_be_read_as_a_photo_goes_as_a_file(telegram: TelegramStub, channel: TelegramChannel) -> None:
    """Telegram makes photos 1280 pixels tall."""
    for count, method in ((4, "sendPhoto"), (16, "sendDocument")):
        await channel.send(to_amina(replace(INVITE, picture=Picture("charts", "x", charts=(CHART,) * count))))
        assert methods(telegram)[-1] == method
    wide, tall = dimensions(upload(telegram, 1).body)
    assert tall > 3 * wide
    assert upload(telegram, 1).kind == "image/png"
    assert telegram.calls[1].arguments["caption"].startswith("<b>Nodig uit")


async def test_a_large_file_goes_out_too(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.send(to_amina(replace(DATA, document=Document("alles.txt", "woord " * 2**18))))
    assert len(upload(telegram).body) > 2**20


async def test_what_can_not_be_drawn_is_said_in_words(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.send(to_amina(replace(INVITE, picture=replace(QR, text="x" * 4000)), edit="41"))
    assert methods(telegram) == ["sendMessage"]
    sent = telegram.calls[0].arguments
    assert sent["text"] == "<b>Nodig uit</b> &amp; deel\n\nQR-code van de groep"
    assert sent["reply_markup"] == KEPT_MENU


@pytest.mark.parametrize("reaction", [stub.PHOTO_REFUSED, stub.NO_PHOTOS_HERE])
@pytest.mark.parametrize("message", [INVITE, LONG])
async def test_a_picture_that_telegram_refuses_is_said_in_words(
    telegram: TelegramStub, channel: TelegramChannel, message: Message, reaction: Reaction
) -> None:
    telegram.will(reaction)
    assert await channel.send(to_amina(message)) == "1"
    assert methods(telegram) == ["sendPhoto", "sendMessage"]
    assert telegram.texts[0][1].endswith("\n\nQR-code van de groep")


async def test_a_file_that_telegram_refuses_is_not_passed_over(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.will(stub.refusal(400, "Bad Request: file must be non-empty"))
    assert (await refused(channel, to_amina(DATA)))[0] == Row(permanent=True)


@pytest.mark.parametrize("message", [INVITE, DATA])
@pytest.mark.parametrize(("reaction", "row"), TABLE)
async def test_each_error_of_an_upload_is_told_in_our_terms(
    telegram: TelegramStub, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch, reaction: Reaction, row: Row, message: Message
) -> None:
    monkeypatch.setattr(telegram_http, "TOTAL", 0.8)
    telegram.will(reaction)
    assert (await refused(channel, to_amina(message)))[0] == row
    assert len(telegram.calls) == 1


async def test_a_photo_that_is_out_does_not_go_again_with_its_words(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.will(stub.too_many(3), stub.BAD_GATEWAY, method="sendMessage")
    assert (await refused(channel, to_amina(LONG)))[0] == Row(retry_after=3.0)
    assert (await refused(channel, to_amina(LONG)))[0] == Row()
    assert await channel.send(to_amina(LONG)) == "2"
    assert methods(telegram) == ["sendPhoto", "sendMessage", "sendMessage", "sendMessage"]
    await channel.send(Outgoing("another", AMINA.telegram, LONG))
    assert methods(telegram)[-2:] == ["sendPhoto", "sendMessage"]


async def test_what_is_out_halfway_is_not_remembered_without_end(
    telegram: TelegramStub, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.HALFWAY", 2)
    telegram.will(*[stub.BLOCKED] * 3, method="sendMessage")
    for key in ("one", "two", "three"):
        with pytest.raises(SendError):
            await channel.send(Outgoing(key, AMINA.telegram, LONG))
    for key in ("three", "one"):
        await channel.send(Outgoing(key, AMINA.telegram, LONG))
    assert methods(telegram)[-3:] == ["sendMessage", "sendPhoto", "sendMessage"]


async def test_when_the_photo_took_all_the_time_the_words_go_at_the_next_attempt(
    telegram: TelegramStub, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    await channel.send(to_amina(INVITE))  # what draws is warm
    telegram.calls.clear()
    monkeypatch.setattr(telegram_http, "TOTAL", 0.9)
    telegram.will(Reaction(seconds=0.6))
    assert (await refused(channel, to_amina(LONG)))[0] == Row()
    await channel.send(to_amina(LONG))
    assert methods(telegram) == ["sendPhoto", "sendMessage"]


async def test_from_the_queue_a_photo_and_its_words_go_out_once_whatever_comes_between(
    database: Database, telegram: TelegramStub, channel: TelegramChannel, clock: Clock
) -> None:
    amina = await meet(database, AMINA, clock())
    says = [("uitnodiging", LONG), ("daarna", Message("Tot zo"))]
    drafts = [outbox.Draft(key, amina.person_id, amina.address_id, LANE, {"message": say.to_json()}) for key, say in says]
    await queue(database, clock(), *drafts)
    telegram.will(stub.too_many(3), method="sendMessage")
    delivery = Delivery(database, {"telegram": channel}, "one", clock)
    await work_until_idle(delivery)
    assert await statuses(database) == ["queued", "queued"]
    clock.passes(3)
    await work_until_idle(delivery)
    assert methods(telegram) == ["sendPhoto", "sendMessage", "sendMessage", "sendMessage"]
    assert [(row["status"], row["external_id"]) for row in await rows(database)] == [("sent", "2"), ("sent", "3")]


async def test_errors_of_an_upload_hold_no_words(
    telegram: TelegramStub, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    secret = Message("Geheim van Amina", picture=replace(QR, about="Geheim"), document=Document("Geheim.txt", "Geheim"))
    telegram.will(stub.PHOTO_REFUSED, stub.BAD_HTML)
    told = (await refused(channel, to_amina(secret)))[1]
    assert "Geheim" not in caplog.text + told
    assert stub.TOKEN not in caplog.text + told


SAID = Message("Opname 1 van 2", ways=(Button("Menu", "menu"),), voice=Voice("0" * 32))
SOUND = b"OggS" + b"\x02" * 100


def spoken(mime: str = "audio/ogg", recording: bytes | None = SOUND) -> Outgoing:
    return replace(to_amina(SAID), recording=recording, mime=mime)


@pytest.mark.parametrize(
    ("mime", "method", "name"),
    [
        ("audio/ogg", "sendVoice", "opname.ogg"),
        ("audio/ogg; codecs=opus", "sendVoice", "opname.ogg"),
        ("audio/mpeg", "sendAudio", "opname.mp3"),
        ("audio/mp4", "sendAudio", "opname.m4a"),
        ("audio/amr", "sendDocument", "opname.amr"),
        ("audio/odd", "sendDocument", "opname"),
    ],
)
async def test_a_recording_goes_as_what_can_be_played(
    telegram: TelegramStub, channel: TelegramChannel, mime: str, method: str, name: str
) -> None:
    await channel.send(spoken(mime))
    assert methods(telegram) == [method]
    sent = telegram.calls[0].arguments
    [file] = [value for value in sent.values() if isinstance(value, Upload)]
    assert (file.name, file.body) == (name, SOUND)
    assert (sent["caption"], sent["reply_markup"]) == ("Opname 1 van 2", KEPT_MENU)


async def test_where_she_lets_nobody_send_voices_it_goes_as_a_file(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.will(stub.refusal(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN"), method="sendVoice")
    await channel.send(spoken())
    assert methods(telegram) == ["sendVoice", "sendDocument"]


async def test_a_recording_that_is_gone_leaves_its_words(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.send(spoken(recording=None))
    assert telegram.texts == [(AMINA.telegram, "Opname 1 van 2")]
    assert methods(telegram) == ["sendMessage"]

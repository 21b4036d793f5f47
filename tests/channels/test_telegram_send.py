"""What goes out to Telegram, and what each of its errors means to us."""

import logging
import time
from dataclasses import dataclass

import pytest

from bot.channels import telegram_http
from bot.channels.base import Outgoing, SendError
from bot.channels.telegram import TelegramChannel, greet
from bot.dialogue.message import BOLD, Button, Message, bold
from content.limits import TEXT
from tests import telegram_stub as stub
from tests.cast import AMINA
from tests.telegram_stub import TOKEN, Reaction, TelegramStub


def to_amina(message: Message, edit: str = "") -> Outgoing:
    return Outgoing("reply:telegram:1:0", AMINA.telegram, message, edit)


HELLO = to_amina(Message("Hallo"))
REPLACING = to_amina(Message("Hallo"), edit="41")


@dataclass(frozen=True)
class Row:
    """What a SendError should say."""

    permanent: bool = False
    unreachable: bool = False
    retry_after: float | None = None
    ambiguous: bool = False
    alarm: bool = False
    moved_to: str = ""


TABLE = [
    pytest.param(stub.too_many(7), Row(retry_after=7.0), id="429"),
    pytest.param(stub.too_many(10**9), Row(retry_after=86400.0), id="429 for ever"),
    pytest.param(stub.BLOCKED, Row(unreachable=True), id="403 blocked"),
    pytest.param(stub.DEACTIVATED, Row(unreachable=True), id="403 deactivated"),
    pytest.param(stub.CHAT_NOT_FOUND, Row(permanent=True), id="400 chat not found"),
    pytest.param(stub.BAD_HTML, Row(permanent=True), id="400 entities"),
    pytest.param(stub.migrated(-100123), Row(moved_to="-100123"), id="400 migrated"),
    pytest.param(stub.UNAUTHORIZED, Row(alarm=True), id="401"),
    pytest.param(stub.NOT_FOUND, Row(alarm=True), id="404"),
    pytest.param(stub.CONFLICT, Row(alarm=True), id="409"),
    pytest.param(stub.INTERNAL, Row(), id="500"),
    pytest.param(stub.BAD_GATEWAY, Row(), id="502 HTML"),
    pytest.param(stub.NOT_OK, Row(), id="200 not ok"),
    pytest.param(stub.NOT_JSON, Row(), id="200 not JSON"),
    pytest.param(stub.A_LIST, Row(), id="200 a list"),
    pytest.param(Reaction(400, b'["odd"]'), Row(permanent=True), id="400 a list"),
    pytest.param(Reaction(429, b'{"parameters": []}'), Row(), id="429 without parameters"),
    pytest.param(Reaction(200, b'{"ok": true, "result": {}}'), Row(), id="200 without a message"),
    pytest.param(Reaction(302, b""), Row(), id="302"),
    pytest.param(stub.HANGS_UP, Row(ambiguous=True), id="hangs up"),
    pytest.param(stub.SLOW, Row(ambiguous=True), id="too slow"),
]


async def refused(channel: TelegramChannel, outgoing: Outgoing) -> tuple[Row, str]:
    with pytest.raises(SendError) as caught:
        await channel.send(outgoing)
    error = caught.value
    row = Row(error.permanent, error.unreachable, error.retry_after, error.ambiguous, error.alarm, error.moved_to)
    return row, str(error)


@pytest.mark.parametrize(("reaction", "row"), TABLE)
async def test_each_error_is_told_in_our_terms(
    telegram: TelegramStub, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch, reaction: Reaction, row: Row
) -> None:
    monkeypatch.setattr(telegram_http, "TOTAL", 0.3)
    telegram.will(reaction)
    assert (await refused(channel, HELLO))[0] == row


async def test_a_refused_connection_was_not_sent(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await telegram.stop()
    assert (await refused(channel, HELLO))[0] == Row()


async def test_an_edit_that_got_no_answer_may_simply_be_tried_again(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.will(stub.HANGS_UP)
    assert (await refused(channel, REPLACING))[0] == Row()


async def test_errors_hold_no_words_and_no_token(
    telegram: TelegramStub, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reactions = [stub.BAD_HTML, stub.BAD_GATEWAY, stub.NOT_JSON, stub.UNAUTHORIZED, stub.HANGS_UP]
    telegram.will(*reactions)
    told = [(await refused(channel, to_amina(Message("Geheim van Amina"))))[1] for _ in reactions]
    await telegram.stop()
    told.append((await refused(channel, HELLO))[1])
    everything = caplog.text + "".join(told)
    for secret in ("Amina", "Geheim", TOKEN, "wifi", "Gateway"):
        assert secret not in everything
    assert told[0] == "refused: Can't parse entities"


async def test_a_message_is_html_without_previews_and_its_id_comes_back(telegram: TelegramStub, channel: TelegramChannel) -> None:
    assert await channel.send(to_amina(Message(f"{bold('Vraag 1 & 2')} <b> is > niets"))) == "1"
    assert await channel.send(HELLO) == "2"
    sent = telegram.calls[0].arguments
    assert sent["text"] == "<b>Vraag 1 &amp; 2</b> &lt;b&gt; is &gt; niets"
    assert sent["chat_id"] == AMINA.telegram
    assert sent["parse_mode"] == "HTML"
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["reply_markup"] == {"inline_keyboard": []}


async def test_bold_that_was_never_ended_is_ended(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.send(to_amina(Message(f"een {BOLD}twee {bold('drie')} vier {BOLD}vijf")))
    assert telegram.texts == [(AMINA.telegram, "een <b>twee drie</b> vier <b>vijf</b>")]


async def test_options_stand_below_each_other_and_short_ways_side_by_side(telegram: TelegramStub, channel: TelegramChannel) -> None:
    ways = (
        Button("Menu", "menu"),
        Button("Hulp", "help"),
        Button("Verder met de vragen", "go"),
        Button("Stop", "stop"),
        Button("Taal", "l"),
    )
    await channel.send(to_amina(Message("Kies", options=(Button("Ja", "a:1"), Button("Nee", "a:2")), ways=ways)))
    rows = telegram.calls[0].arguments["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["Ja"],
        ["Nee"],
        ["Menu", "Hulp"],
        ["Verder met de vragen"],
        ["Stop", "Taal"],
    ]
    assert rows[0] == [{"text": "Ja", "callback_data": "a:1"}]


async def test_buttons_of_a_message_that_stays_are_marked(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.send(to_amina(Message("Bewaar dit", ways=(Button("Menu", "menu"),), keep=True)))
    assert telegram.calls[0].arguments["reply_markup"]["inline_keyboard"] == [[{"text": "Menu", "callback_data": "!menu"}]]


async def test_a_button_with_too_long_an_address_is_left_out_and_the_message_goes(
    telegram: TelegramStub, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await channel.send(to_amina(Message("Kies", options=(Button("Ja", "é" * 32), Button("Nee", "é" * 33)))))
    assert [len(row) for row in telegram.calls[0].arguments["reply_markup"]["inline_keyboard"]] == [1]
    assert "too long an address" in caplog.text


async def test_a_text_that_is_too_long_is_cut_rather_than_lost(
    telegram: TelegramStub, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await channel.send(to_amina(Message(BOLD + "😀" * TEXT)))
    (_, text), *_ = telegram.texts
    shown = text.removeprefix("<b>").removesuffix("</b>")
    assert shown.endswith("😀…")
    assert TEXT - 3 <= len(shown.encode("utf-16-le")) // 2 <= TEXT
    assert "text was cut" in caplog.text


async def test_a_reply_takes_the_place_of_what_was_pressed(telegram: TelegramStub, channel: TelegramChannel) -> None:
    assert await channel.send(REPLACING) == "41"
    assert [call.method for call in telegram.calls] == ["editMessageText"]
    assert telegram.calls[0].arguments["message_id"] in (41, "41")
    assert telegram.calls[0].arguments["parse_mode"] == "HTML"


async def test_her_answer_stands_above_the_question_that_replaces_hers(telegram: TelegramStub, channel: TelegramChannel) -> None:
    question = Message("Vraag 2", noted="wij & <zij> " + "o" * 100)
    await channel.send(Outgoing("k", AMINA.telegram, question, edit="7"))
    await channel.send(Outgoing("k", AMINA.telegram, question))
    edited, sent = telegram.called("editMessageText")[0].arguments["text"], telegram.called("sendMessage")[0].arguments["text"]
    assert edited.startswith("✓ wij &amp; &lt;zij&gt; ooo")
    assert edited.endswith("o…\n\nVraag 2")
    assert sent == "Vraag 2"


async def test_a_message_that_is_the_same_already_is_fine(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.will(stub.NOT_MODIFIED)
    assert await channel.send(REPLACING) == "41"
    assert telegram.called("sendMessage") == []


@pytest.mark.parametrize("reaction", [stub.CANNOT_EDIT, stub.EDIT_NOT_FOUND, stub.ID_INVALID])
async def test_what_cannot_be_edited_is_sent_anew(telegram: TelegramStub, channel: TelegramChannel, reaction: Reaction) -> None:
    telegram.will(reaction)
    assert await channel.send(REPLACING) == "1"
    assert [call.method for call in telegram.calls] == ["editMessageText", "sendMessage"]


async def test_an_edit_to_a_chat_that_is_gone_is_not_sent_anew(telegram: TelegramStub, channel: TelegramChannel) -> None:
    telegram.will(stub.CHAT_NOT_FOUND)
    assert (await refused(channel, REPLACING))[0] == Row(permanent=True)


async def test_an_edit_and_a_new_message_together_stay_within_the_lease(
    telegram: TelegramStub, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_http, "TOTAL", 1.0)
    telegram.will(Reaction(400, stub.CANNOT_EDIT.body, seconds=0.8), stub.SLOW)
    started = time.monotonic()
    assert (await refused(channel, REPLACING))[0] == Row(ambiguous=True)
    assert time.monotonic() - started < 1.6


async def test_the_lane_is_named_after_the_bot_and_nothing_is_asked_before_the_first_message(
    telegram: TelegramStub, channel: TelegramChannel
) -> None:
    assert channel.lane == "tg:123456"
    await channel.send(HELLO)
    assert [call.method for call in telegram.calls] == ["sendMessage"]


async def test_the_commands_are_registered_in_dutch(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await greet(channel)
    names = [command["command"] for command in telegram.called("setMyCommands")[0].arguments["commands"]]
    assert names == ["start", "plannen", "vragen", "groep", "mijngegevens", "stop", "help"]


async def test_registering_commands_is_tried_again_and_never_raises(
    telegram: TelegramStub, channel: TelegramChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.PATIENCE", (0, 0))
    telegram.will(stub.BAD_GATEWAY, stub.BAD_GATEWAY, method="setMyCommands")
    await greet(channel)
    assert len(telegram.called("setMyCommands")) == 3
    telegram.will(stub.UNAUTHORIZED, stub.UNAUTHORIZED, stub.UNAUTHORIZED, method="setMyCommands")
    await greet(channel)
    assert len(telegram.called("setMyCommands")) == 6


async def test_a_press_is_answered_and_an_old_one_is_told_as_an_error(telegram: TelegramStub, channel: TelegramChannel) -> None:
    await channel.answer("77")
    assert telegram.called("answerCallbackQuery")[0].arguments["callback_query_id"] == "77"
    telegram.will(stub.QUERY_TOO_OLD)
    with pytest.raises(SendError, match="Query is too old"):
        await channel.answer("77")

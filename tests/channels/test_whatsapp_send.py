"""What goes out to WhatsApp, and what each of its errors means to us."""

import logging
import time
from dataclasses import dataclass, replace

import pytest

from bot.channels import whatsapp_http
from bot.channels.base import Outgoing, SendError, Templated
from bot.channels.whatsapp import WhatsAppChannel
from bot.channels.whatsapp_errors import of_status
from bot.dialogue.message import Button, Message
from tests import whatsapp_stub as stub
from tests.cast import AMINA
from tests.whatsapp_stub import TOKEN, Reaction, WhatsAppStub, failure, refusal

KEY = "reply:whatsapp:1:0"
TEMPLATE = Templated("herinnering", "nl", ("Laak", "Hoe?"), "go:3.17")
LONG = Message("\n\n".join(f"{number} " + "woord " * 100 for number in range(4)), ways=(Button("Menu", "menu"),))


def to_amina(message: Message) -> Outgoing:
    return Outgoing(KEY, AMINA.user_id, message)


HELLO = to_amina(Message("Hallo"))
SHUT = replace(HELLO, open=False)


@dataclass(frozen=True)
class Row:
    """What a SendError should say."""

    permanent: bool = False
    unreachable: bool = False
    retry_after: float | None = None
    ambiguous: bool = False
    alarm: bool = False
    grows: bool = False
    slower: bool = False
    halts: bool = False
    stopped: bool = False
    needs_template: bool = False

    @classmethod
    def of(cls, error: SendError) -> "Row":
        return cls(**{name: getattr(error, name) for name in cls.__dataclass_fields__})


CODES = {
    131047: Row(permanent=True, needs_template=True),
    131026: Row(unreachable=True),
    131049: Row(retry_after=86400.0),
    131050: Row(permanent=True, stopped=True),
    131056: Row(retry_after=4.0, grows=True),
    130429: Row(slower=True, retry_after=5.0),
    80007: Row(slower=True, retry_after=5.0),
    4: Row(slower=True, retry_after=5.0),
    131048: Row(halts=True),
    131031: Row(halts=True, alarm=True),
    368: Row(halts=True, alarm=True),
    131042: Row(halts=True, alarm=True),
    190: Row(alarm=True),
    10: Row(alarm=True),
    133010: Row(alarm=True),
    131000: Row(),
    131053: Row(permanent=True),
    999999: Row(permanent=True),
    **dict.fromkeys((131005, 131037, 131045, 133016), Row(alarm=True)),
    **dict.fromkeys((17, 32, 613), Row(slower=True, retry_after=5.0)),
    **{code: Row(permanent=True) for code in range(132000, 132017)},
}
ANSWERS = [
    *[pytest.param(refusal(code), row, id=str(code)) for code, row in CODES.items()],
    pytest.param(refusal(100, subcode=33), Row(alarm=True), id="100, no such number"),
    pytest.param(refusal(100), Row(permanent=True), id="100"),
    pytest.param(refusal(100, 500), Row(), id="500 with a code"),
    pytest.param(refusal(131047, 500), CODES[131047], id="500 with a code that says enough"),
    pytest.param(Reaction(401, b""), Row(alarm=True), id="401"),
    pytest.param(Reaction(429, b"{}"), Row(slower=True, retry_after=5.0), id="429"),
    pytest.param(Reaction(400, b'["odd"]'), Row(permanent=True), id="400 a list"),
    pytest.param(Reaction(400, b'{"error": "odd"}'), Row(permanent=True), id="400 without a code"),
    pytest.param(Reaction(200, b'{"error": {"code": 190}}'), Row(alarm=True), id="200 with an error"),
    pytest.param(stub.INTERNAL, Row(), id="500"),
    pytest.param(Reaction(503, b""), Row(), id="503"),
    pytest.param(Reaction(408, b""), Row(), id="408"),
    pytest.param(Reaction(425, b""), Row(), id="425"),
    pytest.param(Reaction(403, b"<html>"), Row(alarm=True), id="403"),
    pytest.param(Reaction(404, b"<html>"), Row(alarm=True), id="404"),
    pytest.param(stub.BAD_GATEWAY, Row(ambiguous=True), id="502 HTML"),
    pytest.param(Reaction(504, b""), Row(ambiguous=True), id="504"),
    pytest.param(Reaction(500, b'{"error": {}}'), Row(ambiguous=True), id="500 without a code"),
    pytest.param(stub.NOT_JSON, Row(ambiguous=True), id="200 not JSON"),
    pytest.param(stub.A_LIST, Row(ambiguous=True), id="200 a list"),
    pytest.param(stub.NO_ID, Row(ambiguous=True), id="200 without an id"),
    pytest.param(Reaction(200, b'{"error": "odd"}'), Row(ambiguous=True), id="200 with an odd error"),
    pytest.param(Reaction(202, b'{"messages": [{"id": "x"}]}'), Row(ambiguous=True), id="202"),
    pytest.param(Reaction(200, b" " * (5 * 2**20)), Row(ambiguous=True), id="200 too large"),
    pytest.param(Reaction(302, b"", headers=(("Location", "http://elsewhere.invalid/"),)), Row(), id="302"),
    pytest.param(stub.HANGS_UP, Row(ambiguous=True), id="hangs up"),
    pytest.param(stub.SLOW, Row(ambiguous=True), id="too slow"),
]


async def refused(channel: WhatsAppChannel, outgoing: Outgoing = HELLO) -> tuple[Row, str]:
    with pytest.raises(SendError) as caught:
        await channel.send(outgoing)
    return Row.of(caught.value), str(caught.value)


@pytest.mark.parametrize(("reaction", "row"), ANSWERS)
async def test_each_error_is_told_in_our_terms(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, monkeypatch: pytest.MonkeyPatch, reaction: Reaction, row: Row
) -> None:
    monkeypatch.setattr(whatsapp_http, "TOTAL", 1.5)
    meta.will(reaction)
    assert (await refused(whatsapp))[0] == row


@pytest.mark.parametrize(("code", "row"), CODES.items())
def test_a_failed_status_means_the_same_as_the_answer_would(code: int, row: Row) -> None:
    assert Row.of(of_status([failure(code)])) == row


@pytest.mark.parametrize("errors", [None, [], {}, [7], [{"code": "x"}], [{"code": True}]])
def test_a_failed_status_without_a_reason_has_failed_for_good(errors: object) -> None:
    assert Row.of(of_status(errors)) == Row(permanent=True)


async def test_a_refused_connection_was_not_sent(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await meta.stop()
    assert (await refused(whatsapp))[0] == Row()


async def test_a_redirect_is_not_followed_as_it_would_get_the_token(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    meta.will(Reaction(302, b"", headers=(("Location", f"{meta.url}/files/1"),)))
    assert (await refused(whatsapp))[0] == Row()
    assert [call.what for call in meta.calls] == ["messages"]


async def test_after_the_end_nothing_is_asked_any_more(whatsapp: WhatsAppChannel) -> None:
    await whatsapp.close()
    assert await refused(whatsapp) == (Row(), "the program is ending")


async def test_errors_and_logs_hold_no_words_no_number_and_no_token(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = to_amina(Message("Geheim van Amina"))
    odd = refusal(131009, title=f"Parameter value is not valid: '{AMINA.phone}' Geheim")
    reactions = [odd, stub.BAD_GATEWAY, stub.NOT_JSON, stub.UNAUTHORIZED, stub.HANGS_UP]
    meta.will(*reactions)
    told = [(await refused(whatsapp, secret))[1] for _ in reactions]
    sent = await whatsapp.send(secret)
    await meta.stop()
    told.append((await refused(whatsapp, secret))[1])
    everything = caplog.text + "".join(told) + sent + repr(meta.settings())
    for word in ("Amina", "Geheim", TOKEN, AMINA.phone, AMINA.user_id, "wifi", "Gateway", "wamid", stub.SECRET, stub.VERIFY):
        assert word not in everything
    assert told[0] == "refused: Parameter value is not valid (131009)"


async def test_it_goes_to_her_id_where_that_is_known_as_her_number_may_be_another_persons_by_now(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel
) -> None:
    for address in (AMINA.user_id, AMINA.phone, "+" + AMINA.phone):
        await whatsapp.send(Outgoing(KEY, address, Message("Hallo")))
    assert [call.to for call in meta.sent] == [AMINA.user_id, AMINA.phone, AMINA.phone]
    assert ["recipient" in call.body for call in meta.sent] == [True, False, False]
    assert {call.body["biz_opaque_callback_data"] for call in meta.sent} == {KEY}


@pytest.mark.parametrize("address", ["gone:7", "", "NL", "123", "NL.a b"])
async def test_what_is_no_address_any_more_is_not_asked_for(meta: WhatsAppStub, whatsapp: WhatsAppChannel, address: str) -> None:
    assert (await refused(whatsapp, Outgoing(KEY, address, Message("Hallo"))))[0] == Row(unreachable=True)
    assert meta.calls == []


async def test_what_comes_back_is_short_and_the_same_for_the_same(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    first, second = await whatsapp.send(HELLO), await whatsapp.send(HELLO)
    assert len(first) == len(second) == 32
    assert first != second


async def test_the_lane_is_named_after_the_number_and_keeps_below_its_rate(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    assert (whatsapp.lane, whatsapp.rate.each, whatsapp.rate.burst) == (f"wa:{stub.PHONE}", 6.0, 45)
    assert 78 < whatsapp.rate.a_second < 80
    assert WhatsAppChannel(meta.settings(rate=1000)).rate.a_second == 980
    assert meta.calls == []


async def test_whoever_has_not_written_for_a_day_gets_the_template(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await whatsapp.send(replace(SHUT, template=TEMPLATE))
    (call,) = meta.sent
    assert (call.body["type"], call.body["template"]["name"]) == ("template", "herinnering")
    assert call.body["biz_opaque_callback_data"] == KEY


async def test_without_a_template_that_is_a_failure_that_says_so(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    row, told = await refused(whatsapp, SHUT)
    assert row == Row(permanent=True, needs_template=True)
    assert told == "she has not written for a day, so only a template may be sent, and there is no approved one for this"
    assert meta.calls == []


async def test_only_the_last_part_tells_how_it_goes_and_is_tried_again_alone(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    meta.will(Reaction(), stub.INTERNAL, what="messages")
    with pytest.raises(SendError) as caught:
        await whatsapp.send(to_amina(LONG))
    another = WhatsAppChannel(meta.settings())  # of another process: it knows only what the row tells
    await another.send(replace(to_amina(LONG), done=caught.value.done))
    await another.close()
    assert [call.body["type"] for call in meta.sent] == ["text", "interactive", "interactive"]
    assert ["biz_opaque_callback_data" in call.body for call in meta.sent] == [False, True, True]
    await whatsapp.send(to_amina(LONG))
    assert len(meta.sent) == 5


@pytest.mark.parametrize(("reactions", "before", "after"), [(1, 0, 0), (2, 0, 1), (1, 1, 1), (3, 0, 2), (2, 1, 2)])
async def test_what_fails_tells_how_many_parts_are_out(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, reactions: int, before: int, after: int
) -> None:
    three = to_amina(Message("een woord " * 900))
    meta.will(*[Reaction()] * (reactions - 1), stub.INTERNAL, what="messages")
    with pytest.raises(SendError) as caught:
        await whatsapp.send(replace(three, done=before))
    assert caught.value.done == after


async def test_a_template_goes_whole_whatever_was_out_of_the_message_that_it_stands_for(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel
) -> None:
    await whatsapp.send(replace(SHUT, template=TEMPLATE, done=2))
    assert [call.body["type"] for call in meta.sent] == ["template"]


async def test_all_calls_of_a_message_together_stay_within_its_lease(
    meta: WhatsAppStub, whatsapp: WhatsAppChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatsapp_http, "TOTAL", 2.0)
    meta.will(Reaction(seconds=0.7), stub.SLOW)
    started = time.monotonic()
    assert (await refused(whatsapp, to_amina(LONG)))[0] == Row(ambiguous=True)
    assert time.monotonic() - started < 2.9
    meta.will(Reaction(seconds=1.7))
    assert await refused(whatsapp, to_amina(LONG)) == (Row(), "there was no time left for the rest")


async def test_she_sees_that_it_was_read_and_that_an_answer_is_written(meta: WhatsAppStub, whatsapp: WhatsAppChannel) -> None:
    await whatsapp.seen("wamid.of-hers")
    (call,) = meta.called("seen")
    assert call.body["message_id"] == "wamid.of-hers"
    assert call.body["typing_indicator"] == {"type": "text"}
    assert meta.sent == []

"""Logs tell the event and ids, and nothing that a person wrote."""

import logging
import sys
from dataclasses import replace
from typing import cast

import pytest
from sqlalchemy import text

from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.events import Said
from bot.logs import Lines
from content.catalogue import Catalogue as Plans
from storage.db import Database
from tests.clock import Clock
from tests.person import Person, put_together

SECRET = "mijn geheime ruzie"


def test_a_line_holds_the_event_and_its_ids() -> None:
    record = logging.LogRecord("bot.delivery", logging.WARNING, "x.py", 1, "message not sent", (), None)
    record.__dict__.update({"message_id": 7, "channel": "telegram"})
    assert Lines().format(record).endswith("WARNING bot.delivery: message not sent message_id=7 channel=telegram")


def test_the_message_of_an_error_is_left_out_because_it_may_quote_her() -> None:
    try:
        int(SECRET)
    except ValueError:
        line = Lines().formatException(sys.exc_info())
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "geheime" not in line


async def test_no_words_are_logged_when_all_goes_well_or_wrong(database: Database, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine.Engine")
    parts, terminal = put_together(database, clock)
    amina = Person(parts, terminal, clock, "amina-0612345678")
    for said in ("/start", "ja", "/vragen", SECRET):
        await amina.say(said)
    broken, screen = put_together(database, clock, replace(read_catalogue(), texts=cast("Plans", None)))  # so that our own code fails
    await Person(broken, screen, clock, "amina-0612345678").do(Said(SECRET))
    async with database.write() as connection:
        await connection.execute(text("ALTER TABLE message RENAME TO gone"))
    with pytest.raises(Exception, match="message") as raised:
        await amina.do(Said(SECRET))
    logged = "\n".join(Lines().format(record) for record in caplog.records) + str(raised.value)
    assert "inbound put aside" in logged
    assert "geheime" not in logged
    assert "0612345678" not in logged

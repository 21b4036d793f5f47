"""A group of nine plays a round with the whole program, on both databases; the transcript is replayed word for word."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.transcript import _Dumper
from tests.clock import Clock
from tests.telegram_stub import TelegramStub
from tests.together.phones import Phone, Program, TelegramPhone, WebPhone, running

FILE = Path(__file__).parents[1] / "transcripts" / "together" / "groep-van-negen.yaml"
ON_THE_WEB = ("Amina", "Esra", "Gulsen", "Ivana", "Hanan op het web")


def phone_of(program: Program, name: str, number: int) -> Phone:
    return WebPhone(program) if name in ON_THE_WEB else TelegramPhone(program, name, 700_000_100 + number)


async def play(program: Program, script: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Everybody does what the script says; returns the script with what the bot said now."""
    phones: dict[str, Phone] = {}
    played = []
    for line in script:
        if "days" in line:
            program.clock.passes(24 * 3600 * int(line["days"]))
            played.append(line)
            continue
        name = line["who"]
        phone = phones.setdefault(name, phone_of(program, name, len(phones)))
        deeds = line["does"] if isinstance(line["does"], list) else [line["does"]]
        said = ""
        for deed in deeds:
            said = await phone.does(deed)
        played.append({"who": name, "does": line["does"], "bot": said})
    return played


def without_bot(script: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in line.items() if key != "bot"} for line in script]


async def test_a_group_of_nine_from_the_invitation_to_the_chosen_step(
    database_url: str, telegram: TelegramStub, clock: Clock, request: pytest.FixtureRequest
) -> None:
    script = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    async with running(database_url, telegram, clock) as program:
        played = await play(program, script)
    if request.config.getoption("--update"):
        FILE.write_text(yaml.dump(played, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
        script = played
    for expected, now in zip(script, played, strict=True):
        assert now == expected

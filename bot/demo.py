"""A group to look at: its members are not there, but what they answered is, in a round that is still open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.dialogue.catalogue import Catalogue
from bot.rehearsal import NAMES, Player, Stage
from bot.simulate import begin, joins, theatre_of
from storage import codes, groups
from storage.db import Database

NAME = "Voorbeeldgroep Laak"
STAGE = "voorbeeld"  # the channel of those who are not there
SIZE, SILENT = 9, 2  # members, and those who have not answered yet
PLAN = 3


async def demo_code(database: Database, catalogue: Catalogue, clock: Callable[[], datetime]) -> str:
    """The code of the demo group, which is made and filled the first time."""
    async with database.read() as connection:
        group_id = await groups.first(connection)
        if group_id is not None:
            return await codes.invite(connection, group_id)
    stage = Stage(STAGE)
    dice = Random(1)  # noqa: S311 - a play, no secret: whoever runs the demo sees the code anyway
    theatre = await theatre_of(database, catalogue, {STAGE: stage}, clock() - timedelta(days=1), dice)
    players = [Player(theatre, stage, name) for name in NAMES[:SIZE]]
    leader = players[0]
    _, code, round = await begin(leader, PLAN, NAME)
    for place, player in enumerate(players[1:], 1):
        await joins(player, code)
        if place >= SIZE - SILENT:
            continue
        await player.goes(f"round:{round}")
        await player.presses("go:")
        await player.answers()
    return code

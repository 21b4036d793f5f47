"""A group to look at: its members are not there, but what they answered is, in two rounds that are over and one that is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.broadcasting import Broadcasting
from bot.channels.base import Outgoing, SendError
from bot.dialogue.catalogue import Catalogue
from bot.groups.closing import close_due
from bot.groups.house import Table, Who
from bot.groups.logins import offer
from bot.rehearsal import NAMES, Behind, Player, Stage, Theatre
from bot.reminding import Reminding
from bot.simulate import begin, joins, theatre_of
from storage import codes, groups, moderating, sessions
from storage.db import Database

NAME = "Voorbeeldgroep Laak"
STAGE = "voorbeeld"  # the channel of those who are not there
LOST = "Hanan"  # whose phone can't be reached any more
SIZE = 9  # members; all of them answer in each round, or little could be shown of the later ones
PLAN = 3
DAYS = (100, 45, 5)  # so long ago each round began; the first two lasted ten days
BEGUN = 5  # prompts of the open round that all have answered; two went on to the end
LINK = 24 * 60  # minutes that the link to log in lasts: it works on this machine alone
WORDS = "Donderdag om 10 uur drinken we samen koffie. Kom je ook?"
LIVED_THROUGH = "Wij beginnen elke maand met samen eten. Daarna praten wij makkelijker over wat moeilijk is."


class Phones(Stage):
    """The phones of those who are not there: all but one take what is sent."""

    async def send(self, outgoing: Outgoing) -> str:
        """Put it before her, unless her phone is lost."""
        if outgoing.address == LOST and outgoing.key.startswith("broadcast:"):
            raise SendError("there is no such phone any more", permanent=True, unreachable=True)
        return await super().send(outgoing)


@dataclass
class Play:
    """The group on a clock that begins long ago and ends now."""

    theatre: Theatre
    behind: Behind
    players: list[Player]
    now: datetime
    group: int = 0

    @property
    def leader(self) -> Player:
        """Who leads the group."""
        return self.players[0]

    async def days_ago(self, days: float) -> None:
        """It is so many days before now; what was due before, and is due then, has been done."""
        await self._due()
        self.theatre.clock.now = max(self.theatre.clock.now, self.now - timedelta(days=days))
        await self._due()

    async def _due(self) -> None:
        behind, clock = self.behind, self.theatre.clock
        reminding = Reminding(behind.database, behind.house, behind.channels, clock)
        broadcasting = Broadcasting(behind.database, behind.house, behind.channels, clock)
        await close_due(behind.database, behind.house.catalogue, clock())
        while await reminding.once() or await broadcasting.once() or await self.theatre.delivery.work():
            continue


async def demo_code(database: Database, catalogue: Catalogue, clock: Callable[[], datetime]) -> str:
    """The code of the demo group, which is made and filled the first time."""
    async with database.read() as connection:
        group_id = await groups.first(connection)
        if group_id is not None:
            return await codes.invite(connection, group_id)
    stage, now = Phones(STAGE), clock()
    dice = Random(1)  # noqa: S311 - a play, no secret: whoever runs the demo sees the code anyway
    theatre = await theatre_of(database, catalogue, {STAGE: stage}, now - timedelta(days=DAYS[0]), dice)
    assert theatre.behind is not None
    play = Play(theatre, theatre.behind, [Player(theatre, stage, name, skips=0) for name in NAMES[:SIZE]], now)
    play.group, code, round = await begin(play.leader, PLAN, NAME)
    await play.leader.goes("name")
    await play.leader.says(play.leader.name)
    for player in play.players[1:]:
        await joins(player, code)
    await _first_rounds(play, round)
    await _open_round(play)
    return code


async def _first_rounds(play: Play, round: int) -> None:
    """Two rounds that are over, a step that was done between them, and one that is busy since."""
    plan = play.behind.house.catalogue.plan(PLAN)
    assert plan is not None
    steps = [step.id for step in plan.steps]
    await _answer(play, round)
    await play.days_ago(DAYS[0] - 10)
    await play.leader.goes(f"closeround:{round}:yes")
    await _choose(play, steps[0], "done")
    await play.days_ago(DAYS[1])
    for player in play.players:
        player.cheers(0.3)
    second = await _begin_again(play)
    await _answer(play, second)
    await play.days_ago(DAYS[1] - 10)
    await play.leader.goes(f"closeround:{second}:yes")
    await _choose(play, steps[1], "busy")
    await play.leader.goes(f"remind:{play.group}:{PLAN}")
    await play.leader.says("elke 3 maanden op de eerste dinsdag om 10:00")
    await play.leader.presses("setremind")


async def _open_round(play: Play) -> None:
    """A round with prompts that all have answered and prompts that only two have, and something that was sent to the group."""
    await play.days_ago(DAYS[2])
    round = await _begin_again(play)
    for place, player in enumerate(play.players):
        await player.goes(f"round:{round}")
        await player.presses("go:")
        await player.answers() if place < 2 else await player.answers(BEGUN)
    await play.days_ago(2)
    await play.leader.goes(f"send:{play.group}:words")
    await play.leader.says(WORDS)
    await play.leader.presses("sendnow:")
    await _tells_all_groups(play)
    await play.days_ago(1)


async def _tells_all_groups(play: Play) -> None:
    """A member has written for all groups, and her coordinator, who is a moderator too, has it before her."""
    member, database = play.players[2], play.behind.database
    await member.goes(f"share:{PLAN}")
    await member.says(LIVED_THROUGH)
    await member.presses("givesend:")
    async with database.write() as connection:
        leaders = [one for one in await groups.members(connection, play.group) if one.role == groups.COORDINATOR]
        await moderating.appoint(connection, leaders[0].person_id)


async def _begin_again(play: Play) -> int:
    """The next round of the same plan."""
    await play.leader.goes(f"newround:{play.group}:{PLAN}")
    await play.leader.presses("openround:")
    return next(int(button.address.split(":")[1]) for button in play.leader.buttons if button.address.startswith("closeround:"))


async def _answer(play: Play, round: int) -> None:
    for player in play.players:
        await player.goes(f"round:{round}")
        await player.presses("go:")
        await player.answers()


async def _choose(play: Play, step: str, status: str) -> None:
    """The group takes that step, and the second woman takes care of it."""
    await play.leader.goes(f"choose:{play.group}:{PLAN}:{step}")
    await play.players[1].goes(f"care:{play.group}:{PLAN}:{step}:1")
    await play.players[1].goes(f"st:{play.group}:{PLAN}:{step}:{status}")


async def demo_login(table: Table) -> str:
    """A link that logs in whoever leads the demo group; empty: nobody does any more."""
    group_id = await groups.first(table.connection)
    members = await groups.members(table.connection, group_id) if group_id is not None else []
    leader = next((one for one in members if one.role == groups.COORDINATOR), None)
    address = await sessions.address_of(table.connection, leader.person_id) if leader else None
    if leader is None or address is None:
        return ""
    hers = Table(table.connection, table.house, Who(leader.person_id, address, STAGE, ""), table.now)
    return (await offer(hers, LINK)).link

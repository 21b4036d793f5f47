"""A whole group that plays a round of a plan, from the invitation to the chosen step: a rehearsal for whoever writes a plan."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.channels.base import Channel
from bot.delivery import Delivery
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.dialogue.message import Message
from bot.groups.house import House
from bot.rehearsal import NAMES, Behind, Clock, Player, Stage, Theatre
from bot.service import Service
from bot.transcript import as_text
from content.explain import plan_file
from content.loader import read_plan
from content.model import Plan
from storage.answers import keep_version
from storage.db import Database
from storage.migrate import migrate

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LARGEST = 60  # members
CHANNELS = ("telegram", "web")
HALFWAY, CHANGES, NEVER = 0.15, 0.15, 0.1  # how many stop halfway, change an answer, and never begin

Print = Callable[[str], None]


class Unplayable(Exception):
    """That can't be played. The text says why and what to do."""


@dataclass
class Tally:
    """How it went."""

    joined: int = 0
    finished: int = 0
    halfway: int = 0
    changed: int = 0
    silent: int = 0


@dataclass(frozen=True)
class Play:
    """What is played: the plan, and where."""

    theatre: Theatre
    stages: Mapping[str, Stage]
    plan: Plan


async def simulate(size: int, plan: str, seed: int, say: Print) -> None:
    """Play a group of `size` women with that plan (a path, id or number), the same for the same seed. Raises Unplayable and Broken."""
    async with staged(size, plan, seed) as play:
        await _play(play.theatre, play.stages, play.plan, size, say)


@asynccontextmanager
async def staged(size: int, plan: str, seed: int) -> AsyncIterator[Play]:
    """An empty house with that plan alone. Raises Unplayable and Broken."""
    if not 1 <= size <= LARGEST:
        raise Unplayable(f"a group of {size} can't be played. Choose from 1 to {LARGEST}.")
    file = plan_file(plan)
    if file is None:
        raise Unplayable(f"there is no plan '{plan}'. Name a plan.yaml or its folder, or one of ours by id or number.")
    played = read_plan(file)
    if played.status != "ready":
        raise Unplayable(f"plan '{played.id}' is coming and has no questions yet. Choose another plan.")
    with _alone(file) as plans, tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/rehearsal.db")
        try:
            await migrate(database)
            stages = {name: Stage(name) for name in CHANNELS}
            theatre = await theatre_of(database, read_catalogue(plans), stages, BEGIN, Random(seed))  # noqa: S311 - a play, no secret
            yield Play(theatre, stages, played)
        finally:
            await database.close()


@contextmanager
def _alone(file: Path) -> Iterator[Path]:
    """A folder with no other plan in it, so that a draft can be played whatever else lies around it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(file.parent, Path(folder) / file.parent.resolve().name)
        yield Path(folder)


async def theatre_of(database: Database, catalogue: Catalogue, stages: Mapping[str, Stage], begin: datetime, dice: Random) -> Theatre:
    """The real service with stages in the place of channels."""
    clock = Clock(begin)
    channels: dict[str, Channel] = dict(stages)
    house = House(catalogue, lambda _code: (), "open", dice, {name: stage.capabilities for name, stage in stages.items()})
    async with database.write() as connection:
        for plan in catalogue.ready():
            await keep_version(connection, plan.number, plan.version, plan.model_dump(mode="json"), clock())
    service = Service(database, house, channels, "rehearsal", clock)
    return Theatre(service, Delivery(database, channels, "rehearsal", clock), clock, dice, Behind(database, house, channels))


async def _play(theatre: Theatre, stages: Mapping[str, Stage], plan: Plan, size: int, say: Print) -> None:
    players = [Player(theatre, stages[CHANNELS[place % 2]], name_of(place)) for place in range(size)]
    leader, tally = players[0], Tally()
    group, code, round = await begin(leader, plan.number, f"Groep van {leader.name}")
    for player in players:
        await _takes_part(theatre, player, leader, code, round, tally)
    say(f"{plan.title}\n{_told(tally)}\n")
    await leader.goes(f"closeround:{round}:yes")
    await _result(leader, plan, round, say)
    await _choose(leader, group, say)


def name_of(place: int) -> str:
    """What one of them is called."""
    again = place // len(NAMES)
    return NAMES[place % len(NAMES)] + (f" {again + 1}" if again else "")


async def begin(leader: Player, plan: int, name: str) -> tuple[int, str, int]:
    """She makes a group and opens a round; returns the group's id, its code and the round's id."""
    await leader.open()
    await leader.presses("consent:yes")
    await leader.goes("newgroup")
    await leader.says(name)
    group = _id_in(leader.message, "invite:")
    invitation = await leader.presses("invite:")
    code = invitation.text.split("\x02")[2].split("\x03")[0]
    await leader.goes(f"newround:{group}:{plan}")
    await leader.presses("openround:")
    round = _id_in(leader.message, "closeround:")
    return group, code, round


def _id_in(message: Message, start: str) -> int:
    return next(int(button.address.split(":")[1]) for button in message.buttons() if button.address.startswith(start))


async def joins(player: Player, code: str) -> None:
    """She comes in with the code, and says her name."""
    await player.open(code)
    await player.presses("consent:yes:join:")
    await player.says(player.name)


async def _takes_part(theatre: Theatre, player: Player, leader: Player, code: str, round: int, tally: Tally) -> None:
    dice = theatre.dice
    theatre.clock.passes(timedelta(hours=dice.randint(1, 20)))
    if player is not leader:
        await joins(player, code)
    tally.joined += 1
    fate = dice.random()
    if fate < NEVER and player is not leader:
        tally.silent += 1
        return
    await player.goes(f"round:{round}")
    await player.presses("go:")
    if fate < NEVER + HALFWAY:
        await player.answers(dice.randint(2, 6))
        await player.goes("pause")
        tally.halfway += 1
        return
    await player.answers()
    tally.finished += 1
    if fate > 1 - CHANGES:
        changes = [button for button in player.buttons if button.address.startswith("q:")]
        await player.goes(dice.choice(changes).address)
        await player.answers(1)
        tally.changed += 1


def _told(tally: Tally) -> str:
    return (
        f"{tally.joined} members: {tally.finished} answered everything ({tally.changed} changed an answer after that), "
        f"{tally.halfway} stopped halfway, {tally.silent} never began."
    )


async def _result(leader: Player, plan: Plan, round: int, say: Print) -> None:
    """What the coordinator reads after closing."""
    say("--- " + as_text(await leader.goes(f"result:{round}")) + "\n")
    for place in range(len(plan.questions)):
        message = await leader.goes(f"answers:{round}:{place}")
        say("--- " + as_text(message) + "\n")
        following = message.ways[0].address
        while following.startswith(f"answers:{round}:{place}:"):
            message = await leader.goes(following)
            following = message.ways[0].address
            say("--- " + as_text(message) + "\n")
    say("--- " + as_text(await leader.goes(f"groupadvice:{round}")) + "\n")


async def _choose(leader: Player, group: int, say: Print) -> None:
    """She chooses the first step, if there is any."""
    if any(button.address.startswith(f"cstep:{group}:") for button in leader.buttons):
        await leader.presses(f"cstep:{group}:")
        say("--- " + as_text(await leader.presses("choose:")))

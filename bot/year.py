"""A group that comes back to its plan again and again, on a clock that goes fast: what it is sent, who answers, and what changes."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.dates import HOME, local_day
from bot.dialogue.attached import Picture
from bot.dialogue.message import Message
from bot.groups.closing import close_due
from bot.pictures import png
from bot.rehearsal import Behind, Lost, Player
from bot.reminding import Reminding
from bot.simulate import CHANNELS, Play, Print, Unplayable, begin, joins, name_of, simulate, staged
from bot.transcript import as_text
from storage import reminders

HOUR = time(10, 30)  # of each day: then what is due is done, and who wants to answers
NAME = "Laak"
AT_ONCE, LATER = 0.6, 0.3  # how many answer each time that they hear of it, and how many of the others ask for later
HELPFUL = 2  # the question of which more is shown
SILENT = 3  # so many never answer anything; the others skip nothing, or which of them may be shown would be left to chance
OUTAGE = timedelta(days=7)
MOST = 12  # evaluations
PATIENCE = 250  # days: a reminder that has not come by then never will


@dataclass
class Year:
    """One group, and what happened to it."""

    play: Play
    behind: Behind
    engine: Reminding
    players: list[Player]
    say: Print
    group: int = 0
    round: int = 0  # the last that was opened
    read: Counter[str] = field(default_factory=Counter)  # so many messages each of them has read
    answered: set[tuple[str, int]] = field(default_factory=set)  # who, in which round
    heard: Counter[tuple[str, int]] = field(default_factory=Counter)  # how often, of which round
    going: list[str] = field(default_factory=list)  # what is said when somebody is asked how a step goes, one after the other
    stuck: set[str] = field(default_factory=set)  # steps that do not go on
    picture: Picture | None = None  # the last that showed how it went

    @property
    def leader(self) -> Player:
        """Who leads the group."""
        return self.players[0]

    @property
    def number(self) -> int:
        """Of the plan."""
        return self.play.plan.number

    def tell(self, what: str) -> None:
        """Print it with the day."""
        self.say(f"== {local_day(self.play.theatre.clock()):%d-%m-%Y}: {what}")


def rehearse(size: int, plan: str, seed: int, rounds: int, file: Path | None, say: Print) -> None:
    """A round, or a first round and so many evaluations; the picture of how it went goes into that file. Raises Unplayable and Broken."""
    if not 0 <= rounds <= MOST:
        raise Unplayable(f"{rounds} evaluations can't be played. Choose from 0 to {MOST}.")
    if not rounds:
        asyncio.run(simulate(size, plan, seed, say))
        return
    if size <= SILENT:
        raise Unplayable(f"a group of {size} has nobody who answers: {SILENT} never do. Choose more than {SILENT}.")
    picture = asyncio.run(_staged_year(size, plan, seed, rounds, say))
    if file is not None:
        _draw(picture, file)
        say(f"The picture is in {file}.")


async def _staged_year(size: int, plan: str, seed: int, rounds: int, say: Print) -> Picture | None:
    async with staged(size, plan, seed) as play:
        return await play_year(play, size, rounds, say)


def _draw(picture: Picture | None, file: Path) -> None:
    if picture is None:
        raise Unplayable("there is nothing to draw: no two rounds could be compared. Choose a larger group.")
    try:
        file.write_bytes(png(picture))
    except OSError as error:
        raise Unplayable(f"{file} can't be written: {error.strerror}. Name another file.") from error


async def play_year(play: Play, size: int, rounds: int, say: Print) -> Picture | None:
    """A first round and so many evaluations; returns the picture of how it went. The theatre has something behind it."""
    theatre, behind = play.theatre, play.theatre.behind
    assert behind is not None
    stages = [play.stages[name] for name in CHANNELS]
    players = [Player(theatre, stages[place % len(stages)], name_of(place), skips=0) for place in range(size)]
    engine = Reminding(behind.database, behind.house, behind.channels, theatre.clock)
    year = Year(play, behind, engine, players, say)
    say(f"{play.plan.title}\n")
    await _first_round(year)
    for evaluation in range(1, rounds + 1):
        await _before(year, evaluation)
        await _days(year, lambda seen=year.round: year.round > seen)  # type: ignore[misc]
        await _days(year, lambda: _is_told(year))
        year.tell(f"evaluation {evaluation}: {_count(year)}")
        await _compare(year)
    return year.picture


async def _first_round(year: Year) -> None:
    leader = year.leader
    year.group, code, year.round = await begin(leader, year.number, NAME)
    for player in year.players[1:]:
        await joins(player, code)
    for player in year.players[:-SILENT]:
        await _answers(year, player)
    _all_read(year)
    await _days(year, lambda: _is_told(year))
    year.tell(f"the first round: {_count(year)}")
    await _choose(year, 0, 1)
    await _choose(year, 1, 2)
    await _remind(year)


async def _before(year: Year, evaluation: int) -> None:
    """What happens to the group before it. Their mood moves them along the options of each prompt, whatever these say."""
    mood = {3: -0.6, 4: 0.8}.get(evaluation, 0.25)
    for player in year.players:
        player.cheers(mood)
    year.going = ["done", "busy", "done"] if evaluation == 2 else ["stuck"] if evaluation == 4 else []
    if evaluation == 3:
        await _choose(year, 2, 3)
        await _pause(year)
        await _outage(year)


def _count(year: Year) -> str:
    answered = sum(1 for _, round in year.answered if round == year.round)
    return f"{answered} of {len(year.players)} answered"


def _is_told(year: Year) -> bool:
    """Whether the leader has heard how the round ended."""
    return any(button.address == f"result:{year.round}" for message in year.leader.said for button in message.buttons())


async def _days(year: Year, enough: Callable[[], bool]) -> None:
    """Day after day, until it is so. Raises Lost."""
    for _ in range(PATIENCE):
        if enough():
            return
        await _day(year)
    raise Lost("what was waited for never came")


async def _day(year: Year) -> None:
    """The next one: what is due is done, and everybody reads what she got."""
    theatre, behind = year.play.theatre, year.behind
    tomorrow = local_day(theatre.clock()) + timedelta(days=1)
    theatre.clock.now = datetime.combine(tomorrow, HOUR, ZoneInfo(HOME)).astimezone(UTC)
    await close_due(behind.database, behind.house.catalogue, theatre.clock())
    while await year.engine.once():
        continue
    while await theatre.delivery.work():
        continue
    got: Counter[str] = Counter()
    for player in year.players:
        got.update(await _reads(year, player))
    for what, count in sorted(got.items()):
        year.tell(f"{count} x {what}")


async def _reads(year: Year, player: Player) -> list[str]:
    """She reads what came by itself, and may do something about it. Returns the beginning of each; the leader's are printed whole."""
    new = player.said[year.read[player.name] :]
    heads = []
    for message in new:
        if player is year.leader:
            year.tell(f"{player.name} reads")
            year.say(f"{as_text(message)}\n")
        else:
            heads.append(message.text.split("\n\n")[1])
        await _reacts(year, player, message)
    year.read[player.name] = len(player.said)
    return heads


def _all_read(year: Year) -> None:
    for player in year.players:
        year.read[player.name] = len(player.said)


async def _reacts(year: Year, player: Player, message: Message) -> None:
    addresses = [button.address for button in message.buttons()]
    round = next((int(address.split(":")[1]) for address in addresses if address.startswith("round:")), 0)
    step = next((address for address in addresses if address.startswith("st:")), "")
    dice = year.play.theatre.dice
    if step:
        going = year.going.pop(0) if year.going else "stuck" if step.split(":")[3] in year.stuck else "busy"
        year.tell(f"{player.name} is asked about step '{step.split(':')[3]}': {going}")
        await player.goes(f"{step.rpartition(':')[0]}:{going}")
        year.stuck |= {step.split(":")[3]} if going == "stuck" else set()
        return
    later = next((address for address in addresses if address.startswith("later:")), "")
    if not later or not round:
        return
    year.round = max(year.round, round)
    if (player.name, round) in year.answered or player in year.players[-SILENT:]:
        return
    year.heard[player.name, round] += 1
    if dice.random() < AT_ONCE or year.heard[player.name, round] > 2:
        await _answers(year, player)
    elif dice.random() < LATER:
        await player.goes(f"{later}:3")


async def _answers(year: Year, player: Player) -> None:
    await player.goes(f"round:{year.round}")
    await player.presses("go:")
    await player.answers()
    year.answered.add((player.name, year.round))


async def _compare(year: Year) -> None:
    """The leader looks at what changed; where something fits, she reads on."""
    message = await year.leader.goes(f"compare:{year.round}")
    year.picture = message.picture or year.picture
    year.say(f"--- {year.leader.name} compares:\n{as_text(message)}\n")
    for address in (f"compare:{year.round}:{HELPFUL}", f"compare:{year.round}:help"):
        if any(button.address == address for button in message.buttons()):
            year.say(f"--- {as_text(await year.leader.goes(address))}\n")
    for step in year.stuck:
        year.say(f"--- {as_text(await year.leader.goes(f'cstep:{year.group}:{year.number}:{step}'))}\n")
    year.read[year.leader.name] = len(year.leader.said)


async def _choose(year: Year, place: int, by: int) -> None:
    """The group takes a step of its advice, or the next one of the plan, and one of them takes care of it."""
    step = year.play.plan.steps[place]
    await year.leader.goes(f"choose:{year.group}:{year.number}:{step.id}")
    carer = year.players[by % len(year.players)]
    await carer.goes(f"care:{year.group}:{year.number}:{step.id}:1")
    year.tell(f"the group takes step '{step.id}', and {carer.name} takes care of it")
    _all_read(year)


async def _outage(year: Year) -> None:
    """The computer is off for the week in which the next round is due."""
    due = await _next(year)
    await _days(year, lambda: due - year.play.theatre.clock() < timedelta(days=2))
    year.play.theatre.clock.passes(OUTAGE)
    year.tell(f"the computer was off for a week, also when the next round was due, on {local_day(due):%d-%m-%Y}")


async def _next(year: Year) -> datetime:
    async with year.behind.database.read() as connection:
        [reminder] = await reminders.of_group(connection, year.group)
    assert reminder.next_at is not None
    return reminder.next_at


async def _remind(year: Year) -> None:
    """Every two months from now on, in the words that she would type."""
    leader = year.leader
    await leader.goes(f"remind:{year.group}:{year.number}")
    await leader.says("elke 2 maanden op de eerste dinsdag om 10:00")
    year.say(f"--- {leader.name} plans:\n{as_text(leader.message)}\n")
    await leader.presses("setremind")
    year.say(f"--- {as_text(leader.message)}\n")
    _all_read(year)


async def _pause(year: Year) -> None:
    """For so long that the next time is passed over."""
    leader, due = year.leader, await _next(year)
    year.tell(f"the next time would be {local_day(due):%d-%m-%Y}; {leader.name} wants a pause")
    await leader.goes(f"pausereminder:{year.group}:{year.number}")
    await leader.says(f"{local_day(due + timedelta(days=2)):%d-%m-%Y}")
    year.say(f"--- {leader.name} pauses:\n{as_text(leader.message)}\n")
    _all_read(year)

"""A round as a table in plain text (CSV), one line for each prompt and option, for any program."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from bot.dates import Day
from bot.dialogue.console_facts import People, PersonLine
from bot.dialogue.here import Here
from bot.exports import round as told
from bot.exports.inert import cell
from bot.exports.round import Block, Report

Cell = str | int | Day | None
CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp", "web": "Website"}


def table(report: Report) -> bytes:
    """The answers."""
    t = report.here.t
    heads = (t("Nummer"), t("Vraag"), t("Deelvraag"), t("Soort"), t("Antwoord"), t("Aantal"), t("Van"), t("Procent"))
    return _written(heads, (line for block in told.blocks(report) for line in _lines(report.here, block)))


def _lines(here: Here, block: Block) -> Iterator[Sequence[Cell]]:
    about = (block.asked.number, block.asked.question.title, block.asked.prompt.text)
    if block.together:
        yield (*about, here.t("samen"), block.together, None, None, None)
    for words in block.others:
        yield (*about, here.t("ander geluid"), words, None, None, None)
    if block.note:
        yield (*about, here.t("te weinig antwoorden"), "", None, None, None)
    for label, count in block.counts:
        yield (*about, here.t("keuze"), label, count, block.n, told.share(count, block.n))
    if block.n and not block.counts:
        yield (*about, here.t("eigen woorden"), "", None, block.n, None)
    for words in block.words:
        yield (*about, here.t("eigen woorden"), words, None, None, None)


def members(here: Here, people: People) -> bytes:
    """Who is in the group: the only file with names. Nothing in it tells who answered."""
    t = here.t
    heads = (t("Nummer"), t("Naam"), t("Coördinator"), t("Sinds"), t("Kanaal"), t("Taal"))
    return _written(heads, (_member(here, one) for one in people.people))


def _member(here: Here, one: PersonLine) -> Sequence[Cell]:
    name = one.name or here.t("lid {number}").format(number=one.number)
    channels = ", ".join(CHANNELS.get(channel, channel) for channel in one.channels)
    return one.number, name, here.t("ja") if one.coordinator else here.t("nee"), one.since, channels, one.language


def _written(heads: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """As Excel opens it in our countries: semicolons, and a mark that says it is UTF-8. All texts stand between quotes."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(heads)
    for one in lines:
        writer.writerow([cell(value) if isinstance(value, str) else "" if value is None else value for value in one])
    return out.getvalue().encode("utf-8-sig")

"""Somebody who has all tables, the key, and a note of every id from before: what can she tell of who gave what?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.advice import SPOKEN
from tests.groups.playing import Play

OF_THE_ROUND = ("submission", "answer", "shown", "remark")
KEYS = {"submission": "id", "answer": "submission_id, prompt", "shown": "submission_id, prompt", "remark": "id"}


@dataclass(frozen=True)
class Note:
    """What she wrote down while the round was open."""

    ids: frozenset[str]
    words: tuple[str, ...]  # what they wrote
    labels: tuple[str, ...]  # what they could choose


async def take_note(play: Play) -> Note:
    """All ids, words and labels of the round that is open."""
    ids = {str(row["id"]) for table in ("submission", "remark") for row in await play.world.rows(table)}
    words = [row["words"] for table in ("answer", "remark") for row in await play.world.rows(table) if row["words"] not in (None, SPOKEN)]
    labels = [option.label for asked in play.plan.asked for option in asked.prompt.options if len(option.label) > 12]
    return Note(frozenset(ids), tuple(words), tuple(labels))


async def links(play: Play, round: int, note: Note) -> list[str]:
    """Every way in which the tables bind something given to somebody."""
    everything = await play.world.everything()
    lie = [link for table in OF_THE_ROUND for link in await _order(play, table)]
    said = [*_said(everything, round, note), *_aloud(everything), *_letters(everything), *_silent(everything, round)]
    return [*_ties(everything), *_ids(everything, note), *_times(everything, round), *lie, *said]


def _letters(everything: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """What was sent to all, and is there only for some, or says something else to them."""
    for sent in everything["broadcast"]:
        members = {row["person_id"] for row in everything["membership"] if row["group_id"] == sent["group_id"]} - {sent["person_id"]}
        theirs = [row for row in everything["message"] if row["broadcast_id"] == sent["id"]]
        if {row["person_id"] for row in theirs} != members:
            yield "a letter to all that some have not"
        if len({json.dumps(row["body"], sort_keys=True) for row in theirs}) > 1:
            yield "a letter to all that says something else to some"


def _silent(everything: dict[str, list[dict[str, Any]]], round: int) -> Iterator[str]:
    """What leads into the round's questions, or to its page: with whoever has it still, when the others have it no more."""
    last = {row["address_id"]: row["id"] for row in sorted(everything["message"], key=lambda row: row["id"])}.values()
    own = [row for row in everything["message"] if row["broadcast_id"] is None and row["id"] not in last]
    for name, rows, column in (("message", own, "body"), ("conversation", everything["conversation"], "state")):
        told = [json.dumps(row[column]) for row in rows]
        into = (f'go:3.{round}"', f"later:3.{round}", f"q:3.{round}:", f"a:3.{round}:")
        yield from (f"that she did not answer in {name}" for one in told if any(address in one for address in into))
    yield from ("the page of the round in message" for row in own if f'"round:{round}"' in json.dumps(row["body"]))


def _aloud(everything: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A voice, which says whose it is; and that somebody spoke, where it is known who never writes."""
    yield from ("a recording" for _ in everything["voice"])
    for name in ("answer", "shown"):
        yield from (f"that she spoke in {name}" for row in everything[name] if row["words"] == SPOKEN)
    for name, column in (("message", "body"), ("conversation", "state")):
        told = [json.dumps(row[column], ensure_ascii=False) for row in everything[name]]
        yield from (f"that she spoke in {name}" for one in told if "listen:" in one or "gesproken" in one or "je stem" in one)


def _ties(everything: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A person's id beside something given, or anything else that stands in both."""
    yield from ("a tie" for _ in everything["submission_person"])
    given = {str(value) for name in OF_THE_ROUND for row in everything[name] for key, value in row.items() if key.endswith("id")}
    given -= {str(row["id"]) for row in everything["round"]}
    for name, rows in everything.items():
        if name not in OF_THE_ROUND:
            yield from (f"an id of the round in {name}" for row in rows if any(one in repr(row) for one in given if len(one) > 30))


def _ids(everything: dict[str, list[dict[str, Any]]], note: Note) -> Iterator[str]:
    for name in ("submission", "remark"):
        for row in everything[name]:
            if str(row["id"]) in note.ids or row["id"].version != 4:
                yield f"an id in {name} that was there before, or that was not thrown"


def _times(everything: dict[str, list[dict[str, Any]]], round: int) -> Iterator[str]:
    [opened_on] = [row["opened_on"] for row in everything["round"] if row["id"] == round]
    for name in OF_THE_ROUND:
        for row in everything[name]:
            for column, value in row.items():
                if isinstance(value, datetime) or (isinstance(value, date) and value != opened_on):
                    yield f"a time in {name}.{column}"


async def _order(play: Play, table: str) -> list[str]:
    """Where a row lies, and who wrote it, must follow from its id alone."""
    lies, found = "" if play.world.database.is_sqlite else "ORDER BY ctid", []
    keys = KEYS[table].count(",") + 1
    async with play.world.database.read() as connection:
        read = f"SELECT {KEYS[table]}, {table}.* FROM {table} {lies}"  # all of it: of less SQLite reads an index
        rows = [tuple(row)[:keys] for row in (await connection.exec_driver_sql(read)).all()]
        if rows != sorted(rows):
            found.append(f"the order of the rows of {table}")
        if not play.world.database.is_sqlite:
            wrote = (await connection.exec_driver_sql(f"SELECT DISTINCT xmin::text FROM {table}")).all()
            found += [f"the transactions that wrote {table}"] * (len(wrote) > 1)
    return found


def _said(everything: dict[str, list[dict[str, Any]]], round: int, note: Note) -> Iterator[str]:
    """Her words or choices, or how far she was, in a message, a conversation, or what was put aside."""
    for name, column in (("message", "body"), ("conversation", "state"), ("inbox", "body")):
        for row in everything[name]:
            told = json.dumps(row[column], ensure_ascii=False)
            if any(json.dumps(one, ensure_ascii=False)[1:-1] in told for one in (*note.words, *note.labels)):
                yield f"words in {name}"
            if f"3.{round}" in told or ('"asked"' in told and '"asked": ""' not in told):
                yield f"where she stopped in {name}"
            if "Verder met de vragen" in told or "Mijn antwoorden" in told:
                yield f"how far she was in {name}"

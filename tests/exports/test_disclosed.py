"""No file says more than the group may see: not a number, not a word, and nothing that follows by subtraction."""

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advice import Answer
from bot.dialogue.catalogue import Catalogue, read_catalogue
from bot.disclosure import Counted, view
from bot.exports import report as printed
from bot.exports.handout import handout
from bot.exports.inert import cell, readable
from bot.exports.report import report
from bot.exports.round import Report, share, something
from bot.exports.table import table
from bot.exports.workbook import workbook
from tests.exports.making import ANSWERED, HOSTILE, MEMBERS, groups, here_in, kept, report_of, result_of, strange_plan
from tests.exports.reading import cells, charts, kinds, lines, numbers, pages, parts

PLAN = strange_plan()
TOO_FEW = "Te weinig antwoorden. Zo blijft niemand herkenbaar."
MARK = "merk{}x"

Group = tuple[list[dict[str, Answer]], int]


@cache
def catalogue() -> Catalogue:
    """All words. No fixture, as what an example is made of is printed when it fails."""
    return read_catalogue()


def marked(shown: list[dict[str, Answer]]) -> list[dict[str, Answer]]:
    """The same; each text begins with a word of its own."""
    return [
        {key: replace(one, text=f"{MARK.format(place)} {one.text}") if one.text else one for key, one in answers.items()}
        for place, answers in enumerate(shown)
    ]


def made(group: Group, before: Group) -> Report:
    shown, k = marked(group[0]), group[1]
    return report_of(here_in(catalogue()), result_of(PLAN, shown, k), shown, view(PLAN, before[0], k, kept))


def rows_of(counted: Counted) -> list[list[object]]:
    """What the first sheet may say of a prompt."""
    about = [counted.asked.number, readable(counted.asked.question.title), readable(counted.asked.prompt.text)]
    if not counted.n:
        return [[*about, TOO_FEW, None, None, None]]
    if not counted.counts:
        return [[*about, "Eigen woorden: kijk op het blad 'Opmerkingen'." if counted.words else "Eigen woorden.", None, counted.n, None]]
    pairs = zip(counted.asked.prompt.options, counted.counts, strict=True)
    return [[*about, readable(option.label), count, counted.n, share(count, counted.n) / 100] for option, count in pairs]


def allowed(found: Report) -> set[int]:
    """Every number that may stand in a file."""
    counts = [
        number for one in found.result.counted if one.n for number in (one.n, *one.counts, *(round(100 * c / one.n) for c in one.counts))
    ]
    before = [point.n for points in (found.comparison.course.values() if found.comparison else ()) for point in points]
    pairs = [pair.before for one in (found.comparison.compared if found.comparison else ()) for pair in one.pairs if pair.before]
    reasons = [one.reason for one in found.advice.advice.steps] if found.advice else []  # type: ignore[union-attr]
    plan = [text for asked in PLAN.asked for text in (asked.prompt.text, *(option.label for option in asked.prompt.options))]
    texts = " ".join([*HOSTILE, *plan])
    marks = range(12)
    of_days = {2, 8, 23, 24, 2026}
    fixed = {found.result.facts.threshold, 1, 2} | of_days | numbers(texts) | set(marks)
    return fixed | set(counts) | set(before) | {one.n for one in pairs} | {number for one in reasons for number in (one.count, one.of)}


@given(group=groups(PLAN), before=groups(PLAN))
@settings(max_examples=40, deadline=None)
def test_a_spreadsheet_and_its_charts_hold_the_counts_that_may_be_shown_and_no_other(group: Group, before: Group) -> None:
    found = made(group, before)
    file = workbook(found)
    sheets = cells(file)
    assert sheets["Antwoorden"][1:] == [row for one in found.result.counted for row in rows_of(one)]
    drawn = [one for one in found.result.counted if one.n and one.counts]
    assert [one.values for one in charts(file)] == [tuple(map(float, one.counts)) for one in drawn]
    assert [one.labels for one in charts(file)] == [tuple(readable(option.label) for option in one.asked.prompt.options) for one in drawn]
    assert all(set(one.titles) == {readable(counted.asked.prompt.text)} for one, counted in zip(charts(file), drawn, strict=True))
    assert all(source.startswith("Antwoorden!$") for one in charts(file) for source in one.sources)
    words = [readable(text) for one in found.result.counted for text in one.words]
    assert [row[2] for row in sheets.get("Opmerkingen", [])[1:]] == words
    rest = " ".join(str(value) for name in ("Verloop", "Uitleg") for row in sheets[name] for value in row if value is not None)
    assert numbers(rest) <= allowed(found) | {0}
    assert kinds(file) <= {"s", "n"}


@given(group=groups(PLAN))
@settings(max_examples=60, deadline=None)
def test_a_table_has_a_line_for_each_option_that_may_be_counted_and_no_other(group: Group) -> None:
    found = made(group, ([], 3))
    expected: list[list[str]] = []
    for one in found.result.counted:
        about = [str(one.asked.number), cell(one.asked.question.title), cell(one.asked.prompt.text)]
        if not one.n:
            expected.append([*about, "te weinig antwoorden", "", "", "", ""])
        for option, count in zip(one.asked.prompt.options, one.counts, strict=True):
            if one.n:
                expected.append([*about, "keuze", cell(option.label), str(count), str(one.n), str(share(count, one.n))])
        if one.n and not one.counts:
            expected.append([*about, "eigen woorden", "", "", str(one.n), ""])
        expected += [[*about, "eigen woorden", cell(words), "", "", ""] for words in one.words]
    assert lines(table(found))[1:] == expected


@given(group=groups(PLAN), before=groups(PLAN))
@settings(max_examples=12, deadline=None)
def test_printed_pages_hold_no_other_number_and_no_word_that_is_held_back(group: Group, before: Group) -> None:
    found = made(group, before)
    sheets = pages(report(found))
    text = " ".join(sheets)
    assert numbers(text) - set(range(len(sheets) + 1)) <= allowed(found) | {0, 100}
    shown = {words.split()[0] for one in found.result.counted for words in one.words}
    assert {MARK.format(place) for place in range(len(group[0])) if MARK.format(place) in text} == shown
    assert text.count("Te weinig antwoorden") == sum(1 for one in found.result.counted if not one.n)


@given(group=groups(PLAN), before=groups(PLAN), other=st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_what_is_held_back_changes_no_byte_of_any_file(group: Group, before: Group, other: int) -> None:
    found = made(group, before)
    hidden = {one.asked.key for one in found.result.counted if not one.n}
    without = [{key: one for key, one in answers.items() if key not in hidden} for answers in marked(group[0])]
    result = result_of(PLAN, without, group[1])
    facts = replace(result.facts, members=other, answered=other)
    again = report_of(here_in(catalogue()), replace(result, facts=facts, answered=(other,) * len(result.counted)), without)
    earlier = [{key: one for key, one in answers.items() if enough(before, key)} for answers in before[0]]
    again = replace(again, comparison=report_of(here_in(catalogue()), result, without, view(PLAN, earlier, group[1], kept)).comparison)
    assert printed.given(again) == printed.given(found)
    assert table(again) == table(found)
    assert workbook(again) == workbook(found)
    assert something(again) == something(found)


def enough(group: Group, key: str) -> bool:
    return any(one.n for one in view(PLAN, group[0], 3, kept) if one.asked.key == key)


def test_how_many_are_in_the_group_or_answered_stands_in_no_file() -> None:
    found = made(([{"a.keuze": Answer(("p0",))}] * 5, 3), ([], 3))
    plan = catalogue().plan(3)
    assert plan
    printed_text = " ".join([*pages(report(found)), *pages(handout(found.here, plan))])
    for text in (*parts(workbook(found)).values(), table(found).decode(), printed_text):
        assert str(MEMBERS) not in text
        assert str(ANSWERED) not in text
    assert "5 antwoorden" in printed_text


def test_the_same_answers_make_the_same_bytes() -> None:
    found = made(([{"a.keuze": Answer(("p0",))}] * 5, 3), ([], 3))
    for make in (workbook, table, report):
        assert make(found) == make(found)
    assert "2026-11-02T12:00:00Z</dcterms:created>" in parts(workbook(found))["docProps/core.xml"]  # and not the time of today

"""Pages to print: what stands on them, and what becomes of pages that can't be set."""

import subprocess
import sys
from dataclasses import replace

import pytest

from bot.advice import Answer
from bot.dialogue.catalogue import read_catalogue
from bot.dialogue.facts import GroupLine, InvitePage
from bot.disclosure import view
from bot.exports import paper
from bot.exports.handout import handout
from bot.exports.paper import Unprintable, pdf
from bot.exports.poster import poster
from bot.exports.report import given, report
from bot.exports.round import something
from bot.exports.table import table
from bot.exports.workbook import workbook
from content.model import Experience, Plan, Step, Tip
from tests.exports.making import answer_to, here_in, kept, report_of, result_of
from tests.exports.reading import cells, lines, pages

CATALOGUE = read_catalogue()
HERE = here_in(CATALOGUE)
LINKS = (("Telegram", "https://t.me/stappenbot?start=K7P2"), ("Website", "https://stappen.example.nl/chat?code=K7P2"))


def plan_three() -> Plan:
    found = CATALOGUE.plan(3)
    assert found
    return found


def answered(place: int, women: int = 6) -> list[dict[str, Answer]]:
    """All of them choose the option at that place."""
    return [{asked.key: answer_to(asked.prompt, place, f"Zo gaat het bij {one}") for asked in plan_three().asked} for one in range(women)]


def flat(file: bytes) -> str:
    """The text of all pages, in one line."""
    return " ".join(" ".join(pages(file)).split())


def test_a_report_tells_counts_words_what_divides_what_fits_and_how_it_went() -> None:
    now, plan = [*answered(4, 3), *answered(0, 3)], plan_three()
    found = report_of(HERE, result_of(plan, now), now, view(plan, answered(1), 3, kept))
    text = flat(report(found))
    assert "Vrouwen van Laak" in text
    assert "6 antwoorden" in text
    assert "3 (50%)" in text
    assert "“Zo gaat het bij 2”" in text
    assert "vrouwen kiezen" in text
    assert "Advies voor de groep" in text
    assert "Vergeleken met vorige keer" in text
    assert "ma 24 aug 2026" in text
    assert f"1 / {len(pages(report(found)))}" in text
    assert "Er staan geen namen in." in text


def test_every_round_stands_in_the_spreadsheet_with_how_many_and_how() -> None:
    plan = plan_three()
    found = report_of(HERE, result_of(plan, answered(0)), answered(0), view(plan, answered(2), 3, kept))
    rows = cells(workbook(found))["Verloop"]
    assert rows[0][3:] == ["Antwoorden toen", "Antwoorden nu", "ma 24 aug 2026", "ma 23 nov 2026"]
    assert [row[1] for row in rows[1:]] == [question.title for question in plan.questions]
    assert rows[3][3:6] == ["6", "6", "6 antwoorden"]


def test_what_the_group_answered_on_one_phone_is_in_all_files() -> None:
    plan = plan_three()
    told = {"gezien-gehoord.hoe": Answer(text="=We eten samen"), "regels.zijn-er": Answer(("ja",))}
    result = replace(result_of(plan, [], joint=True), together=told, minority={"regels.zijn-er": ("Ik ken ze niet",)})
    found = report_of(HERE, result)
    assert something(found)
    assert not something(replace(found, result=replace(result, together={})))
    assert ["samen", "'=We eten samen"] in [row[3:5] for row in lines(table(found))]
    assert ["ander geluid", "Ik ken ze niet"] in [row[3:5] for row in lines(table(found))]
    [row] = [row for row in cells(workbook(found))["Antwoorden"] if row[4] == "Ik ken ze niet"]
    assert row[3] == "Ja"
    assert "Ander geluid: “Ik ken ze niet”" in flat(report(found))


def test_a_hand_out_has_all_of_a_plan() -> None:
    text, plan = flat(handout(HERE, plan_three())), plan_three()
    for one in (*plan.experiences, *plan.steps, *plan.tips):
        assert isinstance(one, Experience | Step | Tip)
        assert one.title in text
        assert one.text in text
    for asked in plan.asked:
        assert asked.prompt.text in text
        assert all(option.label in text for option in asked.prompt.options)
    assert plan.challenge
    assert plan.challenge.ask in text


def test_a_poster_has_the_name_the_code_and_the_links_on_one_page() -> None:
    name = "#panic() Жени от Лаак " * 4
    file = poster(HERE, InvitePage(GroupLine(1, name, True), "LAAK-K7P2", LINKS))
    assert len(pages(file)) == 1
    text = flat(file)
    for part in ("LAAK-K7P2", "#panic() Жени", *(link for _, link in LINKS)):
        assert part in text
    without = flat(poster(HERE, InvitePage(GroupLine(1, "Laak", True), "LAAK-K7P2", ())))
    assert "LAAK-K7P2" in without
    assert "camera" not in without


def test_pages_that_take_too_long_are_given_up_and_their_process_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PATIENCE", 0.0)
    with pytest.raises(Unprintable, match="TimeoutExpired"):
        pdf("report", given(report_of(HERE, result_of(plan_three(), answered(0)))))


def test_what_goes_wrong_in_setting_tells_no_words() -> None:
    with pytest.raises(Unprintable) as found:
        pdf("report", {"title": {"text": "Geheim"}})
    assert "Geheim" not in str(found.value)
    done = subprocess.run([sys.executable, "-m", "bot.exports.paper", "report"], input=b"{}", capture_output=True)
    assert done.returncode


def test_a_process_that_makes_no_file_does_not_load_what_makes_them() -> None:
    ours = "bot.exports.workbook, bot.exports.table, bot.exports.report, bot.exports.handout, bot.exports.poster"
    code = f"import sys, {ours}; sys.exit(bool({{'xlsxwriter', 'typst', 'segno'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0

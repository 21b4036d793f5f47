"""A round as a spreadsheet: numbers that can be reckoned with, charts, and an explanation. Texts stay texts."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from bot.exports import round as told
from bot.exports.inert import readable
from bot.exports.round import Block, Report

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

TEXTS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
COLOURS = ("#623461", "#2F6F9F", "#35A28A", "#C9A227", "#8A4B08", "#3B2A5E", "#A3271B")
CHARTS = 60  # more than any plan has
WIDE, BAR, HEAD = 760, 44, 110  # pixels of a chart: across, each bar, and what stands around them
ROW = 20  # pixels of a row


def workbook(report: Report) -> bytes:
    """The file. The same answers make the same bytes."""
    from xlsxwriter import Workbook  # here, as few processes make one

    out = BytesIO()
    book = Workbook(out, TEXTS)
    day = datetime.combine(report.opened, time(12), UTC).replace(tzinfo=None)
    book.set_properties({"title": readable(report.result.facts.group_name), "comments": "Stappenbot", "created": day})
    sheets = _Sheets(book, report)
    sheets.answers()
    if report.comparison:
        sheets.course()
    sheets.explanation()
    book.close()
    return out.getvalue()


class _Sheets:
    """The sheets of one file."""

    def __init__(self, book: "Workbook", report: Report) -> None:
        self._book = book
        self._report = report
        self._here = report.here
        self._head = book.add_format({"bold": True, "bg_color": "#ECDCEC", "text_wrap": True, "valign": "top", "border": 1})
        self._text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self._number = book.add_format({"valign": "top"})
        self._share = book.add_format({"valign": "top", "num_format": "0%"})
        self._title = book.add_format({"bold": True, "font_size": 14})

    def answers(self) -> None:
        """Each prompt with its options, then charts of them, then what they wrote."""
        t = self._here.t
        if self._report.result.facts.joint:
            self._together()
            return
        sheet = self._sheet(t("Antwoorden"), (6, 30, 44, 44, 10, 10, 12))
        self._heads(sheet, (t("Nummer"), t("Vraag"), t("Deelvraag"), t("Antwoord"), t("Aantal"), t("Van"), t("Deel")))
        charts, row = [], 1
        for block in told.blocks(self._report):
            if block.n and block.counts:
                charts.append((block, row))
            row = self._prompt(sheet, block, row)
        self._charts(sheet.get_name(), charts)
        self._words()

    def _prompt(self, sheet: "Worksheet", block: Block, row: int) -> int:
        """Returns the row below it."""
        for label, count in block.counts:
            self._about(sheet, block, row)
            self._write(sheet, row, 3, label)
            sheet.write_number(row, 4, count, self._number)
            sheet.write_number(row, 5, block.n, self._number)
            sheet.write_number(row, 6, told.share(count, block.n) / 100, self._share)
            row += 1
        if block.counts:
            return row
        self._about(sheet, block, row)
        own_words = self._here.t("Eigen woorden: kijk op het blad 'Opmerkingen'.") if block.words else self._here.t("Eigen woorden.")
        self._write(sheet, row, 3, block.note or own_words)
        if block.n:
            sheet.write_number(row, 5, block.n, self._number)
        return row + 1

    def _about(self, sheet: "Worksheet", block: Block, row: int) -> None:
        sheet.write_number(row, 0, block.asked.number, self._number)
        self._write(sheet, row, 1, block.asked.question.title)
        self._write(sheet, row, 2, block.asked.prompt.text)

    def _charts(self, data: str, charts: Sequence[tuple[Block, int]]) -> None:
        """A chart for each prompt below each other. They take their texts from cells, as a text of theirs could be a formula."""
        if not charts:
            return
        sheet = self._sheet(self._here.t("Grafieken"), (2,))
        at = 1
        for place, (block, row) in enumerate(charts[:CHARTS]):
            last, tall = row + len(block.counts) - 1, HEAD + BAR * len(block.counts)
            chart = self._book.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": [data, row, 2],
                    "categories": [data, row, 3, last, 3],
                    "values": [data, row, 4, last, 4],
                    "data_labels": {"value": True},
                    "fill": {"color": COLOURS[place % len(COLOURS)]},
                    "gap": 40,
                }
            )
            chart.set_title({"name": [data, row, 2], "name_font": {"size": 12}, "overlay": False})
            chart.set_legend({"none": True})
            chart.set_y_axis({"reverse": True})  # the options: the first one on top
            chart.set_x_axis({"min": 0, "max": block.n, "visible": False, "major_gridlines": {"visible": False}})
            chart.set_size({"width": WIDE, "height": tall})
            sheet.insert_chart(at, 1, chart)
            at += tall // ROW + 2

    def _words(self) -> None:
        t = self._here.t
        written = [block for block in told.blocks(self._report) if block.words]
        if not written:
            return
        sheet = self._sheet(t("Opmerkingen"), (6, 40, 100))
        self._heads(sheet, (t("Nummer"), t("Vraag"), t("Eigen woorden")))
        pairs = [(block, words) for block in written for words in block.words]
        for row, (block, words) in enumerate(pairs, 1):
            sheet.write_number(row, 0, block.asked.number, self._number)
            self._write(sheet, row, 1, block.asked.prompt.text)
            self._write(sheet, row, 2, words)

    def _together(self) -> None:
        """What the group answered on one phone."""
        t = self._here.t
        sheet = self._sheet(t("Antwoorden"), (6, 30, 44, 60, 60))
        self._heads(sheet, (t("Nummer"), t("Vraag"), t("Deelvraag"), t("Antwoord"), t("Ander geluid")))
        for row, block in enumerate(told.blocks(self._report), 1):
            self._about(sheet, block, row)
            self._write(sheet, row, 3, block.together)
            self._write(sheet, row, 4, "\n".join(block.others))

    def course(self) -> None:
        """Each question beside the round before, and over all of them."""
        t, fact = self._here.t, self._report.comparison
        if fact is None:
            return
        sheet = self._sheet(t("Verloop"), (6, 40, 44, 16, 16, *(24,) * len(fact.days)))
        days = tuple(told.day(self._here, one) for one in fact.days)
        self._heads(sheet, (t("Nummer"), t("Vraag"), t("Hoe gaat het nu?"), t("Antwoorden toen"), t("Antwoorden nu"), *days))
        for row, (one, (_, stood)) in enumerate(zip(told.gone(self._report), told.every_round(self._report), strict=True), 1):
            sheet.write_number(row, 0, one.number, self._number)
            for column, text in enumerate((one.title, f"{one.sign} {one.said}", one.before, one.now, *stood), 1):
                self._write(sheet, row, column, text)

    def explanation(self) -> None:
        """What this is, and what it is not."""
        t = self._here.t
        sheet = self._sheet(t("Uitleg"), (24, 100))
        sheet.write_string(0, 0, t("Wat staat hierin?"), self._title)
        for row, (name, text) in enumerate(told.about(self._report), 2):
            sheet.write_string(row, 0, name, self._head)
            self._write(sheet, row, 1, text)
        for row, text in enumerate(told.explained(self._report), 7):
            self._write(sheet, row, 1, text)

    def _sheet(self, name: str, widths: Sequence[int]) -> "Worksheet":
        sheet: Worksheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if told.right_to_left(self._here):
            sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def _heads(self, sheet: "Worksheet", names: Sequence[str]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(0, column, readable(name), self._head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)

    def _write(self, sheet: "Worksheet", row: int, column: int, text: str) -> None:
        """A text, and never anything else: `write` would look whether it is a formula or a link."""
        sheet.write_string(row, column, readable(text), self._text)

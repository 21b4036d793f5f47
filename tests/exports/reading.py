"""Opens files again, as other programs do."""

import csv
import re
import zipfile
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import load_workbook
from pypdf import PdfReader

DRAWN = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
OURS = ("xl/worksheets/", "xl/charts/", "xl/sharedStrings.xml", "docProps/")  # parts that hold what we write


@dataclass(frozen=True)
class Drawn:
    """What a chart remembers of the cells it is made from, so that it can be seen before anything is reckoned."""

    titles: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[float, ...]
    sources: tuple[str, ...]  # where each of these comes from


def cells(file: bytes) -> dict[str, list[list[Any]]]:
    """Every sheet's rows."""
    book = load_workbook(BytesIO(file))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def kinds(file: bytes) -> set[str]:
    """The kinds of all cells with something in it: 's' is a text, 'n' a number, 'f' a formula."""
    book = load_workbook(BytesIO(file))
    return {str(cell.data_type) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def charts(file: bytes) -> list[Drawn]:
    """Every chart, in the order of their numbers."""
    with zipfile.ZipFile(BytesIO(file)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        names.sort(key=lambda name: int(re.sub(r"\D", "", name)))
        return [_drawn(ET.fromstring(parts.read(name))) for name in names]


def _drawn(root: ET.Element) -> Drawn:
    def values(path: str) -> tuple[str, ...]:
        return tuple(found.text or "" for found in root.findall(path, DRAWN))

    titles = values(".//c:title//c:v") + values(".//c:ser/c:tx//c:v")
    return Drawn(titles, values(".//c:cat//c:v"), tuple(float(one) for one in values(".//c:val//c:v")), values(".//c:f"))


def parts(file: bytes) -> dict[str, str]:
    """What we wrote into a spreadsheet, part by part; each is whole XML."""
    with zipfile.ZipFile(BytesIO(file)) as opened:
        found = {name: opened.read(name).decode() for name in opened.namelist()}
    for text in found.values():
        ET.fromstring(text)
    return {name: text for name, text in found.items() if name.startswith(OURS)}


def lines(file: bytes) -> list[list[str]]:
    """The cells of a table, line by line."""
    return list(csv.reader(StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


def pages(file: bytes) -> list[str]:
    """The text of printed pages, without the marks of where a long word may be broken."""
    return [page.extract_text().replace("\u200b", "") for page in PdfReader(BytesIO(file)).pages]


def numbers(text: str) -> set[int]:
    """All numbers in a text."""
    return {int(found) for found in re.findall(r"[0-9]+", text)}

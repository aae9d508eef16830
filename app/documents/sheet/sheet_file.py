"""Sheets read back from a file, by whatever program it was saved: its tables, each cell as text."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from app.proof.notes import text_of
from app.proof.verifying import CannotTell

LARGEST: Final = 1 << 29
"""Bytes that a part of a workbook may unpack to."""

RELATIONS: Final = "xl/_rels/workbook.xml.rels"

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED: Final = re.compile(r"_x([0-9a-fA-F]{4})_")


class Line(NamedTuple):
    """A row, by its number in the file as spreadsheet programs show it."""

    number: int
    cells: list[str]


class SheetTable(NamedTuple):
    """A table of a file: its headers, and the rows below."""

    name: str
    heads: list[str]
    lines: list[Line]


def read_tables(path: Path) -> list[SheetTable]:
    """Read the tables of an .xlsx, or the one of a .csv.

    Raises:
        CannotTell: it is neither.
        OSError: it cannot be read.

    """
    try:
        if path.suffix.lower() == ".csv":
            text = text_of(path.read_bytes())
            return [_table("table", csv.reader(StringIO(text, newline=""), strict=True))]
        with ZipFile(path) as book:
            return [_table(name, rows) for name, rows in _sheets(book)]
    except (BadZipFile, KeyError, ET.ParseError, ValueError, IndexError, csv.Error) as error:
        raise CannotTell(f"{path} is no table in UTF-8 or workbook: {error}") from None


def _table(name: str, rows: Iterator[list[str]]) -> SheetTable:
    heads = next(rows, [])
    lines = (Line(number, cells) for number, cells in enumerate(rows, 2))
    return SheetTable(name, heads, [line for line in lines if any(line.cells)])


def _sheets(book: ZipFile) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Give name and rows of each sheet, in the order in which they are shown."""
    shared = []
    if "xl/sharedStrings.xml" in book.namelist():  # as other programs save texts
        shared = [_text(item) for item in _xml(book, "xl/sharedStrings.xml")]
    parts = {one.attrib["Id"]: one.attrib["Target"] for one in _xml(book, RELATIONS)}
    for sheet in _xml(book, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
        target = parts[sheet.attrib[_RELATION]]
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        yield sheet.attrib["name"], _rows(_xml(book, part), shared)


def _xml(book: ZipFile, part: str) -> ET.Element:
    if book.getinfo(part).file_size > LARGEST:
        raise CannotTell(f"{part} of the workbook is larger than any can be")
    return ET.fromstring(book.read(part))  # noqa: S314 - expat refuses entities that grow


def _rows(sheet: ET.Element, shared: list[str]) -> Iterator[list[str]]:
    """Read rows; those that are left out between others are empty."""
    known = 0
    for row in sheet.iter(f"{_MAIN}row"):
        number = int(row.attrib.get("r", known + 1))
        yield from ([] for _ in range(known + 1, number))
        known, cells = number, dict[int, str]()
        for cell in row.iter(f"{_MAIN}c"):
            cells[_column(cell.attrib["r"])] = _cell(cell, shared)
        yield [cells.get(column, "") for column in range(max(cells, default=-1) + 1)]


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _cell(cell: ET.Element, shared: list[str]) -> str:
    kind = cell.attrib.get("t")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return shared[int(value)]
    return _unescaped(value) if kind == "str" else value


def _text(element: ET.Element) -> str:
    """Join the runs of a text, without its reading aid."""
    runs = (one for one in element.iter(f"{_MAIN}t"))
    return _unescaped("".join(one.text or "" for one in runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)

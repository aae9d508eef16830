"""A review as XLSX: a sheet for each table, with its bars beside it."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from app.printing.words import Words
from app.reviews.heading import lines, title
from app.reviews.making import Made
from app.reviews.tables import Cell, Table, tables, term
from app.sheets.cells import Amount
from app.sheets.workbook import Inert

WIDE: Final = 34
NARROW: Final = 14
_LONGEST_NAME: Final = 31
_TITLES: Final = 2
_INK: Final = ("#4A6FA5", "#C9D3E3")
"""This span of time, and the one before."""


def workbook(made: Made, organisation: str, words: Words, folder: Path) -> bytes:
    """Make the workbook; what lies on the way there, in a folder."""
    file = BytesIO()
    book = Workbook(file, {"constant_memory": True, "tmpdir": str(folder)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    amount = book.add_format({"num_format": "#,##0.00"})
    _cover(book, [organisation, title(made, words), *lines(made, words)], words, bold)
    for table in tables(made.review, made.before, words):
        _sheet(book, table, words, bold, amount)
    book.close()
    return file.getvalue()


def _cover(book: Any, said: list[str], words: Words, bold: Any) -> None:  # noqa: ANN401 - the library has no types
    sheet = book.add_worksheet(_name(term(words, "title", "cover")), worksheet_class=Inert)
    sheet.set_column(0, 0, 2 * WIDE)
    for row, line in enumerate(said):
        sheet.write_string(row, 0, line, bold if row < _TITLES else None)
    sheet.write_string(len(said) + 1, 0, term(words, "line", "decisions"))


def _sheet(book: Any, table: Table, words: Words, bold: Any, amount: Any) -> None:  # noqa: ANN401
    sheet = book.add_worksheet(_name(table.title), worksheet_class=Inert)
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, len(table.head) - 1, NARROW)
    sheet.freeze_panes(1, 1)
    for column, head in enumerate(table.head):
        sheet.write_string(0, column, head or table.title, bold)
    for row, cells in enumerate(table.rows, 1):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, amount)
    if table.left_out:
        more = term(words, "line", "and-more", n=table.left_out)
        sheet.write_string(len(table.rows) + 1, 0, more)
    if table.chart and table.rows:
        sheet.insert_chart(0, len(table.head) + 1, _chart(book, sheet.get_name(), table))


def _write(sheet: Any, row: int, column: int, cell: Cell, amount: Any) -> None:  # noqa: ANN401
    match cell:
        case None:
            pass
        case str():
            sheet.write_string(row, column, cell)
        case Amount():
            sheet.write_number(row, column, cell.exact, amount)
        case _:
            # As a decimal: the library would write 9.03 as the binary 9.029999999999999.
            sheet.write_number(row, column, Decimal(str(cell)))


def _chart(book: Any, name: str, table: Table) -> Any:  # noqa: ANN401
    chart = book.add_chart({"type": "bar"})
    last = len(table.rows)
    for column, ink in enumerate(_INK, 1):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, column, last, column],
                "fill": {"color": ink},
            }
        )
    chart.set_title({"name": table.title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    # The first row at the top, as in the table.
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 560, "height": 120 + 34 * last})
    return chart


def _name(name: str) -> str:
    """Make a title fit for a sheet, whose name has no such characters."""
    return "".join("-" if one in "[]:*?/\\'：" else one for one in name)[:_LONGEST_NAME]

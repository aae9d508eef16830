"""A review as XLSX: a sheet for each table, with its bars beside it."""

from io import BytesIO
from pathlib import Path
from typing import Any, Final

from app.documents.words import Words
from app.documents.xlsx import Book, Head
from app.reviews.heading import lines, title
from app.reviews.making import Made
from app.reviews.tables import Table, tables

WIDE: Final = 34
NARROW: Final = 14
_LONGEST_NAME: Final = 31
_INK: Final = ("#4A6FA5", "#C9D3E3")
"""This span of time, and the one before."""


def workbook(made: Made, organisation: str, words: Words, folder: Path) -> bytes:
    """Make the workbook; `folder` takes temporary files."""
    file = BytesIO()
    book = Book(file, folder)
    cover = book.sheet(
        _name(words.term("review", "title", "cover")), [Head(organisation, 2 * WIDE)]
    )
    said = [title(made, words), *lines(made, words), "", words.term("review", "line", "decisions")]
    cover.add([line] for line in said)
    for table in tables(made.review, made.before, words):
        _add(book, table, words)
    book.close()
    return file.getvalue()


def _add(book: Book, table: Table, words: Words) -> None:
    first, *others = table.head
    heads = [Head(first or table.title, WIDE), *(Head(head, NARROW) for head in others)]
    sheet = book.sheet(_name(table.title), heads)
    sheet.add(table.rows)
    if table.left_out:
        sheet.add([[words.term("review", "line", "and-more", n=table.left_out)]])
    if table.chart and table.rows:
        sheet.put(_chart(book, sheet.name, table))


def _chart(book: Book, name: str, table: Table) -> Any:  # noqa: ANN401 - the library has no types
    chart = book.bars()
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

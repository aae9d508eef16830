"""XLSX, row by row: however many rows there are, they lie on the disk and not in memory.

A text is always a text: no cell is a formula, a link or a piece of the file's own XML.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from app.documents.cells import Amount, Cell

MOST_ROWS: Final = 1_048_576
"""Of a sheet, its headers among them; what is more goes on in another one."""
LONGEST: Final = 32_000
"""Characters of a text: Excel takes few more."""
FIRST_YEAR: Final = 1901
"""A date before it is none to Excel."""

_NOT_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Inert(Worksheet):  # type: ignore[misc] # the library has no types
    """A sheet in which no text is taken for markup that was made elsewhere."""

    def _xml_rich_inline_string(self, string: str, attributes: list[Any]) -> None:
        """Write a text that looks like `<r>...</r>` as a text; it would go into the file as is."""
        self._xml_inline_string(string, preserve=True, attributes=attributes)


class Head(NamedTuple):
    """The header of a column, and how wide that is shown."""

    title: str
    width: int


class Book:
    """A workbook that is written into a file; what lies on the way there, in a folder."""

    def __init__(self, file: BinaryIO, folder: Path, *, most_rows: int = MOST_ROWS) -> None:
        """Begin; nothing can be read before `close`."""
        self._book = Workbook(file, {"constant_memory": True, "tmpdir": str(folder)})
        self._most_rows = most_rows
        self.header: Format = self._book.add_format({"bold": True, "text_wrap": True})
        self.amount: Format = self._book.add_format({"num_format": "#,##0.00"})
        self.moment: Format = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def sheet(self, name: str, heads: Sequence[Head]) -> "Sheet":
        """Begin a sheet, in the order in which they are shown."""
        return Sheet(self, name, heads, self._most_rows)

    def bars(self) -> Any:  # noqa: ANN401 - the library has no types
        """Make a bar chart, to be filled and put beside the rows of a sheet."""
        return self._book.add_chart({"type": "bar"})

    def blank(self, name: str) -> Inert:
        """Add an empty sheet."""
        sheet: Inert = self._book.add_worksheet(name, worksheet_class=Inert)
        return sheet

    def close(self) -> None:
        """Write the file."""
        self._book.close()


class Sheet:
    """Rows under headers; when a sheet is full they go on in the next."""

    def __init__(self, book: Book, name: str, heads: Sequence[Head], most_rows: int) -> None:
        self._book, self._name, self._heads, self._most_rows = book, name, heads, most_rows
        self._parts = 0
        self._begin()

    def add(self, rows: Iterable[Iterable[Cell | float]]) -> None:
        """Write rows below those before."""
        for row in rows:
            if self._next == self._most_rows:
                self._begin()
            for column, cell in enumerate(row):
                self._write(column, cell)
            self._next += 1

    @property
    def name(self) -> str:
        """The name of the sheet in which rows are written now."""
        return str(self._on.get_name())

    def put(self, chart: Any) -> None:  # noqa: ANN401 - the library has no types
        """Put a chart to the right of the columns."""
        self._on.insert_chart(0, len(self._heads) + 1, chart)

    def _begin(self) -> None:
        self._parts += 1
        name = self._name if self._parts == 1 else f"{self._name} ({self._parts})"
        self._on = self._book.blank(name)
        self._on.freeze_panes(1, 1)
        for column, head in enumerate(self._heads):
            self._on.set_column(column, column, head.width)
            self._on.write_string(0, column, head.title, self._book.header)
        self._next = 1

    def _write(self, column: int, cell: Cell | float) -> None:
        match cell:
            case None:
                pass
            case int():
                self._on.write_number(self._next, column, cell)
            case float():
                # The library would write 9.03 as the binary 9.029999999999999.
                self._on.write_number(self._next, column, Decimal(str(cell)))
            case Amount():
                self._on.write_number(self._next, column, cell.exact, self._book.amount)
            case datetime() if cell.year >= FIRST_YEAR:
                self._on.write_datetime(self._next, column, cell, self._book.moment)
            case _:
                text = cell if isinstance(cell, str) else cell.isoformat(" ")
                self._on.write_string(self._next, column, cell_text(text))


def cell_text(text: str) -> str:
    """Make a text fit for a cell, and for XML."""
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return _NOT_XML.sub("\ufffd", short)
